from collections.abc import Iterator
from itertools import pairwise

import pytest
from browsing import CONTRAST, chromium
from playwright.sync_api import Browser, Page
from sample_results import Item, exchange, results, scenario

from bars_conformance import report
from bars_conformance.verdict import PROJECTIONS


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    report.write(_run(), folder)
    return (folder / "report.html").as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    opened = browser.new_page()
    opened.goto(address)
    yield opened
    opened.close()


def _run() -> Item:
    garbage = '<script>document.title = "owned"</script>'
    scenarios = [
        scenario(verdict, id=f"booking/{verdict}", exchanges=[n], rulings=["R-06"])
        for n, verdict in enumerate(PROJECTIONS)
    ]
    for n, made in enumerate(scenarios):
        made["steps"][1]["exchanges"] = [n]
    scenarios.append(scenario(id="slots/pass", name="Slots are offered", section="slots", exchanges=[]))
    scenarios[-1]["steps"][1]["exchanges"] = []
    return results(
        *scenarios,
        exchanges=[exchange(answer=garbage) for _ in PROJECTIONS],
        ledger=[{"kind": "Appointment", "id": "79120f41", "created_by": "slots/pass", "fate": "left"}],
    )


def _shown(page: Page) -> list[str]:
    cards: list[str] = page.eval_on_selector_all(
        ".scenario",
        "cards => cards.filter(card => card.checkVisibility()).map(card => card.id)",
    )
    return cards


def test_the_page_asks_nothing_of_the_network_and_complains_of_nothing(
    browser: Browser,
    address: str,
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    page.click("#expand")
    page.eval_on_selector_all("details", "all => all.forEach(details => details.open = true)")
    assert asked == [address]
    assert said == []
    assert "owned" not in page.title()
    page.close()


def test_search_and_filters_work_by_keyboard(page: Page) -> None:
    page.focus("#find")
    page.keyboard.type("SLOTS offered")
    assert _shown(page) == ["scenario-slots/pass"]
    page.fill("#find", "")
    page.focus("#find")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    pressed = page.locator('[aria-pressed="true"]')
    assert pressed.inner_text().split() == ["!", "Warning", "1"]
    assert _shown(page) == ["scenario-booking/warning"]
    assert page.inner_text("#shown") == "Shown: 1 of 5 requirements, 1 of 7 scenarios."
    page.focus("#clear")
    page.keyboard.press("Enter")
    assert len(_shown(page)) == 7
    assert pressed.count() == 0


def test_a_section_can_be_chosen(page: Page) -> None:
    page.click("#toolbar summary")
    page.click('#toolbar [data-section="slots"]')
    assert _shown(page) == ["scenario-slots/pass"]
    assert page.is_visible("#TI-07")
    assert not page.is_visible("#to-attest")


def test_all_can_be_expanded_and_collapsed(page: Page) -> None:
    page.click("#expand")
    assert page.locator(".scenario[open]").count() == 7
    page.click("#collapse")
    assert page.locator(".scenario[open]").count() == 0


def test_a_deep_link_opens_what_it_names(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}#exchange-4")
    assert page.locator("#exchange-4 pre").first.is_visible()
    page.click('[data-verdict="pass"][aria-pressed]')
    page.evaluate("location.hash = '#TI-10'")
    page.wait_for_function("document.querySelector('#TI-10').checkVisibility()")
    page.evaluate("location.hash = '#TI-11'")
    page.wait_for_function("document.querySelector('#TI-11').checkVisibility()")
    page.close()


def test_the_evidence_is_there_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    card = page.locator('[id="scenario-booking/fail"]')
    card.locator("> summary").click()
    assert "expected 409 REC_CONFLICT duplicate" in card.locator("> .reason").inner_text()
    assert "POST https://receiver.example" in card.locator("figure pre").first.inner_text()
    assert not page.is_visible("#toolbar")
    context.close()


def test_print_shows_failures_in_full_and_no_controls(page: Page) -> None:
    page.emulate_media(media="print")
    assert page.locator('[id="scenario-booking/fail"] > .reason').is_visible()
    assert page.locator('[id="scenario-booking/fail"] figure pre').first.is_visible()
    assert not page.locator('[id="scenario-booking/pass"] .steps').is_visible()
    for control in ("#toolbar", "nav", ".skip"):
        assert not page.is_visible(control)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_enough_contrast(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    page.click('[data-verdict="pass"][aria-pressed]')
    page.click("#clear")
    page.eval_on_selector_all("details", "all => all.forEach(details => details.open = true)")
    assert page.evaluate(CONTRAST) == []


def test_headings_are_in_order_and_everything_has_a_name(page: Page) -> None:
    levels = page.eval_on_selector_all("h1,h2,h3,h4,h5", "all => all.map(h => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    unnamed = page.evaluate(
        """() => [
          ...[...document.querySelectorAll("button, summary, a, caption, h1, h2, h3, h4, h5")]
            .filter((e) => !e.textContent.trim()),
          ...[...document.querySelectorAll("table")].filter((e) => !e.caption),
          ...[...document.querySelectorAll("table:not(.data) th")].filter((e) => !e.scope),
          ...[...document.querySelectorAll("input")].filter((e) => !e.labels.length),
          ...[...document.querySelectorAll("section")].filter(
            (e) => !document.getElementById(e.getAttribute("aria-labelledby"))),
        ].map((e) => e.outerHTML.slice(0, 100))""",
    )
    assert unnamed == []


def test_focus_is_visible_and_the_first_stop_skips_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("e => e === document.activeElement && e.getBoundingClientRect().left >= 0")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#content'")
    page.focus("#clear")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.locator("#clear").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


def test_a_narrow_screen_needs_no_sideways_scrolling(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    page.click("#expand")
    assert page.evaluate("document.documentElement.scrollWidth") == 360

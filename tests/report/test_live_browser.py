"""The live page in a browser: it shows what arrives by itself, and stays as it was opened."""

import re
from collections.abc import Iterator

import httpx
import pytest
from browsing import CONTRAST, chromium
from playwright.sync_api import Page, expect

from bars_conformance.reference import Receiver
from bars_conformance.reference.server import listening
from bars_conformance.standin.front import StandIn

HOSTILE = '<script>document.title = "owned"</script>'


@pytest.fixture(scope="module")
def root() -> Iterator[str]:
    with listening(StandIn(Receiver(), "receiver")) as found:
        yield found


@pytest.fixture(scope="module")
def page(root: str) -> Iterator[Page]:
    with chromium() as browser:
        opened = browser.new_page()
        opened.goto(root)
        yield opened


def _send(root: str, path: str) -> None:
    httpx.get(f"{root}/FHIR/R4{path}", headers={"X-Request-ID": HOSTILE})


def test_what_arrives_shows_without_a_click_and_what_is_open_stays_open(root: str, page: Page) -> None:
    said: list[str] = []
    asked: set[str] = set()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.add(request.url))
    expect(page.locator("#first pre")).to_contain_text(f"{root}/FHIR/R4/metadata")
    _send(root, "/metadata")
    arrived = page.locator("details.arrival")
    expect(arrived).to_have_count(1)
    expect(page.locator("#first")).to_have_count(0)
    arrived.first.locator("> summary").click()
    _send(root, "/Slot?status=free")
    expect(arrived).to_have_count(2)
    expect(arrived.first).to_contain_text("GET /FHIR/R4/Slot?status=free")
    opened = page.locator("details.arrival[open]")
    expect(opened).to_have_count(1)
    expect(opened.locator(".cause").first).to_contain_text("HDR-04 MUST")
    expect(opened.locator(".cause a").first).to_have_attribute("href", re.compile("Core/1.1.4/"))
    assert (said, asked) == ([], {f"{root}/"})
    assert page.title() == "What arrived: BaRS stand-in"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_enough_contrast(root: str, page: Page, scheme: str) -> None:
    _send(root, "/metadata")
    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    page.eval_on_selector_all("details", "all => all.forEach(details => details.open = true)")
    assert page.evaluate(CONTRAST) == []


def test_a_narrow_screen_needs_no_sideways_scrolling(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") == 360

import re
from html.parser import HTMLParser

import pytest
from sample_results import PAGE, STATEMENT, Item, exchange, of_every_verdict, results, scenario

from bars_conformance.report import page
from bars_conformance.report.glossary import GLOSSARY
from bars_conformance.verdict import Verdict

HOSTILE = "</pre><script>alert(1)</script><img src=x onerror=alert(1)>'\""


class Outline(HTMLParser):
    """The ids, links and scripts of a document."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.fragments: list[str] = []
        self.addresses: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name == "href" and value:
                (self.fragments if value.startswith("#") else self.addresses).append(value)
            assert name not in ("src", "style")
            assert not name.startswith("on")


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_is_a_symbol_and_a_word(verdict: Verdict) -> None:
    document = page.render(results(scenario(verdict)))
    entry = GLOSSARY[verdict]
    tag = f'<span class="tag {verdict}"><span aria-hidden="true">{entry.symbol}</span> {entry.word}</span>'
    card = document.partition('<details class="scenario"')[2]
    assert tag in card


def test_verdicts_differ_without_colour() -> None:
    assert len({entry.symbol for entry in GLOSSARY.values()}) == len(Verdict)


def test_every_link_within_the_page_leads_somewhere_and_every_id_is_one() -> None:
    outline = Outline(page.render(of_every_verdict()))
    assert len(set(outline.ids)) == len(outline.ids)
    assert {fragment[1:] for fragment in outline.fragments} <= set(outline.ids)
    assert {"scenario-booking/fail", "TI-07", "exchange-0"} <= set(outline.ids)


def test_links_out_of_the_page_lead_to_the_guide_only() -> None:
    outline = Outline(page.render(of_every_verdict()))
    assert {address.partition("/NHSBookingandReferrals/")[0] for address in outline.addresses} == {
        "https://github.com/NHSDigital/IOPS-FHIR-Simplifier-Backup/blob/main"
    }


def _told_everywhere(text: str) -> Item:
    """Results that have the text wherever a system, or those who wrote of it, may put one."""
    judged = scenario(Verdict.FAIL, id=text, name=text, feature=text, section=text, reason=text)
    judged["steps"][1] |= {"text": text, "table": [[text]], "reason": text}
    made = exchange(body=text, answer=text, headers={text: text})
    made["request"] |= {"url": text, "method": text}
    run = results(judged, exchanges=[made])
    run["sut"] |= {"name": text, "supplier": text, "base_url": text}
    run["ledger"] = [{"kind": "Appointment", "id": text, "created_by": text, "fate": "left"}]
    for requirement in run["requirements"]:
        requirement |= {"statement": text, "page": text}
    return run


def test_hostile_text_stays_text_wherever_it_stands() -> None:
    outline = Outline(page.render(_told_everywhere(HOSTILE)))
    assert outline.tags.count("script") == 1
    assert "img" not in outline.tags
    assert outline.tags == Outline(page.render(_told_everywhere("harmless"))).tags


def test_a_body_of_any_depth_is_shown() -> None:
    deep = "[" * 20_000 + "]" * 20_000
    assert deep in page.render(results(scenario(Verdict.FAIL), exchanges=[exchange(answer=deep)]))


def test_of_what_passed_the_beginning_is_shown_and_where_the_rest_is() -> None:
    shown = page.render(results(scenario(), exchanges=[exchange(answer="x" * 20_000)]))
    assert "x" * 20_000 not in shown
    assert "characters more in results.json, exchange 0]" in shown


def test_a_failure_shows_clause_reason_evidence_and_command() -> None:
    document = page.render(results(scenario(Verdict.FAIL, rulings=["R-06"])))
    card = document.partition('<details class="scenario"')[2]
    for part in (
        "expected 409 REC_CONFLICT duplicate, got 200",
        STATEMENT,
        PAGE,
        "ruling R-06",
        "<b>Then</b> the answer is 409",
        "<td>the same</td>",
        '<details class="exchange" id="exchange-0" open>',
        '"total": 1.10',
        "Authorization: &lt;redacted&gt;",
        "200 OK",
        "curl --include",
    ):
        assert part in card


def test_an_exchange_that_several_scenarios_rest_on_is_shown_once() -> None:
    document = page.render(of_every_verdict())
    assert document.count('id="exchange-0"') == 1
    assert document.count("an exchange shown elsewhere") == 5


def test_an_exchange_of_no_scenario_is_shown_too() -> None:
    document = page.render(results(scenario(), exchanges=[exchange(), exchange(status=503)]))
    assert "Outside the scenarios" in document
    assert 'id="exchange-1"' in document


def test_failures_are_grouped_by_their_reason_most_frequent_first() -> None:
    failed = [scenario(Verdict.FAIL, id=f"s{n}", reason="twice" if n else "once") for n in range(3)]
    mend = page.render(results(*failed)).partition('<h2 id="mend">')[2].partition('<h2 id="requirements">')[0]
    assert re.findall(r"</span> (\d scenarios?[^<]*)</h3>\s*<pre class=\"reason\">(\w+)", mend) == [
        ("2 scenarios for the same reason", "twice"),
        ("1 scenario", "once"),
    ]


def test_requirements_without_a_verdict_stand_under_their_own_headings() -> None:
    document = page.render(results(scenario()))
    places = [
        document.index(part)
        for part in (
            ">Judged in this run<",
            '<tr id="TI-07"',
            ">To be attested by the supplier<",
            '<tr id="TI-09"',
            ">Not covered by this run<",
            '<tr id="TI-10"',
            ">Asked of other roles<",
            '<tr id="TI-11"',
        )
    ]
    assert places == sorted(places)


def test_the_ledger_names_what_was_left() -> None:
    left = {"kind": "Appointment", "id": "79120f41", "created_by": "booking/pass", "fate": "left"}
    early = {"kind": "ServiceRequest", "id": "0c5e", "created_by": "before the run", "fate": "cancelled"}
    document = page.render(results(scenario(), ledger=[left, early]))
    assert "<code>79120f41</code>" in document
    assert "<strong>left</strong>" in document
    assert "<td>before the run</td>" in document


def test_a_run_of_nothing_has_a_report() -> None:
    document = page.render(results(exchanges=[]))
    assert "No requirement was judged." in document
    assert "No scenario was run." in document
    assert "The run created nothing" in document


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.0804, "80 ms"), (1.25, "1.2 s"), (59.94, "59.9 s"), (185.2, "3 min 5 s")],
)
def test_durations_are_said_in_the_unit_that_suits_them(seconds: float, text: str) -> None:
    assert page.duration(seconds) == text


def test_instants_are_said_in_utc() -> None:
    assert page.instant("2026-11-22T01:30:00+02:00") == "21 November 2026, 23:30:00 UTC"

"""The checks of answers: each with an answer that passes, some that do not, and none."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sample_exchanges import FHIR_JSON, OUTCOME, answer, coded, exchange, outcome
from sample_sut import PATIENT

from bars_conformance.checks import content, errors, integrity
from bars_conformance.exchange import Answer, Exchange
from bars_conformance.finding import Finding
from bars_conformance.verdict import Inconclusive, NotApplicable

CAPABILITIES = {
    "resourceType": "CapabilityStatement",
    "status": "active",
    "date": "2026-11-01",
    "kind": "instance",
    "fhirVersion": "4.0.1",
    "format": ["application/fhir+json"],
}
HTML = (("Content-Type", "text/html"),)
FHIR_XML = (("content-type", "application/fhir+xml; charset=utf-8"),)
CUT = Answer(200, FHIR_JSON, b'{"resourceType": "Bund', complete=False)
SILENT = exchange(None)


def _says(diagnostics: str) -> dict[str, Any]:
    return outcome(diagnostics=diagnostics)


UNSOUND = {
    "is a well-formed OperationOutcome in JSON": [
        answer(OUTCOME, 400, HTML),
        answer(b"<html/>", 400),
        answer(CAPABILITIES, 400),
        answer(OUTCOME | {"issue": []}, 400),
        answer(outcome(severity=None), 400),
        answer(outcome(severity="grave"), 400),
        answer(outcome(severity=None, _severity={"extension": [{"url": "urn:x", "valueString": "y"}]}), 400),
        CUT,
    ],
    "has an issue of severity error or fatal": [
        answer(outcome(severity="information"), 400),
        answer(b"", 400),
    ],
    "has issue codes of FHIR's issue-type only": [
        answer(outcome(code="bad"), 400),
        answer(outcome(code=None), 400),
    ],
    "has a BaRS error code in issue.details.coding.code": [
        answer(outcome(details=None), 400),
        answer(coded(code="TEAPOT"), 400),
        answer(b"", 400),
    ],
    "has no BaRS error code but such as begin REC_": [
        answer(coded(code="SEND_BAD_REQUEST"), 400),
        answer(coded(code="REC-BAD"), 400),
    ],
    "has the HTTP status that its error code stands for": [answer(OUTCOME, 422)],
    "has diagnostics beside its error code": [
        answer(outcome(diagnostics=None), 400),
        answer(_says(" "), 400),
    ],
    "has diagnostics of a sentence": [
        answer(_says("Invalid"), 400),
        answer(_says("REC_BAD_REQUEST"), 400),
        answer(b"", 400),
    ],
    "has its error code from the coding system http-error-codes": [
        answer(coded(system="https://example.org/codes"), 400),
        answer(coded(system=None), 400),
    ],
    "has a display that begins with the HTTP status, where it has one": [
        answer(coded(display="404: gone"), 400)
    ],
    "has an id and names the profile UKCore-OperationOutcome": [
        answer(OUTCOME | {"id": ""}, 400),
        answer(OUTCOME | {"meta": {}}, 400),
        answer(OUTCOME | {"meta": {"profile": "https://example.org"}}, 400),
        answer(b"", 400),
    ],
    "shows no stack trace": [
        answer(_says('Traceback (most recent call last):\n  File "a.py", line 3'), 500),
        answer(_says("NullPointerException\n\tat org.example.Main.run(Main.java:12)"), 500),
        answer(_says("   at Example.Api.Send(String s) in C:\\src\\Api.cs:line 31"), 500),
        answer(b"<pre>TypeError: x is undefined\n    at Object.send (/srv/app.js:7:1)</pre>", 500, HTML),
    ],
}


def test_every_property_that_features_may_ask_for_is_tried_here() -> None:
    assert UNSOUND.keys() == errors.PROPERTIES.keys()


@pytest.mark.parametrize("name", UNSOUND)
def test_a_sound_refusal_has_the_property(name: str) -> None:
    assert errors.PROPERTIES[name](answer(OUTCOME, 400)) is None


@pytest.mark.parametrize(
    ("name", "unsound"),
    [(name, unsound) for name, answers in UNSOUND.items() for unsound in answers],
)
def test_an_unsound_refusal_has_not(name: str, unsound: Answer) -> None:
    assert isinstance(errors.PROPERTIES[name](unsound), Finding)


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("has no BaRS error code but such as begin REC_", coded(code="E-17", system="https://example.org")),
        ("has a display that begins with the HTTP status, where it has one", coded(display="Bad request")),
        ("has a display that begins with the HTTP status, where it has one", coded(display=None)),
        (
            "has its error code from the coding system http-error-codes",
            coded(system=errors.ERROR_CODE_SYSTEMS[1]),
        ),
        ("shows no stack trace", _says("The appointment is at St. James (Leeds).")),
        ("shows no stack trace", _says("Look at section 3.2 of the guide: at least one participant.")),
    ],
)
def test_what_is_lawful_is_not_complained_of(name: str, sound: object) -> None:
    assert errors.PROPERTIES[name](answer(sound, 400)) is None


@pytest.mark.parametrize(
    "said",
    [
        "Patient 9993004170 has a booking.",
        "Patient 999 300 4170 has a booking.",
        "No surgery is near LS1 4AP.",
        "No surgery is near LS14AP.",
        "Born 1988-04-02?",
        "Born 02/04/1988?",
        "Alex Thistlewood is unknown here.",
        "Mrs Thistlewood is unknown here.",
    ],
)
def test_an_answer_that_names_the_patient(said: str) -> None:
    assert errors.names_no_patient(answer(_says(said), 422), PATIENT) is not None


@pytest.mark.parametrize(
    "said", ["The NHS number has no right check digit.", "1999300417055", "Thistlewoodshire has no surgery."]
)
def test_an_answer_that_does_not(said: str) -> None:
    assert errors.names_no_patient(answer(_says(said), 422), PATIENT) is None


def test_a_family_name_that_is_a_common_word_is_not_looked_for_alone() -> None:
    example = PATIENT.model_copy(update={"family": "Example"})
    assert errors.names_no_patient(answer(_says("Example: REC_BAD_REQUEST"), 422), example) is None
    assert errors.names_no_patient(answer(_says("Alex Example is unknown"), 422), example) is not None


def test_a_failure_has_a_status_of_failure() -> None:
    assert errors.has_a_status_of_failure(exchange(answer(OUTCOME, 400))) is None
    assert errors.has_a_status_of_failure(exchange(answer({"resourceType": "Bundle"}))) is None
    assert errors.has_a_status_of_failure(exchange(answer(OUTCOME, 200))) is not None
    assert errors.has_a_status_of_failure(SILENT) is not None


@pytest.mark.parametrize(
    ("query", "said", "blamed"),
    [
        ("start=ge2026-11-20", "The parameter start is not as it must be.", True),
        ("start=ge2026-11-20", "The parameter status is missing; start alone is not enough.", False),
        ("start=ge2026-11-20", "A parameter is missing.", False),
        ("", "The parameter start is missing.", False),
    ],
)
def test_diagnostics_blame_the_parameter_that_is_missing(query: str, said: str, *, blamed: bool) -> None:
    refused = exchange(answer(_says(said), 400))
    request = replace(refused.request, url=f"https://sut.example/FHIR/R4/Slot?{query}")
    found = errors.blames_no_parameter_that_was_there(replace(refused, request=request))
    assert (found is not None) is blamed


def test_a_request_without_an_answer_blames_nothing() -> None:
    assert errors.blames_no_parameter_that_was_there(SILENT) is None


def test_what_came_more_than_once_is_stored_once() -> None:
    assert integrity.stored_once(1) is None
    assert integrity.stored_once(2) == Finding("resources stored", "1", "2")
    with pytest.raises(Inconclusive):
        integrity.stored_once(0)
    with pytest.raises(NotApplicable):
        integrity.stored_once(None)


def test_findings_say_of_which_request_they_are() -> None:
    answers = {"GET /Slot": SILENT, "GET /metadata": exchange(answer(OUTCOME, 400))}
    found = errors.of_each(answers, errors.has_a_status_of_failure)
    assert [finding and finding.where for finding in found] == ["GET /Slot: HTTP status", None]


def test_only_refusals_are_judged_as_refusals() -> None:
    answers = {
        "accepted": exchange(answer(b"")),
        "silent": SILENT,
        "refused": exchange(answer(b"", 400)),
    }
    found = errors.of_each_refusal(answers, errors.says_it_clearly)
    assert [finding and finding.where for finding in found] == ["refused: OperationOutcome.issue.diagnostics"]


def test_parts_of_an_outcome_are_judged_where_there_is_one() -> None:
    bare, told = exchange(answer(b"", 400)), exchange(answer(OUTCOME, 400))
    assert errors.of_each_refusal({"bare": bare, "told": told}, errors.displays_its_status) == [None]
    with pytest.raises(Inconclusive):
        errors.of_each_refusal({"bare": bare}, errors.displays_its_status)


def test_where_nothing_was_refused_nothing_can_be_said_of_refusals() -> None:
    with pytest.raises(Inconclusive):
        errors.of_each_refusal({"accepted": exchange(answer(b"")), "silent": SILENT}, errors.says_it_clearly)


Check = Callable[[Exchange], Finding | None]


def _capabilities(judged: Exchange) -> Finding | None:
    return content.is_resource(judged, "CapabilityStatement")


def _xml_listed(judged: Exchange) -> Finding | None:
    return content.is_fhir_xml(judged, listed=True)


def _xml_unlisted(judged: Exchange) -> Finding | None:
    return content.is_fhir_xml(judged, listed=False)


@pytest.mark.parametrize(
    ("check", "sound"),
    [
        (content.is_fhir_json, answer(CAPABILITIES)),
        (content.is_fhir_json, answer(CAPABILITIES, 200, (("content-type", "Application/FHIR+JSON;v=1"),))),
        (_capabilities, answer(CAPABILITIES)),
        (_xml_listed, answer(b"<Bundle/>", 200, FHIR_XML)),
        (_xml_unlisted, answer(b"<Bundle/>", 200, FHIR_XML)),
        (_xml_unlisted, answer(OUTCOME, 406)),
    ],
)
def test_sound_content(check: Check, sound: Answer) -> None:
    assert check(exchange(sound)) is None


@pytest.mark.parametrize(
    ("check", "unsound"),
    [
        (content.is_fhir_json, answer(CAPABILITIES, 200, HTML)),
        (content.is_fhir_json, answer(CAPABILITIES, 200, ())),
        (content.is_fhir_json, answer([CAPABILITIES])),
        (content.is_fhir_json, answer(b"\xff\xfe\x00")),
        (content.is_fhir_json, CUT),
        (_capabilities, answer(OUTCOME)),
        (_capabilities, answer(CAPABILITIES | {"kind": None})),
        (_capabilities, answer(CAPABILITIES | {"colour": "blue"})),
        (_capabilities, answer(CAPABILITIES | {"contained": [{"resourceType": "Gizmo"}]})),
        (_capabilities, answer(CAPABILITIES | {"contained": [{"resourceType": 7}]})),
        (_capabilities, CUT),
        (_xml_listed, answer(OUTCOME, 406)),
        (_xml_unlisted, answer(CAPABILITIES)),
        (_xml_unlisted, answer(b"", 500, ())),
    ],
)
def test_unsound_content(check: Check, unsound: Answer) -> None:
    assert isinstance(check(exchange(unsound)), Finding)


@pytest.mark.parametrize("check", [content.is_fhir_json, _capabilities, _xml_listed, _xml_unlisted])
def test_no_answer_has_no_content(check: Check) -> None:
    assert "no answer within 10 s" in str(check(SILENT))


@pytest.mark.parametrize("returned", ["1f0a", "1F0A", " 1f0a "])
def test_an_id_comes_back_in_whatever_letter_case(returned: str) -> None:
    assert integrity.echoed(exchange(answer(b"", 200, (("x-request-id", returned),))), "X-Request-ID") is None


@pytest.mark.parametrize("headers", [(), (("X-Request-ID", ""),), (("X-Request-ID", "1f0a"),) * 2])
def test_an_id_that_does_not_come_back(headers: tuple[tuple[str, str], ...]) -> None:
    assert integrity.echoed(exchange(answer(b"", 200, headers)), "X-Request-ID") is not None


@pytest.mark.parametrize(
    ("returned", "told"),
    [
        ({"X-Request-ID": "1f0a", "X-Correlation-ID": "2e1b"}, None),
        ({"X-Request-ID": "1f0a"}, "X-Correlation-ID"),
        ({"X-Correlation-ID": "2e1b"}, "X-Request-ID"),
    ],
)
def test_both_ids_have_to_come_back(returned: dict[str, str], told: str | None) -> None:
    made = exchange(answer(b"", 200, tuple(returned.items())))
    sent = replace(made.request, headers=(("X-Request-ID", "1f0a"), ("X-Correlation-ID", "2e1b")))
    found = integrity.both_echoed(replace(made, request=sent))
    assert (found and found.where) == (told and f"{told} of the 200 answer")


def test_an_id_cannot_come_back_without_an_answer() -> None:
    assert integrity.echoed(SILENT, "X-Request-ID") is not None

"""Whatever an answer holds, judging it gives a finding and reading it a value: neither breaks the suite."""

import inspect
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_exchanges import OUTCOME, answer, documents, exchange, spoiled, thorough
from sample_sut import PARTIES, PATIENT, PROFILE, Told

from bars_conformance import claims, fhir, messages, outcome
from bars_conformance.checks import content, errors, integrity
from bars_conformance.client import Call
from bars_conformance.exchange import Answer
from bars_conformance.finding import Finding
from bars_conformance.outcome import Refusal
from bars_conformance.profile import Feature
from bars_conformance.sent import Sent
from bars_conformance.slots import free_slots
from bars_conformance.verdict import Inconclusive, NotApplicable

LAWFUL = [Refusal.parse("400", "REC_BAD_REQUEST", "required")]
SLOTS = {
    "resourceType": "Bundle",
    "type": "searchset",
    "entry": [
        {
            "fullUrl": "urn:uuid:1",
            "resource": {
                "resourceType": "Slot",
                "id": "1",
                "meta": {"lastUpdated": "2026-11-20T09:00:00+00:00"},
                "status": "free",
                "schedule": {"reference": "urn:uuid:2"},
                "start": "2026-11-21T09:00:00+00:00",
                "end": "2026-11-21T09:15:00+00:00",
            },
        },
        {
            "fullUrl": "urn:uuid:2",
            "resource": {
                "resourceType": "Schedule",
                "id": "2",
                "actor": [{"reference": "Practitioner/4"}, {"reference": "HealthcareService/3"}],
            },
        },
        {"fullUrl": "urn:uuid:3", "resource": {"resourceType": "HealthcareService", "id": "3"}},
    ],
}
CAPABILITIES = {
    "resourceType": "CapabilityStatement",
    "status": "active",
    "format": ["application/fhir+json"],
    "rest": [{"mode": "server", "resource": [{"type": "Slot", "interaction": [{"code": "search-type"}]}]}],
}
DEFINITIONS = {
    "resourceType": "Bundle",
    "entry": [
        {
            "resource": {
                "resourceType": "MessageDefinition",
                "eventCoding": {"code": "booking-request"},
                "useContext": [{"valueCodeableConcept": {"coding": [{"system": "urn:x", "code": "a1t1"}]}}],
            }
        }
    ],
}
REFERRAL = messages.referral(PARTIES)
HELD = {"resourceType": "Bundle", "entry": [{"resource": messages.focus(REFERRAL) | {"id": "abc-1"}}]}

bodies = st.binary(max_size=40) | documents | spoiled(OUTCOME) | spoiled(CAPABILITIES)


def _checks_of(module: ModuleType, takes: str) -> list[Callable[..., Finding | None]]:
    """The public functions of a module whose first parameter goes by this name."""
    return [
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith(("_", "x_"))  # mutmut adds functions x_...
        and next(iter(inspect.signature(function).parameters), None) == takes
    ]


ARGUMENTS: dict[str, object] = {
    "patient": PATIENT,
    "lawful": LAWFUL,
    "limit_ms": 5000,
    "resource_type": "Slot",
    "kind": "OperationOutcome",
    "header": "X-Request-ID",
    "listed": False,
    "part": "issue code",
}
"""What a check is told besides the answer, by the name of the parameter."""


def test_the_checks_are_found() -> None:
    found = [
        check.__name__
        for module in (content, errors, integrity, outcome, fhir)
        for takes in ("answer", "exchange")
        for check in _checks_of(module, takes)
    ]
    assert {"is_fhir_json", "names_no_patient", "echoed", "refused", "described", "is_a"} <= set(found)
    assert {check.__name__ for check in errors.PROPERTIES.values()} <= set(found)


def _judged(check: Callable[..., object], given_: object) -> object:
    _, *others = inspect.signature(check).parameters
    try:
        return check(given_, **{name: ARGUMENTS[name] for name in others})
    except Inconclusive:
        return None


@pytest.mark.parametrize("module", [content, errors, integrity, outcome, fhir], ids=lambda m: m.__name__)
@thorough
@given(body=bodies, status=st.sampled_from([200, 400, 409, 500]))
def test_no_check_breaks(module: ModuleType, body: object, status: int) -> None:
    unsound = answer(body, status)
    for check in _checks_of(module, "answer"):
        _judged(check, unsound)
    for check in _checks_of(module, "exchange"):
        _judged(check, exchange(unsound))


@thorough
@given(body=bodies)
def test_several_answers_can_be_compared(body: object) -> None:
    spoilt, sound = exchange(answer(body, 400)), exchange(answer(OUTCOME, 400))
    assert outcome.one_accepted([sound, spoilt], LAWFUL) == Finding("requests accepted", "1", "0")
    alike = outcome.refused_alike(sound, spoilt)
    assert alike is None or isinstance(alike, Finding)
    for name, holds in errors.PROPERTIES.items():
        with suppress(Inconclusive):
            found = errors.of_each_refusal({name: spoilt}, holds)
            assert all(finding.where.startswith(f"{name}: ") for finding in found if finding)


@thorough
@given(resource=spoiled(OUTCOME) | spoiled(SLOTS) | spoiled(CAPABILITIES) | documents)
def test_a_structure_is_sound_or_told_not_to_be(resource: object) -> None:
    read = answer(resource).resource
    if read is not None:
        assert fhir.structure(read) is None or isinstance(fhir.structure(read), Finding)


@pytest.mark.parametrize("endpoint", [0, True, ["urn:x"], {"value": "urn:x"}], ids=str)
def test_a_url_that_is_no_text_is_told(endpoint: object) -> None:
    header = {"resourceType": "MessageHeader", "eventUri": "urn:x", "source": {"endpoint": endpoint}}
    assert fhir.structure(header) is not None


@thorough
@given(bundle=spoiled(SLOTS) | documents)
def test_a_slot_that_is_offered_can_be_booked(bundle: object) -> None:
    for slot in free_slots(exchange(answer(bundle))):
        assert slot.id
        messages.booking(
            PARTIES, slot=slot.slot, schedule=slot.schedule, healthcare_service=slot.healthcare_service
        )


@thorough
@given(body=spoiled(CAPABILITIES) | spoiled(DEFINITIONS) | documents)
def test_claims_can_be_asked_whatever_was_claimed(body: object) -> None:
    told = claims.Claims(PROFILE, Told(body))
    assert told.lists_xml in (True, False)
    assert told.use_case("referral")
    assert told.disclaims("Slot", "search-type") in (True, False)
    for doubted in (
        partial(told.need_interaction, "Slot", "search-type"),
        partial(told.need_no_event, "booking-request"),
    ):
        try:
            doubted()
        except NotApplicable as reason:
            assert str(reason)  # noqa: PT017 - either outcome is right, but not without a word


@thorough
@given(body=spoiled(HELD) | documents)
def test_what_was_made_is_known_by_its_id_or_nothing_follows_on_it(body: object) -> None:
    call = Call("POST", "/$process-message").with_message(REFERRAL)
    sent = Sent("a new referral", call, call, exchange(answer(body)))
    try:
        held = sent.held_resource
    except Inconclusive:
        return
    messages.updated(REFERRAL, held)
    messages.cancelled(REFERRAL, held)
    assert Call("GET", f"/ServiceRequest/{sent.resource_id}").url.isascii()


@pytest.mark.parametrize("strange", ["", "a b", "\n", "é", "x" * 300, 7, None, {"a": 1}, [1]])
def test_an_id_that_no_url_can_carry_is_none(strange: object) -> None:
    body = {
        "resourceType": "Bundle",
        "entry": [{"resource": {"resourceType": "ServiceRequest", "id": strange}}],
    }
    call = Call("POST", "/$process-message").with_message(REFERRAL)
    sent = Sent("a new referral", call, call, exchange(answer(body)))
    with pytest.raises(Inconclusive, match="no ServiceRequest with an id"):
        _ = sent.resource_id


@pytest.mark.parametrize("levels", [99, 101, 5_000, 200_000])
def test_a_body_nested_too_deeply_is_no_resource(levels: int) -> None:
    body = b'{"resourceType": "Bundle", "entry": ' + b"[" * levels + b"]" * levels + b"}"
    assert (answer(body).resource is None) == (levels > 99)


@pytest.mark.parametrize("half", [rb"\ud800", "\ud800".encode("utf-8", "surrogatepass")])
def test_half_a_surrogate_pair_is_no_text(half: bytes) -> None:
    assert answer(b'{"resourceType": "Bundle", "id": "' + half + b'"}').resource is None


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"7", b'{"resourceType": 7}', b'{"resourceType":', b"\xff"]
)
def test_what_is_no_resource(body: bytes) -> None:
    assert Answer(200, (), body).resource is None


def test_what_the_examples_are_built_from_is_sound() -> None:
    assert [slot.id for slot in free_slots(exchange(answer(SLOTS)))] == ["1"]
    told = claims.Claims(PROFILE, Told(CAPABILITIES))
    assert not told.disclaims("Slot", "search-type")
    assert told.disclaims("Slot", "read")
    assert not told.lists_xml
    told.need(Feature.BOOKING)
    some = PROFILE.model_copy(update={"supports": PROFILE.supports - {Feature.POINTERS}})
    with pytest.raises(NotApplicable, match="pointers"):
        claims.Claims(some, Told(CAPABILITIES)).need(Feature.POINTERS)
    with pytest.raises(NotApplicable, match="booking-request"):
        claims.Claims(PROFILE, Told(DEFINITIONS)).need_no_event("booking-request")

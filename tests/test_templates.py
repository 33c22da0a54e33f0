"""Templates of messages: what is told of their defects before a run, and what becomes of good ones in one."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_exchanges import documents, thorough
from sample_sut import PARTIES, PROFILE
from sample_templates import FILES, TEMPLATES

from bars_conformance import messages, templates
from bars_conformance.profile import Profile, ProfileError, Templates

NOWHERE = "urn:uuid:00000000-0000-4000-8000-000000000000"

Message = dict[str, Any]
Change = Callable[[Message], Message]


def _with(**files: Path) -> Profile:
    return PROFILE.model_copy(update={"templates": Templates(**files)})


def _complaint(file: Path, text: str, kind: str = "referral") -> str:
    """What is complained of: one sentence, on one line, that begins with the file."""
    file.write_text(text, encoding="utf-8")
    templates.read.cache_clear()
    with pytest.raises(ProfileError) as raised:
        templates.look_over(_with(**{kind: file}))
    told = re.fullmatch(rf"{re.escape(str(file))}[,:] (.*\.)", str(raised.value))
    assert told is not None, str(raised.value)
    return told[1]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "message.json"


def _set(path: str, new: object) -> Change:
    return lambda message: messages.replaced(message, path, new)


def _add(path: str, new: object) -> Change:
    return lambda message: messages.added(message, path, new)


def _drop(path: str) -> Change:
    return lambda message: messages.without(message, path)


def _twice(kind: str) -> Change:
    def change(message: Message) -> Message:
        twice = messages.doubled(message, kind)
        twice["entry"][-1]["resource"].pop("id", None)
        return twice

    return change


def test_those_of_these_tests_are_in_order() -> None:
    templates.look_over(_with(**FILES))
    assert templates.given(_with(**FILES)) == FILES
    assert templates.given(PROFILE) == {}


@pytest.mark.parametrize(
    ("kind", "change", "said"),
    [
        (
            "referral",
            _set("Bundle.type", "document"),
            "type: 'document', and a template is a message; give a ",
        ),
        ("referral", _set("Bundle.entry", []), "entry: empty, which FHIR has not; leave it out."),
        (
            "referral",
            _set("ServiceRequest.note", None),
            "entry[1].resource.note: empty, which FHIR has not; leave it out.",
        ),
        (
            "referral",
            _drop("Bundle.entry"),
            "entry: 0 MessageHeader, and bars-message-servicerequest-request-",
        ),
        ("referral", _set("Bundle.entry[3]", 7), "entry[3]: not as FHIR R4 has it ("),
        (
            "referral",
            _set("Bundle.entry[3]", {"fullUrl": NOWHERE}),
            "entry[3]: no resource; give it one or take the entry out.",
        ),
        (
            "referral",
            _set("Bundle.entry[3].fullUrl", TEMPLATES["referral"]["entry"][1]["fullUrl"]),
            "entry[3]: called urn:uuid:1a000000-0000-4000-8000-00000000000c like entry[1]; give each ",
        ),
        (
            "booking",
            _set("Organization[1].id", "sender"),
            "entry[4]: called Organization/sender like entry[3]; give each its own name.",
        ),
        (
            "referral",
            _set("RelatedPerson.resourceType", "Relative"),
            "entry[3].resource.resourceType: not as FHIR R4 has it ('Relative'); correct it.",
        ),
        ("referral", _set("RelatedPerson.resourceType", 7), "entry[3].resource.resourceType: not as FHIR R4"),
        (
            "referral",
            _set("ServiceRequest.category.coding", "x"),
            "entry[1].resource.category[0].coding: not as FHIR R4 has it (Input should be a valid list);",
        ),
        ("referral", _add("ServiceRequest.colour", "red"), "entry[1].resource.colour: not as FHIR R4 has it"),
        (
            "referral",
            _set("MessageHeader.source.endpoint", 7),
            "entry[0].resource: not as FHIR R4 has it (a URL that is no text); correct it.",
        ),
        ("referral", _drop("ServiceRequest.intent"), "entry[1].resource.intent: not as FHIR R4 has it ("),
        (
            "referral",
            _set("ServiceRequest.priority", "soon"),
            "entry[1].resource.priority: 'soon' is no code of FHIR R4 for it; use one of routine, urgent,",
        ),
        (
            "referral",
            _set("Patient.telecom.use", "pager"),
            "entry[2].resource.telecom[0].use: 'pager' is no code of FHIR R4 for it; use one of home, work,",
        ),
        (
            "referral",
            _set("MedicationStatement.dosage.timing.repeat.periodUnit", "hour"),
            "entry[16].resource.dosage[0].timing.repeat.periodUnit: 'hour' is no code of FHIR R4 for it; use",
        ),
        (
            "referral",
            _drop("Patient"),
            "entry: 0 Patient, and bars-message-servicerequest-request-referral has 1",
        ),
        (
            "referral",
            _twice("CarePlan"),
            "entry: 2 CarePlan, and bars-message-servicerequest-request-referral",
        ),
        (
            "referral",
            _drop("MessageHeader"),
            "entry: 0 MessageHeader, and bars-message-servicerequest-request",
        ),
        (
            "booking",
            _twice("Slot"),
            "entry: 2 Slot, and bars-message-booking-request has 1 at most; take the ",
        ),
        (
            "validation",
            _drop("Location"),
            "entry: 0 Location, and bars-message-servicerequest-request-validation",
        ),
        (
            "referral",
            _set("MessageHeader.focus.reference", NOWHERE),
            "entry[0].resource.focus: leads to no ServiceRequest; let it lead to that of the referral.",
        ),
        (
            "referral",
            _drop("MessageHeader.focus"),
            "entry[0].resource.focus: leads to no ServiceRequest; let it ",
        ),
        (
            "booking",
            _set("MessageHeader.focus.reference", "Patient/1"),
            "entry[0].resource.focus: leads to no Appointment; let it lead to that of the booking.",
        ),
        (
            "referral",
            _set("ServiceRequest.subject", {"reference": "Group/1"}),
            "entry[1].resource.subject: not the Patient of the message; let it lead there.",
        ),
        (
            "booking",
            _set("Appointment.participant[0]", {"type": [{"text": "patient"}], "status": "accepted"}),
            "entry[1].resource.participant: not the Patient of the message; let it lead there.",
        ),
        (
            "referral",
            _set("CarePlan.encounter.reference", NOWHERE),
            f"entry[5].resource.encounter.reference: '{NOWHERE}' leads to no entry; add the entry or ",
        ),
        (
            "referral",
            _set("ServiceRequest.locationReference.reference", "#kiosk"),
            "entry[1].resource.locationReference[0].reference: '#kiosk' leads to no entry; add the entry or ",
        ),
        (
            "booking",
            _set("Observation.subject.reference", "Patient/2"),
            "entry[10].resource.subject.reference: 'Patient/2' leads to no entry; add the entry or ",
        ),
        (
            "referral",
            _set("Encounter.status", "planned"),
            "entry[4].resource.status: 'planned', and a new referral has triaged or finished; correct it.",
        ),
        (
            "validation",
            _set("CarePlan.status", "completed"),
            "entry[4].resource.status: 'completed', and a new validation has active; correct it.",
        ),
        (
            "referral",
            _drop("Encounter.episodeOfCare"),
            "entry[4].resource.episodeOfCare: no journey id; refer to EpisodeOfCare/ and a GUID.",
        ),
        (
            "referral",
            _set("Encounter.episodeOfCare.reference", "EpisodeOfCare/7"),
            "entry[4].resource.episodeOfCare: no journey id; refer to",
        ),
        (
            "referral",
            _set("Bundle.entry[3].fullUrl", "relative"),
            "entry[3].fullUrl: 'relative' is no URL; give it urn:uuid: and a GUID.",
        ),
    ],
)
def test_a_defect_is_told_with_its_place_and_its_mend(
    file: Path, kind: str, change: Change, said: str
) -> None:
    assert _complaint(file, json.dumps(change(TEMPLATES[kind])), kind).startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: not JSON ("),
        ('{\n "resourceType": "Bundle",\n}', "line 2: not JSON ("),
        ("[]", "no Bundle; give a whole message, as the service takes it."),
        ('{"resourceType": "Patient"}', "no Bundle; give a whole message, as the service takes it."),
        ("[" * 100_000, "line 1: not JSON ("),
        ('{"resourceType": "Bundle", "id": "\\ud800"}', "line 1: not JSON ("),
    ],
    ids=["empty", "comma", "list", "patient", "deep", "surrogate"],
)
def test_a_file_that_holds_no_message(file: Path, text: str, said: str) -> None:
    assert _complaint(file, text).startswith(said)


def test_a_file_that_cannot_be_read(tmp_path: Path, file: Path) -> None:
    file.write_bytes(b"\xff\xfe")
    for unreadable in (file, tmp_path, tmp_path / "nowhere.json"):
        with pytest.raises(ProfileError, match=r"cannot be read \(.+\); name a JSON file under templates\."):
            templates.read(unreadable)


def test_a_file_may_begin_with_a_byte_order_mark(file: Path) -> None:
    file.write_text(json.dumps(TEMPLATES["booking"]), encoding="utf-8-sig")
    templates.look_over(_with(booking=file))


@pytest.mark.parametrize("reference", ["ServiceRequest/7", "https://held.example/Patient/7", "Location/7"])
def test_what_is_held_elsewhere_may_be_referred_to(file: Path, reference: str) -> None:
    elsewhere = messages.replaced(TEMPLATES["booking"], "Observation.subject.reference", reference)
    file.write_text(json.dumps(elsewhere))
    templates.look_over(_with(booking=file))


@pytest.mark.parametrize("form", ["{}", "urn:uuid:{}", "https://held.example/EpisodeOfCare/{}"])
def test_a_journey_may_have_any_form_of_the_guide_and_keeps_it(file: Path, form: str) -> None:
    former = form.format("3f2d5b1c-7c1e-4d0b-9d5e-0c1f7a2b9e44")
    path = "Encounter.episodeOfCare.reference"
    file.write_text(json.dumps(messages.replaced(TEMPLATES["referral"], path, former)))
    templates.look_over(_with(referral=file))
    fresh = messages.value(messages.filled(templates.read(file), messages.referral(PARTIES)), path)
    assert fresh != former
    assert re.fullmatch(re.escape(form).replace(r"\{\}", "[0-9a-f-]{36}"), fresh)


@pytest.mark.parametrize("kind", FILES)
def test_a_patient_may_be_named_by_number_alone(file: Path, kind: str) -> None:
    path = "Appointment.participant.actor" if kind == "booking" else "ServiceRequest.subject"
    number = {"identifier": messages.value(TEMPLATES[kind], "Patient.identifier[1]")}
    file.write_text(json.dumps(messages.replaced(TEMPLATES[kind], path, number)))
    templates.look_over(_with(**{kind: file}))


@thorough
@given(
    st.sampled_from([*FILES]),
    st.sampled_from(
        ["entry", "entry[0]", "entry[1].resource", "entry[1].resource.contained", "entry[2].fullUrl"]
    ),
    documents,
)
def test_whatever_a_file_holds_it_is_a_template_or_told_why_not(
    tmp_path_factory: pytest.TempPathFactory, kind: str, path: str, new: object
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.json"
    changed = messages.without(TEMPLATES[kind], "Patient.text")
    at: Any = changed
    *way, last = [int(step) if step.isdigit() else step for step in re.findall(r"\w+", path)]
    for step in way:
        at = at[step]
    at[last] = new
    file.write_text(json.dumps(changed), encoding="utf-8")
    templates.read.cache_clear()
    try:
        templates.look_over(_with(**{kind: file}))
    except ProfileError as error:
        assert str(error).startswith(str(file))  # noqa: PT017 - either is right, but not another exception

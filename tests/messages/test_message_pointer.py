"""The pointer that the suite makes is valid FHIR of the two types that BaRS has."""

from datetime import UTC, datetime

import pytest
from sample_parties import PARTIES

from bars_conformance import fhir
from bars_conformance.messages import focus, pointer, value
from bars_conformance.standard import CODE_SYSTEMS, POINTER_TYPES, REQUIRED_BINDINGS, URL

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("kind", POINTER_TYPES)
def test_a_pointer_is_what_the_standard_asks_for(kind: str) -> None:
    made = pointer(PARTIES.patient, PARTIES.sender, kind=kind, now=NOW)
    assert fhir.structure(made) is None
    assert all(code in REQUIRED_BINDINGS[element] for _, element, code in fhir.codes(made))
    assert "id" not in made
    assert value(made, "DocumentReference.type.coding.code") == POINTER_TYPES[kind]
    assert value(made, "DocumentReference.type.coding.system") == URL.snomed
    event = value(made, "DocumentReference.content.format")
    assert event["code"] in CODE_SYSTEMS["message-events-bars"].codes
    assert event["code"].startswith({"booking": "booking", "referral": "servicerequest"}[kind])
    assert value(made, "DocumentReference.subject.identifier.value") == PARTIES.patient.nhs_number
    owner = value(made, "DocumentReference.custodian.identifier")
    assert owner == {"system": URL.organisation, "value": PARTIES.sender.ods_code}
    assert focus(made) == made


def test_no_two_pointers_lead_to_the_same() -> None:
    one, other = (pointer(PARTIES.patient, PARTIES.sender) for _ in range(2))
    assert one["identifier"][0] != other["identifier"][0]

"""What a sender may write in more than one way passes in each."""

import pytest

from bars_conformance.checks import sent_elements, sent_parameters


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("2026-11-22T09:20:00.123Z", "2026-11-22T10:20:00.1234567+01:00"),
        ("http://fhir.nhs.uk/id/dos-service-id|7", "https://fhir.nhs.uk/Id/dos-service-id|7"),
    ],
)
def test_what_is_given_back_may_be_written_otherwise(value: str, known: str) -> None:
    bundle = {"entry": [{"resource": {"resourceType": "Appointment", "created": value}}]}
    told = {"as it was": frozenset({known})}
    assert sent_elements.has(bundle, "Appointment.created", "as it was", told) is None
    assert sent_elements.has(
        bundle, "Appointment.created", "as it was", {"as it was": frozenset({f"{known}8"})}
    )


def test_a_journey_need_not_be_in_the_message() -> None:
    encounter = {"resourceType": "Encounter", "episodeOfCare": [{"reference": "urn:uuid:7"}]}
    assert sent_elements.is_linked({"entry": [{"resource": encounter}]}) is None


@pytest.mark.parametrize("place", ["header", "source"])
def test_an_extension_is_found_on_the_source_too(place: str) -> None:
    extension = {"extension": [{"url": "https://example.org/e", "valueString": "Dispatch"}]}
    header = {"resourceType": "MessageHeader"} | (extension if place == "header" else {"source": extension})
    element = "MessageHeader.extension(https://example.org/e).valueString"
    bundle = {"entry": [{"resource": header}]}
    assert sent_elements.has(bundle, element, "in any letter case: DISPATCH", {}) is None
    assert sent_elements.has(bundle, element, "in any letter case: another", {})


def test_a_patient_may_be_asked_for_in_other_words() -> None:
    form = "an NHS number with its system"
    words = [("patient:name", "A"), ("patient:birthdate", "B"), ("patient:address-postalcode", "C")]
    assert sent_parameters.asks(words, "the patient", form) is None
    assert sent_parameters.asks(words[1:], "the patient", form)
    assert sent_parameters.asks([*words, ("patient:identifier", "9")], "the patient", form)


def test_two_contexts_may_be_joined() -> None:
    service = "https://fhir.nhs.uk/Id/dos-service-id|7"
    case = "https://fhir.nhs.uk/CodeSystem/usecases-categories-bars|a1t1"
    joined = [("context", f"{service}&context={case}")]
    assert sent_parameters.asks(joined, "context", "the service") is None
    assert sent_parameters.asks(joined, "context", "a use case") is None

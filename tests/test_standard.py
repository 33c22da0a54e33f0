"""The data of the standard are complete and agree with each other."""

from dataclasses import FrozenInstanceError, asdict

import pytest

from bars_conformance.standard import (
    CODE_SYSTEMS,
    EXTENSIONS,
    HTTP_ERROR_CODES,
    ISSUE_SEVERITIES,
    ISSUE_TYPES,
    MESSAGE_DEFINITIONS,
    POINTER_TYPE_CODES,
    POINTER_TYPES,
    PROFILES,
    REQUIRED_BINDINGS,
    SNOMED_SPELLINGS,
    STATUSES,
    URL,
    USE_CASES,
)

NATIONAL = {
    "servicerequest-request-referral": ("servicerequest-request", 24),
    "servicerequest-request-validation": ("servicerequest-request", 17),
    "servicerequest-request-cancelled": ("servicerequest-request", 5),
    "servicerequest-response-referral": ("servicerequest-response", 21),
    "servicerequest-response-referral-short": ("servicerequest-response", 9),
    "servicerequest-response-validation-interim": ("servicerequest-response", 9),
    "servicerequest-response-validation-full": ("servicerequest-response", 17),
    "booking-request": ("booking-request", 13),
    "booking-request-cancelled": ("booking-request", 5),
}


def test_urls_are_urls() -> None:
    urls = [*asdict(URL).values(), *PROFILES.values(), *EXTENSIONS.values()]
    urls += [system.url for system in CODE_SYSTEMS.values()]
    assert all(url.startswith(("https://fhir.", "http://")) for url in urls)
    assert URL.service_id == "https://fhir.nhs.uk/Id/dos-service-id"


def test_what_is_shared_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        URL.snomed = "http://example.org"  # type: ignore[misc]
    with pytest.raises(TypeError):
        HTTP_ERROR_CODES["REC_TEAPOT"] = 418  # type: ignore[index]


def test_message_events_and_reasons() -> None:
    events = {"servicerequest-request", "servicerequest-response", "booking-request", "booking-response"}
    assert set(CODE_SYSTEMS["message-events-bars"].codes) == events
    assert set(CODE_SYSTEMS["message-reason-bars"].codes) == {"new", "update", "delete"}


def test_each_use_case_belongs_to_an_application_and_a_category() -> None:
    assert set(USE_CASES) == set(CODE_SYSTEMS["usecases-categories-bars"].codes)
    assert {code for code, use in USE_CASES.items() if use.category == "validation"} == {
        code for code, use in USE_CASES.items() if use.application == 4
    }
    assert {use.category for use in USE_CASES.values()} <= set(
        CODE_SYSTEMS["message-category-servicerequest"].codes,
    )


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("REC_BAD_REQUEST", 400),
        ("REC_NOT_ACCEPTABLE", 406),
        ("REC_TIMEOUT", 408),
        ("REC_TOO_EARLY", 425),
        ("REC_TOO_MANY_REQUESTS", 429),
        ("REC_SERVICE_UNAVAILABLE", 503),
        ("REC_UNAVAILABLE", 503),
        ("SERVICE_UNAVAILABLE", 503),
    ],
)
def test_an_error_code_goes_with_one_status(code: str, status: int) -> None:
    assert HTTP_ERROR_CODES[code] == status


def test_issue_types_and_severities_are_those_of_fhir_r4() -> None:
    assert len(set(ISSUE_TYPES)) == 31
    assert ISSUE_SEVERITIES == ("fatal", "error", "warning", "information")


def test_the_statuses_core_uses_are_fhir_statuses() -> None:
    for element, uses in STATUSES.items():
        for use, codes in uses.items():
            assert set(codes) <= set(REQUIRED_BINDINGS[element]), (element, use)


def test_bindings_hold_distinct_codes() -> None:
    for element, codes in REQUIRED_BINDINGS.items():
        assert len(set(codes)) == len(codes) > 1, element
        assert all(isinstance(code, str) for code in codes), element


@pytest.mark.parametrize("name", NATIONAL)
def test_a_national_message_definition(name: str) -> None:
    definition = MESSAGE_DEFINITIONS[f"{URL.message_definition}bars-message-{name}"]
    assert (definition.event, len(definition.focus)) == NATIONAL[name]
    header, bundle = (next(f for f in definition.focus if f.code == c) for c in ("MessageHeader", "Bundle"))
    assert (header.min, header.max, bundle.min, bundle.max) == (1, 1, 1, 1)


def test_there_is_no_other_national_message_definition() -> None:
    assert len(MESSAGE_DEFINITIONS) == len(NATIONAL)


def test_the_focus_of_a_definition_has_a_known_profile() -> None:
    base = "http://hl7.org/fhir/StructureDefinition/Flag"
    for definition in MESSAGE_DEFINITIONS.values():
        assert {focus.profile for focus in definition.focus} <= {*PROFILES.values(), base}


def test_unlimited_focus_has_no_maximum() -> None:
    referral = MESSAGE_DEFINITIONS[f"{URL.message_definition}bars-message-servicerequest-request-referral"]
    organisations = next(focus for focus in referral.focus if focus.code == "Organization")
    assert (organisations.min, organisations.max) == (2, None)


def test_pointers_are_of_two_types() -> None:
    assert dict(POINTER_TYPES) == {"booking": "749001000000101", "referral": "736253002"}
    assert POINTER_TYPE_CODES["booking"] == {"749001000000101"}
    assert POINTER_TYPE_CODES["referral"] == {"736253002", "3457005"}
    assert URL.snomed in SNOMED_SPELLINGS

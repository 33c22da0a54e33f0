"""Messages that are not what they should be: each is refused, and nothing of it is kept."""

from collections.abc import Callable

import pytest
from reference_letters import (
    CODES,
    DEFINITION,
    OTHER_PATIENT,
    SERVICE_ID,
    UNSCHEDULED,
    Letter,
    booking,
    patient,
    request,
)
from reference_sender import Sender, refusal

from bars_conformance.reference import Receiver

pytestmark = pytest.mark.anyio

BAD, CONFLICT, UNKNOWN = "REC_BAD_REQUEST", "REC_CONFLICT", "REC_NOT_FOUND"
INVARIANT = (400, BAD, "invariant")


@pytest.mark.parametrize(
    "kind",
    ["Patient", "Encounter", "CarePlan", "Consent", "HealthcareService", "Practitioner", "Organization"],
)
async def test_message_that_lacks_a_resource_is_refused(sender: Sender, kind: str) -> None:
    letter = request()
    entries = letter.bundle["entry"]
    last = [each for each in entries if each["resource"]["resourceType"] == kind][-1]
    entries.remove(last)
    assert refusal(await sender.post(letter)) == INVARIANT


async def test_message_with_too_many_of_a_resource_is_refused(sender: Sender) -> None:
    letter = request()
    letter.add(patient(OTHER_PATIENT))
    assert refusal(await sender.post(letter)) == INVARIANT


@pytest.mark.parametrize("definition", [None, f"{DEFINITION}does-not-exist", f"{DEFINITION}booking-request"])
async def test_definition_that_is_not_ours_is_refused(sender: Sender, definition: str | None) -> None:
    letter = request()
    letter["MessageHeader"]["definition"] = definition
    assert refusal(await sender.post(letter)) == INVARIANT


async def test_service_without_schedule_takes_referrals_but_no_bookings(sender: Sender) -> None:
    letter, book = request(), booking(await sender.free_slot())
    for each in (letter, book):
        each["MessageHeader"]["destination"][0]["endpoint"] = f"{SERVICE_ID}|{UNSCHEDULED}"
    await sender.accepted(letter)
    assert refusal(await sender.post(book)) == INVARIANT


def _foreign_service(letter: Letter) -> None:
    letter["MessageHeader"]["destination"][0]["endpoint"] = f"{SERVICE_ID}|0000000000"


def _foreign_organisation(letter: Letter) -> None:
    letter["Organization"]["identifier"][0]["value"] = "ZZZ99"


def _no_source(letter: Letter) -> None:
    del letter["MessageHeader"]["source"]["endpoint"]


def _no_focus(letter: Letter) -> None:
    del letter["MessageHeader"]["focus"]


def _focus_on_patient(letter: Letter) -> None:
    letter["MessageHeader"]["focus"][0]["reference"] = letter.urls["Patient"]


def _no_header(letter: Letter) -> None:
    letter.drop("MessageHeader")


def _searchset(letter: Letter) -> None:
    letter.bundle["type"] = "searchset"


def _no_version(letter: Letter) -> None:
    del letter.bundle["meta"]["versionId"]


def _foreign_version(letter: Letter) -> None:
    letter.bundle["meta"]["versionId"] = "99.0.0"


def _no_use_case(letter: Letter) -> None:
    del letter["ServiceRequest"]["category"][0]["coding"][1]


def _foreign_use_case(letter: Letter) -> None:
    letter["ServiceRequest"]["category"][0]["coding"][1] = {
        "system": f"{CODES}usecases-categories-bars",
        "code": "a6t1",
    }


def _no_instant(letter: Letter) -> None:
    letter["ServiceRequest"]["meta"]["lastUpdated"] = "yesterday"


def _no_offset(letter: Letter) -> None:
    letter["ServiceRequest"]["authoredOn"] = "2030-03-01T12:00:00"


def _no_such_day(letter: Letter) -> None:
    letter["Encounter"]["period"] = {"start": "2030-02-30T12:00:00Z"}


def _same_full_urls(letter: Letter) -> None:
    letter.bundle["entry"][1]["fullUrl"] = letter.bundle["entry"][2]["fullUrl"]


def _no_entries(letter: Letter) -> None:
    letter.bundle["entry"] = []


def _no_resource(letter: Letter) -> None:
    letter.bundle["entry"][3] = {"fullUrl": "urn:uuid:1"}


UNPROCESSABLE = (422, "REC_UNPROCESSABLE_ENTITY", "not-supported")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_foreign_service, (404, UNKNOWN, "not-found")),
        (_foreign_organisation, (400, BAD, "value")),
        (_no_source, (400, BAD, "required")),
        (_no_focus, INVARIANT),
        (_focus_on_patient, INVARIANT),
        (_no_header, INVARIANT),
        (_searchset, INVARIANT),
        (_no_version, INVARIANT),
        (_foreign_version, UNPROCESSABLE),
        (_no_use_case, UNPROCESSABLE),
        (_foreign_use_case, UNPROCESSABLE),
        (_no_instant, (400, BAD, "value")),
        (_no_offset, (400, BAD, "value")),
        (_no_such_day, (400, BAD, "value")),
        (_same_full_urls, (400, BAD, "structure")),
        (_no_entries, (400, BAD, "structure")),
        (_no_resource, (400, BAD, "structure")),
    ],
)
async def test_one_defect_is_told_and_nothing_is_kept(
    sender: Sender, receiver: Receiver, spoil: Callable[[Letter], None], told: tuple[int, str, str]
) -> None:
    good, bad = request(), request()
    spoil(bad)
    assert refusal(await sender.post(bad)) == told
    assert not receiver.holdings.records
    await sender.accepted(good)

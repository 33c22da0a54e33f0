"""Slot search, reads, patient searches, capabilities and definitions."""

from urllib.parse import unquote
from uuid import uuid4

import pytest
from reference_letters import (
    FULLY_BOOKED,
    NHS_NUMBER,
    OTHER_PATIENT,
    PATIENT,
    SERVICE,
    SERVICE_ID,
    UNSCHEDULED,
    booking,
    cancellation,
    instant,
    request,
)
from reference_sender import BASE, Sender, of_type, refusal, slot_query

pytestmark = pytest.mark.anyio

BAD = "REC_BAD_REQUEST"
REQUIRED, VALUE, INVALID = ((400, BAD, issue) for issue in ("required", "value", "invalid"))
NOT_FOUND = (404, "REC_NOT_FOUND", "not-found")
USE_CASES = "https://fhir.nhs.uk/CodeSystem/usecases-categories-bars"

Query = list[tuple[str, str]]


def changed(name: str, *values: str) -> Query:
    """A good slot search with other values of one parameter."""
    return [pair for pair in slot_query() if pair[0] != name] + [(name, value) for value in values]


async def test_slots_come_with_what_they_refer_to(sender: Sender) -> None:
    optional = ["Schedule:actor:Practitioner", "Schedule:actor:PractitionerRole"]
    optional += ["HealthcareService:providedBy", "HealthcareService:location"]
    query = slot_query("free,busy") + [("_include", each) for each in (*optional, "Slot:nonsense")]
    bundle = (await sender.get("/Slot", query)).json()
    urls = {entry["fullUrl"] for entry in bundle["entry"]}
    slots = of_type(bundle, "Slot")
    assert (bundle["type"], bundle["total"]) == ("searchset", len(slots))
    assert {each["schedule"]["reference"] for each in slots} == {
        url.removeprefix(f"{BASE}/") for url in urls if "/Schedule/" in url
    }
    service = of_type(bundle, "HealthcareService")[0]
    for actor in (*of_type(bundle, "Schedule")[0]["actor"], service["providedBy"], *service["location"]):
        assert f"{BASE}/{actor['reference']}" in urls
    assert {e["search"]["mode"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Slot"} == {
        "match"
    }
    assert all(entry["resource"]["meta"]["lastUpdated"] for entry in bundle["entry"])
    link = unquote(bundle["link"][0]["url"])
    assert link.startswith(
        f"{BASE}/Slot?Schedule.actor:HealthcareService={SERVICE}&status=free,busy&start=ge"
    )
    assert all(each in link for each in optional)
    assert "nonsense" not in link


async def test_slots_fill_the_coming_fortnight(sender: Sender) -> None:
    slots = await sender.slots(days=20)
    assert len(slots) == 2 * 24 + 12 * 72
    assert slots[0]["start"] > instant()
    assert slots == sorted(slots, key=lambda each: str(each["start"]))
    assert [each["id"] for each in slots] == [each["id"] for each in await sender.slots(days=20)]


async def test_full_and_unscheduled_services_have_no_free_slot(sender: Sender) -> None:
    for service in (FULLY_BOOKED, UNSCHEDULED):
        bundle = (await sender.get("/Slot", slot_query(service=service))).json()
        assert (bundle["type"], bundle["total"], "entry" in bundle) == ("searchset", 0, False)
    assert await sender.slots("busy", FULLY_BOOKED)


@pytest.mark.parametrize(("prefix", "found"), [("ge", 1), ("gt", 0)])
async def test_bounds_count_in_or_out(sender: Sender, prefix: str, found: int) -> None:
    slot = await sender.free_slot()
    within = [f"{prefix}{slot['start']}", f"le{slot['start'].replace(':00+', ':59+')}"]
    assert len(of_type((await sender.get("/Slot", changed("start", *within))).json(), "Slot")) == found


async def test_offset_in_the_range_is_honoured(sender: Sender) -> None:
    day = (await sender.free_slot())["start"][:10]
    window = [f"ge{day}T11:00:00+02:00", f"lt{day}T12:00:00+02:00"]
    slots = of_type((await sender.get("/Slot", changed("start", *window))).json(), "Slot")
    assert [each["start"][11:16] for each in slots] == ["09:00", "09:20", "09:40"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (changed("Schedule.actor:HealthcareService"), REQUIRED),
        (changed("Schedule.actor:HealthcareService", "XXXXXXX"), VALUE),
        (changed("Schedule.actor:HealthcareService", "9999999999999999999"), NOT_FOUND),
        (changed("status"), REQUIRED),
        (changed("status", "xxxx"), VALUE),
        (changed("status", "free", "busy"), VALUE),
        (changed("status", "busy-tentative"), VALUE),
        (changed("start"), REQUIRED),
        (changed("start", f"ge{instant()}"), REQUIRED),
        (changed("start", "gebanana"), VALUE),
        (changed("start", "gebanana", f"le{instant(60)}"), VALUE),
        (changed("start", instant(), f"le{instant(60)}"), VALUE),
        (changed("start", f"ge{instant()}", f"ge{instant(60)}"), VALUE),
        (changed("start", f"ge{instant()}", f"ge{instant(60)}", f"le{instant(90)}"), VALUE),
        (changed("start", "ge2030-01-01T00:00:00", f"le{instant(60)}"), VALUE),
        (changed("start", "ge2030-02-30T00:00:00Z", "le2030-03-01T00:00:00Z"), VALUE),
        (changed("start", f"ge{instant(60)}", f"le{instant()}"), VALUE),
        (
            changed("start", f"ge{instant(-365 * 86400)}", f"le{instant(4 * 86400)}"),
            (422, "REC_UNPROCESSABLE_ENTITY", "too-costly"),
        ),
        (changed("_include"), REQUIRED),
        (changed("_include", "Slot:schedule"), REQUIRED),
        (changed("_include", "Schedule:actor:HealthcareService"), REQUIRED),
    ],
)
async def test_slot_search_with_a_defect(sender: Sender, query: Query, told: tuple[int, str, str]) -> None:
    assert refusal(await sender.get("/Slot", query)) == told


@pytest.mark.parametrize("kind", ["Appointment", "ServiceRequest"])
async def test_read_with_a_defect(sender: Sender, kind: str) -> None:
    assert refusal(await sender.get(f"/{kind}/")) == REQUIRED
    assert refusal(await sender.get(f"/{kind}/XXXXXXXXX")) == VALUE
    assert refusal(await sender.get(f"/{kind}/{'x' * 70}")) == VALUE
    assert refusal(await sender.get(f"/{kind}/{uuid4()}")) == NOT_FOUND


@pytest.mark.parametrize("kind", ["Appointment", "ServiceRequest"])
@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, REQUIRED),
        ("", REQUIRED),
        (f"{NHS_NUMBER}|XXXXXX", VALUE),
        (PATIENT, VALUE),
        (f"{NHS_NUMBER}|", VALUE),
        (f"https://example.org/id|{PATIENT}", VALUE),
    ],
)
async def test_patient_search_with_a_defect(
    sender: Sender, kind: str, value: str | None, told: tuple[int, str, str]
) -> None:
    query = {} if value is None else {"patient:identifier": value}
    assert refusal(await sender.get(f"/{kind}", query)) == told


async def test_patient_search_finds_all_of_that_patient(sender: Sender) -> None:
    letter = request()
    mine = await sender.accepted(letter)
    await sender.accepted(request(number=OTHER_PATIENT))
    booked = await sender.accepted(booking(await sender.free_slot()))
    await sender.accepted(cancellation(letter, mine))
    query = {"patient:identifier": f"{NHS_NUMBER}|{PATIENT}"}
    bundle = (await sender.get("/ServiceRequest", query)).json()
    assert (bundle["type"], bundle["total"]) == ("searchset", 1)
    assert [(e["fullUrl"], e["resource"]["status"]) for e in bundle["entry"]] == [
        (f"{BASE}/ServiceRequest/{mine}", "revoked")
    ]
    bookings = of_type((await sender.get("/Appointment", query)).json(), "Appointment")
    assert [each["id"] for each in bookings] == [booked]
    stranger = {"patient:identifier": f"{NHS_NUMBER}|9994649493"}
    assert (await sender.get("/Appointment", stranger)).json()["total"] == 0


async def test_capability_statement_lists_what_is_there(sender: Sender) -> None:
    statement = (await sender.get("/metadata?unknown=1")).json()
    server = statement["rest"][0]
    assert (statement["fhirVersion"], statement["kind"], server["mode"]) == ("4.0.1", "instance", "server")
    assert statement["version"].startswith("1.")
    assert server["operation"][0]["name"] == "$process-message"
    assert {each["type"] for each in server["resource"]} == {
        "MessageDefinition",
        "Slot",
        "Appointment",
        "ServiceRequest",
        "DocumentReference",
    }
    listed = {each["definition"] for each in statement["messaging"][0]["supportedMessage"]}
    found = (await sender.get("/MessageDefinition", {"context": f"{SERVICE_ID}|{SERVICE}"})).json()
    assert listed == {each["url"] for each in of_type(found, "MessageDefinition")}


@pytest.mark.parametrize(
    ("contexts", "expected"),
    [
        ([f"{SERVICE_ID}|{SERVICE}"], 8),
        ([SERVICE], 8),
        ([f"{SERVICE_ID}|{UNSCHEDULED}"], 6),
        ([f"{SERVICE_ID}|{SERVICE}", f"{USE_CASES}|a4t1"], 4),
        ([f"{SERVICE_ID}|{SERVICE}&context={USE_CASES}|a1t1"], 5),
        ([f"{USE_CASES}|a4t1"], 4),
    ],
)
async def test_definitions_are_chosen_by_context(sender: Sender, contexts: list[str], expected: int) -> None:
    answer = await sender.get("/MessageDefinition", [("context", each) for each in contexts])
    found = of_type(answer.json(), "MessageDefinition")
    assert len(found) == expected
    for each in found:
        assert each["version"]
        assert each["focus"][0]["max"] == "1"


@pytest.mark.parametrize(
    ("contexts", "told"),
    [
        ([], REQUIRED),
        ([""], REQUIRED),
        ([f"{SERVICE_ID}|"], INVALID),
        (["||"], INVALID),
        (["|x"], INVALID),
        (["XXXXXXX"], NOT_FOUND),
        ([f"{SERVICE_ID}|99999999999999"], NOT_FOUND),
        ([f"{SERVICE_ID}|{SERVICE}", f"{USE_CASES}|a6t1"], NOT_FOUND),
        ([f"{SERVICE_ID}|{SERVICE}", "https://example.org|x"], NOT_FOUND),
    ],
)
async def test_context_with_a_defect(sender: Sender, contexts: list[str], told: tuple[int, str, str]) -> None:
    assert refusal(await sender.get("/MessageDefinition", [("context", each) for each in contexts])) == told

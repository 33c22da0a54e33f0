"""Responses to requests of the receiver's own: what it sends, every branch, and what is kept."""

from copy import deepcopy

import pytest
from reference_letters import SERVICE, SERVICE_ID, Json, Letter, parties, service_request
from reference_sender import ROOT, Sender, of_type, refusal

from bars_conformance.fhir import structure
from bars_conformance.reference import Receiver

pytestmark = pytest.mark.anyio

BAD = "REC_BAD_REQUEST"
INVARIANT = (400, BAD, "invariant")
NEVER_SENT = (404, "REC_NOT_FOUND", "not-found")
KINDS = {
    "referral": "servicerequest-response-referral",
    "interim": "servicerequest-response-validation-interim",
    "final": "servicerequest-response-validation-full",
}


async def asked(sender: Sender, category: str) -> Json:
    """A request that the receiver has sent."""
    answer = await sender.client.post(f"{ROOT}/hooks/ask/{category}")
    assert answer.status_code == 200
    request: Json = answer.json()
    return request


def response(
    request: Json, kind: str, *, reason: str = "new", status: str, encounter: str | None = None
) -> Letter:
    """A response to a request; ``encounter`` is the status of the responder's, the focus if there is one."""
    category, use_case = ("referral", "a1t1") if kind == "referral" else ("validation", "a4t1")
    letter = Letter(
        KINDS[kind],
        "servicerequest-response",
        reason,
        service_request(category, use_case, status=status),
        *parties(),
        *({"resourceType": each} for each in ("Practitioner", "PractitionerRole")),
    )
    if kind != "interim":
        for each in ("Consent", "HealthcareService", "CarePlan", "Location"):
            letter.add({"resourceType": each})
    letter["MessageHeader"]["response"] = {"identifier": request["id"], "code": "ok"}
    if encounter is not None:
        letter.add({"resourceType": "Encounter", "status": encounter})
        letter["MessageHeader"]["focus"] = [{"reference": letter.urls["Encounter"]}]
        letter.add(deepcopy(of_type(request, "Encounter")[0]))
    return letter


INTERIM = ("interim", "new", "active", "in-progress")
FINAL = ("final", "new", "completed", "finished")
TAKEN = [
    ("referral", "new", "revoked", None),
    INTERIM,
    FINAL,
    ("final", "new", "completed", "triaged"),
    ("final", "update", "completed", "finished"),
    ("final", "update", "completed", "triaged"),
    ("interim", "new", "revoked", "triaged"),
    ("interim", "update", "revoked", "triaged"),
    ("interim", "new", "active", "cancelled"),
]
REFUSED = [
    ("referral", "update", "revoked", None),
    ("referral", "new", "active", None),
    ("referral", "new", "completed", None),
    ("interim", "update", "active", "in-progress"),
    ("interim", "new", "on-hold", "in-progress"),
    ("interim", "new", "active", "planned"),
    ("interim", "update", "active", "cancelled"),
    ("interim", "new", "revoked", "in-progress"),
    ("interim", "unheard-of", "revoked", "triaged"),
    ("final", "unheard-of", "completed", "finished"),
    ("final", "new", "active", "finished"),
    ("final", "new", "completed", "in-progress"),
    ("final", "new", "revoked", "finished"),
]


def responding(request: Json, told: tuple[str, str, str, str | None]) -> Letter:
    kind, reason, status, encounter = told
    return response(request, kind, reason=reason, status=status, encounter=encounter)


def category_of(kind: str) -> str:
    return "referral" if kind == "referral" else "validation"


@pytest.mark.parametrize("category", ["referral", "validation"])
async def test_a_request_of_our_own_is_a_whole_message(sender: Sender, category: str) -> None:
    request = await asked(sender, category)
    assert structure(request) is None
    header = of_type(request, "MessageHeader")[0]
    assert header["source"]["endpoint"] == f"{SERVICE_ID}|{SERVICE}"
    urls = {entry["fullUrl"]: entry["resource"] for entry in request["entry"]}
    assert urls[header["focus"][0]["reference"]]["resourceType"] == "ServiceRequest"
    assert len(urls) == len(request["entry"])
    assert header["definition"].endswith(f"servicerequest-request-{category}")
    assert (await asked(sender, category))["id"] != request["id"]


@pytest.mark.parametrize("path", ["ask", "ask/", "ask/booking", "ask/referral/1"])
async def test_nothing_else_is_sent(sender: Sender, receiver: Receiver, path: str) -> None:
    assert await sender.hook(path) == 404
    assert not receiver.holdings.own_requests


@pytest.mark.parametrize("told", TAKEN, ids=str)
async def test_response_is_taken(
    sender: Sender, receiver: Receiver, told: tuple[str, str, str, str | None]
) -> None:
    request = await asked(sender, category_of(told[0]))
    letter = responding(request, told)
    answer = await sender.post(letter)
    assert answer.status_code == 200, answer.text
    bundle = answer.json()
    assert (bundle["type"], bundle["id"]) == ("message", letter.bundle["id"])
    assert [e["fullUrl"] for e in bundle["entry"]] == [e["fullUrl"] for e in letter.bundle["entry"]]
    assert all(e["resource"]["id"] for e in bundle["entry"])
    kept = receiver.holdings.own_requests[request["id"]].responses
    assert [each.resource["status"] for each in kept] == [told[3] or told[2]]
    assert not receiver.holdings.records


@pytest.mark.parametrize("told", REFUSED, ids=str)
async def test_response_without_a_branch_is_refused(
    sender: Sender, receiver: Receiver, told: tuple[str, str, str, str | None]
) -> None:
    request = await asked(sender, category_of(told[0]))
    assert refusal(await sender.post(responding(request, told))) == INVARIANT
    assert not receiver.holdings.own_requests[request["id"]].responses


async def test_several_responses_are_kept_beside_one_request(sender: Sender, receiver: Receiver) -> None:
    request = await asked(sender, "validation")
    for told in (INTERIM, FINAL):
        assert (await sender.post(responding(request, told))).status_code == 200
    assert len(receiver.holdings.own_requests[request["id"]].responses) == 2


@pytest.mark.parametrize("element", [None, {}, "nothing"])
async def test_response_to_nothing_is_refused(sender: Sender, element: object) -> None:
    letter = responding(await asked(sender, "validation"), INTERIM)
    if element is None:
        del letter["MessageHeader"]["response"]
        assert refusal(await sender.post(letter)) == INVARIANT
    else:
        letter["MessageHeader"]["response"] = element
        assert refusal(await sender.post(letter)) == (NEVER_SENT if element else INVARIANT)


@pytest.mark.parametrize("identifier", ["6a0c5c1e-9d4b-4a57-8f3d-2b7e1c90a4d8", "", 7, None])
async def test_response_to_what_was_never_sent_is_not_found(sender: Sender, identifier: object) -> None:
    letter = responding(await asked(sender, "validation"), INTERIM)
    letter["MessageHeader"]["response"]["identifier"] = identifier
    assert refusal(await sender.post(letter)) == NEVER_SENT


async def test_letter_case_of_the_identifier_does_not_matter(sender: Sender) -> None:
    letter = responding(await asked(sender, "validation"), INTERIM)
    response_ = letter["MessageHeader"]["response"]
    response_["identifier"] = response_["identifier"].upper()
    assert (await sender.post(letter)).status_code == 200


async def test_reset_forgets_what_was_sent(sender: Sender) -> None:
    letter = responding(await asked(sender, "validation"), INTERIM)
    await sender.hook("reset")
    assert refusal(await sender.post(letter)) == NEVER_SENT


@pytest.mark.parametrize("by", ["full url", "identifier"])
async def test_the_encounter_asked_about_is_not_that_of_the_responder(sender: Sender, by: str) -> None:
    request = await asked(sender, "validation")
    letter = responding(request, INTERIM)
    own = next(each for each in request["entry"] if each["resource"]["resourceType"] == "Encounter")
    if by == "identifier":
        letter["Encounter"]["identifier"] = own["resource"]["identifier"]
    else:
        entry = next(e for e in letter.bundle["entry"] if e["fullUrl"] == letter.urls["Encounter"])
        entry["fullUrl"] = own["fullUrl"]
        letter["MessageHeader"]["focus"] = [{"reference": own["fullUrl"]}]
    assert refusal(await sender.post(letter)) == INVARIANT


async def test_there_are_three_encounters_at_most(sender: Sender) -> None:
    letter = responding(await asked(sender, "validation"), FINAL)
    letter.add({"resourceType": "Encounter", "status": "planned"})
    assert (await sender.post(letter)).status_code == 200
    letter.add({"resourceType": "Encounter", "status": "planned"})
    assert refusal(await sender.post(letter)) == INVARIANT


@pytest.mark.parametrize("code", ["unheard-of", "request", ""])
async def test_response_of_another_category_is_refused(sender: Sender, code: str) -> None:
    letter = responding(await asked(sender, "referral"), TAKEN[0])
    letter["ServiceRequest"]["category"][0]["coding"][0]["code"] = code
    assert refusal(await sender.post(letter)) == INVARIANT


async def test_response_is_about_an_encounter_or_the_request(sender: Sender) -> None:
    letter = responding(await asked(sender, "validation"), INTERIM)
    letter["MessageHeader"]["focus"] = [{"reference": letter.urls["Patient"]}]
    assert refusal(await sender.post(letter)) == INVARIANT

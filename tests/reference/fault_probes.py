"""Exchanges that bring each seeded fault to light: what they tell differs from what the reference tells."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx
from reference_letters import (
    NHS_NUMBER,
    OTHER_PATIENT,
    SERVICE_ID,
    booking,
    cancellation,
    following,
    instant,
    request,
)
from reference_sender import BASE, Sender, headers, ids, organisation_header, slot_query

Probe = Callable[[Sender], Awaitable[list[httpx.Response]]]
PROBES: list[Probe] = []

USE_CASES = "https://fhir.nhs.uk/CodeSystem/usecases-categories-bars"
CONTEXT = {"context": f"{SERVICE_ID}|2000072489"}
UNKNOWN = "00000000-0000-4000-8000-000000000000"
READS: list[tuple[str, object]] = [
    ("/metadata", None),
    ("/MessageDefinition", CONTEXT),
    ("/Slot", slot_query()),
    ("/Appointment", {"patient:identifier": f"{NHS_NUMBER}|9993004170"}),
    (f"/ServiceRequest/{UNKNOWN}", None),
    (f"/Appointment/{UNKNOWN}", None),
    ("/nowhere", None),
]


def probe(function: Probe) -> Probe:
    PROBES.append(function)
    return function


def summary(answer: httpx.Response) -> Any:  # noqa: ANN401 - compared, never looked into
    """What is the same for the same behaviour: status, types, ids told right, outcome or statuses."""
    sent = answer.request.headers
    told = [answer.headers.get(name) == sent.get(name) for name in ids()]
    try:
        body = answer.json()
    except ValueError:
        body = {"text": answer.text}
    body = {"type": body.get("resourceType"), "total": body.get("total"), "status": body.get("status")} | {
        name: value for name, value in body.items() if name in {"issue", "meta", "format", "text"}
    }
    body["meta"] = (body.get("meta") or {}).get("profile")
    return answer.status_code, answer.headers.get("Content-Type"), told, "id" in answer.text[:60], body


@probe
async def ids_missing(sender: Sender) -> list[httpx.Response]:
    lacking = [
        {name: value for name, value in headers().items() if name not in names}
        for names in (("X-Request-ID",), ("X-Correlation-ID",), ("X-Request-ID", "X-Correlation-ID"))
    ]
    reads = [await sender.get(path, query, headers=sent) for path, query in READS for sent in lacking]
    return [*reads, *[await sender.post(request(), headers=sent) for sent in lacking]]


@probe
async def ids_malformed(sender: Sender) -> list[httpx.Response]:
    texts = ("x" * 17, str(uuid4())[:-1], str(uuid4()).upper())
    sents = [{**headers(), name: text} for name in ids() for text in texts]
    reads = [await sender.get(path, query, headers=sent) for path, query in READS for sent in sents]
    return [*reads, *[await sender.post(request(), headers=sent) for sent in sents]]


@probe
async def media_types(sender: Sender) -> list[httpx.Response]:
    accepts = (
        "application/pdf",
        "application/fhir+json; version=99.0.0",
        "application/fhir+json; version=1.99.0",
    )
    sents = [{**headers(), "Accept": accept} for accept in accepts]
    reads = [await sender.get(path, query, headers=sent) for path, query in READS for sent in sents]
    return [*reads, *[await sender.post(request(), headers=sent) for sent in sents]]


@probe
async def reads(sender: Sender) -> list[httpx.Response]:
    return [await sender.get(path, query) for path, query in READS]


@probe
async def searches_with_a_defect(sender: Sender) -> list[httpx.Response]:
    queries: list[tuple[str, object]] = [
        ("/Slot", [pair for pair in slot_query() if pair[0] != "status"]),
        (
            "/Slot",
            [("status" if n == "status" else n, "xxxx" if n == "status" else v) for n, v in slot_query()],
        ),
        (
            "/Slot",
            [p for p in slot_query() if p[0] != "start"]
            + [("start", f"ge{instant()}"), ("start", "le2090-01-01T00:00:00Z")],
        ),
        ("/MessageDefinition", None),
        ("/MessageDefinition", {"context": f"{SERVICE_ID}|99"}),
        ("/MessageDefinition", [*CONTEXT.items(), ("context", f"{USE_CASES}|a1t1")]),
        ("/Appointment", None),
        ("/metadata", {"unknown": "1"}),
    ]
    return [await sender.get(path, query) for path, query in queries]


@probe
async def routes(sender: Sender) -> list[httpx.Response]:
    asked = [
        ("GET", "/$process-message"),
        ("POST", "/metadata"),
        ("PUT", "/Slot"),
        ("POST", "/$unknown"),
        ("DELETE", f"/Appointment/{UNKNOWN}"),
        ("GET", "/DocumentReference"),
    ]
    return [await sender.client.request(method, BASE + path, headers=headers()) for method, path in asked]


@probe
async def other_headers(sender: Sender) -> list[httpx.Response]:
    refused = {**headers(), **organisation_header("Z9Z99")}
    again = {**refused, **organisation_header("Z8S01")}
    letter = request("validation")
    identifier = await sender.accepted(letter)
    return [
        await sender.get("/metadata", headers=ids()),
        await sender.get("/metadata", headers={**headers(), "NHSD-Requesting-Software": "%%%"}),
        await sender.get("/Slot", slot_query(), headers=refused),
        await sender.post(request(), headers=refused),
        await sender.post(request(), headers=again),
        await sender.post(request(), headers={**headers(), "use-context": "a1t1|booked|booking-request|new"}),
        await sender.post(following(letter, identifier)),
        await sender.post(request(), headers={**headers(), "X-Unknown-1-99": "1"}),
    ]


@probe
async def bodies(sender: Sender) -> list[httpx.Response]:
    contents = (b"{", b'{"resourceType": "Patient"}')
    response = request()
    response["MessageHeader"]["eventCoding"]["code"] = "servicerequest-response"
    wrong, lacking = request(), request()
    wrong["CarePlan"]["status"] = "draft"
    lacking.drop("Encounter")
    posts = [
        await sender.client.post(sender.message_url, content=each, headers=headers()) for each in contents
    ]
    return [*posts, *[await sender.post(letter) for letter in (response, wrong, lacking)]]


@probe
async def duplicates(sender: Sender) -> list[httpx.Response]:
    letter, pair = request(), headers()
    capitals = {**pair, **{name: pair[name].upper() for name in ids()}}
    other = {**pair, "X-Correlation-ID": str(uuid4())}
    conversation = {**pair, "X-Request-ID": str(uuid4())}
    first = [await sender.post(letter, headers=sent) for sent in (pair, pair, capitals, other)]
    return [
        *first,
        await sender.post(request(number=OTHER_PATIENT), headers=pair),
        await sender.post(letter),
        await sender.post(request(), headers=conversation),
        await sender.get("/ServiceRequest", {"patient:identifier": f"{NHS_NUMBER}|9993004170"}),
    ]


@probe
async def repeated_bookings(sender: Sender) -> list[httpx.Response]:
    slot = await sender.free_slot()
    letter, pair, cancelling = booking(slot), headers(), headers()
    answers = [await sender.post(letter, headers=pair) for _ in range(2)]
    identifier = answers[0].json()["entry"][1]["resource"]["id"]
    earlier = following(letter, identifier)
    earlier["Appointment"]["meta"] = {"lastUpdated": instant()}
    return [
        *answers,
        await sender.post(booking(slot)),
        await sender.get(f"/Appointment/{identifier}"),
        *[await sender.post(cancellation(letter, identifier), headers=cancelling) for _ in range(2)],
    ]


@probe
async def local_changes(sender: Sender) -> list[httpx.Response]:
    letter = request("validation")
    identifier = await sender.accepted(letter)
    later = following(letter, identifier)
    later["ServiceRequest"]["meta"] = {"lastUpdated": instant()}
    await sender.hook(f"touch/{identifier}")
    return [await sender.post(later)]


@probe
async def failures(sender: Sender) -> list[httpx.Response]:
    pair, wrong, letter = headers(), headers(), request()
    await sender.hook("fail")
    failed = [await sender.post(letter, headers=pair) for _ in range(2)]
    letter["CarePlan"]["status"] = "draft"
    return [*failed, *[await sender.post(letter, headers=wrong) for _ in range(2)]]


@probe
async def messages_in_progress(sender: Sender) -> list[httpx.Response]:
    pair, letter = headers(), request()
    await sender.hook("hold")
    first = asyncio.ensure_future(sender.post(letter, headers=pair))
    await asyncio.sleep(0.02)
    retry = await sender.post(letter, headers=pair)
    await sender.hook("release")
    return [await first, retry, await sender.post(letter, headers=pair)]


@probe
async def slow_requests(sender: Sender) -> list[httpx.Response]:
    pair, letter = headers(), request()
    await sender.hook("slow")
    slow = [await sender.post(letter, headers=pair), await sender.post(letter, headers=pair)]
    await asyncio.sleep(0.1)
    await sender.hook("slow")
    return [*slow, await sender.post(letter, headers=pair), await sender.get("/metadata")]

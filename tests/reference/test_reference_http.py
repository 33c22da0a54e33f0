"""Headers, methods and paths: what is not a good request is refused, and how."""

import base64
from uuid import uuid4

import pytest
from reference_letters import Json, request
from reference_sender import (
    BASE,
    ROOT,
    Sender,
    encoded,
    headers,
    ids,
    organisation_header,
    refusal,
    slot_query,
)

from bars_conformance.reference import Receiver

pytestmark = pytest.mark.anyio

REQUIRED = (400, "REC_BAD_REQUEST", "required")
VALUE = (400, "REC_BAD_REQUEST", "value")
NOT_ACCEPTABLE = (406, "REC_NOT_ACCEPTABLE", "processing")
NOT_ALLOWED = (405, "REC_METHOD_NOT_ALLOWED", "not-supported")
NOT_BUILT = (501, "REC_NOT_IMPLEMENTED", "not-supported")
NOT_THERE = (404, "REC_NOT_FOUND", "not-found")

UNKNOWN = "7c1f0c1e-5a7b-4f39-9d52-0f6f2f1b8a11"
PATHS = [
    ("GET", "/metadata"),
    ("GET", "/MessageDefinition"),
    ("GET", "/Slot"),
    ("GET", "/Appointment"),
    ("GET", f"/ServiceRequest/{UNKNOWN}"),
    ("POST", "/$process-message"),
    ("GET", "/nowhere"),
    ("PUT", "/metadata"),
]


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in headers().items() if name not in names}


@pytest.mark.parametrize(("method", "path"), PATHS)
@pytest.mark.parametrize("name", ["X-Request-ID", "X-Correlation-ID"])
async def test_request_without_an_id_is_refused_everywhere(
    sender: Sender, method: str, path: str, name: str
) -> None:
    answer = await sender.client.request(method, BASE + path, headers=without(name))
    assert refusal(answer) == REQUIRED
    kept = ({"X-Request-ID", "X-Correlation-ID"} - {name}).pop()
    assert kept in answer.headers
    assert name not in answer.headers


@pytest.mark.parametrize(
    "text", ["x" * 17, UNKNOWN[:-1], UNKNOWN.replace("-", ""), f"{{{UNKNOWN}}}", f"{UNKNOWN}0"]
)
async def test_id_that_is_no_uuid_is_refused(sender: Sender, text: str) -> None:
    for name in ids():
        assert refusal(await sender.get("/metadata", headers={**headers(), name: text})) == VALUE


async def test_id_given_twice_is_refused(sender: Sender) -> None:
    twice = [*headers().items(), ("X-Request-ID", str(uuid4()))]
    assert refusal(await sender.get("/metadata", headers=twice)) == (400, "REC_BAD_REQUEST", "invalid")


@pytest.mark.parametrize(
    ("method", "path", "told"),
    [
        ("GET", "/nowhere", NOT_THERE),
        ("GET", "/metadata/", NOT_THERE),
        ("GET", "/Appointment/a/b", NOT_THERE),
        ("GET", "", NOT_THERE),
        ("POST", "/$unknown-operation", NOT_BUILT),
        ("GET", "/$process-message", NOT_ALLOWED),
        ("PUT", "/$process-message", NOT_ALLOWED),
        ("POST", "/metadata", NOT_ALLOWED),
        ("HEAD", "/metadata", None),
        ("PUT", "/Slot", NOT_ALLOWED),
        ("BREW", "/Slot", NOT_ALLOWED),
        ("POST", "/ServiceRequest", NOT_BUILT),
        ("DELETE", "/Appointment", NOT_ALLOWED),
        ("DELETE", f"/Appointment/{UNKNOWN}", NOT_BUILT),
        ("PATCH", f"/ServiceRequest/{UNKNOWN}", NOT_BUILT),
        ("POST", f"/ServiceRequest/{UNKNOWN}", NOT_ALLOWED),
        ("PUT", "/DocumentReference", NOT_ALLOWED),
        ("PATCH", f"/DocumentReference/{UNKNOWN}", NOT_ALLOWED),
    ],
)
async def test_route_that_is_not_served(
    sender: Sender, method: str, path: str, told: tuple[int, str, str] | None
) -> None:
    sent = headers()
    answer = await sender.client.request(method, BASE + path, headers=sent)
    if told is None:
        assert answer.status_code == 405
    else:
        assert refusal(answer) == told
    assert answer.headers["X-Request-ID"] == sent["X-Request-ID"]
    assert answer.headers["X-Correlation-ID"] == sent["X-Correlation-ID"]
    assert answer.headers["Content-Type"].startswith("application/fhir+json")
    assert ("Allow" in answer.headers) == (answer.status_code == 405)


async def test_path_outside_the_base_is_not_there(sender: Sender) -> None:
    for path in ("/", "/FHIR/R4x/metadata", "/favicon.ico"):
        assert refusal(await sender.client.get(ROOT + path, headers=headers())) == NOT_THERE


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/fhir+json; version=1.1.0", "application/fhir+json; version=1.1.0"),
        ("application/fhir+json;version=1.99.0", "application/fhir+json; version=1.1.0"),
        ("application/fhir+json", "application/fhir+json; version=1.1.0"),
        ("*/*", "application/fhir+json; version=1.1.0"),
        ("application/*;q=0.1", "application/fhir+json; version=1.1.0"),
        ("application/json", "application/json"),
        ("application/json, application/fhir+json;q=0.5", "application/json"),
        ("application/fhir+json;q=0, */*;q=0.1", "application/json"),
        (
            "text/html, application/fhir+json;version=99.0.0, */*;q=0.1",
            "application/fhir+json; version=1.1.0",
        ),
    ],
)
async def test_answer_comes_in_what_is_accepted(sender: Sender, accept: str, content_type: str) -> None:
    answer = await sender.get("/metadata", headers={**headers(), "Accept": accept})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, content_type)


@pytest.mark.parametrize(
    "accept",
    [
        "application/pdf",
        "application/fhir+xml",
        "application/fhir+json; version=99.0.0",
        "application/fhir+json; version=0.9.0",
        "application/fhir+json; version=one",
        "*/*;q=0",
    ],
)
async def test_what_cannot_be_given_is_not_acceptable(sender: Sender, accept: str) -> None:
    for path, query in (("/metadata", None), ("/Slot", slot_query())):
        answer = await sender.get(path, query, headers={**headers(), "Accept": accept})
        assert refusal(answer) == NOT_ACCEPTABLE
    assert refusal(await sender.post(request(), headers={**headers(), "Accept": accept})) == NOT_ACCEPTABLE


@pytest.mark.parametrize(
    "name", ["NHSD-End-User-Organisation", "NHSD-Requesting-Practitioner", "NHSD-Requesting-Software"]
)
@pytest.mark.parametrize(
    "text", ["%%%", base64.b64encode(b"not-json").decode(), encoded([]), encoded({"resourceType": "Basic"})]
)
async def test_identity_that_cannot_be_read_is_refused(sender: Sender, name: str, text: str) -> None:
    answer = await sender.get("/metadata", headers={**headers(), name: text})
    assert refusal(answer) == VALUE
    assert name in answer.json()["issue"][0]["diagnostics"]


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ({}, VALUE),
        ({"system": "https://fhir.nhs.uk/Id/dos-service-id", "value": 2000072489}, VALUE),
        ({"system": "https://fhir.nhs.uk/Id/dos-service-id", "value": "2000099999"}, NOT_THERE),
        ({"system": "tests", "value": "2000072489"}, NOT_THERE),
    ],
)
async def test_target_that_is_not_hosted_is_refused(
    sender: Sender, target: Json, told: tuple[int, str, str]
) -> None:
    sent = {**headers(), "NHSD-Target-Identifier": encoded(target)}
    assert refusal(await sender.get("/Slot", slot_query(), headers=sent)) == told


async def test_identity_is_optional_and_unknown_headers_are_ignored(sender: Sender) -> None:
    sent = {**ids(), "Content-Type": "application/fhir+json", "use-context": "x|y|z", "X-Unknown-1-99": "1"}
    assert (await sender.post(request(), headers=sent)).status_code == 200


async def test_refused_organisation_may_read_the_capabilities_only(sender: Sender) -> None:
    refused = {**headers(), **organisation_header("Z9Z99")}
    assert (await sender.get("/metadata", headers=refused)).status_code == 200
    answer = await sender.get("/Slot", slot_query(), headers=refused)
    assert refusal(answer) == (401, "REC_UNAUTHORIZED", "security")


async def test_outcome_is_whole(sender: Sender) -> None:
    outcome = (await sender.get("/nowhere")).json()
    issue = outcome["issue"][0]
    assert outcome["meta"]["profile"] == [
        "https://fhir.hl7.org.uk/StructureDefinition/UKCore-OperationOutcome"
    ]
    assert issue["severity"] == "error"
    assert issue["details"]["coding"] == [
        {
            "system": "https://fhir.nhs.uk/CodeSystem/http-error-codes",
            "code": "REC_NOT_FOUND",
            "display": "404 - REC_NOT_FOUND",
        }
    ]
    assert len(issue["diagnostics"]) > 10


async def test_defect_of_the_receiver_is_told_without_details(
    sender: Sender, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiver, "search_slots", lambda _: 1 / 0)
    answer = await sender.get("/Slot", slot_query())
    assert refusal(answer) == (500, "REC_SERVER_ERROR", "exception")
    assert "division" not in answer.text

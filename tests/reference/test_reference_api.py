"""The reference API: what it refuses, where it passes on the rest, and what it says for those who cannot."""

import asyncio
import base64
import contextlib
import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bars_conformance.reference import api, server
from bars_conformance.reference.api import Api, Configuration, Endpoint, EndpointCatalogue
from bars_conformance.reference.certificates import HOST, Certificates

SYSTEM = "https://fhir.nhs.uk/Id/dos-service-id"
HERE, NOWHERE, TWICE, SOON = "1", "2", "3", "4"
OUTCOME = b'{ "resourceType" : "OperationOutcome", "issue" : [ ] }'


@dataclass
class Behind:
    """A receiver behind the API: notes what arrives and answers as it is told."""

    status: int = 200
    body: bytes = b'{ "resourceType" : "Basic" }'
    headers: dict[str, str] = field(default_factory=dict)
    pause_s: float = 0
    arrived: list[tuple[Request, bytes]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.arrived.append((request, await request.body()))
        await asyncio.sleep(self.pause_s)
        await Response(self.body, self.status, self.headers)(scope, receive, send)

    def unreadable(self) -> Response:
        return Response(status_code=400)

    async def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def behind() -> Behind:
    return Behind()


@contextlib.contextmanager
def opened(behind: Behind, **configuration: Any) -> Iterator[httpx.Client]:  # noqa: ANN401 - fields of Configuration
    with server.listening(behind) as receiver:
        address = f"{receiver}/base"
        entries = [Endpoint(SYSTEM, value, address, 30) for value in (HERE, TWICE, TWICE)]
        entries.append(Endpoint(SYSTEM, NOWHERE, "http://127.0.0.1:9/base", 30))
        entries.append(Endpoint(SYSTEM, SOON, address, 0.1))
        locator = Endpoint("", "", address, 30)
        made = Api(Configuration(EndpointCatalogue(entries), locator, **configuration))
        with server.listening(made) as url, httpx.Client(base_url=f"{url}/FHIR/R4", timeout=30) as client:
            yield client


@pytest.fixture
def client(behind: Behind) -> Iterator[httpx.Client]:
    with opened(behind) as client:
        yield client


def encoded(value: object) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()


def headers(target: object = None, **more: str | None) -> dict[str, str]:
    """Good headers for the receiver; None leaves one out."""
    given = {
        "X-Request-ID": str(uuid4()),
        "X-Correlation-ID": str(uuid4()),
        "NHSD-Target-Identifier": encoded(target or {"system": SYSTEM, "value": HERE}),
        "Authorization": "Bearer token",
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    return {name: value for name, value in given.items() if value is not None}


def told(answer: httpx.Response) -> tuple[int, str, str]:
    """Status, BaRS code and issue code."""
    (issue,) = answer.json()["issue"]
    return answer.status_code, issue["details"]["coding"][0]["code"], issue["code"]


def test_a_request_is_passed_on_as_it_came(client: httpx.Client, behind: Behind) -> None:
    body = '{"b": 1,  "a": "ü"}'.encode()
    sent = headers(NHSD_Requesting_Software="c29mdA==", Content_Type="application/fhir+json; x=y")
    client.post("/$process-message?a=1%7C2&a=%20&b=", content=body, headers=sent)
    ((arrived, found),) = behind.arrived
    assert found == body
    assert arrived.scope["raw_path"] == b"/base/$process-message"
    assert arrived.scope["query_string"] == b"a=1%7C2&a=%20&b="
    assert "Authorization" not in arrived.headers
    for name in ("X-Request-ID", "X-Correlation-ID", "NHSD-Target-Identifier", "Content-Type"):
        assert arrived.headers[name] == sent[name]
    assert arrived.headers["NHSD-Requesting-Software"] == "c29mdA=="


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_any_verb_is_passed_on(client: httpx.Client, behind: Behind, method: str) -> None:
    assert client.request(method, "/Appointment/a%2Fb", headers=headers()).status_code == 200
    assert behind.arrived[0][0].method == method
    assert behind.arrived[0][0].scope["raw_path"] == b"/base/Appointment/a%2Fb"


@pytest.mark.parametrize("status", [200, 404, 422, 500, 503, 504])
def test_an_answer_comes_back_as_it_is(client: httpx.Client, behind: Behind, status: int) -> None:
    behind.status, behind.body = status, OUTCOME
    behind.headers = {
        "Content-Type": "application/fhir+json; version=1.1.0",
        "X-Request-ID": "of the receiver",
    }
    answer = client.get("/Slot", headers=headers())
    assert (answer.status_code, answer.content) == (status, OUTCOME)
    assert answer.headers["Content-Type"] == behind.headers["Content-Type"]
    assert answer.headers.get_list("X-Request-ID") == ["of the receiver"]


@pytest.mark.parametrize(
    ("target", "more", "expected"),
    [
        (None, {"X_Request_ID": None}, (400, "SEND_BAD_REQUEST", "required")),
        (None, {"X_Correlation_ID": ""}, (400, "SEND_BAD_REQUEST", "required")),
        (None, {"X_Request_ID": "no-guid"}, (400, "PROXY_BAD_REQUEST", "invalid")),
        (None, {"NHSD_Target_Identifier": None}, (400, "SEND_BAD_REQUEST", "required")),
        (None, {"NHSD_Target_Identifier": "%%%"}, (400, "PROXY_BAD_REQUEST", "invalid")),
        (None, {"NHSD_Target_Identifier": "bm90IEpTT04="}, (400, "PROXY_BAD_REQUEST", "structure")),
        ([SYSTEM, HERE], {}, (400, "PROXY_BAD_REQUEST", "structure")),
        ({"system": SYSTEM}, {}, (400, "PROXY_BAD_REQUEST", "structure")),
        ({"system": SYSTEM, "value": 1}, {}, (400, "PROXY_BAD_REQUEST", "structure")),
        ({"system": SYSTEM, "value": "9"}, {}, (404, "PROXY_NOT_FOUND", "not-found")),
        ({"system": "other", "value": HERE}, {}, (404, "PROXY_NOT_FOUND", "not-found")),
        ({"system": SYSTEM, "value": TWICE}, {}, (404, "PROXY_NOT_FOUND", "multiple-matches")),
        ({"system": SYSTEM, "value": NOWHERE}, {}, (503, "REC_SERVICE_UNAVAILABLE", "transient")),
    ],
)
def test_what_cannot_be_passed_on_is_refused(
    client: httpx.Client, behind: Behind, target: object, more: dict[str, Any], expected: tuple[int, str, str]
) -> None:
    assert told(client.get("/Slot", headers=headers(target, **more))) == expected
    assert behind.arrived == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/NoSuchEndpoint", (404, "PROXY_NOT_FOUND", "not-found")),
        ("/Slots", (404, "PROXY_NOT_FOUND", "not-found")),
        ("/$no-such-operation", (501, "SEND_NOT_IMPLEMENTED", "not-supported")),
    ],
)
def test_a_path_that_is_none_is_refused(
    client: httpx.Client, path: str, expected: tuple[int, str, str]
) -> None:
    assert told(client.get(path, headers=headers())) == expected


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (500, b"", (500, "REC_SERVER_ERROR", "exception")),
        (500, b"<html>", (500, "REC_SERVER_ERROR", "exception")),
        (502, b"", (500, "REC_SERVER_ERROR", "exception")),
        (503, b"", (503, "REC_SERVICE_UNAVAILABLE", "transient")),
        (504, b"", (408, "REC_TIMEOUT", "timeout")),
        (400, b"no", (400, "REC_BAD_REQUEST", "invalid")),
        (404, b"null", (404, "REC_NOT_FOUND", "not-found")),
    ],
)
def test_a_receiver_that_does_not_say_why_is_spoken_for(
    client: httpx.Client, behind: Behind, status: int, body: bytes, expected: tuple[int, str, str]
) -> None:
    behind.status, behind.body = status, body
    assert told(client.get("/Slot", headers=headers())) == expected


def test_a_receiver_that_is_too_slow_is_spoken_for(client: httpx.Client, behind: Behind) -> None:
    behind.pause_s = 0.5
    soon = headers({"system": SYSTEM, "value": SOON})
    assert told(client.get("/Slot", headers=soon)) == (408, "REC_TIMEOUT", "timeout")


def test_without_a_target_the_api_answers_for_itself(client: httpx.Client, behind: Behind) -> None:
    own = headers(NHSD_Target_Identifier=None)
    assert client.get("/metadata", headers=own).json()["resourceType"] == "CapabilityStatement"
    assert told(client.put("/metadata", headers=own)) == (405, "SEND_METHOD_NOT_ALLOWED", "not-supported")
    pdf = own | {"Accept": "application/pdf"}
    assert told(client.get("/metadata", headers=pdf)) == (406, "SEND_NOT_ACCEPTABLE", "processing")
    assert behind.arrived == []
    client.get("/metadata", headers=headers())
    assert len(behind.arrived) == 1


def test_ids_come_back_with_what_the_api_says_itself(client: httpx.Client) -> None:
    sent = headers(NHSD_Target_Identifier=None)
    answer = client.get("/Slot", headers=sent)
    assert [answer.headers[name] for name in ("X-Request-ID", "X-Correlation-ID")] == [
        sent["X-Request-ID"],
        sent["X-Correlation-ID"],
    ]


def test_what_the_api_answers_itself_is_limited(behind: Behind) -> None:
    with opened(behind, per_second=3) as client:
        own = headers(NHSD_Target_Identifier=None)
        answers = [client.get("/metadata", headers=own) for _ in range(8)]
        assert told(next(each for each in answers if each.is_error)) == (
            429,
            "SEND_TOO_MANY_REQUESTS",
            "throttled",
        )
        assert client.get("/Slot", headers=headers()).status_code == 200


@pytest.mark.parametrize(
    ("issue", "expected"),
    [
        ("unknown", (401, "SEND_UNAUTHORIZED", "unknown")),
        ("expired", (401, "SEND_UNAUTHORIZED", "expired")),
        ("forbidden", (403, "SEND_FORBIDDEN", "forbidden")),
    ],
)
def test_who_judges_tokens_is_heard(behind: Behind, issue: str, expected: tuple[int, str, str]) -> None:
    heard: list[str | None] = []

    def judge(token: str | None) -> str | None:
        heard.append(token)
        return None if token == "good" else issue  # noqa: S105 - no secret

    with opened(behind, judge_token=judge) as client:
        assert told(client.get("/Slot", headers=headers(Authorization=None))) == expected
        assert told(client.get("/Slot", headers=headers(Authorization="Bearer bad"))) == expected
        assert client.get("/Slot", headers=headers(Authorization="Bearer good")).status_code == 200
    assert heard == [None, "bad", "good"]


def _endpoint_tls(certificates: Certificates) -> ssl.SSLContext:
    """TLS that serves only whom the authorities of these certificates vouch for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificates.sub.issue_cert(HOST).configure_cert(context)
    certificates.sub.configure_trust(context)
    certificates.root.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def test_the_reference_has_two_receivers_and_a_place_for_a_third() -> None:
    def target(value: str) -> dict[str, str]:
        return {"system": SYSTEM, "value": value}

    with api.serving(Api) as site, httpx.Client(base_url=f"{site.url}/FHIR/R4") as client:
        client.headers["Authorization"] = f"Bearer {site.registration.endpoint.issue()}"
        for value in ("2000072489", "2000073917"):
            assert (
                client.get("/metadata", headers=headers(target(value), Authorization=None)).status_code == 200
            )
        third = headers(target("2000081004"), Authorization=None)
        assert told(client.get("/metadata", headers=third))[0] == 503
        own = Behind()
        with server.listening(own, site.own.port, tls=_endpoint_tls(site.own.certificates)):
            assert client.get("/metadata", headers=third).status_code == 200
        assert len(own.arrived) == 1


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ("REFERENCE_EXPIRED_TOKEN", (401, "SEND_UNAUTHORIZED", "expired")),
        ("REFERENCE_OTHER_TOKEN", (403, "SEND_FORBIDDEN", "forbidden")),
    ],
)
def test_the_reference_has_an_application_that_is_registered(
    variable: str, expected: tuple[int, str, str]
) -> None:
    with api.serving(Api) as site, httpx.Client() as client:
        variables = site.environment()
        key = Path(variables["REFERENCE_KEY_FILE"])
        assert key.stat().st_mode & 0o077 == 0
        assert client.post(f"{site.url}/oauth2/token").json()["error"] == "unsupported_grant_type"
        no_good = headers(Authorization=f"Bearer {variables[variable]}")
        assert told(client.get(f"{site.url}/FHIR/R4/metadata", headers=no_good)) == expected
    assert not key.exists()

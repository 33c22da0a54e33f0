"""Bodies: media types, gzip, limits, and all that is no Bundle."""

import gzip
import json

import pytest
from reference_letters import request
from reference_sender import Sender, headers, refusal

from bars_conformance.reference import Receiver

pytestmark = pytest.mark.anyio

STRUCTURE = (400, "REC_BAD_REQUEST", "structure")
UNSUPPORTED = (415, "REC_UNSUPPORTED_MEDIA_TYPE", "not-supported")
TOO_LONG = (413, "REC_PAYLOAD_TOO_LARGE", "too-long")

ZIPPED = gzip.compress(b"{}")


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/fhir+json", 200),
        ("application/json; charset=utf-8", 200),
        ("application/fhir+json; version=1.1.0", 200),
        ("Application/FHIR+JSON", 200),
        ("application/fhir+json; charset=latin-1", 415),
        ("application/xml", 415),
        ("text/plain", 415),
        ("", 415),
    ],
)
async def test_body_must_be_fhir_json(sender: Sender, content_type: str, status: int) -> None:
    answer = await sender.post(request(), headers={**headers(), "Content-Type": content_type})
    assert answer.status_code == status
    assert status == 200 or refusal(answer) == UNSUPPORTED


async def test_bodies_may_be_zipped_both_ways(sender: Sender) -> None:
    body = gzip.compress(json.dumps(request().bundle).encode())
    sent = {**headers(), "Content-Encoding": "gzip", "Accept-Encoding": "gzip"}
    answer = await sender.client.post(sender.message_url, content=body, headers=sent)
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert answer.json()["type"] == "message"
    plain = await sender.get("/metadata", headers={**headers(), "Accept-Encoding": "identity, gzip;q=0"})
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize(
    "body", [ZIPPED[:-9], b"no gzip", ZIPPED + b"more", b""], ids=["cut", "plain", "longer", "empty"]
)
async def test_broken_gzip_is_refused(sender: Sender, body: bytes) -> None:
    sent = {**headers(), "Content-Encoding": "gzip"}
    assert refusal(await sender.client.post(sender.message_url, content=body, headers=sent)) == STRUCTURE


async def test_unknown_encoding_is_refused(sender: Sender) -> None:
    assert (
        refusal(await sender.post(request(), headers={**headers(), "Content-Encoding": "br"})) == UNSUPPORTED
    )


async def test_body_beyond_the_limit_is_refused(sender: Sender, receiver: Receiver) -> None:
    limit = receiver.configuration.body_limit
    long = b" " * (limit + 1)
    assert refusal(await sender.client.post(sender.message_url, content=long, headers=headers())) == TOO_LONG
    bomb = {**headers(), "Content-Encoding": "gzip"}
    assert (
        refusal(await sender.client.post(sender.message_url, content=gzip.compress(long), headers=bomb))
        == TOO_LONG
    )
    fits = json.dumps(request().bundle).encode().ljust(limit)
    assert (await sender.client.post(sender.message_url, content=fits, headers=headers())).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nonsense",
        b'{"resourceType": "Bundle", "resourceType": "Bundle"}',
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"resourceType": "Bundle", "meta": {"versionId": "1.1.0"}, "type": "message", "entry": '
        + b"[" * 200
        + b"]" * 200
        + b"}",
        b"[]",
        b"null",
        b"7",
        b'{"a": 1}',
        b'{"resourceType": "Patient"}',
        b'{"resourceType": ["Bundle"]}',
    ],
)
async def test_body_that_is_no_bundle_is_refused(sender: Sender, body: bytes) -> None:
    sent = headers()
    answer = await sender.client.post(sender.message_url, content=body, headers=sent)
    assert refusal(answer) == STRUCTURE
    assert answer.headers["X-Request-ID"] == sent["X-Request-ID"]

"""The suite as receiver: what arrives is kept, whatever it is, and answered as the scenario says."""

import contextlib
import http.client
import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from bars_conformance.receiving.arrivals import Arrival
from bars_conformance.receiving.listener import Listener
from bars_conformance.receiving.scene import MOST_KEPT, Plan, Scene
from bars_conformance.receiving.situations import situation
from bars_conformance.receiving.wire import BODY_LIMIT
from bars_conformance.reference import Receiver
from bars_conformance.reference.server import listening
from bars_conformance.verdict import HarnessError

NUMBER, ANOTHER = "9993004170", "9993141283"
IDS = {
    "X-Request-ID": "3f6d1c9e-5a0b-4a53-9a3c-0f6f8d1b2c44",
    "X-Correlation-ID": "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d",
}


@pytest.fixture
def scene() -> Scene:
    return Scene(Receiver(), NUMBER)


@pytest.fixture
def url(scene: Scene) -> Iterator[str]:
    listener = Listener("/FHIR/R4")
    listener.scene = scene
    with listening(listener) as root:
        yield f"{root}/FHIR/R4"


def _shown(arrivals: list[Arrival]) -> list[tuple[str, int | None]]:
    answers = [(each.name, each.exchange.answer) for each in arrivals]
    return [(name, answer.status if answer else None) for name, answer in answers]


def _booking(status: str = "booked", reason: str = "new", number: str = NUMBER) -> dict[str, object]:
    header = {
        "resourceType": "MessageHeader",
        "eventCoding": {"code": "booking-request"},
        "reason": {"coding": [{"code": reason}]},
    }
    identifier = [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": number}]
    resources = [
        header,
        {"resourceType": "Appointment", "status": status},
        {"resourceType": "Patient", "identifier": identifier},
    ]
    return {"resourceType": "Bundle", "entry": [{"resource": each} for each in resources]}


def test_a_request_is_kept_with_the_answer_of_the_receiver(url: str, scene: Scene) -> None:
    answer = httpx.get(f"{url}/metadata", headers=IDS | {"Authorization": "Bearer s3cr3t"})
    assert answer.json()["resourceType"] == "CapabilityStatement"
    (arrival,) = scene.arrivals
    assert arrival.name == "GET /metadata"
    assert arrival.exchange.answer
    assert arrival.exchange.answer.resource == answer.json()
    assert arrival.header("x-request-id") == IDS["X-Request-ID"]
    assert "s3cr3t" not in json.dumps(arrival.exchange.evidence())
    assert arrival.token


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (_booking(), "a new booking"),
        (_booking(reason="update"), "a booking update"),
        (_booking("cancelled", "update"), "a booking cancellation"),
        (_booking("cancelled", "new"), "a booking cancellation"),
        ({"resourceType": "Bundle"}, "a message"),
        ([], "a message"),
    ],
)
def test_a_message_is_recognised_by_what_it_is(url: str, scene: Scene, body: object, name: str) -> None:
    httpx.post(f"{url}/$process-message", json=body, headers=IDS)
    assert [each.name for each in scene.arrivals] == [name]


def test_strangers_are_kept_apart(url: str, scene: Scene) -> None:
    scene.earlier = frozenset({("late", b"{}")})
    httpx.get(urlsplit(url)._replace(path="/favicon.ico").geturl())
    httpx.post(f"{url}/$process-message", json=_booking(number=ANOTHER), headers=IDS)
    httpx.get(
        f"{url}/Appointment", params={"patient:identifier": f"https://fhir.nhs.uk/Id/nhs-number|{ANOTHER}"}
    )
    httpx.post(f"{url}/$process-message", content=b"{}", headers={"X-Request-ID": "late"})
    assert scene.arrivals == []
    assert len(scene.strangers) == 4


def test_situations_are_met_in_turn_and_then_the_receiver_answers(url: str, scene: Scene) -> None:
    scene.plans = [Plan("GET /metadata", (situation("503 REC_UNAVAILABLE"), situation("no answer")))]
    first = httpx.get(f"{url}/metadata", headers=IDS)
    assert first.status_code == 503
    assert first.json()["issue"][0]["details"]["coding"][0]["code"] == "REC_UNAVAILABLE"
    assert {name: first.headers[name] for name in IDS} == IDS
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{url}/metadata", headers=IDS)
    assert httpx.get(f"{url}/metadata", headers=IDS).status_code == 200
    assert _shown(scene.arrivals) == [("GET /metadata", 503), ("GET /metadata", None), ("GET /metadata", 200)]


def test_an_answer_that_is_packed_is_kept_unpacked(url: str, scene: Scene) -> None:
    answer = httpx.get(f"{url}/metadata", headers=IDS | {"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    kept = scene.arrivals[0].exchange.answer
    assert kept
    assert kept.resource == answer.json()


def test_half_an_answer_comes_after_the_receiver_has_done_its_work(url: str, scene: Scene) -> None:
    scene.plans = [Plan("GET /metadata", (situation("half an answer"),))]
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        httpx.get(f"{url}/metadata", headers=IDS)


def test_no_answer_in_time_lasts_until_the_sender_hangs_up(url: str, scene: Scene) -> None:
    scene.plans = [Plan("GET /metadata", (situation("no answer in time"),), lasting=True)]
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{url}/metadata", headers=IDS, timeout=0.2)


def test_a_situation_may_lack_ids_or_outcome_or_name_a_time() -> None:
    plain = situation("502, without an OperationOutcome").answer
    assert plain
    assert plain.resource is None
    later = situation("429 REC_TOO_MANY_REQUESTS, issue throttled, with Retry-After 1").answer
    assert later
    assert later.header("Retry-After") == "1"
    with pytest.raises(HarnessError, match="no situation is called 'rain'"):
        situation("rain")


def test_an_error_without_the_ids_has_none(url: str, scene: Scene) -> None:
    scene.plans = [Plan("GET /metadata", (situation("500 REC_SERVER_ERROR, without the ids"),))]
    assert not IDS.keys() & dict(httpx.get(f"{url}/metadata", headers=IDS).headers).keys()
    assert "x-request-id" not in httpx.get(f"{url}/nowhere").headers


@contextlib.contextmanager
def _connection(url: str) -> Iterator[socket.socket]:
    parts = urlsplit(url)
    assert parts.hostname
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=5) as connection:
        yield connection


def test_garbage_is_kept_and_answered(url: str, scene: Scene) -> None:
    with _connection(url) as connection:
        connection.sendall(b"\x00\x01\x02 this is no HTTP\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 400")
    assert scene.strangers[0].exchange.error == "what arrived is no HTTP/1.1"
    assert httpx.get(f"{url}/metadata", headers=IDS).status_code == 200


def test_half_a_request_is_kept(url: str, scene: Scene) -> None:
    with _connection(url) as connection:
        connection.sendall(
            b"POST /FHIR/R4/$process-message HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"
        )
    assert scene.wait_for({"a message"}, 5)
    assert scene.arrivals[0].exchange.error == "the sender closed the connection within its request"


def test_a_vast_body_is_cut_and_refused(url: str, scene: Scene) -> None:
    host = urlsplit(url).netloc
    connection = http.client.HTTPConnection(host, timeout=30)
    headers = {**IDS, "Content-Type": "application/fhir+json"}
    with contextlib.closing(connection), contextlib.suppress(BrokenPipeError, ConnectionResetError):
        connection.request(
            "POST", "/FHIR/R4/$process-message", body=b" " * (BODY_LIMIT + 2**20), headers=headers
        )
        assert connection.getresponse().status == 413
    (arrival,) = scene.arrivals
    assert arrival.exchange.answer
    assert arrival.exchange.answer.status == 413
    assert len(arrival.exchange.request.body or b"") < BODY_LIMIT + 2**20


def test_too_many_requests_are_counted_and_not_kept(url: str, scene: Scene) -> None:
    httpx.get(f"{url}/metadata", headers=IDS)
    scene.arrivals *= MOST_KEPT
    assert httpx.get(f"{url}/metadata", headers=IDS).status_code == 429
    assert scene.refused == 1


def test_between_scenes_nobody_is_served() -> None:
    with listening(Listener("/FHIR/R4")) as root:
        assert httpx.get(f"{root}/FHIR/R4/metadata", headers=IDS).status_code == 503


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(HarnessError, match=f"^Port {port} of 127.0.0.1 cannot be had; choose another.$"),
            listening(Listener("/FHIR/R4"), port=port),
        ):
            pass


def test_whoever_asks_for_a_token_gets_one_and_it_is_known_again(scene: Scene) -> None:
    listener = Listener("/FHIR/R4")
    listener.scene = scene
    with listening(listener) as root:
        asked = {"grant_type": "client_credentials", "client_assertion": "eyJhbGciOiJub25lIn0.e30."}
        told = httpx.post(f"{root}/oauth2/token", data=asked).json()
        httpx.get(f"{root}/FHIR/R4/metadata", headers={"Authorization": f"bearer  {told['access_token']}"})
        httpx.get(f"{root}/FHIR/R4/metadata", headers={"Authorization": told["access_token"]})
    assert [each.name for each in scene.arrivals] == ["a token request", "GET /metadata", "GET /metadata"]
    assert [each.token in listener.tokens.issued for each in scene.arrivals] == [False, True, False]
    evidence = [each.exchange.evidence() for each in scene.arrivals]
    assert told["access_token"] not in str(evidence)
    assert "eyJ" not in str(evidence)


def test_a_token_is_given_between_two_tests_as_well() -> None:
    listener = Listener("/FHIR/R4")
    with listening(listener) as root:
        told = httpx.post(f"{root}/oauth2/token").json()
        assert httpx.get(f"{root}/FHIR/R4/metadata").status_code == 503
    assert told["expires_in"]
    assert len(listener.tokens.issued) == 1

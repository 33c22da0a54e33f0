"""The suite in the place of the API: what it answers about pointers, and what every worker reads of it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import suite_run

from bars_conformance import own_api
from bars_conformance.exchange import Answer, Exchange, SentRequest
from bars_conformance.faults import receiver_with
from bars_conformance.profile import REFERENCE, ProfileError
from bars_conformance.receiving.logbook import Logbook
from bars_conformance.receiving.record_locator import RecordLocator
from bars_conformance.reference.server import kept_port, listening, serving, serving_in_full

NUMBER = "9993004170"
POINTER = {
    "resourceType": "DocumentReference",
    "id": "of-my-own",
    "subject": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": NUMBER}},
}
IDS = {"X-Request-ID": "1f0a", "Authorization": "Bearer of-my-own-secret"}


@pytest.fixture
def logbook(tmp_path: Path) -> Logbook:
    return Logbook(tmp_path)


@pytest.fixture
def api(logbook: Logbook) -> Iterator[httpx.Client]:
    with (
        listening(RecordLocator(logbook.write)) as root,
        httpx.Client(base_url=f"{root}/any/path", trust_env=False, headers=IDS) as client,
    ):
        yield client


def test_a_pointer_goes_by_the_id_that_it_is_given(api: httpx.Client) -> None:
    made = api.post("/DocumentReference", json=POINTER)
    assert made.status_code == 201
    given = made.json()["id"]
    assert given != POINTER["id"]
    assert made.headers["Location"] == f"{api.base_url}DocumentReference/{given}"
    assert made.headers["X-Request-ID"] == "1f0a"
    place = f"/DocumentReference/{given}"
    assert api.get(place).json()["subject"] == POINTER["subject"]
    assert api.put(place, json=POINTER | {"status": "superseded"}).status_code == 200
    held = api.get(place).json()
    assert (held["id"], held["status"]) == (given, "superseded")
    assert api.delete(place).status_code == 200
    assert api.get(place).status_code == 404


def test_pointers_are_searched_by_patient(api: httpx.Client) -> None:
    given = api.post("/DocumentReference", json=POINTER).json()["id"]

    def found(number: str) -> list[str]:
        told = api.get("/DocumentReference", params={"subject:identifier": f"x|{number}"}).json()
        return [entry["resource"]["id"] for entry in told["entry"]]

    assert (found(NUMBER), found("9993141283")) == ([given], [])


@pytest.mark.parametrize(
    ("method", "place", "body", "status"),
    [
        ("GET", "/DocumentReference/of-my-own", None, 404),
        ("PUT", "/DocumentReference/of-my-own", POINTER, 404),
        ("GET", "/Slot", None, 404),
        ("DELETE", "/DocumentReference", None, 405),
        ("POST", "/DocumentReference", {"resourceType": "Patient"}, 400),
        ("POST", "/DocumentReference", [], 400),
        ("POST", "/DocumentReference", None, 400),
    ],
)
def test_what_cannot_be_done_is_refused(
    api: httpx.Client, method: str, place: str, body: object, status: int
) -> None:
    answer = api.request(method, place, content=None if body is None else json.dumps(body))
    assert answer.status_code == status
    assert answer.json()["resourceType"] == "OperationOutcome"


def test_another_worker_reads_what_arrived_without_its_secrets(api: httpx.Client, tmp_path: Path) -> None:
    worker = Logbook(tmp_path)
    assert worker.read() == []
    api.post("/DocumentReference", json=POINTER)
    (post,) = worker.read()
    api.get("/Slot")
    assert worker.read()[0] is post
    assert len(worker.read()) == 2
    assert json.loads(post.request.body or b"") == POINTER
    assert post.answer is not None
    assert post.answer.resource is not None
    assert post.evidence()["arrived"] is True
    assert "of-my-own-secret" not in repr(post)


def test_what_is_half_written_is_read_later(logbook: Logbook, tmp_path: Path) -> None:
    body = bytes(range(256))
    arrived = Exchange(
        datetime.now(UTC), 1.5, SentRequest("POST", "http://x/", (("A", "b"),), body), Answer(500, (), body)
    )
    logbook.write(arrived)
    line = (tmp_path / "arrivals.jsonl").read_bytes()
    half = Logbook(tmp_path)
    (tmp_path / "arrivals.jsonl").write_bytes(line[:40])
    assert half.read() == []
    (tmp_path / "arrivals.jsonl").write_bytes(line)
    assert half.read() == [arrived]


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    with (
        listening(RecordLocator(lambda _: None)) as root,
        pytest.raises(ProfileError, match=r"^own_api_port: Port \d+ of 127\.0\.0\.1 cannot be had"),
        own_api.standing_in(int(root.rpartition(":")[2]), tmp_path),
    ):
        pass


@pytest.mark.parametrize("workers", ["1", "2"])
def test_each_worker_sees_what_its_scenarios_brought_about(tmp_path: Path, workers: str) -> None:
    ended = suite_run.run(tmp_path, "--requirement=DP-28", "--requirement=DP-31", f"--workers={workers}")
    assert ended.code == 0, ended.said
    assert set(ended.verdicts.values()) == {"pass"}
    for scenario in ended.results["scenarios"]:
        shown = [ended.results["exchanges"][index] for index in scenario["exchanges"]]
        arrived = [each["request"]["method"] for each in shown if each.get("arrived")]
        assert arrived in (["POST"], ["POST", "GET", "PUT"], ["POST", "GET", "DELETE"]), scenario["id"]


def test_without_own_api_it_is_not_applicable(tmp_path: Path) -> None:
    with serving(receiver_with(())) as url:
        profile = suite_run.profile(tmp_path / "profile.yaml", url)
        ended = suite_run.run(tmp_path / "run", f"--sut={profile}", "--requirement=DP-30")
    assert ended.code == 0, ended.said
    assert {each["reason"] for each in ended.results["scenarios"]} == {
        "the profile's own_api_port is not given"
    }


def test_a_receiver_that_leaves_its_pointers_is_not_accused(tmp_path: Path) -> None:
    with serving_in_full(receiver_with(["pointer-not-updated"])) as variables:
        ended = suite_run.run(
            tmp_path, f"--sut={REFERENCE}", "--requirement=DP-30", "-k", "two and updated", **variables
        )
    assert ended.code == 3, ended.said
    (scenario,) = ended.results["scenarios"]
    assert scenario["verdict"] == "inconclusive"
    assert "wrote nothing to /DocumentReference/" in scenario["reason"]


def test_a_port_is_kept_for_the_suite(tmp_path: Path) -> None:
    with kept_port() as port:
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)
        with own_api.standing_in(port, tmp_path):
            assert httpx.get(f"http://127.0.0.1:{port}/", trust_env=False).status_code == 404

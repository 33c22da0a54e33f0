"""Triggers: how a sender is set in motion, and what it says of it."""

import sys

import pytest
from raw_server import answers, serving
from sample_sut import PROFILE

from bars_conformance.profile import Profile
from bars_conformance.profile_hooks import Hook, HttpCall, Trigger
from bars_conformance.receiving import person, triggers
from bars_conformance.receiving.scene import Scene
from bars_conformance.receiving.triggers import Outcome, Triggers
from bars_conformance.reference import Receiver
from bars_conformance.verdict import Inconclusive, NotApplicable

ABOUT = {
    "url": "http://127.0.0.1:9/FHIR/R4",
    "nhs_number": "9993004170",
    "start": "09:20",
    "service": "7",
    "receiver": "Z8R01",
}


def _profile(trigger: Trigger) -> Profile:
    return PROFILE.model_copy(update={"triggers": {"book": trigger}})


def _pulled(trigger: Trigger) -> triggers.Pulled:
    return Triggers(_profile(trigger)).pull(
        "book", ABOUT, Scene(Receiver(), "1"), frozenset({"a new booking"})
    )


@pytest.mark.parametrize(("code", "outcome"), [(0, Outcome.DONE), (1, Outcome.GIVEN_UP)])
def test_a_command_tells_by_its_exit_code(code: int, outcome: Outcome) -> None:
    script = f"import sys; print(sys.argv[1]); sys.exit({code})"
    pulled = _pulled(Hook(command=[sys.executable, "-c", script, "{url}/{nhs_number}"]))
    assert pulled.outcome is outcome
    assert pulled.exchange.answer
    assert pulled.exchange.answer.text.strip() == "http://127.0.0.1:9/FHIR/R4/9993004170"


@pytest.mark.parametrize("command", [["./no-such-program"], [sys.executable, "-c", "raise SystemExit(7)"]])
def test_a_command_that_does_not_work_is_inconclusive(command: list[str]) -> None:
    with pytest.raises(Inconclusive, match=r"^the trigger .+(did not work|exit code 7)"):
        _pulled(Hook(command=command))


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("200 OK", Outcome.DONE), ("202 Accepted", Outcome.UNTOLD), ("502 Bad Gateway", Outcome.GIVEN_UP)],
)
def test_a_request_tells_by_its_status(status: str, outcome: Outcome) -> None:
    with serving(answers(b"{}", status=status)) as server:
        assert _pulled(Hook(http=HttpCall(url=f"{server.url}/book"))).outcome is outcome
    assert b'"nhs_number":"9993004170"' in server.received[0]


def test_a_request_that_does_not_work_is_inconclusive() -> None:
    with (
        serving(answers(b"", status="404 Not Found")) as server,
        pytest.raises(Inconclusive, match="answered 404"),
    ):
        _pulled(Hook(http=HttpCall(url=server.url)))
    with pytest.raises(Inconclusive, match="did not work"):
        _pulled(Hook(http=HttpCall(url="http://127.0.0.1:9")))


def test_what_has_no_trigger_is_not_applicable() -> None:
    with pytest.raises(NotApplicable, match="the profile has no trigger cancel, rebook"):
        Triggers(_profile("manual")).need("cancel", "book", "rebook")


def _at_the_terminal(monkeypatch: pytest.MonkeyPatch, *, seen: bool) -> None:
    monkeypatch.setattr(sys, "__stderr__", sys.stderr)
    monkeypatch.setattr(person, "_typed", lambda _: "out of order")
    monkeypatch.setattr(Scene, "wait_for", lambda *_: seen)


def test_a_person_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _at_the_terminal(monkeypatch, seen=True)
    assert _pulled("manual").outcome is Outcome.UNTOLD
    told = capsys.readouterr().err
    assert "Book the slot at 09:20 of service 7 for patient 9993004170." in told
    assert "address   http://127.0.0.1:9/FHIR/R4" in told
    assert "awaited   a new booking; then all until 2 s are quiet" in told
    assert "To skip this, type why and press Enter." in told


def test_a_person_may_skip_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    _at_the_terminal(monkeypatch, seen=False)
    pulls = Triggers(_profile("manual"))
    with pytest.raises(NotApplicable, match="skipped by hand: out of order"):
        pulls.pull("book", ABOUT, Scene(Receiver(), "1"), frozenset())
    monkeypatch.delattr(person, "_typed")
    with pytest.raises(NotApplicable, match="skipped by hand: out of order"):
        pulls.pull("book", ABOUT, Scene(Receiver(), "1"), frozenset())


def test_a_person_who_does_nothing_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    _at_the_terminal(monkeypatch, seen=False)
    monkeypatch.setattr(person, "_typed", lambda _: None)
    profile = _profile("manual")
    limits = profile.limits.model_copy(update={"trigger_s": 0.05})
    hurried = Triggers(profile.model_copy(update={"limits": limits}))
    with pytest.raises(Inconclusive, match="did not arrive within"):
        hurried.pull("book", ABOUT, Scene(Receiver(), "1"), frozenset())


def test_only_triggers_that_tell_the_address_let_workers_listen_side_by_side() -> None:
    assert _profile(Hook(http=HttpCall(url="http://127.0.0.1:9"))).finds_any_address
    assert _profile(Hook(command=["send", "--to", "{url}"])).finds_any_address
    assert not _profile(Hook(command=["send"])).finds_any_address
    assert not _profile("manual").finds_any_address

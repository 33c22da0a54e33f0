"""A run about a sender that misbehaves stays up, says what it met, and goes on."""

import sys
from pathlib import Path

import pytest
from sender_run import own_port, profile
from suite_run import Outcome, run, stayed_whole

BAD_SENDER = Path(__file__).with_name("bad_sender.py")


def _outcome(folder: Path, what: str) -> Outcome:
    """A run in which the sender misbehaves when it is to refer, and looks up a service well."""
    command = f"{{command: ['{sys.executable}', '{BAD_SENDER}', '{{url}}', '%s']}}"
    triggers = f"{{refer: {command % what}, discover: {command % 'nothing wrong'}}}"
    path = profile(folder, own_port(18480), triggers)
    return run(folder / "run", f"--sut={path}", "--requirement=MH-05", "--requirement=HDR-32", "--workers=1")


@pytest.mark.parametrize(
    ("what", "said", "met"),
    [
        ("garbage", "the sender sent no new referral", "what arrived is no HTTP/1.1"),
        ("half a request", "the sender sent no new referral", "closed the connection within its request"),
        ("a vast body", "the sender sent no new referral", "'status': 413"),
        ("a flood", "requests more than the 1000 that are kept", ""),
    ],
)
def test_the_run_stays_up_says_what_it_met_and_goes_on(
    tmp_path: Path, what: str, said: str, met: str
) -> None:
    outcome = _outcome(tmp_path, what)
    assert outcome.code == 3, outcome.said
    assert sorted(outcome.verdicts.values()) == ["inconclusive", "pass", "pass"]
    assert said in outcome.said, outcome.said
    assert met in str(outcome.results["exchanges"])
    assert stayed_whole(outcome)

"""A run about a sender that comes over mutual TLS, with the right certificate and with wrong ones."""

import sys
from pathlib import Path

import pytest
from sender_run import own_port, profile
from suite_run import Outcome, run

from bars_conformance.receiving.handshakes import CAME_TO_NOTHING
from bars_conformance.reference.certificates import Certificates

TLS_SENDER = Path(__file__).with_name("tls_sender.py")


def _outcome(folder: Path, of_referrals: str, own_tls: str) -> Outcome:
    """A run in which the sender refers with a certificate, and looks up a service with the right one."""
    certificates = Certificates()
    certificates.write(folder)
    certificates.write_endpoint(folder)
    (folder / "strange").mkdir()
    Certificates().write(folder / "strange")

    def trigger(task: str, certificate: str) -> str:
        program = f"'{sys.executable}', '{TLS_SENDER}', '{folder}', '{certificate}', '{task}'"
        return f"{task}: {{command: [{program}, '{{url}}', '{{service}}', '{{receiver}}', '{{nhs_number}}']}}"

    path = profile(
        folder, own_port(18500), f"{{{trigger('refer', of_referrals)}, {trigger('discover', 'client')}}}"
    )
    text = path.read_text(encoding="utf-8").replace("http://127.0.0.1:", "https://localhost:")
    path.write_text(f"{text}{own_tls}", encoding="utf-8")
    return run(folder / "run", f"--sut={path}", "--requirement=MH-05", "--requirement=HDR-32", "--workers=1")


_OWN_TLS = "own_tls: {cert_file: endpoint.pem, key_file: endpoint.key, client_ca_file: authorities.pem}\n"


def test_a_sender_with_the_right_certificate_is_judged(tmp_path: Path) -> None:
    outcome = _outcome(tmp_path, "client", _OWN_TLS)
    assert outcome.code == 0, outcome.said
    assert set(outcome.verdicts.values()) == {"pass"}
    assert any(
        each["request"]["url"].startswith("https://localhost:") for each in outcome.results["exchanges"]
    )


@pytest.mark.parametrize("certificate", ["none", "expired", "foreign", "strange/client"])
def test_one_with_a_wrong_certificate_is_told_so_and_the_run_goes_on(
    tmp_path: Path, certificate: str
) -> None:
    outcome = _outcome(tmp_path, certificate, _OWN_TLS)
    assert outcome.code == 3, outcome.said
    assert sorted(outcome.verdicts.values()) == ["inconclusive", "pass", "pass"]
    assert any(each["reason"] == CAME_TO_NOTHING for each in outcome.results["scenarios"])
    assert any(each["error"] == CAME_TO_NOTHING for each in outcome.results["exchanges"])


@pytest.mark.parametrize(
    ("own_tls", "complaint"),
    [
        ("", "an https address needs own_tls"),
        (_OWN_TLS.replace("endpoint.key", "nowhere.key"), "own_tls: a certificate or key cannot be used"),
    ],
)
def test_without_certificates_of_its_own_the_run_does_not_begin(
    tmp_path: Path, own_tls: str, complaint: str
) -> None:
    outcome = _outcome(tmp_path, "client", own_tls)
    assert outcome.code == 2
    assert complaint in outcome.complained
    assert len(outcome.complained.strip().splitlines()) == 1

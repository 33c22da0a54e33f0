"""The embedded references: each role has one, which is what its profile says."""

import socket
import threading
from typing import get_args

import pytest
import uvicorn

from bars_conformance.cli import main
from bars_conformance.embedded import EMBEDDED
from bars_conformance.faults import FAULTS
from bars_conformance.profile import Profile
from bars_conformance.profile_file import load


def test_every_role_has_its_reference_and_faults() -> None:
    roles = set(get_args(Profile.model_fields["role"].annotation))
    assert EMBEDDED.keys() == roles
    assert {fault.role for fault in FAULTS.values()} == roles


@pytest.mark.parametrize("role", EMBEDDED)
def test_its_profile_finds_it_while_it_is_served(role: str) -> None:
    with EMBEDDED[role].serving(()) as variables:
        assert load(EMBEDDED[role].profile, variables).role == role


@pytest.mark.parametrize("role", EMBEDDED)
def test_it_is_served_in_front_and_says_how_its_profile_finds_it(
    role: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    serve = uvicorn.Server.run

    def until_interrupted(server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        if threading.current_thread() is not threading.main_thread():
            serve(server, sockets)

    monkeypatch.setattr("uvicorn.Server.run", until_interrupted)
    assert main(["reference", f"--role={role}", "--port=0"]) == 0
    root, *exports = capsys.readouterr().out.splitlines()
    assert exports[0] == f"export REFERENCE_URL={root}"


@pytest.mark.parametrize("role", EMBEDDED)
def test_a_fault_of_another_role_is_one_sentence(role: str, capsys: pytest.CaptureFixture[str]) -> None:
    other = next(fault for fault in FAULTS.values() if fault.role != role)
    assert main(["reference", f"--role={role}", f"--fault={other.name}"]) == 2
    assert f"{other.name} is no fault of role {role}" in capsys.readouterr().err

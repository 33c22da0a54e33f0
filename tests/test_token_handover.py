"""One token for all processes of a run, from memory to memory."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from raw_server import says, serving
from sample_sign_in import granting, numbered, signing_in_at
from sample_sut import PROFILE

from bars_conformance.access_token import Token
from bars_conformance.token_handover import Counter, HandedOver, handing_over
from bars_conformance.verdict import Inconclusive


def _in_a_process(counter: Counter, refused: Token | None) -> tuple[Token, Token]:
    tokens = HandedOver(counter)
    return tokens.token(refused), tokens.token()


def test_all_processes_have_one_token(tmp_path: Path) -> None:
    processes = multiprocessing.get_context("spawn")
    with serving(numbered()) as server, handing_over(signing_in_at(tmp_path, server.url)) as counter:
        first = HandedOver(counter).token()
        with ProcessPoolExecutor(2, mp_context=processes) as pool:
            had = set().union(*pool.map(_in_a_process, [counter] * 4, [None] * 4))
            renewed = set().union(*pool.map(_in_a_process, [counter] * 4, [first] * 4))
    assert had == {first}
    assert len(renewed) == 1
    assert renewed != {first}
    assert len(server.received) == 2


def test_what_one_worker_had_accepted_the_others_know(tmp_path: Path) -> None:
    with serving(granting()) as server, handing_over(signing_in_at(tmp_path, server.url)) as counter:
        one, other = HandedOver(counter), HandedOver(counter)
        assert not other.was_accepted()
        one.mark_accepted()
        assert one.was_accepted()
        assert other.was_accepted()
    assert other.was_accepted()  # it need not ask twice


def test_it_is_asked_for_again_when_it_is_due(tmp_path: Path) -> None:
    with (
        serving(numbered(expires_in=0.1)) as server,
        handing_over(signing_in_at(tmp_path, server.url)) as counter,
    ):
        tokens = HandedOver(counter)
        first = tokens.token()
        while not first.due:
            pass
        assert tokens.token() != first


def test_why_there_is_none_is_handed_over_too(tmp_path: Path) -> None:
    with (
        serving(says()) as server,
        handing_over(signing_in_at(tmp_path, server.url)) as counter,
        pytest.raises(Inconclusive, match=f"no token from {server.url}: connection broken"),
    ):
        HandedOver(counter).token()


def test_only_who_knows_the_key_is_told(tmp_path: Path) -> None:
    with serving(granting()) as server, handing_over(signing_in_at(tmp_path, server.url)) as (address, key):
        with pytest.raises(multiprocessing.AuthenticationError):
            HandedOver((address, b"another key")).token()
        assert HandedOver((address, key)).token()


def test_the_counter_closes_with_the_run(tmp_path: Path) -> None:
    with handing_over(signing_in_at(tmp_path, PROFILE.base_url)) as counter:
        pass
    assert not Path(counter[0]).exists()
    with pytest.raises(OSError, match="No such file"):
        HandedOver(counter).token()

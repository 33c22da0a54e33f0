"""The seeded faults: each is well formed, and each can be seen."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import anyio
import httpx
import pytest
from fault_probes import PROBES, Probe, summary
from reference_sender import Sender

from bars_conformance.faults import FAULTS, Fault, receiver_with
from bars_conformance.faults.fault import fault
from bars_conformance.reference import Configuration, Receiver
from bars_conformance.requirements import catalogue
from bars_conformance.verdict import HarnessError

QUICK = Configuration(time_limit_s=0.15, slow_s=0.2)


EACH_FAULT = [pytest.param(each, id=each.name) for each in FAULTS.values()]


async def _told(probe: Probe, names: Iterable[str]) -> list[Any]:
    receiver = receiver_with(names, QUICK)
    receiver.hooks.enabled = True
    async with httpx.AsyncClient(transport=httpx.ASGITransport(receiver)) as client:
        answers = await probe(Sender(client))
    kept = len(receiver.holdings.records)
    receiver.reset()
    return [*map(summary, answers), kept]


@cache
def told(probe: Probe) -> list[Any]:
    """What a probe tells of the reference."""
    return anyio.run(_told, probe, ())


@pytest.mark.parametrize("probe", PROBES)
def test_probe_tells_the_same_of_the_same_receiver(probe: Probe) -> None:
    assert anyio.run(_told, probe, ()) == told(probe)


@pytest.mark.parametrize("each", EACH_FAULT)
def test_fault_is_well_formed(each: Fault) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each.name)
    assert each.sentence.endswith(".")
    assert issubclass(each.mixin, Receiver)
    assert each.breaks
    assert each.breaks <= catalogue().keys()


@pytest.mark.parametrize("each", EACH_FAULT)
def test_fault_can_be_seen(each: Fault) -> None:
    assert any(anyio.run(_told, probe, (each.name,)) != told(probe) for probe in PROBES)


def test_faults_go_together() -> None:
    receiver = receiver_with(["ids-missing-on-not-found", "ids-missing-on-wrong-method"])
    assert isinstance(receiver, FAULTS["ids-missing-on-not-found"].mixin)
    assert isinstance(receiver, FAULTS["ids-missing-on-wrong-method"].mixin)
    assert isinstance(receiver_with(FAULTS), Receiver)


def test_unknown_fault_is_one_sentence() -> None:
    with pytest.raises(HarnessError, match=r"^There is no fault named nonesuch; .+ names them all\.$"):
        receiver_with(["nonesuch"])


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="Two faults are named"):
        fault("ids-compared-by-letter-case", "Again.", breaks="TI-52")(Receiver)

"""The seeded faults are well formed; that each can be seen is shown by running the suite against it."""

import re

import pytest

from bars_conformance.faults import FAULTS, Fault, api_with, receiver_with, sender_with
from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.api import Api
from bars_conformance.reference.sender import Sender
from bars_conformance.requirements import catalogue
from bars_conformance.verdict import HarnessError

EACH_FAULT = [pytest.param(each, id=each.name) for each in FAULTS.values()]


@pytest.mark.parametrize("each", EACH_FAULT)
def test_fault_is_well_formed(each: Fault) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each.name)
    assert each.sentence.endswith(".")
    assert issubclass(each.mixin, Receiver | Api | Sender)
    assert each.breaks
    assert each.breaks <= catalogue().keys()


def test_faults_go_together() -> None:
    receiver = receiver_with(["ids-missing-on-not-found", "ids-missing-on-wrong-method"])
    assert isinstance(receiver, FAULTS["ids-missing-on-not-found"].mixin)
    assert isinstance(receiver, FAULTS["ids-missing-on-wrong-method"].mixin)
    of = {
        role: [name for name, each in FAULTS.items() if each.role == role]
        for role in ("receiver", "api", "sender")
    }
    assert isinstance(receiver_with(of["receiver"]), Receiver)
    assert issubclass(api_with(of["api"]), Api)
    assert isinstance(sender_with(of["sender"]), Sender)


def test_a_fault_of_another_role_is_one_sentence() -> None:
    with pytest.raises(HarnessError, match=r"^ids-missing-on-not-found is no fault of role sender; "):
        sender_with(["ids-missing-on-not-found"])


def test_unknown_fault_is_one_sentence() -> None:
    with pytest.raises(HarnessError, match=r"^There is no fault named nonesuch; .+ names them all\.$"):
        receiver_with(["nonesuch"])


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="Two faults are named"):
        fault("ids-compared-by-letter-case", "Again.", breaks="TI-52")(Receiver)

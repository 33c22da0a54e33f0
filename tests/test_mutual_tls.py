"""Requests over mutual TLS, against the reference: what comes of one that is refused, by either way."""

from pathlib import Path

import pytest

from bars_conformance import outcome
from bars_conformance.claims import Claims
from bars_conformance.client import Client
from bars_conformance.exchange import Exchange
from bars_conformance.faults.mutual_tls import RefusingByHttp
from bars_conformance.hooks import Hooks
from bars_conformance.outcome import Refusal
from bars_conformance.profile import REFERENCE
from bars_conformance.profile_file import load
from bars_conformance.reference import Receiver
from bars_conformance.reference.server import serving_in_full
from bars_conformance.requester import Requester
from bars_conformance.sharing import Leases, RightOfWay
from bars_conformance.verdict import Inconclusive


def _requester(variables: dict[str, str], folder: Path, recorded: list[Exchange] | None = None) -> Requester:
    profile, way = load(REFERENCE, variables), RightOfWay(folder)
    client = Client(profile, ([] if recorded is None else recorded).append, way)
    return Requester(profile, client, Claims(profile, client), Leases(folder), way, Hooks(profile, client))


def test_a_receiver_may_refuse_a_client_without_certificate_by_http(tmp_path: Path) -> None:
    with serving_in_full(RefusingByHttp()) as variables:
        requester = _requester(variables, tmp_path)
        requester.accepted("GET /Slot over mutual TLS")
        refused = requester.send("GET /Slot over mutual TLS", "without a client certificate").exchange
        requester.client.close()
    assert not outcome.connection_ended(refused)
    assert outcome.refused(refused, [Refusal.parse("403", "REC_FORBIDDEN", "forbidden or security")]) is None


def test_a_handshake_that_is_refused_came_of_the_request_and_a_vanished_endpoint_did_not(
    tmp_path: Path,
) -> None:
    with serving_in_full(Receiver()) as variables:
        requester = _requester(variables, tmp_path)
        requester.accepted("GET /metadata over mutual TLS")
        sent = requester.send("GET /metadata over mutual TLS", "with an expired client certificate")
        requester.client.close()
    assert outcome.connection_ended(sent.exchange)
    with pytest.raises(Inconclusive, match="was not reached"):
        requester.send("GET /metadata over mutual TLS")


def test_every_exchange_is_evidence_and_a_message_is_put_away(tmp_path: Path) -> None:
    recorded: list[Exchange] = []
    with serving_in_full(Receiver()) as variables:
        requester = _requester(variables, tmp_path, recorded)
        requester.accepted("a new referral over mutual TLS")
        requester.send("a new referral over mutual TLS", "without a client certificate")
        assert [made.fate for made in requester.clean_up()] == ["cancelled"]
        requester.client.close()
    secure = [each for each in recorded if each.request.url.startswith(variables["REFERENCE_TLS_URL"])]
    assert [each.answer is not None for each in secure] == [True, False]
    assert secure[1].evidence()["error"]

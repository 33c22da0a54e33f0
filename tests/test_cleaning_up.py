"""What a scenario leaves behind: nothing, where the system under test tells what it has."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_sut import NOWHERE

from bars_conformance.claims import Claims
from bars_conformance.client import Client
from bars_conformance.faults import receiver_with
from bars_conformance.hooks import Hooks
from bars_conformance.profile import REFERENCE
from bars_conformance.profile_file import load
from bars_conformance.reference import Configuration
from bars_conformance.reference.server import serving
from bars_conformance.requester import Requester
from bars_conformance.sharing import Leases, RightOfWay


@pytest.fixture
def requester(tmp_path: Path) -> Iterator[Requester]:
    with serving(receiver_with((), Configuration(time_limit_s=1.0, slow_s=1.2))) as url:
        profile, way = load(REFERENCE, NOWHERE | {"REFERENCE_URL": url}), RightOfWay(tmp_path)
        client = Client(profile, lambda _: None, way)
        yield Requester(
            profile, client, Claims(profile, client), Leases(tmp_path), way, Hooks(profile, client)
        )
        client.close()


def test_what_was_answered_408_is_put_away_once_it_is_found(requester: Requester) -> None:
    before = requester.holds("ServiceRequest")
    sent = requester.send_under_hook("slow", "a new referral")
    requester.retry_until_done(sent)
    requester.found(sent, requester.holds("ServiceRequest") - before)
    assert [created.fate for created in requester.clean_up()] == ["cancelled"]


def test_what_is_not_found_stays_unknown(requester: Requester) -> None:
    sent = requester.send_under_hook("slow", "a new referral")
    requester.found(sent, ["nowhere"])
    assert [created.fate for created in requester.clean_up()] == ["unknown"]


def test_a_rebooking_is_put_away_although_it_says_what_it_replaces(requester: Requester) -> None:
    requester.follow_up(requester.accepted("a new booking"), "rebooking by POST that names it")
    assert [created.fate for created in requester.clean_up()] == ["cancelled", "cancelled"]

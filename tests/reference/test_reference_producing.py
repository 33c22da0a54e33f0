"""The reference as a producer at the API: what it asks for, in which order, and that nobody waits for it."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from reference_letters import booking, cancellation, following, request
from reference_sender import Sender

from bars_conformance.receiving.logbook import Logbook
from bars_conformance.receiving.record_locator import RecordLocator
from bars_conformance.reference import Receiver
from bars_conformance.reference.server import kept_port, listening

pytestmark = pytest.mark.anyio

Asked = list[tuple[str, str]]


@pytest.fixture
def api(receiver: Receiver, tmp_path: Path) -> Iterator[Logbook]:
    logbook = Logbook(tmp_path)
    with listening(RecordLocator(logbook.write)) as root:
        receiver.configuration = replace(receiver.configuration, api_url=f"{root}/base")
        yield logbook
        receiver.stop_telling()


async def asked(receiver: Receiver, api: Logbook) -> Asked:
    """What the API was asked for once the outbox is empty: verbs, and paths with ids as numbers."""
    await asyncio.wrap_future(receiver.outbox.submit(lambda: None))
    seen: dict[str, str] = {}
    found = []
    for each in api.read():
        collection, _, identifier = each.request.path.removeprefix("/base/").partition("/")
        number = seen.setdefault(identifier, str(len(seen))) if identifier else ""
        found.append((each.request.method, f"{collection}/{number}"))
    return found


async def test_a_pointer_is_posted_and_read_before_it_is_written(
    receiver: Receiver, sender: Sender, api: Logbook
) -> None:
    letter = booking(await sender.free_slot())
    identifier = await sender.accepted(letter)
    one = "DocumentReference/0"
    assert await asked(receiver, api) == [("POST", "DocumentReference/")]
    await sender.post(following(letter, identifier, description="changed"))
    assert (await asked(receiver, api))[1:] == [("GET", one), ("PUT", one)]
    await sender.post(cancellation(letter, identifier))
    assert (await asked(receiver, api))[3:] == [("GET", one), ("DELETE", one)]
    assert [each.answer and each.answer.status for each in api.read()] == [201, 200, 200, 200, 200]


async def test_it_says_who_it_is_under_ids_of_its_own(
    receiver: Receiver, sender: Sender, api: Logbook
) -> None:
    await sender.accepted(request())
    await asked(receiver, api)
    (post,) = api.read()
    document = json.loads(post.request.body or b"")
    assert "id" not in document
    assert document["custodian"]["identifier"]["value"] == "Z8R01"
    assert {"x-request-id", "x-correlation-id", "nhsd-end-user-organisation"} <= {
        name for name, _ in post.request.headers
    }


async def test_what_is_no_booking_or_referral_is_not_pointed_to(
    receiver: Receiver, sender: Sender, api: Logbook
) -> None:
    await sender.accepted(request("validation"))
    assert await asked(receiver, api) == []


async def test_an_api_that_cannot_be_reached_keeps_nobody_waiting(receiver: Receiver, sender: Sender) -> None:
    with kept_port() as port:
        receiver.configuration = replace(receiver.configuration, api_url=f"http://127.0.0.1:{port}")
        letter = booking(await sender.free_slot())
        identifier = await sender.accepted(letter)
        assert (await sender.post(cancellation(letter, identifier))).status_code == 200
        await asyncio.wrap_future(receiver.outbox.submit(lambda: None))
    assert receiver.holdings.records[identifier].saved_as is None
    await receiver.close()

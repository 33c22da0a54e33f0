"""Duplicates, retries and messages in progress."""

import asyncio
from uuid import uuid4

import pytest
from reference_letters import OTHER_PATIENT, booking, request
from reference_sender import Sender, headers, ids, organisation_header, refusal

from bars_conformance.reference import Receiver

pytestmark = pytest.mark.anyio

DUPLICATE = (409, "REC_CONFLICT", "duplicate")
TOO_EARLY = (425, "REC_TOO_EARLY", "duplicate")
TIMED_OUT = (408, "REC_TIMEOUT", "timeout")
NO_WORKFLOW = (400, "REC_BAD_REQUEST", "invariant")


@pytest.mark.parametrize("change", [str.lower, str.upper])
async def test_repeated_message_is_a_duplicate(sender: Sender, receiver: Receiver, change: type[str]) -> None:
    pair = headers()
    assert (await sender.post(request(), headers=pair)).status_code == 200
    again = {**pair, **{name: change(pair[name]) for name in ids()}}
    assert refusal(await sender.post(request(number=OTHER_PATIENT), headers=again)) == DUPLICATE
    assert len(receiver.holdings.records) == 1


async def test_known_request_id_is_a_duplicate_under_any_correlation_id(sender: Sender) -> None:
    pair = headers()
    await sender.post(request(), headers=pair)
    other = {**pair, "X-Correlation-ID": str(uuid4())}
    assert refusal(await sender.post(request(), headers=other)) == DUPLICATE


async def test_known_correlation_id_is_a_conversation(sender: Sender) -> None:
    pair = headers()
    await sender.post(request(), headers=pair)
    other = {**pair, "X-Request-ID": str(uuid4())}
    assert (await sender.post(request(), headers=other)).status_code == 200


async def test_same_body_under_fresh_ids_is_no_duplicate(sender: Sender) -> None:
    letter = request()
    assert [(await sender.post(letter)).status_code for _ in range(2)] == [200, 200]


async def test_reads_may_be_repeated(sender: Sender) -> None:
    pair = headers()
    assert [(await sender.get("/metadata", headers=pair)).status_code for _ in range(2)] == [200, 200]


async def test_retry_of_a_failure_is_told_the_failure(sender: Sender) -> None:
    letter, pair = request(), headers()
    letter["CarePlan"]["status"] = "draft"
    for each in (letter, request()):
        assert refusal(await sender.post(each, headers=pair)) == NO_WORKFLOW
    assert refusal(await sender.client.post(sender.message_url, content=b"{", headers=headers())) == (
        400,
        "REC_BAD_REQUEST",
        "structure",
    )


async def test_refusal_by_access_control_leaves_the_ids_free(sender: Sender) -> None:
    pair = headers()
    refused = {**pair, **organisation_header("Z9Z99")}
    assert refusal(await sender.post(request(), headers=refused)) == (401, "REC_UNAUTHORIZED", "security")
    assert (await sender.post(request(), headers=pair)).status_code == 200


async def test_refusal_for_headers_leaves_the_ids_free(sender: Sender) -> None:
    pair = headers()
    assert (await sender.post(request(), headers={**pair, "Accept": "text/html"})).status_code == 406
    assert (await sender.post(request(), headers=pair)).status_code == 200


async def test_twenty_at_once_are_carried_out_once(sender: Sender, receiver: Receiver) -> None:
    pair, letter = headers(), request()
    answers = await asyncio.gather(*(sender.post(letter, headers=pair) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 19
    assert len(receiver.holdings.records) == 1


async def test_two_bookings_of_a_slot_at_once_give_one(sender: Sender, receiver: Receiver) -> None:
    slot = await sender.free_slot()
    letters = [booking(slot), booking(slot, OTHER_PATIENT)]
    answers = await asyncio.gather(*map(sender.post, letters))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert len(receiver.holdings.records) == 1


async def test_retry_of_a_message_in_progress_is_too_early(sender: Sender) -> None:
    pair, letter = headers(), request()
    await sender.hook("hold")
    first = asyncio.create_task(sender.post(letter, headers=pair))
    await asyncio.sleep(0.02)
    assert refusal(await sender.post(letter, headers=pair)) == TOO_EARLY
    await sender.hook("release")
    assert (await first).status_code == 200
    assert refusal(await sender.post(letter, headers=pair)) == DUPLICATE


async def test_message_held_beyond_the_limit_times_out_and_goes_on(
    sender: Sender, receiver: Receiver
) -> None:
    pair, letter = headers(), request()
    await sender.hook("hold")
    assert refusal(await sender.post(letter, headers=pair)) == TIMED_OUT
    assert refusal(await sender.post(letter, headers=pair)) == TOO_EARLY
    await sender.hook("release")
    await asyncio.sleep(0)
    assert refusal(await sender.post(letter, headers=pair)) == DUPLICATE
    assert len(receiver.holdings.records) == 1


async def test_failure_after_a_timeout_is_told_on_retry(sender: Sender) -> None:
    slot, pair = await sender.free_slot(), headers()
    await sender.hook("slow")
    assert refusal(await sender.post(booking(slot), headers=pair)) == TIMED_OUT
    await sender.accepted(booking(slot, OTHER_PATIENT))
    await asyncio.sleep(0.3)
    assert refusal(await sender.post(booking(slot), headers=pair)) == (409, "REC_CONFLICT", "conflict")


async def test_slow_read_times_out(sender: Sender) -> None:
    await sender.hook("slow")
    assert refusal(await sender.get("/metadata")) == TIMED_OUT
    assert (await sender.get("/metadata")).status_code == 200


async def test_failure_inside_is_told_kept_out_of_the_store_and_remembered(
    sender: Sender, receiver: Receiver
) -> None:
    pair = headers()
    await sender.hook("fail")
    for _ in range(2):
        answer = await sender.post(request(), headers=pair)
        assert refusal(answer) == (500, "REC_SERVER_ERROR", "exception")
        assert answer.headers["X-Request-ID"] == pair["X-Request-ID"]
        assert "Traceback" not in answer.text
    assert not receiver.holdings.records


async def test_reset_forgets_all_and_abandons_work(sender: Sender, receiver: Receiver) -> None:
    pair = headers()
    await sender.accepted(booking(await sender.free_slot()))
    await sender.hook("hold")
    held = asyncio.create_task(sender.post(request(), headers=pair))
    await asyncio.sleep(0.02)
    assert await sender.hook("reset") == 204
    assert refusal(await held) == (503, "REC_UNAVAILABLE", "transient")
    assert not receiver.holdings.records
    assert not await sender.slots("busy")
    assert (await sender.post(request(), headers=pair)).status_code == 200


async def test_release_drops_a_hold_that_nothing_ran_into(sender: Sender) -> None:
    await sender.hook("hold")
    await sender.hook("release")
    assert (await sender.post(request())).status_code == 200


@pytest.mark.parametrize("name", ["touch/unknown", "nothing", "touch"])
async def test_unknown_hook_is_not_found(sender: Sender, name: str) -> None:
    assert await sender.hook(name) == 404


async def test_hooks_are_shut_unless_opened(sender: Sender, receiver: Receiver) -> None:
    receiver.hooks.enabled = False
    answer = await sender.client.post("http://reference.test/hooks/reset", headers=ids())
    assert refusal(answer) == (404, "REC_NOT_FOUND", "not-found")

"""Hooks: what working one gives, and the requests that a system sends of its own."""

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from sample_exchanges import answer, exchange
from sample_sut import PARTIES, PROFILE, Told

from bars_conformance import messages
from bars_conformance.client import Client
from bars_conformance.exchange import Answer, Exchange
from bars_conformance.hooks import Hooks
from bars_conformance.profile_hooks import Hook, HookName, HttpCall
from bars_conformance.verdict import Inconclusive, NotApplicable

REFERRAL = messages.referral(PARTIES)
VALIDATION = messages.validation(PARTIES)
URL = "http://127.0.0.1:9/hooks/ask/{id}"


class Asked(Client):
    """A client that need not send: it knows what the hook will answer."""

    def __init__(self, told: Answer | None) -> None:
        self._told = exchange(told)
        self.url = ""

    def work_hook(self, method: str, url: str) -> Exchange:  # noqa: ARG002 - all hooks answer alike
        self.url = url
        return self._told


def hooks(client: Client, **given: Hook) -> Hooks:
    named = {HookName(name): hook for name, hook in given.items()}
    return Hooks(PROFILE.model_copy(update={"hooks": named}), client)


def told(body: object, status: int = 200) -> Hooks:
    return hooks(Asked(answer(body, status)), ask=Hook(http=HttpCall(url=URL)))


def command(program: str, *arguments: str) -> Hook:
    return Hook(command=[sys.executable, "-c", program, *arguments])


@pytest.mark.parametrize(("category", "message"), [("referral", REFERRAL), ("validation", VALIDATION)])
def test_a_request_is_told_in_the_answer(category: str, message: dict[str, Any]) -> None:
    client = Asked(answer(message))
    asked = hooks(client, ask=Hook(http=HttpCall(url=URL))).ask(category).answer
    assert asked is not None
    assert asked.resource == message
    assert client.url.endswith(f"/ask/{category}")


def test_a_request_is_told_on_standard_output() -> None:
    program = f"import sys; print({json.dumps(json.dumps(REFERRAL))} if sys.argv[1] == 'referral' else '')"
    asked = hooks(Told({}), ask=command(program, "{id}"))
    worked = asked.ask("referral")
    assert worked.answer is not None
    assert worked.answer.resource == REFERRAL
    with pytest.raises(NotApplicable, match="sends no validation requests of its own"):
        asked.ask("validation")


@pytest.mark.parametrize("body", [b"", b" \n"])
def test_an_empty_answer_says_that_there_are_no_such_requests(body: bytes) -> None:
    with pytest.raises(NotApplicable, match="the hook ask says that the system sends no referral requests"):
        told(body).ask("referral")


def test_a_profile_without_the_hook() -> None:
    with pytest.raises(NotApplicable, match="the profile has no hook ask"):
        hooks(Told({})).ask("referral")


Change = Callable[[dict[str, Any]], object]


def _replaced(path: str, new: object) -> Change:
    return lambda message: messages.replaced(message, path, new)


def _without(path: str) -> Change:
    return lambda message: messages.without(message, path)


DEFECTS: list[tuple[Change, str]] = [
    (lambda _: b"<Bundle/>", "expected a Bundle in JSON"),
    (lambda _: [1], "expected a Bundle in JSON"),
    (lambda _: {"resourceType": "Patient"}, "resourceType: expected Bundle"),
    (lambda _: {"resourceType": "Bundle", "type": "message"}, "it has no Bundle.id"),
    (lambda message: message | {"entry": [{"fullUrl": "urn:x"}]}, "has no resource or no fullUrl"),
    (lambda message: message | {"entry": "none"}, "Bundle.entry"),
    (_without("Bundle.id"), "it has no Bundle.id"),
    (_without("MessageHeader"), "it has no MessageHeader.source.endpoint"),
    (_without("MessageHeader.sender"), "it has no MessageHeader.sender.reference"),
    (_without("MessageHeader.destination"), "it has no MessageHeader.destination.endpoint"),
    (_without("MessageHeader.destination.receiver"), "it has no MessageHeader.destination.receiver"),
    (_replaced("MessageHeader.source.endpoint", "https://sut.example"), "a bar between"),
    (_replaced("MessageHeader.source.endpoint", "system|"), "a bar between"),
    (_without("ServiceRequest"), "it has no ServiceRequest.status"),
    (_without("Encounter"), "it has no Encounter.status"),
    (_without("CarePlan"), "it has no CarePlan.status"),
    (_replaced("ServiceRequest.category.coding.code", "referral"), "category is not validation"),
    (_without("ServiceRequest.category"), "category is not validation"),
    (_replaced("Patient.birthDate", "yesterday"), "resource.birthDate"),
]


@pytest.mark.parametrize(("change", "problem"), DEFECTS, ids=range(len(DEFECTS)))
def test_what_cannot_be_responded_to_is_inconclusive(change: Change, problem: str) -> None:
    with pytest.raises(Inconclusive, match=r"must answer with a validation request .*") as caught:
        told(change(VALIDATION)).ask("validation")
    assert problem in str(caught.value)


@pytest.mark.parametrize("told_", [answer({}, 500), answer({}, 404), None])
def test_a_hook_that_does_not_work_is_inconclusive(told_: Answer | None) -> None:
    asked = hooks(Asked(told_), ask=Hook(http=HttpCall(url=URL)))
    with pytest.raises(Inconclusive, match="the hook ask did not work"):
        asked.ask("referral")


@pytest.mark.parametrize(
    ("hook", "problem"),
    [
        (command("raise SystemExit(3)"), "the hook touch ended with exit code 3"),
        (Hook(command=["/nowhere/at-all"]), "the hook touch did not work: .*No such file"),
    ],
)
def test_a_command_that_does_not_work_is_inconclusive(hook: Hook, problem: str) -> None:
    with pytest.raises(Inconclusive, match=problem):
        hooks(Told({}), touch=hook).work("touch", "resource-1")


def responding(body: object, status: int = 200) -> Hooks:
    return hooks(Asked(answer(body, status)), respond=Hook(http=HttpCall(url=URL)))


@pytest.mark.parametrize("headers", [{}, {"X-Request-ID": "r-1"}])
def test_a_response_is_told_with_or_without_its_headers(headers: dict[str, str]) -> None:
    told_ = responding({"headers": headers, "body": REFERRAL}).respond("r-1")
    assert told_.resource == REFERRAL
    assert dict(told_.headers) == headers
    assert responding({"body": REFERRAL}).respond("r-1").headers == ()


def test_a_response_is_told_on_standard_output() -> None:
    program = 'import sys; print(\'{"body": {"resourceType": "Bundle", "id": "\' + sys.argv[1] + \'"}}\')'
    assert hooks(Told({}), respond=command(program, "{id}")).respond("r-7").resource == {
        "resourceType": "Bundle",
        "id": "r-7",
    }


@pytest.mark.parametrize("body", [b"", b" \n"])
def test_an_empty_answer_says_that_nothing_calls_for_a_response(body: bytes) -> None:
    with pytest.raises(NotApplicable, match="the hook respond says that nothing calls for a response"):
        responding(body).respond("r-1")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"<Bundle/>", "the answer: Invalid JSON"),
        ([1], "the answer: Input should be an object"),
        (REFERRAL, "body: Field required"),
        ({"body": "{}"}, "body: Input should be"),
        ({"body": {}, "headers": {"X-Request-ID": 7}}, "headers.X-Request-ID: Input should be"),
    ],
    ids=range(5),
)
def test_what_is_no_message_is_inconclusive(body: object, problem: str) -> None:
    with pytest.raises(Inconclusive, match="the hook respond must answer with a JSON object") as caught:
        responding(body).respond("r-1")
    assert problem in str(caught.value)

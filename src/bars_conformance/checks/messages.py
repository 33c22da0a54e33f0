"""What the standard asks of the synchronous answer to a message.

In each check the answer is one of success; Inconclusive if it is not.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import orjson

from bars_conformance import fhir, messages
from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.outcome import Refusal, described, needs_acceptance, one_accepted
from bars_conformance.verdict import Inconclusive, NotApplicable

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def has_status(exchange: Exchange, statuses: Sequence[str]) -> Finding | None:
    """The answer has one of these HTTP statuses."""
    answer = exchange.answer
    if answer is not None and str(answer.status) in statuses:
        return None
    told = described(answer) if answer else f"none ({exchange.error})"
    return Finding("HTTP status", " or ".join(statuses), told)


def is_message_with_focus(exchange: Exchange) -> Finding | None:
    """A Bundle of type message with a MessageHeader and the focus resource.

    API specification 1.1.0, /$process-message: the request as the receiver holds it.
    """
    needs_acceptance(exchange)
    bundle = (exchange.answer.resource if exchange.answer else None) or {}
    if bundle.get("resourceType") != "Bundle":
        return Finding("resourceType", "Bundle", str(bundle.get("resourceType", "no resource")))
    if bundle.get("type") != "message":
        return Finding("Bundle.type", "message", str(bundle.get("type")))
    for kind in ("MessageHeader", _focus_type(exchange)):
        if not fhir.resources(bundle, kind):
            return Finding("Bundle.entry", f"a {kind}", "none")
    return None


def has_the_id_that_was_sent(exchange: Exchange) -> Finding | None:
    """Standard-Pattern-Composite-Messages/Cancellation.page.md: later messages keep Bundle.id."""
    sent, told = str(_sent(exchange)["id"]), str(_bundle(exchange).get("id"))
    return None if told == sent else Finding("Bundle.id", sent, told)


def gives_its_focus_an_id(exchange: Exchange) -> Finding | None:
    """Standard-Pattern-Composite-Messages/Cancellation.page.md: ids are the receiver's to assign."""
    kind = _focus_type(exchange)
    ids = [resource.get("id") for resource in fhir.resources(_bundle(exchange), kind)]
    if not any(ids):
        return Finding(f"{kind}.id", "one that the receiver gave", "none")
    sent = messages.focus(_sent(exchange)).get("id")
    if sent in ids:
        return Finding(f"{kind}.id", "one that the receiver gave", f"that of the sender, {sent}")
    return None


def keeps_full_urls(exchange: Exchange) -> Finding | None:
    """Standard-Pattern-For-Composites.page.md, examples: senders match entries by fullUrl.

    An answer may leave entries out and have further ones, so no more of a type are judged than it tells.
    """
    sent, bundle = _sent(exchange), _bundle(exchange)
    for kind in sorted(
        {resource["resourceType"] for resource in messages.resources(sent)} - {"MessageHeader"}
    ):
        given = {url for url, _ in fhir.entries(sent, kind)}
        told = {str(url) for url, _ in fhir.entries(bundle, kind)}
        if len(given & told) < min(len(given), len(told)):
            return Finding(f"fullUrl of {kind}", "the one that was sent", ", ".join(sorted(told)))
    return None


def keeps_journey_id(exchange: Exchange) -> Finding | None:
    """BaRS-FHIR-Usage/Journey-ID.page.md: the journey id comes back; an answer may lack the Encounter."""
    sent = _journeys(messages.first(_sent(exchange), "Encounter"))
    encounters = fhir.resources(_bundle(exchange), "Encounter")
    if not encounters:
        raise NotApplicable("the answer to the message holds no Encounter")
    told = set().union(*map(_journeys, encounters))
    if sent & told:
        return None
    return Finding("Encounter.episodeOfCare.reference", ", ".join(sent), ", ".join(sorted(told)) or "none")


def at_most_one_taken(exchanges: Sequence[Exchange], lawful: Sequence[Refusal]) -> Finding | None:
    """At most one of the requests is accepted; each other is answered by one of these refusals.

    Raises Inconclusive if none is accepted.
    """
    if not any(exchange.answer and exchange.answer.accepted for exchange in exchanges):
        raise Inconclusive("none of the requests was accepted")
    return one_accepted(exchanges, lawful)


def _sent(exchange: Exchange) -> dict[str, Any]:
    message: dict[str, Any] = orjson.loads(exchange.request.body or b"{}")
    return message


def _focus_type(exchange: Exchange) -> str:
    return str(messages.focus(_sent(exchange))["resourceType"])


def _bundle(exchange: Exchange) -> dict[str, Any]:
    needs_acceptance(exchange)
    bundle = exchange.answer.resource if exchange.answer else None
    if bundle is None or bundle["resourceType"] != "Bundle":
        raise Inconclusive("the answer to the message is no Bundle")
    return bundle


def _journeys(encounter: Mapping[str, Any]) -> set[str]:
    """The GUIDs of the journey ids, whose references have several forms (R-117)."""
    return {guid.lower() for guid in _GUID.findall(orjson.dumps(encounter.get("episodeOfCare")).decode())}


PROPERTIES: Mapping[str, Callable[[Exchange], Finding | None]] = MappingProxyType(
    {
        "the Bundle is a message with a MessageHeader and the focus": is_message_with_focus,
        "the Bundle has the id that was sent": has_the_id_that_was_sent,
        "the focus has an id of the receiver's own": gives_its_focus_an_id,
        "each fullUrl that was sent is kept": keeps_full_urls,
        "the journey id is kept": keeps_journey_id,
    }
)
"""What a feature may ask of the answer to a message, by the words it uses."""

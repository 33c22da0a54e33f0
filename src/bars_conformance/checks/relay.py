"""What an API passes on: to the receiver, and of its answer back to the sender."""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from bars_conformance.client import Call
from bars_conformance.exchange import Exchange, SentRequest
from bars_conformance.finding import Finding
from bars_conformance.relayed import Relayed
from bars_conformance.verdict import HarnessError, Inconclusive, NotApplicable

_HIDDEN = "the access token"
_VARYING = {"id", "meta", "date"}


def of_what_arrives(relayed: Relayed | None, call: Call, words: str) -> list[Finding | None]:
    """What the check of these words finds in the request that reached the receiver; None where nothing.

    Raises Inconclusive if none did; that one does is judged by "it is there".
    """
    if relayed is None:
        raise HarnessError("nothing was sent to the receiver of the suite; let a When do it.")
    if words == "it is there":
        return [None if relayed.arrived else Finding("at the receiver", "the request", "nothing arrived")]
    if words == "there is a client certificate":
        return [_certificate(relayed)]
    if not relayed.arrived:
        raise Inconclusive("the request did not arrive at the receiver of the suite")
    for pattern, check in _ARRIVES.items():
        if found := re.fullmatch(pattern, words):
            return list(check(relayed.arrived[0], call, **found.groupdict()))
    raise HarnessError(f"nothing that arrives is called '{words}'; there are {', '.join(_ARRIVES)}.")


def is_kept(arrival: SentRequest, call: Call, sound: Call) -> bool:
    """Whether what a call has otherwise than a sound one (method, path, parameters, Accept) arrived so."""
    found: list[Finding | None] = []
    if call.method != sound.method:
        found += _method(arrival, call)
    if call.path != sound.path:
        found += _path(arrival, call)
    if call.query != sound.query:
        found += _parameters(arrival, call)
    if call.header("Accept") != sound.header("Accept"):
        found += _headers(arrival, call, "Accept")
    return not any(found)


def comes_back(relayed: Relayed | None, exchange: Exchange) -> Finding | None:
    """Status and body of the answer are those that the receiver gave."""
    if relayed is None or relayed.answer is None:
        raise HarnessError("no receiver of the suite has answered; let a When do it.")
    if not relayed.arrived:
        raise Inconclusive("the request did not arrive at the receiver of the suite")
    given, got = relayed.answer, exchange.answer
    if got is None:
        return Finding("the answer", str(given.status), f"none ({exchange.error})")
    if got.status != given.status:
        return Finding("HTTP status", f"{given.status}, as the receiver answered", str(got.status))
    if got.body != given.body:
        return Finding("the body of the answer", repr(given.text), repr(got.text))
    return None


def is_of_the_api(exchange: Exchange, of_the_receiver: Exchange) -> Finding | None:
    """The answer to a request without a target is the API's own, not one that a receiver gave.

    Failure-Scenarios-1.1.x/Capability-Statement.page.md.
    """
    answers = [each.answer.resource if each.answer else None for each in (exchange, of_the_receiver)]
    own, other = ({key: each[key] for key in each.keys() - _VARYING} if each else None for each in answers)
    if own is None or own != other:
        return None
    return Finding("the CapabilityStatement", "the API's own", "that of the receiver")


def _certificate(relayed: Relayed) -> Finding | None:
    """What arrived came over TLS, from a client with a certificate of the profile's authorities."""
    if relayed.certified is None:
        raise NotApplicable("the own_receiver of the profile has no tls")
    if relayed.greetings and not relayed.arrived:
        return Finding(
            "the TLS handshake", "a client certificate that the authorities vouch for", "it failed"
        )
    if not relayed.arrived:
        raise Inconclusive("the request did not arrive at the receiver of the suite")
    return None if all(relayed.certified) else Finding("the TLS handshake", "a client certificate", "none")


def _headers(arrival: SentRequest, call: Call, names: str) -> Iterator[Finding | None]:
    for name in re.split(r", | and ", names):
        sent, got = call.header(name), arrival.header(name)
        yield None if got == sent else Finding(f"{name} at the receiver", str(sent), got or "none")


def _no_header(arrival: SentRequest, _: Call, name: str) -> Iterator[Finding | None]:
    there = arrival.header(name) is not None
    yield Finding(f"{name} at the receiver", "none", _HIDDEN) if there else None


def _method(arrival: SentRequest, call: Call) -> Iterator[Finding | None]:
    same = arrival.method == call.method
    yield None if same else Finding("the method at the receiver", call.method, arrival.method)


def _path(arrival: SentRequest, call: Call) -> Iterator[Finding | None]:
    same = arrival.path.endswith(call.path)
    yield None if same else Finding("the path at the receiver", call.path, arrival.path)


def _parameters(arrival: SentRequest, call: Call) -> Iterator[Finding | None]:
    same = sorted(arrival.parameters) == sorted(call.query)
    expected, actual = str(call.query), str(arrival.parameters)
    yield None if same else Finding("the parameters at the receiver", expected, actual)


def _body(arrival: SentRequest, call: Call) -> Iterator[Finding | None]:
    sent, got = call.body or b"", arrival.body or b""
    yield None if got == sent else Finding("the body at the receiver", _told(sent), _told(got))


def _told(body: bytes) -> str:
    return f"{len(body)} bytes that begin {body[:80]!r}"


_ARRIVES: Mapping[str, Callable[..., Iterator[Finding | None]]] = MappingProxyType(
    {
        r"there is no (?P<name>[A-Z]\S+)": _no_header,
        r"the method is as sent": _method,
        r"the path is as sent": _path,
        r"the parameters are as sent": _parameters,
        r"the body is as sent": _body,
        r"(?P<names>[A-Z]\S+(?:(?:, | and )[A-Z]\S+)*) (?:is|are) as sent": _headers,
    }
)

"""What an asynchronous response holds: one more message under all the rules of a request.

Standard-Pattern-Composite-Messages/Message-Headers.page.md, Asynchronous Response Workflows.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from bars_conformance import fhir, messages
from bars_conformance.checks.asynchronous_response import entries, objects, request, response, unlike, values
from bars_conformance.checks.capability import last_part
from bars_conformance.exchange import Exchange
from bars_conformance.fhir import within
from bars_conformance.finding import Finding
from bars_conformance.standard import CODE_SYSTEMS, MESSAGE_DEFINITIONS, PROFILES, URL, USE_CASES
from bars_conformance.verdict import NotApplicable

_EVENT = "servicerequest-response"
_MAJOR_1 = re.compile(r"1(?:\.\S*)?")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def is_coded(exchange: Exchange, path: str, codes: str, system: str) -> Finding | None:
    """The Coding or CodeableConcept at the path has one of these codes of this code system."""
    url = CODE_SYSTEMS[system].url
    codings = [coding for each in objects(exchange, path) for coding in (within(each, "coding") or [each])]
    if any(each.get("code") in codes.split(" or ") and each.get("system") == url for each in codings):
        return None
    return unlike(
        path, f"{codes} of {url}", [f"{each.get('code')} of {each.get('system')}" for each in codings]
    )


def has_value(exchange: Exchange, path: str, expected: str) -> Finding | None:
    """What stands at the path is one of these values."""
    told = values(exchange, path)
    return None if told and {*map(str, told)} <= {*expected.split(" or ")} else unlike(path, expected, told)


def has_value_outside(exchange: Exchange, path: str, expected: str, application: str) -> Finding | None:
    """Likewise, save for requests of an Application that has values of its own (R-69)."""
    use_case = USE_CASES.get(messages.use_case(request(exchange)))
    if use_case and str(use_case.application) == application:
        raise NotApplicable(f"the request is one of Application {application}")
    return has_value(exchange, path, expected)


def has_version_of_major_1(exchange: Exchange) -> Finding | None:
    """Bundle.meta.versionId is there; which version of the major it is, the guide does not say (R-59)."""
    path = "Bundle.meta.versionId"
    told = values(exchange, path)
    if told and all(_MAJOR_1.fullmatch(str(each)) for each in told):
        return None
    return unlike(path, "a version of major 1", told)


def is_about(exchange: Exchange, kinds: str) -> Finding | None:
    """MessageHeader.focus leads to an entry of one of these types."""
    focus = objects(exchange, "MessageHeader.focus")
    if any(fhir.resolved(response(exchange), kind, focus) for kind in kinds.split(" or ")):
        return None
    return unlike(
        "MessageHeader.focus", f"a {kinds} of the message", [each.get("reference") for each in focus]
    )


def follows_a_definition_of_responses(exchange: Exchange) -> Finding | None:
    """MessageHeader.definition is a national one of the event; a bespoke one is not judged (R-88)."""
    url = _definition_url(exchange)
    if url in MESSAGE_DEFINITIONS:
        lawful = MESSAGE_DEFINITIONS[url].event == _EVENT
    else:
        lawful = bool(_ABSOLUTE.fullmatch(url)) and not url.startswith(URL.message_definition)
    return None if lawful else Finding("MessageHeader.definition", f"one of {_EVENT}", url or "none")


def meets_its_definition(exchange: Exchange) -> Finding | None:
    """There are as many resources of each type as the MessageDefinition has that the message follows."""
    definition = MESSAGE_DEFINITIONS.get(_definition_url(exchange))
    if definition is None:
        raise NotApplicable("the response follows no national MessageDefinition")
    there = Counter(str(resource.get("resourceType")) for _, resource in entries(exchange))
    for kind in dict.fromkeys(line.code for line in definition.focus if line.code != "Bundle"):
        lines = [line for line in definition.focus if line.code == kind]
        least, most = sum(line.min for line in lines), sum(line.max or 0 for line in lines)
        endless = any(line.max is None for line in lines)
        if there[kind] < least or (there[kind] > most and not endless):
            bounds = f"{least} or more" if endless else f"{least} to {most}"
            return Finding(f"resources of type {kind}", bounds, str(there[kind]))
    return None


def has_the_profile_of_a_response(exchange: Exchange) -> Finding | None:
    """MessageHeader.meta.profile, where given: that of responses, or the one its definition names (R-88)."""
    path = "MessageHeader.meta.profile"
    told = [last_part(url) for url in values(exchange, path)]
    if not told:
        raise NotApplicable("the MessageHeader names no profile")
    definition = MESSAGE_DEFINITIONS.get(_definition_url(exchange))
    named = [line.profile for line in definition.focus if line.code == "MessageHeader"] if definition else []
    lawful = {last_part(url) for url in (PROFILES[f"MessageHeader {_EVENT}"], *named)}
    return None if lawful & {*told} else unlike(path, " or ".join(sorted(lawful)), told)


def begins_with_its_header(exchange: Exchange) -> Finding | None:
    """The first entry, and no other, is a MessageHeader (R-124)."""
    kinds = [str(resource.get("resourceType")) for _, resource in entries(exchange)]
    if kinds[:1] == ["MessageHeader"] and kinds.count("MessageHeader") == 1:
        return None
    return unlike("Bundle.entry", "one MessageHeader, and that first", kinds)


def holds_what_it_refers_to(exchange: Exchange) -> Finding | None:
    """References by fullUrl lead to an entry; literal ones need not (R-124)."""
    urls = {url for url, _ in entries(exchange)}
    for path, reference in _references(response(exchange), "Bundle"):
        if reference.startswith("urn:") and reference not in urls:
            return Finding(path, "the fullUrl of an entry", reference)
    return None


def _definition_url(exchange: Exchange) -> str:
    told = [*values(exchange, "MessageHeader.definition"), ""]
    return str(told[0]).partition("|")[0]


def _references(node: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for item in node:
            yield from _references(item, path)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name == "reference" and isinstance(value, str):
                yield f"{path}.{name}", value
            else:
                yield from _references(value, f"{path}.{name}")


_PATH = r"(?P<path>[A-Z]\w+(?:\.\w+)+)"
_CODES = r"[a-z-]+(?: or [a-z-]+)*"

PROPERTIES: Mapping[str, Callable[..., Finding | None]] = MappingProxyType(
    {
        "Bundle.meta.versionId is of major version 1": has_version_of_major_1,
        "MessageHeader.focus is a (?P<kinds>[A-Z].+)": is_about,
        "MessageHeader.definition is a MessageDefinition of responses": follows_a_definition_of_responses,
        "MessageHeader.meta.profile is that of responses": has_the_profile_of_a_response,
        "each type is as often as its MessageDefinition has it": meets_its_definition,
        "the first entry alone is a MessageHeader": begins_with_its_header,
        "each reference by fullUrl leads to an entry": holds_what_it_refers_to,
        rf"{_PATH} is (?P<expected>{_CODES})": has_value,
        rf"outside Application (?P<application>\d), {_PATH} is (?P<expected>{_CODES})": has_value_outside,
        rf"{_PATH} is (?P<codes>{_CODES}) of (?P<system>[a-z-]+)": is_coded,
    }
)
"""What a feature may ask of the content of a response, by the words it uses; the general words come last."""

"""The headers of a request that a sender sent (End-to-end-workflow/HTTP-Header, Transactional-integrity)."""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import orjson

from bars_conformance import fhir
from bars_conformance.checks.sent_identifiers import UUID
from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.standard import URL
from bars_conformance.verdict import HarnessError

_FHIR_TYPE = re.compile(r"application/fhir\+(json|xml)(\s*;\s*[\w-]+\s*=\s*\"?[\w.-]+\"?)*\s*", re.IGNORECASE)
_VERSION = re.compile(r";\s*version\s*=\s*\"?\d+\.\d+\.\d+\"?", re.IGNORECASE)
_BARS = 4
"""How many values use-context has."""


def carries(exchange: Exchange, header: str, form: str) -> Finding | None:
    """The request has the header, in this form; ``form`` is a key of FORMS."""
    told = exchange.request.header(header)
    if told is None:
        return Finding(f"{_named(exchange)}, {header}", form, "no such header")
    return _judged(exchange, header, form, told)


def carries_if_at_all(exchange: Exchange, header: str, form: str) -> Finding | None:
    """The request has the header in this form, or not at all."""
    told = exchange.request.header(header)
    return None if told is None else _judged(exchange, header, form, told)


def all_differ(exchanges: Iterable[Exchange], header: str) -> Finding | None:
    """No two requests have the same value of the header."""
    seen: dict[str, Exchange] = {}
    for exchange in exchanges:
        told = (exchange.request.header(header) or "").lower()
        if told and told in seen:
            return Finding(
                f"{_named(exchange)}, {header}", "one of its own", f"{told}, as {_named(seen[told])}"
            )
        seen[told] = exchange
    return None


def all_agree(exchanges: Iterable[Exchange], header: str) -> Finding | None:
    """All requests have the same value of the header, save for letter case (R-02)."""
    first: tuple[str, Exchange] | None = None
    for exchange in exchanges:
        told = (exchange.request.header(header) or "none").lower()
        first = first or (told, exchange)
        if told != first[0]:
            return Finding(f"{_named(exchange)}, {header}", f"{first[0]}, as {_named(first[1])}", told)
    return None


def _judged(exchange: Exchange, header: str, form: str, told: str) -> Finding | None:
    if form not in FORMS:
        raise HarnessError(f"no form of a header is called '{form}'; the features know {', '.join(FORMS)}.")
    problem = FORMS[form](told)
    return Finding(f"{_named(exchange)}, {header}", form, problem) if problem else None


def _named(exchange: Exchange) -> str:
    return f"{exchange.request.method} {exchange.request.url.partition('?')[0]}"


def _uuid(told: str) -> str | None:
    return None if UUID.fullmatch(told) else told


def _media_type_and_version(told: str) -> str | None:
    ranges = [each.strip() for each in told.split(",")]
    return None if any(_FHIR_TYPE.fullmatch(each) and _VERSION.search(each) for each in ranges) else told


def _media_type(told: str) -> str | None:
    return None if _FHIR_TYPE.fullmatch(told.strip()) else told


def _four_values(told: str) -> str | None:
    values = told.split("|")
    return None if len(values) == _BARS and all(each.strip() for each in values) else told


def json_object(told: str) -> dict[str, Any] | None:
    """The JSON object in a Base64 header; None if there is none."""
    try:
        document = orjson.loads(base64.b64decode(told, validate=True))
    except (binascii.Error, ValueError):
        return None
    return document if isinstance(document, dict) else None


def service(told: str | None) -> str:
    """The service that NHSD-Target-Identifier names, as ``system|value``; empty if it names none."""
    target = json_object(told or "") or {}
    parts = [target.get(name) for name in ("system", "value")]
    return "|".join(each for each in parts if isinstance(each, str)) if all(parts) else ""


def _base64(told: str) -> str | None:
    return None if json_object(told) is not None else told


def _of_object(lacks: Callable[[dict[str, Any]], str | None]) -> Callable[[str], str | None]:
    def judged(told: str) -> str | None:
        document = json_object(told)
        return f"{told}, which is no Base64 of a JSON object" if document is None else lacks(document)

    return judged


def _target(document: dict[str, Any]) -> str | None:
    texts = [document.get(name) for name in ("system", "value")]
    return None if all(isinstance(each, str) and each for each in texts) else _shown(document)


def _organisation(document: dict[str, Any]) -> str | None:
    has_code = _has_identifier(document, URL.organisation)
    return None if has_code and _text(document.get("name")) else _shown(document)


def _practitioner(document: dict[str, Any]) -> str | None:
    return None if _has_identifier(document, URL.role_profile) else _shown(document)


def _software(document: dict[str, Any]) -> str | None:
    """The API specification has deviceName and version as objects, FHIR R4 as lists."""
    complete = (
        any(_text(each.get("value")) for each in fhir.within(document, "identifier"))
        and any(_text(each.get("name")) for each in fhir.within(document, "deviceName"))
        and any(_text(each.get("value")) for each in fhir.within(document, "version"))
    )
    return None if complete else _shown(document)


def _has_identifier(document: dict[str, Any], system: str) -> bool:
    wanted = system.lower().replace("https:", "http:")
    return any(
        str(each.get("system")).lower().replace("https:", "http:") == wanted and _text(each.get("value"))
        for each in fhir.within(document, "identifier")
    )


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _shown(document: dict[str, Any]) -> str:
    return orjson.dumps(document).decode()


FORMS: Mapping[str, Callable[[str], str | None]] = MappingProxyType(
    {
        "a value": lambda told: None if told.strip() else "nothing",
        "a UUID": _uuid,
        "FHIR and the version of the API": _media_type_and_version,
        "FHIR": _media_type,
        "Base64 of a JSON object": _base64,
        "system and value of a service": _of_object(_target),
        "ODS code and name": _of_object(_organisation),
        "the id of a role profile": _of_object(_practitioner),
        "instance, product and version": _of_object(_software),
        "four values parted by bars": _four_values,
    }
)
"""What a header may be asked to hold: gives what is there instead, or None."""

"""Codes as FHIR writes them."""

from typing import Any

from bars_conformance.standard import CODE_SYSTEMS


def coding(system: str, code: str, display: str | None = None) -> dict[str, str]:
    """A Coding, with its display if there is one."""
    return {"system": system, "code": code} | ({"display": display} if display else {})


def listed(system: str, code: str) -> dict[str, str]:
    """A Coding of one of the BaRS code systems (``message-reason-bars``), with the display it has there."""
    return coding(CODE_SYSTEMS[system].url, code, CODE_SYSTEMS[system].codes.get(code))


def concept(*codings: dict[str, str]) -> dict[str, Any]:
    """A CodeableConcept."""
    return {"coding": list(codings)}

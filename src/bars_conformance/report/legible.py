"""Text that every report can hold: what XML 1.0 or UTF-8 cannot carry is taken out, once for all of them."""

from typing import Any

_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})
_NONCHARACTERS = ("\ufffe", "\uffff")


def legible(results: dict[str, Any]) -> dict[str, Any]:
    """Copy the results; strings lose control characters, and a lone surrogate becomes ``?``."""
    return {name: _copy(value) for name, value in results.items()}


def _copy(value: object) -> object:
    match value:
        case str():
            return _strip(value)
        case list():
            return [_copy(item) for item in value]
        case dict():
            return {_strip(name): _copy(item) for name, item in value.items()}
        case _:
            return value


def _strip(text: str) -> str:
    # By way of bytes, because that is many times faster than a regular expression on megabytes of bodies.
    kept = text.encode("utf-8", "replace").translate(None, _CONTROLS).decode("utf-8")
    for character in _NONCHARACTERS:
        kept = kept.replace(character, "")
    return kept

"""What the words for a difference are made of."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from typing import Concatenate

from bars_conformance.client import Call
from bars_conformance.profile import Profile

_PATH = r"[A-Z][A-Za-z]+(?:\[\d+\])?(?:\.[a-z][A-Za-z]*(?:\[\d+\])?)+"

ELEMENT = rf"(?P<element>{_PATH})"
ELEMENTS = rf"(?P<elements>{_PATH}(?: and {_PATH})*)"
HEADER = r"(?P<header>[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
OFFSET = r"(?P<offset>[+-]\d\d:\d\d)"
PARAMETER = r"parameter (?P<parameter>\S+)"
VALUE = r'"(?P<value>.*)"'

Vocabulary = tuple[tuple[str, Callable[Concatenate[Call, Profile, ...], Call]], ...]
"""Patterns of words, each with what makes the difference; named groups become its arguments."""


def one_of(name: str, words: Iterable[str]) -> str:
    """A pattern for any of these words, which become the argument of this name."""
    return f"(?P<{name}>{'|'.join(map(re.escape, words))})"


def zone(offset: str) -> tzinfo | None:
    """The time zone with this offset."""
    return datetime.strptime(offset, "%z").tzinfo

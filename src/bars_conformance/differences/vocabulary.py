"""What the words for a difference are made of."""

from collections.abc import Callable
from typing import Concatenate

from bars_conformance.client import Call
from bars_conformance.profile import Profile

HEADER = r"(?P<header>[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
ELEMENT = r"(?P<element>[A-Z][A-Za-z]+(?:\[\d+\])?(?:\.[a-z][A-Za-z]*(?:\[\d+\])?)+)"
VALUE = r'"(?P<value>.*)"'
PARAMETER = r"the parameter (?P<parameter>\S+)"

Vocabulary = tuple[tuple[str, Callable[Concatenate[Call, Profile, ...], Call]], ...]
"""Patterns of words, each with what makes the difference; named groups become its arguments."""

"""The parameters of a call that takes other values than it was composed with."""

from dataclasses import replace

from bars_conformance.client import Call


def given(call: Call, name: str, *values: str) -> Call:
    """The call with these values of a parameter in place of those it had; with none, without it."""
    others = (pair for pair in call.query if pair[0] != name)
    return replace(call, query=(*others, *((name, value) for value in values)))

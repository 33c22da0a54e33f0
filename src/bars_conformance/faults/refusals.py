"""What a fault makes of a refusal: tells another one, breaks in place of it, or passes over it."""

from collections.abc import Iterator
from contextlib import contextmanager

from bars_conformance.reference.refusal import Refusal


@contextmanager
def refused_as(status: int, issue: str, *, instead_of: str | None = None) -> Iterator[None]:
    """Refuse with this status and issue code what is refused with another issue code, or any."""
    try:
        yield
    except Refusal as refusal:
        if instead_of not in (None, refusal.issue):
            raise
        raise Refusal(status, issue, refusal.diagnostics) from refusal


@contextmanager
def breaking(*, instead_of: str | None = None) -> Iterator[None]:
    """Break, as on a defect inside, on what is refused with this issue code, or any."""
    try:
        yield
    except Refusal as refusal:
        if instead_of not in (None, refusal.issue):
            raise
        raise RuntimeError("a request that should be refused is not foreseen") from refusal


@contextmanager
def passing_over(issue: str) -> Iterator[None]:
    """Go on, behind the block, after what is refused with this issue code."""
    try:
        yield
    except Refusal as refusal:
        if refusal.issue != issue:
            raise

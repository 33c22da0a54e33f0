"""Composes the messages that the suite sends; it never judges.

Messages are plain dicts, as JSON has them. Every function returns a new one that shares nothing with its
arguments, and takes the time (``now``) and the source of UUIDs (``new_id``) as arguments, so that the same
call can give the same message.
"""

from bars_conformance.messages.appointment import appointment, booking, place, rewritten
from bars_conformance.messages.bundle import instant
from bars_conformance.messages.context import category, use_case, use_context
from bars_conformance.messages.elements import (
    added,
    first,
    focus,
    header,
    referred,
    replaced,
    resources,
    value,
    without,
)
from bars_conformance.messages.entries import doubled, joined, lacking, merged
from bars_conformance.messages.followup import cancelled, updated
from bars_conformance.messages.parties import Parties
from bars_conformance.messages.pointer import pointer
from bars_conformance.messages.repetition import again
from bars_conformance.messages.request import referral, validation
from bars_conformance.messages.response import about_request, did_not_attend, interim, outcome, rejected
from bars_conformance.messages.template import filled

__all__ = [
    "Parties",
    "about_request",
    "added",
    "again",
    "appointment",
    "booking",
    "cancelled",
    "category",
    "did_not_attend",
    "doubled",
    "filled",
    "first",
    "focus",
    "header",
    "instant",
    "interim",
    "joined",
    "lacking",
    "merged",
    "outcome",
    "place",
    "pointer",
    "referral",
    "referred",
    "rejected",
    "replaced",
    "resources",
    "rewritten",
    "updated",
    "use_case",
    "use_context",
    "validation",
    "value",
    "without",
]

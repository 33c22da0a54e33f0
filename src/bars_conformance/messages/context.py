"""What a message is for, in the codes of its ServiceRequest, and the header use-context that sums it up."""

from collections.abc import Mapping
from typing import Any

from bars_conformance.messages.elements import focus, header, resources
from bars_conformance.standard import CODE_SYSTEMS


def use_context(message: Mapping[str, Any], use_case: str) -> str:
    """Use case, category (of a booking: status), event and reason, with bars between.

    API specification 1.1.0, parameter use-context.
    """
    about, told = focus(message), header(message)
    middle = about["status"] if about["resourceType"] == "Appointment" else category(message)
    return "|".join((use_case, middle, told["eventCoding"]["code"], told["reason"]["coding"][0]["code"]))


def category(message: Mapping[str, Any]) -> str:
    """Whether the message is about a ``referral`` or a ``validation``; empty if it does not say."""
    return _coded(message, "message-category-servicerequest")


def use_case(message: Mapping[str, Any]) -> str:
    """The code of the use case, ``a1t1`` for instance; empty if the message names none."""
    return _coded(message, "usecases-categories-bars")


def _coded(message: Mapping[str, Any], name: str) -> str:
    """The first code of a code system in the category of the ServiceRequest."""
    concepts = next(resources(message, "ServiceRequest"), {}).get("category", ())
    codings = (each for concept in concepts for each in concept.get("coding", ()))
    system = CODE_SYSTEMS[name].url
    return next((str(each.get("code", "")) for each in codings if each.get("system") == system), "")

"""The header use-context, in which the API specification has a sender sum a message up."""

from collections.abc import Mapping
from typing import Any

from bars_conformance.messages.elements import focus, header
from bars_conformance.standard import CODE_SYSTEMS


def use_context(message: Mapping[str, Any], use_case: str) -> str:
    """Use case, category (of a booking: status), event and reason, with bars between.

    API specification 1.1.0, parameter use-context.
    """
    about, told = focus(message), header(message)
    middle = about["status"] if about["resourceType"] == "Appointment" else _category(about)
    return "|".join((use_case, middle, told["eventCoding"]["code"], told["reason"]["coding"][0]["code"]))


def _category(request: Mapping[str, Any]) -> str:
    system = CODE_SYSTEMS["message-category-servicerequest"].url
    codings = (each for concept in request.get("category", ()) for each in concept.get("coding", ()))
    return next((each["code"] for each in codings if each.get("system") == system), "")

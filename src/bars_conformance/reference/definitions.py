"""The MessageDefinitions that this receiver accepts, per service and use case."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bars_conformance.reference.diary import Service, lasting_id
from bars_conformance.standard import CODE_SYSTEMS, MESSAGE_DEFINITIONS, URL, USE_CASES, MessageDefinition

REFERRAL = "bars-message-servicerequest-request-referral"
VALIDATION = "bars-message-servicerequest-request-validation"
REFERRAL_CANCELLED = "bars-message-servicerequest-request-cancelled"
REFERRAL_RESPONSE = "bars-message-servicerequest-response-referral"
VALIDATION_INTERIM = "bars-message-servicerequest-response-validation-interim"
VALIDATION_RESPONSE = "bars-message-servicerequest-response-validation-full"
BOOKING = "bars-message-booking-request"
BOOKING_CANCELLED = "bars-message-booking-request-cancelled"

USE_CASE_SYSTEM = CODE_SYSTEMS["usecases-categories-bars"].url
EVENT_SYSTEM = CODE_SYSTEMS["message-events-bars"].url

_NOT_OFFERED = 6
"""Application 6 has workflows of its own."""


def _use_cases(*categories: str) -> tuple[str, ...]:
    return tuple(
        code
        for code, each in USE_CASES.items()
        if each.category in categories and each.application != _NOT_OFFERED and not each.deprecated
    )


@dataclass(frozen=True)
class Definition:
    """A national MessageDefinition that is accepted here for some use cases; not every service books."""

    national: MessageDefinition
    use_cases: tuple[str, ...]
    books: bool = False
    cancels: bool = False

    @cached_property
    def limits(self) -> dict[str, tuple[int, int | None]]:
        """Least and greatest number of each resource type in a message; None is no limit.

        Where several lines name a type with different profiles they add up.
        """
        limits: dict[str, tuple[int, int | None]] = {}
        for line in self.national.focus:
            least, most = limits.get(line.code, (0, 0))
            together = None if most is None or line.max is None else most + line.max
            limits[line.code] = (least + line.min, together)
        del limits["Bundle"]
        return limits

    def accepted_for(self, service: Service) -> bool:
        """Whether a service takes such messages: bookings need a schedule."""
        return service.has_schedule or not self.books

    def resource(self, services: list[Service], since: str) -> dict[str, Any]:
        """The MessageDefinition, naming these services and its use cases."""
        national = self.national
        contexts = [(URL.service_id, each.id) for each in services]
        contexts += [(USE_CASE_SYSTEM, code) for code in self.use_cases]
        return {
            "resourceType": "MessageDefinition",
            "id": lasting_id("MessageDefinition", national.url),
            "meta": {"lastUpdated": since},
            "url": national.url,
            "version": national.version,
            "name": "".join(filter(str.isalnum, national.name)),
            "title": national.name,
            "status": "active",
            "date": national.date,
            "useContext": [
                {
                    "code": {"system": URL.usage_context, "code": "workflow"},
                    "valueCodeableConcept": {"coding": [{"system": system, "code": code}]},
                }
                for system, code in contexts
            ],
            "eventCoding": {"system": EVENT_SYSTEM, "code": national.event},
            "category": "consequence",
            "focus": [
                {"code": line.code, "profile": line.profile, "min": line.min, "max": str(line.max or "*")}
                for line in national.focus
            ],
        }


def _national(name: str) -> MessageDefinition:
    return MESSAGE_DEFINITIONS[URL.message_definition + name]


DEFINITIONS = {
    each.national.url: each
    for each in (
        Definition(_national(REFERRAL), _use_cases("referral")),
        Definition(_national(VALIDATION), _use_cases("validation")),
        Definition(_national(REFERRAL_CANCELLED), _use_cases("referral", "validation"), cancels=True),
        Definition(_national(REFERRAL_RESPONSE), _use_cases("referral")),
        Definition(_national(VALIDATION_INTERIM), _use_cases("validation")),
        Definition(_national(VALIDATION_RESPONSE), _use_cases("validation")),
        Definition(_national(BOOKING), _use_cases("referral"), books=True),
        Definition(_national(BOOKING_CANCELLED), _use_cases("referral"), books=True, cancels=True),
    )
}
"""The accepted definitions by URL."""

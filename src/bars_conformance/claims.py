"""What the system under test says of itself: its CapabilityStatement and its MessageDefinitions.

Both are read once by each worker. What cannot be read is taken as claimed: that it cannot be read has
scenarios of its own.
"""

from collections.abc import Iterator
from functools import cached_property
from operator import attrgetter
from typing import Any

from bars_conformance import fhir
from bars_conformance.checks.definitions import use_cases
from bars_conformance.client import Client
from bars_conformance.exchange import Exchange
from bars_conformance.interactions import message_definition, metadata
from bars_conformance.profile import Feature, Profile
from bars_conformance.standard import USE_CASES
from bars_conformance.verdict import NotApplicable

WHERE_THE_API_IS = "where the suite stands in for the API"
"""What the features say that look at what a receiver does at the API."""
TOLD = {
    "the authorities of the endpoint's certificate": ("tls.ca_file", None),
    "the environment of the endpoint": ("tls.environment", None),
    "integration as the environment of the endpoint": ("tls.environment", "integration"),
    "that a slot takes one booking": ("services.slots_take_several", False),
    WHERE_THE_API_IS: ("own_api_port", None),
}
"""What a profile may tell: where, and what, if it is not enough that it is told."""
SEARCHED = {
    "Appointment": Feature.APPOINTMENT_SEARCH,
    "ServiceRequest": Feature.REFERRAL_READ,
    "DocumentReference": Feature.POINTERS,
}
"""The function that lets a resource be searched and read."""


class Claims:
    """What a system under test claims, by its profile and by itself."""

    def __init__(self, profile: Profile, client: Client) -> None:
        self._profile = profile
        self._client = client

    def need(self, *claimed: Feature) -> None:
        """Raise NotApplicable unless the profile lists these functions."""
        missing = [feature for feature in claimed if feature not in self._profile.supports]
        if missing:
            raise NotApplicable(f"the profile does not list {', '.join(missing)} under supports")

    def need_mutual_tls(self) -> None:
        """Raise NotApplicable unless the profile names an endpoint with mutual TLS and a way in."""
        if self._profile.mutual_tls_url is None:
            raise NotApplicable(
                "the profile names no endpoint with mutual TLS: give an https address as tls.endpoint or "
                "base_url, and tls.client_cert_file with its key"
            )

    def need_told(self, what: str) -> None:
        """Raise NotApplicable unless the profile tells this, a key of TOLD."""
        place, value = TOLD[what]
        told = attrgetter(place)(self._profile)
        if told is None or value not in (None, told):
            raise NotApplicable(f"the profile's {place} is {'not given' if told is None else told}")

    def need_interaction(self, resource: str, interaction: str) -> None:
        """Raise NotApplicable if the CapabilityStatement can be read and does not list the interaction."""
        if self.disclaims(resource, interaction):
            raise NotApplicable(f"the CapabilityStatement does not list {interaction} of {resource}")

    def need_read(self, resource: str) -> None:
        """Raise NotApplicable unless a booking, referral or pointer can be read by its id."""
        self.need(SEARCHED[resource])
        self.need_interaction(resource, "read")

    def disclaims(self, resource: str, interaction: str) -> bool:
        """Whether the CapabilityStatement can be read and does not list the interaction.

        An API does not take pointers back: the statement is that of a receiver behind it.
        """
        if self._profile.role == "api" and resource == "DocumentReference":
            return False
        return self._interactions is not None and (resource, interaction) not in self._interactions

    @property
    def lists_xml(self) -> bool:
        """Whether the CapabilityStatement lists XML among its formats."""
        return any("xml" in str(entry) for entry in _list((self._capabilities or {}).get("format")))

    def need_no_interaction(self, resource: str, interaction: str) -> None:
        """Raise NotApplicable unless the CapabilityStatement is readable and lacks the interaction."""
        if not self.disclaims(resource, interaction):
            raise NotApplicable(
                f"the CapabilityStatement lists {interaction} of {resource}, or is not readable"
            )

    def need_listed(self, resource: str, interaction: str) -> None:
        """Raise NotApplicable unless the CapabilityStatement is readable and lists the interaction."""
        if self._interactions is None or self.disclaims(resource, interaction):
            raise NotApplicable(
                f"the CapabilityStatement does not list {interaction} of {resource}, or is not readable"
            )

    def need_no_event(self, event: str) -> None:
        """Raise NotApplicable if a MessageDefinition of the receiver has this event."""
        if event in self._events:
            raise NotApplicable(f"the receiver publishes a MessageDefinition of the event {event}")

    def need_limit(self, definition: str, kind: str, bound: str, count: int) -> None:
        """Raise NotApplicable if the receiver's own MessageDefinition has another bound for a resource type.

        ``bound`` is "at least" or "at most". Lines of one type add up. A definition that the receiver does
        not publish is taken as published nationally.
        """
        lines = [
            line
            for each in self._definitions
            if each.get("url") == definition
            for line in _objects(each.get("focus"))
        ]
        name = "min" if bound == "at least" else "max"
        found = [str(line.get(name)) for line in lines if line.get("code") == kind]
        if lines and found != [str(count)]:
            told = " and ".join(found) or "no limit"
            raise NotApplicable(f"the receiver's MessageDefinition has {told} as {name} of {kind}")

    def use_case(self, category: str) -> str:
        """A use case of this category (referral, validation) that the MessageDefinitions name.

        Where they name none: the first use case of the category in the standard.
        """
        fitting = [code for code, use_case in USE_CASES.items() if use_case.category == category]
        return next((code for code in self._use_cases if code in fitting), fitting[0])

    def use_case_not_offered(self, category: str) -> str:
        """A use case of this category that no MessageDefinition of the service names.

        Raises NotApplicable if they name none at all, or leave none out.
        """
        for code, use_case in USE_CASES.items():
            fits = use_case.category == category and not use_case.deprecated
            if fits and self._use_cases and code not in self._use_cases:
                return code
        raise NotApplicable("the MessageDefinitions of the service name no use case, or all of them")

    @cached_property
    def _capabilities(self) -> dict[str, Any] | None:
        return _resource(self._client.send(metadata(self._profile)), "CapabilityStatement")

    @cached_property
    def _interactions(self) -> frozenset[tuple[str, str]] | None:
        if self._capabilities is None:
            return None
        return frozenset(
            (str(resource.get("type")), str(interaction.get("code")))
            for rest in _objects(self._capabilities.get("rest"))
            if rest.get("mode") != "client"
            for resource in _objects(rest.get("resource"))
            for interaction in _objects(resource.get("interaction"))
        )

    @cached_property
    def _definitions(self) -> list[dict[str, Any]]:
        found = _resource(self._client.send(message_definition(self._profile)), "Bundle")
        return fhir.resources(found, "MessageDefinition")

    @cached_property
    def _events(self) -> frozenset[str]:
        return frozenset(str(_object(each.get("eventCoding")).get("code")) for each in self._definitions)

    @cached_property
    def _use_cases(self) -> list[str]:
        return [code for definition in self._definitions for code in use_cases(definition)]


def _resource(exchange: Exchange, kind: str) -> dict[str, Any] | None:
    answer = exchange.answer
    if answer is None or not answer.accepted or answer.resource is None:
        return None
    return answer.resource if answer.resource["resourceType"] == kind else None


def _object(found: object) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _list(found: object) -> list[Any]:
    return found if isinstance(found, list) else []


def _objects(found: object) -> Iterator[dict[str, Any]]:
    return (entry for entry in _list(found) if isinstance(entry, dict))

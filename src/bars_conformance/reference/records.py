"""What the receiver keeps of a referral or booking."""

import re
from dataclasses import dataclass, field
from typing import Any

from bars_conformance.reference.bundle import Message, listed
from bars_conformance.reference.instants import Instant
from bars_conformance.standard import URL

CURRENT = {"ServiceRequest": frozenset({"active", "on-hold"}), "Appointment": frozenset({"booked"})}
"""The statuses in which a referral or booking can still be changed."""


@dataclass
class Record:
    """A referral or booking with all that came with it.

    ``resources`` is keyed by literal reference ("Patient/…"); ``names`` leads from every fullUrl ever
    sent to such a reference; ``touched`` is when the record was last changed locally; ``pointer`` is the
    id of the pointer to it, ``saved_as`` the one that the API gave it; ``request`` is the message that it
    began with.
    """

    focus: str
    resources: dict[str, dict[str, Any]]
    names: dict[str, str] = field(default_factory=dict)
    touched: Instant | None = None
    request: Message | None = None
    pointer: str | None = None
    saved_as: str | None = None

    @property
    def resource(self) -> dict[str, Any]:
        """The ServiceRequest or Appointment itself."""
        return self.resources[self.focus]

    @property
    def type(self) -> str:
        """ServiceRequest or Appointment."""
        return self.focus.partition("/")[0]

    @property
    def id(self) -> str:
        """The id the receiver gave to the ServiceRequest or Appointment."""
        return self.focus.partition("/")[2]

    @property
    def is_current(self) -> bool:
        """Whether it is neither cancelled nor over."""
        return self.resource.get("status") in CURRENT.get(self.type, ())

    @property
    def patient(self) -> dict[str, Any]:
        """The Patient it is about."""
        return next(each for each in self.resources.values() if each["resourceType"] == "Patient")

    def read_back(self) -> dict[str, Any]:
        """The ServiceRequest or Appointment with references that hold outside the message."""
        resource: dict[str, Any] = literal(self.resource, self.names)
        return resource


@dataclass
class OwnRequest:
    """A request sent from here: the message, and what was kept of each response to it."""

    message: dict[str, Any]
    responses: list[Record] = field(default_factory=list)

    def holds(self, full_url: str, identifiers: list[Any]) -> bool:
        """Whether a resource of the request has this fullUrl or one of these identifiers."""
        return any(
            entry["fullUrl"] == full_url
            or any(each in identifiers for each in listed(entry["resource"].get("identifier")))
            for entry in self.message["entry"]
        )


def nhs_numbers(patient: dict[str, Any]) -> set[str]:
    """The NHS numbers of a Patient, as far as they have the form of one."""
    return {
        each["value"]
        for each in listed(patient.get("identifier"))
        if isinstance(each, dict)
        and str(each.get("system", "")).lower() == URL.nhs_number.lower()
        and is_nhs_number(each.get("value"))
    }


def is_nhs_number(value: object) -> bool:
    """Whether this is ten digits."""
    return isinstance(value, str) and re.fullmatch("[0-9]{10}", value) is not None


def literal(node: Any, names: dict[str, str]) -> Any:  # noqa: ANN401 - any JSON value
    """A copy in which references by fullUrl are literal ones."""
    if isinstance(node, list):
        return [literal(each, names) for each in node]
    if not isinstance(node, dict):
        return node
    copied = {
        key: literal(value, names) if isinstance(value, (dict, list)) else value
        for key, value in node.items()
    }
    if isinstance(reference := copied.get("reference"), str):
        copied["reference"] = names.get(reference, reference)
    return copied

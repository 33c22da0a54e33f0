"""The receiver that a sender under test meets: the reference, which takes all that a sender may send.

Where a ruling leaves a choice to senders, the reference may refuse the rarer one, as a receiver may. A sender
must not be hindered by that.
"""

from typing import Any

from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Entry, Message, listed
from bars_conformance.reference.call import Call
from bars_conformance.reference.diary import Service
from bars_conformance.reference.reads import PATIENT_SPELLINGS
from bars_conformance.reference.searchset import searchset
from bars_conformance.reference.workflow import Purpose
from bars_conformance.standard import URL

_WHO_IT_IS = ("patient:name", "patient:birthdate", "patient:address-postalcode")


class Host(Receiver):
    """A receiver of one patient, who takes either reason of a cancellation and either scheme of a system."""

    def purpose(self, message: Message) -> Purpose:
        """A cancellation may have the reason delete (R-76)."""
        if message.reason == "delete":
            message.header["reason"]["coding"][0]["code"] = "update"
        return super().purpose(message)

    def check_target(self, target: dict[str, Any]) -> None:
        """The system of a service may begin with http (R-86)."""
        super().check_target(_secured(target, "system"))

    def check_destination(self, message: Message) -> Service:
        """Likewise."""
        destinations = listed(message.header.get("destination"))
        message.header["destination"] = [_secured(each, "endpoint") for each in destinations]
        return super().check_destination(message)

    def is_ours(self, organisation: Entry) -> bool:
        """Likewise that of an organisation."""
        identifiers = listed(organisation.resource.get("identifier"))
        resource = organisation.resource | {"identifier": [_secured(each, "system") for each in identifiers]}
        return super().is_ours(Entry(organisation.full_url, resource))

    def contexts(self, call: Call) -> list[tuple[str, str]]:
        """Likewise in a search for MessageDefinitions, in either spelling."""
        asked = ((_secured({"": system}, "")[""], value) for system, value in super().contexts(call))
        spelt = URL.service_id.lower()
        return [(URL.service_id if system.lower() == spelt else system, value) for system, value in asked]

    def search_by_patient(self, call: Call, kind: str) -> dict[str, Any]:
        """A patient may be told by name, birth date and postcode (R-54); there is but one here."""
        if any(call.parameters(*PATIENT_SPELLINGS)) or not all(call.parameters(each) for each in _WHO_IT_IS):
            return super().search_by_patient(call, kind)
        records = self.holdings.records.values()
        return searchset(call, [each.read_back() for each in records if each.type == kind])


def _secured(holder: Any, name: str) -> Any:  # noqa: ANN401 - whatever a sender sends
    """An object of which this member begins with https, if it is a URL."""
    if not isinstance(holder, dict) or not isinstance(holder.get(name), str):
        return holder
    return holder | {name: holder[name].replace("http://", "https://", 1)}

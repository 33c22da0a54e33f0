"""The answer to a slot search (GET--Slots.page.md, API specification 1.1.0, path /Slot)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import parse_qs

from bars_conformance import fhir
from bars_conformance.checks.searchset import Resource, given, links, named, needs_whole, parameters
from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.standard import URL
from bars_conformance.verdict import HarnessError, Inconclusive, NotApplicable

_INCLUDED = {
    "Schedule:actor:Practitioner": ("Schedule", "actor", "Practitioner"),
    "Schedule:actor:PractitionerRole": ("Schedule", "actor", "PractitionerRole"),
    "HealthcareService:providedBy": ("HealthcareService", "providedBy", "Organization"),
    "HealthcareService:location": ("HealthcareService", "location", "Location"),
}
"""Optional includes: whose element refers to what."""

_REQUIRED = ("Slot:schedule", "Schedule:actor:HealthcareService")
_MODES = {"Slot": "match", "Schedule": "include", "HealthcareService": "include"}


def is_a_searchset(exchange: Exchange) -> Finding | None:
    """BaRS-FHIR-Usage/Bundle.page.md: slots come in a Bundle of type searchset."""
    bundle = given(exchange)
    if bundle.get("resourceType") != "Bundle":
        return Finding("resourceType", "Bundle", str(bundle.get("resourceType", "no FHIR resource in JSON")))
    if bundle.get("type") != "searchset":
        return Finding("Bundle.type", "searchset", str(bundle.get("type")))
    return None


def holds_what_a_slot_needs(exchange: Exchange) -> Finding | None:
    """BaRS-FHIR-Usage/Bundle.page.md: HealthcareService, Schedule and Slots are bundled."""
    _offered(exchange)
    missing = [kind for kind in _MODES if not fhir.resources(given(exchange), kind)]
    return (
        Finding("Bundle.entry", "Slot, Schedule and HealthcareService", f"no {missing[0]}")
        if missing
        else None
    )


def has_the_status_asked_for(exchange: Exchange) -> Finding | None:
    """Core-Functionality-Requirements/Booking-Receiver.page.md: only what the filter lets through."""
    wanted = {status for value in parameters(exchange).get("status", ()) for status in value.split(",")}
    for slot in _offered(exchange):
        if str(slot.get("status")) not in wanted:
            return Finding(f"status of {named(slot)}", " or ".join(sorted(wanted)), str(slot.get("status")))
    return None


def lies_in_the_range(exchange: Exchange) -> Finding | None:
    """No slot begins outside of the range; whether one on the bound itself is in it is not asked here."""
    bounds = parameters(exchange).get("start", [])
    lower = next((fhir.moment(bound[2:]) for bound in bounds if bound[:1] == "g"), None)
    upper = next((fhir.moment(bound[2:]) for bound in bounds if bound[:1] == "l"), None)
    if lower is None or upper is None:
        raise HarnessError("the request asks for no range of two instants; correct the feature.")
    for slot in _slots(exchange):
        start = fhir.moment(slot.get("start"))
        if start is None:
            return Finding(f"start of {named(slot)}", "an instant", repr(slot.get("start")))
        if not lower <= start <= upper:
            return Finding(f"start of {named(slot)}", " and ".join(bounds), str(slot["start"]))
    return None


def lies_in_the_range_if_served(exchange: Exchange) -> Finding | None:
    """The same; NotApplicable if the search was refused."""
    _need_service(exchange)
    return lies_in_the_range(exchange)


def is_of_the_service(exchange: Exchange) -> Finding | None:
    """Each slot leads over its Schedule to the service asked for.

    Inconclusive if it leads to none in the Bundle, or to one that has no number.
    """
    meant = [
        value.rpartition("|")[2] for value in parameters(exchange).get("Schedule.actor:HealthcareService", ())
    ]
    services = [(schedule, _service_of(exchange, schedule)) for schedule in _schedules(exchange)]
    for schedule, service in services:
        if service is None or set(meant) & {*_numbers(service), str(service.get("id"))}:
            continue
        if not (said := _numbers(service) or [str(service.get("id"))] * str(service.get("id")).isdigit()):
            raise Inconclusive(f"{named(service)} does not say which service it is")
        return Finding(f"the service of {named(schedule)}", " or ".join(meant), ", ".join(said))
    if any(service is None for _, service in services):
        raise Inconclusive("not every Slot leads to a HealthcareService in the Bundle")
    return None


def holds_the_schedules(exchange: Exchange) -> Finding | None:
    """The include Slot:schedule brings in the Schedule of every Slot."""
    bundle = given(exchange)
    for slot in _offered(exchange):
        if fhir.resolved(bundle, "Schedule", [slot.get("schedule")]) is None:
            return Finding(
                f"schedule of {named(slot)}", "a Schedule in the Bundle", str(slot.get("schedule"))
            )
    return None


def holds_the_services(exchange: Exchange) -> Finding | None:
    """The include Schedule:actor:HealthcareService brings in the service of every Schedule."""
    bundle = given(exchange)
    _offered(exchange)
    schedules = _schedules(exchange)
    for schedule in filter(None, schedules):
        actors = fhir.within(schedule, "actor")
        services = [actor for actor in actors if "HealthcareService/" in str(actor.get("reference"))]
        for wanted in [[actor] for actor in services] or [actors]:
            if fhir.resolved(bundle, "HealthcareService", wanted) is None:
                where = f"actor of {named(schedule)}"
                return Finding(where, "a HealthcareService in the Bundle", str(schedule.get("actor")))
    if not all(schedules):
        raise Inconclusive("not every Slot leads to a Schedule in the Bundle")
    return None


def holds_what_it_says_it_includes(exchange: Exchange) -> Finding | None:
    """What an optional include brings in is in the Bundle; NotApplicable if the self link lists none."""
    used = _INCLUDED.keys() & _includes_used(exchange) & set(parameters(exchange).get("_include", ()))
    if not used:
        raise NotApplicable("the self link does not list the include")
    bundle = given(exchange)
    for owner, element, kind in (_INCLUDED[include] for include in sorted(used)):
        for resource in fhir.resources(bundle, owner):
            for reference in fhir.within(resource, element):
                wanted = f"{kind}/" in str(reference.get("reference"))
                if wanted and fhir.resolved(bundle, kind, [reference]) is None:
                    where = f"{element} of {named(resource)}"
                    return Finding(where, f"a {kind} in the Bundle", str(reference.get("reference")))
    return None


def admits_ignoring(exchange: Exchange) -> Finding | None:
    """The self link lists no include that there is not; NotApplicable if there is no self link."""
    strange = _includes_used(exchange) - _INCLUDED.keys() - set(_REQUIRED)
    strange &= set(parameters(exchange).get("_include", ()))
    if strange:
        return Finding("the self link", "only includes that were honoured", ", ".join(sorted(strange)))
    return None


def has_a_fitting_total(exchange: Exchange) -> Finding | None:
    """Bundle.total, where given: the Slots, or all entries; of one page among several nothing is asked."""
    bundle = given(exchange)
    if "total" not in bundle or "next" in links(exchange):
        return None
    entries = bundle.get("entry")
    fitting = {len(_slots(exchange)), len(entries) if isinstance(entries, list) else 0}
    total = bundle["total"]
    if type(total) is not int or total not in fitting:
        return Finding("Bundle.total", " or ".join(str(each) for each in sorted(fitting)), repr(total))
    return None


def marks_matches_and_includes(exchange: Exchange) -> Finding | None:
    """entry.search.mode, where given, is match for Slots and include for what comes along."""
    found = given(exchange).get("entry")
    for entry in found if isinstance(found, list) else []:
        if not isinstance(entry, dict) or not isinstance(resource := entry.get("resource"), dict):
            continue
        search, expected = entry.get("search"), _MODES.get(str(resource.get("resourceType")))
        mode = search.get("mode") if isinstance(search, dict) else None
        if mode is not None and expected is not None and mode != expected:
            return Finding(f"search.mode of {named(resource)}", expected, str(mode))
    return None


PROPERTIES: Mapping[str, Callable[[Exchange], Finding | None]] = MappingProxyType(
    {
        "is a searchset": is_a_searchset,
        "holds Slots, Schedules and HealthcareServices": holds_what_a_slot_needs,
        "holds only Slots of the status asked for": has_the_status_asked_for,
        "holds only Slots in the range asked for": lies_in_the_range,
        "holds only Slots in the range asked for, where the search is served": lies_in_the_range_if_served,
        "holds only Slots of the service asked for": is_of_the_service,
        "holds the Schedule of each Slot": holds_the_schedules,
        "holds the HealthcareService of each Schedule": holds_the_services,
        "holds what its self link says is included": holds_what_it_says_it_includes,
        "lists no include in its self link that there is not": admits_ignoring,
        "has a total that fits its entries, where it has one": has_a_fitting_total,
        "tells matches from what is included, where it tells": marks_matches_and_includes,
    }
)
"""What features say of the answer to a slot search."""


def is_found(exchange: Exchange, slot_id: str) -> Finding | None:
    """The Slot is in the searchset; Inconclusive if there is none, or it may be on another page."""
    if _with_id(exchange, slot_id):
        return None
    if "next" in links(exchange):
        raise Inconclusive("the searchset has further pages, where the slot may be")
    return Finding(f"Slot/{slot_id}", "found", f"not among {len(_slots(exchange))} Slots")


def is_found_if_served(exchange: Exchange, slot_id: str) -> Finding | None:
    """The Slot is in the searchset; NotApplicable if the search was refused."""
    _need_service(exchange)
    return is_found(exchange, slot_id)


def is_not_found(exchange: Exchange, slot_id: str) -> Finding | None:
    """The Slot is not in the searchset; Inconclusive if it may be on another page."""
    if _with_id(exchange, slot_id):
        return Finding(f"Slot/{slot_id}", "not found", "found")
    needs_whole(exchange)
    return None


def is_not_offered_as_free(exchange: Exchange, slot_id: str) -> Finding | None:
    """The Slot is not in the searchset, or not as free; Inconclusive if it may be on another page."""
    found = _with_id(exchange, slot_id)
    if any(slot.get("status") == "free" for slot in found):
        return Finding(f"Slot/{slot_id}", "no longer offered as free", "free")
    if not found:
        needs_whole(exchange)
    return None


FATES: Mapping[str, Callable[[Exchange, str], Finding | None]] = MappingProxyType(
    {
        "is found": is_found,
        "is found, where the search is served": is_found_if_served,
        "is not found": is_not_found,
        "is not offered as free": is_not_offered_as_free,
    }
)
"""What features say of one slot in the answer to a search."""


def _need_service(exchange: Exchange) -> None:
    if exchange.answer is not None and not exchange.answer.accepted:
        raise NotApplicable("the search was refused")


def _slots(exchange: Exchange) -> list[Resource]:
    """The Slots of an accepted search."""
    return fhir.resources(given(exchange), "Slot")


def _offered(exchange: Exchange) -> list[Resource]:
    """The Slots of an accepted search; raises Inconclusive if there is none to judge."""
    if found := _slots(exchange):
        return found
    raise Inconclusive("the search found no slot to judge; the service needs slots in the coming days")


def _with_id(exchange: Exchange, slot_id: str) -> list[Resource]:
    return [slot for slot in _slots(exchange) if slot.get("id") == slot_id]


def _schedules(exchange: Exchange) -> list[Resource]:
    """The Schedules that the Slots refer to, each once; an empty one in place of one that is not there."""
    bundle = given(exchange)
    references = {str(slot.get("schedule")): slot.get("schedule") for slot in _slots(exchange)}
    return [fhir.resolved(bundle, "Schedule", [reference]) or {} for reference in references.values()]


def _service_of(exchange: Exchange, schedule: Resource) -> Resource | None:
    return fhir.resolved(given(exchange), "HealthcareService", list(fhir.within(schedule, "actor")))


def _numbers(service: Resource) -> list[str]:
    """The numbers of a service in the directory of services."""
    found = service.get("identifier")
    identifiers = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    return [str(each.get("value")) for each in identifiers if each.get("system") == URL.service_id]


def _includes_used(exchange: Exchange) -> set[str]:
    """The includes that the self link lists; raises NotApplicable if there is no self link."""
    url = links(exchange).get("self")
    if url is None:
        raise NotApplicable("the searchset has no self link")
    query = parse_qs(url.partition("?")[2])
    return {
        include
        for name, values in query.items()
        if name.partition(":")[0] == "_include"
        for value in values
        for include in value.split(",")
    }

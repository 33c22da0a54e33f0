"""The answer to a slot search (GET--Slots.page.md, API specification 1.1.0, path /Slot)."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bars_conformance import fhir, outcome
from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.standard import URL
from bars_conformance.verdict import Inconclusive, NotApplicable

_INCLUDED = {
    "Schedule:actor:Practitioner": ("Schedule", "actor", "Practitioner"),
    "Schedule:actor:PractitionerRole": ("Schedule", "actor", "PractitionerRole"),
    "HealthcareService:providedBy": ("HealthcareService", "providedBy", "Organization"),
    "HealthcareService:location": ("HealthcareService", "location", "Location"),
}
"""Optional includes: whose element refers to what."""

_REQUIRED = ("Slot:schedule", "Schedule:actor:HealthcareService")
_MODES = {"Slot": "match", "Schedule": "include", "HealthcareService": "include"}

Resource = dict[str, Any]


def is_a_searchset(exchange: Exchange) -> Finding | None:
    """BaRS-FHIR-Usage/Bundle.page.md: slots come in a Bundle of type searchset."""
    bundle = _bundle(exchange)
    if bundle.get("resourceType") != "Bundle":
        return Finding("resourceType", "Bundle", str(bundle.get("resourceType", "no FHIR resource in JSON")))
    if bundle.get("type") != "searchset":
        return Finding("Bundle.type", "searchset", str(bundle.get("type")))
    return None


def holds_what_a_slot_needs(exchange: Exchange) -> Finding | None:
    """BaRS-FHIR-Usage/Bundle.page.md: HealthcareService, Schedule and Slots are bundled."""
    _offered(exchange)
    missing = [kind for kind in _MODES if not fhir.resources(_bundle(exchange), kind)]
    return (
        Finding("Bundle.entry", "Slot, Schedule and HealthcareService", f"no {missing[0]}")
        if missing
        else None
    )


def has_the_status_asked_for(exchange: Exchange) -> Finding | None:
    """Core-Functionality-Requirements/Booking-Receiver.page.md: only what the filter lets through."""
    asked = {status for value in _query(exchange).get("status", ()) for status in value.split(",")}
    for slot in _offered(exchange):
        if str(slot.get("status")) not in asked:
            return Finding(f"status of {_named(slot)}", " or ".join(sorted(asked)), str(slot.get("status")))
    return None


def lies_in_the_range(exchange: Exchange) -> Finding | None:
    """No slot begins outside of the range; whether one on the bound itself is in it is not asked here."""
    bounds = _query(exchange).get("start", [])
    lower = next((fhir.moment(bound[2:]) for bound in bounds if bound[:1] == "g"), None)
    upper = next((fhir.moment(bound[2:]) for bound in bounds if bound[:1] == "l"), None)
    for slot in _slots(exchange):
        start = fhir.moment(slot.get("start"))
        if start is None:
            return Finding(f"start of {_named(slot)}", "an instant", repr(slot.get("start")))
        if (lower and start < lower) or (upper and start > upper):
            return Finding(f"start of {_named(slot)}", f"{' and '.join(bounds)}", str(slot["start"]))
    return None


def lies_in_the_range_if_served(exchange: Exchange) -> Finding | None:
    """The same; NotApplicable if the search was refused."""
    _need_service(exchange)
    return lies_in_the_range(exchange)


def is_of_the_service(exchange: Exchange) -> Finding | None:
    """Each slot leads over its Schedule to the service asked for; Inconclusive if that has no number."""
    asked = [
        value.rpartition("|")[2] for value in _query(exchange).get("Schedule.actor:HealthcareService", ())
    ]
    for schedule in _schedules(exchange):
        service = _service_of(exchange, schedule)
        if service is None or set(asked) & {*_numbers(service), str(service.get("id"))}:
            continue
        if not (said := _numbers(service) or [str(service.get("id"))] * str(service.get("id")).isdigit()):
            raise Inconclusive(f"{_named(service)} does not say which service it is")
        return Finding(f"the service of {_named(schedule)}", " or ".join(asked), ", ".join(said))
    return None


def holds_the_schedules(exchange: Exchange) -> Finding | None:
    """The include Slot:schedule brings in the Schedule of every Slot."""
    bundle = _bundle(exchange)
    for slot in _offered(exchange):
        if fhir.resolved(bundle, "Schedule", [slot.get("schedule")]) is None:
            return Finding(
                f"schedule of {_named(slot)}", "a Schedule in the Bundle", str(slot.get("schedule"))
            )
    return None


def holds_the_services(exchange: Exchange) -> Finding | None:
    """The include Schedule:actor:HealthcareService brings in the service of every Schedule."""
    bundle = _bundle(exchange)
    _offered(exchange)
    for schedule in _schedules(exchange):
        actors = _references(schedule, "actor")
        named = [actor for actor in actors if "HealthcareService/" in str(actor.get("reference"))]
        for wanted in [[actor] for actor in named] or [actors]:
            if fhir.resolved(bundle, "HealthcareService", wanted) is None:
                where = f"actor of {_named(schedule)}"
                return Finding(where, "a HealthcareService in the Bundle", str(schedule.get("actor")))
    return None


def holds_what_it_says_it_includes(exchange: Exchange) -> Finding | None:
    """What an optional include brings in is in the Bundle; NotApplicable if the self link lists none."""
    used = _INCLUDED.keys() & _includes_used(exchange) & set(_query(exchange).get("_include", ()))
    if not used:
        raise NotApplicable("the self link does not list the include")
    bundle = _bundle(exchange)
    for owner, element, kind in (_INCLUDED[include] for include in sorted(used)):
        for resource in fhir.resources(bundle, owner):
            for reference in _references(resource, element):
                wanted = f"{kind}/" in str(reference.get("reference"))
                if wanted and fhir.resolved(bundle, kind, [reference]) is None:
                    where = f"{element} of {_named(resource)}"
                    return Finding(where, f"a {kind} in the Bundle", str(reference.get("reference")))
    return None


def admits_ignoring(exchange: Exchange) -> Finding | None:
    """The self link lists no include that there is not; NotApplicable if there is no self link."""
    strange = _includes_used(exchange) - _INCLUDED.keys() - set(_REQUIRED)
    strange &= set(_query(exchange).get("_include", ()))
    if strange:
        return Finding("the self link", "only includes that were honoured", ", ".join(sorted(strange)))
    return None


def has_a_fitting_total(exchange: Exchange) -> Finding | None:
    """Bundle.total, where given: the Slots, or all entries; of one page among several nothing is asked."""
    bundle = _bundle(exchange)
    if "total" not in bundle or "next" in dict(_links(exchange)):
        return None
    entries = bundle.get("entry")
    fitting = {len(_slots(exchange)), len(entries) if isinstance(entries, list) else 0}
    total = bundle["total"]
    if type(total) is not int or total not in fitting:
        return Finding("Bundle.total", " or ".join(str(each) for each in sorted(fitting)), repr(total))
    return None


def marks_matches_and_includes(exchange: Exchange) -> Finding | None:
    """entry.search.mode, where given, is match for Slots and include for what comes along."""
    found = _bundle(exchange).get("entry")
    for entry in found if isinstance(found, list) else []:
        if not isinstance(entry, dict) or not isinstance(resource := entry.get("resource"), dict):
            continue
        search, expected = entry.get("search"), _MODES.get(str(resource.get("resourceType")))
        mode = search.get("mode") if isinstance(search, dict) else None
        if mode is not None and expected is not None and mode != expected:
            return Finding(f"search.mode of {_named(resource)}", expected, str(mode))
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
    outcome.needs_acceptance(exchange)
    if _with_id(exchange, slot_id):
        return None
    if "next" in dict(_links(exchange)):
        raise Inconclusive("the searchset has further pages, where the slot may be")
    return Finding(f"Slot/{slot_id}", "found", f"not among {len(_slots(exchange))} Slots")


def is_found_if_served(exchange: Exchange, slot_id: str) -> Finding | None:
    """The Slot is in the searchset; NotApplicable if the search was refused."""
    _need_service(exchange)
    return is_found(exchange, slot_id)


def is_not_found(exchange: Exchange, slot_id: str) -> Finding | None:
    """The Slot is not in the searchset."""
    outcome.needs_acceptance(exchange)
    return Finding(f"Slot/{slot_id}", "not found", "found") if _with_id(exchange, slot_id) else None


def is_not_offered_as_free(exchange: Exchange, slot_id: str) -> Finding | None:
    """The Slot is not in the searchset, or not as free."""
    outcome.needs_acceptance(exchange)
    free = [slot for slot in _with_id(exchange, slot_id) if slot.get("status") == "free"]
    return Finding(f"Slot/{slot_id}", "no longer offered as free", "free") if free else None


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


def _bundle(exchange: Exchange) -> Resource:
    """What an accepted search gave, nothing if it is no resource; raises Inconclusive for a refusal."""
    outcome.needs_acceptance(exchange)
    return (exchange.answer.resource if exchange.answer else None) or {}


def _slots(exchange: Exchange) -> list[Resource]:
    """The Slots of an accepted search."""
    return fhir.resources(_bundle(exchange), "Slot")


def _offered(exchange: Exchange) -> list[Resource]:
    """The Slots of an accepted search; raises Inconclusive if there is none to judge."""
    if found := _slots(exchange):
        return found
    raise Inconclusive("the search found no slot to judge; the service needs slots in the coming days")


def _with_id(exchange: Exchange, slot_id: str) -> list[Resource]:
    return [slot for slot in _slots(exchange) if slot.get("id") == slot_id]


def _schedules(exchange: Exchange) -> Iterator[Resource]:
    """The Schedules that the Slots refer to, each once."""
    bundle = _bundle(exchange)
    references = {str(slot.get("schedule")): slot.get("schedule") for slot in _slots(exchange)}
    found = (fhir.resolved(bundle, "Schedule", [reference]) for reference in references.values())
    return (schedule for schedule in found if schedule is not None)


def _service_of(exchange: Exchange, schedule: Resource) -> Resource | None:
    return fhir.resolved(_bundle(exchange), "HealthcareService", list(_references(schedule, "actor")))


def _numbers(service: Resource) -> list[str]:
    """The numbers of a service in the directory of services."""
    found = service.get("identifier")
    identifiers = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    return [str(each.get("value")) for each in identifiers if each.get("system") == URL.service_id]


def _references(resource: Resource, element: str) -> list[Resource]:
    found = resource.get(element)
    return [each for each in (found if isinstance(found, list) else [found]) if isinstance(each, dict)]


def _links(exchange: Exchange) -> Iterator[tuple[str, str]]:
    found = _bundle(exchange).get("link")
    for link in found if isinstance(found, list) else []:
        if isinstance(link, dict):
            yield str(link.get("relation")), str(link.get("url"))


def _includes_used(exchange: Exchange) -> set[str]:
    """The includes that the self link lists; raises NotApplicable if there is no self link."""
    url = dict(_links(exchange)).get("self")
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


def _query(exchange: Exchange) -> dict[str, list[str]]:
    return parse_qs(urlsplit(exchange.request.url).query)


def _named(resource: Resource) -> str:
    return f"{resource.get('resourceType')}/{resource.get('id')}"

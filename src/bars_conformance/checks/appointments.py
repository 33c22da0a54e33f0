"""What the standard asks of bookings and referrals that are told: one by its id, or all of a patient."""

from collections.abc import Collection, Sequence

from bars_conformance import fhir
from bars_conformance.checks.searchset import needs_whole
from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.outcome import described, needs_acceptance
from bars_conformance.verdict import Inconclusive, NotApplicable

_NOTHING_FOUND = 404
_ELEMENT_REFUSED = (400, 422)
_MAY_COME_ALONG = "OperationOutcome"
"""FHIR lets a searchset carry one, with hints about the search."""


def is_the_one(exchange: Exchange, kind: str, resource_id: str | None) -> Finding | None:
    """The answer is the resource that was asked for; where it was just made, it has any id.

    Appointment-StandardPattern/Introduction.page.md; API specification 1.1.0, /Appointment.
    """
    answer = exchange.answer
    if answer is None or not answer.accepted or answer.resource is None:
        told = described(answer) if answer else f"none ({exchange.error})"
        return Finding("the answer", f"the {kind}", told)
    if answer.resource["resourceType"] != kind:
        return Finding("resourceType", kind, str(answer.resource["resourceType"]))
    told_id = answer.resource.get("id")
    if resource_id is None:
        return None if told_id else Finding(f"{kind}.id", "one that the receiver gave", "none")
    same = isinstance(told_id, str) and told_id.lower() == resource_id.lower()
    return None if same else Finding(f"{kind}.id", resource_id, str(told_id))


def is_searchset(exchange: Exchange, kind: str) -> Finding | None:
    """The answer is a searchset with resources of this type alone (R-56); what is in them is not judged.

    Error-Handling/Failure-Scenarios-1.1.x/GET--Appointment.page.md, GET--ServiceRequest.page.md.
    """
    if exchange.answer is None or not exchange.answer.accepted:
        told = described(exchange.answer) if exchange.answer else f"none ({exchange.error})"
        return Finding("the answer", "a searchset", told)
    bundle = exchange.answer.resource or {}
    if bundle.get("resourceType") != "Bundle":
        return Finding("resourceType", "Bundle", str(bundle.get("resourceType", "no resource in JSON")))
    if bundle.get("type") != "searchset":
        return Finding("Bundle.type", "searchset", str(bundle.get("type")))
    found = bundle.get("entry", [])
    if not isinstance(found, list):
        return Finding("Bundle.entry", "a list", repr(found))
    for place, entry in enumerate(found):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        told = str(resource.get("resourceType")) if isinstance(resource, dict) else "none"
        if told not in (kind, _MAY_COME_ALONG):
            return Finding(f"Bundle.entry[{place}].resource", f"of type {kind}", told)
    return None


def tells_of(pages: Sequence[Exchange], kind: str, resource_id: str) -> Finding | None:
    """The resource with this id is in the Bundle, on whichever page."""
    for page in pages:
        needs_acceptance(page)
    told = set().union(*(_ids(page, kind) for page in pages))
    if resource_id in told:
        return None
    return Finding("Bundle.entry", f"{kind}/{resource_id}", ", ".join(sorted(told)) or f"no {kind}")


def tells_nothing_of(pages: Sequence[Exchange], kind: str, resource_id: str) -> Finding | None:
    """The resource with this id is not in the Bundle; where nothing was found, it is not.

    Inconclusive if there is no Bundle, or it may be on another page of it.
    """
    if pages[0].answer is not None and pages[0].answer.status == _NOTHING_FOUND:
        return None
    for page in pages:
        needs_acceptance(page)
        if resource_id.lower() in {told.lower() for told in _ids(page, kind)}:
            return Finding("Bundle.entry", f"no {kind} of another patient", f"{kind}/{resource_id}")
    needs_whole(pages[-1])
    return None


def names(exchange: Exchange, element: str, named: Collection[str]) -> Finding | None:
    """A reference in this element of the Appointment names one of these, whatever its form (R-101)."""
    needs_acceptance(exchange)
    resource = (exchange.answer.resource if exchange.answer else None) or {}
    references = [str(each.get("reference")) for each in fhir.within(resource, element)]
    if any(_last_part(each) in named or each in named for each in references):
        return None
    return Finding(f"Appointment.{element}", " or ".join(named), ", ".join(references) or "none")


def names_what_it_replaces(exchange: Exchange, earlier: str) -> Finding | None:
    """Appointment.replaces leads to the earlier booking (Rebook-Methods.page.md).

    Raises NotApplicable if the element is refused, as FHIR R4 does not know it (R-102).
    """
    if exchange.answer is not None and exchange.answer.status in _ELEMENT_REFUSED:
        raise NotApplicable("the receiver refuses Appointment.replaces")
    if finding := is_the_one(exchange, "Appointment", None):
        raise Inconclusive(f"the new booking is not told; {finding}")
    return names(exchange, "replaces", {earlier})


def _ids(exchange: Exchange, kind: str) -> set[str]:
    bundle = exchange.answer.resource if exchange.answer else None
    return {str(resource.get("id")) for resource in fhir.resources(bundle, kind)}


def _last_part(reference: str) -> str:
    return reference.rpartition("/")[2].removeprefix("urn:uuid:")

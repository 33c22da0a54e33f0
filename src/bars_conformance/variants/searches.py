"""How searches are answered: totals, modes, links, references, and what is refused or served."""

from collections.abc import Callable
from typing import Any

import orjson

from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.diary import Service, Slot
from bars_conformance.reference.instants import Instant
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.searchset import searchset
from bars_conformance.reference.slot_search import Bound
from bars_conformance.standard import URL
from bars_conformance.variants.variant import variant

Json = dict[str, Any]


def _searchset(
    name: str, sentence: str, rests_on: str, *declines: str
) -> Callable[[Callable[[Call, Json], None]], None]:
    """A variant whose searchsets are altered by the function that follows."""

    def register(alter: Callable[[Call, Json], None]) -> None:
        class Altered(Receiver):
            def look_up(self, call: Call) -> Json:
                found = super().look_up(call)
                if found.get("type") == "searchset":
                    alter(call, found)
                return found

        variant(name, sentence, rests_on=rests_on, declines=declines)(Altered)

    return register


@_searchset("no-total", "Searchsets have no total.", "R-57")
def _no_total(_: Call, bundle: Json) -> None:
    bundle.pop("total", None)


@_searchset("total-of-all-entries", "The total counts what is included, too.", "R-57")
def _total_of_all_entries(_: Call, bundle: Json) -> None:
    bundle["total"] = len(bundle.get("entry", ()))


@_searchset("no-search-modes", "Entries do not say whether they matched or were included.", "R-57")
def _no_search_modes(_: Call, bundle: Json) -> None:
    for entry in bundle.get("entry", ()):
        entry.pop("search", None)


@_searchset("links-of-pages", "A searchset of one page has links to the first and the last.", "FHIR-R4")
def _links_of_pages(_: Call, bundle: Json) -> None:
    here = bundle["link"][0]["url"]
    bundle["link"] += [{"relation": each, "url": f"{here}&_page=1"} for each in ("first", "last")]


@_searchset("no-self-link", "Searchsets have no self link.", "FHIR-R4", "the searchset has no self link")
def _no_self_link(_: Call, bundle: Json) -> None:
    bundle["link"] = [each for each in bundle["link"] if each["relation"] != "self"]
    if not bundle["link"]:
        del bundle["link"]


@_searchset("bare-searchsets", "Searchsets have no timestamp, no profile and no id.", "FHIR-R4")
def _bare_searchsets(_: Call, bundle: Json) -> None:
    for element in ("id", "timestamp", "meta"):
        bundle.pop(element, None)


@_searchset("hints-in-searchsets", "Searchsets hold an OperationOutcome with a hint.", "FHIR-R4")
def _hints_in_searchsets(call: Call, bundle: Json) -> None:
    issue = {"severity": "information", "code": "informational", "diagnostics": "The search took a while."}
    hint = {"resourceType": "OperationOutcome", "id": "hint", "issue": [issue]}
    entry = {"fullUrl": f"{call.base}/OperationOutcome/hint", "resource": hint}
    bundle.setdefault("entry", []).append({**entry, "search": {"mode": "outcome"}})


@_searchset("included-before-matches", "What is included stands before the matches.", "FHIR-R4")
def _included_before_matches(_: Call, bundle: Json) -> None:
    if "entry" in bundle:
        bundle["entry"].reverse()


@_searchset("absolute-references", "References in searchsets are absolute URLs.", "R-101")
def _absolute_references(call: Call, bundle: Json) -> None:
    _refer(bundle, {_name(each): f"{call.base}/{_name(each)}" for each in bundle.get("entry", ())})


@_searchset(
    "references-by-uuid",
    "Entries of searchsets have urn:uuid addresses, and refer so to each other.",
    "R-101",
)
def _references_by_uuid(_: Call, bundle: Json) -> None:
    names = {_name(each): f"urn:uuid:{each['resource']['id']}" for each in bundle.get("entry", ())}
    for entry in bundle.get("entry", ()):
        entry["fullUrl"] = names[_name(entry)]
    _refer(bundle, names)


@_searchset(
    "systems-in-older-spelling", "Systems of services and organisations are written with /id/.", "R-86"
)
def _systems_in_older_spelling(_: Call, bundle: Json) -> None:
    text = orjson.dumps(bundle)
    for system in (URL.service_id, URL.organisation):
        text = text.replace(f'"{system}"'.encode(), f'"{system.replace("/Id/", "/id/")}"'.encode())
    bundle.update(orjson.loads(text))


def _name(entry: Json) -> str:
    return f"{entry['resource']['resourceType']}/{entry['resource']['id']}"


def _refer(bundle: Json, names: dict[str, str]) -> None:
    text = orjson.dumps(bundle)
    for name, url in names.items():
        text = text.replace(f'"reference":"{name}"'.encode(), f'"reference":"{url}"'.encode())
    bundle.update(orjson.loads(text))


@variant("wide-ranges-served", "A slot search has no range that is too wide.", rests_on="R-28")
class _WideRangesServed(Receiver):
    def check_width(self, lower: Instant, upper: Instant) -> None:
        if upper < lower:
            super().check_width(lower, upper)


@variant(
    "slot-times-in-utc-only",
    "A slot search refuses an offset other than UTC with 400 value.",
    rests_on="R-49",
    declines=["the search was refused"],
)
class _SlotTimesInUtcOnly(Receiver):
    def slot_bound(self, value: str) -> Bound:
        bound = super().slot_bound(value)
        if not value.endswith(("Z", "+00:00")):
            raise Refusal(400, "value", "The parameter start must be in UTC.")
        return bound


@variant(
    "half-ranges-of-no-value",
    "Half a range is 400 value, and bounds that form none are 400 invalid.",
    rests_on="R-50",
)
class _HalfRangesOfNoValue(Receiver):
    def slot_range(self, call: Call) -> tuple[Bound, Bound]:
        given = [self.slot_bound(value) for value in call.parameters("start") if value]
        if len(given) == 1:
            raise Refusal(400, "value", "The parameter start must be given twice.")
        try:
            return super().slot_range(call)
        except Refusal as refusal:
            no_range = given and refusal.issue == "value"
            raise (Refusal(400, "invalid", refusal.diagnostics) if no_range else refusal) from refusal


@variant("third-bounds-served", "All bounds of a slot search hold, however many there are.", rests_on="R-50")
class _ThirdBoundsServed(Receiver):
    def slot_range(self, call: Call) -> tuple[Bound, Bound]:
        bounds = [self.slot_bound(value) for value in call.parameters("start") if value]
        lower = [bound for bound in bounds if bound[0] in ("ge", "gt")]
        upper = [bound for bound in bounds if bound[0] in ("le", "lt")]
        if len(bounds) < 3 or not lower or not upper:  # noqa: PLR2004 - a range has two ends
            return super().slot_range(call)
        narrow = max(lower, key=lambda each: each[1]), min(upper, key=lambda each: each[1])
        self.check_width(narrow[0][1], narrow[1][1])
        return narrow


@variant(
    "no-optional-includes",
    "A slot search knows the two includes that are obligatory, and ignores all others.",
    rests_on="R-51",
    declines=["the self link does not list the include"],
)
class _NoOptionalIncludes(Receiver):
    def slot_includes(self, call: Call) -> list[str]:
        return super().slot_includes(call)[:2]


@variant(
    "all-includes-unasked",
    "A slot search includes all that there is around a slot, asked for or not.",
    rests_on="R-51 FHIR-R4",
)
class _AllIncludesUnasked(Receiver):
    def slot_searchset(self, call: Call, service: Service, slots: list[Slot], includes: list[str]) -> Json:
        found = super().slot_searchset(call, service, slots, includes)
        here = {_name(entry) for entry in found.get("entry", ())}
        more = searchset(call, (), map(self._included(service), self._unasked(includes)) if slots else ())
        added = [entry for entry in more.get("entry", ()) if _name(entry) not in here]
        return {**found, "entry": [*found["entry"], *added]} if added else found

    def _unasked(self, includes: list[str]) -> list[str]:
        known = ("Practitioner", "PractitionerRole")
        return [each for each in (f"Schedule:actor:{kind}" for kind in known) if each not in includes]

    def _included(self, service: Service) -> Callable[[str], Json]:
        return lambda include: self.holdings.directory.included(include, service)


@variant(
    "tokens-without-system-find-nothing",
    "A patient named without the system of NHS numbers, or by another, finds nothing: 200 without entries.",
    rests_on="R-54",
)
class _TokensWithoutSystemFindNothing(Receiver):
    def search_by_patient(self, call: Call, kind: str) -> Json:
        given = call.parameters("patient:identifier", "patient.identifier")
        system, _, number = (given or [""])[0].partition("|")
        nhs_number = system.lower() == URL.nhs_number.lower() and number
        if len(given) == 1 and given[0] and not nhs_number:
            return searchset(call, ())
        return super().search_by_patient(call, kind)


@variant(
    "definitions-by-bare-value-refused",
    "A context without a system is 400 value.",
    rests_on="R-53",
)
class _DefinitionsByBareValueRefused(Receiver):
    def contexts(self, call: Call) -> list[tuple[str, str]]:
        contexts = super().contexts(call)
        if not all(system for system, _ in contexts):
            raise Refusal(400, "value", "The parameter context must be system|value.")
        return contexts

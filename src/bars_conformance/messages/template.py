"""A message after a template: the content is the template's, identity and time are those of our own message.

A template is a whole message as some service takes it, which may ask for more than Core does. Header, sender,
receiver, focus, patient and service become ours as far as they say who, when and for what; a slot and its
surroundings go back as they were offered. All else stays, under fresh fullUrls.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import uuid4

from bars_conformance.messages.bundle import NewId, Resource, ordered, urn
from bars_conformance.messages.repetition import journeys, renew_identifiers
from bars_conformance.messages.tree import copied, relinked
from bars_conformance.standard import URL

_OURS: Mapping[str, tuple[str, ...]] = {
    "Bundle": ("resourceType", "id", "identifier", "type", "timestamp", "entry", "signature"),
    "MessageHeader": (
        *("eventCoding", "eventUri", "destination", "sender", "source", "reason", "response"),
        *("focus", "definition"),
    ),
    "Organization": ("text", "name"),
    "Patient": ("text", "name", "gender", "birthDate"),
    "HealthcareService": (),
    "ServiceRequest": ("status", "intent", "authoredOn"),
    "Appointment": ("status", "start", "end", "slot", "created", "basedOn"),
}
"""Elements that are as we compose them, and absent where we compose none."""

_DUE = ("occurrencePeriod", "occurrenceDateTime", "occurrenceTiming")
_FILLED = ("description",)
"""Elements that the suite changes, and that a template may lack."""

_OFFERED = ("HealthcareService", "Schedule", "Slot")


def filled(template: Mapping[str, Any], ours: Mapping[str, Any], *, new_id: NewId = uuid4) -> Resource:
    """Our new message with the content of a template for messages of its kind.

    Of our entries those stay that play a part (see ``parts``), merged with what plays the same part in the
    template; the other entries are the template's.
    """
    own = parts(ours)
    merged = {at: own[part] for part, at in parts(template).items() if part in own}
    urls = [
        ours["entry"][merged[at]]["fullUrl"] if at in merged else urn(new_id)
        for at, _ in enumerate(template["entry"])
    ]
    content = _renamed(template, ours, urls, new_id)
    like = {merged[at]: resource for at, resource in enumerate(content) if at in merged}
    as_offered = {own[part] for part in _OFFERED if "Slot" in own}
    playing = [
        {**ours["entry"][at], "resource": _merged(like[at], ours["entry"][at]["resource"])}
        if at in like.keys() - as_offered
        else ours["entry"][at]
        for at in sorted(own.values())
    ]
    present = {"lastUpdated": ours["meta"]["lastUpdated"]}
    others = [
        {"fullUrl": url, "resource": ordered({**resource, "meta": _meta(resource.get("meta", {}), present)})}
        for at, (url, resource) in enumerate(zip(urls, content, strict=True))
        if at not in merged
    ]
    bundle: Resource = copied({**_merged(template, ours), "entry": [*playing, *others]})
    return bundle


def parts(message: Mapping[str, Any]) -> dict[str, int]:
    """Which part an entry plays: the position of each; parts that no entry plays are left out."""
    entries = message["entry"]
    kinds = [entry["resource"]["resourceType"] for entry in entries]
    found = {kind: kinds.index(kind) for kind in ("MessageHeader", "Patient", *_OFFERED) if kind in kinds}
    header = entries[found["MessageHeader"]]["resource"]
    positions = {name: at for at, entry in enumerate(entries) for name in names(entry)}
    for part, reference in (
        ("sender", header.get("sender", {})),
        ("receiver", header["destination"][0].get("receiver", {}) if "destination" in header else {}),
        ("focus", header["focus"][0] if "focus" in header else {}),
    ):
        at = positions.get(reference.get("reference", ""))
        if at is not None and at not in found.values() and (part == "focus" or kinds[at] == "Organization"):
            found[part] = at
    return found


def names(entry: Mapping[str, Any]) -> Iterator[str]:
    """What references call an entry: its fullUrl, and its type with its id."""
    url, resource = entry.get("fullUrl", ""), entry["resource"]
    if url:
        yield url
    if "id" in resource:
        yield f"{resource['resourceType']}/{resource['id']}"
    if url.startswith("http"):
        yield "/".join(url.rsplit("/", 2)[1:])


def nhs_numbers(patient: Mapping[str, Any]) -> list[str]:
    """The NHS numbers of a Patient."""
    return [
        each["value"]
        for each in patient.get("identifier", ())
        if each.get("system", "").lower() == URL.nhs_number.lower() and "value" in each
    ]


def _renamed(
    template: Mapping[str, Any], ours: Mapping[str, Any], urls: list[str], new_id: NewId
) -> list[Resource]:
    """The resources of the template without the ids they had, and with new names for what they refer to."""
    fresh = {name: url for entry, url in zip(template["entry"], urls, strict=True) for name in names(entry)}
    fresh = journeys(template, new_id) | fresh
    theirs, our = (each["entry"][parts(each)["Patient"]]["resource"] for each in (template, ours))
    fresh |= dict.fromkeys(nhs_numbers(theirs), *nhs_numbers(our))
    content = [relinked(entry["resource"], fresh) for entry in template["entry"]]
    for resource in content:
        resource.pop("id", None)
        renew_identifiers(resource, new_id)
    return content


def _merged(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> Resource:
    """What plays a part, with their content and our identity."""
    our_own = (*_OURS[ours["resourceType"]], *(_DUE if "occurrencePeriod" in ours else ()))
    return ordered(
        {
            **{name: ours[name] for name in _FILLED if name in ours},
            **{name: item for name, item in theirs.items() if name.lstrip("_") not in our_own},
            **{name: ours[name] for name in our_own if name in ours},
            **{
                name: joined
                for name, join in _JOINED.items()
                if name in ours and (joined := join(theirs.get(name, type(ours[name])()), ours[name]))
            },
        }
    )


def _meta(theirs: Resource, ours: Resource) -> Resource:
    """Theirs, with our time; whatever profiles either names."""
    profiles = list(dict.fromkeys([*ours.get("profile", ()), *theirs.get("profile", ())]))
    named = {"profile": profiles} if profiles else {}
    return {**ours, **theirs, **named, "lastUpdated": ours["lastUpdated"]}


def _identifiers(theirs: list[Resource], ours: list[Resource]) -> list[Resource]:
    """Ours in the form that theirs of the same system have, and then theirs of other systems."""
    forms = {each.get("system", "").lower(): each for each in reversed(theirs)}
    own = [{**forms.get(each["system"].lower(), each), "value": each["value"]} for each in ours]
    systems = {each["system"].lower() for each in ours}
    return [*own, *(each for each in theirs if each.get("system", "").lower() not in systems)]


def _categories(theirs: list[Resource], ours: list[Resource]) -> list[Resource]:
    """Our concept, of which codings of other systems are kept, and then their further concepts."""
    (concept,) = ours
    systems = {each["system"] for each in concept["coding"]}

    def is_ours(coding: Resource) -> bool:
        return coding.get("system") in systems

    alike = [each for each in theirs if any(map(is_ours, each.get("coding", ())))]
    further = [coding for each in alike for coding in each["coding"] if not is_ours(coding)]
    joined = {**(alike[0] if alike else {}), "coding": [*concept["coding"], *further]}
    return [joined, *(each for each in theirs if each not in alike)]


def _addresses(theirs: list[Resource], ours: list[Resource]) -> list[Resource]:
    """Theirs; the first, which is the patient's home, with our postcode, in its text as well."""
    if not theirs:
        return ours
    home, *others = theirs
    home = {**home, "postalCode": ours[0]["postalCode"]}
    if "text" in home:
        lines = [*home.get("line", ()), home.get("city"), home["postalCode"]]
        home["text"] = ", ".join(filter(None, lines))
    return [home, *others]


def _contacts(theirs: list[Resource], ours: list[Resource]) -> list[Resource]:
    """Theirs; patients who are their own contact under our name."""
    themselves = {name: ours[0][name] for name in ("name", "gender")}
    own = {coding["code"] for each in ours[0]["relationship"] for coding in each["coding"]}
    return [{**each, **themselves} if own & set(_codes(each)) else each for each in theirs]


def _codes(contact: Resource) -> Iterator[str]:
    return (
        coding.get("code", "")
        for concept in contact.get("relationship", ())
        for coding in concept.get("coding", ())
    )


_JOINED: Mapping[str, Callable[[Any, Any], Any]] = {
    "meta": _meta,
    "identifier": _identifiers,
    "category": _categories,
    "serviceCategory": _categories,
    "address": _addresses,
    "contact": _contacts,
}
"""Elements that are partly theirs and partly ours."""

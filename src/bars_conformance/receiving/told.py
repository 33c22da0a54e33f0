"""What words of the features stand for in one conversation: ids, times and codes that it alone has."""

from collections.abc import Iterable, Sequence
from typing import Any

from bars_conformance.checks.sent_elements import Told
from bars_conformance.profile import Profile
from bars_conformance.receiving.scene import Scene
from bars_conformance.reference.bundle import at
from bars_conformance.reference.definitions import DEFINITIONS, REFERRAL
from bars_conformance.standard import URL


def told(profile: Profile, scene: Scene, reference: str) -> Told:
    """The words with their values; ``reference`` is what the sender has made so far, empty if nothing."""
    record = scene.receiver.holdings.records.get(reference.rpartition("/")[2])
    resources = list(record.resources.values()) if record else []
    service = profile.services.bookable
    return {
        **of_service(f"{service.system}|{service.value}"),
        **of_case(reference, resources, {scene.nhs_number}),
        "the service of the pointer": frozenset(_targets(scene, record.pointer if record else None)),
    }


def of_service(service: str) -> Told:
    """The words about the service that is spoken to: ``system|value``."""
    return {
        "the service": frozenset({service}),
        "a use case of the MessageDefinition": frozenset(
            DEFINITIONS[URL.message_definition + REFERRAL].use_cases
        ),
    }


def of_case(reference: str, resources: Sequence[dict[str, Any]], nhs_numbers: Iterable[str]) -> Told:
    """The words about what the receiver holds by a reference: the resources of the message as it has them."""
    encounters = (each for each in resources if each["resourceType"] == "Encounter")
    journeys = (at(each, "episodeOfCare", 0, "reference") for each in encounters)
    identifier = reference.rpartition("/")[2]
    held = next((each for each in resources if each.get("id") == identifier), {})
    return {
        "the id that the receiver gave": frozenset({identifier}),
        "the earlier booking": frozenset({reference, f"urn:uuid:{identifier}"}),
        "one of the receiver's ids": frozenset(str(each.get("id")) for each in resources),
        "the patient's NHS number": frozenset(nhs_numbers),
        "the journey of the referral": frozenset(filter(None, journeys)),
        **{
            f"the {name} of the booking": frozenset({str(held.get(name))})
            for name in ("start", "end", "created")
        },
    }


def _targets(scene: Scene, pointer: str | None) -> list[str]:
    held = scene.receiver.holdings.pointers.pointers.get(pointer or "", {})
    return [at(each, "attachment", "url") for each in held.get("content", ())]

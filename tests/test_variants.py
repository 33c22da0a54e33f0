"""The lawful variants are well formed, and every ruling has one or a written reason why not."""

import contextlib
import re
from typing import get_args

import pytest
from test_rulings import RULINGS

from bars_conformance.faults import FAULTS, api_with, receiver_with, sender_with
from bars_conformance.house import SUITE
from bars_conformance.profile import Feature, Profile
from bars_conformance.reference import Receiver
from bars_conformance.reference.roles import REFERENCES
from bars_conformance.requirements import catalogue
from bars_conformance.variants import VARIANTS, Variant
from bars_conformance.variants.variant import variant

EACH_VARIANT = [pytest.param(each, id=each.name) for each in VARIANTS.values()]
HELD = set(get_args(get_args(Profile.model_fields["holds"].annotation)[0]))
"""What a sender may know of who is behind a request, by the words of its profile."""
KNOWN = {str(ruling) for ruling in RULINGS}
OTHER_STANDARDS = {"FHIR-R4", "RFC-3986", "RFC-8259", "RFC-9110", "RFC-9112"}


@pytest.mark.parametrize("each", EACH_VARIANT)
def test_variant_is_well_formed(each: Variant) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each.name)
    assert each.sentence.endswith(".")
    assert each.mixin is not REFERENCES[each.role]
    assert each.rests_on
    assert each.rests_on <= KNOWN | OTHER_STANDARDS
    assert each.warned <= catalogue().keys()
    assert each.lacks <= set(Feature) | HELD


@pytest.mark.parametrize(("role", "least"), [("receiver", 30), ("api", 20), ("sender", 20)])
def test_there_are_enough_of_a_role(role: str, least: int) -> None:
    assert len([each for each in VARIANTS.values() if each.role == role]) >= least


def test_faults_and_variants_have_names_of_their_own() -> None:
    assert not FAULTS.keys() & VARIANTS.keys()


def test_a_receiver_is_served_as_a_variant() -> None:
    assert isinstance(receiver_with(["errors-are-fatal"]), VARIANTS["errors-are-fatal"].mixin)


def test_an_api_is_served_as_a_variant() -> None:
    assert issubclass(
        api_with(["errors-of-the-api-are-fatal"]), VARIANTS["errors-of-the-api-are-fatal"].mixin
    )


def test_an_api_has_the_record_locator_of_a_variant() -> None:
    assert issubclass(
        api_with(["locator-pages-of-seven-pointers"]).locator_type, VARIANTS["pages-of-seven-pointers"].mixin
    )


def test_a_sender_is_set_in_motion_as_a_variant() -> None:
    with contextlib.closing(sender_with(["token-kept"])) as sender:
        assert isinstance(sender, VARIANTS["token-kept"].mixin)


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="Two variants are named"):
        variant("errors-are-fatal", "Again.", rests_on="R-33")(Receiver)


def test_a_warning_rests_on_a_ruling_that_has_its_requirement() -> None:
    requirements = {str(ruling): set(ruling.requirements) for ruling in RULINGS}
    for each in VARIANTS.values():
        assert each.warned <= set().union(*(requirements.get(name, set()) for name in each.rests_on))


def _without() -> dict[str, str]:
    """The rulings that docs/faults.md gives a reason for, with the reason."""
    page = (SUITE / "docs" / "faults.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ((?:R-\d+ ?)+) \| (.+) \|$", page, flags=re.MULTILINE)
    return {name: reason for names, reason in rows for name in names.split()}


def test_every_ruling_has_a_variant_or_a_reason() -> None:
    chosen = set().union(*(each.rests_on for each in VARIANTS.values()))
    assert chosen & KNOWN | _without().keys() == KNOWN
    assert not chosen & _without().keys()

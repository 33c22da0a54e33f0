"""The register of rulings has its fixed form and agrees with the catalogue of requirements."""

import re
from typing import NamedTuple

import pytest

from bars_conformance.house import SUITE
from bars_conformance.requirements import catalogue

REGISTER = (SUITE / "docs" / "rulings.md").read_text(encoding="utf-8")
FIELDS = ["Readings", "Accepted", "Why", "Since", "Requirements"]


class Ruling(NamedTuple):
    """One entry of the register: its number, its title and its fields in the order of the page."""

    number: int
    title: str
    fields: list[tuple[str, str]]

    def __str__(self) -> str:
        return f"R-{self.number:02d}"

    @property
    def requirements(self) -> list[str]:
        return dict(self.fields)["Requirements"].split(", ")


def _rulings() -> list[Ruling]:
    entries = re.split(r"^## R-(\d{2,}) (.+)$", REGISTER, flags=re.MULTILINE)[1:]
    return [
        Ruling(int(number), title, [(name, " ".join(text.split())) for name, text in _bullets(body)])
        for number, title, body in zip(entries[::3], entries[1::3], entries[2::3], strict=True)
    ]


def _bullets(body: str) -> list[tuple[str, str]]:
    return re.findall(r"^- \*\*(\w+)\.\*\* (.*(?:\n  .*)*)", body, flags=re.MULTILINE)


RULINGS = _rulings()


def test_numbers_are_unique_and_leave_none_out() -> None:
    assert sorted(ruling.number for ruling in RULINGS) == list(range(1, len(RULINGS) + 1))


def test_titles_are_unique() -> None:
    assert len({ruling.title for ruling in RULINGS}) == len(RULINGS)


def test_every_second_level_heading_is_a_ruling() -> None:
    assert len(re.findall(r"^## ", REGISTER, flags=re.MULTILINE)) == len(RULINGS)


@pytest.mark.parametrize("ruling", RULINGS, ids=str)
def test_a_ruling_has_all_fields_once(ruling: Ruling) -> None:
    assert [name for name, _ in ruling.fields] == FIELDS
    assert all(text for _, text in ruling.fields)
    assert re.fullmatch(r"\d+\.\d+\.\d+", dict(ruling.fields)["Since"])


@pytest.mark.parametrize("ruling", RULINGS, ids=str)
def test_a_ruling_names_known_requirements(ruling: Ruling) -> None:
    assert set(ruling.requirements) <= set(catalogue())
    assert len(set(ruling.requirements)) == len(ruling.requirements)


def test_register_and_catalogue_name_each_other() -> None:
    by_register = {(id_, str(ruling)) for ruling in RULINGS for id_ in ruling.requirements}
    by_catalogue = {(r.id, ruling) for r in catalogue().values() for ruling in r.rulings}
    assert by_register == by_catalogue


def test_an_answer_that_rests_on_an_ambiguity_has_a_ruling() -> None:
    rests = {r.id for r in catalogue().values() if any(row.basis == "ambiguity" for row in r.expect)}
    assert {id_ for id_ in rests if not catalogue()[id_].rulings} == set()

"""The matrix: which fault is caught by what and who is blamed for it, and which variant is accused."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bars_conformance import docket
from bars_conformance.faults import FAULTS, Fault
from bars_conformance.report import matrix as report
from bars_conformance.trials import Acquittal, Catch
from bars_conformance.variants import VARIANTS, Variant
from bars_conformance.verdict import HarnessError

Json = dict[str, Any]


def chosen(
    only: Sequence[str] | None, role: str | None = None, *, stratified: bool = False
) -> tuple[list[Fault], list[Variant]]:
    """The faults and variants of these names, or all, of a role.

    ``stratified`` takes so many faults that each requirement is broken by one, and so many variants that one
    rests on each ruling, of those that claim as much as the reference. Raises HarnessError for a name that
    there is not.
    """
    if unknown := set(only or ()) - FAULTS.keys() - VARIANTS.keys():
        raise HarnessError(f"no fault or variant is called {', '.join(sorted(unknown))}; see `faults list`.")
    names = only or [*FAULTS, *VARIANTS]
    faults = [FAULTS[name] for name in names if name in FAULTS]
    variants = [VARIANTS[name] for name in names if name in VARIANTS]
    variants = [each for each in variants if role in (None, each.role)]
    faults = [each for each in faults if role in (None, each.role)]
    if stratified:
        alike = [each for each in variants if not each.claims_less]
        taken = _stratified({each.name: each.breaks for each in faults})
        taken |= _stratified({each.name: each.rests_on for each in alike})
        faults = [each for each in faults if each.name in taken]
        variants = [each for each in alike if each.name in taken]
    return faults, variants


def _stratified(named: Mapping[str, frozenset[str]]) -> set[str]:
    """The names of which together bear all ids: of those that bear an id, the one with the fewest others.

    Ids that few bear come first; those that are borne by then are passed over.
    """
    bearing: dict[str, list[str]] = {}
    for name, ids in named.items():
        for each in ids:
            bearing.setdefault(each, []).append(name)
    taken: set[str] = set()
    borne: set[str] = set()
    for each in sorted(bearing, key=lambda id_: (len(bearing[id_]), id_)):
        if each not in borne:
            narrowest = min(bearing[each], key=lambda name: len(named[name]))
            taken.add(narrowest)
            borne |= named[narrowest]
    return taken


def show(only: Sequence[str] | None, role: str | None = None) -> None:
    """Print the faults and what each breaks, the variants and what each rests on."""
    console = Console()
    faults, variants = chosen(only, role)
    told = [(each.name, each.sentence, "breaks", each.breaks) for each in faults]
    told += [(each.name, each.sentence, "lawful by", each.rests_on) for each in variants]
    for name, sentence, how, ids in told:
        console.print(Text(name, style="bold"))
        console.print(Text(f"  {sentence}"))
        console.print(Text(f"  {how} {' '.join(sorted(ids))}", style="dim"))


def run(
    only: Sequence[str] | None,
    role: str | None = None,
    *,
    quick: bool = False,
    stratified: bool = False,
    reports: Path | None = None,
) -> int:
    """Run the suite against each fault and variant, write the matrix, and return the exit code.

    It is 1 if a fault escapes, a requirement is blamed that is not broken, or a variant is accused.
    ``quick`` runs, for a fault, only the scenarios of the requirements that it breaks: it shows that the
    fault is caught, not that nothing else is blamed. ``stratified`` tries a part of the faults.
    """
    console = Console()
    faults, variants = chosen(only, role, stratified=stratified)
    names = [*(each.name for each in faults), *(each.name for each in variants)]
    started, clock = datetime.now(UTC), time.monotonic()
    caught: dict[str, Catch] = {}
    acquittals: list[Acquittal] = []
    with docket.processes() as processes, console.status("the reference as it is") as status:
        trials = docket.Docket(processes)
        clean = trials.enter(faults, variants, quick=quick)
        for each in trials.settled():
            if isinstance(each, Catch):
                caught[each.fault] = each
            else:
                acquittals.append(each)
            done = f"{len(caught)} of {len(faults)} faults and {len(acquittals)} of {len(variants)} variants"
            status.update(f"{done} tried")
        if not quick:
            trials.enter_alone(_suspects(caught, clean))
            caught |= {each.fault: each for each in trials.settled() if isinstance(each, Catch)}
    catches = sorted(caught.values(), key=lambda each: names.index(each.fault))
    acquittals.sort(key=lambda each: names.index(each.variant))
    matrix = assemble(catches, acquittals, clean, quick=quick)
    matrix |= {"started": started.isoformat(), "duration_s": round(time.monotonic() - clock, 1)}
    folder = reports or Path("reports") / f"{started:%Y%m%dT%H%M%SZ}-faults"
    report.write(matrix, folder)
    _show(console, matrix)
    console.print(f"matrix: {folder / report.PAGE}", soft_wrap=True, highlight=False)
    in_order = [*(each.in_order for each in catches), *(each.in_order for each in acquittals)]
    return 0 if all(in_order) else 1


def assemble(
    catches: Sequence[Catch], acquittals: Sequence[Acquittal], clean: Mapping[str, Json], *, quick: bool
) -> Json:
    """The matrix as plain data, save for its times (``fixtures/schemas/matrix-1.schema.json``).

    ``clean`` holds the results of the reference as it is, by role: of those roles that were tried.
    """
    shown: dict[str, list[str]] = {each: [] for catch in catches for each in catch.shown}
    for catch in catches:
        for requirement in catch.shown:
            shown[requirement].append(catch.fault)
    tried = {each.fault for each in catches}
    scenarios = [scenario["id"] for results in clean.values() for scenario in results["scenarios"]]
    covered = {
        each["id"] for results in clean.values() for each in results["requirements"] if each["scenarios"]
    }
    some = next(iter(clean.values()))
    return {
        "schema": "bars-conformance/matrix/1",
        "suite": some["suite"],
        "spec": some["spec"],
        "quick": quick,
        "whole": tried == FAULTS.keys() and {each.variant for each in acquittals} == VARIANTS.keys(),
        "totals": _totals(catches, acquittals, scenarios),
        "faults": [_fault(each) for each in catches],
        "variants": [_variant(each) for each in acquittals],
        "requirements": [
            {"id": each["id"], "level": each["level"], "statement": each["statement"], "faults": faults}
            for each in some["requirements"]
            if (faults := shown.get(each["id"], [])) or each["id"] in covered
        ],
        "idle": [] if quick else _idle(catches, clean),
    }


def _idle(catches: Sequence[Catch], clean: Mapping[str, Json]) -> list[str]:
    """The scenarios that no fault fails, of each role of which every fault was tried."""
    tried = {each.fault for each in catches}
    used = {scenario for catch in catches for scenario in catch.caught_by}
    return [
        scenario["id"]
        for role, results in clean.items()
        if {name for name, fault in FAULTS.items() if fault.role == role} <= tried
        for scenario in results["scenarios"]
        if scenario["id"] not in used
    ]


def _suspects(caught: Mapping[str, Catch], clean: Mapping[str, Json]) -> Iterator[Fault]:
    """The faults that may fail, once they are alone, a scenario of which no example was failed in company.

    What is not in order stays so: alone, they are asked only for what they break.
    """
    idle = _idle([*caught.values()], clean)
    for role, results in clean.items():
        outlines: dict[tuple[str, str], list[Json]] = {}
        for each in results["scenarios"]:
            title = each["name"].partition(" [")[0]
            outlines.setdefault((each["section"], title), []).append(each)
        carried: set[str] = set()
        for examples in outlines.values():
            if all(each["id"] in idle for each in examples):
                carried.update(*(each["requirements"] for each in examples))
        of_role = (each for each in FAULTS.values() if each.role == role)
        yield from (each for each in of_role if each.breaks & carried and caught[each.name].in_order)


def _totals(catches: Sequence[Catch], acquittals: Sequence[Acquittal], scenarios: Sequence[str]) -> Json:
    verdicts = [each.verdict for each in catches]
    return {
        "scenarios": len(scenarios),
        "faults": len(catches),
        "caught": verdicts.count("caught"),
        "caught_elsewhere": verdicts.count("caught elsewhere"),
        "escaped": verdicts.count("escaped"),
        "wrong_blame": verdicts.count("wrong blame"),
        "suite_broke": verdicts.count("suite broke"),
        "variants": len(acquittals),
        "passed": sum(each.in_order for each in acquittals),
        "accused": sum(not each.in_order for each in acquittals),
        "requirements_shown": len({requirement for each in catches for requirement in each.shown}),
    }


def _fault(catch: Catch) -> Json:
    fault = FAULTS[catch.fault]
    return {
        "name": fault.name,
        "sentence": fault.sentence,
        "breaks": sorted(fault.breaks),
        "verdict": catch.verdict,
        "caught_by": [*catch.caught_by],
        "elsewhere": [*catch.elsewhere],
        "shown": [*catch.shown],
        "missed": [*catch.missed],
        "wrongly_blamed": [*catch.wrongly_blamed],
        "errors": [*catch.errors],
        "companions": [*catch.companions],
    }


def _variant(acquittal: Acquittal) -> Json:
    variant = VARIANTS[acquittal.variant]
    return {
        "name": variant.name,
        "sentence": variant.sentence,
        "rests_on": sorted(variant.rests_on),
        "declines": [*variant.declines, *sorted(variant.lacks)],
        "verdict": acquittal.verdict,
        "accusations": [asdict(each) for each in acquittal.accusations],
        "declined": [*acquittal.declined],
        "warned": [*acquittal.warned],
    }


def _show(console: Console, matrix: Json) -> None:
    table = Table(box=None, pad_edge=False)
    for column in ("fault or variant", "verdict", "caught by"):
        table.add_column(column, no_wrap=True)
    for fault in matrix["faults"]:
        table.add_row(fault["name"], fault["verdict"], str(len(fault["caught_by"]) or "-"))
    for variant in matrix["variants"]:
        table.add_row(variant["name"], variant["verdict"], "")
    console.print(table)
    for name, remark in _remarks(matrix):
        console.print(f"{name}: {remark}", highlight=False, soft_wrap=True)
    for scenario in matrix["idle"]:
        console.print(f"no fault fails {scenario}", highlight=False)
    totals = matrix["totals"]
    if matrix["faults"]:
        told = f"{totals['caught']} of {totals['faults']} faults caught, none other blamed"
        console.print(f"\n{told}{' (quick)' if matrix['quick'] else ''}", highlight=False)
    if matrix["variants"]:
        told = f"{totals['passed']} of {totals['variants']} variants judged as the reference is"
        console.print(f"\n{told}", highlight=False)


def _remarks(matrix: Json) -> Iterator[tuple[str, str]]:
    for fault in matrix["faults"]:
        parts = []
        if fault["wrongly_blamed"]:
            parts.append(f"blamed although not broken: {' '.join(fault['wrongly_blamed'])}")
        if fault["missed"]:
            parts.append(f"broken but not blamed: {' '.join(fault['missed'])}")
        if parts:
            yield fault["name"], "; ".join(parts)
    for variant in matrix["variants"]:
        for each in variant["accusations"]:
            yield variant["name"], f"{each['verdict']} in {each['scenario']}: {each['reason']}"

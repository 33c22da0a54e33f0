"""Trials of the suite itself: it is run against the reference with a fault, or as a lawful variant.

A trial of a fault shows whether the suite catches it and whom it blames; one of a variant, whether it judges
it as it judges the reference.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bars_conformance.faults import FAULTS, Fault
from bars_conformance.run import Order, Run
from bars_conformance.runner import conduct
from bars_conformance.variants import VARIANTS, Variant
from bars_conformance.verdict import Verdict
from bars_conformance.watch import Watch

_BLAMED = (Verdict.FAIL, Verdict.WARNING)
_Tried = TypeVar("_Tried")


@dataclass(frozen=True)
class Catch:
    """What became of one fault: ids of scenarios that failed or warned, and ids of requirements.

    ``shown`` are requirements that the fault breaks and the suite blames, ``missed`` those it does not.
    ``companions`` are the faults that were there at the same time.
    """

    fault: str
    caught_by: tuple[str, ...]
    elsewhere: tuple[str, ...]
    shown: tuple[str, ...]
    missed: tuple[str, ...]
    wrongly_blamed: tuple[str, ...]
    errors: tuple[str, ...]
    companions: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """In a few words."""
        if self.errors:
            return "suite broke"
        if not self.caught_by:
            return "caught elsewhere" if self.elsewhere else "escaped"
        return "wrong blame" if self.wrongly_blamed else "caught"

    @property
    def in_order(self) -> bool:
        """Caught by a scenario of a requirement that it breaks, and nothing else is blamed."""
        return self.verdict == "caught"


@dataclass(frozen=True)
class Accusation:
    """A scenario that judges a variant otherwise than the reference."""

    scenario: str
    expected: str
    verdict: str
    reason: str


@dataclass(frozen=True)
class Acquittal:
    """What became of one variant: where it is judged otherwise than the reference.

    ``declined`` are ids of scenarios that do not apply to what it lawfully does not claim, ``warned`` of
    those that report its choice, as a ruling has it.
    """

    variant: str
    accusations: tuple[Accusation, ...]
    declined: tuple[str, ...]
    warned: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """In one word."""
        return "accused" if self.accusations else "passed"

    @property
    def in_order(self) -> bool:
        """Judged as the reference is."""
        return not self.accusations


def results_against(role: str, names: Sequence[str], arguments: Sequence[str] = ()) -> dict[str, Any]:
    """The results of a run, in this process, against the reference of a role with these faults or variants.

    ``arguments`` select scenarios, in the words of pytest. No evidence is kept: it would be hundreds of
    megabytes a run, which nobody reads. The reference leaves undone what no scenario would see: see Watch.
    """
    run = Run.start(Order(role=role, faults=tuple(names)), workers=1)
    run.folder, run.keeps_evidence = None, False
    lacks = {entry for name in names if name in VARIANTS for entry in VARIANTS[name].lacks}
    listed = {"supports": run.profile.supports - lacks, "holds": run.profile.holds - lacks}
    run.profile = run.profile.model_copy(update=listed)
    gc.disable()  # until it is over: most of what a run makes stays until then
    try:
        with Watch() as watch:
            conduct(run, arguments, watch)
    finally:
        run.close()
        gc.enable()
        gc.collect()  # pytest's session refers to itself, and would stay until the collector comes by
        gc.freeze()  # what is left then stays for the trials to come, and need not be looked through again
    return run.results


@dataclass(frozen=True)
class FaultTrial:
    """Some faults of a role, tried together with the whole suite, or with the scenarios of what they break.

    ``quick`` is the latter; so is to be ``asked`` again what earlier company left open.
    """

    faults: tuple[str, ...]
    asked: frozenset[str] = frozenset()
    quick: bool = False

    @property
    def role(self) -> str:
        """Whose faults they are."""
        return FAULTS[self.faults[0]].role

    def run(self) -> "Outcome":
        """Try them.

        Those that are not in order then are to be tried again by quarters, down to the one: a companion may
        have been in the way, and who is accused of something that none of them breaks shows only alone. What
        they break is asked again, what was blamed for no reason, and what came to no verdict. Where the suite
        itself breaks, it stays so: in whatever company, it must not. Who shares a scenario with a companion
        is asked alone for it, as it cannot be told who failed it.
        """
        faults = [FAULTS[name] for name in self.faults]
        asked = self.asked
        if self.quick or asked:
            asked = asked.union(*(each.breaks for each in faults))
        results = results_against(self.role, self.faults, _selecting(asked))
        catches = [judged(each, results, [other for other in faults if other is not each]) for each in faults]
        if len(faults) == 1:
            return Outcome(tuple(catches))
        doubtful = [each for each in catches if not (each.in_order or each.errors)]
        shared = {each.fault: _shared(each, results) for each in catches if each.in_order}
        blamed = (each.wrongly_blamed for each in doubtful)
        unsettled = frozenset[str]() if self.quick else _unanswered(results).union(*blamed)
        return Outcome(
            tuple(each for each in catches if each not in doubtful and not shared.get(each.fault)),
            (
                *(FaultTrial((fault,), asked, self.quick) for fault, asked in shared.items() if asked),
                *(
                    FaultTrial(tuple(each.fault for each in part), unsettled, self.quick)
                    for part in _quarters(doubtful)
                ),
            ),
        )


@dataclass(frozen=True)
class VariantTrial:
    """Some variants of a role, tried together with the whole suite.

    ``clean`` holds what the reference is judged, by the ids of scenarios. With ``asked``, only the scenarios
    of these requirements run.
    """

    variants: tuple[str, ...]
    clean: Mapping[str, str]
    asked: frozenset[str] = frozenset()

    @property
    def role(self) -> str:
        """Whose variants they are."""
        return VARIANTS[self.variants[0]].role

    def run(self) -> "Outcome":
        """Try them.

        If they are accused, each quarter of them is to be tried, down to the one, with the scenarios that
        accused them; a scenario that judges them rightly together does so alone. If scenarios do not apply
        or warn, as one of them lawfully has it, each of them is asked alone for these.
        """
        variants = [VARIANTS[name] for name in self.variants]
        results = results_against(self.role, self.variants, _selecting(self.asked))
        together = compared(variants, results, self.clean)
        unjudged = {*together.declined, *together.warned}
        accusing = {each.scenario for each in together.accusations}
        if len(variants) > 1 and (accusing or unjudged):
            asked = _requirements(results, lambda each: each["id"] in accusing | unjudged)
            parts = _quarters(self.variants) if accusing else ((each,) for each in self.variants)
            return Outcome((), tuple(VariantTrial(part, self.clean, asked) for part in parts))
        return Outcome(
            tuple(
                Acquittal(name, together.accusations, together.declined, together.warned)
                for name in self.variants
            )
        )


@dataclass(frozen=True)
class Outcome:
    """What came of a trial: what is settled, and what of it is to be tried ``again``."""

    settled: tuple[Catch | Acquittal, ...]
    again: tuple[FaultTrial | VariantTrial, ...] = ()


def _selecting(asked: frozenset[str]) -> list[str]:
    """The scenarios of these requirements, in the words of pytest; all, if none is asked for."""
    return [f"--requirement={each}" for each in sorted(asked)]


def _quarters(tried: Sequence[_Tried]) -> Iterator[tuple[_Tried, ...]]:
    size = -(-len(tried) // 4) or 1
    return (tuple(tried[start : start + size]) for start in range(0, len(tried), size))


def _unanswered(results: Mapping[str, Any]) -> frozenset[str]:
    """The requirements of scenarios that came to no verdict."""
    silent = (Verdict.INCONCLUSIVE, Verdict.NOT_APPLICABLE)
    return _requirements(results, lambda each: each["verdict"] in silent)


def _shared(catch: Catch, results: Mapping[str, Any]) -> frozenset[str]:
    """The requirements of scenarios that are the affair of a fault and of a companion, too."""
    own, others = FAULTS[catch.fault].breaks, [FAULTS[name].breaks for name in catch.companions]

    def is_shared(scenario: Mapping[str, Any]) -> bool:
        asked = set(scenario["requirements"])
        return asked <= own and any(asked <= other for other in others)

    return _requirements(results, is_shared)


def _requirements(
    results: Mapping[str, Any], of_interest: Callable[[Mapping[str, Any]], bool]
) -> frozenset[str]:
    return frozenset(
        requirement
        for each in results["scenarios"]
        if of_interest(each)
        for requirement in each["requirements"]
    )


def judged(fault: Fault, results: Mapping[str, Any], companions: Sequence[Fault] = ()) -> Catch:
    """What the results of a run against a fault say of the suite.

    A scenario is a companion's affair if the companion breaks all its requirements.
    """
    accusing = [
        each
        for each in results["scenarios"]
        if each["verdict"] in _BLAMED
        and not any(set(each["requirements"]) <= other.breaks for other in companions)
    ]
    blamed = {requirement for scenario in accusing for requirement in scenario["requirements"]}
    covered = {each["id"] for each in results["requirements"] if each["scenarios"]}
    return Catch(
        fault.name,
        tuple(each["id"] for each in accusing if fault.breaks & set(each["requirements"])),
        tuple(each["id"] for each in accusing if not fault.breaks & set(each["requirements"])),
        tuple(sorted(fault.breaks & blamed)),
        tuple(sorted(fault.breaks & covered - blamed)),
        tuple(sorted(blamed - fault.breaks)),
        tuple(each["id"] for each in results["scenarios"] if each["verdict"] == Verdict.ERROR),
        tuple(each.name for each in companions),
    )


def compared(variants: Sequence[Variant], results: Mapping[str, Any], clean: Mapping[str, str]) -> Acquittal:
    """Where the results of a run against variants differ from those of the reference.

    A scenario that does not apply to the reference may pass; one may not apply for a reason that a variant
    declares, or warn of a requirement that it declares.
    """
    declined = [words for variant in variants for words in variant.declines]
    declined += [each for variant in variants for each in variant.lacks]
    reported = {requirement for variant in variants for requirement in variant.warned}
    accusations, not_applicable, warned = [], [], []
    for each in results["scenarios"]:
        verdict, expected = each["verdict"], clean[each["id"]]
        if verdict == expected or (verdict, expected) == (Verdict.PASS, Verdict.NOT_APPLICABLE):
            continue
        reason = each["reason"] or ""
        if verdict == Verdict.NOT_APPLICABLE and any(words in reason for words in declined):
            not_applicable.append(each["id"])
        elif verdict == Verdict.WARNING and reported & set(each["requirements"]):
            warned.append(each["id"])
        else:
            accusations.append(Accusation(each["id"], expected, verdict, reason))
    names = ", ".join(variant.name for variant in variants)
    return Acquittal(names, tuple(accusations), tuple(not_applicable), tuple(warned))

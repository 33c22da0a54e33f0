"""One run of the suite against one system: what it needs, what it gathers, what it leaves behind."""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from bars_conformance import profile_file, report, results, templates, verdict
from bars_conformance.access_token import Tokens
from bars_conformance.client import refuse_unless_allowed
from bars_conformance.known_issues import KnownIssues
from bars_conformance.profile import Profile
from bars_conformance.signing_in import sign_in
from bars_conformance.token_handover import Counter, HandedOver, handing_over
from bars_conformance.verdict import HarnessError, Verdict

_NOT_RUN = "the run ended before this scenario"


@dataclass(frozen=True)
class Order:
    """What was asked for: without ``sut`` the reference of this ``role``, with these ``faults``."""

    sut: Path | None = None
    role: str = "receiver"
    faults: tuple[str, ...] = ()
    reports: Path | None = None
    known_issues: Path | None = None
    strict: bool = False
    production_confirmed: bool = False


@dataclass
class Run:
    """A run under way. ``shared`` is a folder that all its workers see; ``tokens`` go with auth.

    ``variables`` are what the profile takes from the environment of the embedded reference. A trial asks for
    verdicts only, and ``keeps_evidence`` of none.
    """

    profile: Profile
    profile_path: Path
    variables: Mapping[str, str]
    shared: Path
    workers: int
    order: Order = field(default_factory=Order)
    known_issues: KnownIssues = field(default_factory=KnownIssues)
    tokens: Tokens | None = None
    folder: Path | None = None
    keeps_evidence: bool = True
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    told: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    ended: bool = False
    _open: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    @classmethod
    def start(cls, order: Order, workers: int | None) -> "Run":
        """Read the profile, or start the reference of the role and take its own.

        Without ``workers`` they are as many as the profile says. Raises HarnessError with one sentence
        if that cannot be done.
        """
        opened = contextlib.ExitStack()
        known_issues = KnownIssues.load(order.known_issues) if order.known_issues else KnownIssues()
        if order.sut is None:
            path, variables = opened.enter_context(_reference(order.role, order.faults))
        else:
            path, variables = profile_file.located(order.sut), {}
        profile = _load(path, variables)
        refuse_unless_allowed(profile, production_confirmed=order.production_confirmed)
        templates.look_over(profile)
        tokens = sign_in(profile)
        workers = _workers(profile, workers)
        if profile.role == "sender":
            _refuse_unless_ready(profile, workers)
        shared = Path(tempfile.mkdtemp(prefix="bars-conformance-"))
        opened.callback(shutil.rmtree, shared, ignore_errors=True)
        if profile.own_api_port is not None:
            opened.enter_context(_standing_in(profile.own_api_port, shared))
        run = cls(profile, path, variables, shared, workers, order, known_issues, tokens, _open=opened)
        run.folder = order.reports or Path("reports") / f"{run.started:%Y%m%dT%H%M%SZ}-{_slug(profile.name)}"
        return run

    def handover(self) -> dict[str, Any]:
        """What a worker needs to take part."""
        return {
            "profile": str(self.profile_path),
            "variables": dict(self.variables),
            "shared": str(self.shared),
            "workers": self.workers,
            "tokens": self._counter,
        }

    @classmethod
    def in_worker(cls, handover: Mapping[str, Any]) -> "Run":
        """The same run, seen from a worker."""
        path, variables = Path(handover["profile"]), handover["variables"]
        tokens = HandedOver(handover["tokens"]) if handover["tokens"] else None
        shared, workers = Path(handover["shared"]), handover["workers"]
        return cls(_load(path, variables), path, variables, shared, workers, tokens=tokens)

    def selected(self, records: list[dict[str, Any]]) -> None:
        """Note the scenarios that are to run, in their order."""
        if not self._selection.exists():
            note = self._selection.with_suffix(f".{os.getpid()}")
            note.write_bytes(orjson.dumps(records))
            note.replace(self._selection)

    def gather(self, told: Mapping[str, Any]) -> None:
        """Take in what a scenario has become."""
        self.told[told["scenario"]["id"]] = told

    @cached_property
    def results(self) -> dict[str, Any]:
        """The results, once all is gathered; scenarios that did not run are inconclusive."""
        everything = [self.told.get(one["scenario"]["id"], one) for one in self._selected()]
        verdicts = {one["scenario"]["id"]: Verdict(one["scenario"]["verdict"]) for one in everything}
        today = datetime.now(UTC).date()
        excused = self.known_issues.excused(verdicts, today)
        self.complaints = self.known_issues.complaints(verdicts, today)
        for one in everything:
            scenario = one["scenario"]
            if (said := excused.get(scenario["id"])) is not None:
                scenario["reason"] = f"{said}\n{scenario['reason']}"
        code = verdict.exit_code(
            (found for scenario, found in verdicts.items() if scenario not in excused),
            strict=self.order.strict,
        )
        if self.complaints and code in (0, verdict.PROJECTIONS[Verdict.INCONCLUSIVE].exit_code):
            code = verdict.PROJECTIONS[Verdict.FAIL].exit_code
        return results.assemble(
            self.profile, everything, started=self.started, finished=datetime.now(UTC), exit_code=code
        )

    def write(self) -> None:
        """Write the results and all reports into the run's folder, if it has one."""
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            report.write(self.results, self.folder)

    def close(self) -> None:
        """Stop what was started and remove what was shared."""
        self._open.close()

    @cached_property
    def _counter(self) -> Counter | None:
        return None if self.tokens is None else self._open.enter_context(handing_over(self.tokens))

    @property
    def _selection(self) -> Path:
        return self.shared / "selection.json"

    def _selected(self) -> list[dict[str, Any]]:
        if not self._selection.exists():
            return []
        selected: list[dict[str, Any]] = orjson.loads(self._selection.read_bytes())
        for one in selected:
            one["scenario"] |= {"verdict": Verdict.INCONCLUSIVE, "reason": _NOT_RUN, "duration_s": 0}
        return selected


def role_of_reference(roles: Sequence[str]) -> str:
    """Whose reference is tested, without a profile, where features of these roles are asked for.

    That of the API, if it is among them, as it has receivers behind it. Raises HarnessError for a sender and
    another role: they do not speak to the suite in the same run.
    """
    if "sender" in roles and len(set(roles)) > 1:
        raise HarnessError("a sender is tested in a run of its own; name no other --role.")
    return "api" if "api" in roles else next(iter(roles), "receiver")


def _workers(profile: Profile, wanted: int | None) -> int:
    """How many workers there will be; only one can listen where the sender is not told the address."""
    if profile.role != "sender" or profile.finds_any_address:
        return wanted or profile.limits.workers
    if (wanted or 1) > 1:
        raise HarnessError(
            "the triggers of the profile do not all tell the sender where to send ({url}); use --workers 1."
        )
    return 1


def _refuse_unless_ready(profile: Profile, workers: int) -> None:
    from bars_conformance.receiving import address, application  # noqa: PLC0415 - only senders need it

    application.registered(profile)
    address.refuse_unless_free(profile, workers)


def _standing_in(port: int, shared: Path) -> contextlib.AbstractContextManager[None]:
    from bars_conformance import own_api  # noqa: PLC0415 - only a run that stands in for the API needs it

    return own_api.standing_in(port, shared)


@contextlib.contextmanager
def _reference(role: str, faults: Iterable[str]) -> Iterator[tuple[Path, Mapping[str, str]]]:
    from bars_conformance.embedded import EMBEDDED  # noqa: PLC0415 - only a run without --sut needs it

    with EMBEDDED[role].serving(faults) as variables:
        yield EMBEDDED[role].profile, variables


def _load(path: Path, variables: Mapping[str, str]) -> Profile:
    return profile_file.load(path, {**os.environ, **variables})


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "sut"

"""The pytest plugin that ties features, profile, evidence and verdicts together.

``bars-conformance run`` and ``pytest features`` are the same run.
"""

import gc
import hashlib
from collections.abc import Generator
from pathlib import Path
from types import ModuleType

import orjson
import pytest
from pytest_bdd.parser import Scenario, ScenarioTemplate, Step
from pytest_bdd.scenario import scenario_wrapper_template_registry

from bars_conformance import features, fhir, intermediary, phrases, record, requirements
from bars_conformance.controller import HANDOVER, Controller
from bars_conformance.house import FEATURES
from bars_conformance.run import Order, Run, role_of_reference
from bars_conformance.verdict import PROJECTIONS, USAGE_ERROR, HarnessError, Verdict

RUN = pytest.StashKey[Run]()
"""The run, in the session's config."""

_POSITION = pytest.StashKey[int]()

_USUALLY, _SELDOM = gc.get_threshold(), (50_000, 20, 50)

RECORD = pytest.StashKey[record.Scenario]()
"""What is written down of a scenario, in its item."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of a run, as they stand in ``bars-conformance run``."""
    group = parser.getgroup("bars-conformance")
    group.addoption("--sut", type=Path, metavar="PROFILE", help="profile of the system under test")
    group.addoption("--role", action="append", default=[], help="run the features of this role only")
    group.addoption("--section", action="append", default=[], help="run this section only")
    group.addoption("--requirement", action="append", default=[], help="run scenarios of this requirement")
    group.addoption("--reports", type=Path, metavar="DIR", help="the run's own folder")
    group.addoption("--known-issues", type=Path, metavar="FILE", help="fails that are known")
    group.addoption("--strict-verdicts", action="store_true", help="a warning counts as a fail")
    group.addoption("--i-know-this-is-production", action="store_true", help="the profile may name one")


def pytest_configure(config: pytest.Config) -> None:
    """Make the ids of requirements and rulings known as markers."""
    for requirement in requirements.catalogue().values():
        config.addinivalue_line("markers", f"{requirement.id}: {requirement.statement}")
        for ruling in requirement.rulings:
            config.addinivalue_line("markers", f"{ruling}: a ruling of docs/rulings.md")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Prepare the run, if features are among what pytest was called with."""
    config = session.config
    if handed_over := getattr(config, "workerinput", {}).get(HANDOVER):
        config.stash[RUN] = Run.in_worker(handed_over)
    elif controllers := [each for each in config.pluginmanager.get_plugins() if isinstance(each, Controller)]:
        config.stash[RUN] = controllers[0].run
    elif _runs_features(config):
        try:
            run = Run.start(_order(config), workers=getattr(config.option, "numprocesses", None) or 1)
        except HarnessError as error:
            pytest.exit(str(error), returncode=USAGE_ERROR)
        config.stash[RUN] = run
        config.pluginmanager.register(Controller(run))
    if RUN in config.stash:
        for vocabulary in features.vocabularies(config.stash[RUN].profile.role):
            config.pluginmanager.import_plugin(vocabulary)
        phrases.remember(config)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A feature file is a module of scenarios."""
    if file_path.suffix != ".feature" or not _is_asked_for(file_path, parent.config):
        return None
    # Not under its folders: for each step, pytest-bdd asks for each fixture what all parents know of it.
    return FeatureFile.from_parent(parent.session, path=file_path)


class FeatureFile(pytest.Module):
    """The scenarios of one feature file, as tests."""

    def _getobj(self) -> ModuleType:
        module = ModuleType(self.path.stem.replace("-", "_"))
        module.__file__ = str(self.path)
        binding = compile(
            "from pytest_bdd import scenarios\nscenarios(__file__, features_base_dir='')",
            str(self.path),
            "exec",
        )
        exec(binding, module.__dict__)  # noqa: S102 - pytest-bdd binds scenarios to the module that asks
        return module


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the scenarios that were asked for, and mix them so that no worker gets all the heavy ones."""
    for position, item in enumerate(items):
        item.stash[_POSITION] = position
    items.sort(key=_mixed)
    run = config.stash.get(RUN, None)
    if run is None:
        return
    wanted = set(config.option.requirement)
    kept = [item for item in items if _is_scenario(item) and (not wanted or wanted & _tags(item))]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def pytest_collection_finish(session: pytest.Session) -> None:
    """Note which scenarios will run, so that a run that is broken off can name those that did not."""
    run = session.config.stash.get(RUN, None)
    if run is not None:
        # What is collected stays, and what a scenario writes down soon goes: to look through both again and
        # again took a fifth of the run.
        gc.set_threshold(*_SELDOM)
        fhir.prepare()
        in_order = sorted(session.items, key=lambda item: item.stash.get(_POSITION, 0))
        run.selected([_new_record(item).finish() for item in in_order if _is_scenario(item)])


def pytest_sessionfinish() -> None:
    """Collect garbage as usual: another run may follow in the same process."""
    gc.set_threshold(*_USUALLY)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Open a record for the scenario."""
    if _is_scenario(item):
        item.stash[RECORD] = _new_record(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let pytest's own report say what our verdict is, and send the record along with the last one."""
    report = yield
    scenario = item.stash.get(RECORD, None)
    if scenario is None:
        return report
    if call.excinfo is not None:
        scenario.ended_by(call.excinfo.value)
        _say_in_words_of_pytest(report, scenario)
    if report.when == "teardown":
        if not item.config.stash[RUN].keeps_evidence:
            scenario.forget()
        told = scenario.finish()
        verdict = str(told["scenario"]["verdict"])
        vars(report).update(bars_conformance=orjson.dumps(told), bars_verdict=verdict)
        del item.stash[RECORD]
        phrases.forget_given(item)
    return report


def pytest_bdd_before_scenario(request: pytest.FixtureRequest, scenario: Scenario) -> None:
    """Write down the steps to come."""
    _record(request).steps = [
        record.Step(step.keyword.strip(), step.name, _cells(step)) for step in scenario.steps
    ]


def pytest_bdd_before_step(request: pytest.FixtureRequest, scenario: Scenario, step: Step) -> None:
    """Note the step that now runs."""
    written = _record(request)
    written.running = written.steps[scenario.steps.index(step)]


def pytest_bdd_after_step(request: pytest.FixtureRequest) -> None:
    """Note that it came about."""
    written = _record(request)
    if written.running is not None:
        written.held(written.running)


def pytest_bdd_step_error(request: pytest.FixtureRequest, step: Step, exception: Exception) -> None:
    """Note that it did not."""
    written = _record(request)
    if written.running is not None:
        written.failed(written.running, exception, judging=step.type == "then")


def pytest_bdd_after_scenario(request: pytest.FixtureRequest) -> None:
    """What comes now is cleaning up, and belongs to no step."""
    _record(request).running = None


def _mixed(item: pytest.Item) -> str:
    """Puts scenarios as the hashes of their names happen to fall, and what is none before them."""
    return hashlib.sha256(item.nodeid.encode()).hexdigest() if _is_scenario(item) else ""


def _template(item: pytest.Item) -> ScenarioTemplate:
    return scenario_wrapper_template_registry[item.function]  # type: ignore[attr-defined]


def _record(request: pytest.FixtureRequest) -> record.Scenario:
    return request.node.stash[RECORD]  # type: ignore[no-any-return]


def _new_record(item: pytest.Item) -> record.Scenario:
    place = features.Place.of(item.path)
    ids, rulings = features.requirements_and_rulings(_tags(item))
    catalogue = requirements.catalogue()
    template = _template(item)
    callspec = getattr(item, "callspec", None)
    name = f"{template.name} [{callspec.id}]" if callspec else template.name
    return record.Scenario(
        id=place.scenario_id(name),
        name=name,
        feature=template.feature.name or place.subject,
        role=place.role,
        section=place.title,
        requirements=ids,
        rulings=rulings,
        levels=[catalogue[requirement].level for requirement in ids if requirement in catalogue],
        actors={catalogue[requirement].actor for requirement in ids if requirement in catalogue},
        through_api=place.role == "receiver" and intermediary.is_in_front(item.config.stash[RUN].profile),
    )


def _say_in_words_of_pytest(report: pytest.TestReport, scenario: record.Scenario) -> None:
    verdict, reason = scenario.verdict or Verdict.ERROR, scenario.reason or ""
    if PROJECTIONS[verdict].exit_code == 0 and verdict is not Verdict.NOT_APPLICABLE:
        report.outcome, report.longrepr = "passed", None
    elif verdict in (Verdict.NOT_APPLICABLE, Verdict.INCONCLUSIVE):
        report.outcome = "skipped"
        report.longrepr = (report.location[0], report.location[1] or 0, f"{verdict}: {reason}")
    elif verdict is Verdict.FAIL:
        report.outcome, report.longrepr = "failed", reason
    report.sections = []


def _cells(step: Step) -> list[list[str]] | None:
    return [[str(cell) for cell in row] for row in step.datatable.raw()] if step.datatable else None


def _order(config: pytest.Config) -> Order:
    option = config.option
    return Order(
        sut=option.sut,
        role=role_of_reference(option.role),
        reports=option.reports,
        known_issues=option.known_issues,
        strict=option.strict_verdicts,
        production_confirmed=option.i_know_this_is_production,
    )


def _is_scenario(item: pytest.Item) -> bool:
    return item.path.suffix == ".feature" and item.path.is_relative_to(FEATURES)


def _tags(item: pytest.Item) -> set[str]:
    known = requirements.catalogue()
    names = {marker.name for marker in item.iter_markers()}
    return {name for name in names if name in known or features.is_ruling(name)}


def _is_asked_for(path: Path, config: pytest.Config) -> bool:
    """Whether a feature is of the roles and sections of this run, and names a requirement that it is about.

    Never one of a role whose words are not loaded.
    """
    run = config.stash.get(RUN, None)
    if run is None or not path.is_relative_to(FEATURES):
        return True
    place, option = features.Place.of(path), config.option
    sections = {name.replace(" ", "-") for name in option.section}
    return (
        features.share_words(place.role, run.profile.role)
        and place.role in (option.role or [run.profile.role])
        and (not sections or place.section in sections)
        and (not option.requirement or not features.tags_in(path).isdisjoint(option.requirement))
    )


def _runs_features(config: pytest.Config) -> bool:
    paths = ((config.invocation_params.dir / arg.partition("::")[0]).resolve() for arg in config.args)
    return any(path.is_relative_to(FEATURES) for path in paths)

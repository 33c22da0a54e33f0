"""The part of the pytest plugin that works once for a run, however many workers there are."""

from typing import Any

import orjson
import pytest

from bars_conformance.run import Run
from bars_conformance.scheduling import Scheduling
from bars_conformance.verdict import USAGE_ERROR

HANDOVER = "bars_conformance"
"""Under this name workers of xdist find what they need of the run."""


class Controller:
    """Hands the run over to workers, gathers what they tell, and ends it."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:  # noqa: ANN401 - xdist does not export its type
        """Hand the run over to a worker of xdist."""
        node.workerinput[HANDOVER] = self.run.handover()

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Scheduling:  # noqa: ANN401
        """What hands the scenarios out to workers of xdist."""
        return Scheduling(config, log)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in what a scenario, here or in a worker, has become."""
        if (told := getattr(report, "bars_conformance", None)) is not None:
            self.run.gather(orjson.loads(told))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the reports and set the exit code of the run."""
        if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
            session.exitstatus = USAGE_ERROR
        elif session.exitstatus not in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.INTERNAL_ERROR):
            self.run.write()
            self.run.ended = True
            session.exitstatus = self.run.results["exit_code"]

    def pytest_unconfigure(self) -> None:
        """Stop what the run has open."""
        self.run.close()

"""The command ``bars-conformance``. Each subcommand imports what it needs, so that ``--version`` is quick."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bars_conformance import __version__
from bars_conformance.verdict import USAGE_ERROR, HarnessError

_ROLES = ("receiver", "api", "sender")
_SUT = "profile of the system under test, or nhs-sandbox or nhs-int: one that is brought along"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 to 4 as verdict.exit_code has it, 2 for bad usage."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    own, _, passed_on = _parted(arguments)
    options = _parser().parse_args(own)
    options.pytest_args = passed_on
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except HarnessError as error:
        print(f"bars-conformance: {error}", file=sys.stderr)
        return USAGE_ERROR
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


def _parted(arguments: list[str]) -> tuple[list[str], str, list[str]]:
    """What is for us, and what comes after ``--`` and is for pytest."""
    if "--" not in arguments:
        return arguments, "", []
    where = arguments.index("--")
    return arguments[:where], "--", arguments[where + 1 :]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bars-conformance",
        description="Tells whether a system obeys the NHS Booking and Referral Standard, BaRS Core 1.1.4.",
    )
    parser.add_argument("--version", action="version", version=f"bars-conformance {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(commands)
    _add_check(commands)
    _add_requirements(commands)
    _add_init(commands)
    _add_report(commands)
    _add_reference(commands)
    _add_faults(commands)
    return parser


_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def _add_run(commands: "_Commands[argparse.ArgumentParser]") -> None:
    run = commands.add_parser(
        "run",
        help="test a system and write the reports",
        description="Tests a system; without --sut, the embedded reference of the role (receiver). "
        "Exit codes: 0 no fail, 1 a fail, 2 bad usage or profile, 3 inconclusive, 4 a defect of the suite.",
    )
    run.add_argument("--sut", type=Path, metavar="PROFILE", help=_SUT)
    run.add_argument("--role", action="append", choices=_ROLES, help="run the features of this role only")
    run.add_argument("--section", action="append", metavar="NAME", help="run this section only")
    run.add_argument("--requirement", action="append", metavar="ID", help="run scenarios of this requirement")
    run.add_argument("-k", metavar="EXPR", help="run scenarios whose name matches, as in pytest")
    run.add_argument("--workers", metavar="N|auto", help="scenarios at a time (default: as the profile says)")
    run.add_argument("--reports", type=Path, metavar="DIR", help="the run's own folder")
    run.add_argument("--known-issues", type=Path, metavar="FILE", help="fails that are known")
    run.add_argument("--strict", action="store_true", help="a warning counts as a fail")
    run.add_argument("--fail-fast", action="store_true", help="stop at the first fail")
    run.add_argument("--i-know-this-is-production", action="store_true", help="test a production host")
    run.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    from bars_conformance.run import Order, role_of_reference
    from bars_conformance.runner import Selection, run

    order = Order(
        sut=options.sut,
        role=role_of_reference(options.role or ()),
        reports=options.reports,
        known_issues=options.known_issues,
        strict=options.strict,
        production_confirmed=options.i_know_this_is_production,
    )
    selection = Selection(
        roles=tuple(options.role or ()),
        sections=tuple(options.section or ()),
        requirements=tuple(options.requirement or ()),
        expression=options.k,
        fail_fast=options.fail_fast,
    )
    return run(order, selection, options.workers, options.pytest_args)


def _add_check(commands: "_Commands[argparse.ArgumentParser]") -> None:
    check = commands.add_parser("check", help="can the system be tested?")
    check.add_argument("--sut", type=Path, metavar="PROFILE", help=_SUT)
    check.set_defaults(command=_check)


def _check(options: argparse.Namespace) -> int:
    from bars_conformance.check import check

    return check(options.sut)


def _add_requirements(commands: "_Commands[argparse.ArgumentParser]") -> None:
    requirements = commands.add_parser("requirements", help="the catalogue of requirements and its coverage")
    requirements.add_argument("--format", choices=("table", "csv", "json"), default="table")
    requirements.add_argument("--uncovered", action="store_true", help="only those without a scenario")
    requirements.add_argument("--role", choices=_ROLES, help="only those that bind this role")
    requirements.set_defaults(command=_requirements)


def _requirements(options: argparse.Namespace) -> int:
    from bars_conformance.coverage import show

    show(options.format, role=options.role, only_uncovered=options.uncovered)
    return 0


def _add_init(commands: "_Commands[argparse.ArgumentParser]") -> None:
    init = commands.add_parser("init", help="write a commented profile to fill in")
    init.add_argument("file", nargs="?", type=Path, default=Path("bars-profile.yaml"))
    init.set_defaults(command=_init)


def _init(options: argparse.Namespace) -> int:
    from bars_conformance.house import FIXTURES

    try:
        with options.file.open("x", encoding="utf-8") as profile:
            profile.write((FIXTURES / "suts" / "template.yaml").read_text(encoding="utf-8"))
    except FileExistsError as error:
        raise HarnessError(f"{options.file} exists already; name another file.") from error
    except OSError as error:
        raise HarnessError(f"{options.file} cannot be written ({error.strerror}); name another.") from error
    print(f"Fill in {options.file}, then: bars-conformance check --sut {options.file}")
    return 0


def _add_report(commands: "_Commands[argparse.ArgumentParser]") -> None:
    report = commands.add_parser("report", help="write all reports again from RUN/results.json")
    report.add_argument("run", type=Path, metavar="RUN", help="the folder of a run")
    report.set_defaults(command=_report)


def _report(options: argparse.Namespace) -> int:
    from bars_conformance import report

    folder = options.run if options.run.is_dir() else options.run.parent
    report.write(report.read(options.run), folder)
    print(folder / "report.html")
    return 0


def _add_reference(commands: "_Commands[argparse.ArgumentParser]") -> None:
    reference = commands.add_parser(
        "reference", help="serve a reference on loopback; for senders, with a live page"
    )
    reference.add_argument("--role", choices=_ROLES, default="receiver")
    reference.add_argument("--port", type=int, default=8000)
    reference.add_argument("--fault", action="append", default=[], metavar="NAME", help="break it so")
    reference.set_defaults(command=_reference)


def _reference(options: argparse.Namespace) -> int:
    from bars_conformance import standin
    from bars_conformance.faults import sender_with
    from bars_conformance.reference import sender

    if options.role == "sender":
        sender.serve(sender_with(options.fault), options.port)
    else:
        standin.serve(options.role, options.fault, options.port)
    return 0


def _add_faults(commands: "_Commands[argparse.ArgumentParser]") -> None:
    faults = commands.add_parser(
        "faults", help="the seeded defects and the lawful variants, and whether each is judged right"
    )
    faults.add_argument("action", nargs="?", choices=("list", "run"), default="list")
    faults.add_argument("--only", action="append", metavar="NAME", help="this fault or variant only")
    faults.add_argument("--role", choices=_ROLES, help="faults and variants of this role only")
    faults.add_argument("--quick", action="store_true", help="only scenarios of what a fault breaks")
    faults.add_argument("--stratified", action="store_true", help="one fault for each requirement")
    faults.add_argument("--reports", type=Path, metavar="DIR", help="where the matrix is written")
    faults.set_defaults(command=_faults)


def _faults(options: argparse.Namespace) -> int:
    from bars_conformance import matrix

    if options.action == "list":
        matrix.show(options.only, options.role)
        return 0
    return matrix.run(
        options.only,
        options.role,
        quick=options.quick,
        stratified=options.stratified,
        reports=options.reports,
    )

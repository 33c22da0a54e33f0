"""Tells, line by line, whether a system can be tested: token, connection, services, slots, patients."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bars_conformance import fhir, interactions, templates
from bars_conformance.access_token import Tokens
from bars_conformance.certificates import ClientCertificate
from bars_conformance.client import Client
from bars_conformance.exchange import Exchange
from bars_conformance.profile import Feature, Profile
from bars_conformance.profile_hooks import HookName, TriggerName
from bars_conformance.run import Order, Run
from bars_conformance.sharing import RightOfWay
from bars_conformance.slots import free_slots
from bars_conformance.verdict import PROJECTIONS, Inconclusive, Verdict

_SLOTS_WANTED = 2
_PATIENTS_WANTED = 2
_LONGEST_LAWFUL_S = 5


def check(sut: Path | None) -> int:
    """Print what was found; the exit code is 0 if the system can be tested, 3 if it cannot.

    Raises HarnessError with one sentence if the profile cannot be used.
    """
    console = Console()
    run = Run.start(Order(sut=sut, production_confirmed=True), workers=1)
    try:
        with _client(run) as client:
            in_order = [_told(console, line) for line in _lines(run, client)]
    finally:
        run.close()
    return 0 if all(in_order) else PROJECTIONS[Verdict.INCONCLUSIVE].exit_code


Line = tuple[str, bool, str]
"""What was looked at, whether it is in order, and what was found or is to be done."""


@contextmanager
def _client(run: Run) -> Iterator[Client]:
    client = Client(run.profile, lambda _: None, RightOfWay(run.shared), tokens=run.tokens)
    yield client
    client.close()


def _told(console: Console, line: Line) -> bool:
    what, in_order, found = line
    mark = Text("ok   ", style="green") if in_order else Text("lacks", style="bold red")
    console.print(mark, Text(f" {what}: {found}"), soft_wrap=True)
    return in_order


def _lines(run: Run, client: Client) -> Iterator[Line]:
    profile = run.profile
    yield "profile", True, f"{profile.name} of {profile.supplier}, {profile.role} at {profile.base_url}"
    if profile.role == "sender":
        yield from _of_a_sender(profile)
        return
    for kind, path in templates.given(profile).items():
        count = len(templates.read(path)["entry"])
        yield f"template of a {kind}", True, f"{path.name}, {count} entries, in order"
    if run.tokens is not None:
        what, in_order, found = _token(run.tokens)
        yield what, in_order, found
        if not in_order:
            return
    exchange = client.send(interactions.metadata(profile))
    yield "connection", exchange.answer is not None, exchange.error or _secured(profile)
    if exchange.answer is None:
        return
    yield _gives("GET /metadata", exchange, "CapabilityStatement")
    if profile.mutual_tls_url:
        call = replace(interactions.metadata(profile), certificate=ClientCertificate.OWN)
        what = f"GET /metadata over mutual TLS at {profile.mutual_tls_url}"
        yield _gives(what, client.send(call), "CapabilityStatement")
    yield _gives("GET /MessageDefinition", client.send(interactions.message_definition(profile)), "Bundle")
    if Feature.BOOKING in profile.supports:
        yield _slots(profile, client)
    if Feature.APPOINTMENT_SEARCH in profile.supports:
        yield _patients(profile, client, "Appointment")
    if Feature.REFERRAL_READ in profile.supports:
        yield _patients(profile, client, "ServiceRequest")
    count = len(profile.patients)
    enough = "scenarios with messages run one at a time; list two or more" if count < _PATIENTS_WANTED else ""
    yield "test patients", True, f"{count} listed{'; ' + enough if enough else ''}"
    too_short = profile.limits.timeout_s <= _LONGEST_LAWFUL_S
    said = "; an answer may lawfully take 5 s, so allow more" if too_short else ""
    yield "time limit", not too_short, f"{profile.limits.timeout_s:g} s{said}"
    missing = [name for name in HookName if name not in profile.hooks]
    yield "hooks", True, f"without {', '.join(missing)}: not applicable" if missing else "all there"


def _token(tokens: Tokens) -> Line:
    try:
        token = tokens.token()
    except Inconclusive as problem:
        return "token", False, str(problem)
    return "token", True, f"had, good for {token.expires_at - time.monotonic():.0f} s"


def _of_a_sender(profile: Profile) -> Iterator[Line]:
    """Nobody is spoken to: that the suite can listen, the start of the run has shown."""
    yield "listening", True, f"{profile.base_url} is free"
    missing = [name for name in TriggerName if name not in profile.triggers]
    said = f"without {', '.join(missing)}: not applicable" if missing else "all there"
    yield "triggers", bool(profile.triggers), said
    beside = "side by side" if profile.finds_any_address else "one at a time, as the address is not told"
    yield "scenarios", True, beside


def _secured(profile: Profile) -> str:
    return "over TLS" if profile.base_url.startswith("https:") else "without TLS"


def _gives(what: str, exchange: Exchange, kind: str) -> Line:
    answer = exchange.answer
    if answer is None:
        return what, False, exchange.error or "no answer"
    if not answer.accepted:
        return what, False, f"answered {answer.status}; it must give a {kind}"
    finding = fhir.is_a(answer, kind)
    return what, finding is None, str(finding or kind)


def _slots(profile: Profile, client: Client) -> Line:
    exchange = client.send(interactions.slots(profile, days=7))
    what, in_order, found = _gives("GET /Slot", exchange, "Bundle")
    if not in_order:
        return what, in_order, found
    count = len(list(free_slots(exchange)))
    service = profile.services.bookable.value
    said = f"{count} free slots of service {service} in the next seven days"
    return (
        "free slots",
        count >= _SLOTS_WANTED,
        said + ("" if count >= _SLOTS_WANTED else "; put in two or more"),
    )


def _patients(profile: Profile, client: Client, resource: str) -> Line:
    for patient in profile.patients:
        exchange = client.send(interactions.search_of_patient(profile, resource, patient))
        what, in_order, found = _gives(f"GET /{resource}", exchange, "Bundle")
        if not in_order:
            return f"{what} of patient {patient.nhs_number}", False, found
    return f"GET /{resource}", True, "answered for every test patient"

"""What the standard asks of the answer to a request that failed, whatever the failure."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import parse_qsl, urlsplit

from bars_conformance import fhir
from bars_conformance.exchange import Answer, Exchange
from bars_conformance.finding import Finding
from bars_conformance.outcome import codings, error_codes, issues, tells_error
from bars_conformance.profile import Patient
from bars_conformance.standard import (
    HTTP_ERROR_CODES,
    ISSUE_SEVERITIES,
    ISSUE_TYPES,
    PROFILES,
    URL,
)
from bars_conformance.verdict import Inconclusive, NotApplicable

ERROR_CODE_SYSTEMS = (URL.error_code, URL.error_code.replace("/CodeSystem/", "/Codesystem/"))
"""Both spellings of the guide."""

_JSON = frozenset({"application/fhir+json", "application/json"})
_LEAST_DIAGNOSTICS = 10
_LEAST_FAILURE = 400
_STACK_TRACE = re.compile(
    r"""(?mx)
      Traceback\ \(most\ recent\ call\ last\)
    | ^\s*at\ [\w$.<>]+\(                 # Java, JavaScript
    | ^\s*at\ [\w.<>`]+\ in\ .+:line\ \d+ # .NET
    | \w\.(java|kt|scala|py|js|ts|cs|rb|php|go):\d+
    | File\ "[^"]+",\ line\ \d+
    | \.cs:line\ \d+
    | \bat\ [\w$.]+\.[\w$<>]+\([\w.]*:?\d*\)
    """
)
_PARAMETERS = {
    "MessageDefinition": frozenset({"context"}),
    "Slot": frozenset({"Schedule.actor:HealthcareService", "start", "status", "_include"}),
    "Appointment": frozenset({"patient:identifier"}),
    "ServiceRequest": frozenset({"patient:identifier"}),
}
_WORDS_NO_NAME = frozenset({"Dummy", "Example", "None", "Null", "Patient", "Sample", "Test", "Unknown"})


def is_operation_outcome(answer: Answer) -> Finding | None:
    """Error-Handling/Overview.page.md: an error comes with an OperationOutcome."""
    if answer.media_type not in _JSON:
        return Finding("Content-Type", "application/fhir+json", answer.media_type or "none")
    if finding := fhir.is_a(answer, "OperationOutcome"):
        return finding
    if not issues(answer):
        return Finding("OperationOutcome.issue", "at least one", "none")
    for issue in issues(answer):
        severity = str(issue.get("severity"))
        if severity not in ISSUE_SEVERITIES:
            return Finding("OperationOutcome.issue.severity", " or ".join(ISSUE_SEVERITIES), severity)
    return None


def has_severity_of_an_error(answer: Answer) -> Finding | None:
    """Error-Handling/OperationOutcome-Example.page.md: at least one issue says error (or fatal)."""
    if tells_error(answer):
        return None
    found = [str(issue.get("severity")) for issue in issues(answer)]
    return Finding("OperationOutcome.issue.severity", "error or fatal", ", ".join(found) or "none")


def has_issue_codes_of_fhir(answer: Answer) -> Finding | None:
    """FHIR R4, value set issue-type, required binding."""
    for issue in issues(answer):
        if issue.get("code") not in ISSUE_TYPES:
            return Finding(
                "OperationOutcome.issue.code", "a code of FHIR issue-type", repr(issue.get("code"))
            )
    return None


def has_a_bars_error_code(answer: Answer) -> Finding | None:
    """Error-Handling/BaRS-interactions--sending.page.md: the code is in issue.details."""
    if any(error_codes(issue) for issue in issues(answer)):
        return None
    found = [str(coding.get("code")) for issue in issues(answer) for coding in codings(issue)]
    return Finding(
        "OperationOutcome.issue.details.coding.code", "a BaRS error code", ", ".join(found) or "none"
    )


def has_codes_of_a_receiver(answer: Answer) -> Finding | None:
    """Error-Handling/Receiver-Responsibilities.page.md: REC_ codes, no other prefix and none dropped."""
    for issue in issues(answer):
        for coding in codings(issue):
            code = str(coding.get("code"))
            of_bars = code in HTTP_ERROR_CODES or coding.get("system") in ERROR_CODE_SYSTEMS
            if of_bars and not re.fullmatch(r"REC_[A-Z_]+", code):
                return Finding("OperationOutcome.issue.details.coding.code", "a code that begins REC_", code)
    return None


def has_codes_that_fit_its_status(answer: Answer) -> Finding | None:
    """Error-Handling/Receiver-Responsibilities.page.md: an HTTP status is paired with an outcome code."""
    for issue in issues(answer):
        for code in error_codes(issue):
            if HTTP_ERROR_CODES[code] != answer.status:
                return Finding("HTTP status", f"{HTTP_ERROR_CODES[code]}, as {code} says", str(answer.status))
    return None


def says_what_is_wrong(answer: Answer) -> Finding | None:
    """Error-Handling/Receiver-Responsibilities.page.md: error code and diagnostics in one issue."""
    coded = [issue for issue in issues(answer) if error_codes(issue)]
    if not coded or any(str(issue.get("diagnostics") or "").strip() for issue in coded):
        return None
    return Finding("OperationOutcome.issue.diagnostics", "a text beside the error code", "none")


def says_it_clearly(answer: Answer) -> Finding | None:
    """Error-Handling/Diagnostics-Text.page.md: the cause, briefly and clearly."""
    for issue in issues(answer):
        text = str(issue.get("diagnostics") or "").strip()
        if len(text) >= _LEAST_DIAGNOSTICS and text not in error_codes(issue):
            return None
    texts = [str(issue.get("diagnostics")) for issue in issues(answer)]
    return Finding(
        "OperationOutcome.issue.diagnostics", "a sentence on the cause", "; ".join(texts) or "none"
    )


def uses_the_coding_system(answer: Answer) -> Finding | None:
    """Error-Handling/OperationOutcome-Example.page.md: system http-error-codes."""
    for issue in issues(answer):
        for coding in codings(issue):
            of_bars = str(coding.get("code")) in HTTP_ERROR_CODES
            if of_bars and coding.get("system") not in ERROR_CODE_SYSTEMS:
                return Finding(
                    "OperationOutcome.issue.details.coding.system",
                    " or ".join(ERROR_CODE_SYSTEMS),
                    str(coding.get("system")),
                )
    return None


def displays_its_status(answer: Answer) -> Finding | None:
    """Error-Handling/OperationOutcome-Example.page.md: a display, where given, begins with the status."""
    for issue in issues(answer):
        for coding in codings(issue):
            shown = coding.get("display")
            told = re.match(r"\d{3}", str(shown))
            of_bars = str(coding.get("code")) in HTTP_ERROR_CODES
            if of_bars and told and told[0] != str(answer.status):
                return Finding(
                    "OperationOutcome.issue.details.coding.display", str(answer.status), str(shown)
                )
    return None


def has_id_and_profile(answer: Answer) -> Finding | None:
    """Error-Handling/OperationOutcome-Example.page.md: id and the UK Core profile."""
    outcome = answer.resource or {}
    if not outcome.get("id"):
        return Finding("OperationOutcome.id", "an id", "none")
    meta = outcome.get("meta")
    named = meta.get("profile") if isinstance(meta, dict) else None
    if not isinstance(named, list) or PROFILES["OperationOutcome"] not in named:
        return Finding("OperationOutcome.meta.profile", PROFILES["OperationOutcome"], str(named))
    return None


def shows_no_stack_trace(answer: Answer) -> Finding | None:
    """Error-Handling/Diagnostics-Text.page.md: stack traces stay inside."""
    if found := _STACK_TRACE.search(_said(answer)):
        return Finding("OperationOutcome", "no stack trace", repr(found[0]))
    return None


def names_no_patient(answer: Answer, patient: Patient) -> Finding | None:
    """Error-Handling/Diagnostics-Text.page.md: nothing that identifies a patient."""
    text = _said(answer)
    born = patient.birth_date
    telling = {
        "NHS number": rf"(?<!\d){patient.nhs_number}(?!\d)",
        "NHS number in groups": r"[\s-]".join(
            (patient.nhs_number[:3], patient.nhs_number[3:6], patient.nhs_number[6:])
        ),
        "postcode": rf"(?i:{re.escape(patient.postcode)})".replace(r"\ ", r"\s?"),
        "birth date": rf"{born:%Y-%m-%d}|{born:%d/%m/%Y}|{born:%d-%m-%Y}",
        "name": rf"(?i:\b{re.escape(patient.given)}\s+{re.escape(patient.family)}\b)",
    }
    if patient.family.title() not in _WORDS_NO_NAME:
        telling["family name"] = rf"\b({re.escape(patient.family)}|{re.escape(patient.family.upper())})\b"
    for what, pattern in telling.items():
        if re.search(pattern, text):
            return Finding("OperationOutcome", f"no {what} of a patient", f"the {what} of the test patient")
    return None


def has_a_status_of_failure(exchange: Exchange) -> Finding | None:
    """Error-Handling/Overview.page.md: an HTTP status in every case, and one of failure for a failure."""
    answer = exchange.answer
    if answer is None:
        return Finding("HTTP status", "one of 4xx or 5xx", f"none ({exchange.error})")
    if answer.status < _LEAST_FAILURE and not answer.accepted:
        return Finding("HTTP status", "one of 4xx or 5xx", str(answer.status))
    if answer.accepted and tells_error(answer):
        return Finding(
            "HTTP status", "one of 4xx or 5xx", f"{answer.status} with an OperationOutcome of error"
        )
    return None


def blames_no_parameter_that_was_there(exchange: Exchange) -> Finding | None:
    """Error-Handling/Diagnostics-Text.page.md: the exact cause, for a search that lacks a parameter.

    Diagnostics that name a parameter of the request, and not the one it lacks, blame the wrong one.
    """
    if exchange.answer is None:
        return None
    url = urlsplit(exchange.request.url)
    given = {name for name, _ in parse_qsl(url.query, keep_blank_values=True)}
    asked = _PARAMETERS.get(url.path.rpartition("/")[2], frozenset())
    missing = asked - given
    text = " ".join(str(issue.get("diagnostics", "")) for issue in issues(exchange.answer))
    blamed = [
        name for name in sorted(given & asked) if re.search(rf"(?<![\w:]){re.escape(name)}(?!\w)", text)
    ]
    if not missing or not blamed or any(name in text for name in missing):
        return None
    return Finding(
        "OperationOutcome.issue.diagnostics",
        f"a word on the parameter {' or '.join(sorted(missing))}, which is missing",
        f"one on {' and '.join(blamed)}, which is there",
    )


def of_each(
    answers: Mapping[str, Exchange], check: Callable[[Exchange], Finding | None]
) -> list[Finding | None]:
    """What the check finds in each of the exchanges, with the request that it is of; None where nothing.

    Raises NotApplicable if there is none: those that concern what the system does not claim are not sent.
    """
    if not answers:
        raise NotApplicable("none of the requests concerns what the system claims")
    found = ((request, check(exchange)) for request, exchange in answers.items())
    return [each and replace(each, where=f"{request}: {each.where}") for request, each in found]


def of_each_refusal(
    answers: Mapping[str, Exchange], check: Callable[[Answer], Finding | None]
) -> list[Finding | None]:
    """Like ``of_each``, for the answers that are refusals; raises Inconclusive if none is.

    Parts of an OperationOutcome are judged where there is one; Inconclusive if there is none at all.
    """

    def judge(exchange: Exchange) -> Finding | None:
        return check(exchange.answer) if exchange.answer else None

    refusals = {request: exchange for request, exchange in answers.items() if _is_refusal(exchange)}
    if not refusals:
        raise Inconclusive("none of the requests was refused")
    if check not in _OF_PARTS:
        return of_each(refusals, judge)
    told = {request: exchange for request, exchange in refusals.items() if _has_issues(exchange)}
    if not told:
        raise Inconclusive("none of the refusals has an OperationOutcome with an issue")
    return of_each(told, judge)


def _said(answer: Answer) -> str:
    """All that an answer says: the body as it came, and each of its texts without the escapes of JSON."""
    return "\n".join([answer.text, *_texts(answer.resource)])


def _texts(node: object) -> Iterator[str]:
    match node:
        case str():
            yield node
        case dict() | list():
            for inner in node.values() if isinstance(node, dict) else node:
                yield from _texts(inner)


def _is_refusal(exchange: Exchange) -> bool:
    return exchange.answer is not None and not exchange.answer.accepted


def _has_issues(exchange: Exchange) -> bool:
    return exchange.answer is not None and bool(issues(exchange.answer))


_OF_PARTS = frozenset(
    {
        has_issue_codes_of_fhir,
        has_codes_of_a_receiver,
        has_codes_that_fit_its_status,
        uses_the_coding_system,
        displays_its_status,
    }
)

PROPERTIES: Mapping[str, Callable[[Answer], Finding | None]] = MappingProxyType(
    {
        "is a well-formed OperationOutcome in JSON": is_operation_outcome,
        "has an issue of severity error or fatal": has_severity_of_an_error,
        "has issue codes of FHIR's issue-type only": has_issue_codes_of_fhir,
        "has a BaRS error code in issue.details.coding.code": has_a_bars_error_code,
        "has no BaRS error code but such as begin REC_": has_codes_of_a_receiver,
        "has the HTTP status that its error code stands for": has_codes_that_fit_its_status,
        "has diagnostics beside its error code": says_what_is_wrong,
        "has diagnostics of a sentence": says_it_clearly,
        "has its error code from the coding system http-error-codes": uses_the_coding_system,
        "has a display that begins with the HTTP status, where it has one": displays_its_status,
        "has an id and names the profile UKCore-OperationOutcome": has_id_and_profile,
        "shows no stack trace": shows_no_stack_trace,
    }
)
"""What a feature may ask of every refusal, by the words it uses."""

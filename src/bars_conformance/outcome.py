"""What an answer must be: status, error code and issue code, with the lawful alternatives.

Error-Handling/BaRS-interactions--sending.page.md and OperationOutcome-Example.page.md: the BaRS error code
is in ``issue.details.coding.code``, the FHIR code in ``issue.code``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from bars_conformance import processing_times
from bars_conformance.exchange import Answer, Exchange
from bars_conformance.finding import Finding
from bars_conformance.standard import HTTP_ERROR_CODES
from bars_conformance.verdict import HarnessError, Inconclusive

_CONFLICT = "409"
_MOST = 0.9
_XML = ("application/fhir+xml", "application/xml")
_OF_ERROR = ("error", "fatal")
_ASKING = {"token": (401, 403), "parameter": (400, 422)}

ANY = "any"
"""A cell that leaves its part of the answer unjudged."""


@dataclass(frozen=True)
class Refusal:
    """One lawful refusal. An empty set of codes leaves that part unjudged; 4xx is any status of its class."""

    status: str
    error_codes: frozenset[str]
    issue_codes: frozenset[str]

    @classmethod
    def parse(cls, status: str, error_code: str, issue_code: str) -> "Refusal":
        """From the cells of a feature's table: each one code, several joined by "or", or "any".

        Raises HarnessError for a status that is no number or an error code that the standard does not know.
        """
        if not re.fullmatch(r"4xx|[45]\d\d", status):
            raise HarnessError(f"'{status}' is no HTTP status of an error; correct the feature.")
        codes = _alternatives(error_code)
        if unknown := codes - HTTP_ERROR_CODES.keys():
            raise HarnessError(f"{', '.join(sorted(unknown))} is no BaRS error code; correct the feature.")
        return cls(status, codes, _alternatives(issue_code))

    def __str__(self) -> str:
        """As an auditor would say it."""
        parts = (
            self.status,
            " or ".join(sorted(self.error_codes)),
            " or ".join(sorted(self.issue_codes)),
        )
        return " ".join(part for part in parts if part)

    def matches(self, answer: Answer) -> bool:
        """Whether the answer has the status, and one issue of it both codes."""
        if not fnmatchcase(str(answer.status), self.status.replace("x", "?")):
            return False
        if not self.error_codes and not self.issue_codes:
            return True
        return any(
            (not self.error_codes or self.error_codes & set(error_codes(issue)))
            and (not self.issue_codes or str(issue.get("code")) in self.issue_codes)
            for issue in issues(answer)
        )


FAILED_INSIDE = (Refusal("500", frozenset(), frozenset()), Refusal("503", frozenset(), frozenset()))
"""A failure of the receiver itself; its codes are not judged."""


def issues(answer: Answer) -> list[Mapping[str, Any]]:
    """The issues of the OperationOutcome in the body; none if the body is anything else."""
    outcome = answer.resource
    if outcome is None or outcome["resourceType"] != "OperationOutcome":
        return []
    found = outcome.get("issue")
    return [issue for issue in found if isinstance(issue, dict)] if isinstance(found, list) else []


def tells_error(answer: Answer) -> bool:
    """Whether the body is an OperationOutcome with an issue of severity error or fatal."""
    return any(issue.get("severity") in _OF_ERROR for issue in issues(answer))


def codings(issue: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The codings in the details of an issue."""
    details = issue.get("details")
    found = details.get("coding") if isinstance(details, dict) else None
    return [coding for coding in found if isinstance(coding, dict)] if isinstance(found, list) else []


def error_codes(issue: Mapping[str, Any]) -> list[str]:
    """The BaRS error codes of an issue; codes of other systems are left out."""
    return [code for coding in codings(issue) if (code := str(coding.get("code"))) in HTTP_ERROR_CODES]


def refused(exchange: Exchange, lawful: Sequence[Refusal]) -> Finding | None:
    """The request is answered by one of these refusals."""
    if exchange.answer is None:
        return Finding("the answer", _either(lawful), f"none ({exchange.error})")
    if any(refusal.matches(exchange.answer) for refusal in lawful):
        return None
    return Finding("the answer", _either(lawful), described(exchange.answer))


def connection_ended(exchange: Exchange) -> bool:
    """Whether the other side ended the connection, in the TLS handshake or after it, and answered nothing.

    In TLS 1.3 a client learns only with the first read that its certificate is refused. Inconclusive if there
    is neither an answer nor an end.
    """
    if exchange.answer is None and not exchange.cut_off:
        raise Inconclusive(f"neither an answer nor the end of the connection came: {exchange.error}")
    return exchange.cut_off


def accepted(exchange: Exchange) -> Finding | None:
    """The request is answered with a status of success and, if with a body, with a FHIR resource.

    That resource tells no error: a failure that goes by the name of success is none (EH-49). Inconclusive if
    the request was not sent because of the certificate of the other side.
    """
    answer = exchange.answer
    if answer is None and exchange.certificate:
        raise Inconclusive(f"the endpoint's certificate is not trusted: {exchange.certificate.reason}")
    if answer is None:
        return Finding("the answer", "a status of success", f"none ({exchange.error})")
    if not answer.accepted:
        return Finding("the answer", "a status of success", described(answer))
    if tells_error(answer):
        return Finding("the answer", "a status of success without an error in its body", described(answer))
    if answer.body and answer.resource is None and answer.media_type not in _XML:
        found = f"{answer.status} with {answer.media_type or 'an unnamed media type'} that is no resource"
        return Finding("the answer", "a status of success with a FHIR resource", found)
    return None


def accepted_or_refused(exchange: Exchange, lawful: Sequence[Refusal]) -> Finding | None:
    """The request is accepted, or answered by one of these refusals."""
    if accepted(exchange) is None:
        return None
    finding = refused(exchange, lawful)
    return finding and replace(finding, expected=f"a status of success, or {finding.expected}")


def ended_or_refused(exchange: Exchange, lawful: Sequence[Refusal]) -> Finding | None:
    """The other side ended the connection and answered nothing, or answered by one of these refusals."""
    if connection_ended(exchange):
        return None
    finding = refused(exchange, lawful)
    return finding and replace(finding, expected=f"the end of the connection, or {finding.expected}")


def one_accepted(exchanges: Sequence[Exchange], lawful: Sequence[Refusal]) -> Finding | None:
    """Exactly one of the requests is accepted; each other is answered by one of these refusals."""
    taken = [exchange for exchange in exchanges if exchange.answer and exchange.answer.accepted]
    if len(taken) != 1:
        return Finding("requests accepted", "1", str(len(taken)))
    others = (exchange for exchange in exchanges if exchange is not taken[0])
    return next((finding for other in others if (finding := refused(other, lawful))), None)


def refused_alike(first: Exchange, second: Exchange) -> Finding | None:
    """The second request is refused with the status and the codes of the first."""
    before = described(first.answer) if first.answer else "no answer"
    after = described(second.answer) if second.answer else f"none ({second.error})"
    return None if before == after else Finding("the answer", before, after)


def no_duplicate(exchange: Exchange) -> Finding | None:
    """The answer is not the one that is reserved for duplicates.

    Transactional-integrity/Receiver-responsibilities.page.md.
    """
    if exchange.answer is None:
        return Finding("the answer", "one that is not 409 duplicate", f"none ({exchange.error})")
    if Refusal(_CONFLICT, frozenset(), frozenset({"duplicate"})).matches(exchange.answer):
        return Finding("the answer", "one that is not 409 duplicate", described(exchange.answer))
    return None


def asks_for_no(what: str, exchange: Exchange) -> Finding | None:
    """The answer is not that the sender must sign in first (``token``) or say more (``parameter``)."""
    if exchange.answer is not None and exchange.answer.status in _ASKING[what]:
        return Finding("the answer", f"one that asks for no {what}", described(exchange.answer))
    return None


def needs_acceptance(exchange: Exchange) -> None:
    """Raise Inconclusive if the request was refused for another reason than the one that is judged."""
    if (finding := accepted(exchange)) is not None:
        raise Inconclusive(f"the request was refused for another reason; {finding}")


def within(exchange: Exchange, limit_ms: float) -> Finding | None:
    """The answer came within so many milliseconds."""
    if exchange.answer is None:
        return Finding("the answer", f"one within {limit_ms:g} ms", f"none ({exchange.error})")
    if exchange.duration_ms > limit_ms:
        return Finding("the time of the answer", f"{limit_ms:g} ms", f"{exchange.duration_ms:.0f} ms")
    return None


def most_within(exchanges: Iterable[Exchange], limit_ms: float) -> Finding | None:
    """Nine in ten of the answers came within so many milliseconds (Processing-Times.page.md)."""
    times = [exchange.duration_ms for exchange in exchanges]
    share = processing_times.share_within(times, limit_ms)
    if share >= _MOST:
        return None
    found = f"{share:.0%} of {len(times)}; {processing_times.told(times)}"
    return Finding("the times of the answers", f"{_MOST:.0%} within {limit_ms:g} ms", found)


def told(exchange: Exchange, part: str) -> list[str]:
    """The status, or the issue codes, of an answer; nothing if there is none."""
    if exchange.answer is None:
        return []
    if part == "status":
        return [str(exchange.answer.status)]
    return [str(issue.get("code")) for issue in issues(exchange.answer)]


def described(answer: Answer) -> str:
    """Status and codes of an answer, in the order of the guide's tables."""
    parts = [
        " ".join([*(error_codes(issue) or ["(no BaRS code)"]), str(issue.get("code", "(no issue code)"))])
        for issue in issues(answer)
    ]
    if parts:
        return f"{answer.status} {'; '.join(parts)}"
    if answer.accepted:
        return str(answer.status)
    return f"{answer.status} without an issue of an OperationOutcome"


def _alternatives(cell: str) -> frozenset[str]:
    return frozenset() if cell == ANY else frozenset(cell.split(" or "))


def _either(lawful: Iterable[Refusal]) -> str:
    return ", or ".join(str(refusal) for refusal in lawful)

"""What a sender has to cope with: how the suite answers one of its requests, in the words of the features."""

import re
from dataclasses import dataclass
from uuid import uuid4

import orjson

from bars_conformance.exchange import Answer, Headers
from bars_conformance.standard import PROFILES, URL
from bars_conformance.verdict import HarnessError

_IDS = ("x-request-id", "x-correlation-id")
_FHIR_JSON = ("Content-Type", "application/fhir+json")

_ERROR = re.compile(
    r"(?P<status>\d{3})(?: (?P<code>[A-Z_]+))?(?:, issue (?P<issue>[a-z-]+))?"
    r"(?:,? without (?P<lacking>the ids|an OperationOutcome))?(?:,? with Retry-After (?P<after>\d+))?"
)

_EMPTY = orjson.dumps({"resourceType": "Bundle", "type": "searchset", "total": 0, "entry": []})


@dataclass(frozen=True)
class Situation:
    """How a request is answered in place of the receiver, or what becomes of the receiver's answer.

    ``is_processed`` says whether the receiver gets to see the request; what it answers is then lost, in
    whole or (``is_cut``) in its second half. A ``silent`` one is held until the sender hangs up.
    """

    words: str
    is_processed: bool = False
    is_cut: bool = False
    silent: bool = False
    answer: Answer | None = None


_BY_WORDS = {
    each.words: each
    for each in (
        Situation("no answer"),
        Situation("no answer in time", silent=True),
        Situation("half an answer", is_processed=True, is_cut=True),
        Situation("an answer that is lost", is_processed=True),
        Situation("an empty searchset", answer=Answer(200, (_FHIR_JSON,), _EMPTY)),
    )
}


def situation(words: str) -> Situation:
    """The situation of these words: a connection that fails, or an error such as ``503 REC_UNAVAILABLE``.

    Raises HarnessError for words that mean nothing.
    """
    if words in _BY_WORDS:
        return _BY_WORDS[words]
    return Situation(words, answer=refusal(words))


def refusal(words: str) -> Answer:
    """The answer of these words, such as ``503 REC_UNAVAILABLE, issue transient``.

    Raises HarnessError for words that mean nothing.
    """
    found = _ERROR.fullmatch(words)
    if found is None:
        raise HarnessError(f"no situation is called '{words}'; the features know {', '.join(_BY_WORDS)}.")
    body = b"<html>Out of order</html>"
    headers: Headers = (("Content-Type", "text/html"),)
    if found["lacking"] != "an OperationOutcome":
        body, headers = (
            _outcome(found["status"], found["code"] or "", found["issue"] or "transient"),
            (_FHIR_JSON,),
        )
    if found["lacking"] == "the ids":
        headers = (*headers, *((name, "") for name in _IDS))
    if found["after"]:
        headers = (*headers, ("Retry-After", found["after"]))
    return Answer(int(found["status"]), headers, body)


def with_ids(answer: Answer, request: Headers) -> Answer:
    """The answer with the ids of the request on it, save where it says that it has none."""
    told = {name.lower() for name, _ in answer.headers}
    echoed = tuple(pair for pair in request if pair[0].lower() in _IDS and pair[0].lower() not in told)
    kept = tuple(pair for pair in answer.headers if pair[1])
    return Answer(answer.status, (*kept, *echoed), answer.body)


def _outcome(status: str, code: str, issue: str) -> bytes:
    coding = {"system": URL.error_code, "code": code, "display": f"{status} - {code}"}
    return orjson.dumps(
        {
            "resourceType": "OperationOutcome",
            "id": str(uuid4()),
            "meta": {"profile": [PROFILES["OperationOutcome"]]},
            "issue": [
                {
                    "severity": "error",
                    "code": issue,
                    "details": {"coding": [coding]},
                    "diagnostics": "A situation that the test brings about.",
                }
            ],
        }
    )

"""Exchanges and answers to judge, made by hand or, for hostile ones, by hypothesis."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from bars_conformance.exchange import Answer, Exchange, SentRequest
from bars_conformance.standard import PROFILES, URL

FHIR_JSON = (("Content-Type", "application/fhir+json"),)

NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
IDS = (("X-Request-ID", "a1"), ("X-Correlation-ID", "b2"))

OUTCOME: dict[str, Any] = {
    "resourceType": "OperationOutcome",
    "id": "b0e6a1c2",
    "meta": {"profile": [PROFILES["OperationOutcome"]]},
    "issue": [
        {
            "severity": "error",
            "code": "required",
            "details": {
                "coding": [
                    {
                        "system": URL.error_code,
                        "code": "REC_BAD_REQUEST",
                        "display": "400: The request is not as it must be.",
                    }
                ]
            },
            "diagnostics": "The header X-Request-ID is missing.",
        }
    ],
}
"""An answer of failure without a fault."""

thorough = settings(max_examples=120, deadline=None, derandomize=True)
"""The same examples in every run, so that no run is red by chance."""


def answer(
    body: object = None, status: int = 200, headers: tuple[tuple[str, str], ...] = FHIR_JSON
) -> Answer:
    """An answer; a body that is not bytes is written as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, headers, content)


def exchange(given: Answer | None, *, duration_ms: float = 12.0, sent: str = "1f0a") -> Exchange:
    """An exchange that ended with this answer, or with none in time."""
    request = SentRequest("GET", "https://sut.example/FHIR/R4/metadata", (("X-Request-ID", sent),), None)
    return Exchange(
        NINE,
        duration_ms,
        request,
        given,
        None if given else "no answer within 10 s",
    )


def attempt(
    after_s: float = 0, body: bytes = b'{"a": 1, "b": 2}', answer: Answer | None = None, **headers: str
) -> Exchange:
    """A message that a sender sent so many seconds after nine, with these headers beside its ids."""
    told = (*IDS, *((name.replace("_", "-"), value) for name, value in headers.items()))
    request = SentRequest("POST", "http://suite.example/$process-message", told, body)
    return Exchange(NINE + timedelta(seconds=after_s), 0, request, answer)


def outcome(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    """An OperationOutcome whose one issue has these changes; what becomes None goes."""
    issue = {name: value for name, value in (OUTCOME["issue"][0] | changes).items() if value is not None}
    return OUTCOME | {"issue": [issue]}


def searchset(*resources: object, kind: str = "searchset") -> dict[str, Any]:
    """A Bundle of these resources, as a search gives it."""
    return {"resourceType": "Bundle", "type": kind, "entry": [{"resource": each} for each in resources]}


def coded(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    """An OperationOutcome whose one coding has these changes; what becomes None goes."""
    coding = OUTCOME["issue"][0]["details"]["coding"][0] | changes
    return outcome(details={"coding": [{name: v for name, v in coding.items() if v is not None}]})


_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["OperationOutcome", "Bundle", "Slot", "../..", "urn:uuid:1", "\ud800", "free"])
)
documents = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["resourceType", "entry", "resource", "issue", "code", "id"]), inner
        )
    ),
    max_leaves=8,
)
"""Any JSON value, with the names of FHIR in it more often than chance would have them."""


@st.composite
def spoiled(draw: st.DrawFn, sound: object) -> object:
    """The sound document with another JSON value at one or two places."""
    document = json.loads(json.dumps(sound))
    for _ in range(draw(st.integers(1, 2))):
        holder, key = draw(st.sampled_from(list(_places(document))))
        holder[key] = draw(documents)
    return document


def _places(node: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - any JSON value
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield node, key
        yield from _places(value)

"""Small results that hold together, for the tests of the reports."""

from typing import Any

from bars_conformance.verdict import PROJECTIONS, Level, Verdict, exit_code, of_requirement

Item = dict[str, Any]

STATEMENT = "A request id that was accepted once is refused the second time."
PAGE = "Transactional-integrity/Receiver-responsibilities.page.md"


def exchange(
    *,
    body: str | None = '{"resourceType":"Bundle","total":1.10}',
    answer: str | None = '{"resourceType":"OperationOutcome","issue":[]}',
    status: int | None = 200,
    headers: dict[str, str | list[str]] | None = None,
) -> Item:
    """Return an exchange; without a status it had no answer."""
    return {
        "started": "2026-11-22T09:00:01.250Z",
        "duration_ms": 42.5,
        "request": {
            "method": "POST",
            "url": "https://receiver.example/FHIR/R4/$process-message",
            "headers": {"Content-Type": "application/fhir+json", "Authorization": "<redacted>"}
            | (headers or {}),
            "body": body,
        },
        "response": None
        if status is None
        else {"status": status, "headers": {"Set-Cookie": ["a=1", "b=2"]}, "body": answer},
        "error": "timed out after 10 s" if status is None else None,
    }


def scenario(verdict: Verdict = Verdict.PASS, /, **members: object) -> Item:
    """Return a scenario whose Then step has the verdict; its When step made exchange 0."""
    reason = None if verdict is Verdict.PASS else "expected 409 REC_CONFLICT duplicate, got 200"
    steps: list[Item] = [
        {"keyword": "Given", "text": "a free slot", "verdict": "pass", "reason": None},
        {
            "keyword": "When",
            "text": "the request is sent again with",
            "table": [["header", "value"], ["X-Request-Id", "the same"]],
            "verdict": "pass",
            "reason": None,
            "exchanges": [0],
        },
        {"keyword": "Then", "text": "the answer is 409", "verdict": verdict, "reason": reason},
        {
            "keyword": "And",
            "text": "one booking exists",
            "verdict": "pass" if verdict is Verdict.PASS else None,
            "reason": None,
        },
    ]
    return {
        "id": f"booking/{verdict}",
        "name": f"A scenario of verdict {verdict}",
        "feature": "A booking is made once",
        "role": "receiver",
        "section": "booking",
        "requirements": ["TI-08" if verdict is Verdict.WARNING else "TI-07"],
        "verdict": verdict,
        "reason": reason,
        "duration_s": 0.25,
        "rulings": [],
        "steps": steps,
        "exchanges": [0],
    } | members


def requirement(id_: str, level: Level = Level.MUST, **members: object) -> Item:
    """Return a requirement that no scenario has met yet."""
    return {
        "id": id_,
        "level": level,
        "actor": "receiver",
        "page": PAGE,
        "statement": STATEMENT,
        "testability": "automatic",
        "verdict": None,
        "scenarios": [],
    } | members


def results(*scenarios: Item, exchanges: list[Item] | None = None, **members: object) -> Item:
    """Return the results of a run of these scenarios."""
    verdicts = [Verdict(s["verdict"]) for s in scenarios]
    requirements = [
        requirement("TI-07"),
        requirement("TI-08", Level.SHOULD),
        requirement("TI-09", testability="attestation"),
        requirement("TI-10"),
        requirement("TI-11", actor="sender"),
    ]
    for item in requirements:
        mine = [s for s in scenarios if item["id"] in s["requirements"]]
        item["scenarios"] = [s["id"] for s in mine]
        item["verdict"] = of_requirement(Level(item["level"]), [Verdict(s["verdict"]) for s in mine])
    return {
        "schema": "bars-conformance/results/1",
        "suite": {"name": "bars-conformance", "version": "1.0.0", "dependencies": {"httpx": "0.28.1"}},
        "spec": "core-1.1.4",
        "started": "2026-11-22T09:00:00Z",
        "finished": "2026-11-22T09:01:05.5Z",
        "sut": {
            "name": "Exemplar Care 3",
            "supplier": "Exemplar Ltd",
            "role": "receiver",
            "base_url": "https://receiver.example/FHIR/R4",
        },
        "exit_code": exit_code(verdicts),
        "summary": {verdict.replace("-", "_"): verdicts.count(verdict) for verdict in PROJECTIONS},
        "scenarios": list(scenarios),
        "exchanges": [exchange()] if exchanges is None else exchanges,
        "requirements": requirements,
        "ledger": [],
    } | members


def of_every_verdict() -> Item:
    """Return the results of a run in which every verdict arose once."""
    return results(*(scenario(verdict) for verdict in PROJECTIONS))

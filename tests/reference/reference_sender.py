"""Sends to a reference receiver, with good headers unless told otherwise."""

import base64
import json
from typing import Any
from uuid import uuid4

import httpx
from reference_letters import ODS_CODE, SERVICE, SERVICE_ID, Json, Letter, instant, letter_root

ROOT = "http://reference.test"
BASE = f"{ROOT}/FHIR/R4"


def encoded(value: object) -> str:
    """An identity header."""
    return base64.b64encode(json.dumps(value).encode()).decode()


def organisation_header(ods_code: str) -> dict[str, str]:
    organisation = {"resourceType": "Organization", "identifier": [{"system": ODS_CODE, "value": ods_code}]}
    return {"NHSD-End-User-Organisation": encoded(organisation)}


def ids(request_id: str = "", correlation_id: str = "") -> dict[str, str]:
    """The two integrity headers, fresh unless given."""
    return {
        "X-Request-ID": request_id or str(uuid4()),
        "X-Correlation-ID": correlation_id or str(uuid4()),
    }


def headers(**more: str) -> dict[str, str]:
    """All that a good request carries."""
    return {
        **ids(),
        "Accept": "application/fhir+json; version=1.1.0",
        "Content-Type": "application/fhir+json",
        "NHSD-Target-Identifier": encoded({"system": SERVICE_ID, "value": SERVICE}),
        **organisation_header("Z8S01"),
        **{name.replace("_", "-"): value for name, value in more.items()},
    }


class Sender:
    """Sends to a receiver, good headers by default."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    @property
    def message_url(self) -> str:
        return f"{BASE}/$process-message"

    async def get(self, path: str, params: object = None, **more: Any) -> httpx.Response:  # noqa: ANN401 - httpx's
        more.setdefault("headers", headers())
        return await self.client.get(BASE + path, params=params, **more)  # type: ignore[arg-type] # httpx's

    async def post(self, letter: Letter | Json, **more: Any) -> httpx.Response:  # noqa: ANN401 - httpx's
        body = letter.bundle if isinstance(letter, Letter) else letter
        more.setdefault("headers", headers())
        return await self.client.post(self.message_url, json=body, **more)

    async def hook(self, name: str) -> int:
        return (await self.client.post(f"{ROOT}/hooks/{name}")).status_code

    async def slots(self, status: str = "free", service: str = SERVICE, days: float = 3) -> list[Json]:
        """The slots of a service in the coming days."""
        answer = await self.get("/Slot", slot_query(status, service, days))
        return of_type(answer.json(), "Slot")

    async def free_slot(self) -> Json:
        return (await self.slots())[0]

    async def accepted(self, letter: Letter) -> str:
        """Send what must be accepted; the id of its root resource."""
        answer = await self.post(letter)
        assert answer.status_code == 200, answer.text
        identifier: str = of_type(answer.json(), letter_root(letter))[0]["id"]
        return identifier


def slot_query(status: str = "free", service: str = SERVICE, days: float = 3) -> list[tuple[str, str]]:
    return [
        ("Schedule.actor:HealthcareService", service),
        ("status", status),
        ("start", f"ge{instant()}"),
        ("start", f"le{instant(days * 86400)}"),
        ("_include", "Slot:schedule"),
        ("_include", "Schedule:actor:HealthcareService"),
    ]


def of_type(bundle: Json, kind: str) -> list[Json]:
    return [e["resource"] for e in bundle.get("entry", []) if e["resource"]["resourceType"] == kind]


def refusal(answer: httpx.Response) -> tuple[int, str, str]:
    """Status, error code and issue code of an answer that refuses."""
    issue = answer.json()["issue"][0]
    return answer.status_code, issue["details"]["coding"][0]["code"], issue["code"]

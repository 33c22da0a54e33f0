"""What the receiver holds of a patient whom the sender has not sent: bookings, a referral, their pointers."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from bars_conformance.receiving.scene import Scene
from bars_conformance.reference.diary import Service
from bars_conformance.reference.instants import now
from bars_conformance.reference.records import Record
from bars_conformance.standard import CODE_SYSTEMS, PROFILES, URL

_ELSEWHERE = Service("2000079988", "A service that only its pointer names")
_OTHER_ODS_CODE = "Z8R09"
_CATEGORY = CODE_SYSTEMS["message-category-servicerequest"].url

Json = dict[str, Any]


@dataclass(frozen=True)
class _Held:
    """One of them: how many days ago it was made, and whose it is (the receiver's own if left out)."""

    kind: str
    days_ago: int
    ods_code: str = ""


_LIES = (
    _Held("Appointment", 1, _OTHER_ODS_CODE),
    _Held("ServiceRequest", 0),
    _Held("Appointment", 40),
    _Held("Appointment", 2),
)
"""The last is the receiver's newest booking."""

_POINTED_TO = (2, 0, 3, 1)
"""In which order a search tells them."""


def fill(scene: Scene) -> None:
    """Have the receiver hold them; its newest booking is the last record.

    The pointer of each leads to a service of the receiver that nothing else tells of.
    """
    receiver, holdings = scene.receiver, scene.receiver.holdings
    holdings.diary.services[_ELSEWHERE.id] = _ELSEWHERE
    records = [_record(each, scene.nhs_number) for each in _LIES]
    for position in _POINTED_TO:
        lies, record = _LIES[position], records[position]
        receiver.point_to(record)
        _adjust(holdings.pointers.pointers[record.pointer or ""], lies)
    holdings.records |= {record.id: record for record in records}


def _record(lies: _Held, nhs_number: str) -> Record:
    patient = {
        "resourceType": "Patient",
        "id": str(uuid4()),
        "meta": {"lastUpdated": now(), "profile": [PROFILES["Patient"]]},
        "identifier": [{"system": URL.nhs_number, "value": nhs_number}],
    }
    person = {"reference": f"Patient/{patient['id']}"}
    if lies.kind == "Appointment":
        start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=9)
        content: Json = {
            "status": "booked",
            "description": "A fictional booking",
            "start": start.isoformat(),
            "end": (start + timedelta(minutes=20)).isoformat(),
            "created": _ago(lies.days_ago),
            "participant": [{"actor": person, "status": "accepted"}],
        }
    else:
        category = {"coding": [{"system": _CATEGORY, "code": "referral"}]}
        content = {"status": "active", "intent": "plan", "category": [category], "subject": person}
    profile = PROFILES.get(lies.kind) or PROFILES[f"{lies.kind} referral"]
    meta = {"lastUpdated": _ago(lies.days_ago), "profile": [profile]}
    focus = {"resourceType": lies.kind, "id": str(uuid4()), "meta": meta, **content}
    name = f"{lies.kind}/{focus['id']}"
    return Record(name, {name: focus, person["reference"]: patient})


def _adjust(pointer: Json, lies: _Held) -> None:
    """Date a pointer, name the service it leads to, and whose it is."""
    attachment = pointer["content"][0]["attachment"]
    attachment["url"] = f"{URL.service_id}|{_ELSEWHERE.id}"
    attachment["creation"] = pointer["date"] = _ago(lies.days_ago)
    if lies.ods_code:
        owner = {"identifier": {"system": URL.organisation, "value": lies.ods_code}}
        pointer |= {"custodian": owner, "author": [owner]}


def _ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).replace(microsecond=0).isoformat()

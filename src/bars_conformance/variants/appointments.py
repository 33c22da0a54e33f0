"""Bookings: how writes by REST are answered, and what of them is not offered."""

from typing import Any

from starlette.responses import Response

from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.routes import Methods
from bars_conformance.variants.variant import variant

Json = dict[str, Any]


@variant("appointments-created", "POST /Appointment is answered 201 with its Location.", rests_on="R-100")
class _AppointmentsCreated(Receiver):
    def render(
        self, call: Call, status: int, resource: Json, headers: dict[str, str] | None = None
    ) -> Response:
        answer = super().render(call, status, resource, headers)
        if (call.method, call.path, status) == ("POST", "/Appointment", 200):
            answer.status_code = 201
            answer.headers["Location"] = f"{call.base}/Appointment/{resource['id']}"
        return answer


@variant(
    "references-of-bookings-absolute",
    "References in an Appointment that is read are absolute URLs.",
    rests_on="R-101",
)
class _ReferencesOfBookingsAbsolute(Receiver):
    def read(self, call: Call, kind: str, identifier: str) -> Json:
        read = super().read(call, kind, identifier)
        for each in read.get("slot", ()):
            each["reference"] = f"{call.base}/Slot/{each['reference'].rpartition('/')[2]}"
        return read


@variant(
    "replaces-refused",
    "Appointment.replaces is refused, as R4 does not have it.",
    rests_on="R-102",
    declines=["refuses Appointment.replaces"],
)
class _ReplacesRefused(Receiver):
    def read_appointment(self, call: Call) -> Json:
        sent = super().read_appointment(call)
        if "replaces" in sent:
            raise Refusal(400, "structure", "Appointment.replaces is no element of FHIR R4.")
        return sent


class _Disclaiming(Receiver):
    """Leaves some interactions with a resource out, and says so."""

    left_out: frozenset[tuple[str, str]]
    methods_left_out: frozenset[tuple[str, str, bool]]

    def rest(self) -> Json:
        rest = super().rest()
        for resource in rest["resource"]:
            resource["interaction"] = [
                each
                for each in resource["interaction"]
                if (resource["type"], each["code"]) not in self.left_out
            ]
        rest["resource"] = [each for each in rest["resource"] if each["interaction"]]
        return rest

    def methods(self, call: Call) -> tuple[Methods, Methods]:
        served, unbuilt = super().methods(call)
        kind, _, identifier = (call.path or "")[1:].partition("/")
        gone = [each for each in served if (kind, each, bool(identifier)) in self.methods_left_out]
        return tuple(each for each in served if each not in gone), (*unbuilt, *gone)


_METHODS = {
    "create": ("POST", False),
    "search-type": ("GET", False),
    "read": ("GET", True),
    "update": ("PUT", True),
    "patch": ("PATCH", True),
}


def _disclaiming(name: str, sentence: str, left_out: str, rests_on: str, lacks: str = "") -> None:
    pairs = [(each.partition(".")[0], each.partition(".")[2]) for each in left_out.split()]

    class Disclaiming(_Disclaiming):
        left_out = frozenset(pairs)
        methods_left_out = frozenset((kind, *_METHODS[code]) for kind, code in pairs)

    declines = [f"{code} of {kind}" for kind, code in pairs]
    declines += ["the search by which it could be read back"] if lacks else []
    variant(name, sentence, rests_on=rests_on, declines=declines, lacks=lacks)(Disclaiming)


_disclaiming(
    "no-patch",
    "PATCH is not offered, and not listed.",
    "Appointment.patch",
    "R-103 R-75",
)
_disclaiming(
    "bookings-read-only",
    "Appointments are not written by REST, which the CapabilityStatement does not list.",
    "Appointment.create Appointment.update Appointment.patch",
    "R-99 R-75",
    "appointment-write",
)
_disclaiming(
    "bookings-never-changed-by-put",
    "Appointments are booked by POST, but not changed by REST.",
    "Appointment.update Appointment.patch",
    "R-99 R-105 R-75",
)
_disclaiming(
    "bookings-not-told",
    "Appointments are neither read nor searched for nor written by REST.",
    "Appointment.create Appointment.update Appointment.patch Appointment.read Appointment.search-type",
    "R-99 R-75",
    "appointment-search appointment-write",
)
_disclaiming(
    "referrals-not-told",
    "Referrals are neither read nor searched for.",
    "ServiceRequest.read ServiceRequest.search-type",
    "R-75",
    "referral-read",
)


@variant(
    "delete-offered",
    "DELETE cancels an Appointment, and the CapabilityStatement lists it.",
    rests_on="R-104",
    declines=["lists delete of Appointment"],
)
class _DeleteOffered(Receiver):
    def rest(self) -> Json:
        rest = super().rest()
        appointments = next(each for each in rest["resource"] if each["type"] == "Appointment")
        appointments["interaction"].append({"code": "delete"})
        return rest

    def methods(self, call: Call) -> tuple[Methods, Methods]:
        served, unbuilt = super().methods(call)
        if (call.path or "").startswith("/Appointment/"):
            return (*served, "DELETE"), tuple(each for each in unbuilt if each != "DELETE")
        return served, unbuilt

    def look_up(self, call: Call) -> Json:
        if call.method != "DELETE" or not (call.path or "").startswith("/Appointment/"):
            return super().look_up(call)
        record = self.record(call, "Appointment", (call.path or "").rpartition("/")[2])
        record.resource["status"] = "cancelled"
        self.give_slot_back(record)
        return record.read_back()

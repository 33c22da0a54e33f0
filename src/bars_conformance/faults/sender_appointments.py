"""Senders that change bookings wrongly where they do it without a message."""

from uuid import uuid4

from bars_conformance.faults.fault import fault
from bars_conformance.reference.sender import Errand, Sender
from bars_conformance.reference.sender.errand import Case, GivenUp, Json


@fault("put-of-the-status-alone", "PUT carries id and status of the booking only.", breaks="AP-17")
class _PutOfTheStatusAlone(Sender):
    def cancelled(self, held: Json) -> Json:
        return self.change(held) | {"meta": held["meta"], "participant": held["participant"]}


@fault("put-with-a-new-description", "A booking that is cancelled by PUT is described anew.", breaks="AP-17")
class _PutWithANewDescription(Sender):
    def cancelled(self, held: Json) -> Json:
        return super().cancelled(held) | {"description": "Cancelled by the patient"}


@fault("put-that-goes-back-in-time", "PUT is dated earlier than what was read.", breaks="AP-17")
class _PutThatGoesBackInTime(Sender):
    def cancelled(self, held: Json) -> Json:
        meta = held["meta"] | {"lastUpdated": "2020-01-01T00:00:00+00:00"}
        return super().cancelled(held) | {"meta": meta}


@fault(
    "put-without-reading",
    "A booking is put back as it was sent, without reading it again.",
    breaks="AP-12 AP-17 AP-28",
)
class _PutWithoutReading(Sender):
    def cancel_by_put(self, errand: Errand) -> str:
        case = self.case(errand)
        sent = self.focus_of(self.later_message(case), case)
        self.write(errand, "PUT", self.cancelled(sent), self.later_conversation(case))
        return case.reference


@fault("put-that-leaves-it-booked", "PUT for a rebooking leaves the former booking as it is.", breaks="AP-28")
class _PutThatLeavesItBooked(Sender):
    def rebook_by_put(self, errand: Errand) -> str:
        made, case = self.book_instead(errand), self.case(errand)
        held = self.current(errand, case)
        self.write(errand, "PUT", self.cancelled(held) | {"status": "booked"}, self.later_conversation(case))
        return made


@fault("rebooking-that-only-cancels", "A rebooking by PUT cancels, and books nothing.", breaks="AP-28")
class _RebookingThatOnlyCancels(Sender):
    def rebook_by_put(self, errand: Errand) -> str:
        return self.cancel_by_put(errand)


@fault("rebooked-from-memory", "A rebooking by PUT takes a slot of an earlier search.", breaks="AP-28")
class _RebookedFromMemory(Sender):
    _offered: Json | None = None

    def slots(self, errand: Errand, correlation_id: str) -> Json:
        if self._offered is None or not errand.replaces:
            self._offered = super().slots(errand, correlation_id)
        return self._offered

    def rebook(self, errand: Errand) -> str:
        self._offered = None
        return super().rebook(errand)


@fault("patch-of-another-booking", "PATCH carries the id of another booking.", breaks="AP-29")
class _PatchOfAnotherBooking(Sender):
    def write(self, errand: Errand, method: str, document: Json, conversation: str) -> None:
        if method == "PATCH":
            other = document | {"id": str(uuid4())}
            self.submit(errand, method, f"/{errand.reference}", conversation, other)
        else:
            super().write(errand, method, document, conversation)


@fault("patch-as-json-patch", "PATCH is called a JSON Patch.", breaks="AP-29")
class _PatchAsJsonPatch(Sender):
    _patching = False

    def write(self, errand: Errand, method: str, document: Json, conversation: str) -> None:
        self._patching = method == "PATCH"
        super().write(errand, method, document, conversation)

    def content_type(self) -> str:
        patching, self._patching = self._patching, False
        return "application/json-patch+json" if patching else super().content_type()


@fault("replaces-another-booking", "A rebooking says that it replaces a booking nobody made.", breaks="AP-27")
class _ReplacesAnotherBooking(Sender):
    def booking(self, errand: Errand, offered: Json, referral: Case | None) -> Json:
        message = super().booking(errand, offered, referral)
        if errand.replaces:
            appointment = next(
                each["resource"]
                for each in message["entry"]
                if each["resource"]["resourceType"] == "Appointment"
            )
            appointment["replaces"] = [{"reference": f"Appointment/{uuid4()}"}]
        return message


@fault("cancelled-booking-without-its-referral", "A booking for a referral does not name it.", breaks="CX-83")
class _CancelledBookingWithoutItsReferral(Sender):
    def keep_basis(self, focus: Json) -> None:
        focus.pop("basedOn", None)


@fault(
    "another-major-version-ends-it",
    "A MessageDefinition of another major version ends it, whatever else is offered.",
    breaks="CN-21",
)
class _AnotherMajorVersionEndsIt(Sender):
    def definitions(self, errand: Errand, correlation_id: str) -> list[Json]:
        offered = super().definitions(errand, correlation_id)
        if not all(self.is_version_known(str(each.get("version"))) for each in offered):
            raise GivenUp("a MessageDefinition is not of our version")
        return offered

"""Faults in which a booking comes beside, or in place of, another booking or a referral."""

from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.faults.same_patient import held_of
from bars_conformance.reference import Configuration, Receiver
from bars_conformance.reference.bundle import Entry, Message
from bars_conformance.reference.call import CORRELATION_ID, Call
from bars_conformance.reference.records import Record
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.workflow import Purpose

Json = dict[str, Any]


@fault(
    "second-new-message-of-a-conversation-refused",
    "A new booking or referral is refused if one came before under the same X-Correlation-ID.",
    breaks="AP-02 CF-26 CF-33 CF-37 TI-28 WF-02",
)
class _SecondNewMessageOfAConversationRefused(Receiver):
    def __init__(self, configuration: Configuration | None = None) -> None:
        super().__init__(configuration)
        self._conversations: set[str] = set()

    def process_message(self, call: Call) -> Json:
        if self.read_message(call).reason != "new":
            return super().process_message(call)
        conversation = call.headers[CORRELATION_ID]
        if conversation in self._conversations:
            raise Refusal(409, "conflict", "The case has a booking or referral already.")
        told = super().process_message(call)
        self._conversations.add(conversation)
        return told


@fault(
    "new-booking-ends-the-old-one",
    "A new booking cancels the other bookings of the patient.",
    breaks="CF-26",
)
class _NewBookingEndsTheOldOne(Receiver):
    def create(self, message: Message, focus: Entry) -> Record:
        made = super().create(message, focus)
        if made.type == "Appointment":
            for each in held_of(self, made.patient, made.type):
                if each is not made:
                    each.resource["status"] = "cancelled"
        return made


@fault(
    "appointment-posted-beside-a-booking-refused",
    "POST /Appointment is refused if the patient has or had a booking.",
    breaks="AP-10 AP-26",
)
class _AppointmentPostedBesideABookingRefused(Receiver):
    def patient_meant(self, sent: Json) -> Json:
        patient = super().patient_meant(sent)
        if held_of(self, patient, "Appointment"):
            raise Refusal(409, "conflict", "The patient has a booking.")
        return patient


@fault(
    "what-a-booking-replaces-forgotten",
    "Appointment.replaces is taken and left out of what is kept.",
    breaks="AP-36",
)
class _WhatABookingReplacesForgotten(Receiver):
    def book(self, call: Call, sent: Json) -> Json:
        sent.pop("replaces", None)
        return super().book(call, sent)


@fault(
    "booking-on-a-referral-refused",
    "A new booking that is based on a referral is refused.",
    breaks="CF-37 WF-02 CM-50",
)
class _BookingOnAReferralRefused(Receiver):
    def new_booking(self, message: Message) -> Purpose:
        if "basedOn" in message.of("Appointment")[0].resource:
            raise Refusal(400, "invariant", "A booking comes before a referral.")
        return super().new_booking(message)


@fault(
    "booking-without-a-referral-refused",
    "A new booking that is based on no referral is refused.",
    breaks="AP-02 AP-09 CF-23 CF-37 CM-01 CM-02 CM-50 FS-PM-34 FU-05 WF-02",
)
class _BookingWithoutAReferralRefused(Receiver):
    def new_booking(self, message: Message) -> Purpose:
        if "basedOn" not in message.of("Appointment")[0].resource:
            raise Refusal(400, "invariant", "A booking comes after a referral.")
        return super().new_booking(message)

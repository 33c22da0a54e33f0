"""Which slot a booking asks for, whether it can have it, and the taking of it."""

from bars_conformance.reference.bundle import Entry, Message, at
from bars_conformance.reference.diary import Slot
from bars_conformance.reference.premises import Premises
from bars_conformance.reference.records import Record
from bars_conformance.reference.refusal import Refusal


class SlotBooking(Premises):
    """Finds and takes the slots of bookings."""

    def slot_to_book(self, message: Message, focus: Entry, record: Record | None) -> Slot:
        """The slot that an Appointment names: free, or taken by the record that is to be changed."""
        return self.bookable(self.named_slot(message, focus), record)

    def bookable(self, slot: Slot | None, record: Record | None) -> Slot:
        """The slot, if it is there and free or taken by the record that is to be changed."""
        diary = self.holdings.diary
        own = slot is not None and record is not None and diary.holder(slot) == record.id
        if slot is None or not (own or diary.is_free(slot)):
            raise self.slot_taken()
        return slot

    def slot_taken(self) -> Refusal:
        """The slot of a booking is not free."""
        return Refusal(409, "conflict", "The slot is not free.")

    def named_slot(self, message: Message, focus: Entry) -> Slot | None:
        """The slot of ours that an Appointment names, by the entry it points at or by literal reference."""
        reference = at(focus.resource, "slot", 0, "reference")
        entry = message.resolve(reference)
        slot_id = entry.resource.get("id") if entry else str(reference).removeprefix("Slot/")
        return self.holdings.diary.slot(str(slot_id))

    def give_slot_back(self, record: Record) -> None:
        """Free the slot of a booking that is cancelled."""
        self.holdings.diary.free(record.id)

    def take_slot(self, slot: Slot, record: Record) -> None:
        """Book a slot for the Appointment of a record, which gives back any other it had."""
        self.give_slot_back(record)
        self.holdings.diary.take(slot, record.id)

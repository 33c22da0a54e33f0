"""Faults in how long requests take (Non-Functional-Requirements/Processing-Times).

Only what comes late in a row is slow, so that a system seems fast to those who ask once.
"""

import time
from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Message
from bars_conformance.reference.call import Call
from bars_conformance.reference.workflow import Purpose

_LONGER_THAN_USUAL_S = 2.2
_LONGER_THAN_ALLOWED_S = 5.4
_TOO_LONG = "NFR-01 NFR-12"


def _searches_slow(name: str, sentence: str, breaks: str, *, after: int, seconds: float) -> None:
    class SearchesSlow(Receiver):
        searches = 0

        def look_up(self, call: Call) -> dict[str, Any]:
            self.searches += call.path == "/Appointment"
            if call.path == "/Appointment" and self.searches > after:
                time.sleep(seconds)
            return super().look_up(call)

        def submit(self, message: Message, purpose: Purpose) -> dict[str, Any]:
            self.searches = 0
            return super().submit(message, purpose)

    fault(name, sentence, breaks=breaks)(SearchesSlow)


def _messages_slow(name: str, sentence: str, breaks: str, *, after: int, seconds: float) -> None:
    class MessagesSlow(Receiver):
        in_a_row = 0

        def look_up(self, call: Call) -> dict[str, Any]:
            if call.path != "/Slot":
                self.in_a_row = 0
            return super().look_up(call)

        def submit(self, message: Message, purpose: Purpose) -> dict[str, Any]:
            self.in_a_row = self.in_a_row + 1 if purpose is Purpose.NEW else 0
            if self.in_a_row > after:
                time.sleep(seconds)
            return super().submit(message, purpose)

    fault(name, sentence, breaks=breaks)(MessagesSlow)


_searches_slow(
    "searches-slow-from-the-second-in-a-row",
    "GET /Appointment takes 2200 ms from the second search on that no message comes between.",
    "NFR-11",
    after=1,
    seconds=_LONGER_THAN_USUAL_S,
)
_searches_slow(
    "fourth-search-in-a-row-beyond-the-limit",
    "GET /Appointment takes 5400 ms from the fourth search on that no message comes between.",
    _TOO_LONG,
    after=3,
    seconds=_LONGER_THAN_ALLOWED_S,
)
_messages_slow(
    "new-messages-slow-from-the-seventeenth-in-a-row",
    "A new message takes 2200 ms from the seventeenth on with nothing but searches for slots between them.",
    "NFR-11",
    after=16,
    seconds=_LONGER_THAN_USUAL_S,
)
_messages_slow(
    "nineteenth-new-message-in-a-row-beyond-the-limit",
    "A new message takes 5400 ms from the nineteenth on with nothing but searches for slots between them.",
    f"{_TOO_LONG} NFR-11",
    after=18,
    seconds=_LONGER_THAN_ALLOWED_S,
)

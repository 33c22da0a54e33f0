"""The receiver as a producer at the national API: what it points to it saves there, too.

DocumentReference-StandardPattern/Receiver-DocumentReference: a pointer is posted, goes by the id that it is
given from then on, and is read before it is updated or deleted; all that after the answer to the sender.
"""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

import base64
import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any, ClassVar
from uuid import uuid4

import httpx

from bars_conformance.reference.call import CORRELATION_ID, FHIR_JSON, REQUEST_ID
from bars_conformance.reference.headers import ORGANISATION
from bars_conformance.reference.pointing import Pointing
from bars_conformance.reference.records import Record
from bars_conformance.standard import URL

_GIVES_UP_AFTER_S = 3.0
_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())

Json = dict[str, Any]


class Producing(Pointing):
    """Saves its pointers at the API, if it is told of one; one request at a time, in the order of events."""

    is_watched: ClassVar[bool] = True
    """Whether anybody would see what is done at the API: if not, it is left undone."""

    @cached_property
    def outbox(self) -> ThreadPoolExecutor:
        """What has to be told to the API: nobody waits for it."""
        return ThreadPoolExecutor(1, "outbox")

    @cached_property
    def http(self) -> httpx.Client:
        """The way to the API."""
        return httpx.Client(trust_env=False, timeout=_GIVES_UP_AFTER_S)

    def point_to(self, record: Record) -> None:
        """Save a pointer to what was accepted."""
        super().point_to(record)
        if self.has_pointer(record):
            self.afterwards(self.save, record)

    def follow(self, record: Record) -> None:
        """Bring the pointer at the API up to date, or delete it there."""
        super().follow(record)
        self.afterwards(self.keep_up, record)

    def afterwards(self, work: Callable[[Record], None], record: Record) -> None:
        """Do something at the API once the sender has its answer; what fails there is given up."""
        if self.is_watched and self.configuration.api_url is not None:
            self.outbox.submit(self.attempt, work, record)

    def attempt(self, work: Callable[[Record], None], record: Record) -> None:
        """Do something at the API."""
        try:
            work(record)
        except httpx.HTTPError as error:
            _log.info("the API did not do what was asked of it: %s", error)

    def save(self, record: Record) -> None:
        """Have the API keep a pointer, and remember the id that it gives it."""
        if record.saved_as is None:
            answer = self.call_api("POST", "", self.pointer(record))
            record.saved_as = self.id_given(record, answer)

    def id_given(self, record: Record, answer: httpx.Response) -> str:
        """The id that the API has assigned."""
        return answer.headers["Location"].rpartition("/")[2]

    def keep_up(self, record: Record) -> None:
        """Update or delete the pointer that the API keeps, once it was read."""
        if record.saved_as is None:
            return
        held = self.read_at_api(record)
        if record.is_current:
            self.update_at_api(record, held)
        else:
            self.delete_at_api(record)

    def read_at_api(self, record: Record) -> Json:
        """The pointer as the API has it."""
        pointer: Json = self.call_api("GET", f"/{record.saved_as}").json()
        return pointer

    def update_at_api(self, record: Record, held: Json) -> None:
        """Have the API keep the pointer as it is to be from now on."""
        self.call_api("PUT", f"/{record.saved_as}", self.renewed(held, record))

    def delete_at_api(self, record: Record) -> None:
        """Have the API forget the pointer."""
        self.call_api("DELETE", f"/{record.saved_as}")
        record.saved_as = None

    def call_api(self, method: str, place: str, pointer: Json | None = None) -> httpx.Response:
        """What the API answers to a request about pointers; raises HTTPError if it is refused or lost."""
        answer = self.http.request(
            method,
            f"{self.configuration.api_url}/DocumentReference{place}",
            json=pointer,
            headers=self.producer_headers(),
        )
        return answer.raise_for_status()

    def producer_headers(self) -> dict[str, str]:
        """Who asks, and the ids of the request."""
        ours = {"system": URL.organisation, "value": self.configuration.ods_code}
        organisation = {"resourceType": "Organization", "identifier": [ours], "name": self.configuration.name}
        return {
            REQUEST_ID: str(uuid4()),
            CORRELATION_ID: str(uuid4()),
            ORGANISATION: base64.b64encode(json.dumps(organisation).encode()).decode(),
            "Accept": f"{FHIR_JSON}; version=1.1.0",
            "Content-Type": FHIR_JSON,
        }

    def stop_telling(self) -> None:
        """Give up what the API was not told of yet."""
        if self.configuration.api_url is not None:
            self.outbox.shutdown(wait=False, cancel_futures=True)
            self.http.close()

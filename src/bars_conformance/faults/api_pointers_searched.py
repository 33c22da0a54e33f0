"""Faults in what the API passes on of searches for pointers (DocumentReference-Interface.page.md)."""

import contextlib
import json
from abc import ABC, abstractmethod
from http import HTTPStatus
from urllib.parse import urlencode

import httpx
from starlette.requests import Request
from starlette.responses import Response

from bars_conformance.faults.api_pointers_kept import NO_POINTERS, own_answer
from bars_conformance.faults.fault import fault
from bars_conformance.reference.api import Api, Endpoint
from bars_conformance.reference.call import Call
from bars_conformance.standard import POINTER_TYPES, URL


def _is_search(call: Call) -> bool:
    return call.method == "GET" and call.path == "/DocumentReference"


@fault(
    "searches-of-nobody-told-as-empty",
    "A search that names no patient is answered with an empty searchset.",
    breaks="DP-11",
)
class _SearchesOfNobodyToldAsEmpty(Api):
    async def pass_on(self, call: Call, request: Request, endpoint: Endpoint) -> Response:
        if _is_search(call) and not call.parameters("subject:identifier"):
            return own_answer(call, 200, NO_POINTERS)
        return await super().pass_on(call, request, endpoint)


@fault(
    "pointers-told-in-a-collection",
    "What the record locator finds is handed back as a Bundle of type collection.",
    breaks="DP-05",
)
class _PointersToldInACollection(Api):
    def returned(self, call: Call, answer: httpx.Response) -> Response:
        if _is_search(call) and answer.is_success:
            return own_answer(call, 200, json.dumps({**answer.json(), "type": "collection"}).encode())
        return super().returned(call, answer)


class _LosesParameter(Api):
    """A search arrives at the record locator without this parameter, or with another value in it."""

    parameter = ""
    instead: str | None = None

    def query(self, call: Call, request: Request) -> bytes:
        if not _is_search(call) or not call.parameters(self.parameter):
            return super().query(call, request)
        kept = [pair for pair in call.query if pair[0] != self.parameter]
        return urlencode([*kept, *([(self.parameter, self.instead)] if self.instead else [])]).encode()


@fault(
    "custodian-of-searches-dropped",
    "A search for the pointers of one custodian arrives as one for those of all.",
    breaks="DP-02 DP-13",
)
class _CustodianOfSearchesDropped(_LosesParameter):
    parameter = "custodian:identifier"


@fault(
    "custodian-of-searches-replaced",
    "Whatever custodian is asked for, the search arrives as one for the API's own organisation.",
    breaks="DP-02 DP-13",
)
class _CustodianOfSearchesReplaced(_LosesParameter):
    parameter = "custodian:identifier"
    instead = f"{URL.organisation}|Z8R01"


@fault(
    "type-of-searches-dropped",
    "A search for referrals or bookings arrives as one for both.",
    breaks="DP-02 DP-14",
)
class _TypeOfSearchesDropped(_LosesParameter):
    parameter = "type"


@fault(
    "type-of-searches-replaced",
    "Whatever type is asked for, the search arrives as one for bookings.",
    breaks="DP-02 DP-14",
)
class _TypeOfSearchesReplaced(_LosesParameter):
    parameter = "type"
    instead = f"{URL.snomed}|{POINTER_TYPES['booking']}"


@fault(
    "page-token-of-searches-dropped",
    "The next page is asked for without its token, and the first one comes again.",
    breaks="DP-02 DP-15",
)
class _PageTokenOfSearchesDropped(_LosesParameter):
    parameter = "next-page-token"


@fault(
    "searches-for-pointers-remembered",
    "The API answers the search for a patient's pointers as it was answered the first time.",
    breaks="DP-02 DP-05 DP-15",
)
class _SearchesRemembered(Api):
    async def pass_on(self, call: Call, request: Request, endpoint: Endpoint) -> Response:
        if not _is_search(call):
            return await super().pass_on(call, request, endpoint)
        known: dict[str, bytes] = vars(self).setdefault("known", {})
        asked = str(sorted(call.query))
        if asked not in known:
            response = await super().pass_on(call, request, endpoint)
            if response.status_code != HTTPStatus.OK:
                return response
            known[asked] = bytes(response.body)
        return own_answer(call, 200, known[asked])


class _AskingForAnother(Api, ABC):
    """Searches for the pointers of somebody else than who is asked about."""

    @abstractmethod
    def patient(self, asked: str) -> str:
        """Whom the search is for on its way to the receiver."""

    def query(self, call: Call, request: Request) -> bytes:
        if not (_is_search(call) and call.parameters("subject:identifier")):
            return super().query(call, request)
        patient = self.patient(call.parameters("subject:identifier")[0])
        kept = [pair for pair in call.query if pair[0] != "subject:identifier"]
        return urlencode([*kept, ("subject:identifier", patient)]).encode()


@fault(
    "pointers-of-the-first-patient",
    "Whoever is asked about, the search arrives as one for the first patient who was.",
    breaks="DP-02 DP-05 DP-13 DP-14 DP-15",
)
class _PointersOfTheFirstPatient(_AskingForAnother):
    def patient(self, asked: str) -> str:
        first: str = vars(self).setdefault("first", asked)
        return first


@fault(
    "pointers-of-the-patient-saved-last",
    "Whoever is asked about, the search arrives as one for the patient of whom a pointer was posted last.",
    breaks="DP-05",
)
class _PointersOfThePatientSavedLast(_AskingForAnother):
    last: str | None = None

    def body(self, call: Call, body: bytes) -> bytes | None:
        if call.method == "POST" and call.path == "/DocumentReference":
            with contextlib.suppress(ValueError, LookupError, TypeError):
                identifier = json.loads(body)["subject"]["identifier"]
                self.last = f"{identifier['system']}|{identifier['value']}"
        return super().body(call, body)

    def patient(self, asked: str) -> str:
        return self.last or asked


@fault(
    "what-pointers-lead-to-told-in-a-searchset",
    "A booking or referral that is read by its id comes back in a searchset.",
    breaks="DP-02 HDR-03",
)
class _RecordsToldInASearchset(Api):
    def returned(self, call: Call, answer: httpx.Response) -> Response:
        is_read = call.method == "GET" and (call.path or "").startswith(("/Appointment/", "/ServiceRequest/"))
        if is_read and answer.is_success:
            bundle = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": answer.json()}]}
            return own_answer(call, 200, json.dumps(bundle).encode())
        return super().returned(call, answer)

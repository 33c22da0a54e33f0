"""What the API itself checks of a request, what it leaves to the receiver, and in which order."""

import base64

from starlette.requests import Request
from starlette.responses import Response

from bars_conformance.reference.api import Api, Endpoint
from bars_conformance.reference.api.refusal import ApiRefusal
from bars_conformance.reference.call import Call
from bars_conformance.reference.headers import ORGANISATION, TARGET, is_uuid
from bars_conformance.standard import URL
from bars_conformance.variants.variant import variant

_VERBS = {"metadata": "GET", "MessageDefinition": "GET", "Slot": "GET", "$process-message": "POST"}
"""The verb of each endpoint that has one only."""

_REQUIRED_PARAMETERS = {
    "/MessageDefinition": "context",
    "/Appointment": "patient:identifier",
    "/ServiceRequest": "patient:identifier",
}
_NHS_NUMBER_DIGITS = 10


@variant(
    "missing-ids-left-to-the-receiver",
    "What is to be passed on goes to the receiver without the ids that it lacks, and is refused there.",
    rests_on="R-21",
)
class MissingIdsLeftToTheReceiver(Api):
    """Asks for the ids where it answers for itself."""

    def check_ids(self, call: Call) -> None:
        """Only of what is not passed on."""
        if self.is_own(call):
            super().check_ids(call)


@variant(
    "malformed-ids-left-to-the-receiver",
    "An id that is no GUID is the receiver's to refuse; the API asks only that there is one.",
    rests_on="R-07 R-21",
)
class _MalformedIdsLeftToTheReceiver(Api):
    def check_id(self, call: Call, name: str) -> None:
        given = call.headers.getlist(name)
        if self.is_own(call) or not any(given) or is_uuid(given[0]):
            super().check_id(call, name)


@variant(
    "operations-left-to-the-receiver",
    "An operation that the API does not know is passed on.",
    rests_on="R-30",
)
class OperationsLeftToTheReceiver(Api):
    """Passes on any operation."""

    def check_path(self, call: Call) -> None:
        """All but operations."""
        if not (call.path or "").startswith("/$"):
            super().check_path(call)


@variant(
    "paths-without-an-id-refused-by-the-api",
    "A path that ends where the id should stand is none that the API has.",
    rests_on="R-55",
)
class _PathsWithoutAnIdRefusedByTheApi(Api):
    def check_path(self, call: Call) -> None:
        super().check_path(call)
        if (call.path or "").endswith("/"):
            raise self.path_unknown(call)


@variant(
    "slots-under-the-path-of-the-guide",
    "Beside /Slot the API has the path /Slots, as it is printed in the guide; the receiver judges it.",
    rests_on="R-47",
)
class _SlotsUnderThePathOfTheGuide(Api):
    def check_path(self, call: Call) -> None:
        if not (call.path or "").startswith("/Slots"):
            super().check_path(call)


@variant(
    "verbs-judged-by-the-api",
    "A verb that an endpoint does not have is refused by the API, whoever would have had to answer.",
    rests_on="R-29",
)
class _VerbsJudgedByTheApi(Api):
    def check_path(self, call: Call) -> None:
        super().check_path(call)
        verb = _VERBS.get((call.path or "")[1:].partition("/")[0])
        if verb not in (None, call.method):
            text = f"This path takes {verb} only."
            raise ApiRefusal(405, "SEND_METHOD_NOT_ALLOWED", "not-supported", text, allow=verb)


@variant(
    "media-types-judged-by-the-api",
    "An Accept header that rules FHIR JSON out is refused by the API, wherever the request was to go.",
    rests_on="R-44",
)
class _MediaTypesJudgedByTheApi(Api):
    def check_token(self, call: Call) -> None:
        super().check_token(call)
        self.check_accept(call)


@variant(
    "parameters-judged-by-the-api",
    "A search without what it needs, or of a patient without an NHS number, is refused by the API.",
    rests_on="R-21",
)
class _ParametersJudgedByTheApi(Api):
    def endpoint(self, call: Call) -> Endpoint:
        name = _REQUIRED_PARAMETERS.get(call.path or "")
        if name and call.method == "GET":
            self.check_parameter(name, call.parameters(name))
        return super().endpoint(call)

    def check_parameter(self, name: str, given: list[str]) -> None:
        """Refuse a parameter that is missing, or names a patient by no NHS number."""
        if not any(given):
            raise ApiRefusal(400, "SEND_BAD_REQUEST", "required", f"The parameter {name} is missing.")
        system, _, value = given[0].partition("|")
        digits = value.isascii() and value.isdigit() and len(value) == _NHS_NUMBER_DIGITS
        if name != "context" and not (system == URL.nhs_number and digits):
            raise ApiRefusal(400, "BAD_REQUEST", "value", f"The parameter {name} holds no NHS number.")


@variant(
    "checks-in-another-order",
    "The target is looked up first, then the ids are checked, and the access token last.",
    rests_on="R-34",
)
class _ChecksInAnotherOrder(Api):
    async def handle(self, call: Call, request: Request) -> Response:
        self.check_path(call)
        if not (self.is_own(call) or call.is_about_pointers):
            self.endpoint(call)
        self.check_ids(call)
        return await super().handle(call, request)


@variant(
    "identity-needed",
    "A request without organisation or software is refused by the API, save GET /metadata.",
    rests_on="R-38",
)
class _IdentityNeeded(Api):
    def check_ids(self, call: Call) -> None:
        super().check_ids(call)
        if call.path != "/metadata":
            for name in (ORGANISATION, "NHSD-Requesting-Software"):
                if not call.headers.get(name):
                    raise self.header_missing(call, name)


@variant(
    "use-context-needed",
    "A message without the header use-context is refused by the API, as its specification has it.",
    rests_on="R-42",
)
class _UseContextNeeded(Api):
    def check_ids(self, call: Call) -> None:
        super().check_ids(call)
        if call.is_message and not call.headers.get("use-context"):
            raise self.header_missing(call, "use-context")


@variant(
    "pointers-need-a-target",
    "Requests about pointers need a target identifier like all others.",
    rests_on="R-41",
)
class _PointersNeedATarget(Api):
    def check_organisation(self, call: Call) -> None:
        if not call.headers.get(TARGET):
            raise self.header_missing(call, TARGET)
        super().check_organisation(call)


@variant(
    "targets-decoded-leniently",
    "Letters that are not of Base64 are passed over in a target identifier, and so is missing padding.",
    rests_on="R-22 R-40",
)
class _TargetsDecodedLeniently(Api):
    def decoded_target(self, call: Call) -> bytes:
        given = call.headers[TARGET].translate(str.maketrans("-_", "+/")).rstrip("=")
        try:
            return base64.b64decode(given + "=" * (-len(given) % 4))
        except ValueError as error:
            raise self.target_not_base64(call) from error


@variant(
    "targets-found-in-other-spellings",
    "The Endpoint Catalogue is searched with https and /Id/, however the target writes its system.",
    rests_on="R-86",
)
class _TargetsFoundInOtherSpellings(Api):
    def read_target(self, call: Call, decoded: bytes) -> tuple[str, str]:
        system, value = super().read_target(call, decoded)
        spelt = system.replace("http://", "https://").replace("/id/", "/Id/")
        return spelt, value.strip()


@variant(
    "pointers-from-version-1-1-on",
    "Pointers are for those who ask for version 1.1.0 or later; others are refused with 406.",
    rests_on="R-43",
)
class _PointersFromVersion11On(Api):
    def check_organisation(self, call: Call) -> None:
        super().check_organisation(call)
        if not any(f"version=1.{minor}" in call.headers.get("Accept", "") for minor in "123456789"):
            raise self.not_acceptable(call)

"""What the API checks of a request before it passes it on (Failure-Scenarios-1.1.x/Message-Routing)."""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

import base64
import json
from collections.abc import Callable

from bars_conformance.reference.api.catalogue import Endpoint, EndpointCatalogue
from bars_conformance.reference.api.refusal import ApiRefusal
from bars_conformance.reference.call import INTEGRITY_HEADERS, Call
from bars_conformance.reference.headers import TARGET, is_uuid

TokenCheck = Callable[[str | None], str | None]
"""Judges an access token, None if none was sent: an issue code of FHIR, or None if it is good."""

_ENDPOINTS = (
    *("metadata", "MessageDefinition", "Slot", "Appointment", "ServiceRequest", "DocumentReference"),
    "$process-message",
)


class Entrance:
    """Refuses what cannot be passed on, and finds out where the rest is to go."""

    endpoints: EndpointCatalogue
    judge_token: TokenCheck

    def check_path(self, call: Call) -> None:
        """Refuse paths that the API does not have; verbs are for the receiver to judge."""
        first = (call.path or "")[1:].partition("/")[0]
        if first in _ENDPOINTS:
            return
        if first.startswith("$"):
            raise self.operation_unknown(call)
        raise self.path_unknown(call)

    def path_unknown(self, call: Call) -> ApiRefusal:
        """A path that is no endpoint of the API."""
        return ApiRefusal(404, "PROXY_NOT_FOUND", "not-found", "The API has no endpoint at this path.")

    def operation_unknown(self, call: Call) -> ApiRefusal:
        """An operation that the API does not recognise."""
        return ApiRefusal(501, "SEND_NOT_IMPLEMENTED", "not-supported", "The API has no such operation.")

    def check_token(self, call: Call) -> None:
        """Refuse a request whose access token is not good (Security-and-Authorisation/Sender)."""
        scheme, _, token = call.headers.get("Authorization", "").partition(" ")
        issue = self.judge_token(token.strip() if scheme.lower() == "bearer" and token.strip() else None)
        if issue is not None:
            raise self.token_refused(call, issue)

    def token_refused(self, call: Call, issue: str) -> ApiRefusal:
        """The token is missing, unknown or expired, or its application is not enabled for BaRS."""
        if issue == "forbidden":
            return ApiRefusal(403, "SEND_FORBIDDEN", issue, "The application is not enabled for this API.")
        return ApiRefusal(401, "SEND_UNAUTHORIZED", issue, "The access token is missing or not valid.")

    def check_ids(self, call: Call) -> None:
        """Refuse a request without its two ids, or with one that is no UUID."""
        for name in INTEGRITY_HEADERS:
            self.check_id(call, name)

    def check_id(self, call: Call, name: str) -> None:
        """Refuse a request whose id of this name is absent, given twice, or no UUID."""
        given = call.headers.getlist(name)
        if not any(given):
            raise self.header_missing(call, name)
        if len(given) > 1 or not is_uuid(given[0]):
            raise self.id_malformed(call, name)

    def header_missing(self, call: Call, name: str) -> ApiRefusal:
        """A header that is required is not there."""
        return ApiRefusal(400, "SEND_BAD_REQUEST", "required", f"The header {name} is missing.")

    def id_malformed(self, call: Call, name: str) -> ApiRefusal:
        """An id is no UUID."""
        return ApiRefusal(400, "PROXY_BAD_REQUEST", "invalid", f"The header {name} is not a UUID.")

    def endpoint(self, call: Call) -> Endpoint:
        """Where the request is to go, by its target identifier."""
        found = self.endpoints.find(*self.target(call))
        if not found:
            raise self.target_unknown(call)
        if len(found) > 1:
            return self.one_of(call, found)
        return found[0]

    def target(self, call: Call) -> tuple[str, str]:
        """System and value of the target identifier (End-to-end-workflow/Routing)."""
        if not call.headers.get(TARGET):
            raise self.header_missing(call, TARGET)
        return self.read_target(call, self.decoded_target(call))

    def decoded_target(self, call: Call) -> bytes:
        """The target identifier out of its Base64."""
        try:
            return base64.b64decode(call.headers[TARGET], validate=True)
        except ValueError as error:
            raise self.target_not_base64(call) from error

    def read_target(self, call: Call, decoded: bytes) -> tuple[str, str]:
        """The two members of a decoded target identifier."""
        try:
            identifier = json.loads(decoded)
        except (ValueError, RecursionError):
            identifier = None
        if not isinstance(identifier, dict):
            raise self.target_not_of_schema(call)
        members = [self.member(call, identifier, name) for name in ("system", "value")]
        return members[0], members[1]

    def member(self, call: Call, identifier: dict[str, object], name: str) -> str:
        """One member of the target identifier: a text that is not empty."""
        found = identifier.get(name)
        if not isinstance(found, str) or not found:
            raise self.target_not_of_schema(call)
        return found

    def target_not_base64(self, call: Call) -> ApiRefusal:
        """The target identifier cannot be decoded."""
        return ApiRefusal(400, "PROXY_BAD_REQUEST", "invalid", f"The header {TARGET} is not Base64.")

    def target_not_of_schema(self, call: Call) -> ApiRefusal:
        """What was decoded is not a JSON object with system and value."""
        return ApiRefusal(
            400, "PROXY_BAD_REQUEST", "structure", f"The header {TARGET} must hold a system and a value."
        )

    def target_unknown(self, call: Call) -> ApiRefusal:
        """The Endpoint Catalogue has no such service."""
        return ApiRefusal(404, "PROXY_NOT_FOUND", "not-found", f"No endpoint is known for the {TARGET}.")

    def one_of(self, call: Call, found: list[Endpoint]) -> Endpoint:
        """Several endpoints fit; there is no telling which is meant."""
        raise ApiRefusal(
            404, "PROXY_NOT_FOUND", "multiple-matches", f"The {TARGET} has more than one endpoint."
        )

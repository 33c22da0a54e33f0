"""The test hooks over HTTP, beside the FHIR base and shut unless they were opened."""

import json
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from bars_conformance.reference.asynchronous_responses import AsynchronousResponses
from bars_conformance.reference.call import CORRELATION_ID, FHIR_JSON, PLAIN_JSON
from bars_conformance.reference.instants import Instant
from bars_conformance.reference.own_requests import OwnRequests

_PREFIX = "/hooks/"


class HookRoutes(OwnRequests, AsynchronousResponses):
    """Serves POST /hooks/{reset, slow, hold, release, fail, fail_read, touch, ask, respond}.

    What one of the last three is about stands behind it: touch/{id}, ask/{category}, respond/{id}.
    """

    def hook(self, request: Request) -> Response | None:
        """Work a hook: 200 with what there is to tell, 204, or 404 if there is none of this name.

        None if the request is for no hook.
        """
        path: str = request.scope["path"]
        if not (self.hooks.enabled and request.method == "POST" and path.startswith(_PREFIX)):
            return None
        match path.removeprefix(_PREFIX).split("/"):
            case ["ask", category] if (sent := self.ask(category)) is not None:
                return Response(json.dumps(sent), 200, {CORRELATION_ID: str(uuid4())}, FHIR_JSON)
            case ["respond", identifier] if (answer := self.respond_later(identifier)) is not None:
                return Response(json.dumps(answer), 200, media_type=PLAIN_JSON)
            case name:
                return Response(status_code=204 if self.work_hook("/".join(name)) else 404)

    def work_hook(self, name: str) -> bool:
        """Work the hook of this name; false if there is none."""
        match name.split("/"):
            case ["slow" | "hold" | "fail" | "fail_read"]:
                self.hooks.set(name)
            case ["release"]:
                self.hooks.release()
            case ["reset"]:
                self.reset()
            case ["touch", identifier]:
                return self.touch(identifier)
            case _:
                return False
        return True

    def touch(self, identifier: str) -> bool:
        """Change a record here and now; false if there is none with this id."""
        record = self.holdings.records.get(identifier.lower())
        if record is None:
            return False
        record.touched = Instant.now()
        record.resource["meta"]["lastUpdated"] = str(record.touched)
        return True

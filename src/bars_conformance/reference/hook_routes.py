"""The test hooks over HTTP, beside the FHIR base and shut unless they were opened."""

from starlette.requests import Request
from starlette.responses import Response

from bars_conformance.reference.instants import Instant
from bars_conformance.reference.premises import Premises

_PREFIX = "/hooks/"


class HookRoutes(Premises):
    """Serves POST /hooks/{reset, slow, hold, release, fail} and POST /hooks/touch/{id}."""

    def hook(self, request: Request) -> Response | None:
        """Work a hook: 204, or 404 if there is none of this name; None if the request is for no hook."""
        path: str = request.scope["path"]
        if not (self.hooks.enabled and request.method == "POST" and path.startswith(_PREFIX)):
            return None
        return Response(status_code=204 if self.work_hook(path.removeprefix(_PREFIX)) else 404)

    def work_hook(self, name: str) -> bool:
        """Work the hook of this name; false if there is none."""
        match name.split("/"):
            case ["slow" | "hold" | "fail"]:
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

"""Which paths and methods there are, and what reads are answered with."""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

from typing import Any

from bars_conformance.reference.call import Call
from bars_conformance.reference.capability import Capability
from bars_conformance.reference.pointer_routes import PointerRoutes
from bars_conformance.reference.reads import Reads
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.slot_search import SlotSearch

Methods = tuple[str, ...]

_COLLECTIONS: dict[str, tuple[Methods, Methods]] = {
    "/metadata": (("GET",), ()),
    "/MessageDefinition": (("GET",), ()),
    "/Slot": (("GET",), ()),
    "/$process-message": (("POST",), ()),
    "/Appointment": (("GET", "POST"), ()),
    "/ServiceRequest": (("GET",), ("POST",)),
    "/DocumentReference": (("GET", "POST"), ()),
}
_INSTANCES: dict[str, tuple[Methods, Methods]] = {
    "Appointment": (("GET", "PUT", "PATCH"), ("DELETE",)),
    "ServiceRequest": (("GET",), ("PUT", "PATCH", "DELETE")),
    "DocumentReference": (("GET", "PUT", "DELETE"), ()),
}


class Routes(Capability, SlotSearch, Reads, PointerRoutes):
    """Knows the paths of the standard: what is served, what is not built, what is not there."""

    def check_route(self, call: Call) -> None:
        """Refuse what is not served.

        A path of the standard has methods that are served, methods that are not built (501), and
        others that make no sense (405). An operation nobody knows is not implemented, any other path
        is not there (General-Failure-Scenarios).
        """
        served, unbuilt = self.methods(call)
        if call.method in served:
            return
        if call.method in unbuilt:
            raise self.not_implemented(call)
        if served or unbuilt:
            raise self.method_not_allowed(call, served)
        if call.path is not None and call.path.startswith("/$"):
            raise self.not_implemented(call)
        raise self.path_not_found(call)

    def methods(self, call: Call) -> tuple[Methods, Methods]:
        """The methods that a path serves and those it would if they were built."""
        path = call.path or ""
        if path in _COLLECTIONS:
            return _COLLECTIONS[path]
        kind, slash, identifier = path[1:].partition("/")
        return _INSTANCES.get(kind, ((), ())) if slash and "/" not in identifier else ((), ())

    def not_implemented(self, call: Call) -> Refusal:
        """A function that the standard may have and this receiver has not."""
        return Refusal(501, "not-supported", "This receiver does not offer the function asked for.")

    def method_not_allowed(self, call: Call, served: Methods) -> Refusal:
        """A method that the path never has."""
        return Refusal(405, "not-supported", "This path does not have the method.", allow=", ".join(served))

    def path_not_found(self, call: Call) -> Refusal:
        """A path that the standard does not know."""
        return Refusal(404, "not-found", "There is nothing at this path.")

    def look_up(self, call: Call) -> dict[str, Any]:
        """The answer to a read or search of a path that is served."""
        match (call.path or "").split("/")[1:]:
            case ["metadata"]:
                return self.capability_statement(call)
            case ["MessageDefinition"]:
                return self.search_definitions(call)
            case ["Slot"]:
                return self.search_slots(call)
            case ["DocumentReference", *_]:
                return self.answer_about_pointers(call)
            case [kind]:
                return self.search_by_patient(call, kind)
            case [kind, identifier]:
                return self.read(call, kind, identifier)
            case _:
                raise self.path_not_found(call)

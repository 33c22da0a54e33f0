"""GET, POST, PUT and DELETE of /DocumentReference (DocumentReference-StandardPattern, Interface page)."""

from typing import Any
from uuid import uuid4

from bars_conformance.reference import bodies
from bars_conformance.reference.bundle import at, listed
from bars_conformance.reference.call import Call
from bars_conformance.reference.headers import ORGANISATION, Headers
from bars_conformance.reference.pointers import Wanted
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.searchset import searchset, self_link
from bars_conformance.standard import CODE_SYSTEMS, SNOMED_SPELLINGS, URL

SUBJECT, CUSTODIAN, TYPE, TOKEN = (
    "subject:identifier",
    "custodian:identifier",
    "type",
    "next-page-token",
)
_NHS_NUMBER_DIGITS = 10
_DONE = {"POST": "RESOURCE_CREATED", "PUT": "RESOURCE_UPDATED", "DELETE": "RESOURCE_DELETED"}

Json = dict[str, Any]


class PointerRoutes(Headers):
    """Answers requests about pointers from the store of the holdings."""

    def answer_about_pointers(self, call: Call) -> Json:
        """The answer to a request whose path is /DocumentReference or below it."""
        store, (_, _, pointer_id) = self.holdings.pointers, (call.path or "")[1:].partition("/")
        match call.method:
            case "GET" if not pointer_id:
                return self.search_pointers(call)
            case "GET":
                return store.read(self.producer(call), pointer_id)
            case "POST":
                made = store.create(self.producer(call), self.pointer_sent(call))
                call.status, call.location = 201, f"{call.base}/DocumentReference/{made['id']}"
            case "PUT":
                store.update(self.producer(call), pointer_id, self.pointer_sent(call))
            case _:
                store.delete(self.producer(call), pointer_id)
        return self.done(call)

    def done(self, call: Call) -> Json:
        """What a write of a pointer is answered with."""
        system = CODE_SYSTEMS["nrl-success"]
        code = _DONE[call.method]
        coding = {"system": system.url, "code": code, "display": system.codes[code]}
        return {
            "resourceType": "OperationOutcome",
            "id": str(uuid4()),
            "issue": [{"severity": "information", "code": "informational", "details": {"coding": [coding]}}],
        }

    def pointer_sent(self, call: Call) -> Json:
        """The pointer in the body."""
        sent = bodies.parse(call.body)
        if not isinstance(sent, dict):
            raise Refusal(400, "structure", "The body is not a DocumentReference.")
        return sent

    def producer(self, call: Call) -> str:
        """The ODS code of the organisation that asks."""
        if ORGANISATION not in call.headers:
            raise Refusal(400, "required", f"The header {ORGANISATION} is missing.")
        for each in listed(self.identity(call, ORGANISATION).get("identifier")):
            if at(each, "system") == URL.organisation:
                return str(at(each, "value"))
        raise Refusal(400, "value", f"The header {ORGANISATION} names no ODS code.")

    def search_pointers(self, call: Call) -> Json:
        """A page of the pointers to what is held of a patient, with a link to the next one."""
        wanted = self.wanted(call)
        found, token = self.holdings.pointers.search(wanted, next(iter(call.parameters(TOKEN)), None))
        bundle = searchset(call, found)
        if token is not None:
            query = [*((name, value) for name, value in call.query if name != TOKEN), (TOKEN, token)]
            bundle["link"].append({"relation": "next", "url": self_link(call, query)})
            del bundle["total"]
        return bundle

    def wanted(self, call: Call) -> Wanted:
        """What the parameters ask for."""
        system, number = self.token_parameter(call, SUBJECT) or (None, "")
        well_formed = len(number) == _NHS_NUMBER_DIGITS and number.isascii() and number.isdigit()
        if system is None:
            raise Refusal(400, "required", f"The parameter {SUBJECT} is missing.")
        if system.lower() != URL.nhs_number.lower() or not well_formed:
            raise Refusal(400, "value", f"The parameter {SUBJECT} must be {URL.nhs_number}| and ten digits.")
        owner, kind = self.token_parameter(call, CUSTODIAN), self.token_parameter(call, TYPE)
        if owner is not None and owner[0] != URL.organisation:
            raise Refusal(400, "value", f"The parameter {CUSTODIAN} must be {URL.organisation}| and a code.")
        if kind is not None and kind[0] not in SNOMED_SPELLINGS:
            raise Refusal(400, "value", f"The parameter {TYPE} must be a code of SNOMED CT with its system.")
        return Wanted(number, owner and owner[1], kind and kind[1])

    def token_parameter(self, call: Call, name: str) -> tuple[str, str] | None:
        """System and value of a parameter; None if it is not given."""
        given = [value for value in call.parameters(name) if value]
        if not given:
            return None
        if len(given) > 1:
            raise Refusal(400, "invalid", f"The parameter {name} is given more than once.")
        system, _, value = given[0].partition("|")
        return system, value

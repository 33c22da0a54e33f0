"""The API as the gateway to the record locator (DocumentReference-StandardPattern, Interface page)."""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

import base64
import json

from bars_conformance.reference.api.catalogue import Endpoint
from bars_conformance.reference.api.refusal import ApiRefusal
from bars_conformance.reference.bundle import at, listed
from bars_conformance.reference.call import Call
from bars_conformance.reference.headers import ORGANISATION
from bars_conformance.standard import URL


class Gateway:
    """Lets those deal with pointers who may, and finds the record locator for them."""

    record_locator: Endpoint
    refused_organisations: frozenset[str]

    def check_organisation(self, call: Call) -> None:
        """Refuse what an organisation asks about pointers that may not produce or see any."""
        if self.organisation(call) in self.refused_organisations:
            raise self.organisation_refused(call)

    def organisation(self, call: Call) -> str:
        """The ODS code of who asks; empty where the header does not tell, which is the locator's to judge."""
        try:
            told = json.loads(base64.b64decode(call.headers.get(ORGANISATION, ""), validate=True))
        except (ValueError, RecursionError):
            return ""
        codes = (each for each in listed(at(told, "identifier")) if at(each, "system") == URL.organisation)
        return next((str(at(each, "value")).upper() for each in codes), "")

    def organisation_refused(self, call: Call) -> ApiRefusal:
        """The organisation is not authorised."""
        text = f"The organisation in {ORGANISATION} is not authorised to deal with pointers."
        return ApiRefusal(403, "SEND_FORBIDDEN", "forbidden", text)

    def locator(self, call: Call) -> Endpoint:
        """Where requests about pointers go."""
        return self.record_locator

"""The reference receiver's profile, served nowhere, who is named in messages to it, and a client of it."""

from sample_exchanges import answer, exchange

from bars_conformance import messages
from bars_conformance.client import Call, Client
from bars_conformance.exchange import Exchange
from bars_conformance.profile import REFERENCE
from bars_conformance.profile_file import load

NOWHERE = {
    "REFERENCE_URL": "http://127.0.0.1:9",
    "REFERENCE_TLS_URL": "https://localhost:9",
    "REFERENCE_CERTIFICATES": "nowhere",
    "OWN_API_PORT": "9",
}
"""What the profile of the reference takes from the environment, where it is not served."""

PROFILE = load(REFERENCE, NOWHERE)
SERVICE = PROFILE.services.bookable
PATIENT = PROFILE.patients[0]
PARTIES = messages.Parties(PROFILE.sender, PROFILE.ods_code, SERVICE, PATIENT)


class Told(Client):
    """A client that need not send: it knows what it will be told."""

    def __init__(self, body: object) -> None:
        self._told = exchange(answer(body))

    def send(self, call: Call) -> Exchange:  # noqa: ARG002 - the answer is always the same
        return self._told

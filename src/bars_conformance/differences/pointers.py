"""How a search for pointers may differ in whose pointers it asks for."""

from collections.abc import Callable, Mapping

from bars_conformance.client import Call
from bars_conformance.differences import parameters
from bars_conformance.differences.vocabulary import Vocabulary, one_of
from bars_conformance.profile import Profile
from bars_conformance.standard import URL

_CUSTODIANS: Mapping[str, Callable[[Profile], str]] = {
    "the receiver": lambda profile: profile.ods_code,
    "the sender": lambda profile: profile.sender.ods_code,
}


def _custodian(call: Call, profile: Profile, who: str) -> Call:
    code = _CUSTODIANS[who](profile)
    return parameters.given(call, "custodian:identifier", f"{URL.organisation}|{code}")


VOCABULARY: Vocabulary = ((rf"with {one_of('who', _CUSTODIANS)} as custodian", _custodian),)

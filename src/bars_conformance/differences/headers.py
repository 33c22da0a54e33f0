"""How a request may differ in its headers."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace

from bars_conformance import client, messages
from bars_conformance.client import Call
from bars_conformance.differences.vocabulary import HEADER, VALUE, Vocabulary, one_of
from bars_conformance.profile import NoAuth, Profile, SignedJwtAuth
from bars_conformance.verdict import NotApplicable

_REWRITTEN: Mapping[str, Callable[[str], str]] = {
    "in capitals": str.upper,
    "cut by one character": lambda value: value[:-1],
    "drawn out by one character": lambda value: f"{value}0",
}

_SPOILED: Mapping[str, str] = {
    "that is not Base64": "%%%",
    "that is not JSON": "bm90IEpTT04=",
    "of another resource type": client.encoded({"resourceType": "Basic", "code": {"text": "misplaced"}}),
}

_TOKENS: Mapping[str, str] = {
    "whose time is over": "expired_token",
    "of another product": "other_product_token",
}
"""The fields of auth that hold tokens which are no good."""


def _without_headers(call: Call, _: Profile, header: str, other: str | None) -> Call:
    return call.without_headers(header, other or header)


def _without_a_token(call: Call, profile: Profile) -> Call:
    if profile.role == "receiver" and not isinstance(profile.auth, NoAuth):
        raise NotApplicable("the profile has auth: what stands in front of the receiver asks for a token")
    if profile.role == "api":
        _auth(profile)
    return call.without_headers(client.AUTHORIZATION)


def _token_of_nobody(call: Call, profile: Profile) -> Call:
    _auth(profile)
    return call.with_header(client.AUTHORIZATION, f"Bearer {uuid.uuid4()}")


def _token_no_good(call: Call, profile: Profile, which: str) -> Call:
    token = getattr(_auth(profile), _TOKENS[which])
    if token is None:
        raise NotApplicable(f"the profile has no {_TOKENS[which]} under auth")
    return call.with_header(client.AUTHORIZATION, f"Bearer {token.get_secret_value()}")


def _auth(profile: Profile) -> SignedJwtAuth:
    if isinstance(profile.auth, NoAuth):
        raise NotApplicable("the profile has no auth: the API is asked without a token")
    return profile.auth


def _empty_header(call: Call, _: Profile, header: str) -> Call:
    return call.with_header(header, "")


def _another_id(call: Call, _: Profile, header: str) -> Call:
    return call.with_header(header, str(uuid.uuid4()))


def _fresh_ids(call: Call, _: Profile) -> Call:
    return call.with_fresh_ids()


def _rewritten(call: Call, _: Profile, header: str, how: str) -> Call:
    return call.with_header(header, _REWRITTEN[how](call.header(header) or ""))


def _sent_twice(call: Call, _: Profile, header: str) -> Call:
    return call.with_another_header(header, str(uuid.uuid4()))


def _header_names(call: Call, _: Profile, case: str) -> Call:
    turned = {"small letters": str.lower, "capitals": str.upper}[case]
    return replace(call, headers=tuple((turned(name), value) for name, value in call.headers))


def _header_value(call: Call, _: Profile, header: str, value: str) -> Call:
    return call.with_header(header, value)


def _spoiled_header(call: Call, _: Profile, header: str, defect: str) -> Call:
    return call.with_header(header, _SPOILED[defect])


def _refused_organisation(call: Call, profile: Profile) -> Call:
    """It asks for itself: a pointer that it adds is its own, as that of another is nobody's to add."""
    if profile.refused_organisation is None:
        raise NotApplicable("the profile names no refused_organisation")
    name = "Organisation That Is Refused"
    refused = call.with_header(client.ORGANISATION, client.organisation(profile.refused_organisation, name))
    if (call.method, call.path) != ("POST", "/DocumentReference"):
        return refused
    custodian = "DocumentReference.custodian.identifier.value"
    return refused.with_message(messages.replaced(call.message, custodian, profile.refused_organisation))


def _organisation_of_the_receiver(call: Call, profile: Profile) -> Call:
    return call.with_header(client.ORGANISATION, client.organisation(profile.ods_code, profile.name))


VOCABULARY: Vocabulary = (
    (r"without a token", _without_a_token),
    (r"with a token that nobody gave", _token_of_nobody),
    (rf"with a token {one_of('which', _TOKENS)}", _token_no_good),
    (rf"without {HEADER}(?: and (?P<other>[A-Za-z-]+))?", _without_headers),
    (rf"with an empty {HEADER}", _empty_header),
    (rf"with another {HEADER}", _another_id),
    (r"with fresh ids", _fresh_ids),
    (r"with header names in (?P<case>small letters|capitals)", _header_names),
    (rf"with {HEADER} {one_of('how', _REWRITTEN)}", _rewritten),
    (rf"with {HEADER} sent twice", _sent_twice),
    (rf"with {HEADER} {one_of('defect', _SPOILED)}", _spoiled_header),
    (r"from the refused organisation", _refused_organisation),
    (r"from the organisation of the receiver", _organisation_of_the_receiver),
    (rf"with {HEADER} {VALUE}", _header_value),
)

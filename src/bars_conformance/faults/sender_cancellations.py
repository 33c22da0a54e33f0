"""Senders whose cancellations are wrong in one element.

Most rows of the element tables are the same for referrals and bookings; so are these defects, of which there
is one of each kind.
"""

import json
from typing import Any
from uuid import uuid4

from bars_conformance.faults.sender_spoilt import Draft, Spoil, spoilt
from bars_conformance.standard import URL

_ELSEWHERE = "https://example.org/elsewhere"


def _header(draft: Draft) -> Any:  # noqa: ANN401 - any resource, to be changed
    return draft["MessageHeader"]


def _focus(draft: Draft) -> Any:  # noqa: ANN401 - any resource, to be changed
    return (draft.all("ServiceRequest") or draft.all("Appointment"))[0]


def _contact(draft: Draft) -> Any:  # noqa: ANN401 - any element, to be changed
    return draft["Patient"]["contact"][0]


def _with_stranger(draft: Draft) -> None:
    stranger = {
        "resourceType": "Basic",
        "meta": {"lastUpdated": draft["Bundle"]["timestamp"]},
        "code": {"text": "a note"},
    }
    draft["Bundle"]["entry"].append({"fullUrl": f"urn:uuid:{uuid4()}", "resource": stranger})


def _aimed_at_patient(draft: Draft) -> None:
    entries = draft["Bundle"]["entry"]
    url = next(each["fullUrl"] for each in entries if each["resource"]["resourceType"] == "Patient")
    _header(draft)["focus"] = [{"reference": url}]


def _with_one_organisation(draft: Draft) -> None:
    bundle = draft["Bundle"]
    kept = _header(draft)["destination"][0]["receiver"]["reference"]
    urls = [each["fullUrl"] for each in bundle["entry"] if each["resource"]["resourceType"] == "Organization"]
    bundle["entry"] = [each for each in bundle["entry"] if each["fullUrl"] not in {*urls} - {kept}]
    text = json.dumps(bundle)
    for url in urls:
        text = text.replace(url, kept)
    bundle.update(json.loads(text))


_BOTH: tuple[tuple[str, str, str, str, Spoil], ...] = (
    (
        "with-a-number-for-an-id",
        "has a number for Bundle.id",
        "CX-19",
        "CX-58",
        lambda d: d["Bundle"].update(id="17"),
    ),
    (
        "without-profile",
        "has no Bundle.meta.profile",
        "CX-20",
        "CX-59",
        lambda d: d["Bundle"]["meta"].pop("profile"),
    ),
    (
        "not-dated",
        "has no Bundle.meta.lastUpdated",
        "CX-21 FU-22",
        "CX-60 FU-22",
        lambda d: d["Bundle"]["meta"].pop("lastUpdated"),
    ),
    (
        "of-type-collection",
        "is of type collection",
        "CX-22",
        "CX-61",
        lambda d: d["Bundle"].update(type="collection"),
    ),
    (
        "without-timestamp",
        "has no Bundle.timestamp",
        "CX-23",
        "CX-62",
        lambda d: d["Bundle"].pop("timestamp"),
    ),
    ("with-a-strange-resource", "holds a resource that it must not", "CX-24", "CX-63", _with_stranger),
    (
        "with-the-header-profile-of-another",
        "has a MessageHeader of another profile",
        "CX-25",
        "CX-64",
        lambda d: _header(d)["meta"].update(profile=[_ELSEWHERE]),
    ),
    (
        "with-an-undated-header",
        "has a MessageHeader without lastUpdated",
        "CX-26 FU-22",
        "CX-65 FU-22",
        lambda d: _header(d)["meta"].pop("lastUpdated"),
    ),
    (
        "with-an-event-of-another-system",
        "has an event of another code system",
        "CX-28 CX-13",
        "CX-66 CX-13",
        lambda d: _header(d)["eventCoding"].update(system=_ELSEWHERE),
    ),
    (
        "to-an-organisation-elsewhere",
        "names a receiving organisation that is not in it",
        "CX-29",
        "CX-67",
        lambda d: _header(d)["destination"][0].update(receiver={"reference": "Organization/1"}),
    ),
    (
        "to-a-bare-number",
        "has a destination without system",
        "CX-30",
        "CX-68",
        lambda d: _header(d)["destination"][0].update(endpoint="2000072489"),
    ),
    (
        "from-an-organisation-elsewhere",
        "names a sending organisation that is not in it",
        "CX-31",
        "CX-69",
        lambda d: _header(d).update(sender={"reference": "Organization/1"}),
    ),
    ("from-nobody", "does not name its source", "CX-32", "CX-70", lambda d: _header(d)["source"].pop("name")),
    (
        "of-unknown-software",
        "does not say which software it is from",
        "CX-33",
        "CX-71",
        lambda d: _header(d)["source"].pop("software"),
    ),
    (
        "that-cannot-be-answered",
        "names a source that is no service",
        "CX-34",
        "CX-72",
        lambda d: _header(d)["source"].update(endpoint=_ELSEWHERE),
    ),
    (
        "with-the-reason-new",
        "has the reason new",
        "CX-35 CX-14",
        "CX-73 CX-14",
        lambda d: _header(d)["reason"]["coding"][0].update(code="new"),
    ),
    ("about-the-patient", "has the Patient for its focus", "CX-36 CX-17", "CX-74 CX-17", _aimed_at_patient),
    (
        "with-the-definition-of-a-response",
        "follows the definition of a response",
        "CX-37 CX-02 CX-24",
        "CX-75 CX-02 CX-63",
        lambda d: _header(d).update(definition=f"{URL.message_definition}bars-message-nothing"),
    ),
    (
        "with-another-id",
        "has an id that the receiver did not give",
        "CX-38",
        "CX-76",
        lambda d: _focus(d).update(id=str(uuid4())),
    ),
    (
        "with-a-focus-of-no-profile",
        "has a focus without profile",
        "CX-39",
        "CX-77",
        lambda d: _focus(d)["meta"].pop("profile"),
    ),
    (
        "with-a-patient-of-no-profile",
        "has a Patient without profile",
        "CX-48",
        "CX-85",
        lambda d: d["Patient"]["meta"].pop("profile"),
    ),
    (
        "with-an-unverified-number",
        "does not say whether the NHS number is verified",
        "CX-49",
        "CX-86",
        lambda d: d["Patient"]["identifier"][0].pop("extension"),
    ),
    (
        "without-an-address",
        "has a Patient without address",
        "CX-50",
        "CX-87",
        lambda d: d["Patient"].pop("address"),
    ),
    (
        "with-a-contact-of-no-rank",
        "has contacts of which none is the first",
        "CX-51",
        "CX-88",
        lambda d: _contact(d).pop("extension"),
    ),
    (
        "with-a-relationship-in-code",
        "has a relationship without display",
        "CX-52",
        "CX-89",
        lambda d: _contact(d)["relationship"][0]["coding"][0].pop("display"),
    ),
    (
        "without-a-telephone-number",
        "has a first contact without telephone",
        "CX-53",
        "CX-90",
        lambda d: _contact(d)["telecom"][0].update(system="email", value="rowan@example.org"),
    ),
    (
        "with-a-contact-of-no-gender",
        "has a contact without gender",
        "CX-54",
        "CX-91",
        lambda d: _contact(d).pop("gender"),
    ),
    (
        "with-an-organisation-of-no-profile",
        "has an Organization without profile",
        "CX-55",
        "CX-92",
        lambda d: d["Organization"]["meta"].pop("profile"),
    ),
    (
        "with-one-organisation",
        "has one Organization, which is sender and receiver",
        "CX-55",
        "CX-92",
        _with_one_organisation,
    ),
    (
        "with-a-nameless-organisation",
        "has an Organization without name",
        "CX-56",
        "CX-93",
        lambda d: d["Organization"].pop("name"),
    ),
    (
        "with-an-organisation-of-its-own-id",
        "has an Organization with an id of the sender's",
        "CX-57",
        "CX-94",
        lambda d: d["Organization"].update(id=str(uuid4())),
    ),
)

for _name, _sentence, _of_referrals, _of_bookings, _spoil in _BOTH:
    for _noun, _breaks in (("referral", _of_referrals), ("booking", _of_bookings)):
        spoilt(
            f"{_noun}-cancellation-{_name}",
            f"The cancellation of a {_noun} {_sentence}.",
            f"{_noun} cancellation",
            _spoil,
            breaks=_breaks,
        )

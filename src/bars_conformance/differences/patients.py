"""How a search of the records of a patient may differ in whom it names."""

from collections.abc import Mapping

from bars_conformance.client import Call
from bars_conformance.differences import parameters
from bars_conformance.differences.vocabulary import Vocabulary, one_of
from bars_conformance.profile import Profile
from bars_conformance.standard import URL
from bars_conformance.verdict import NotApplicable

_PARAMETERS = ("patient:identifier", "subject:identifier")
_NOBODY = "9999999468"
"""An NHS number of the range for tests that no patient of a profile should have."""

_SPOILED: Mapping[str, str] = {
    "that is no NHS number": "{system}|ABCDEFGHIJ",
    "cut by one digit": "{system}|{short}",
    "without its system": "{number}",
    "of an unknown system": "https://bars-conformance.example/Id/patient|{number}",
    "without a value": "{system}|",
}


def _spoiled(call: Call, _: Profile, defect: str) -> Call:
    number = _number(call)
    return _searching(call, _SPOILED[defect].format(system=URL.nhs_number, number=number, short=number[:-1]))


def _nobody(call: Call, _: Profile) -> Call:
    return _searching(call, f"{URL.nhs_number}|{_NOBODY}")


def _another(call: Call, profile: Profile) -> Call:
    numbers = (each.nhs_number for each in profile.patients)
    other = next((number for number in numbers if number != _number(call)), None)
    if other is None:
        raise NotApplicable("the profile names one patient only")
    return _searching(call, f"{URL.nhs_number}|{other}")


def _number(call: Call) -> str:
    return next(value for name, value in call.query if name in _PARAMETERS).rpartition("|")[2]


def _searching(call: Call, value: str) -> Call:
    named = next(name for name, _ in call.query if name in _PARAMETERS)
    return parameters.given(call, named, value)


VOCABULARY: Vocabulary = (
    (rf"with a patient identifier {one_of('defect', _SPOILED)}", _spoiled),
    (r"with a patient that nobody knows", _nobody),
    (r"with another patient", _another),
)

"""What is asked of the endpoint's certificate."""

from dataclasses import replace

import pytest
from sample_exchanges import answer, exchange

from bars_conformance.checks import certificates
from bars_conformance.exchange import Exchange, ServerCertificate
from bars_conformance.finding import Finding
from bars_conformance.verdict import Inconclusive

NAME = "bars-x26.acme.nhs.uk"
OF_NAMES = (
    certificates.has_nhs_name,
    certificates.follows_convention,
    certificates.has_name_as_common_name,
)
OF_TRUST = (
    certificates.is_issued_by_authority,
    certificates.is_for_the_endpoint,
    certificates.is_in_date,
)


def _showing(*names: str, common_name: str = NAME) -> Exchange:
    return replace(exchange(answer({})), certificate=ServerCertificate(common_name, names))


def _distrusted(code: int) -> Exchange:
    shown = ServerCertificate(distrust=code, reason="no good")
    return replace(exchange(None), unreachable=True, certificate=shown)


def test_a_good_certificate_passes_everything() -> None:
    assert [check(_showing(NAME)) for check in certificates.PROPERTIES.values()] == [None] * 6


@pytest.mark.parametrize(
    ("code", "verdicts"),
    [
        (20, ("fail", "open", "open")),
        (18, ("fail", "open", "open")),
        (62, ("pass", "fail", "open")),
        (10, ("pass", "open", "fail")),
        (9, ("pass", "open", "fail")),
        (64, ("open", "open", "open")),  # called by an address: then no name can fit
        (66, ("open", "open", "open")),  # a key too weak for this side
    ],
)
def test_what_is_not_trusted_fails_for_its_reason_alone(code: int, verdicts: tuple[str, ...]) -> None:
    found = []
    for check in OF_TRUST:
        try:
            found.append("pass" if check(_distrusted(code)) is None else "fail")
        except Inconclusive:
            found.append("open")
    assert tuple(found) == verdicts


@pytest.mark.parametrize("check", [*OF_NAMES, *OF_TRUST])
def test_nothing_is_judged_that_was_not_seen(check: certificates.Check) -> None:
    with pytest.raises(Inconclusive):
        check(exchange(None))


@pytest.mark.parametrize("check", OF_NAMES)
def test_names_of_a_certificate_that_is_not_trusted_are_not_judged(check: certificates.Check) -> None:
    with pytest.raises(Inconclusive, match="no good"):
        check(_distrusted(20))


@pytest.mark.parametrize(
    ("names", "under_nhs", "by_convention"),
    [
        (("BaRS-X26.acme.nhs.uk",), True, True),
        (("localhost", NAME), True, True),
        (("bars-int-x26.acme.thirdparty.nhs.uk",), True, False),
        (("bars-x26.acme.thirdparty.nhs.uk",), True, False),
        (("*.acme.nhs.uk",), True, False),
        (("acme.nhs.uk",), True, False),
        (("nhs.uk",), False, False),
        (("bars-x26.acmenhs.uk",), False, False),
        (("bars-x26.acme.nhs.uk.example",), False, False),
        (("bars-x26.acme.example",), False, False),
    ],
)
def test_names(names: tuple[str, ...], under_nhs: bool, by_convention: bool) -> None:  # noqa: FBT001 - columns
    told = _showing(*names, common_name="other")
    assert (certificates.has_nhs_name(told) is None) is under_nhs
    assert (certificates.follows_convention(told) is None) is by_convention
    assert isinstance(certificates.has_name_as_common_name(told), Finding)


def test_the_common_name_is_the_name_where_there_is_no_other() -> None:
    assert [check(_showing()) for check in OF_NAMES] == [None] * 3
    assert isinstance(certificates.has_nhs_name(_showing(common_name="")), Finding)
    assert isinstance(certificates.has_name_as_common_name(_showing(common_name="")), Finding)

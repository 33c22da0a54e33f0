"""The certificate that an endpoint with mutual TLS presents (Security-and-Authorisation/Receiver.page.md)."""

import re
from collections.abc import Callable

from bars_conformance.exchange import Exchange, ServerCertificate
from bars_conformance.finding import Finding
from bars_conformance.verdict import Inconclusive

Check = Callable[[Exchange], Finding | None]

# codes of X.509 verification, as openssl-verification-options(1) has them
_CHAIN = {
    2: "unable to get issuer certificate",
    7: "certificate signature failure",
    18: "self-signed certificate",
    19: "self-signed certificate in certificate chain",
    20: "unable to get local issuer certificate",
    21: "unable to verify the first certificate",
    24: "invalid CA certificate",
}
_DATE = {9: "certificate is not yet valid", 10: "certificate has expired"}
_NAME = {62: "hostname mismatch"}

_NHS = re.compile(r"(?i)([^.]+\.)+nhs\.uk")
_CONVENTION = re.compile(r"(?i)bars-[a-z0-9]{3,12}\.[a-z0-9-]+\.nhs\.uk")


def is_issued_by_authority(exchange: Exchange) -> Finding | None:
    """An authority that the profile names vouches for it."""
    certificate = _presented(exchange)
    if certificate.distrust in _CHAIN:
        return Finding("the endpoint's certificate", "one of the profile's authorities", certificate.reason)
    if certificate.distrust not in {0, *_DATE, *_NAME}:
        raise Inconclusive(f"the endpoint's certificate was not accepted: {certificate.reason}")
    return None


def is_for_the_endpoint(exchange: Exchange) -> Finding | None:
    """It is for the name by which the endpoint is called."""
    return _unless_distrusted(exchange, _NAME, "one for the name of the endpoint")


def is_in_date(exchange: Exchange) -> Finding | None:
    """It is valid now, and so are those of its authorities."""
    return _unless_distrusted(exchange, _DATE, "one that is valid now")


def has_nhs_name(exchange: Exchange) -> Finding | None:
    """One of its names is an nhs.uk address."""
    return _one_name_like(exchange, _NHS, "an nhs.uk address")


def follows_convention(exchange: Exchange) -> Finding | None:
    """One of its names is BaRS-<ODS code>.<organisation>.nhs.uk, in whatever letter case."""
    return _one_name_like(exchange, _CONVENTION, "BaRS-<ODS code>.<organisation>.nhs.uk")


def has_name_as_common_name(exchange: Exchange) -> Finding | None:
    """Its common name is one of the names that it is for."""
    certificate = _trusted(exchange)
    names = {name.lower() for name in _names(certificate)}
    if certificate.common_name.lower() in names:
        return None
    return Finding("the common name", " or ".join(sorted(names)), certificate.common_name or "none")


PROPERTIES: dict[str, Check] = {
    "is issued by one of them": is_issued_by_authority,
    "is for the name of the endpoint": is_for_the_endpoint,
    "is in date": is_in_date,
    "has an nhs.uk address": has_nhs_name,
    "has a name by the naming convention": follows_convention,
    "has its name as common name": has_name_as_common_name,
}
"""What a feature asks of the endpoint's certificate, and the check for it."""


def _presented(exchange: Exchange) -> ServerCertificate:
    if exchange.certificate is None:
        raise Inconclusive(f"no certificate of the endpoint was seen: {exchange.error}")
    return exchange.certificate


def _trusted(exchange: Exchange) -> ServerCertificate:
    certificate = _presented(exchange)
    if certificate.distrust:
        raise Inconclusive(f"the endpoint's certificate is not trusted: {certificate.reason}")
    return certificate


def _unless_distrusted(exchange: Exchange, codes: dict[int, str], expected: str) -> Finding | None:
    certificate = _presented(exchange)
    if certificate.distrust in codes:
        return Finding("the endpoint's certificate", expected, certificate.reason)
    _trusted(exchange)
    return None


def _names(certificate: ServerCertificate) -> tuple[str, ...]:
    """The names that it is for; the common name counts where there is no other (RFC 6125, 6.4.4)."""
    return certificate.names or tuple(filter(None, (certificate.common_name,)))


def _one_name_like(exchange: Exchange, form: re.Pattern[str], expected: str) -> Finding | None:
    names = _names(_trusted(exchange))
    if any(form.fullmatch(name) for name in names):
        return None
    return Finding("the names of the endpoint's certificate", expected, ", ".join(names) or "none")

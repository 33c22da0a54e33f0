"""How a request over mutual TLS may differ in the certificate that its client presents."""

from collections.abc import Mapping
from dataclasses import replace

from bars_conformance.certificates import ClientCertificate
from bars_conformance.client import Call
from bars_conformance.differences.vocabulary import Vocabulary, one_of
from bars_conformance.profile import Profile
from bars_conformance.verdict import NotApplicable

_PRESENTED: Mapping[str, ClientCertificate] = {
    "without a client certificate": ClientCertificate.NONE,
    "with a self-signed client certificate": ClientCertificate.SELF_SIGNED,
    "with an expired client certificate": ClientCertificate.EXPIRED,
    "with a client certificate of an unknown authority": ClientCertificate.UNKNOWN_AUTHORITY,
    "with a client certificate of another environment": ClientCertificate.FOREIGN,
}


def _client_certificate(call: Call, profile: Profile, which: str) -> Call:
    presented, tls = _PRESENTED[which], profile.tls
    if presented is ClientCertificate.EXPIRED and tls.expired_cert_file is None:
        raise NotApplicable("the profile names no tls.expired_cert_file")
    if presented is ClientCertificate.FOREIGN and tls.foreign_cert_file is None:
        raise NotApplicable("the profile names no tls.foreign_cert_file")
    return replace(call, certificate=presented)


VOCABULARY: Vocabulary = ((one_of("which", _PRESENTED), _client_certificate),)

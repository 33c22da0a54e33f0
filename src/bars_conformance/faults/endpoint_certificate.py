"""Faults in the certificate that the endpoint presents (Security-and-Authorisation/Receiver)."""

import trustme

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.certificates import ENDPOINT, HOST, Certificates


@fault(
    "endpoint-certificate-of-another-authority",
    "The endpoint's certificate is issued by an authority outside of the environment's chain.",
    breaks="SEC-15 SEC-16 SEC-17",
)
class _EndpointCertificateOfAnotherAuthority(Receiver):
    def presented(self, certificates: Certificates) -> trustme.LeafCert:
        return certificates.other_environment.issue_cert(ENDPOINT, HOST, common_name=ENDPOINT)


@fault(
    "endpoint-certificate-for-another-name",
    "The endpoint's certificate is issued for another name than it is called by.",
    breaks="SEC-17",
)
class _EndpointCertificateForAnotherName(Receiver):
    def presented(self, certificates: Certificates) -> trustme.LeafCert:
        return certificates.sub.issue_cert(ENDPOINT, common_name=ENDPOINT)


@fault(
    "endpoint-certificate-expired",
    "The endpoint's certificate has run out.",
    breaks="SEC-17",
)
class _EndpointCertificateExpired(Receiver):
    def presented(self, certificates: Certificates) -> trustme.LeafCert:
        return certificates.expired(ENDPOINT, HOST)


@fault(
    "endpoint-outside-of-nhs-uk",
    "The endpoint of integration has no name under nhs.uk.",
    breaks="SEC-20 SEC-22",
)
class _EndpointOutsideOfNhsUk(Receiver):
    def presented(self, certificates: Certificates) -> trustme.LeafCert:
        name = "bars-z8r01.reference.example"
        return certificates.sub.issue_cert(name, HOST, common_name=name)


@fault(
    "endpoint-name-outside-of-convention",
    "The name of the endpoint of integration has no ODS code in it.",
    breaks="SEC-22",
)
class _EndpointNameOutsideOfConvention(Receiver):
    def presented(self, certificates: Certificates) -> trustme.LeafCert:
        name = "booking.reference.nhs.uk"
        return certificates.sub.issue_cert(name, HOST, common_name=name)


@fault(
    "endpoint-common-name-of-its-own",
    "The common name of the endpoint's certificate is that of the product.",
    breaks="SEC-23",
)
class _EndpointCommonNameOfItsOwn(Receiver):
    def presented(self, certificates: Certificates) -> trustme.LeafCert:
        return certificates.sub.issue_cert(ENDPOINT, HOST, common_name="Reference receiver")

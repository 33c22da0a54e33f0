"""The client certificates that a call may present to an endpoint with mutual TLS, right ones and wrong ones.

Security-and-Authorisation/Receiver.page.md: the endpoint accepts only those of its environment's chain.
"""

import ssl
import tempfile
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bars_conformance.profile import OwnTls, ProfileError, Tls


class ClientCertificate(StrEnum):
    """What a client shows of itself in the handshake."""

    OWN = "of the profile"
    NONE = "none"
    SELF_SIGNED = "self-signed"
    EXPIRED = "expired"
    UNKNOWN_AUTHORITY = "of an unknown authority"
    FOREIGN = "of another environment"


Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
_MADE_ANEW = (x509.SubjectKeyIdentifier, x509.AuthorityKeyIdentifier)


def context(tls: Tls, presented: ClientCertificate = ClientCertificate.OWN) -> ssl.SSLContext:
    """The side of TLS that presents this certificate, and trusts the authorities of the profile.

    Raises ProfileError if a file of the profile cannot be used. A file that the profile does not name is
    not presented.
    """
    try:
        made = ssl.create_default_context(cafile=tls.ca_file)
        match presented:
            case ClientCertificate.OWN:
                _present(made, tls.client_cert_file, tls.client_key_file)
            case ClientCertificate.EXPIRED:
                _present(made, tls.expired_cert_file, tls.expired_key_file)
            case ClientCertificate.FOREIGN:
                _present(made, tls.foreign_cert_file, tls.foreign_key_file)
            case ClientCertificate.SELF_SIGNED | ClientCertificate.UNKNOWN_AUTHORITY if tls.client_cert_file:
                _present_forged(made, _read(tls.client_cert_file), presented)
    except OSError as error:
        raise _unusable(error) from error
    return made


def of_own_receiver(tls: OwnTls) -> ssl.SSLContext:
    """The suite's side of TLS as a receiver behind an API: it asks for a certificate, and can do without.

    Raises ProfileError if a file of the profile cannot be used.
    """
    made = _of_the_suite(tls, "own_receiver.tls")
    made.verify_mode = ssl.CERT_OPTIONAL
    return made


def of_listener(tls: OwnTls) -> ssl.SSLContext:
    """The suite's side of TLS toward a sender, who has to show a certificate.

    Raises ProfileError if a file of the profile cannot be used.
    """
    made = _of_the_suite(tls, "own_tls")
    made.verify_mode = ssl.CERT_REQUIRED
    return made


def _of_the_suite(tls: OwnTls, place: str) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        made.load_cert_chain(tls.cert_file, tls.key_file, password="")
        made.load_verify_locations(tls.client_ca_file)
    except OSError as error:
        raise _unusable(error, place) from error
    return made


def look_over(tls: Tls) -> None:
    """Raise ProfileError for client certificates of the profile that are not what their keys say.

    A right receiver would else be blamed for taking them.
    """
    for presented in (ClientCertificate.OWN, ClientCertificate.EXPIRED, ClientCertificate.FOREIGN):
        context(tls, presented)
    now = datetime.now(UTC)
    if tls.expired_cert_file and _read(tls.expired_cert_file).not_valid_after_utc > now:
        raise ProfileError("tls.expired_cert_file is still valid; give one that has expired.")
    if tls.foreign_cert_file and _read(tls.foreign_cert_file).not_valid_after_utc < now:
        raise ProfileError("tls.foreign_cert_file has expired; give one that differs in its chain alone.")
    if tls.client_cert_file and tls.foreign_cert_file:
        own, foreign = _read(tls.client_cert_file), _read(tls.foreign_cert_file)
        if own.issuer == foreign.issuer:
            raise ProfileError("tls.foreign_cert_file has the issuer of client_cert_file; give another one.")


def forged(own: x509.Certificate, presented: ClientCertificate) -> tuple[x509.Certificate, Key]:
    """What differs from the own certificate in one thing, who signed it; and its key.

    An unknown authority goes by the name of the known one: what vouches for a certificate is a signature.
    """
    key = _key_like(own)
    by_itself = presented is ClientCertificate.SELF_SIGNED
    authority = key if by_itself else _key_like(own)
    builder = x509.CertificateBuilder(
        subject_name=own.subject,
        issuer_name=own.subject if by_itself else own.issuer,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=own.not_valid_before_utc,
        not_valid_after=own.not_valid_after_utc,
    )
    for extension in own.extensions:
        if not isinstance(extension.value, _MADE_ANEW):
            builder = builder.add_extension(extension.value, extension.critical)
    of_itself = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    of_authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
    builder = builder.add_extension(of_itself, critical=False).add_extension(of_authority, critical=False)
    return builder.sign(authority, hashes.SHA256()), key


def _read(file: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError) as error:
        raise _unusable(error) from error


def _unusable(error: Exception, where: str = "tls") -> ProfileError:
    return ProfileError(f"{where}: a certificate or key cannot be used ({error}); give readable PEM files.")


def _present(made: ssl.SSLContext, certificate: Path | None, key: Path | None) -> None:
    if certificate and key:
        made.load_cert_chain(certificate, key, password="")  # none, or OpenSSL asks for one at the terminal


def _present_forged(made: ssl.SSLContext, own: x509.Certificate, presented: ClientCertificate) -> None:
    certificate, key = forged(own, presented)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "client.pem"
        file.touch(mode=0o600)
        file.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            + certificate.public_bytes(Encoding.PEM)
        )
        made.load_cert_chain(file)


def _key_like(own: x509.Certificate) -> Key:
    public = own.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        return rsa.generate_private_key(65537, public.key_size)
    return ec.generate_private_key(ec.SECP256R1())

"""Client certificates: which files are refused, what is presented, and what comes of it in either TLS."""

import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from raw_server import answers, hangs, says, serving
from sample_sut import PROFILE, Told

from bars_conformance import differences, outcome
from bars_conformance.certificates import ClientCertificate, forged, look_over
from bars_conformance.claims import TOLD, Claims
from bars_conformance.client import Call, Client, refuse_unless_allowed
from bars_conformance.exchange import Exchange
from bars_conformance.profile import OwnReceiver, OwnTls, ProfileError, Tls
from bars_conformance.reference.certificates import HOST, Certificates
from bars_conformance.sharing import RightOfWay
from bars_conformance.verdict import Inconclusive, NotApplicable

CALL = Call("GET", "/metadata", certificate=ClientCertificate.OWN)
BOTH_VERSIONS = pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
WRONG = [each for each in ClientCertificate if each is not ClientCertificate.OWN]


@pytest.fixture
def made() -> Certificates:
    return Certificates()


@pytest.fixture
def tls(made: Certificates, tmp_path: Path) -> Tls:
    made.write(tmp_path)
    pairs = {
        f"{kind}_{part}_file": tmp_path / f"{kind}.{ending}"
        for kind in ("client", "expired", "foreign")
        for part, ending in (("cert", "pem"), ("key", "key"))
    }
    return Tls(ca_file=tmp_path / "authorities.pem").model_copy(update=pairs)


def _endpoint(
    made: Certificates, version: ssl.TLSVersion, certificate: trustme.LeafCert | None = None
) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    (certificate or made.sub.issue_cert(HOST)).configure_cert(context)
    made.root.configure_trust(context)
    made.sub.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    context.maximum_version = version
    return context


ExchangeWith = Callable[..., Exchange]


@pytest.fixture
def exchange_with(tls: Tls, tmp_path: Path) -> Iterator[ExchangeWith]:
    clients: list[Client] = []

    def exchange_with(url: str, presented: ClientCertificate = ClientCertificate.OWN) -> Exchange:
        at = tls.model_copy(update={"endpoint": url.replace("127.0.0.1", HOST)})
        limits = PROFILE.limits.model_copy(update={"timeout_s": 2.0})
        profile = PROFILE.model_copy(update={"tls": at, "limits": limits})
        clients.append(Client(profile, lambda _: None, RightOfWay(tmp_path)))
        return clients[-1].send(replace(CALL, certificate=presented))

    yield exchange_with
    for client in clients:
        client.close()


@BOTH_VERSIONS
def test_the_client_of_the_profile_is_served(
    made: Certificates, exchange_with: ExchangeWith, version: ssl.TLSVersion
) -> None:
    with serving(answers(b"{}"), _endpoint(made, version)) as server:
        exchange = exchange_with(server.url)
    assert exchange.answer is not None
    assert exchange.certificate is not None
    assert exchange.certificate.names == (HOST,)
    assert exchange.request.url.startswith("https://")


@BOTH_VERSIONS
@pytest.mark.parametrize("presented", WRONG)
def test_another_client_is_cut_off_and_what_the_endpoint_said_is_kept(
    made: Certificates, exchange_with: ExchangeWith, version: ssl.TLSVersion, presented: ClientCertificate
) -> None:
    with serving(answers(b"{}"), _endpoint(made, version)) as server:
        exchange = exchange_with(server.url, presented)
        assert server.received == []
    assert exchange.answer is None
    assert outcome.connection_ended(exchange)
    assert "alert" in (exchange.error or "")


def test_an_endpoint_that_closes_without_a_word_has_ended_the_connection(
    made: Certificates, exchange_with: ExchangeWith
) -> None:
    with serving(says(), _endpoint(made, ssl.TLSVersion.TLSv1_3)) as server:
        assert outcome.connection_ended(exchange_with(server.url))


def test_an_endpoint_that_says_nothing_at_all_leaves_it_open(
    made: Certificates, exchange_with: ExchangeWith
) -> None:
    with serving(hangs, _endpoint(made, ssl.TLSVersion.TLSv1_3)) as server:
        exchange = exchange_with(server.url)
    with pytest.raises(Inconclusive, match="neither an answer nor the end"):
        outcome.connection_ended(exchange)


def test_an_address_where_nobody_listens_refuses_no_certificate(exchange_with: ExchangeWith) -> None:
    exchange = exchange_with("https://127.0.0.1:9")
    assert exchange.unreachable
    assert not exchange.cut_off
    assert exchange.certificate is None


def test_an_endpoint_that_is_not_trusted_is_told_with_the_reason_and_blamed_for_nothing_else(
    made: Certificates, exchange_with: ExchangeWith
) -> None:
    stranger = made.other_environment.issue_cert(HOST)
    with serving(answers(b"{}"), _endpoint(made, ssl.TLSVersion.TLSv1_3, stranger)) as server:
        exchange = exchange_with(server.url)
    assert exchange.certificate is not None
    assert exchange.certificate.distrust
    assert "issuer" in exchange.certificate.reason
    assert not exchange.cut_off
    with pytest.raises(Inconclusive, match="is not trusted"):
        outcome.accepted(exchange)


def test_what_is_forged_differs_from_the_original_in_who_signed_it(tls: Tls) -> None:
    file = tls.client_cert_file
    assert file
    own = x509.load_pem_x509_certificate(file.read_bytes())
    itself, _ = forged(own, ClientCertificate.SELF_SIGNED)
    unknown, _ = forged(own, ClientCertificate.UNKNOWN_AUTHORITY)
    assert itself.subject == itself.issuer == unknown.subject == own.subject
    assert unknown.issuer == own.issuer
    assert itself.not_valid_after_utc == unknown.not_valid_after_utc == own.not_valid_after_utc
    names = own.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    assert unknown.extensions.get_extension_for_class(x509.SubjectAlternativeName) == names
    itself.verify_directly_issued_by(itself)


@pytest.mark.parametrize("kind", [trustme.KeyType.RSA, trustme.KeyType.ECDSA])
def test_a_forged_key_is_of_the_kind_of_the_original(kind: trustme.KeyType) -> None:
    own = x509.load_pem_x509_certificate(
        trustme.CA().issue_cert("client.example", key_type=kind).cert_chain_pems[0].bytes()
    )
    _, key = forged(own, ClientCertificate.SELF_SIGNED)
    assert isinstance(key, rsa.RSAPrivateKey) is (kind is trustme.KeyType.RSA)


def test_files_that_are_what_they_should_be_are_taken(tls: Tls) -> None:
    look_over(tls)
    refuse_unless_allowed(PROFILE.model_copy(update={"tls": tls}), production_confirmed=False)


@pytest.mark.parametrize(
    ("kind", "taken_from", "said"),
    [
        ("expired", "client", "expired_cert_file is still valid"),
        ("foreign", "client", "foreign_cert_file has the issuer of client_cert_file"),
        ("foreign", "expired", "foreign_cert_file has expired"),
    ],
)
def test_a_certificate_that_is_not_what_its_key_says_is_a_defect_of_the_profile(
    tls: Tls, kind: str, taken_from: str, said: str
) -> None:
    swapped = {f"{kind}_{part}_file": getattr(tls, f"{taken_from}_{part}_file") for part in ("cert", "key")}
    with pytest.raises(ProfileError, match=said):
        look_over(tls.model_copy(update=swapped))


@pytest.mark.parametrize("name", ["expired_cert_file", "foreign_key_file", "ca_file"])
def test_a_file_that_is_none_is_a_defect_of_the_profile(tls: Tls, tmp_path: Path, name: str) -> None:
    (tmp_path / "none.pem").write_text("nothing")
    for file in (tmp_path / "none.pem", tmp_path / "nowhere.pem"):
        with pytest.raises(ProfileError, match="give readable PEM files"):
            look_over(tls.model_copy(update={name: file}))


def test_a_key_behind_a_passphrase_is_refused_and_not_asked_for(tls: Tls, tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    secret = BestAvailableEncryption(b"passphrase")
    file = tmp_path / "locked.key"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret))
    with pytest.raises(ProfileError, match="give readable PEM files"):
        look_over(tls.model_copy(update={"client_key_file": file}))


def test_a_difference_in_the_certificate_is_that_and_no_other() -> None:
    different = differences.parse("with a self-signed client certificate", PROFILE)(CALL)
    assert different == replace(CALL, certificate=ClientCertificate.SELF_SIGNED)


@pytest.mark.parametrize(
    ("difference", "missing"),
    [
        ("with an expired client certificate", "expired_cert_file"),
        ("with a client certificate of another environment", "foreign_cert_file"),
    ],
)
def test_what_the_suite_cannot_make_is_not_applicable_without(difference: str, missing: str) -> None:
    without = PROFILE.model_copy(update={"tls": PROFILE.tls.model_copy(update={missing: None})})
    with pytest.raises(NotApplicable, match=missing):
        differences.parse(difference, without)(CALL)


@pytest.mark.parametrize("lacking", ["client_cert_file", "endpoint"])
def test_without_endpoint_or_certificate_there_is_no_mutual_tls(lacking: str) -> None:
    tls = PROFILE.tls.model_copy(update={lacking: None})
    with pytest.raises(NotApplicable, match=r"give an https address as tls\.endpoint or base_url"):
        Claims(PROFILE.model_copy(update={"tls": tls}), Told({})).need_mutual_tls()


def test_what_the_profile_does_not_tell_of_the_endpoint_is_not_applicable() -> None:
    silent = Claims(PROFILE.model_copy(update={"tls": Tls()}), Told({}))
    for what in (what for what, (place, _) in TOLD.items() if place.startswith("tls.")):
        Claims(PROFILE, Told({})).need_told(what)
        with pytest.raises(NotApplicable, match="is not given"):
            silent.need_told(what)
    live = PROFILE.tls.model_copy(update={"environment": "production"})
    with pytest.raises(NotApplicable, match="is production"):
        Claims(PROFILE.model_copy(update={"tls": live}), Told({})).need_told(
            "integration as the environment of the endpoint"
        )


def test_certificates_of_the_own_receiver_that_cannot_be_used_end_before_the_run(tmp_path: Path) -> None:
    missing = tmp_path / "receiver.pem"
    tls = OwnTls(cert_file=missing, key_file=missing, client_ca_file=missing)
    own = OwnReceiver(target=PROFILE.services.bookable, port=9, tls=tls)
    with pytest.raises(ProfileError, match=r"^own_receiver\.tls: a certificate or key cannot be used"):
        refuse_unless_allowed(
            PROFILE.model_copy(update={"own_receiver": own, "tls": Tls()}), production_confirmed=False
        )

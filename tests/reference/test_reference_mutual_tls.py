"""The reference's endpoint with mutual TLS: one receiver behind both listeners, and whom it serves."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from reference_letters import request
from reference_sender import headers

from bars_conformance.faults import receiver_with
from bars_conformance.faults.mutual_tls import RefusingByHttp
from bars_conformance.reference import Receiver
from bars_conformance.reference.certificates import ENDPOINT
from bars_conformance.reference.server import serving_in_full


def client(variables: dict[str, str], name: str | None = "client") -> httpx.Client:
    folder = Path(variables["REFERENCE_CERTIFICATES"])
    context = ssl.create_default_context(cafile=folder / "authorities.pem")
    if name:
        context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    base = f"{variables['REFERENCE_TLS_URL']}/FHIR/R4"
    return httpx.Client(base_url=base, verify=context, headers=headers(), trust_env=False)


@pytest.fixture(scope="module")
def variables() -> Iterator[dict[str, str]]:
    with serving_in_full(Receiver()) as variables:
        yield variables


def test_it_is_the_same_receiver_as_without_tls(variables: dict[str, str]) -> None:
    with client(variables) as secure:
        sent = secure.post("/$process-message", json=request().bundle)
    entries = [entry["resource"] for entry in sent.json()["entry"]]
    (booked,) = (each for each in entries if each["resourceType"] == "ServiceRequest")
    plain = f"{variables['REFERENCE_URL']}/FHIR/R4/ServiceRequest/{booked['id']}"
    assert httpx.get(plain, headers=headers()).status_code == 200


def test_it_has_a_name_by_the_convention(variables: dict[str, str]) -> None:
    with client(variables) as secure, secure.stream("GET", "/metadata") as answer:
        shown = answer.extensions["network_stream"].get_extra_info("ssl_object").getpeercert()
    assert ("DNS", ENDPOINT) in shown["subjectAltName"]


@pytest.mark.parametrize("name", [None, "expired", "foreign"])
def test_other_clients_get_no_answer(variables: dict[str, str], name: str | None) -> None:
    with client(variables, name) as other, pytest.raises(httpx.TransportError):
        other.get("/metadata")


def test_keys_are_for_their_owner_alone_and_go_with_the_endpoint() -> None:
    with serving_in_full(Receiver()) as variables:
        folder = Path(variables["REFERENCE_CERTIFICATES"])
        assert {key.stat().st_mode & 0o777 for key in folder.glob("*.key")} == {0o600}
    assert not folder.exists()


def test_an_endpoint_that_refuses_by_http_says_so_in_an_outcome() -> None:
    with serving_in_full(RefusingByHttp()) as variables, client(variables, None) as other:
        answer = other.get("/metadata")
    assert answer.status_code == 403
    (issue,) = answer.json()["issue"]
    assert (issue["code"], issue["details"]["coding"][0]["code"]) == ("forbidden", "REC_FORBIDDEN")


def test_a_fault_of_the_handshake_is_in_the_handshake() -> None:
    faulty = receiver_with(["client-certificates-not-asked-for"])
    with serving_in_full(faulty) as variables, client(variables, None) as other:
        assert other.get("/metadata").status_code == 200

"""Profiles: what is read from one, and what the template and the schema say of one."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from sample_profile import PLAIN, loaded
from sample_sut import NOWHERE

from bars_conformance import profile
from bars_conformance.house import FIXTURES, SCHEMAS
from bars_conformance.profile import Feature, NoAuth, ProfileError, SignedJwtAuth, Templates, Tls
from bars_conformance.profile_file import load, located
from bars_conformance.profile_hooks import HookName

URL = "http://127.0.0.1:9"
REFERENCE = re.sub(
    r"\$\{(\w+)\}", lambda found: NOWHERE[found[1]], profile.REFERENCE.read_text(encoding="utf-8")
)
TEMPLATE = (FIXTURES / "suts" / "template.yaml").read_text(encoding="utf-8")
SIGNED = """\
auth:
  type: oauth-signed-jwt
  token_url: https://int.api.example/oauth2/token
  api_key: ${API_KEY}
  private_key_file: keys/private.pem
  kid: test-1
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sut.yaml"


def test_a_profile_with_what_it_must_have(file: Path) -> None:
    sut = loaded(file, PLAIN)
    assert (sut.spec, sut.name, sut.supplier) == ("core-1.1.4", "ACME Urgent Care 3.2", "ACME Health Ltd")
    assert (sut.role, sut.ods_code) == ("receiver", "X26")
    assert sut.base_url == "https://bars-int-x26.acme.example/FHIR/R4"
    assert sut.services.bookable.value == "2000072489"
    assert sut.services.fully_booked is None
    assert sut.patients[0].birth_date == date(1988, 4, 2)
    assert sut.supports == {Feature.BOOKING, Feature.REFERRAL}
    assert sut.sender.endpoint.value == "1000000001"
    assert sut.auth == NoAuth()
    assert (sut.tls.ca_file, sut.tls.client_cert_file, sut.tls.client_key_file) == (None, None, None)
    assert (sut.limits.timeout_s, sut.limits.workers, sut.limits.requests_per_second) == (10, 2, None)
    assert sut.hooks == {}
    assert sut.refused_organisation is None
    assert not sut.allow_production
    assert not sut.in_production


def test_the_reference_has_all_there_is() -> None:
    sut = load(profile.REFERENCE, NOWHERE)
    assert sut.services.fully_booked is not None
    assert set(sut.hooks) == set(HookName)
    assert sut.refused_organisation == "Z9Z99"


@pytest.mark.parametrize("name", ["nhs-sandbox", "nhs-int"])
def test_the_profiles_of_the_national_api_are_brought_along(name: str) -> None:
    environment = {
        "BARS_API_KEY": "k",
        "BARS_PRIVATE_KEY_FILE": "/keys/private.pem",
        "BARS_KID": "test-1",
        "BARS_SENDER_ODS_CODE": "A1001",
        "BARS_SENDER_SERVICE_ID": "1000000001",
        "BARS_RECEIVER_ODS_CODE": "X26",
        "BARS_SERVICE_ID": "2000072489",
    }
    path = located(Path(name))
    sut = load(path, environment)
    assert (sut.role, sut.in_production) == ("api", False)
    told = (FIXTURES.parent / "docs" / "national-api.md").read_text(encoding="utf-8")
    used = set(re.findall(r"\$\{(\w+)\}", path.read_text(encoding="utf-8")))
    assert used in (set(), environment.keys())
    assert all(f"`{variable}`" in told for variable in used)


def test_a_file_goes_before_what_is_brought_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert located(Path("reference")) == tmp_path / "reference"
    (tmp_path / "nhs-int").touch()
    assert located(Path("nhs-int")) == tmp_path / "nhs-int"


def test_the_template_filled_in_is_a_profile(file: Path) -> None:
    blanks = {
        "product and version": "ACME 3.2",
        "who makes it": "ACME",
        "https://host/FHIR/R4": "https://sut.example",
    }
    filled = re.sub(r"<([^>\n]+)>(?=[\"\s]|$)", lambda blank: blanks.get(blank[1], blank[1]), TEMPLATE)
    assert loaded(file, filled).base_url == "https://sut.example"


def test_the_template_not_filled_in_says_what_to_do_first(file: Path) -> None:
    with pytest.raises(ProfileError, match=r"line \d+: base_url must be a URL such as"):
        loaded(file, TEMPLATE)


def test_what_the_template_offers_in_comments_is_known(file: Path) -> None:
    offered = re.findall(r"^#  (\w+):", TEMPLATE, re.MULTILINE)
    fields = {*Tls.model_fields, *Templates.model_fields, *SignedJwtAuth.model_fields}
    assert set(offered) == {*fields, *HookName}
    text = re.sub(
        r"^(tls|hooks|templates|auth): {(?:type: none)?}$", r"\1:", TEMPLATE, flags=re.MULTILINE
    ).replace("\n#  ", "\n  ")
    text = re.sub(r"<([^>\n]+)>(?=[\"\s]|$)", r"\1", text).replace("https://host", "https://sut.example")
    variables = dict.fromkeys(re.findall(r"\$\{(BARS_\w+)\}", TEMPLATE), "k3y")
    sut = loaded(file, text, **variables)
    assert set(sut.hooks) == set(HookName)
    assert isinstance(sut.auth, SignedJwtAuth)
    assert None not in dict(sut.templates).values()


def test_values_come_from_the_environment(file: Path) -> None:
    sut = loaded(
        file,
        PLAIN.replace("X26", "${ODS}", 1).replace("3.2", "${A}.${B}") + SIGNED,
        ODS="X27",
        A="4",
        B="1",
        API_KEY="k3y",
    )
    assert sut.ods_code == "X27"
    assert sut.name == "ACME Urgent Care 4.1"
    assert isinstance(sut.auth, SignedJwtAuth)
    assert sut.auth.api_key.get_secret_value() == "k3y"
    assert "k3y" not in repr(sut) + sut.model_dump_json()


def test_relative_paths_start_at_the_folder_of_the_profile(file: Path) -> None:
    tls = "tls: {ca_file: ca.pem, client_cert_file: /etc/own.pem, client_key_file: keys/own.key}\n"
    templates = "templates: {booking: messages/booking.json}\n"
    sut = loaded(file, PLAIN + SIGNED + tls + templates, API_KEY="k")
    assert dict(sut.templates) == {
        **dict.fromkeys(("referral", "validation")),
        "booking": file.parent / "messages/booking.json",
    }
    assert sut.tls.ca_file == file.parent / "ca.pem"
    assert sut.tls.client_cert_file == Path("/etc/own.pem")
    assert sut.tls.client_key_file == file.parent / "keys/own.key"
    assert isinstance(sut.auth, SignedJwtAuth)
    assert sut.auth.private_key_file == file.parent / "keys/private.pem"


@pytest.mark.parametrize(
    ("host", "live"),
    [
        ("api.service.nhs.uk", True),
        ("bars-x26.acme.thirdparty.nhs.uk", True),
        ("BARS-X26.acme.nhs.uk", True),
        ("int.api.service.nhs.uk", False),
        ("bars-int-x26.acme.thirdparty.nhs.uk", False),
        ("api.service.nhs.uk.example", False),
        ("127.0.0.1:8000", False),
        ("[::1]:8000", False),
    ],
)
def test_a_live_service_is_known_by_its_name(file: Path, host: str, live: bool) -> None:  # noqa: FBT001 - a column
    text = PLAIN.replace("bars-int-x26.acme.example", host)
    assert loaded(file, text).in_production is live


def test_a_live_endpoint_with_mutual_tls_is_known_by_its_name_too(file: Path) -> None:
    endpoint = "tls: {endpoint: 'https://bars-x26.acme.nhs.uk/FHIR/R4'}\n"
    assert loaded(file, PLAIN + endpoint).production_hosts == ["bars-x26.acme.nhs.uk"]


def test_mutual_tls_needs_an_https_address_and_a_client_certificate(file: Path) -> None:
    own = "client_cert_file: a.pem, client_key_file: a.key"
    with_own = f"{PLAIN}tls: {{{own}}}\n"
    assert loaded(file, PLAIN).mutual_tls_url is None
    assert loaded(file, with_own).mutual_tls_url == "https://bars-int-x26.acme.example/FHIR/R4"
    assert loaded(file, with_own.replace("https://bars", "http://bars")).mutual_tls_url is None
    elsewhere = f"{PLAIN}tls: {{endpoint: 'https://other.example/', {own}}}\n"
    assert loaded(file, elsewhere).mutual_tls_url == "https://other.example"


def test_the_published_schema_is_that_of_the_model() -> None:
    published = json.loads((SCHEMAS / "profile.schema.json").read_text(encoding="utf-8"))
    assert published == profile.json_schema()
    Draft202012Validator.check_schema(published)


@pytest.mark.parametrize("text", [PLAIN, REFERENCE], ids=["plain", "reference"])
def test_what_loads_fits_the_schema(text: str) -> None:
    document = json.loads(json.dumps(yaml.safe_load(text), default=str))
    Draft202012Validator(profile.json_schema()).validate(document)

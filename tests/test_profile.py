"""Profiles: what is read from one, and the one sentence that each defect of one gives."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sample_exchanges import documents, thorough

from bars_conformance import profile
from bars_conformance.house import FIXTURES, SCHEMAS
from bars_conformance.profile import Feature, HookName, NoAuth, Profile, ProfileError, SignedJwtAuth, load

URL = "http://127.0.0.1:9"
REFERENCE = profile.REFERENCE.read_text(encoding="utf-8").replace("${REFERENCE_URL}", URL)
TEMPLATE = (FIXTURES / "suts" / "template.yaml").read_text(encoding="utf-8")
PLAIN = """\
spec: core-1.1.4
name: ACME Urgent Care 3.2
supplier: ACME Health Ltd
role: receiver
base_url: https://bars-int-x26.acme.example/FHIR/R4/
ods_code: X26
services:
  bookable: {system: https://fhir.nhs.uk/Id/dos-service-id, value: "2000072489"}
patients:
  - nhs_number: "9990548609"
    family: Example
    given: Alex
    gender: female
    birth_date: 1988-04-02
    postcode: LS1 4AP
supports: [booking, referral]
sender:
  ods_code: A1001
  name: Conformance Suite
  endpoint: {system: https://fhir.nhs.uk/Id/dos-service-id, value: "1000000001"}
"""
SIGNED = """\
auth:
  type: oauth-signed-jwt
  token_url: https://int.api.example/oauth2/token
  api_key: ${API_KEY}
  private_key_file: keys/private.pem
  kid: test-1
"""
LAST = PLAIN.count("\n")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sut.yaml"


def _loaded(file: Path, text: str, **environment: str) -> Profile:
    file.write_text(text, encoding="utf-8")
    return load(file, environment)


def test_a_profile_with_what_it_must_have(file: Path) -> None:
    sut = _loaded(file, PLAIN)
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
    sut = load(profile.REFERENCE, {"REFERENCE_URL": URL})
    assert sut.services.fully_booked is not None
    assert set(sut.hooks) == set(HookName)
    assert sut.refused_organisation == "Z9Z99"


def test_the_template_filled_in_is_a_profile(file: Path) -> None:
    blanks = {
        "product and version": "ACME 3.2",
        "who makes it": "ACME",
        "https://host/FHIR/R4": "https://sut.example",
    }
    filled = re.sub(r"<([^>\n]+)>(?=[\"\s]|$)", lambda blank: blanks.get(blank[1], blank[1]), TEMPLATE)
    assert _loaded(file, filled).base_url == "https://sut.example"


def test_the_template_not_filled_in_says_what_to_do_first(file: Path) -> None:
    with pytest.raises(ProfileError, match=r"line \d+: base_url must be a URL such as"):
        _loaded(file, TEMPLATE)


def test_what_the_template_offers_in_comments_is_known(file: Path) -> None:
    offered = re.findall(r"^#  (\w+):", TEMPLATE, re.MULTILINE)
    assert set(offered) == {"ca_file", "client_cert_file", "client_key_file", *HookName}
    text = TEMPLATE.replace("tls: {}\n", "tls:\n").replace("hooks: {}\n", "hooks:\n").replace("\n#  ", "\n  ")
    text = re.sub(r"<([^>\n]+)>(?=[\"\s]|$)", r"\1", text).replace("https://host", "https://sut.example")
    assert set(_loaded(file, text).hooks) == set(HookName)


def test_values_come_from_the_environment(file: Path) -> None:
    sut = _loaded(
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
    sut = _loaded(file, PLAIN + SIGNED + tls, API_KEY="k")
    assert sut.tls.ca_file == file.parent / "ca.pem"
    assert sut.tls.client_cert_file == Path("/etc/own.pem")
    assert sut.tls.client_key_file == file.parent / "keys/own.key"
    assert isinstance(sut.auth, SignedJwtAuth)
    assert sut.auth.private_key_file == file.parent / "keys/private.pem"


@pytest.mark.parametrize(
    "name", [name for name, field in Profile.model_fields.items() if field.is_required()]
)
def test_what_is_missing_is_named(file: Path, name: str) -> None:
    document = yaml.safe_load(PLAIN)
    del document[name]
    with pytest.raises(ProfileError) as raised:
        _loaded(file, yaml.safe_dump(document))
    assert str(raised.value) == f"{file}, line 1: {name} is missing; add it."


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("core-1.1.4", "core-1.2.0", 1, "spec: input should be 'core-1.1.4'; correct it"),
        (
            "name: ACME Urgent Care 3.2",
            "name: ''",
            2,
            "name: string should have at least 1 character; correct it",
        ),
        ("name: ACME Urgent Care 3.2", "name: 3.2", 2, "name: input should be a valid string; correct it"),
        (
            "role: receiver",
            "role: nurse",
            4,
            "role: input should be 'receiver', 'api' or 'sender'; correct it",
        ),
        ("https://bars", "ftp://bars", 5, "base_url must be a URL such as https://host.example/FHIR/R4"),
        ("https://bars-int-x26", "https://a b", 5, "base_url must be a URL such as"),
        ("https://bars", "bars", 5, "base_url must be a URL such as"),
        ("https://bars", "https://me:pw@bars", 5, "base_url must not carry a user name or password"),
        ("/FHIR/R4/", "/FHIR?a=b", 5, "base_url must have neither query nor fragment"),
        ("acme.example/", "acme.example:99999/", 5, "base_url Port out of range"),
        ("ods_code: X26", "ods_code: X 26", 6, "ods_code: string should match pattern"),
        ("  bookable:", "  bokable:", 8, "unknown key services.bokable; remove it or correct its spelling"),
        (
            'value: "2000072489"',
            "value: 2000072489",
            8,
            "services.bookable.value: input should be a valid string",
        ),
        (
            "9990548609",
            "9990548608",
            10,
            "patients.0.nhs_number is not an NHS number: its check digit is wrong",
        ),
        ("9990548609", "999 054 8609", 10, "patients.0.nhs_number must be ten digits in quotes"),
        ("gender: female", "gender: F", 13, "patients.0.gender: input should be 'male', 'female', 'other'"),
        ("1988-04-02", "1988-13-02", 14, "month must be in 1..12; correct it"),
        ("1988-04-02", "2 April 1988", 14, "patients.0.birth_date: input should be a valid date"),
        ("[booking, referral]", "[bookings]", 16, "supports.0: input should be 'booking', 'referral'"),
        ("[booking, referral]", "booking", 16, "supports: input should be a valid frozenset; correct it"),
        ("A1001", "''", 18, "sender.ods_code: string should match pattern"),
        ("supports:", "suports:", 16, "unknown key suports; remove it or correct its spelling"),
    ],
)
def test_a_wrong_value_is_told_with_its_line_and_its_mend(
    file: Path, old: str, new: str, line: int, said: str
) -> None:
    with pytest.raises(ProfileError) as raised:
        _loaded(file, PLAIN.replace(old, new))
    assert str(raised.value).startswith(f"{file}, line {line}: {said}")
    assert str(raised.value).endswith(".")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("auth: {type: basic}", "auth: input tag 'basic' found using 'type' does not match"),
        ("auth: {}", "auth: unable to extract tag using discriminator 'type'; correct it"),
        ("auth: {type: oauth-signed-jwt, kid: k}", "auth.oauth-signed-jwt.token_url is missing; add it"),
        ("auth: {type: oauth-signed-jwt, api_key: s3cr3t}", "api_key is written into the file; put it into"),
        (
            "auth: {type: oauth-signed-jwt, api_key: 'x${API_KEY}'}",
            "api_key is written into the file; put it into",
        ),
        ("tls: {client_cert_file: a.pem}", "tls needs client_cert_file and client_key_file together"),
        ("limits: {timeout_s: 0}", "limits.timeout_s: input should be greater than 0; correct it"),
        ("limits: {timeout_s: 301}", "limits.timeout_s: input should be less than or equal to 300"),
        ("limits: {workers: 0}", "limits.workers: input should be greater than or equal to 1"),
        ("limits: {requests_per_second: 0}", "limits.requests_per_second: input should be greater than 0"),
        ("hooks: {rest: {command: [a]}}", "hooks.rest.[key]: input should be 'reset', 'slow'"),
        ("hooks: {reset: {}}", "hooks.reset takes either http or command"),
        ("hooks: {reset: {command: []}}", "hooks.reset.command: list should have at least 1 item"),
        ("hooks: {reset: {command: rm -r}}", "hooks.reset.command: input should be a valid list"),
        ("hooks: {reset: {http: {url: 'file:///x'}}}", "hooks.reset.http.url must be a URL such as"),
        (
            "hooks: {reset: {http: {method: TRACE, url: 'http://h'}}}",
            "hooks.reset.http.method: input should be",
        ),
        ("refused_organisation: ''", "refused_organisation: string should match pattern"),
        ("allow_production: perhaps", "allow_production: input should be a valid boolean"),
        ("name: ${NOWHERE}", "the environment variable NOWHERE is not set; set it before the run"),
        ("1: 2", "1: keys should be strings; correct it"),
        ("a: [", "not YAML ("),
        ("a: !!python/object:os.system {}", "not YAML (could not determine a constructor for the tag"),
        ("? [a]\n: 1", "not YAML (found unhashable key)"),
        ("a: \0", "not YAML (special characters are not allowed)"),
        ("a: &a [*a]", "an alias holds itself; write it out"),
    ],
)
def test_a_wrong_addition_is_told_in_one_sentence(file: Path, more: str, said: str) -> None:
    with pytest.raises(ProfileError) as raised:
        _loaded(file, f"{PLAIN}{more}\n")
    told = re.fullmatch(rf"{re.escape(str(file))}, line (\d+): (.*\.)", str(raised.value))
    assert told is not None, str(raised.value)
    assert told[2].startswith(said)
    assert int(told[1]) in (1, 2, LAST + 1, LAST + 2)
    assert "s3cr3t" not in str(raised.value)


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n", "text\n"])
def test_what_is_no_mapping_is_no_profile(file: Path, text: str) -> None:
    with pytest.raises(ProfileError, match="line 1: not a profile; start from the one that `init` writes"):
        _loaded(file, text)


def test_a_file_that_cannot_be_read(tmp_path: Path, file: Path) -> None:
    file.write_bytes(b"\xff\xfe")
    for unreadable in (file, tmp_path, tmp_path / "nowhere.yaml"):
        with pytest.raises(ProfileError, match=r"cannot be read \(.+\); name a profile with --sut"):
            load(unreadable, {})


@thorough
@given(st.dictionaries(st.sampled_from([*Profile.model_fields, "other"]), documents))
def test_whatever_a_file_holds_it_is_a_profile_or_told_why_not(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[str, object]
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_text(json.dumps(yaml.safe_load(PLAIN) | changes, default=str), encoding="utf-8")
    try:
        load(file, {})
    except ProfileError as error:
        assert str(error).startswith(str(file))  # noqa: PT017 - either is right, but not another exception


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
    assert _loaded(file, text).in_production is live


def test_the_published_schema_is_that_of_the_model() -> None:
    published = json.loads((SCHEMAS / "profile.schema.json").read_text(encoding="utf-8"))
    assert published == profile.json_schema()
    Draft202012Validator.check_schema(published)


@pytest.mark.parametrize("text", [PLAIN, REFERENCE], ids=["plain", "reference"])
def test_what_loads_fits_the_schema(text: str) -> None:
    document = json.loads(json.dumps(yaml.safe_load(text), default=str))
    Draft202012Validator(profile.json_schema()).validate(document)

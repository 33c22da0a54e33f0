"""Defects of a profile: the one sentence that each of them gives, with the line and the mend."""

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sample_exchanges import documents, thorough
from sample_profile import PLAIN, loaded

from bars_conformance.profile import Profile, ProfileError
from bars_conformance.profile_file import load

LAST = PLAIN.count("\n")
ELSEWHERE = {"1: 2": 1, "a: &a [*a]": 1, "a: [": LAST + 2}
"""Additions that are complained of at another line than their own."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sut.yaml"


def _complaint(file: Path, text: str) -> tuple[int, str]:
    """The line that is complained of, and the sentence; it is one, and on one line."""
    with pytest.raises(ProfileError) as raised:
        loaded(file, text)
    told = re.fullmatch(rf"{re.escape(str(file))}, line (\d+): (.*\.)", str(raised.value))
    assert told is not None, str(raised.value)
    return int(told[1]), told[2]


@pytest.mark.parametrize(
    "name", [name for name, field in Profile.model_fields.items() if field.is_required()]
)
def test_what_is_missing_is_named(file: Path, name: str) -> None:
    document = yaml.safe_load(PLAIN)
    del document[name]
    assert _complaint(file, yaml.safe_dump(document)) == (1, f"{name} is missing; add it.")


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
    place, sentence = _complaint(file, PLAIN.replace(old, new))
    assert place == line
    assert sentence.startswith(said)


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
        ("tls: {expired_key_file: a.key}", "tls needs expired_cert_file and expired_key_file together"),
        ("tls: {endpoint: 'http://h/FHIR'}", "tls.endpoint must begin with https://"),
        ("tls: {environment: sandbox}", "tls.environment: input should be 'integration' or 'production'"),
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
    place, sentence = _complaint(file, f"{PLAIN}{more}\n")
    assert sentence.startswith(said)
    assert place == ELSEWHERE.get(more, LAST + 1)
    assert "s3cr3t" not in sentence


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n", "text\n"])
def test_what_is_no_mapping_is_no_profile(file: Path, text: str) -> None:
    with pytest.raises(ProfileError, match="line 1: not a profile; start from the one that `init` writes"):
        loaded(file, text)


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


def test_an_api_key_that_is_empty_in_the_environment_is_told(file: Path) -> None:
    auth = "{type: oauth-signed-jwt, token_url: 'http://h', api_key: '${KEY}', private_key_file: a, kid: k}"
    with pytest.raises(ProfileError, match=r"api_key: value should have at least 1 item"):
        loaded(file, f"{PLAIN}auth: {auth}\n", KEY="")

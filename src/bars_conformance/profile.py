"""What we are told of a system under test: one YAML file, checked."""

import os
import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from bars_conformance.house import FIXTURES
from bars_conformance.verdict import HarnessError

REFERENCE = FIXTURES / "suts" / "reference.yaml"
"""The profile of the embedded reference receiver; ``${REFERENCE_URL}`` in it is where that listens."""

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_PRODUCTION = re.compile(r"(?i)^(api\.service\.nhs\.uk|bars-[a-z0-9]+\.([a-z0-9-]+\.)+nhs\.uk)$")
_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_NHS_NUMBER_WEIGHTS = range(10, 1, -1)


class ProfileError(HarnessError):
    """A profile that cannot be used: one sentence with file, line and mend."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _http_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc.rpartition("@")[2]):
        raise ValueError("must be a URL such as https://host.example/FHIR/R4")
    if parts.port == 0:  # to ask for the port raises ValueError if it is out of range
        raise ValueError("must name a port that there is")
    if parts.username or parts.password:
        raise ValueError("must not carry a user name or password")
    if parts.query or parts.fragment:
        raise ValueError("must have neither query nor fragment")
    return text.rstrip("/")


def _nhs_number(text: str) -> str:
    if not re.fullmatch(r"\d{10}", text):
        raise ValueError("must be ten digits in quotes")
    weighted = sum(weight * int(digit) for weight, digit in zip(_NHS_NUMBER_WEIGHTS, text, strict=False))
    if (11 - weighted % 11) % 11 != int(text[-1]):
        raise ValueError("is not an NHS number: its check digit is wrong")
    return text


HttpUrl = Annotated[str, AfterValidator(_http_url)]
NhsNumber = Annotated[str, AfterValidator(_nhs_number)]
OdsCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{3,12}$")]
Text = Annotated[str, Field(min_length=1)]


class ServiceId(_Model):
    """The identifier of a service: ``system`` and ``value``, as in NHSD-Target-Identifier."""

    system: Text
    value: Text


class Services(_Model):
    """The services of the system under test that may be used."""

    bookable: ServiceId = Field(description="offers free slots and takes referrals")
    fully_booked: ServiceId | None = Field(default=None, description="known, but without a free slot")


class Patient(_Model):
    """A test patient that the system under test accepts."""

    nhs_number: NhsNumber
    family: Text
    given: Text
    gender: Literal["male", "female", "other", "unknown"]
    birth_date: date
    postcode: Text


class Sender(_Model):
    """Who the suite says it is."""

    ods_code: OdsCode
    name: Text
    endpoint: ServiceId


class NoAuth(_Model):
    """The system under test is called without a token."""

    type: Literal["none"] = "none"


class SignedJwtAuth(_Model):
    """Client credentials with a signed JWT, as the national API asks."""

    type: Literal["oauth-signed-jwt"]
    token_url: HttpUrl
    api_key: SecretStr
    private_key_file: Path
    kid: Text


class Tls(_Model):
    """Certificates, as PEM files; relative paths start at the profile's folder."""

    ca_file: Path | None = Field(default=None, description="who signed the server's certificate")
    client_cert_file: Path | None = None
    client_key_file: Path | None = None

    @model_validator(mode="after")
    def _key_goes_with_certificate(self) -> "Tls":
        if (self.client_cert_file is None) != (self.client_key_file is None):
            raise ValueError("needs client_cert_file and client_key_file together")
        return self


class Templates(_Model):
    """Messages as the services take them, as JSON files; relative paths start at the profile's folder."""

    referral: Path | None = None
    booking: Path | None = None
    validation: Path | None = None


_Files = TypeVar("_Files", Tls, Templates)


class Limits(_Model):
    """How hard the system under test may be pressed."""

    timeout_s: float = Field(default=10, gt=0, le=300, description="seconds to wait for an answer")
    workers: int = Field(default=2, ge=1, le=32, description="scenarios at a time")
    requests_per_second: float | None = Field(default=None, gt=0)
    samples: int = Field(default=20, ge=10, le=10_000, description="requests that make a sample of times")


class HttpCall(_Model):
    """A request that works a hook."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "POST"
    url: HttpUrl


class Hook(_Model):
    """How to bring the system under test into a state: an HTTP request or an argument list."""

    http: HttpCall | None = None
    command: Annotated[list[str], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "Hook":
        if (self.http is None) == (self.command is None):
            raise ValueError("takes either http or command")
        return self


class HookName(StrEnum):
    """The states that HTTP alone cannot bring about."""

    RESET = "reset"
    SLOW = "slow"
    HOLD = "hold"
    RELEASE = "release"
    TOUCH = "touch"
    FAIL = "fail"
    FAIL_READ = "fail_read"
    ASK = "ask"


class Feature(StrEnum):
    """The functions a system under test may claim."""

    BOOKING = "booking"
    REFERRAL = "referral"
    VALIDATION = "validation"
    APPOINTMENT_WRITE = "appointment-write"
    APPOINTMENT_SEARCH = "appointment-search"
    REFERRAL_READ = "referral-read"
    POINTERS = "pointers"


class Profile(_Model):
    """One system under test."""

    spec: Literal["core-1.1.4"]
    name: Text
    supplier: Text
    role: Literal["receiver", "api", "sender"]
    base_url: HttpUrl = Field(description="what stands before /metadata and /$process-message")
    ods_code: OdsCode = Field(description="the organisation the system answers for")
    services: Services
    patients: Annotated[tuple[Patient, ...], Field(min_length=1)]
    supports: frozenset[Feature]
    sender: Sender
    auth: NoAuth | SignedJwtAuth = Field(default=NoAuth(), discriminator="type")
    tls: Tls = Tls()
    limits: Limits = Limits()
    hooks: dict[HookName, Hook] = {}
    templates: Templates = Field(default=Templates(), description="for services that ask more than Core does")
    refused_organisation: OdsCode | None = Field(
        default=None, description="an organisation that the system is set up to refuse"
    )
    allow_production: bool = False

    @property
    def in_production(self) -> bool:
        """Whether the base URL is that of a live service, by the naming convention of the guide.

        Security-and-Authorisation/Receiver.page.md.
        """
        return bool(_PRODUCTION.match(urlsplit(self.base_url).hostname or ""))


def load(path: Path, environment: Mapping[str, str] = os.environ) -> Profile:
    """Read a profile; ``${NAME}`` in it takes its value from the environment.

    Raises ProfileError with one sentence (file, line, mend) for whatever is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise ProfileError(f"{path}: cannot be read ({reason}); name a profile with --sut.") from error
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(path, error) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ProfileError(f"{path}, line {line}: not YAML ({error.reason}); mend the syntax.") from error
    if not isinstance(root, yaml.MappingNode):
        raise ProfileError(f"{path}, line 1: not a profile; start from the one that `init` writes.")
    try:
        lines = _lines(root)
    except RecursionError as error:
        raise ProfileError(f"{path}, line 1: an alias holds itself; write it out.") from error
    _refuse_written_secrets(path, root)
    _expand(path, root, environment)
    try:
        profile = Profile.model_validate(_document(path, root))
    except ValidationError as error:
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        where = _line_of(first["loc"], lines)
        raise ProfileError(f"{path}, line {where}: {_sentence(first)}.") from error
    return _beside(path.parent, profile)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a profile, as published in fixtures/schemas."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Profile.model_json_schema()


def _document(path: Path, root: yaml.Node) -> object:
    """The values of the file; raises ProfileError for one that there is not, as the 31st of June."""
    for scalar in _scalars(root):
        try:
            yaml.SafeLoader("").construct_object(scalar)
        except ValueError as error:
            raise ProfileError(f"{path}, line {scalar.start_mark.line + 1}: {error}; correct it.") from error
        except yaml.MarkedYAMLError as error:
            raise _not_yaml(path, error) from error
    try:
        return yaml.SafeLoader("").construct_document(root)
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(path, error) from error


def _not_yaml(path: Path, error: yaml.MarkedYAMLError) -> ProfileError:
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    return ProfileError(f"{path}, line {line}: not YAML ({error.problem}); mend the syntax.")


_Place = tuple[int | str, ...]


def _lines(node: yaml.Node, at: _Place = ()) -> dict[_Place, int]:
    """The line, counted from 1, of every value and key in the file."""
    lines = {at: node.start_mark.line + 1}
    match node:
        case yaml.MappingNode():
            for key, value in node.value:
                place = (*at, str(key.value))
                lines |= _lines(value, place) | {place: key.start_mark.line + 1}
        case yaml.SequenceNode():
            for index, value in enumerate(node.value):
                lines |= _lines(value, (*at, index))
    return lines


def _line_of(place: _Place, lines: dict[_Place, int]) -> int:
    while place not in lines:
        place = place[:-1]
    return lines[place]


def _scalars(node: yaml.Node) -> list[yaml.ScalarNode]:
    match node:
        case yaml.ScalarNode():
            return [node]
        case yaml.MappingNode():
            return [scalar for _, value in node.value for scalar in _scalars(value)]
        case _:
            return [scalar for value in node.value for scalar in _scalars(value)]


def _expand(path: Path, root: yaml.Node, environment: Mapping[str, str]) -> None:
    for scalar in _scalars(root):
        for name in _VARIABLE.findall(scalar.value):
            if name not in environment:
                raise ProfileError(
                    f"{path}, line {scalar.start_mark.line + 1}: the environment variable {name} is not set; "
                    f"set it before the run."
                )
        scalar.value = _VARIABLE.sub(lambda found: environment[found[1]], scalar.value)


def _refuse_written_secrets(path: Path, root: yaml.MappingNode) -> None:
    for key, value in root.value:
        if key.value != "auth" or not isinstance(value, yaml.MappingNode):
            continue
        for name, secret in value.value:
            if name.value == "api_key" and not _VARIABLE.fullmatch(str(secret.value)):
                raise ProfileError(
                    f"{path}, line {name.start_mark.line + 1}: api_key is written into the file; put it into "
                    f"an environment variable and write ${{NAME}} here."
                )


def _sentence(error: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails, whose ctx is untyped
    place = ".".join(str(part) for part in error["loc"]) or "the profile"
    match error["type"]:
        case "extra_forbidden":
            return f"unknown key {place}; remove it or correct its spelling"
        case "missing":
            return f"{place} is missing; add it"
        case "value_error":
            return f"{place} {error['ctx']['error']}"
        case _:
            message = error["msg"][0].lower() + error["msg"][1:]
            return f"{place}: {message}; correct it"


def _beside(folder: Path, profile: Profile) -> Profile:
    """The profile with its relative paths, those of programs too, made to start at its own folder."""
    tls, templates = _files_beside(folder, profile.tls), _files_beside(folder, profile.templates)
    auth = profile.auth
    if isinstance(auth, SignedJwtAuth):
        auth = auth.model_copy(update={"private_key_file": folder / auth.private_key_file})
    hooks = {name: _program_beside(folder, hook) for name, hook in profile.hooks.items()}
    return profile.model_copy(update={"tls": tls, "auth": auth, "hooks": hooks, "templates": templates})


def _files_beside(folder: Path, files: _Files) -> _Files:
    return files.model_copy(update={name: folder / path for name, path in files if path is not None})


def _program_beside(folder: Path, hook: Hook) -> Hook:
    if hook.command is None or "/" not in hook.command[0]:
        return hook
    return hook.model_copy(update={"command": [str(folder / hook.command[0]), *hook.command[1:]]})

"""What we are told of a system under test: one YAML file, checked."""

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from bars_conformance.house import FIXTURES
from bars_conformance.profile_hooks import Hook, HookName, Trigger, TriggerName
from bars_conformance.profile_values import HttpsUrl, HttpUrl, NhsNumber, OdsCode, Text
from bars_conformance.verdict import HarnessError

REFERENCE = FIXTURES / "suts" / "reference.yaml"
"""The profile of the embedded reference receiver; ``${REFERENCE_URL}`` in it is where that listens.

Its endpoint with mutual TLS is ``${REFERENCE_TLS_URL}``, the certificates for it are in the folder
``${REFERENCE_CERTIFICATES}``. It writes its pointers to the port ``${OWN_API_PORT}``.
"""

REFERENCE_API = FIXTURES / "suts" / "reference-api.yaml"
"""That of the embedded reference API; it also asks for ``RECEIVER_URL`` and ``OWN_RECEIVER_PORT``."""

REFERENCE_SENDER = FIXTURES / "suts" / "reference-sender.yaml"
"""That of the embedded reference sender; ``${REFERENCE_URL}`` is where it is told what to do."""

_PRODUCTION = re.compile(r"(?i)^(api\.service\.nhs\.uk|bars-[a-z0-9]+\.([a-z0-9-]+\.)+nhs\.uk)$")


class ProfileError(HarnessError):
    """A profile that cannot be used: one sentence with file, line and mend."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ServiceId(_Model):
    """The identifier of a service: ``system`` and ``value``, as in NHSD-Target-Identifier."""

    system: Text
    value: Text


class Services(_Model):
    """The services of the system under test that may be used."""

    bookable: ServiceId = Field(description="offers free slots and takes referrals")
    fully_booked: ServiceId | None = Field(default=None, description="known, but without a free slot")
    slots_take_several: bool = Field(default=False, description="a slot of bookable takes several bookings")


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


class OwnTls(_Model):
    """What the suite shows, and whom it trusts, where it listens over TLS; PEM files beside the profile."""

    cert_file: Path = Field(description="the certificate of the suite, for the name that it is called by")
    key_file: Path
    client_ca_file: Path = Field(description="who signed the certificate that the caller presents")


class OwnReceiver(_Model):
    """A receiver that the suite plays behind an API, on a port of the loopback interface."""

    target: ServiceId = Field(description="the service that the API routes to it")
    port: int = Field(ge=1, le=65535, description="where the suite listens while a scenario needs it")
    tls: OwnTls | None = Field(default=None, description="listen over TLS, and ask for a client certificate")


class NoAuth(_Model):
    """The system under test is called without a token."""

    type: Literal["none"] = "none"


class SignedJwtAuth(_Model):
    """Client credentials with a signed JWT, as the national API asks."""

    type: Literal["oauth-signed-jwt"]
    token_url: HttpUrl
    api_key: Annotated[SecretStr, Field(min_length=1)]
    private_key_file: Path = Field(
        description="an RSA key as PEM; a relative path starts at the profile's folder"
    )
    kid: Text
    expired_token: SecretStr | None = Field(default=None, description="role api: one whose time is over")
    other_product_token: SecretStr | None = Field(
        default=None, description="role api: one of an application that is not enabled for BaRS"
    )

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be told."""
        known = (self.api_key, self.expired_token, self.other_product_token)
        return tuple(secret.get_secret_value() for secret in known if secret is not None)


class Application(_Model):
    """The application that a sender signs in as, as it is registered with the platform."""

    kid: Text
    public_key_file: Path = Field(
        description="an RSA key as PEM; a relative path starts at the profile's folder"
    )


class Inbound(_Model):
    """Where a sender takes messages itself: responses, and referrals that it answers or passes on."""

    base_url: HttpUrl = Field(description="what stands before its /$process-message")
    service: ServiceId = Field(description="the service that referrals to it are for")


class Tls(_Model):
    """Certificates, as PEM files; relative paths start at the profile's folder."""

    endpoint: HttpsUrl | None = Field(
        default=None, description="base URL of the endpoint with mutual TLS, if base_url is not that"
    )
    environment: Literal["integration", "production"] | None = Field(
        default=None, description="whose chain and names the endpoint's certificate has"
    )
    ca_file: Path | None = Field(default=None, description="who signed the server's certificate")
    client_cert_file: Path | None = Field(default=None, description="of the chain that the endpoint trusts")
    client_key_file: Path | None = None
    expired_cert_file: Path | None = Field(default=None, description="of that chain, and out of date")
    expired_key_file: Path | None = None
    foreign_cert_file: Path | None = Field(default=None, description="of the chain of another environment")
    foreign_key_file: Path | None = None

    @model_validator(mode="after")
    def _key_goes_with_certificate(self) -> "Tls":
        for kind in ("client", "expired", "foreign"):
            certificate, key = f"{kind}_cert_file", f"{kind}_key_file"
            if (getattr(self, certificate) is None) != (getattr(self, key) is None):
                raise ValueError(f"needs {certificate} and {key} together")
        return self


class Templates(_Model):
    """Messages as the services take them, as JSON files; relative paths start at the profile's folder."""

    referral: Path | None = None
    booking: Path | None = None
    validation: Path | None = None


class Limits(_Model):
    """How hard the system under test may be pressed."""

    timeout_s: float = Field(default=10, gt=0, le=300, description="seconds to wait for an answer")
    workers: int = Field(default=2, ge=1, le=32, description="scenarios at a time")
    requests_per_second: float | None = Field(default=None, gt=0)
    samples: int = Field(default=20, ge=10, le=10_000, description="requests that make a sample of times")
    trigger_s: float = Field(
        default=60, gt=0, le=3600, description="seconds a sender may take, retries included"
    )
    quiet_s: float = Field(
        default=2, ge=0, le=600, description="seconds without a request: the sender is done"
    )


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
    base_url: HttpUrl = Field(
        description="what stands before /metadata and /$process-message; of a sender: where the suite is"
    )
    ods_code: OdsCode = Field(description="the organisation the system answers for")
    services: Services
    patients: Annotated[tuple[Patient, ...], Field(min_length=1)]
    supports: frozenset[Feature]
    sender: Sender
    auth: NoAuth | SignedJwtAuth = Field(default=NoAuth(), discriminator="type")
    tls: Tls = Tls()
    limits: Limits = Limits()
    hooks: dict[HookName, Hook] = {}
    triggers: dict[TriggerName, Trigger] = Field(default={}, description="how a sender is set in motion")
    application: Application | None = Field(
        default=None, description="role sender: what it signs in as, at the token endpoint of the suite"
    )
    holds: frozenset[Literal["organisation", "practitioner", "software"]] = Field(
        default=frozenset(), description="role sender: what it knows of who is behind a request"
    )
    inbound: Inbound | None = Field(default=None, description="role sender: where it takes messages itself")
    own_tls: OwnTls | None = Field(
        default=None, description="role sender: the suite's side of TLS, where base_url is an https address"
    )
    templates: Templates = Field(default=Templates(), description="for services that ask more than Core does")
    refused_organisation: OdsCode | None = Field(
        default=None, description="an organisation that the system is set up to refuse"
    )
    own_receiver: OwnReceiver | None = Field(
        default=None, description="role api: what the suite plays behind it, to see what arrives"
    )
    own_api_port: int | None = Field(default=None, ge=1, le=65535, description="for a receiver's pointers")
    ambiguous_target: ServiceId | None = Field(default=None, description="role api: one with two endpoints")
    allow_throttle_test: bool = Field(
        default=False, description="role api: send until the rate limit is reached"
    )
    allow_production: bool = False

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody has to work a trigger by hand."""
        return "manual" in self.triggers.values()

    @property
    def finds_any_address(self) -> bool:
        """Whether every trigger tells the sender where to send, so that each worker can listen for itself."""
        return all(
            trigger != "manual" and (trigger.http or any("{url}" in each for each in trigger.command or ()))
            for trigger in self.triggers.values()
        )

    @property
    def in_production(self) -> bool:
        """Whether the profile names a live service, by the naming convention of the guide.

        Security-and-Authorisation/Receiver.page.md.
        """
        return bool(self.production_hosts)

    @property
    def production_hosts(self) -> list[str]:
        """The hosts of live services: of the system, or of where its tokens come from."""
        urls = {self.base_url, self.tls.endpoint or self.base_url}
        urls |= {self.inbound.base_url} if self.inbound else set()
        urls |= {self.auth.token_url} if isinstance(self.auth, SignedJwtAuth) else set()
        return sorted({host for url in urls if _PRODUCTION.match(host := urlsplit(url).hostname or "")})

    @property
    def mutual_tls_url(self) -> str | None:
        """The base URL of the endpoint with mutual TLS; None without one, or a client certificate for it."""
        url = self.tls.endpoint or self.base_url
        return url if url.startswith("https:") and self.tls.client_cert_file else None


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a profile, as published in fixtures/schemas."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Profile.model_json_schema()

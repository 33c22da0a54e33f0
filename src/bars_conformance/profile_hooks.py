"""How a profile brings a system into states, or sets a sender in motion: a request, a command, a person."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bars_conformance.profile_values import HttpUrl


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


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
    RESPOND = "respond"


class TriggerName(StrEnum):
    """What a sender can be asked to do."""

    DISCOVER = "discover"
    BOOK = "book"
    REBOOK = "rebook"
    UPDATE = "update"
    CANCEL = "cancel"
    REFER = "refer"
    RE_REFER = "re-refer"
    RESPOND = "respond"
    REFER_ONWARD = "refer-onward"
    FIND_POINTER = "find-pointer"
    CLEAR_CACHE = "clear-cache"
    CANCEL_BY_PUT = "cancel-by-put"
    REBOOK_BY_PUT = "rebook-by-put"
    REBOOK_BY_PATCH = "rebook-by-patch"


Trigger = Hook | Literal["manual"]
"""How a sender is set in motion: a request, an argument list, or a person who is told what to do."""

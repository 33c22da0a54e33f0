"""The kinds of values that a profile holds: addresses, NHS numbers, codes of organisations."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_NHS_NUMBER_WEIGHTS = range(10, 1, -1)


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


def _over_tls(url: str) -> str:
    if not url.startswith("https:"):
        raise ValueError("must begin with https://")
    return url


HttpUrl = Annotated[str, AfterValidator(_http_url)]
HttpsUrl = Annotated[HttpUrl, AfterValidator(_over_tls)]
NhsNumber = Annotated[str, AfterValidator(_nhs_number)]
OdsCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{3,12}$")]
Text = Annotated[str, Field(min_length=1)]

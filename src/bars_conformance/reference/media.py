"""Media types: what a sender will take and what it sends."""

import re
from typing import NamedTuple

from bars_conformance.reference.call import FHIR_JSON, PLAIN_JSON

_VERSION = re.compile(r"(\d+)\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?")
_OFFERS = (FHIR_JSON, PLAIN_JSON)


class MediaRange(NamedTuple):
    """One part of an Accept header: lower-case ``type``, its parameters, and the quality 0 to 1."""

    type: str
    parameters: dict[str, str]
    quality: float

    def precision(self, offer: str) -> int:
        """How narrowly this speaks of an offered type: 3 exactly, 1 of anything, 0 not at all."""
        return {offer: 3, offer.partition("/")[0] + "/*": 2, "*/*": 1}.get(self.type, 0)


def parse(text: str) -> tuple[str, dict[str, str]]:
    """Split a media type from its parameters; names are lower-cased, quotes removed."""
    kind, *rest = text.split(";")
    pairs = (part.partition("=") for part in rest)
    return kind.strip().lower(), {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs}


def accepted(header: str) -> list[MediaRange]:
    """The media ranges of an Accept header; an unreadable quality counts as 1."""
    ranges = []
    for part in filter(str.strip, header.split(",")):
        kind, parameters = parse(part)
        try:
            quality = float(parameters.pop("q", "1"))
        except ValueError:
            quality = 1.0
        ranges.append(MediaRange(kind, parameters, quality))
    return ranges


def same_major(version: str, own: str) -> bool:
    """Whether a version has the major part of our own (semantic versioning)."""
    match = _VERSION.fullmatch(version)
    return match is not None and match[1] == own.partition(".")[0]


def negotiate(header: str, version: str) -> str | None:
    """The media type to answer in, or None if the Accept header rules out all that is on offer.

    A range that asks for another major version than ours asks for something we have not got.
    """
    ranges = accepted(header) or accepted("*/*")
    served = [each for each in ranges if same_major(each.parameters.get("version", version), version)]
    best: tuple[float, str] | None = None
    for offer in _OFFERS:
        fitting = [each for each in served if each.precision(offer)]
        if not fitting:
            continue
        narrowest = max(each.precision(offer) for each in fitting)
        quality = max(each.quality for each in fitting if each.precision(offer) == narrowest)
        if quality > 0 and (best is None or quality > best[0]):
            best = (quality, offer)
    return best and best[1]


def takes_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header asks for gzip."""
    codings = {each.type: each.quality for each in accepted(header)}
    return codings.get("gzip", codings.get("*", 0)) > 0

"""The Bundle that a search was answered with, taken apart for those who judge it."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from bars_conformance.exchange import Exchange
from bars_conformance.outcome import needs_acceptance
from bars_conformance.verdict import Inconclusive

Resource = dict[str, Any]


def parameters(exchange: Exchange) -> dict[str, list[str]]:
    """The parameters of the search, decoded."""
    return parse_qs(urlsplit(exchange.request.url).query)


def given(exchange: Exchange) -> Resource:
    """What an accepted search gave, nothing if it is no resource; raises Inconclusive for a refusal."""
    needs_acceptance(exchange)
    return (exchange.answer.resource if exchange.answer else None) or {}


def links(exchange: Exchange) -> dict[str, str]:
    """The links of the Bundle: relation to URL."""
    found = given(exchange).get("link")
    return {
        str(link.get("relation")): str(link.get("url"))
        for link in (found if isinstance(found, list) else ())
        if isinstance(link, dict)
    }


def needs_whole(exchange: Exchange) -> None:
    """Raise Inconclusive if what is not here may be elsewhere: on another page, or outside of a Bundle."""
    if given(exchange).get("resourceType") != "Bundle":
        raise Inconclusive("the answer to the search is no Bundle in JSON")
    if "next" in links(exchange):
        raise Inconclusive("the searchset has further pages, on which there may be more")


def named(resource: Resource) -> str:
    """A resource by its type and id, as findings call it."""
    return f"{resource.get('resourceType')}/{resource.get('id')}"

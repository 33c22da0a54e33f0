"""The live page of a stand-in: what arrived, the newest first, with what is said of it.

A request is made HTML once, by ``entry``; the page is put together of them whenever it is asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment
from markupsafe import Markup

from bars_conformance import __version__
from bars_conformance.report.legible import legible
from bars_conformance.report.page import asset, content_hash, environment

_EVERY_MS = 1000
_FINDINGS_IN_SHORT = 3


def entry(told: dict[str, Any]) -> Markup:
    """One request as HTML.

    ``told`` has its ``number``, ``name``, ``who`` sent it, the situation it ``met``, the ``exchange`` in the
    shape of results.json, its ``verdict`` (None if it was not judged), to how many rules it was ``put``, and
    its ``findings``: where, expected, actual, verdict, requirements and rulings.
    """
    exchange = told["exchange"]
    time = datetime.fromisoformat(exchange["started"]).strftime("%H:%M:%S.%f")[:-3]
    shown = legible(told | {"time": time, "target": _target(exchange["request"]["url"])})
    rendered = (
        _environment()
        .get_template("arrival.html")
        .render(
            entry=shown,
            made=shown["exchange"],
            shown=_FINDINGS_IN_SHORT,
        )
    )
    return Markup(rendered)  # noqa: S704 - the template has escaped it


def page(
    role: str,
    entries: Sequence[Markup],
    count: int,
    first: Mapping[str, Any],
    table: Iterable[Mapping[str, str]],
) -> str:
    """Return the page as one HTML document.

    ``count`` is how many requests arrived in all, ``first`` one to begin with, and ``table`` has the
    situations by patient and service.
    """
    style, script = asset("style.css") + asset("live.css"), asset("live.js")
    return (
        _environment()
        .get_template("live.html")
        .render(
            role=role,
            entries=entries,
            arrived=count,
            first={"request": first},
            table=list(table),
            version=__version__,
            every_ms=_EVERY_MS,
            style=style,
            style_hash=content_hash(style),
            script=script,
            script_hash=content_hash(script),
        )
    )


@cache
def _environment() -> Environment:
    return environment()


def _target(url: str) -> str:
    """Path and query, decoded for people."""
    parts = urlsplit(url)
    return unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)

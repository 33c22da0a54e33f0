"""report.html: the run for those who read it, in one file that asks nothing of any network.

The evidence is plain HTML inside closed ``details`` elements, not data that a script unfolds: so it is there
without JavaScript, for a search of the page and in print; and browsers lay out what is closed only when it is
opened, so that thousands of exchanges cost little more than their bytes.
"""

import re
from base64 import b64encode
from collections import Counter
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bars_conformance.report import curl, guide, wire
from bars_conformance.report.coverage import coverage
from bars_conformance.report.finding import NO_REASON
from bars_conformance.report.glossary import GLOSSARY, NOT_REACHED
from bars_conformance.report.judgement import count, judge
from bars_conformance.report.run import Item, Run, decisive, grouped
from bars_conformance.verdict import Level, Verdict

_MEND = (Verdict.FAIL, Verdict.WARNING)
_UNJUDGED = (Verdict.ERROR, Verdict.INCONCLUSIVE)
_SECONDS_A_MINUTE = 60
_EXCERPT = 2500


def render(results: Item) -> str:
    """Return the results as one HTML document; strings of the results must hold no control characters."""
    run = Run(results)
    covered = coverage(run)
    style, script = asset("style.css"), asset("script.js")
    return (
        environment()
        .get_template("report.html")
        .render(
            run=run,
            results=results,
            coverage=covered,
            judgement=judge(results, covered),
            mend=_causes(results, _MEND),
            unjudged=_causes(results, _UNJUDGED),
            levels={level: [r for r in covered.asked if r["level"] == level] for level in Level},
            style=style,
            style_hash=content_hash(style),
            script=script,
            script_hash=content_hash(script),
        )
    )


def environment() -> Environment:
    """What templates are rendered in: their filters and the words of the verdicts."""
    made = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        glossary=GLOSSARY,
        no_reason=NO_REASON,
        not_reached=NOT_REACHED,
        decisive=decisive,
        tally=lambda items: Counter(item["verdict"] for item in items),
        wire=wire,
    )
    made.filters.update(
        anchor=anchor,
        count=count,
        curl=curl.command,
        duration=duration,
        excerpt=excerpt,
        fragment=lambda scenario: quote(anchor(scenario)),
        guide=guide.link,
        instant=instant,
        verbatim=verbatim,
    )
    return made


def asset(name: str) -> str:
    """The text of a file beside the templates."""
    return (files(__package__) / "templates" / name).read_text(encoding="utf-8")


def content_hash(source: str) -> str:
    """Return the hash by which the page's security policy knows its own style and script."""
    return f"sha256-{b64encode(sha256(source.encode()).digest()).decode()}"


def _causes(results: Item, verdicts: tuple[Verdict, ...]) -> list[tuple[Verdict, str | None, list[Item]]]:
    """Group the scenarios of these verdicts by the same reason: gravest first, then most frequent."""
    return [
        (verdict, reason, scenarios)
        for verdict in verdicts
        for reason, scenarios in sorted(
            grouped([s for s in results["scenarios"] if s["verdict"] == verdict], "reason").items(),
            key=lambda cause: -len(cause[1]),
        )
    ]


def anchor(scenario: str) -> str:
    """Return the HTML id of a scenario: its own id, without the white space that HTML forbids there."""
    return "scenario-" + re.sub(r"\s", "_", scenario)


def instant(text: str) -> str:
    """Return an ISO 8601 instant as a date and time of day in UTC."""
    moment = datetime.fromisoformat(text).astimezone(UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M:%S} UTC"


def duration(seconds: float) -> str:
    """Return a duration in the unit that suits it: ``80 ms``, ``1.2 s``, ``3 min 5 s``."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < _SECONDS_A_MINUTE:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), _SECONDS_A_MINUTE)
    return f"{minutes} min {rest} s"


def excerpt(text: str, index: int) -> str:
    """Return the beginning of an exchange's text, and where the rest of it is."""
    if len(text) <= _EXCERPT:
        return text
    return f"{text[:_EXCERPT]}\n[{len(text) - _EXCERPT} characters more in results.json, exchange {index}]"


def verbatim(text: str) -> Markup:
    """Escape text for the inside of an element, and leave its quotation marks alone.

    JSON is full of them: as character references they make a third of the page and of the time to load it.
    """
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Markup(escaped)  # noqa: S704 - escaped in the line above

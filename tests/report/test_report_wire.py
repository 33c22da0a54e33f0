import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_results import exchange

from bars_conformance.report import wire

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(value=st.lists(JSON) | st.dictionaries(st.text(), JSON), spaced=st.booleans())
def test_json_is_indented_however_it_came(value: object, *, spaced: bool) -> None:
    separators = (" ,\n ", " : ") if spaced else (",", ":")
    assert wire.indented(json.dumps(value, separators=separators)) == json.dumps(value, indent=2)


def test_indentation_keeps_what_parsing_would_lose() -> None:
    assert wire.indented(r'{"a":1.10,"a":1e2,"\u00e9":[]}') == (
        '{\n  "a": 1.10,\n  "a": 1e2,\n  "\\u00e9": []\n}'
    )


@pytest.mark.parametrize(
    "body",
    ["", "<html>", "\x00\ufffd", '{"a":', '"text"', "[" * 50_000 + "]" * 50_000, "[" * 50 + "]" * 50],
    ids=["empty", "html", "binary", "half", "scalar", "deep", "deeper than FHIR"],
)
def test_any_other_body_stays_as_it_is(body: str) -> None:
    assert wire.indented(body) == body


def test_an_answer_is_shown_with_its_usual_phrase() -> None:
    assert wire.response(exchange(status=409, answer="[]")) == (
        "409 Conflict\nSet-Cookie: a=1\nSet-Cookie: b=2\n\n[]\n"
    )


@pytest.mark.parametrize(
    ("status", "line"),
    [(404, "404 Not Found"), (799, "799"), (None, "no response (timed out after 10 s)")],
)
def test_every_status_has_a_line(status: int | None, line: str) -> None:
    assert wire.status_line(exchange(status=status)) == line
    assert wire.response(exchange(status=status)).startswith(line)


def test_a_message_without_a_body_ends_with_its_headers() -> None:
    assert wire.request(exchange(body=None)) == (
        "POST https://receiver.example/FHIR/R4/$process-message\n"
        "Content-Type: application/fhir+json\nAuthorization: <redacted>\n"
    )

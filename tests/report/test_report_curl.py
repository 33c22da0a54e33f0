import subprocess
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_results import exchange

from bars_conformance.report import curl

ARGUMENT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


def arguments(command: str) -> list[str]:
    """Have a POSIX shell run the command with a cURL that tells its arguments."""
    script = f"curl() {{ printf '%s\\0' \"$@\"; }}\n{command}"
    told = subprocess.run(["/bin/sh", "-c", script], check=True, capture_output=True).stdout
    return told.decode().split("\0")[:-1]


def headers(command: str) -> list[str]:
    words = arguments(command)
    return [value for option, value in pairwise(words) if option == "--header"]


def test_the_command_sends_the_recorded_request() -> None:
    made = exchange(body='{"a": "it\'s $HOME"}', headers={"Accept": "*/*", "User-Agent": "suite"})
    assert arguments(curl.command(made)) == [
        "--include",
        "--globoff",
        "--request",
        "POST",
        "https://receiver.example/FHIR/R4/$process-message",
        "--header",
        "Content-Type: application/fhir+json",
        "--header",
        "Authorization: <redacted>",
        "--header",
        "Accept: */*",
        "--header",
        "User-Agent: suite",
        "--data-binary",
        '{"a": "it\'s $HOME"}',
    ]


@given(body=ARGUMENT.filter(bool), value=ARGUMENT.filter(bool), url=ARGUMENT)
def test_no_text_escapes_its_quotation(body: str, value: str, url: str) -> None:
    made = exchange(body=body, headers={"X": value})
    made["request"]["url"] = url
    words = arguments(curl.command(made))
    assert words[4] == url
    assert words[-1] == body
    assert f"X: {value}" in words


def test_headers_curl_would_add_are_suppressed() -> None:
    made = exchange()
    del made["request"]["headers"]["Content-Type"]
    assert headers(curl.command(made))[1:] == ["Accept:", "User-Agent:", "Content-Type:"]


def test_an_empty_header_is_sent_empty_and_a_repeated_one_repeated() -> None:
    sent = headers(curl.command(exchange(headers={"Empty": "", "Twice": ["1", "2"]})))
    assert {"Empty;", "Twice: 1", "Twice: 2"} <= set(sent)


def test_the_length_is_left_to_curl_and_compression_is_undone() -> None:
    command = curl.command(exchange(headers={"content-length": "9", "Accept-Encoding": "gzip"}))
    assert "content-length" not in command
    assert "--compressed" in arguments(command)


@pytest.mark.parametrize("body", [None, ""])
def test_without_a_body_no_data_is_sent(body: str | None) -> None:
    assert "--data" not in curl.command(exchange(body=body))


def test_a_body_that_begins_with_an_at_sign_is_no_file_name() -> None:
    assert arguments(curl.command(exchange(body="@/etc/passwd")))[-2:] == ["--data-raw", "@/etc/passwd"]

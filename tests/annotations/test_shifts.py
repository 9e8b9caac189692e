"""Offsets that count something else than code points are told as such, and others are not."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parleybench.annotations.checks import check_file
from parleybench.annotations.checks.shifts import READINGS, told
from parleybench.annotations.span import Span
from parleybench.corpus import library

TEXT = "🕊🕊 Peace – at last.\nÉva’s envoy met 🕊 them.\nTalks go on."


def units(form: str, width: int, at: int) -> int:
    return len(TEXT[:at].encode(form)) // width


@pytest.mark.parametrize(
    ("said", "shift"),
    [
        ("UTF-16", lambda start, end: (units("utf-16-le", 2, start), units("utf-16-le", 2, end))),
        ("UTF-8", lambda start, end: (units("utf-8", 1, start), units("utf-8", 1, end))),
        ("CRLF", lambda start, end: (start + TEXT.count("\n", 0, start), end + TEXT.count("\n", 0, end))),
        ("its end seems to be its last", lambda start, end: (start, end - 1)),
        ("from 1: they count", lambda start, end: (start + 1, end + 1)),
        ("from 1 to its last", lambda start, end: (start + 1, end)),
    ],
)
def test_each_reading(said: str, shift: object) -> None:
    start = TEXT.index("Talks")
    span = Span(*shift(start, start + 5))  # type: ignore[operator]
    assert said in told(TEXT, span, "Talks") and told(TEXT, span, "Talks").startswith("; ")


def test_a_quote_that_runs_over_a_line_end() -> None:
    start = TEXT.index("last")
    assert "CRLF" in told(TEXT, Span(start, start + 10), "last.\r\nÉva")
    assert "CRLF" in told(TEXT, Span(start, start + 10), "last.\nÉva")


@pytest.mark.parametrize("span", [Span(9, 4), Span(-1, 4), Span(0, 0)])
def test_what_is_no_span_has_no_reading(span: Span) -> None:
    assert told(TEXT, span, "Peace") == ""


@given(st.text(max_size=40), st.integers(-5, 60), st.integers(-5, 60), st.none() | st.text(max_size=5))
def test_no_text_and_no_offsets_trouble_it(text: str, start: int, end: int, quote: str | None) -> None:
    said = told(text, Span(start, end), quote)
    assert said == "" or said[2:] in READINGS


def test_it_is_part_of_the_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = msgspec.structs.replace(library.authored()["article"], text=TEXT)
    monkeypatch.setattr(library, "text_or_none", lambda name: article)
    at = TEXT.index("on.")
    spans = [(at + 3, at + 5, "on"), (4, 9, "Peace"), (3, 8, "Nothing"), (3, 8, "Peace")]
    mentions = [{"start": start, "end": end, "quote": quote} for start, end, quote in spans]
    path = tmp_path / "pred.jsonl"
    path.write_text(json.dumps({"doc": "article", "entities": [{"id": "a", "type": "state", "mentions": mentions}]}))
    assert sorted(
        (finding.rule, finding.message.partition("; ")[2]) for finding in check_file(path) if not finding.warning
    ) == [
        ("quote", ""),
        ("quote", "its offsets seem to count from 1: they count from 0"),
        ("span-bounds", "its offsets seem to count UTF-16 units: they count code points"),
    ]

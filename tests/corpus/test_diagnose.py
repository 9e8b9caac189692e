"""Why a line does not decode is told in full, in bounded time and number."""

from __future__ import annotations

import json
import time
from typing import Annotated, Literal

import msgspec
import pytest

from parleybench.corpus.diagnose import decoder, diagnose, name_of
from parleybench.corpus.finding import COUNTED, MOST


class Part(msgspec.Struct, forbid_unknown_fields=True):
    id: Annotated[str, msgspec.Meta(min_length=1)]
    kind: Literal["x", "y"] = "x"
    numbers: list[int] = []


class Whole(msgspec.Struct, forbid_unknown_fields=True):
    doc: str
    parts: list[Part] | None = None
    named: dict[str, Part] = {}


def said(value: object) -> list[tuple[str, str]]:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return [(rule, message) for rule, message, _ in diagnose(text, Whole)]


def test_every_fault_with_its_path() -> None:
    parts = [{"id": "a"}, {"id": "", "kind": "z"}, {"numbers": [1, "2"]}]
    assert said({"doc": "d", "parts": parts, "named": {"n": {"id": "a", "new": 1}}}) == [
        ("shape", "$.parts[1].id: Expected `str` of length >= 1, got \"\""),
        ("label", "$.parts[1].kind: Invalid enum value 'z', got \"z\""),
        ("shape", "$.parts[2]: field `id` is missing"),
        ("shape", "$.parts[2].numbers[1]: Expected `int`, got `str`, got \"2\""),
        ("shape", "$.named.n: unknown field `new`"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        (b"{", "json", "not valid JSON"),
        (b'{"doc": "\xff"}', "json", "not valid JSON"),
        (b'{"doc": ' + b"9" * 5000 + b"}", "json", "not valid JSON"),
        (b"[" * 100_000, "json", "nested too deeply"),
        (b'{"doc": "d", "parts": ' + b"[" * 900 + b"]" * 900 + b"}", "", ""),
        (b'{"doc": "\\ud800"}', "shape", "surrogate"),
        (b'{"\\ud800": 1}', "shape", "surrogate"),
        (b'{"doc": NaN}', "shape", "$.doc"),
        (b'{"doc": "d", "parts": NaN}', "shape", "$.parts"),
        (b"7", "shape", "$"),
        (b"null", "shape", "$"),
    ],
)
def test_no_line_raises_and_none_goes_without_a_fault(text: bytes, rule: str, words: str) -> None:
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError, RecursionError)):
        decoder(Whole)(text)
    found = said(text)
    assert found and rule in found[0][0] and words in found[0][1]


@pytest.mark.parametrize(
    "value",
    [
        {"doc": "d", "parts": [{"id": "a", "numbers": ["x"] * 10**6}]},
        {"doc": "d", "parts": [{}] * 10**6},
        {"doc": "d"} | {f"k{n}": 1 for n in range(10**6)},
    ],
)
def test_a_line_of_a_million_faults_is_told_in_short(value: object) -> None:
    text = json.dumps(value).encode()
    began = time.process_time()
    found = diagnose(text, Whole)
    assert time.process_time() - began < 10
    assert len(found) == MOST + 1
    assert found[-1] == ("more", f"at least {COUNTED:,} more findings on this line", "d")


def test_a_value_is_shown_in_short() -> None:
    assert all(len(message) < 250 for _, message in said({"doc": ["x" * 10**6], "y" * 10**6: 1}))


def test_what_a_value_calls_itself() -> None:
    assert [name_of(v) for v in ({"doc": "a", "id": "b"}, {"id": "b"}, {"doc": None}, 7, [])] == ["a", "b", "", "", ""]
    assert name_of(Part(id="p")) == "p" and name_of(Whole(doc="w")) == "w"

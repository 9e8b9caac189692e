"""Where values begin and end, in whatever way they are cut."""

from __future__ import annotations

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parleybench.corpus import values as module
from parleybench.corpus.values import Broken, values

VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.sampled_from(["[", "],", "\n", '"', "\\"]),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(string.printable, max_size=3), part, max_size=3),
    max_leaves=8,
)  # fmt: skip
SPACE = st.text(" \t\r\n", max_size=3)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(SPACE, VALUE, SPACE), max_size=4), st.sampled_from([None, 1]), SPACE)
def test_items_come_back_with_their_lines(
    items: list[tuple[str, object, str]], indent: int | None, before: str
) -> None:
    parts = [(left, json.dumps(value, indent=indent, ensure_ascii=False), right) for left, value, right in items]
    text = before + "[" + ",".join(left + part + right for left, part, right in parts) + (" " if parts else "") + "]\n"
    wanted, at = [], len(before) + 1
    for left, part, right in parts:
        wanted.append((text.count("\n", 0, at + len(left)) + 1, part.encode()))
        at += len(left + part + right) + 1
    for loose in (False, True):
        assert list(values(text.encode(), loose=loose)) == wanted
        assert list(module._walked(text, loose)) == wanted
    assert list(values((text + text).encode(), loose=True))[: len(wanted)] == wanted


@pytest.mark.parametrize(
    ("text", "loose", "line", "message"),
    [
        ("[1,\n]", False, 2, "not valid JSON: Expecting value"),
        ("[1,\n\n,2]", True, 3, "not valid JSON: Expecting value"),
        ("[1,,]", True, 1, "not valid JSON: Expecting value"),
        ("[,1]", True, 1, "not valid JSON: Expecting value"),
        ("[1\n2]", True, 2, "not valid JSON: Expecting ',' delimiter"),
        ("[1", True, 1, "not valid JSON: Expecting ',' delimiter"),
        ("\n[1]\n\n[2]", False, 4, "the file goes on behind its one value"),
        ("{}\n]", True, 2, "not valid JSON: Expecting value"),
        ('{"a":\n\n1 2}', True, 3, "not valid JSON: Expecting ',' delimiter"),
        ("\n" + "[" * 100_000, True, 2, "is nested too deeply"),
    ],
)
def test_what_is_broken_is_told_with_its_line(text: str, loose: bool, line: int, message: str) -> None:
    with pytest.raises(Broken) as caught:
        list(values(text.encode(), loose=loose))
    assert (caught.value.line, str(caught.value)) == (line, message)


def test_a_broken_array_gives_nothing_and_what_stands_before_it_all() -> None:
    found = values(b'{"a": 1}\n[2, 3]\n[4, 5', loose=True)
    assert [next(found), next(found), next(found)] == [(1, b'{"a": 1}'), (2, b"2"), (2, b"3")]
    with pytest.raises(Broken):
        next(found)


def test_bytes_that_are_no_text_and_integers_without_end_stay_as_they_are() -> None:
    for item in (b'"\xff\xfe"', b"9" * 10_000, b'"\\ud800"'):
        assert list(values(b"[\n" + item + b"]", loose=False)) == [(2, item)]
        assert list(values(b"\n" + item, loose=False)) == [(2, item)]

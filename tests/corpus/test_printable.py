"""What may not reach a terminal is spelled out, and nothing else is touched."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from parleybench.corpus.printable import printable
from parleybench.corpus.tables import markdown, plain


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_no_control_no_surrogate_no_line_end_is_left(text: str) -> None:
    done = printable(text)
    assert {unicodedata.category(c) for c in done}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert not set(done) & set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
    assert printable(done) == done
    done.encode("utf-8")


def test_text_stays_text() -> None:
    for text in ("“Naïve” – Łódź, 北京, 🕊️ \u200d \xa0\xad", "a\\nb", ""):
        assert printable(text) == text


def test_how_it_is_spelled() -> None:
    assert printable("\x1b\n\x9b\u2028\ud800") == r"\x1b\n\x9b\u2028\ud800"
    assert printable("a\n\r\x1bb", lines=True) == "a\n" + r"\r\x1bb"


def test_tables_are_escaped_before_they_are_laid_out() -> None:
    rows = [("a\x1b", 1), ("b\nc", 22)]
    assert plain(("x\x07", "n"), rows).split("\n") == [r"x\x07   n", r"a\x1b   1", r"b\nc   22"]
    assert markdown(("x\x07", "n"), rows).split("\n")[2:] == [r"| a\x1b | 1 |", r"| b\nc | 22 |"]

"""Features: bags of names, each once, and what they say of a place."""

from __future__ import annotations

import pytest
from make import document

from parleybench.annotations.span import Span
from parleybench.baselines.features import after, before, bucket, of_pair, of_tokens, shape
from parleybench.baselines.text import Text

SAID = "Orsava demanded that Tolva leave. Talks wait.\nTolva refused."
TEXT = Text.of(document(SAID))


def place(words: str) -> Span:
    start = SAID.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("word", "form"), [("Orsava", "Xx"), ("U.N.", "X.X."), ("B52s", "X9x"), ("to", "x"), ("—", "—")]
)
def test_shapes(word: str, form: str) -> None:
    assert shape(word) == form


@pytest.mark.parametrize(
    ("n", "size"),
    [(0, "0"), (1, "1-3"), (3, "1-3"), (4, "4-9"), (10, "10-24"), (25, "25-59"), (60, "60+"), (10**6, "60+")],
)
def test_sizes(n: int, size: str) -> None:
    assert bucket(n) == size


def test_a_token_is_seen_with_its_neighbours_and_its_cue() -> None:
    rows = of_tokens(TEXT)
    assert len(rows) == len(TEXT.words)
    tolva = set(rows[3])
    assert {"word=tolva", "word-1=that", "word-2=demanded", "word+1=leave", "word+2=.", "shape=Xx", "end=lva"} <= tolva
    assert {"behind=demanded", "since=2", "behind+since=demanded+2"} <= tolva
    assert "cue demand=require" in rows[1] and "cue outcome=talks" in rows[6]
    assert [n for n, row in enumerate(rows) if "first" in row] == [0, 6, 9]
    assert {"word-1=<>", "word-2=<>", "behind=none"} <= set(rows[6])  # a sentence knows nothing of the one before


def test_no_feature_stands_twice_in_a_row() -> None:
    again = Text.of(document("the the the the must must the the talks, talks talks the the."))
    rows = [*of_tokens(again), of_pair(again, Span(0, 3), Span(50, 55)), before(again, Span(16, 20), 6, "x")]
    assert all(len(set(row)) == len(row) for row in rows)


def test_a_pair_is_seen_by_order_distance_and_words_between() -> None:
    row = set(of_pair(TEXT, place("Orsava"), place("leave")))
    assert {"a first=True", "nested=False", "distance=1-3", "sentences=0", "line between=False"} <= row
    assert {"between=demanded", "between=that", "between=tolva", "before b=tolva", "before b=that"} <= row
    back = set(of_pair(TEXT, place("leave"), place("Orsava")))
    assert "a first=False" in back and "between=that" in back
    far = set(of_pair(TEXT, place("Orsava"), place("refused")))
    assert {"sentences=2", "line between=True"} <= far
    assert "nested=True" in of_pair(TEXT, place("Tolva leave"), place("leave"))


def test_of_far_places_no_words_between_are_seen() -> None:
    said = "Orsava " + "and " * 15 + "Tolva"
    row = of_pair(Text.of(document(said)), Span(0, 6), Span(len(said) - 5, len(said)))
    assert "distance=10-24" in row and not [name for name in row if name.startswith("between")]


def test_words_before_and_after_a_place() -> None:
    assert before(TEXT, place("leave"), 2, "x") == ["x=that", "x=tolva"]
    assert before(TEXT, place("Orsava"), 2, "x") == []
    assert after(TEXT, place("Tolva refused"), 3, "x") == ["x=."]
    assert after(TEXT, place("leave"), 3, "x") == ["x=.", "x=talks", "x=wait"]

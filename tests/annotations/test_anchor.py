"""Quotes to offsets: found exactly, never guessed, on texts with characters of every width."""

from __future__ import annotations

import pytest
from make import record

from parleybench.annotations.anchor import EXACT, Unanchored, anchor, find, occurrences
from parleybench.annotations.layers import Entity, Mention
from parleybench.annotations.sentences import sentences
from parleybench.annotations.span import Span

WIDE = "𝔘𝔫 said: the “UN” met UNITED partners 🕊️ before Ørsava’s UN envoy—a UN man."


def test_offsets_count_code_points() -> None:
    for nth, start in enumerate(occurrences(WIDE, "UN"), 1):
        assert WIDE[start : start + 2] == "UN"
        assert find(WIDE, "UN", nth, EXACT).span == (start, start + 2)


def test_an_occurrence_is_a_whole_word() -> None:
    assert len(list(occurrences(WIDE, "UN"))) == 3
    assert list(occurrences("Sun and UNO", "UN")) == []


def test_a_quote_that_stands_once_needs_no_number() -> None:
    assert find(WIDE, "Ørsava’s", None, EXACT).span.start == WIDE.index("Ørsava’s")


@pytest.mark.parametrize(
    "quote, nth, message",
    [("UN", None, "occurs 3 times"), ("UN", 4, "occurs 3 times"), ("NATO", None, "not found"), ("", 1, "neither")],
)
def test_nothing_is_guessed(quote: str, nth: int | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        find(WIDE, quote, nth, EXACT)


def test_every_fault_of_a_record_is_told() -> None:
    mentions = [Mention(quote="UN"), Mention(quote="NATO"), Mention(quote="partners")]
    with pytest.raises(Unanchored) as caught:
        anchor(record(entities=[Entity(id="e", type="igo", mentions=mentions)]), WIDE)
    assert len(caught.value.faults) == 2


def test_sentences_cover_the_text_without_its_spaces() -> None:
    text = "Mr. Orsk met the U.N. envoy. “It is late.” He left.\n\nA heading\nNext line"
    found = [text[s.start : s.end] for s in sentences(text)]
    assert found == ["Mr. Orsk met the U.N. envoy.", "“It is late.”", "He left.", "A heading", "Next line"]


def test_iou() -> None:
    assert Span(0, 10).iou(Span(5, 15)) == pytest.approx(5 / 15)
    assert Span(0, 10).iou(Span(10, 15)) == 0.0
    assert Span(0, 10).iou(Span(0, 10)) == 1.0

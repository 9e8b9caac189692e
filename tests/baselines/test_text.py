"""Text: cut once, it says the same as cutting anew each time, on every text of the corpus."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from make import document

from parleybench.annotations import sentences
from parleybench.annotations.gold import all_gold
from parleybench.annotations.span import Span
from parleybench.baselines.text import Text
from parleybench.corpus import library

TEXTS = [Text.of(d) for d in library.authored().values()]
TOKEN = re.compile(r"(?:[A-Z]\.){2,}|['’]s\b|\w+(?:-\w+)*|[^\w\s]")


@pytest.fixture(params=TEXTS, ids=lambda text: text.doc)
def text(request: pytest.FixtureRequest) -> Text:
    found: Text = request.param
    return found


def test_sentences_and_tokens_are_those_of_direct_cutting(text: Text) -> None:
    places = list(sentences.sentences(text.text))
    assert [s.span for s in text.sentences] == places
    for sentence, place in zip(text.sentences, places, strict=True):
        assert list(sentence.words) == TOKEN.findall(text.text, *place)
        assert [text.text[span.start : span.end] for span in sentence.spans] == list(sentence.words)


def test_no_character_is_lost_but_space(text: Text) -> None:
    left = list(text.text)
    for sentence in text.sentences:
        for span in sentence.spans:
            left[span.start : span.end] = " " * (span.end - span.start)
    assert "".join(left).isspace() or not left


def places(text: Text) -> list[Span]:
    """Places of every kind: the gold's spans, each sentence with its neighbour, and windows across the text."""
    gold = [m.span for _, _, m in all_gold()[text.doc].spans() if m.start is not None]
    joined = [Span(a.span.start, b.span.end) for a, b in zip(text.sentences, text.sentences[1:], strict=False)]
    return [*gold, *joined, *(Span(n, n + 37) for n in range(0, len(text.text) - 37, 11))]


def test_tokens_of_a_place_are_those_that_it_overlaps(text: Text) -> None:
    spans = [span for sentence in text.sentences for span in sentence.spans]
    for place in places(text):
        assert list(text.tokens(place)) == [n for n, span in enumerate(spans) if place.overlap(span)]


def test_around_a_place_is_what_searching_the_text_finds(text: Text) -> None:
    for place in places(text):
        assert text.around(place) == sentences.around(text.text, place)


def test_the_sentence_of_a_place_holds_its_start(text: Text) -> None:
    for n, sentence in enumerate(text.sentences):
        assert {text.sentence(span.start) for span in sentence.spans} == {n}


def test_real_texts_are_cut_as_well(real_texts: Path) -> None:
    for name in library.pointers():
        document = library.text_or_none(name)
        assert document is not None
        text = Text.of(document)
        test_sentences_and_tokens_are_those_of_direct_cutting(text)
        test_tokens_of_a_place_are_those_that_it_overlaps(text)
        test_around_a_place_is_what_searching_the_text_finds(text)


def test_counting_runs_through_all_sentences() -> None:
    text = Text.of(document("𝔘 Orsava's envoy left. U.N. monitors stayed-on!\nNo talks"))
    assert text.words == [
        "𝔘",
        "orsava",
        "'s",
        "envoy",
        "left",
        ".",
        "u.n.",
        "monitors",
        "stayed-on",
        "!",
        "no",
        "talks",
    ]
    assert text.openings == {0, 6, 10}
    place = text.between(1, 4)
    assert text.text[place.start : place.end] == "Orsava's envoy" and text.tokens(place) == range(1, 4)
    assert text.within(place) == ["orsava", "'s", "envoy"]
    assert text.sentence(0) == 0 and text.sentence(place.end + 7) == 1  # the space behind a sentence is still its own


def test_an_empty_text_has_no_sentence_and_a_place_in_it_is_itself() -> None:
    text = Text.of(document(" \n\n "))
    assert text.sentences == () and text.words == [] and text.around(Span(1, 2)) == Span(1, 2)


def test_a_text_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        TEXTS[0].text = ""  # type: ignore[misc]

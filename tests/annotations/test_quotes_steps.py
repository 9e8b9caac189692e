"""Quotes that do not stand in the text exactly: other typography, then one place that is like them, never a guess."""

from __future__ import annotations

import re
import sys
import unicodedata
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from parleybench.annotations.quotes.find import STEPS, find
from parleybench.annotations.quotes.fold import evened, exactly, fold
from parleybench.annotations.quotes.near import WORTH, near
from parleybench.annotations.span import Span

NORMALISED = ("exact", "normalised")
VARIANTS = ("'‘’‚′`", '"“”„«»', "-‐‑–—−", "…")
LETTERS = "abzéŐß한ł𝔘𝟙🕊\ufe0fم1.,"
SPACES = [" ", "  ", "\n", "\t", "\u00a0", "\u2009", " \n ", "\u200b ", "\u3000"]
VOCABULARY = [
    "ministers",
    "agreed",
    "earlier",
    "that",
    "withdrawal",
    "should",
    "begin",
    "before",
    "winter",
    "while",
    "observers",
    "monitor",
    "every",
    "crossing",
    "and",
    "prisoners",
    "return",
    "home",
    "under",
    "neutral",
    "supervision",
    "unless",
    "shelling",
    "resumes",
    "along",
    "northern",
    "valleys",
    "where",
    "displaced",
    "families",
    "await",
    "food",
    "medicine",
    "shelter",
    "guarantees",
    "elections",
    "sovereignty",
    "borders",
    "reparations",
    "ceasefire",
]

words = st.text(alphabet=LETTERS + "".join(VARIANTS), min_size=1, max_size=6)


@st.composite
def quoted(draw: Any) -> tuple[str, Span, str]:
    """A text, a span of whole words in it, and the span's words in other typography."""
    parts = draw(st.lists(words, min_size=1, max_size=10))
    text, places = "", []
    for word in parts:
        places.append(Span(len(text), len(text) + len(word)))
        text += word + draw(st.sampled_from(SPACES))
    first = draw(st.integers(0, len(parts) - 1))
    last = draw(st.integers(first, len(parts) - 1))
    span = Span(places[first].start, places[last].end)
    return text, span, draw(perturbed(text[span.start : span.end]))


def perturbed(quote: str) -> st.SearchStrategy[str]:
    """The quote with other spaces, quotation marks, dashes and ellipses, composed or not."""

    def other(character: str) -> st.SearchStrategy[str]:
        if character.isspace():
            return st.sampled_from(SPACES)
        if character == "…":
            return st.sampled_from(["…", "..."])
        alike = next((v for v in VARIANTS if character in v), None)
        return (
            st.sampled_from(alike) if alike else st.sampled_from([character, unicodedata.normalize("NFD", character)])
        )

    return st.tuples(*map(other, quote)).map("".join)


@settings(max_examples=300, deadline=None)
@given(quoted())
def test_other_typography_finds_the_same_span(made: tuple[str, Span, str]) -> None:
    text, span, quote = made
    places = evened(text, quote).spans
    assert span in places
    assume(not exactly(text, quote).spans)
    found = find(text, quote, places.index(span) + 1, NORMALISED)
    assert (found.span, found.how) == (span, "normalised")
    if len(places) == 1:
        assert find(text, quote, None, STEPS).span == span


@settings(max_examples=200, deadline=None)
@given(quoted())
def test_what_stands_there_exactly_is_found_exactly(made: tuple[str, Span, str]) -> None:
    text, span, _ = made
    quote = text[span.start : span.end]
    found = find(text, quote, exactly(text, quote).spans.index(span) + 1)
    assert (found.span, found.how, found.score) == (span, "exact", 100.0)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_folding_ties_every_character_to_its_place(text: str) -> None:
    made = fold(text)
    places = list(zip(made.starts, made.ends, strict=True))
    assert len(made.text) == len(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(a == b or a[1] <= b[0] for a, b in pairwise(places))


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet="aé한\u1112\u1161\u11abe\u0301\u0323\u0345𝔘𝟙🕊\ufe0f…“-— \n\u00ad\u200bﬁ½", max_size=40), st.data()
)
def test_what_is_cut_at_folded_edges_folds_to_the_same(text: str, data: st.DataObject) -> None:
    made = fold(text)
    edges = [at for at in range(len(made.text) + 1) if made.edge(at)]
    start, end = sorted(data.draw(st.tuples(st.sampled_from(edges), st.sampled_from(edges))))
    assume(start < end)
    place = made.span(start, end)
    assert fold(text[place.start : place.end]).text == made.text[start:end]


def refusal(text: str, quote: str, nth: int | None = None, **how: Any) -> str:
    """Why a quote is refused."""
    made = find(text, quote, nth, **how)
    assert made.how == "refused" and made.span is None and made.message
    return made.message


TEXT = (
    "𝔘𝔫 envoys said: “The UN’s  plan—wait…—needs a\u00a0cease-fire.” Tolva’s army would not leave. “A plan,” they said."
)


@pytest.mark.parametrize(
    "quote, stands",
    [
        ("\"The UN's plan--wait...", "“The UN’s  plan—wait…"),
        ("needs a cease–fire.", "needs a\u00a0cease-fire."),
        ("  Tolva's   army ", "Tolva’s army"),
        ("UN's\nplan", "UN’s  plan"),
        ("Un envoys", "𝔘𝔫 envoys"),
    ],
)
def test_typography(quote: str, stands: str) -> None:
    found = find(TEXT, quote, None, NORMALISED)
    assert (found.how, found.found, TEXT[found.start : found.end]) == ("normalised", stands, stands)


@pytest.mark.parametrize("quote", ["plan-wait.", "tolva's army", "olva's army", "N's plan", "UN s plan"])
def test_typography_is_not_wording(quote: str) -> None:
    """No half of an ellipsis, no other case, no part of a word."""
    assert find(TEXT, quote, None, NORMALISED).message == f"quote not found: {quote!r}"


def test_nth_counts_within_the_step_that_has_so_many() -> None:
    text = "“peace talks” and ‘peace  talks’ and peace talks"
    assert find(text, "peace talks", 1).span == Span(1, 12)
    assert find(text, "peace talks", 1).how == "exact"
    assert find(text, "peace talks", 3).span == Span(37, 48)
    assert find(text, "peace talks", 3).how == "normalised"
    assert "occurs 3 times, not 4" in refusal(text, "peace talks", 4)
    assert "occurs 3 times, give `nth`" in refusal(text, "peace\ntalks")
    assert find(text, "peace\ntalks", 2).span == Span(19, 31)


# -- fuzzy


@settings(max_examples=100, deadline=None)
@given(st.permutations(VOCABULARY), st.integers(0, 25), st.integers(6, 12), st.data())
def test_a_slip_of_the_pen_finds_the_one_place(order: list[str], first: int, size: int, data: st.DataObject) -> None:
    text = "🕊 " + " ".join(order)
    quote = " ".join(order[first : first + size])
    start = text.index(quote)
    inner = [n for n in range(len(order[first]) + 1, len(quote) - len(order[first + size - 1])) if quote[n] != " "]
    at = data.draw(st.sampled_from(inner))
    slip = quote[:at] + data.draw(st.sampled_from(["", "q", "qQ"])) + quote[at + 1 :]
    found = find(text, slip)
    assert (found.span, found.how) == (Span(start, start + len(quote)), "fuzzy")
    assert found.score is not None and 90 <= found.score < 100
    assert "not found, and 1 places are like it, not 2" in refusal(text, slip, 2)
    assert "not found" in refusal(text, slip, steps=NORMALISED)


@settings(max_examples=60, deadline=None)
@given(st.permutations(VOCABULARY))
def test_of_two_places_that_are_alike_none_is_taken(order: list[str]) -> None:
    once = " ".join(order[:8])
    text = f"{once}. {' '.join(order[8:24])}. {once}."
    slip = once.replace(order[0], order[0] + order[0][-1])
    assert "2 places are like it" in refusal(text, slip)
    assert refusal(text, slip).count("…") == 4
    assert find(text, slip, 1).span == Span(0, len(once))
    assert find(text, slip, 2).span == Span(len(text) - 1 - len(once), len(text) - 1)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=14),
    st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=5),
)
def test_the_best_place_is_the_best_of_all_runs_of_words(text: list[str], quote: list[str]) -> None:
    from rapidfuzz import fuzz

    runs = [" ".join(text[i:j]) for i in range(len(text)) for j in range(i + 1, len(text) + 1)]
    best = max(fuzz.ratio(" ".join(quote), run) for run in runs)
    found = near(" ".join(text), " ".join(quote))
    assert (found[0].score if found else 0.0) == pytest.approx(best if best >= WORTH else 0.0)
    assert all(not a.span.overlap(b.span) for n, a in enumerate(found) for b in found[:n])


def test_what_is_nowhere_is_refused_with_what_is_likest() -> None:
    told = refusal(TEXT, "Tolva’s armies should leave")
    assert re.search(r"not found: 'Tolva’s armies should leave'; likest: .*would not leave", told)
    assert refusal(TEXT, "nothing of the kind") == "quote not found: 'nothing of the kind'"


def test_ends_lie_at_whole_words() -> None:
    text = "They would never ever withdraw their heavy weapons."
    assert find(text, "never ever withdrw their heavy weapon").span == (11, 50)


def test_without_the_library_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    assert "pip install '.[submit]'" in refusal(TEXT, "Tolva’s army would not leve")
    assert find(TEXT, "Tolva's army").how == "normalised"

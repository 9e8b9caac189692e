"""Quotes to offsets: whoever reads in quotes, an annotator or a language model, need not count characters.

An occurrence of a quote is a place where it stands as whole words: "UN" is not found in "UNITED". Where it stands
nowhere exactly, it may be looked for in other typography, and then as the one place that is like it; how each span was
found is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, get_args

import msgspec

from .fold import Folded, fold
from .layers import Mention, Record, map_spans
from .near import APART, ENOUGH, Near, near
from .span import Span

How = Literal["exact", "normalised", "fuzzy"]
STEPS: tuple[How, ...] = get_args(How)
EXACT: tuple[How, ...] = ("exact",)
AROUND = 24
"""Characters of context on either side of a place that a message tells of."""


class Anchored(NamedTuple):
    """Where a quote stands, the step that found it, and its similarity in hundredths (100 but for fuzzy ones)."""

    span: Span
    how: How
    score: float = 100.0


class Case(msgspec.Struct, frozen=True):
    """One quote of a record and what became of it; a refused one has a message instead of a place."""

    doc: str
    layer: str
    id: str
    quote: str | None
    nth: int | None
    how: Literal["exact", "normalised", "fuzzy", "refused"]
    score: float | None = None
    start: int | None = None
    end: int | None = None
    found: str | None = None
    message: str | None = None


class Resolved(NamedTuple):
    """A record with offsets wherever its quotes were found, and a case for each quote, in the order of `spans`."""

    record: Record
    cases: list[Case]

    @property
    def faults(self) -> list[str]:
        """A message for each quote that was refused."""
        return [f"{case.layer} {case.id}: {case.message}" for case in self.cases if case.how == "refused"]


class Unanchored(ValueError):
    """Quotes of one record that could not be turned into offsets; `faults` holds a message for each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


def anchor(record: Record, text: str, steps: Sequence[How] = EXACT) -> Record:
    """The record with offsets for every quote. Raises `Unanchored` with all quotes not found or not unique.

    A quote with `nth` is its n-th occurrence; without `nth` it must occur once. Nothing is guessed.
    """
    made = resolve(record, text, steps)
    if made.faults:
        raise Unanchored(made.faults)
    return made.record


def resolve(record: Record, text: str, steps: Sequence[How] = STEPS) -> Resolved:
    """The record with offsets and with the text's own words as quotes, and how each quote was found.

    Spans that have offsets stay as they are; those whose offsets do not lie in the text, or hold other words than their
    quote, are refused.
    """
    cases: list[Case] = []
    spans: list[Mention] = []
    folded: list[Folded] = []  # made once, by the first quote that needs it
    for layer, name, mention in record.spans():
        span, case = _place(record.doc, layer, name, mention, text, folded, steps)
        spans.append(span)
        cases += [case] if case else []
    fresh = iter(spans)
    return Resolved(map_spans(record, lambda _: next(fresh)), cases)


def _place(
    doc: str, layer: str, name: str, mention: Mention, text: str, folded: list[Folded], steps: Sequence[How]
) -> tuple[Mention, Case | None]:
    try:
        if mention.start is not None or mention.end is not None:
            _agree(mention, text)
            return mention, None
        if mention.quote is None and layer == "gates":
            return mention, None  # a predicted gate without a cue
        (start, end), how, score = find(text, mention.quote, mention.nth, steps, folded)
    except ValueError as error:
        return mention, Case(doc, layer, name, mention.quote, mention.nth, "refused", message=str(error))
    found = text[start:end]
    placed = msgspec.structs.replace(mention, start=start, end=end, quote=found, nth=None)
    return placed, Case(doc, layer, name, mention.quote, mention.nth, how, score, start, end, found)


def _agree(mention: Mention, text: str) -> None:
    """Raises `ValueError` for offsets that are no span of the text, or that hold other words than the quote."""
    if mention.start is None or mention.end is None:
        raise ValueError("one offset without the other")
    if not 0 <= mention.start < mention.end <= len(text):
        raise ValueError(f"[{mention.start}, {mention.end}) is no span of the text's {len(text)} characters")
    found = text[mention.start : mention.end]
    if mention.quote is not None and mention.quote != found:
        raise ValueError(f"quote is {mention.quote!r}, the text has {found!r} at its offsets")


def find(
    text: str,
    quote: str | None,
    nth: int | None = None,
    steps: Sequence[How] = STEPS,
    folded: list[Folded] | None = None,
) -> Anchored:
    """Where the quote stands: by the first step that has a place for it, the `nth` from 1 or the only one.

    Raises `ValueError` saying where the quote does occur, or what is like it. `folded` keeps the text's folded form
    between calls.
    """
    if not quote or not quote.strip():
        raise ValueError("a span has neither offsets nor a quote")
    seen: list[Span] = []
    for how in steps:
        if how == "exact":
            seen = [Span(at, at + len(quote)) for at in occurrences(text, quote)]
        else:
            folded = [] if folded is None else folded
            if not folded:
                folded.append(fold(text))
            if how == "fuzzy" and not seen:
                return _nearest(text, quote, nth, folded[0])
            if how == "normalised":
                seen = [s for s in folded[0].occurrences(fold(quote).text.strip()) if whole(text, s)]
        if seen and (nth is None or nth <= len(seen)):
            return Anchored(_only(text, quote, nth, seen), how)
    if not seen:
        raise ValueError(f"quote not found: {quote!r}")
    raise ValueError(f"quote occurs {len(seen)} times, not {nth}: {quote!r}: {_contexts(text, seen)}")


def _only(text: str, quote: str, nth: int | None, seen: list[Span]) -> Span:
    if nth is None and len(seen) > 1:
        raise ValueError(f"quote occurs {len(seen)} times, give `nth`: {quote!r}: {_contexts(text, seen)}")
    return seen[(nth or 1) - 1]


def _nearest(text: str, quote: str, nth: int | None, folded: Folded) -> Anchored:
    """The one place that is like the quote, or the `nth` of those that are alike like it."""
    try:
        found = near(folded, fold(quote).text.strip())
    except ImportError:
        raise ValueError(
            f"quote not found: {quote!r}; places that are like it are looked for with the extra `submit` only: "
            "pip install '.[submit]'"
        ) from None
    if not found or found[0].score < ENOUGH:
        like = f"; likest: {_contexts(text, found[:3])}" if found else ""
        raise ValueError(f"quote not found: {quote!r}{like}")
    close = sorted(place for place in found if place.score > found[0].score - APART)
    if nth is None and len(close) > 1:
        raise ValueError(f"quote not found, and {len(close)} places are like it: {quote!r}: {_contexts(text, close)}")
    if nth is not None and nth > len(close):
        raise ValueError(
            f"quote not found, and {len(close)} places are like it, not {nth}: {quote!r}: {_contexts(text, close)}"
        )
    chosen = close[(nth or 1) - 1]
    if chosen.score < ENOUGH:
        raise ValueError(
            f"quote not found, and its place {nth} is not like enough: {quote!r}: {_contexts(text, close)}"
        )
    return Anchored(chosen.span, "fuzzy", chosen.score)


def occurrences(text: str, quote: str) -> Iterator[int]:
    """Start offsets of the quote in the text, as whole words, in order; overlapping ones are all given."""
    at = text.find(quote) if quote else -1
    while at >= 0:
        if whole(text, Span(at, at + len(quote))):
            yield at
        at = text.find(quote, at + 1)


def whole(text: str, span: Span) -> bool:
    """Whether the span cuts through no word."""
    start, end = span
    left = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    right = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not left and not right


def _contexts(text: str, places: Sequence[Span | Near]) -> str:
    """Each place with its number, its similarity where it is not exact, and the words around it."""
    told = []
    for n, place in enumerate(places, 1):
        span, score = (place.span, f" {place.score:.1f}") if isinstance(place, Near) else (place, "")
        around = text[max(0, span.start - AROUND) : span.end + AROUND].replace("\n", " ")
        told.append(f"({n}{score}) …{around}…")
    return "  ".join(told)

"""Quotes to offsets: whoever reads in quotes, an annotator or a language model, need not count characters.

A quote stands where it stands as whole words: "UN" is not found in "UNITED". Where it stands nowhere exactly, it may be
looked for in other typography, then by its two ends where its middle is left out, and then as the one place that is like
it; how each span was found is told. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import msgspec

from ...corpus.finding import Finding
from ..layers import Mention, Record, map_spans
from ..span import Span
from . import ends
from .differ import differing
from .fold import HITS, Stands, evened, exactly, fold
from .near import APART, ENOUGH, LONG, Near, near

How = Literal["exact", "normalised", "ellipsis", "fuzzy"]
STEPS: tuple[How, ...] = get_args(How)
EXACT: tuple[How, ...] = ("exact",)
AROUND = 24
"""Characters of context on either side of a place that a message tells of."""
TOLD = 5
"""Places that a message tells of; of more it says how many."""
SHOWN = 300
"""Characters of a quote that a message shows, of a longer one its two ends."""
REFUSED = "anchor"
"""The rule of a refused quote's finding; those found and not exactly have ``anchor-`` and their step."""
NO_TEXT = "no text of this document is here"


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one quote: its place in the text and the step that found it, or a message why it was refused.

    `doc`, `layer` and `id` say whose quote it is, where it is a record's. `score` is its similarity in hundredths, 100
    but for fuzzy ones; `start` and `end` are half-open code-point offsets, `found` is the text between them.
    """

    doc: str = ""
    layer: str = ""
    id: str = ""
    quote: str | None
    nth: int | None = None
    how: How | Literal["refused"]
    score: float | None = None
    start: int | None = None
    end: int | None = None
    found: str | None = None
    message: str | None = None

    @property
    def span(self) -> Span | None:
        """The place, None where the quote was refused."""
        return None if self.start is None or self.end is None else Span(self.start, self.end)

    def finding(self, path: str, line: int) -> Finding | None:
        """What is to be told of it: the fault of a refused one, the words taken for one not exact; None of an exact one."""
        if self.how == "exact":
            return None
        if self.how == "refused":
            whose = "" if self.message == NO_TEXT else f"{self.layer} {brief(self.id)}: "  # no text: once a document
            return Finding(path, line, REFUSED, f"{whose}{self.message}", self.doc)
        likeness = f" (similarity {self.score:.1f})" if self.how == "fuzzy" else ""
        taken = f"{shown(self.quote)} -> text {self.start}-{self.end} {shown(self.found)}{likeness}"
        return Finding(path, line, f"{REFUSED}-{self.how}", f"{self.layer} {brief(self.id)}: {taken}", self.doc)


def resolve(record: Record, text: str | None, steps: Sequence[How] = STEPS) -> tuple[Record, list[Anchor]]:
    """The record with offsets and the text's own words where its quotes were found, and what became of each quote.

    Spans that have offsets stay as they are; those whose offsets do not lie in the text, or hold other words than their
    quote, are refused. Without a text whatever has no offsets is refused.
    """
    anchors: list[Anchor] = []
    spans: list[Mention] = []
    for layer, name, mention in record.spans():
        spans.append(mention)
        if layer == "gates" and _unsaid(mention):
            continue
        anchor = _anchor(mention, text, steps)
        if anchor is not None:
            anchors.append(msgspec.structs.replace(anchor, doc=record.doc, layer=layer, id=name))
            if anchor.span is not None:
                start, end = anchor.span
                spans[-1] = msgspec.structs.replace(mention, start=start, end=end, quote=anchor.found, nth=None)
    fresh = iter(spans)
    return map_spans(record, lambda _: next(fresh)), anchors


def _unsaid(mention: Mention) -> bool:
    """A predicted gate may leave its cue out."""
    return mention.start is None and mention.end is None and mention.quote is None


def _anchor(mention: Mention, text: str | None, steps: Sequence[How]) -> Anchor | None:
    """What became of one span's quote; None where its offsets stand."""
    placed = mention.start is not None or mention.end is not None
    if text is not None and not placed:
        return find(text, mention.quote, mention.nth, steps)
    fault = _misplaced(mention, text) if placed else NO_TEXT
    return Anchor(quote=mention.quote, nth=mention.nth, how="refused", message=fault) if fault else None


def _misplaced(mention: Mention, text: str | None) -> str | None:
    """Why offsets are no span of the text, or hold other words than the quote."""
    if mention.start is None or mention.end is None:
        return "one offset without the other"
    if text is None:
        return None
    if not 0 <= mention.start < mention.end <= len(text):
        told = f"[{mention.start}, {mention.end})"
        return f"{brief(told)} is no span of the text's {len(text)} characters"
    found = text[mention.start : mention.end]
    if mention.quote is not None and mention.quote != found:
        return f"quote is {shown(mention.quote)}, the text has {shown(found)} at its offsets"
    return None


def find(text: str, quote: str | None, nth: int | None = None, steps: Sequence[How] = STEPS) -> Anchor:
    """What becomes of a quote: found by the first step that has a place for it, the `nth` from 1 or the only one."""
    how, place = _place(text, quote or "", nth, steps)
    if isinstance(place, str):
        return Anchor(quote=quote, nth=nth, how="refused", message=place)
    start, end = place.span
    return Anchor(quote=quote, nth=nth, how=how, score=place.score, start=start, end=end, found=text[start:end])


def _place(text: str, quote: str, nth: int | None, steps: Sequence[How]) -> tuple[How, Near | str]:
    """The step that has a place for the quote and the place, or why none has."""
    how: How = "exact"
    if not quote.strip():
        return how, "a span has neither offsets nor a quote"
    if nth is not None and not 0 < nth <= len(text):
        return how, f"`nth` counts from 1, and the text has {len(text)} characters"
    stands = Stands([])
    for how in steps:
        if how in ("exact", "normalised"):
            stands = exactly(text, quote) if how == "exact" else evened(text, quote)
            if stands.more or (stands.spans and (nth is None or nth <= len(stands.spans))):
                break
        elif not stands.spans:
            said = ends.parts(quote) if how == "ellipsis" else []
            if len(said) > 1:
                return how, _by_ends(text, quote, nth, said)
            if how == "fuzzy":
                return how, _likest(text, quote, nth)
    return how, _chosen(text, quote, nth, stands)


def _chosen(text: str, quote: str, nth: int | None, stands: Stands) -> Near | str:
    """The `nth` place or the only one, or why it cannot be told which."""
    spans = stands.spans
    if nth is not None and nth <= len(spans):
        return Near(spans[nth - 1], 100.0)
    if stands.more:
        return f"quote stands in more than {HITS} places: {shown(quote)}"
    if nth is None and len(spans) == 1:
        return Near(spans[0], 100.0)
    if not spans:
        return f"quote not found: {shown(quote)}"
    wrong = "give `nth`" if nth is None else f"not {nth}"
    return f"quote occurs {len(spans)} times, {wrong}: {shown(quote)}: {_contexts(text, spans)}"


def _by_ends(text: str, quote: str, nth: int | None, said: list[str]) -> Near | str:
    """The one span between the ends that a quote with its middle left out gives."""
    stands = ends.between(text, said)
    if isinstance(stands, str):
        return f"quote not found, {stands}: {shown(quote)}"
    return _chosen(text, quote, nth, stands)


def _likest(text: str, quote: str, nth: int | None) -> Near | str:
    """The one place that is like the quote and claims the same, or the `nth` of those that are alike like it."""
    words = fold(quote).text.strip()
    if len(words) > LONG:
        return f"quote not found, and at over {LONG} characters too long to look for places like it: {shown(quote)}"
    try:
        found = near(text, words)
    except ImportError:
        return (
            f"quote not found: {shown(quote)}; places that are like it are looked for with the extra `submit` only: "
            "pip install '.[submit]'"
        )
    if not found or found[0].score < ENOUGH:
        like = f"; likest: {_contexts(text, found[:3])}" if found else ""
        return f"quote not found: {shown(quote)}{like}"
    close = sorted(place for place in found if place.score > found[0].score - APART)
    at = (nth or 1) - 1
    if (nth is None and len(close) > 1) or at >= len(close):
        fault = f"{len(close)} places are like it" + (f", not {nth}" if nth else "")
    elif close[at].score < ENOUGH:
        fault = f"its place {nth} is not like enough"
    else:
        close = close[at : at + 1]
        start, end = close[0].span
        stands = fold(text[start:end]).text
        other = differing(words, stands, fold(text[max(0, start - 8) : start]).text) or _cut_off(
            text, close[0].span, words
        )
        if other is None:
            return close[0]
        fault = f"the place like it {other}"
    return f"quote not found, and {fault}: {shown(quote)}: {_contexts(text, close)}"


def _cut_off(text: str, place: Span, words: str) -> str | None:
    """What a place that begins or ends with another word than the quote leaves out beside it, if that is a negation."""
    start, end = place
    ours, theirs = words.split(), fold(text[start:end]).text.split()
    left = fold(text[max(0, start - AROUND) : start]).text.split()[-1:] if ours[0] != theirs[0] else []
    right = fold(text[end : end + AROUND]).text.split()[:1] if ours[-1] != theirs[-1] else []
    other = differing(words, " ".join([*left, *theirs, *right])) if left or right else None
    return other if other is not None and "negation" in other else None


def _contexts(text: str, places: Sequence[Span | Near]) -> str:
    """The first places, each with its number, its similarity where it is not exact, and the words around it."""
    told = []
    for n, place in enumerate(places[:TOLD], 1):
        span, score = (place.span, f" {place.score:.1f}") if isinstance(place, Near) else (place, "")
        around = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
        told.append(f"({n}{score}) …{around[0]}{brief(text[slice(*span)])}{around[1]}…".replace("\n", " "))
    more = [f"and {len(places) - TOLD} more"] if len(places) > TOLD else []
    return "  ".join(told + more)


def shown(quote: str | None) -> str:
    """A quote for a message, escaped and of bounded length."""
    return repr(brief(quote or ""))


def brief(words: str) -> str:
    """The words, of many the two ends."""
    half = SHOWN // 2
    return words if len(words) <= SHOWN else f"{words[:half]} […] {words[-half:]}"

"""Rules of place: offsets lie in the text, quotes equal it or stand in it, spans of one layer keep apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..layers import Mention
from ..quotes.find import EXACT, find
from ..span import Span
from . import shifts
from .registry import Case, Placed, record_rule

SHARED = ("gates", "stances")
"""Layers in which one cue may carry several records: equal spans are well there, overlapping unequal ones are not."""
NO_TEXT = "no text of this document is here, so that its quotes cannot be placed"


@record_rule("anchored", "each span has both offsets, or (in a prediction) a quote; a predicted gate may have no cue")
def anchored(case: Case) -> Iterator[str]:
    for layer, name, span in case.spans:
        if (span.start is None) != (span.end is None):
            yield f"{layer} {name}: one offset without the other"
        elif span.start is None and not _may_wait(case, layer, span):
            yield f"{layer} {name}: neither offsets nor a quote to anchor"


def _may_wait(case: Case, layer: str, span: Mention) -> bool:
    """Whether a span does without offsets: a prediction's by its quote, a gate by having no cue."""
    if layer == "gates" and span.quote is None:
        return case.kind not in ("gold", "pass")
    return not case.labelled and bool(span.quote)


@record_rule("anchor", "a quote without offsets stands in the text, once or as its `nth`")
def unanchored(case: Case) -> Iterator[str]:
    if case.labelled:
        return
    waiting = [spot for spot in case.spans if spot[2].start is None and spot[2].end is None and spot[2].quote]
    if waiting and case.document is None:
        yield NO_TEXT
        return
    for layer, name, span in waiting:
        found = find(case.document.text, span.quote, span.nth, EXACT)  # type: ignore[union-attr]
        if found.message:
            yield f"{layer} {name}: {found.message}"


@record_rule("span-order", "start lies before end, and neither is negative")
def span_order(case: Case) -> Iterator[str]:
    for place in case.placed:
        span = place.span
        if span.start < 0 or span.end <= span.start:
            yield f"{place.where}: [{span.start}, {span.end}) is no span"


@record_rule("span-bounds", "spans lie inside the text")
def span_bounds(case: Case) -> Iterator[str]:
    if case.document is None:
        return
    text = case.document.text
    for place in case.placed:
        start, end = place.span
        if end > len(text):
            told = f"{place.where}: [{start}, {end}) runs past the text's {len(text)} characters"
            yield told + shifts.told(text, place.span, place.mention.quote)


@record_rule("quote", "a quote equals the text at its offsets")
def quote(case: Case) -> Iterator[str]:
    text = None if case.document is None else case.document.text
    for place in case.placed:
        start, end = place.span
        said = place.mention.quote
        if said is None:
            if case.labelled and case.stratum != "real":
                yield f"{place.where}: no quote"
        elif text is not None and 0 <= start < end <= len(text) and text[start:end] != said:
            told = f"{place.where}: quote is {said!r}, the text has {text[start:end]!r}"
            yield told + shifts.told(text, place.span, said)


@record_rule("span-edge", "spans begin and end with no space", predictions="warned")
def span_edge(case: Case) -> Iterator[str]:
    if case.document is None:
        return
    text = case.document.text
    inside = [place for place in case.placed if 0 <= place.span.start < place.span.end <= len(text)]
    edged = [place for place in inside if (found := text[slice(*place.span)]) != found.strip()]
    if case.labelled:
        yield from (f"{place.where}: {text[slice(*place.span)]!r} has a space at its edge" for place in edged)
    elif edged:
        first = edged[0]
        yield (
            f"spans with a space at their edge, which exact matching takes for others: {len(edged)} of {len(case.placed)}; "
            f"the first is {first.where}, [{first.span.start}, {first.span.end}) {text[slice(*first.span)]!r}"
        )


@record_rule("overlap", "spans of one layer do not overlap, save demands, which may nest", predictions="free")
def overlap(case: Case) -> Iterator[str]:
    layers: dict[str, list[Placed]] = {}
    for place in case.placed:
        layers.setdefault(place.layer, []).append(place)
    for layer, places in layers.items():
        spans = [(place.span, place.id) for place in places]
        if layer == "demands":
            yield from _crossing(spans)
        else:
            yield from _overlapping(layer, sorted(dict(spans).items()) if layer in SHARED else sorted(spans))


def _overlapping(layer: str, spans: list[tuple[Span, str]]) -> Iterator[str]:
    for (left, a), (right, b) in pairwise(spans):
        if left.overlap(right):
            yield f"{layer}: {a} [{left.start}, {left.end}) and {b} [{right.start}, {right.end}) overlap"


def _crossing(spans: list[tuple[Span, str]]) -> Iterator[str]:
    """Each demand that crosses or equals one before it, told once: spans are held against the innermost still open."""
    around: list[tuple[Span, str]] = []
    for span, name in sorted(spans, key=lambda item: (item[0].start, -item[0].end, item[1])):
        while around and around[-1][0].end <= span.start:
            around.pop()
        if around:
            outer, other = around[-1]
            if span == outer:
                yield f"demands: {other} and {name} are one span twice"
            elif span.end > outer.end:
                yield f"demands: {other} and {name} cross"
        around.append((span, name))

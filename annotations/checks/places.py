"""Rules of place: offsets lie in the text, quotes equal it, spans of one layer keep apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise

from ..span import Span
from .registry import Case, record_rule

SHARED = ("gates", "stances")
"""Layers in which one cue may carry several records: equal spans are well there, overlapping unequal ones are not."""


@record_rule("anchored", "each span has both offsets, or (in a prediction) a quote; a predicted gate may have no cue")
def anchored(case: Case) -> Iterator[str]:
    for layer, name, span in case.spans:
        if (span.start is None) != (span.end is None):
            yield f"{layer} {name}: one offset without the other"
        elif span.start is None and (
            case.kind in ("gold", "pass") or not (span.quote or (layer == "gates" and span.quote is None))
        ):
            yield f"{layer} {name}: neither offsets nor a quote to anchor"


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
    for place in case.placed:
        span = place.span
        if span.end > len(case.document.text):
            yield f"{place.where}: [{span.start}, {span.end}) runs past the text's {len(case.document.text)} characters"


@record_rule("quote", "a quote equals the text at its offsets")
def quote(case: Case) -> Iterator[str]:
    for place in case.placed:
        start, end = place.span
        said = place.mention.quote
        if said is None:
            if case.kind in ("gold", "pass") and case.stratum != "real":
                yield f"{place.where}: no quote"
        elif case.document is not None and 0 <= start < end <= len(case.document.text):
            found = case.document.text[start:end]
            if found != said:
                yield f"{place.where}: quote is {said!r}, the text has {found!r}"


@record_rule("span-edge", "spans begin and end with no space", predictions=False)
def span_edge(case: Case) -> Iterator[str]:
    if case.document is None:
        return
    for place in case.placed:
        found = case.document.text[place.span.start : place.span.end]
        if found != found.strip():
            yield f"{place.where}: {found!r} has a space at its edge"


@record_rule("overlap", "spans of one layer do not overlap, save demands, which may nest", predictions=False)
def overlap(case: Case) -> Iterator[str]:
    layers: dict[str, list[tuple[Span, str]]] = {}
    for place in case.placed:
        layers.setdefault(place.layer, []).append((place.span, place.id))
    for layer, spans in layers.items():
        if layer == "demands":
            yield from _crossing(spans)
        elif layer in SHARED:
            yield from _overlapping(layer, sorted(dict(spans).items()))
        else:
            yield from _overlapping(layer, spans)


def _overlapping(layer: str, spans: list[tuple[Span, str]]) -> Iterator[str]:
    for (left, a), (right, b) in pairwise(sorted(spans)):
        if left.overlap(right):
            yield f"{layer}: {a} [{left.start}, {left.end}) and {b} [{right.start}, {right.end}) overlap"


def _crossing(spans: list[tuple[Span, str]]) -> Iterator[str]:
    spans = sorted(spans)
    for n, (left, a) in enumerate(spans):
        for right, b in islice(spans, n + 1, None):
            if right.start >= left.end and left != right:
                break  # sorted by start: no later one reaches back
            if left == right:
                yield f"demands: {a} and {b} are one span twice"
            elif left.overlap(right) and not left.contains(right) and not right.contains(left):
                yield f"demands: {a} and {b} cross"

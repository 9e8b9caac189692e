"""Actors: mention F1 (exact, IoU-weighted, typed), and principals by LEA."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable

from ..annotations.layers import Record, sides
from ..annotations.span import Span
from .counts import Count, count
from .match import match
from .who import Both

FIGURES = ("exact", "weighted", "typed", "principals")


def counts(both: Both) -> dict[str, Count]:
    """The figures of one document."""
    gold, pred = _mentions(both.gold), _mentions(both.pred)
    gold_spans, pred_spans = [span for span, _ in gold], [span for span, _ in pred]
    weight = sum(pair.iou for pair in match(pred_spans, gold_spans))
    return {
        "exact": count(_common(pred_spans, gold_spans), len(pred), len(gold)),
        "weighted": count(weight, len(pred), len(gold)),
        "typed": count(_common(pred, gold), len(pred), len(gold)),
        "principals": lea(clusters(both.pred), clusters(both.gold)),
    }


def _mentions(record: Record) -> list[tuple[Span, str]]:
    return sorted((mention.span, entity.type) for entity in record.entities or () for mention in entity.mentions)


def _common(left: Iterable[Hashable], right: Iterable[Hashable]) -> int:
    """Size of the multiset intersection: a second copy of a right answer pairs with nothing."""
    return (Counter(left) & Counter(right)).total()


def clusters(record: Record) -> list[set[Span]]:
    """Mention spans by side; a span that two sides claim belongs to neither and stands alone."""
    side = sides(record)
    claims: dict[Span, set[str]] = {}
    for entity in record.entities or ():
        for mention in entity.mentions:
            claims.setdefault(mention.span, set()).add(side.get(entity.id) or entity.id)
    found: dict[str, set[Span]] = {}
    alone: list[set[Span]] = []
    for span, owners in claims.items():
        if len(owners) == 1:
            found.setdefault(next(iter(owners)), set()).add(span)
        else:
            alone.append({span})
    return [*found.values(), *alone]


def lea(pred: list[set[Span]], gold: list[set[Span]]) -> Count:
    """Link-based entity-aware score (Moosavi and Strube, ACL 2016): importance |e|, resolution by links kept.

    A cluster of one mention has one self-link, kept where the other side has the same cluster of one.
    """
    return Count(_resolved(pred, gold), sum(map(len, pred)), _resolved(gold, pred), sum(map(len, gold)))


def _resolved(keys: list[set[Span]], responses: list[set[Span]]) -> float:
    home: dict[Span, int] = {span: n for n, cluster in enumerate(responses) for span in cluster}
    total = 0.0
    for key in keys:
        if len(key) == 1:
            total += key in responses
            continue
        shared = Counter(home[span] for span in key if span in home)
        kept = sum(n * (n - 1) / 2 for n in shared.values())
        total += len(key) * kept / (len(key) * (len(key) - 1) / 2)
    return total

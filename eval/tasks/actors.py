"""Actors: mention F1 (exact, IoU-weighted, typed), and principals by LEA."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

from ...annotations.layers import Entity, Record
from ...annotations.span import Span
from ..counts import Count, count
from ..who import Both

FIGURES = ("exact", "weighted", "typed", "principals")


def counts(both: Both) -> dict[str, Count]:
    """The figures of one document."""
    gold, pred = mentions(both.gold), mentions(both.pred)
    weight = sum(iou for _, _, iou in both.mention_pairs)  # copies of a mention pair with nothing, so distinct ones do
    return {
        "exact": count(common([span for span, _ in pred], [span for span, _ in gold]), len(pred), len(gold)),
        "weighted": count(weight, len(pred), len(gold)),
        "typed": count(common(pred, gold), len(pred), len(gold)),
        "principals": lea(clusters(both.pred_mentions, both.pred_sides), clusters(both.gold_mentions, both.gold_sides)),
    }


def mentions(record: Record) -> list[tuple[Span, str]]:
    """Every mention with the type of its entity, in order of the record."""
    return [(mention.span, entity.type) for entity in record.entities or () for mention in entity.mentions]


def common(left: Sequence[Hashable], right: Sequence[Hashable]) -> int:
    """Size of the multiset intersection: a second copy of a right answer pairs with nothing."""
    ours, theirs = set(left), set(right)
    if len(ours) == len(left) or len(theirs) == len(right):
        return len(ours & theirs)
    return (Counter(left) & Counter(right)).total()


def clusters(mentions: Mapping[Span, Iterable[Entity]], side_of: Mapping[str, str | None]) -> list[set[Span]]:
    """Mention spans by side; a span that two sides claim belongs to neither and stands alone."""
    found: dict[str, set[Span]] = {}
    alone: list[set[Span]] = []
    for span, owners in mentions.items():
        claims = {side_of.get(entity.id) or entity.id for entity in owners}
        if len(claims) == 1:
            found.setdefault(claims.pop(), set()).add(span)
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

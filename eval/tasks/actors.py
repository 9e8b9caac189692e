"""Actors: mention F1 (exact, IoU-weighted, typed), and principals by LEA."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from math import fsum

from ...annotations.layers import Entity, Record
from ..counts import Count, count
from ..match import Place
from ..who import Both
from .ledger import Item, Ledger, Settled
from .task import Task

FIGURES = ("exact", "weighted", "typed", "principals")


def settle(both: Both) -> Settled:
    """The figures and the errors of one document. A second copy of a right mention pairs with nothing."""
    gold, pred = both.gold_mentions, both.pred_mentions
    said, there = sum(map(len, pred.values())), sum(map(len, gold.values()))
    shared = [(pred[place], gold[place]) for place in pred if place in gold]
    counts = {
        "exact": count(sum([min(len(ours), len(theirs)) for theirs, ours in shared]), said, there),
        "weighted": count(fsum([iou for _, _, iou in both.mention_pairs]), said, there),
        "typed": count(sum([_same_types(theirs, ours) for theirs, ours in shared]), said, there),
        "principals": lea(both.pred_clusters, both.gold_clusters),
    }
    return Settled(counts, lambda: _ledger(both))


def _same_types(pred: Sequence[Entity], gold: Sequence[Entity]) -> int:
    """How many of the entities that claim one span agree in type, one to one."""
    if len(pred) == len(gold) == 1:
        return pred[0].type == gold[0].type
    return (Counter(entity.type for entity in pred) & Counter(entity.type for entity in gold)).total()


def lea(pred: Mapping[Place, Hashable], gold: Mapping[Place, Hashable]) -> Count:
    """Link-based entity-aware score (Moosavi and Strube, ACL 2016): importance |e|, resolution by links kept.

    Both give the cluster of each span. A cluster of one mention has one self-link, kept where the other side has the
    same cluster of one.
    """
    sizes = Counter(pred.values()), Counter(gold.values())
    shared = Counter([(cluster, gold[place]) for place, cluster in pred.items() if place in gold])
    kept: tuple[dict[Hashable, int], dict[Hashable, int]] = ({}, {})
    for (theirs, ours), number in shared.items():
        links = number * (number - 1) // 2 or sizes[0][theirs] == sizes[1][ours] == 1
        if links:
            kept[0][theirs] = kept[0].get(theirs, 0) + links
            kept[1][ours] = kept[1].get(ours, 0) + links
    said, there = (
        fsum([_credit(size[name], links) for name, links in found.items()])
        for size, found in zip(sizes, kept, strict=True)
    )
    return Count(said, len(pred), there, len(gold))


def _credit(size: int, links: int) -> float:
    """What a cluster of some size earns for the links that the other side keeps."""
    return float(links) if size == 1 else size * links / (size * (size - 1) / 2)


def _ledger(both: Both) -> Ledger:
    gold, pred = mentions(both.gold), mentions(both.pred)
    found = Ledger(both.gold.doc, TASK.name, gold, pred)
    at: dict[Place, list[int]] = {}
    for g, item in reversed(list(enumerate(gold))):
        at.setdefault(item.span, []).append(g)
    found.right([(p, at[item.span].pop(), 1.0) for p, item in enumerate(pred) if at.get(item.span)])
    return found.close()


def mentions(record: Record) -> list[Item]:
    """Every mention of a record, in order of the text."""
    places = sorted(mention.span for entity in record.entities or () for mention in entity.mentions)
    return [Item(f"{start}-{end}", (start, end)) for start, end in places]


TASK = Task(
    name="actors",
    needs=("entities",),
    headline="exact",
    figures=FIGURES,
    settle=settle,
    strict="exact",
    shown=("exact", "typed", "principals"),
)

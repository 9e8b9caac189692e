"""Actors: mention F1 (exact, IoU-weighted, typed), and principals by LEA."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from math import fsum

from ...annotations.layers import Entity, Record
from ..counts import Numbers
from ..match import Place
from ..mentions import meetings
from ..who import Both
from .ledger import Item, Ledger, Settled
from .task import Task

Sizes = Mapping[Hashable, int]
FIGURES = ("exact", "weighted", "typed", "principals")


def settle(both: Both) -> Settled:
    """The figures and the errors of one document. A second copy of a right mention pairs with nothing."""
    gold, pred = both.gold_mentions, both.pred_mentions
    exact = typed = 0
    shared: dict[tuple[Hashable, Hashable], int] = {}
    for (p, g), number in meetings(pred, gold).items():
        theirs, ours = pred.owners[p], gold.owners[g]
        exact += number if len(theirs) == len(ours) == 1 else number * min(len(theirs), len(ours))
        typed += number * _same_types(theirs, ours)
        clusters = pred.clusters[p], gold.clusters[g]
        shared[clusters] = shared.get(clusters, 0) + number
    weighted = fsum([iou for _, _, iou in both.mention_pairs])
    numbers = (
        *[(hits, pred.total, hits, gold.total) for hits in (exact, weighted, typed)],
        lea(pred.sizes, gold.sizes, shared),
    )
    return Settled(FIGURES, numbers, lambda: _ledger(both))


def _same_types(pred: Sequence[Entity], gold: Sequence[Entity]) -> int:
    """How many of the entities that claim one span agree in type, one to one."""
    if len(pred) == len(gold) == 1:
        return pred[0].type == gold[0].type
    return (Counter(entity.type for entity in pred) & Counter(entity.type for entity in gold)).total()


def lea(said: Sizes, there: Sizes, shared: Mapping[tuple[Hashable, Hashable], int]) -> Numbers:
    """Link-based entity-aware score (Moosavi and Strube, ACL 2016): importance |e|, resolution by links kept.

    Given are the size of each predicted and of each gold cluster, and how many spans two of them share. A cluster of one
    mention has one self-link, kept where the other side has the same cluster of one.
    """
    kept_said: dict[Hashable, int] = {}
    kept_there: dict[Hashable, int] = {}
    for (theirs, ours), number in shared.items():
        if number > 1 or said[theirs] == there[ours] == 1:
            links = number * (number - 1) // 2 or 1
            kept_said[theirs] = kept_said.get(theirs, 0) + links
            kept_there[ours] = kept_there.get(ours, 0) + links
    return _credit(said, kept_said), sum(said.values()), _credit(there, kept_there), sum(there.values())


def _credit(sizes: Sizes, kept: Mapping[Hashable, int]) -> float:
    """What clusters earn for the links that the other side keeps: of its size, the share of its links."""
    sized = [(sizes[name], links) for name, links in kept.items()]
    return fsum([1.0 if size == 1 else size * links / (size * (size - 1) / 2) for size, links in sized])


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

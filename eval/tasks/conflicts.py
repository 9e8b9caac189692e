"""Conflicts: F1 over pairs of gold classes, a class being a demand with all that `same_as` ties to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...annotations.layers import Demand
from ..counts import Count, count
from ..match import best
from ..who import Both

FIGURES = ("pairs",)
Ends = frozenset[str]


class Paired(NamedTuple):
    """The gold pairs of classes; each distinct predicted pair with the classes it leads to; the classes reached."""

    gold: set[Ends]
    predicted: dict[Ends, Ends]
    homes: set[str]


def counts(both: Both) -> dict[str, Count]:
    """The figure of one document.

    Each end of a predicted pair goes to the class of its eligible gold demand; several hits on one gold pair count
    once; every other predicted pair is a false positive. A predicted `same_as` is ignored.
    """
    found = pairs(both)
    hits = found.gold & set(found.predicted.values())
    misses = sum(ends not in found.gold for ends in found.predicted.values())
    return {"pairs": count(len(hits), len(hits) + misses, len(found.gold))}


def pairs(both: Both) -> Paired:
    """Both sides' conflicts in terms of gold classes; an end without gold stands for itself."""
    if not both.gold.conflicts and not both.pred.conflicts:
        return Paired(set(), {}, set())
    classes = _classes(both.gold_demands)
    gold = {frozenset((classes.get(a, a), classes.get(b, b))) for a, b in both.gold.conflicts or ()}
    home = _homes(both, classes)
    predicted = {
        frozenset(pair): frozenset(home.get(name, f"unmatched {name}") for name in pair)
        for pair in both.pred.conflicts or ()
    }
    return Paired(gold, predicted, set(home.values()))


def _classes(demands: Sequence[Demand]) -> dict[str, str]:
    """Demand id -> the first mention that `same_as` leads to."""
    links = {demand.id: demand.same_as for demand in demands}
    found = {}
    for name in links:
        at, seen = name, {name}
        while (following := links.get(at)) is not None and following not in seen:
            at = following
            seen.add(at)
        found[name] = at
    return found


def _homes(both: Both, classes: dict[str, str]) -> dict[str, str]:
    """Predicted demand id -> gold class, through the one-to-one matching of spans."""
    pred, gold = both.pred_demands, both.gold_demands
    chosen = best(both.demand_pairs, both.pred_demand_spans)
    return {pred[pair.predicted].id: classes[gold[pair.gold].id] for pair in chosen}

"""Conflicts: F1 over pairs of gold classes, a class being a demand with all that `same_as` ties to it."""

from __future__ import annotations

from ..annotations.layers import Demand
from .counts import Count, count
from .match import match
from .who import Both

FIGURES = ("pairs",)


def counts(both: Both) -> dict[str, Count]:
    """The figure of one document.

    Each end of a predicted pair goes to the class of its eligible gold demand; several hits on one gold pair count
    once; every other predicted pair is a false positive. A predicted `same_as` is ignored.
    """
    classes = _classes(both.gold_demands)
    gold = {frozenset((classes.get(a, a), classes.get(b, b))) for a, b in both.gold.conflicts or ()}
    home = _homes(both, classes)
    hits: set[frozenset[str]] = set()
    misses = 0
    for pair in {frozenset(pair) for pair in both.pred.conflicts or ()}:
        ends = frozenset(home.get(name, f"unmatched {name}") for name in pair)
        if ends in gold:
            hits.add(ends)
        else:
            misses += 1
    return {"pairs": count(len(hits), len(hits) + misses, len(gold))}


def _classes(demands: list[Demand]) -> dict[str, str]:
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
    pairs = match([d.span for d in pred], [d.span for d in gold])
    return {pred[pair.predicted].id: classes[gold[pair.gold].id] for pair in pairs}

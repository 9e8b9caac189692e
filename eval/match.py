"""One-to-one matching of predicted and gold spans.

A pair is *eligible* where its intersection over union in characters is at least 0.5 and whatever labels the figure asks
for agree. Of all one-to-one matchings of eligible pairs the one with most pairs wins, then the one with the greatest
summed IoU (solved exactly, on each connected group of spans by itself).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from ..annotations.span import Span

THRESHOLD = 0.5


class Pair(NamedTuple):
    """Index of the prediction, index of the gold, and the weight (IoU) of the pair."""

    predicted: int
    gold: int
    iou: float


Agree = Callable[[int, int], bool]


def eligible(predicted: Sequence[Span], gold: Sequence[Span], agree: Agree | None = None) -> Iterator[Pair]:
    """All pairs with IoU >= 0.5 on which `agree` (given both indices) holds, found by a sweep over sorted spans."""
    order = sorted(range(len(gold)), key=lambda g: gold[g].start)
    starts = [gold[g].start for g in order]
    longest = max((span.end - span.start for span in gold), default=0)
    for p, span in enumerate(predicted):
        at = int(np.searchsorted(starts, span.start - longest)) if starts else 0
        while at < len(order) and starts[at] < span.end:
            g = order[at]
            iou = span.iou(gold[g])
            if iou >= THRESHOLD and (agree is None or agree(p, g)):
                yield Pair(p, g, iou)
            at += 1


def best(pairs: Sequence[Pair]) -> list[Pair]:
    """The one-to-one choice from eligible pairs: most pairs, then greatest summed weight."""
    chosen: list[Pair] = []
    for group in _groups(pairs):
        chosen += group if len(group) == 1 else _assign(group)
    return chosen


def match(
    predicted: Sequence[Span],
    gold: Sequence[Span],
    agree: Agree | None = None,
    identity: Sequence[Hashable] | None = None,
) -> list[Pair]:
    """The matched pairs of two lists of spans; spans without a partner are in none.

    A copy of a prediction pairs with nothing, so that it cannot meet a second gold span nested in the first:
    predictions are copies where their `identity` (their span, if none is given) and their eligible gold are the same.
    """
    return best(_without_copies(list(eligible(predicted, gold, agree)), identity or predicted))


def _without_copies(pairs: list[Pair], identity: Sequence[Hashable]) -> list[Pair]:
    reach: dict[int, list[int]] = {}
    for pair in pairs:
        reach.setdefault(pair.predicted, []).append(pair.gold)
    seen: dict[tuple[Hashable, frozenset[int]], int] = {}
    for p, golds in reach.items():
        seen.setdefault((identity[p], frozenset(golds)), p)
    originals = set(seen.values())
    return [pair for pair in pairs if pair.predicted in originals]


def _groups(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Pairs that hang together through a shared prediction or gold, by union-find."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for pair in pairs:
        parent[find(("p", pair.predicted))] = find(("g", pair.gold))
    groups: dict[tuple[str, int], list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(find(("g", pair.gold)), []).append(pair)
    return list(groups.values())


def _assign(group: list[Pair]) -> list[Pair]:
    rows = {p: n for n, p in enumerate(sorted({pair.predicted for pair in group}))}
    columns = {g: n for n, g in enumerate(sorted({pair.gold for pair in group}))}
    weights = np.zeros((len(rows), len(columns)))
    base = 1.0 + min(weights.shape)  # one pair more outweighs any sum of IoUs
    at = {}
    for pair in group:
        cell = rows[pair.predicted], columns[pair.gold]
        weights[cell] = base + pair.iou
        at[cell] = pair
    solved = zip(*linear_sum_assignment(weights, maximize=True), strict=True)
    return [at[int(i), int(j)] for i, j in solved if (int(i), int(j)) in at]

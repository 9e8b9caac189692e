"""One-to-one matching of predicted and gold spans.

A pair is *eligible* where its intersection over union in characters is at least 0.5 and whatever labels the figure asks
for agree. Of all one-to-one matchings of eligible pairs the one with most pairs wins, then the one with the greatest
summed IoU (solved exactly, on each connected group of spans by itself).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
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


def overlapping(predicted: Sequence[Span], gold: Sequence[Span]) -> list[Pair]:
    """All pairs with IoU >= 0.5, labels aside, found by a sweep over sorted spans; ordered by prediction."""
    order = sorted(range(len(gold)), key=gold.__getitem__)
    starts = [gold[g][0] for g in order]
    found = []
    for p, (start, end) in enumerate(predicted):
        # the union is at most twice the prediction, so no eligible gold begins more than its length before it
        for g in order[bisect_left(starts, 2 * start - end) :]:
            gold_start, gold_end = gold[g]
            if gold_start >= end:
                break
            shared = (end if end < gold_end else gold_end) - (start if start > gold_start else gold_start)
            if shared > 0 and (iou := shared / (end - start + gold_end - gold_start - shared)) >= THRESHOLD:
                found.append(Pair(p, g, iou))
    return found


def match(
    predicted: Sequence[Span],
    gold: Sequence[Span],
    agree: Agree | None = None,
    identity: Sequence[Hashable] | None = None,
) -> list[Pair]:
    """The matched pairs of two lists of spans; spans without a partner are in none. `agree` is given both indices.

    A copy of a prediction pairs with nothing, so that it cannot meet a second gold span nested in the first:
    predictions are copies where their `identity` (their span, if none is given) and their eligible gold are the same.
    """
    pairs = [pair for pair in overlapping(predicted, gold) if agree is None or agree(pair.predicted, pair.gold)]
    return best(pairs, identity or predicted)


def best(pairs: Sequence[Pair], identity: Sequence[Hashable] | None = None) -> list[Pair]:
    """The one-to-one choice from eligible pairs: most pairs, then greatest summed weight; copies pair with nothing.

    `identity` holds for each prediction what makes it a copy of another; without it there are no copies.
    """
    original = identity is None or len({identity[pair.predicted] for pair in pairs}) == len(pairs)
    if original and _one_to_one(pairs):
        return list(pairs)
    if identity is not None:
        pairs = _without_copies(pairs, identity)
    chosen: list[Pair] = []
    for group in _groups(pairs):
        chosen += group if len(group) == 1 else _assign(group)
    return chosen


def _one_to_one(pairs: Sequence[Pair]) -> bool:
    return len({pair.predicted for pair in pairs}) == len(pairs) == len({pair.gold for pair in pairs})


def _without_copies(pairs: Sequence[Pair], identity: Sequence[Hashable]) -> list[Pair]:
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

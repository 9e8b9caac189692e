"""One-to-one matching of predicted and gold spans.

A pair is *eligible* where its intersection over union in characters is at least 0.5 and whatever labels the figure asks
for agree. Of all one-to-one matchings of eligible pairs the one with most pairs wins, then the one with the greatest
summed IoU (solved exactly, on each connected group of spans by itself).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set

THRESHOLD = 0.5

Place = tuple[int, int]
"""A half-open span of code points as a plain tuple; a `Span` is one."""
Pair = tuple[int, int, float]
"""Index of the prediction, index of the gold, and the weight (IoU) of the pair."""
Spans = Set[Place] | Mapping[Place, object]
"""Distinct spans."""
Agree = Callable[[int, int], bool]


def iou(a: Place, b: Place) -> float:
    """Intersection over union in code points, 0 for disjoint spans."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (a[1] - a[0] + b[1] - b[0] - shared) if shared > 0 else 0.0


def overlapping(predicted: Sequence[Place], gold: Sequence[Place]) -> list[Pair]:
    """All pairs with IoU >= 0.5, labels aside, found by a sweep over sorted spans; ordered by prediction, then place.

    In gold that is flat and stands in order, a span that equals the prediction is its only partner, and is looked up.
    """
    if not predicted or not gold:
        return []
    if flat(gold):
        return _sweep(predicted, gold, range(len(gold)), {place: g for g, place in enumerate(gold)})
    order = sorted(range(len(gold)), key=gold.__getitem__)
    return _sweep(predicted, [gold[g] for g in order], order, {})


def flat(spans: Iterable[Place]) -> bool:
    """Whether spans stand in order and apart from one another."""
    reach = -1
    for start, end in spans:
        if start < reach:
            return False
        reach = end
    return True


def _sweep(
    predicted: Sequence[Place], line: Sequence[Place], order: Sequence[int], equal: Mapping[Place, int]
) -> list[Pair]:
    """The pairs with gold spans in order of the text, whose indices are `order`; one function, for it runs for each span."""
    found: list[Pair] = []
    for p, place in enumerate(predicted):
        if place in equal:
            found.append((p, equal[place], 1.0))
            continue
        start, end = place
        # the union is at most twice the prediction, so no eligible gold begins more than its length before it
        for n in range(bisect_left(line, (2 * start - end,)), len(line)):
            gold_start, gold_end = line[n]
            if gold_start >= end:
                break
            shared = (end if end < gold_end else gold_end) - (start if start > gold_start else gold_start)
            if shared > 0 and (weight := shared / (end - start + gold_end - gold_start - shared)) >= THRESHOLD:
                found.append((p, order[n], weight))
    return found


def paired(predicted: Spans, gold: Spans) -> list[tuple[Place, Place, float]]:
    """The matched pairs of distinct spans, by the spans themselves.

    A span that stands on both sides pairs with itself, and is looked up, where nothing else could want its gold.
    """
    equal: list[tuple[Place, Place, float]] = []
    left: list[Place] = []
    for place in predicted:
        if place in gold:
            equal.append((place, place, 1.0))
        else:
            left.append(place)
    if not left:
        return equal
    line = sorted(gold)
    if flat(line):
        near = _sweep(left, line, range(len(line)), {})
        if one_to_one(near) and not any(line[g] in predicted for _, g, _ in near):
            return equal + [(left[p], line[g], weight) for p, g, weight in near]
    theirs = sorted(predicted)
    return [(theirs[p], line[g], weight) for p, g, weight in best(overlapping(theirs, line))]


def match(
    predicted: Sequence[Place],
    gold: Sequence[Place],
    agree: Agree | None = None,
    identity: Sequence[Hashable] | None = None,
) -> list[Pair]:
    """The matched pairs of two lists of spans; spans without a partner are in none. `agree` is given both indices.

    A copy of a prediction pairs with nothing, so that it cannot meet a second gold span nested in the first:
    predictions are copies where their `identity` (their span, if none is given) and their eligible gold are the same.
    """
    pairs = [pair for pair in overlapping(predicted, gold) if agree is None or agree(pair[0], pair[1])]
    return best(pairs, identity or predicted)


def best(pairs: Sequence[Pair], identity: Sequence[Hashable] | None = None) -> list[Pair]:
    """The one-to-one choice from eligible pairs: most pairs, then greatest summed weight; copies pair with nothing.

    `identity` holds for each prediction what makes it a copy of another; without it there are no copies. Between equal
    choices the indices decide: who does not want that numbers spans by what they are, not by their place in a file.
    """
    if one_to_one(pairs):  # two copies would share their gold
        return list(pairs)
    if identity is not None:
        pairs = _without_copies(pairs, identity)
    return [pair for group in _groups(pairs) for pair in _solved(group)]


def one_to_one(pairs: Sequence[Pair]) -> bool:
    """Whether no prediction and no gold stands in two pairs."""
    predicted, gold = set(), set()
    for p, g, _ in pairs:
        predicted.add(p)
        gold.add(g)
    return len(predicted) == len(pairs) == len(gold)


def _without_copies(pairs: Sequence[Pair], identity: Sequence[Hashable]) -> list[Pair]:
    reach: dict[int, list[int]] = {}
    for p, g, _ in pairs:
        reach.setdefault(p, []).append(g)
    seen: dict[tuple[Hashable, frozenset[int]], int] = {}
    for p in sorted(reach):
        seen.setdefault((identity[p], frozenset(reach[p])), p)
    originals = set(seen.values())
    return [pair for pair in pairs if pair[0] in originals]


def _groups(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Pairs that hang together through a shared prediction or gold, by union-find; golds are the numbers below 0."""
    parent: dict[int, int] = {}

    def find(node: int) -> int:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for p, g, _ in pairs:
        parent[find(p)] = find(-1 - g)
    groups: dict[int, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(find(pair[0]), []).append(pair)
    return list(groups.values())


def _solved(group: list[Pair]) -> list[Pair]:
    """The choice within one group; all but the smallest groups go to scipy."""
    rows = {p: n for n, p in enumerate(sorted({p for p, _, _ in group}))}
    columns = {g: n for n, g in enumerate(sorted({g for _, g, _ in group}))}
    if len(rows) == 1 or len(columns) == 1:
        return [max(sorted(group), key=_weight)]
    at = {(rows[p], columns[g]): (p, g, weight) for p, g, weight in group}
    if len(rows) == len(columns) == 2:
        straight, crossed = ([at[cell] for cell in cells if cell in at] for cells in _TWO_BY_TWO)
        return max(straight, crossed, key=lambda chosen: (len(chosen), sum(map(_weight, chosen))))
    return _assigned(at, len(rows), len(columns))


_TWO_BY_TWO = (((0, 0), (1, 1)), ((0, 1), (1, 0)))


def _weight(pair: Pair) -> float:
    return pair[2]


def _assigned(at: dict[tuple[int, int], Pair], rows: int, columns: int) -> list[Pair]:
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    weights = np.zeros((rows, columns))
    for cell, pair in at.items():
        weights[cell] = 1.0 + min(rows, columns) + pair[2]  # one pair more outweighs any sum of IoUs
    solved = zip(*linear_sum_assignment(weights, maximize=True), strict=True)
    return [at[int(i), int(j)] for i, j in solved if (int(i), int(j)) in at]

"""Definitions written out as they stand in the books, slow and with nothing of the scorer's own code."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence, Set
from itertools import combinations
from typing import Any, TypeVar

Item = TypeVar("Item")
Links = frozenset[frozenset[int]]


def iou(one: Sequence[Any], other: Sequence[Any]) -> float:
    """Intersection over union of two half-open spans (the first two numbers of each), by counting code points."""
    a, b = set(range(one[0], one[1])), set(range(other[0], other[1]))
    return len(a & b) / len(a | b)


def best_assignment(left: Sequence[Item], right: Sequence[Item], weight: Callable[[Item, Item], float]) -> float:
    """The greatest summed weight of any one-to-one pairing, by trying all of them."""
    if not left:
        return 0.0
    rest = left[1:]
    totals = [best_assignment(rest, right, weight)]
    for n, item in enumerate(right):
        if w := weight(left[0], item):
            totals.append(w + best_assignment(rest, [*right[:n], *right[n + 1 :]], weight))
    return max(totals)


def links(entity: Collection[int]) -> Links:
    """All links between the mentions of an entity; an entity of one mention is linked to itself."""
    if len(entity) == 1:
        return frozenset([frozenset(entity)])
    return frozenset(frozenset(pair) for pair in combinations(entity, 2))


def lea(key: Sequence[Set[int]], response: Sequence[Set[int]]) -> float | None:
    """The recall of LEA (Moosavi and Strube 2016): sum of |k| * (links of k kept / links of k) over sum of |k|.

    Precision is the same with the sides exchanged. None where the key is empty.
    """
    if not key:
        return None
    resolved = sum(len(k) * sum(len(links(k) & links(r)) for r in response) / len(links(k)) for k in key)
    return resolved / sum(len(k) for k in key)

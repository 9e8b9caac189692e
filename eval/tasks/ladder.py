"""A ladder of labels over eligible pairs: each rung asks for one label more, and is matched by itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple

from ..match import Pair, best, one_to_one


class Rung(NamedTuple):
    """The pairs that agree in all labels up to this one, and the one-to-one choice among them."""

    pairs: list[Pair]
    chosen: list[Pair]


def standing(heights: Iterable[int], top: int) -> list[int]:
    """How many pairs stand on each rung, from the ground up: where these are one-to-one, that is all there is to choose."""
    numbers = [0] * (top + 1)
    for height in heights:
        numbers[height] += 1
    for n in range(top - 1, -1, -1):
        numbers[n] += numbers[n + 1]
    return numbers


def climb(
    pairs: list[Pair], heights: Sequence[int], top: int, identity: Callable[[], Sequence[Hashable]]
) -> list[Rung]:
    """The rungs from the ground, labels aside, up to the `top` label; each pair stands on as many as its height says.

    `identity` says what makes a prediction a copy; where the pairs are one-to-one there are none, and it is not asked.
    """
    rungs = [[pair for pair, height in zip(pairs, heights, strict=True) if height >= n] for n in range(top + 1)]
    copies = None if one_to_one(pairs) else identity()
    return [Rung(rung, best(rung, copies)) for rung in rungs]


def fallen(below: Rung, above: Rung) -> list[Pair]:
    """The pairs that stand on one rung and not on the next: what only the label of that next one tells apart."""
    standing = {pair[:2] for pair in above.pairs}
    return [pair for pair in below.pairs if pair[:2] not in standing]

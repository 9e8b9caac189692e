"""A ladder of labels over eligible pairs: each rung asks for one label more, and is matched by itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple

from ..match import Agree, Pair, best, one_to_one


class Rung(NamedTuple):
    """The pairs that agree in all labels up to this one, and the one-to-one choice among them."""

    pairs: list[Pair]
    chosen: list[Pair]


def climb(
    ground: str, pairs: list[Pair], labels: Mapping[str, Agree], identity: Callable[[], Sequence[Hashable]]
) -> dict[str, Rung]:
    """Name -> rung: the `ground`, labels aside, then one for each label, which is asked of both indices of a pair.

    Where the ground is one-to-one, so is every rung above it: nothing is left to choose, and `identity` (what makes a
    prediction a copy) is not asked for.
    """
    copies = None if one_to_one(pairs) else identity()
    rungs = {ground: Rung(pairs, pairs if copies is None else best(pairs, copies))}
    for name, agree in labels.items():
        pairs = [pair for pair in pairs if agree(pair[0], pair[1])]
        rungs[name] = Rung(pairs, pairs if copies is None else best(pairs, copies))
    return rungs


def fallen(below: Rung, above: Rung) -> list[Pair]:
    """The pairs that stand on one rung and not on the next: what only the label of that next one tells apart."""
    standing = {pair[:2] for pair in above.pairs}
    return [pair for pair in below.pairs if pair[:2] not in standing]

"""A ladder of labels over eligible pairs: each rung asks for one label more, and is matched by itself."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from ..match import Agree, Pair, best, one_to_one


@dataclass(frozen=True)
class Rung:
    """The pairs that agree in all labels up to this one, and the one-to-one choice among them."""

    pairs: list[Pair]
    chosen: list[Pair]


def climb(
    ground: str, pairs: Sequence[Pair], labels: Mapping[str, Agree], identity: Sequence[Hashable]
) -> dict[str, Rung]:
    """Name -> rung: the `ground`, labels aside, then one for each label, which is asked of both indices of a pair.

    Where the ground is one-to-one, so is every rung above it, and nothing is left to choose.
    """
    plain, standing = one_to_one(pairs), list(pairs)
    rungs = {ground: Rung(standing, standing if plain else best(standing, identity))}
    for name, agree in labels.items():
        standing = [pair for pair in standing if agree(pair[0], pair[1])]
        rungs[name] = Rung(standing, standing if plain else best(standing, identity))
    return rungs


def fallen(below: Rung, above: Rung) -> list[Pair]:
    """The pairs that stand on one rung and not on the next: what only the label of that next one tells apart."""
    standing = {pair[:2] for pair in above.pairs}
    return [pair for pair in below.pairs if pair[:2] not in standing]

"""Two systems or many: differences with intervals and p values, the documents that decide them, who stands with the best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
import numpy as np

from . import inputs
from .counts import Floats
from .resample import PAIRED_ROUNDS, ROUNDS, SEED, Statistic, differences, holm, micro, paired, percentiles
from .scorer import Counted, count
from .tasks import GIVEN, TASKS

DECIDING = 5
POWER = 1.959964 + 0.841621
"""Standard normal quantiles of .975 and .8: a true difference of this many standard errors is seen in 4 of 5 tests."""


class Comparison(msgspec.Struct, frozen=True):
    """One task's headline difference a - b.

    `interval` is the paired bootstrap's 95%, `p` by paired approximate randomisation; `detectable` the smallest true
    difference that a test at .05 would see four times in five on these documents; `deciding` the documents whose
    absence would change the difference most, with that change (positive: the document speaks for a). None where
    undefined.
    """

    a: float | None
    b: float | None
    difference: float | None
    interval: tuple[float, float] | None
    p: float | None
    detectable: float | None
    deciding: list[tuple[str, float]]


def compare(
    gold: inputs.Source, a: inputs.Source, b: inputs.Source, *, rounds: int = PAIRED_ROUNDS, seed: int = SEED
) -> dict[str, Comparison | None]:
    """Task -> comparison of two systems on the same gold; None where not both attempt the task.

    Sources are those of `score`. Raises `BadInput` with every fault of the input.
    """
    if isinstance(gold, Iterator):
        gold = list(gold)  # it is read once for each system
    return compared(count(gold, a), count(gold, b), rounds=rounds, seed=seed)


def compared(a: Counted, b: Counted, *, rounds: int = PAIRED_ROUNDS, seed: int = SEED) -> dict[str, Comparison | None]:
    """The comparison from counts. Raises `ValueError` where the two were not counted on the same gold."""
    if (a.data, a.docs) != (b.data, b.docs):
        raise ValueError("the two systems were not scored on the same data")
    return {task: _compared(a, b, task, rounds, seed) for task in (*TASKS, GIVEN)}


def _compared(a: Counted, b: Counted, task: str, rounds: int, seed: int) -> Comparison | None:
    (left, statistic), (right, _) = a.headline(task), b.headline(task)
    if left is None or right is None:
        return None
    ours, theirs = _value(left, statistic), _value(right, statistic)
    if ours is None or theirs is None:
        return Comparison(ours, theirs, None, None, None, None, [])
    spread = differences(left, right, statistic, rounds=ROUNDS, seed=seed)
    return Comparison(
        ours,
        theirs,
        ours - theirs,
        interval=percentiles(spread),
        p=paired(left, right, statistic, rounds=rounds, seed=seed),
        detectable=float(POWER * np.std(spread, ddof=1)) if len(spread) > 1 else None,
        deciding=_deciding(left, right, statistic, a.docs),
    )


def _value(counts: Floats, statistic: Statistic) -> float | None:
    value = float(statistic(counts.sum(axis=0)[None])[0])
    return None if np.isnan(value) else value


def _deciding(a: Floats, b: Floats, statistic: Statistic, docs: tuple[str, ...]) -> list[tuple[str, float]]:
    """Documents by what the difference loses without each: the jackknife's influence."""
    without = statistic(a.sum(axis=0) - a) - statistic(b.sum(axis=0) - b)
    change = np.nan_to_num(statistic(a.sum(axis=0)[None]) - statistic(b.sum(axis=0)[None]) - without)
    order = sorted(range(len(docs)), key=lambda n: (-abs(change[n]), docs[n]))
    return [(docs[n], float(change[n])) for n in order[:DECIDING] if abs(change[n]) > 1e-12]


def against_best(
    systems: Mapping[str, Floats], *, rounds: int = PAIRED_ROUNDS, seed: int = SEED
) -> dict[str, float | None]:
    """System -> Holm-adjusted p of its difference from the best, from headline counts of shape (documents, 1, 4).

    The best itself, and systems without a figure, have None.
    """
    scores = {name: value for name, counts in systems.items() if (value := _value(counts, micro)) is not None}
    found: dict[str, float | None] = dict.fromkeys(systems)
    if scores:
        best = max(scores, key=lambda name: (scores[name], name))
        others = [name for name in scores if name != best]
        raw = [paired(systems[best], systems[name], micro, rounds=rounds, seed=seed) for name in others]
        found |= zip(others, holm(raw), strict=True)
    return found


def best_group(systems: Mapping[str, Floats], *, level: float = 0.05, rounds: int = PAIRED_ROUNDS) -> list[str]:
    """The best system and those that do not differ from it significantly, in the order given; none without a point."""
    scored = [name for name, counts in systems.items() if _value(counts, micro)]
    p = against_best(systems, rounds=rounds)
    return [name for name in scored if (value := p[name]) is None or value >= level]

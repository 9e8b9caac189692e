"""Two systems or many: differences, their p values, and who stands apart from the best."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .counts import Floats
from .resample import PAIRED_ROUNDS, SEED, Statistic, holm, paired
from .tally import GIVEN, TASKS, Counted


def compare(a: Counted, b: Counted, *, rounds: int = PAIRED_ROUNDS, seed: int = SEED) -> dict[str, Any]:
    """Headline difference a - b of each task that both attempt, with p by paired approximate randomisation.

    Raises `ValueError` where the two were not counted on the same gold.
    """
    if (a.data, a.docs) != (b.data, b.docs):
        raise ValueError("the two systems were not scored on the same data")
    return {task: _difference(a, b, task, rounds, seed) for task in (*TASKS, GIVEN)}


def _difference(a: Counted, b: Counted, task: str, rounds: int, seed: int) -> dict[str, float | None] | None:
    (left, statistic), (right, _) = a.headline(task), b.headline(task)
    if left is None or right is None:
        return None
    scores = [_value(counts, statistic) for counts in (left, right)]
    difference = None if None in scores else scores[0] - scores[1]  # type: ignore[operator]
    return {
        "a": scores[0],
        "b": scores[1],
        "difference": difference,
        "p": paired(left, right, statistic, rounds=rounds, seed=seed),
    }


def _value(counts: Floats, statistic: Statistic) -> float | None:
    value = float(statistic(counts.sum(axis=0)[None])[0])
    return None if np.isnan(value) else value


def against_best(
    systems: Mapping[str, Counted], task: str, *, rounds: int = PAIRED_ROUNDS, seed: int = SEED
) -> dict[str, float | None]:
    """System -> Holm-adjusted p of its difference from the task's best; the best itself, and systems without a figure, have None."""
    scores = {}
    for name, counted in systems.items():
        counts, statistic = counted.headline(task)
        value = None if counts is None else _value(counts, statistic)
        if value is not None:
            scores[name] = value
    if not scores:
        return dict.fromkeys(systems)
    best = max(scores, key=lambda name: (scores[name], name))
    others = [name for name in scores if name != best]
    raw = []
    for name in others:
        found = _difference(systems[best], systems[name], task, rounds, seed)
        raw.append(found["p"] if found else None)
    return dict.fromkeys(systems) | dict(zip(others, holm(raw), strict=True))

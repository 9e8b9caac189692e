"""The given track: holder, target and cue of each gold stance are given, its polarity is predicted."""

from __future__ import annotations

from collections.abc import Mapping

from ...annotations.labels import POLARITIES
from ...annotations.layers import Record
from ..counts import Count, Numbers

GIVEN = "stance_given"
NONE: dict[str, int] = dict.fromkeys(POLARITIES, 0)
FIGURES = tuple(f"given_{polarity}" for polarity in POLARITIES)


def numbers(gold: Record, polarities: Mapping[str, str]) -> list[Numbers]:
    """One document: gold stance id -> predicted polarity, a count for each figure.

    A gold stance without a prediction is silence: missed, and no false alarm.
    """
    hits, predicted, there = {**NONE}, {**NONE}, {**NONE}
    for stance in gold.stances or ():
        right, said = stance.polarity, polarities.get(stance.id)
        there[right] += 1
        if said is not None:
            predicted[said] = predicted.get(said, 0) + 1
            hits[right] += said == right
    return [(hits[p], predicted[p], hits[p], there[p]) for p in POLARITIES]


def counts(gold: Record, polarities: Mapping[str, str]) -> dict[str, Count]:
    """The same by figure."""
    return dict(zip(FIGURES, map(Count._make, numbers(gold, polarities)), strict=True))

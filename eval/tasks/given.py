"""The given track: holder, target and cue of each gold stance are given, its polarity is predicted."""

from __future__ import annotations

from collections.abc import Mapping

from ...annotations.labels import POLARITIES
from ...annotations.layers import Record
from ..counts import Count, count

GIVEN = "stance_given"
FIGURES = tuple(f"given_{polarity}" for polarity in POLARITIES)


def counts(gold: Record, polarities: Mapping[str, str]) -> dict[str, Count]:
    """One document: gold stance id -> predicted polarity, a count for each class.

    A gold stance without a prediction is silence: missed, and no false alarm.
    """
    asked = [(stance.polarity, polarities.get(stance.id)) for stance in gold.stances or ()]
    return {
        f"given_{polarity}": count(
            sum(right == said == polarity for right, said in asked),
            sum(said == polarity for _, said in asked),
            sum(right == polarity for right, _ in asked),
        )
        for polarity in POLARITIES
    }

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
    right = [stance.polarity for stance in gold.stances or ()]
    said = [polarities.get(stance.id) for stance in gold.stances or ()]
    hits = [polarity for polarity, other in zip(right, said, strict=True) if polarity == other]
    return {
        f"given_{polarity}": count(hits.count(polarity), said.count(polarity), right.count(polarity))
        for polarity in POLARITIES
    }

"""Two passes over one document in one set of ids: what one annotator calls `d3` the other may call `d4`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .labels import SPEAKER
from .layers import Entity, Gate, Mention, Record, renamed

OTHER = "b."
"""Prefix of an id that only the second pass has."""


def in_ids_of(a: Record, b: Record) -> Record:
    """`b` with the ids of `a` wherever the two mean the same; what only `b` has gets the prefix ``b.``."""
    names: dict[str, str] = {}
    for layer, alike in (("entities", _same_entity), ("demands", _overlap), ("outcomes", _overlap)):
        names |= _pairs(getattr(a, layer) or [], getattr(b, layer) or [], alike)
    b = renamed(b, names)
    tied = _pairs(a.stances or [], b.stances or [], _same_stance) | _pairs(a.gates or [], b.gates or [], _same_gate)
    return renamed(b, tied)


def _pairs(left: Sequence[Any], right: Sequence[Any], alike: Callable[[Any, Any], float]) -> dict[str, str]:
    """Id in `right` -> id in `left`, one to one, greatest likeness in all; unlike ones get the prefix."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    likeness = np.array([[alike(x, y) for y in right] for x in left]).reshape(len(left), len(right))
    rows, columns = linear_sum_assignment(likeness, maximize=True)
    found = {right[j].id: left[i].id for i, j in zip(rows, columns, strict=True) if likeness[i, j] > 0}
    return {item.id: found.get(item.id, OTHER + item.id) for item in right}


def _overlap(x: Mention, y: Mention) -> float:
    iou = x.span.iou(y.span)
    return iou if iou >= 0.25 else 0.0


def _same_entity(x: Entity, y: Entity) -> float:
    """Shared mentions count most, then the id; `speaker` is only ever itself."""
    if SPEAKER in (x.id, y.id):
        return float(x.id == y.id)
    shared = {m.span for m in x.mentions} & {m.span for m in y.mentions}
    named = x.id == y.id or (x.name is not None and x.name == y.name)
    return len(shared) + 0.5 * named


def _same_gate(x: Gate, y: Gate) -> float:
    """Gates are alike that tie the same two; a shared cue only tells apart those that do."""
    tied = (x.demand == y.demand) + (x.outcome == y.outcome)
    cue = x.span.iou(y.span) if None not in (x.start, x.end, y.start, y.end) else 0.0
    return tied + 0.5 * cue if tied == 2 or (tied and cue) else 0.0


def _same_stance(x: Any, y: Any) -> float:
    cue = x.span.iou(y.span)
    return cue + 0.5 * (x.holder == y.holder) + 0.5 * (x.target == y.target) if cue >= 0.25 else 0.0

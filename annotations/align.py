"""Two passes over one document in one set of ids: what one annotator calls `d3` the other may call `d4`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from .labels import SPEAKER
from .layers import Entity, Mention, Record

OTHER = "b."
"""Prefix of an id that only the second pass has."""


def in_ids_of(a: Record, b: Record) -> Record:
    """`b` with the ids of `a` wherever the two mean the same; what only `b` has gets the prefix ``b.``."""
    names: dict[str, str] = {}
    for layer, alike in (("entities", _same_entity), ("demands", _overlap), ("outcomes", _overlap)):
        names |= _pairs(getattr(a, layer) or [], getattr(b, layer) or [], alike)
    b = renamed(b, names)
    return renamed(b, _pairs(a.stances or [], b.stances or [], _same_stance))


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


def _same_stance(x: Any, y: Any) -> float:
    cue = x.span.iou(y.span)
    return cue + 0.5 * (x.holder == y.holder) + 0.5 * (x.target == y.target) if cue >= 0.25 else 0.0


def renamed(record: Record, names: dict[str, str]) -> Record:
    """The record with ids replaced throughout; ids that `names` lacks stay."""
    replace = msgspec.structs.replace

    def to(name: str) -> str:
        return names.get(name, name)

    def maybe(name: str | None) -> str | None:
        return None if name is None else to(name)

    return replace(
        record,
        entities=record.entities and [replace(e, id=to(e.id), principal=maybe(e.principal)) for e in record.entities],
        demands=record.demands
        and [
            replace(
                d,
                id=to(d.id),
                issuers=[to(i) for i in d.issuers],
                addressees=[to(i) for i in d.addressees],
                same_as=maybe(d.same_as),
                gates=[to(g) for g in d.gates],
            )
            for d in record.demands
        ],
        outcomes=record.outcomes and [replace(o, id=to(o.id)) for o in record.outcomes],
        stances=record.stances
        and [replace(s, id=to(s.id), holder=to(s.holder), target=to(s.target)) for s in record.stances],
        conflicts=record.conflicts and [(to(x), to(y)) for x, y in record.conflicts],
    )

"""Made-up documents of any number for tests of speed and for comparisons with peers: gold, and a system that errs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import numpy as np

from parleybench.annotations.labels import DIRECTIONS, ENTITY_TYPES, ISSUES, OUTCOME_KINDS, POLARITIES
from parleybench.annotations.layers import Demand, Entity, Gate, Mention, Outcome, Record, Stance

ENTITIES, MENTIONS, DEMANDS, OUTCOMES, STANCES = 6, 18, 10, 5, 7
SPANS = MENTIONS + DEMANDS + OUTCOMES + STANCES  # 40 a document
STEP, LENGTH = 60, 40
Item = TypeVar("Item")


def golds(documents: int, seed: int = 0) -> Iterator[Record]:
    """Gold records of `SPANS` spans each: flat spans, 20 to 40 code points long, at least 20 apart."""
    draw = np.random.default_rng(seed)
    for n in range(documents):
        yield _gold(f"made-{n:06}", draw)


def _gold(doc: str, draw: np.random.Generator) -> Record:
    places = iter(_places(SPANS, draw))
    mentions = [Mention(*next(places)) for _ in range(MENTIONS)]
    entities = [
        Entity(
            id=f"e{n}",
            type=ENTITY_TYPES[draw.integers(len(ENTITY_TYPES))],
            principal="e0" if n == ENTITIES - 1 else None,
            mentions=mentions[n::ENTITIES],
        )
        for n in range(ENTITIES)
    ]
    outcomes = [
        Outcome(*next(places), id=f"o{n}", kind=OUTCOME_KINDS[draw.integers(len(OUTCOME_KINDS))])
        for n in range(OUTCOMES)
    ]
    demands = [
        Demand(
            *next(places),
            id=f"d{n}",
            direction=DIRECTIONS[int(draw.random() < 0.1)],
            issue=ISSUES[draw.integers(len(ISSUES))],
            issuers=[f"e{draw.integers(ENTITIES)}"],
            addressees=[f"e{draw.integers(ENTITIES)}"] if draw.random() < 0.5 else [],
        )
        for n in range(DEMANDS)
    ]
    gated = [(f"d{n}", f"o{draw.integers(OUTCOMES)}") for n in range(DEMANDS) if draw.random() < 0.3]
    gates = [Gate(id=f"g{n}", demand=d, outcome=o) for n, (d, o) in enumerate(gated)]
    stances = [
        Stance(
            *next(places),
            id=f"s{n}",
            holder=f"e{draw.integers(ENTITIES)}",
            target=f"o{draw.integers(OUTCOMES)}" if draw.random() < 0.5 else f"d{draw.integers(DEMANDS)}",
            polarity=POLARITIES[draw.integers(len(POLARITIES))],
        )
        for n in range(STANCES)
    ]
    return Record(doc, entities, demands, outcomes, gates, stances, [("d0", "d1")] if draw.random() < 0.3 else [])


def _places(number: int, draw: np.random.Generator) -> list[tuple[int, int]]:
    starts = STEP * draw.permutation(number)
    return [(int(s), int(s + size)) for s, size in zip(starts, draw.integers(LENGTH // 2, LENGTH, number), strict=True)]


def erring(golds: Iterator[Record], seed: int = 1) -> Iterator[Record]:
    """Each gold record as a middling system would give it: spans moved, labels changed, records missed and added."""
    draw = np.random.default_rng(seed)
    for gold in golds:
        yield _erring(gold, draw)


def _erring(gold: Record, draw: np.random.Generator) -> Record:
    entities = [
        Entity(id=e.id, type=e.type, principal=e.principal, mentions=[_moved(m, draw) for m in _kept(e.mentions, draw)])
        for e in gold.entities or ()
    ]
    outcomes = [Outcome(*_moved(o, draw).span, id=o.id, kind=o.kind) for o in gold.outcomes or ()]
    demands = [
        Demand(
            *_moved(d, draw).span,
            id=d.id,
            direction=d.direction,
            issue=d.issue if draw.random() < 0.8 else ISSUES[draw.integers(len(ISSUES))],
            issuers=d.issuers if draw.random() < 0.8 else ["e1"],
            addressees=d.addressees,
        )
        for d in _kept(gold.demands or [], draw)
    ]
    lost = {d.id for d in gold.demands or ()} - {d.id for d in demands}
    stances = [
        Stance(
            *s.span, id=s.id, holder=s.holder, target=s.target, polarity=s.polarity if draw.random() < 0.7 else "oppose"
        )
        for s in _kept(gold.stances or [], draw)
        if s.target not in lost
    ]
    conflicts = [pair for pair in _kept(gold.conflicts or [], draw) if not lost & set(pair)]
    gates = [gate for gate in gold.gates or () if gate.demand not in lost]
    return Record(gold.doc, entities, demands, outcomes, gates, stances, conflicts)


def _kept(items: list[Item], draw: np.random.Generator) -> list[Item]:
    return [item for item in items if draw.random() < 0.85]


def _moved(place: Mention, draw: np.random.Generator) -> Mention:
    """The same place, or one that begins or ends up to a quarter of its length away."""
    start, end = place.span
    if draw.random() < 0.7:
        return Mention(start, end)
    shift = int(draw.integers(1, 12))
    return Mention(start + shift, end) if draw.random() < 0.5 else Mention(start, end + shift)

"""Edits of a prediction that carry no information: merges, splits, reroots, renamings and copies of its actors, and worse predictions
made from gold for them to be tried on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import msgspec

from parleybench.annotations.labels import SPEAKER
from parleybench.annotations.layers import Entity, Record, renamed, sides

replace = msgspec.structs.replace
Edit = Callable[[Record, Random], Record]


def merged(found: Record, into: Mapping[str, str]) -> Record:
    """Entities joined under other ids; whoever spoke for what it is now does so no longer."""
    joined: dict[str, Entity] = {}
    for entity in renamed(found, dict(into)).entities or ():
        first = joined.get(entity.id, entity)
        same = [] if first is entity else first.mentions
        joined[entity.id] = replace(first, mentions=[*same, *entity.mentions])
    alone = [replace(e, principal=None if e.principal == e.id else e.principal) for e in joined.values()]
    return replace(renamed(found, dict(into)), entities=alone)


def names(found: Record) -> list[str]:
    return [entity.id for entity in found.entities or ()]


def first(found: Record) -> str:
    """The entity with most mentions: what a blind guess would take for everybody."""
    ranked = sorted(found.entities or (), key=lambda e: (-len(e.mentions), e.id))
    return ranked[0].id if ranked else SPEAKER


def merge_all(found: Record, draw: Random) -> Record:
    return merged(found, dict.fromkeys(names(found), first(found)))


def call_all_speaker(found: Record, draw: Random) -> Record:
    return merged(found, dict.fromkeys(names(found), SPEAKER))


def root_all(found: Record, root: str) -> Record:
    return replace(found, entities=[replace(e, principal=None if e.id == root else root) for e in found.entities or ()])


def root_all_in_speaker(found: Record, draw: Random) -> Record:
    return root_all(found, SPEAKER)


def root_all_in_first(found: Record, draw: Random) -> Record:
    return root_all(found, first(found))


def merge_sides(found: Record, draw: Random) -> Record:
    return merged(found, {name: side for name, side in sides(found).items() if side and name in names(found)})


def rename(found: Record, draw: Random) -> Record:
    fresh = draw.sample(range(10**6), len(names(found)))
    return renamed(found, {n: f"x{new}" for n, new in zip(names(found), fresh, strict=True) if n != SPEAKER})


def copy_actors(found: Record, draw: Random) -> Record:
    return replace(
        found, entities=[*(found.entities or ()), *(replace(e, id=e.id + "+") for e in found.entities or ())]
    )


def copy_records(found: Record, draw: Random) -> Record:
    def doubled(items: list[Any] | None, *linked: str) -> list[Any]:
        again = [replace(i, id=i.id + "+", **{f: getattr(i, f) + "+" for f in linked}) for i in items or ()]
        return [*(items or ()), *again]

    return replace(
        found,
        demands=doubled(found.demands),
        outcomes=doubled(found.outcomes),
        gates=doubled(found.gates, "demand", "outcome"),
        stances=doubled(found.stances),
    )


def split(found: Record, draw: Random) -> Record:
    """Each entity by halves, the second half an actor of its own that says nothing."""
    made = []
    for entity in found.entities or ():
        half = len(entity.mentions) // 2
        made.append(replace(entity, mentions=entity.mentions[half:]))
        if half:
            made.append(replace(entity, id=entity.id + "~", mentions=entity.mentions[:half]))
    return replace(found, entities=made)


def split_within(found: Record, draw: Random) -> Record:
    """Each mention an entity of its own that speaks for the first."""
    made = []
    for entity in found.entities or ():
        made.append(replace(entity, mentions=entity.mentions[:1]))
        rest = enumerate(entity.mentions[1:])
        made += [replace(entity, id=f"{entity.id}~{n}", principal=entity.id, mentions=[m]) for n, m in rest]
    return replace(found, entities=made)


def merge_some(found: Record, draw: Random) -> Record:
    for _ in range(draw.randint(1, 4)):
        if len(names(found)) > 1:
            a, b = draw.sample(names(found), 2)
            found = merged(found, {a: b})
    return found


def reroot_some(found: Record, draw: Random) -> Record:
    actors = list(found.entities or ())
    for _ in range(draw.randint(1, 4) if len(actors) > 1 else 0):
        a, b = draw.sample(range(len(actors)), 2)
        actors[a] = replace(actors[a], principal=actors[b].id)
    return replace(found, entities=actors)


BLIND: tuple[Edit, ...] = (
    *(merge_all, call_all_speaker, root_all_in_speaker, root_all_in_first),
    *(merge_sides, rename, copy_actors, copy_records, split_within),
)
"""What is done alike to every document."""
DRAWN: tuple[Edit, ...] = (split, merge_some, reroot_some)
"""What chance decides: to a prediction that errs in who is who it may happen to be right."""


def half(gold: Record, draw: Random) -> Record:
    """About half of what gold says, all of it right."""

    def kept(items: list[Any] | None) -> list[Any]:
        return [item for item in items or () if draw.random() < 0.5]

    demands = kept(gold.demands)
    known = {d.id for d in demands}
    lost = {d.id for d in gold.demands or ()} - known
    return replace(
        gold,
        demands=[replace(d, same_as=d.same_as if d.same_as in known else None) for d in demands],
        gates=[gate for gate in kept(gold.gates) if gate.demand in known],
        stances=[s for s in kept(gold.stances) if s.target not in lost],
        conflicts=[pair for pair in gold.conflicts or () if known >= set(pair)],
    )


def dim(gold: Record, draw: Random) -> Record:
    """Half of what gold says, and half of the mentions that would tell who is who."""
    bare = [replace(e, mentions=[m for m in e.mentions if draw.random() < 0.5]) for e in gold.entities or ()]
    return replace(half(gold, draw), entities=bare)


def confused(gold: Record, draw: Random) -> Record:
    """Half of what gold says, four in ten of it put into another's mouth."""
    found = half(gold, draw)

    def said(name: str) -> str:
        return draw.choice(names(gold)) if draw.random() < 0.4 else name

    return replace(
        found,
        demands=[replace(d, issuers=[said(n) for n in d.issuers]) for d in found.demands or ()],
        stances=[replace(s, holder=said(s.holder)) for s in found.stances or ()],
    )

"""Records full of ties: spans that nest, repeat and meet alike, mentions that several claim; and the same in another order."""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec
from make import demand, entity, gate, outcome, record, stance

from parleybench.annotations.labels import POLARITIES
from parleybench.annotations.layers import LAYERS, Record

ISSUES, KINDS = ("forces", "process"), ("talks", "ceasefire", "other")


def place(draw: Random, room: int = 12) -> tuple[int, int]:
    start = draw.randrange(room)
    return start, start + draw.randint(1, 6)


def tangled(draw: Random, doc: str = "x") -> Record:
    """A small record in which nearly everything could be taken for something else."""
    names = ["a", "b", "c", "d"][: draw.randint(1, 4)]
    people = [
        entity(
            name,
            *(place(draw, 30) for _ in range(draw.randint(0, 4))),
            type=draw.choice(("state", "igo")),
            principal=draw.choice([None, None, "speaker", *names]),
        )
        for name in names
    ]
    events = [outcome(f"o{n}", *place(draw), draw.choice(KINDS)) for n in range(draw.randint(0, 4))]
    demands = [
        demand(
            f"d{n}",
            *place(draw),
            direction=draw.choice(("require", "refuse")),
            issue=draw.choice(ISSUES),
            issuers=draw.sample(names, draw.randint(1, min(2, len(names)))),
            addressees=draw.sample(names, draw.randint(0, 1)),
            vague=draw.random() < 0.3,
            same_as=f"d{draw.randrange(n)}" if n and draw.random() < 0.2 else None,
        )
        for n in range(draw.randint(0, 6))
    ]
    ends = [(d.id, o.id) for d in demands for o in events if draw.random() < 0.4]
    gates = [gate(f"g{n}", *pair, *(place(draw) if draw.random() < 0.7 else ())) for n, pair in enumerate(ends)]
    targets = [*names, "speaker", *(o.id for o in events), *(d.id for d in demands)]
    stances = [
        stance(f"s{n}", *place(draw), draw.choice([*names, "speaker"]), draw.choice(targets), draw.choice(POLARITIES))
        for n in range(draw.randint(0, 5))
    ]
    pairs = [(a.id, b.id) for n, a in enumerate(demands) for b in demands[n + 1 :] if draw.random() < 0.3]
    return record(doc, entities=people, demands=demands, outcomes=events, gates=gates, stances=stances, conflicts=pairs)


def shuffled(found: Record, draw: Random) -> Record:
    """The same record with every list that is a set in another order."""

    def mixed(items: list[Any]) -> list[Any]:
        return draw.sample(items, len(items))

    replace = msgspec.structs.replace
    entities = [replace(e, mentions=mixed(e.mentions)) for e in found.entities or ()]
    demands = [replace(d, issuers=mixed(d.issuers), addressees=mixed(d.addressees)) for d in found.demands or ()]
    pairs = [draw.choice(((a, b), (b, a))) for a, b in found.conflicts or ()]
    full = replace(found, entities=entities, demands=demands, conflicts=pairs)
    return replace(full, **{layer: mixed(getattr(full, layer)) for layer in LAYERS})

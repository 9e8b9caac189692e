"""Generated inputs for tests of properties."""

from __future__ import annotations

from hypothesis import strategies as st
from make import demand, entity, gate, outcome, record, stance

from parleybench.annotations.labels import POLARITIES
from parleybench.annotations.layers import Record

KINDS = ("talks", "ceasefire", "other")


@st.composite
def spans(draw: st.DrawFn, limit: int = 60) -> tuple[int, int]:
    start = draw(st.integers(0, limit))
    return start, start + draw(st.integers(1, 12))


@st.composite
def records(draw: st.DrawFn, vague: bool = True) -> Record:
    """A small record: entities on far-apart mentions, so that who is who is never in doubt, and anything else."""
    names = ["a", "b", "c"][: draw(st.integers(1, 3))]
    people = [entity(name, (1000 + 20 * n, 1010 + 20 * n)) for n, name in enumerate(names)]
    events = [
        outcome(f"o{n}", *place, draw(st.sampled_from(KINDS)))
        for n, place in enumerate(draw(st.lists(spans(), max_size=3, unique=True)))
    ]
    places = draw(st.lists(spans(), max_size=4, unique=True))
    demands = [
        demand(
            f"d{n}",
            *place,
            direction=draw(st.sampled_from(("require", "refuse"))),
            issue=draw(st.sampled_from(("forces", "territory"))),
            issuers=[draw(st.sampled_from(names))],
            vague=vague and draw(st.booleans()),
        )
        for n, place in enumerate(places)
    ]
    tied = [(d.id, o.id) for d in demands for o in events if draw(st.booleans())]
    gates = [
        gate(f"g{n}", *ends, *(draw(spans()) if draw(st.booleans()) else ()))  # a prediction may leave the cue out
        for n, ends in enumerate(tied)
    ]
    targets = [*names, *(o.id for o in events), *(d.id for d in demands)]
    stances = [
        stance(
            f"s{n}",
            *draw(spans()),
            draw(st.sampled_from(names)),
            draw(st.sampled_from(targets)),
            draw(st.sampled_from(POLARITIES)),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    pairs = [(a.id, b.id) for n, a in enumerate(demands) for b in demands[n + 1 :] if draw(st.booleans())]
    return record(entities=people, demands=demands, outcomes=events, gates=gates, stances=stances, conflicts=pairs)

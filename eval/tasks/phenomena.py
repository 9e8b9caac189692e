"""Hard phenomena: what about a gold item makes it hard to find, told from the gold alone.

A phenomenon is a property of gold, so its slice has a recall and no precision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...annotations.labels import SPEAKER
from ...annotations.layers import Demand, Outcome, Record, sides
from ..match import Place
from ..who import Both


def of_demands(both: Both) -> dict[str, list[str]]:
    """Demand id -> its phenomena."""
    record, demands = both.gold, both.gold_demands
    voiced, nested = _voiced(record), _nested(both.gold_demand_spans)
    gated: dict[str, list[Outcome]] = {}
    for gate in record.gates or ():
        gated.setdefault(gate.demand, []).append(both.gold_outcome[gate.outcome])
    return {
        demand.id: _held(
            {
                "refusal": demand.direction == "refuse",
                "precondition": demand.id in gated,
                "restatement": demand.same_as is not None,
                "joint demand": len(demand.issuers) > 1,
                "issuer never named": not voiced.issuperset(demand.issuers),
                "nested demand": n in nested,
                "several gates": len(gated.get(demand.id, ())) > 1,
                "chain": any(_within_another(demands, demand, outcome) for outcome in gated.get(demand.id, ())),
            }
        )
        for n, demand in enumerate(demands)
    }


def of_preconditions(both: Both) -> dict[str, list[str]]:
    """Precondition (``demand>outcome``) -> the phenomena of its demand."""
    known = of_demands(both)
    return {f"{gate.demand}>{gate.outcome}": known[gate.demand] for gate in both.gold.gates or ()}


def of_stances(both: Both) -> dict[str, list[str]]:
    """Stance id -> its phenomena."""
    record = both.gold
    demands, entities = {d.id for d in record.demands or ()}, {e.id for e in record.entities or ()}
    voiced, cues = _voiced(record), Counter(stance.span for stance in record.stances or ())
    return {
        item.id: _held(
            {
                "conditional": item.polarity == "conditional",
                "against": item.polarity == "oppose",
                "on another's demand": item.target in demands,
                "on an actor": item.target in entities,
                "holder never named": item.holder not in voiced,
                "shared cue": cues[item.span] > 1,
            }
        )
        for item in record.stances or ()
    }


def _held(told: dict[str, bool]) -> list[str]:
    return [name for name, holds in told.items() if holds]


def _nested(spans: Sequence[Place]) -> set[int]:
    """The places of spans, given in order of the text, that overlap another."""
    found: set[int] = set()
    reach, furthest = -1, -1
    for n, (start, end) in enumerate(spans):
        if start < reach:
            found |= {n, furthest}
        if end > reach:
            reach, furthest = end, n
    return found


def _within_another(demands: Sequence[Demand], item: Demand, outcome: Outcome) -> bool:
    """Whether what the demand gates is itself demanded: only after X, provided Y."""
    return any(other.id != item.id and other.span.contains(outcome.span) for other in demands)


def _voiced(record: Record) -> set[str]:
    """Entities of sides that some mention names; the reserved speaker never."""
    side = sides(record)
    voiced = {side[entity.id] for entity in record.entities or () if entity.mentions}
    return {name for name, root in side.items() if root in voiced} - {SPEAKER}

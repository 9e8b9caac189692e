"""Hard phenomena: what about a gold item makes it hard to find, told from the gold alone.

A phenomenon is a property of gold, so its slice has a recall and no precision.
"""

from __future__ import annotations

from collections.abc import Callable

from ...annotations.labels import SPEAKER
from ...annotations.layers import Demand, Outcome, Record, Stance, sides


def demand(record: Record, item: Demand) -> list[str]:
    """The phenomena of a demand."""
    others = [other.span for other in record.demands or () if other.id != item.id]
    outcomes = {outcome.id: outcome for outcome in record.outcomes or ()}
    gated = [gate.outcome for gate in record.gates or () if gate.demand == item.id]
    told = {
        "refusal": item.direction == "refuse",
        "precondition": bool(gated),
        "restatement": item.same_as is not None,
        "joint demand": len(item.issuers) > 1,
        "issuer never named": any(name not in _voiced(record) for name in item.issuers),
        "nested demand": any(item.span.overlap(span) for span in others),
        "several gates": len(gated) > 1,
        "chain": any(_within_another(record, item, outcomes.get(name)) for name in gated),
    }
    return [name for name, holds in told.items() if holds]


def stance(record: Record, item: Stance) -> list[str]:
    """The phenomena of a stance."""
    demands = {d.id for d in record.demands or ()}
    entities = {e.id for e in record.entities or ()}
    told = {
        "conditional": item.polarity == "conditional",
        "against": item.polarity == "oppose",
        "on another's demand": item.target in demands,
        "on an actor": item.target in entities,
        "holder never named": item.holder not in _voiced(record),
        "shared cue": sum(other.span == item.span for other in record.stances or ()) > 1,
    }
    return [name for name, holds in told.items() if holds]


def _within_another(record: Record, item: Demand, outcome: Outcome | None) -> bool:
    """Whether what the demand gates is itself demanded: only after X, provided Y."""
    others = (other.span for other in record.demands or () if other.id != item.id)
    return outcome is not None and any(span.contains(outcome.span) for span in others)


def _voiced(record: Record) -> set[str]:
    """Entities of sides that some mention names; the reserved speaker only where it is one of them."""
    side = sides(record)
    voiced = {side[entity.id] for entity in record.entities or () if entity.mentions}
    return {name for name, root in side.items() if root in voiced} - {SPEAKER}


def of_demands(record: Record) -> dict[str, list[str]]:
    """Demand id -> its phenomena."""
    return {item.id: demand(record, item) for item in record.demands or ()}


def of_preconditions(record: Record) -> dict[str, list[str]]:
    """Precondition (``demand>outcome``) -> the phenomena of its demand."""
    known = {d.id: d for d in record.demands or ()}
    return {f"{g.demand}>{g.outcome}": demand(record, known[g.demand]) for g in record.gates or () if g.demand in known}


def of_stances(record: Record) -> dict[str, list[str]]:
    """Stance id -> its phenomena."""
    return {item.id: stance(record, item) for item in record.stances or ()}


PHENOMENA: dict[str, Callable[[Record], dict[str, list[str]]]] = {
    "demands": of_demands,
    "preconditions": of_preconditions,
    "stance": of_stances,
}

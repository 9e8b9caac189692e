"""Rules of reference: ids resolve, chains end, conflicts lie between sides."""

from __future__ import annotations

from collections.abc import Iterator

from ..labels import SPEAKER
from ..layers import Demand, Record
from .registry import Case, record_rule


def _demands(record: Record) -> dict[str, Demand]:
    return {demand.id: demand for demand in record.demands or ()}


def issuer_sides(case: Case, demand: Demand) -> set[str | None]:
    """The sides that issue a demand."""
    return {case.sides.get(issuer) for issuer in demand.issuers}


@record_rule("reference", "every id that is referred to stands in the record")
def reference(case: Case) -> Iterator[str]:
    record = case.record
    entities = {e.id for e in record.entities or ()} | {SPEAKER}
    demands = {d.id for d in record.demands or ()}
    outcomes = {o.id for o in record.outcomes or ()}
    for where, name, allowed in _references(record, entities, demands, outcomes):
        if name not in allowed:
            yield f"{where} refers to {name!r}, which is not there"


def _references(
    record: Record, entities: set[str], demands: set[str], outcomes: set[str]
) -> Iterator[tuple[str, str, set[str]]]:
    anything = entities | demands | outcomes
    for entity in record.entities or ():
        if entity.principal is not None:
            yield f"entity {entity.id}: principal", entity.principal, entities
    for demand in record.demands or ():
        yield from ((f"demand {demand.id}: issuers", name, entities) for name in demand.issuers)
        yield from ((f"demand {demand.id}: addressees", name, entities) for name in demand.addressees)
        yield from ((f"demand {demand.id}: gates", name, outcomes) for name in demand.gates)
        if demand.same_as is not None:
            yield f"demand {demand.id}: same_as", demand.same_as, demands
    for stance in record.stances or ():
        yield f"stance {stance.id}: holder", stance.holder, entities
        yield f"stance {stance.id}: target", stance.target, anything
    for pair in record.conflicts or ():
        yield from (("conflict", name, demands) for name in pair)


@record_rule("speaker-listed", "gold lists the entity `speaker` where it refers to it", predictions=False)
def speaker_listed(case: Case) -> Iterator[str]:
    record = case.record
    used = {n for d in record.demands or () for n in (*d.issuers, *d.addressees)}
    used |= {n for s in record.stances or () for n in (s.holder, s.target)}
    used |= {e.principal for e in record.entities or () if e.principal}
    if SPEAKER in used and SPEAKER not in {e.id for e in record.entities or ()}:
        yield "`speaker` is referred to and not listed"


@record_rule("cycle-principal", "chains of `principal` end")
def cycle_principal(case: Case) -> Iterator[str]:
    known = {e.id: e.principal for e in case.record.entities or ()}
    yield from (f"entity {name}: its principals run in a circle" for name in _circular(known))


@record_rule("cycle-same-as", "chains of `same_as` end")
def cycle_same_as(case: Case) -> Iterator[str]:
    known = {d.id: d.same_as for d in case.record.demands or ()}
    yield from (f"demand {name}: its `same_as` runs in a circle" for name in _circular(known))


def _circular(links: dict[str, str | None]) -> Iterator[str]:
    """The names that lie on a circle; each link is followed once."""
    done: set[str] = set()
    circles: set[str] = set()
    for start in links:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = links.get(at)
        if at in path:
            steps = list(path)
            circles.update(steps[steps.index(at) :])
        done.update(path)
    yield from (name for name in links if name in circles)


@record_rule("same-as-first", "`same_as` leads straight to a first mention", predictions=False)
def same_as_first(case: Case) -> Iterator[str]:
    demands = _demands(case.record)
    for demand in demands.values():
        first = demands.get(demand.same_as or "")
        if first is not None and first is not demand and first.same_as not in (None, demand.id):
            yield f"demand {demand.id}: same_as {first.id}, which itself restates {first.same_as}"


@record_rule("same-as-side", "a restatement is of the same side", predictions=False)
def same_as_side(case: Case) -> Iterator[str]:
    demands = _demands(case.record)
    for demand in demands.values():
        first = demands.get(demand.same_as or "")
        if first is not None and not issuer_sides(case, demand) & issuer_sides(case, first):
            yield f"demand {demand.id}: same_as {first.id}, a demand of another side"


@record_rule("conflict-sides", "conflicts lie between demands of different sides", predictions=False)
def conflict_sides(case: Case) -> Iterator[str]:
    demands = _demands(case.record)
    for a, b in case.record.conflicts or ():
        known = a in demands and b in demands
        if known and issuer_sides(case, demands[a]) & issuer_sides(case, demands[b]):
            yield f"conflict {a}, {b}: both are demands of one side"


@record_rule("conflict-first", "conflicts name first mentions only, each pair once", predictions=False)
def conflict_first(case: Case) -> Iterator[str]:
    demands, seen = _demands(case.record), set()
    for a, b in case.record.conflicts or ():
        for name in (a, b):
            if name in demands and demands[name].same_as is not None:
                yield f"conflict {a}, {b}: {name} restates {demands[name].same_as}"
        if frozenset((a, b)) in seen:
            yield f"conflict {a}, {b} stands twice"
        seen.add(frozenset((a, b)))


@record_rule("stance-own", "no stance stands for or against the holder's own side or demand", predictions=False)
def stance_own(case: Case) -> Iterator[str]:
    demands, side = _demands(case.record), case.sides
    for stance in case.record.stances or ():
        target = demands.get(stance.target)
        if target is not None and side.get(stance.holder) in issuer_sides(case, target):
            yield f"stance {stance.id}: {stance.holder} on its own side's demand {target.id}"
        elif stance.target in side and side[stance.target] == side.get(stance.holder):
            yield f"stance {stance.id}: {stance.holder} on its own side"


@record_rule("list-repeat", "no id stands twice in one list", predictions=False)
def list_repeat(case: Case) -> Iterator[str]:
    for demand in case.record.demands or ():
        for field in ("issuers", "addressees", "gates"):
            if len(set(getattr(demand, field))) < len(getattr(demand, field)):
                yield f"demand {demand.id}: `{field}` names one twice"


@record_rule("outcome-used", "each outcome is gated by a demand or targeted by a stance", predictions=False)
def outcome_used(case: Case) -> Iterator[str]:
    used = {name for d in case.record.demands or () for name in d.gates} | {s.target for s in case.record.stances or ()}
    for outcome in case.record.outcomes or ():
        if outcome.id not in used:
            yield f"outcome {outcome.id} is neither gated nor targeted"

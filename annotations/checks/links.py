"""Rules of reference: ids resolve, chains end, conflicts lie between sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..labels import SPEAKER
from ..layers import KINDS, Demand, Record, fields, references
from .registry import Case, record_rule


def _demands(record: Record) -> dict[str, Demand]:
    return {demand.id: demand for demand in record.demands or ()}


def issuer_sides(case: Case, demand: Demand) -> set[str | None]:
    """The sides that issue a demand."""
    return {case.sides.get(issuer) for issuer in demand.issuers}


@record_rule("reference", "every id that is referred to stands in the record")
def reference(case: Case) -> Iterator[str]:
    known = {layer: {item.id for item in getattr(case.record, layer) or ()} for layer in KINDS}
    known["entities"].add(SPEAKER)
    for where, field, name, layers in references(case.record):
        if not any(name in known[layer] for layer in layers):
            yield f"{where}: {field} refers to {name!r}, which is not there"


@record_rule("speaker-listed", "gold lists the entity `speaker` where it refers to it", predictions="free")
def speaker_listed(case: Case) -> Iterator[str]:
    record = case.record
    used = {name for _, _, name, layers in references(record) if "entities" in layers}
    if SPEAKER in used and SPEAKER not in {e.id for e in record.entities or ()}:
        yield "`speaker` is referred to and not listed"


@record_rule("cycle-principal", "chains of `principal` end")
def cycle_principal(case: Case) -> Iterator[str]:
    known = {e.id: e.principal for e in case.record.entities or ()}
    yield from (f"entity {name}: its principals run in a circle" for name in circular(known))


@record_rule("cycle-same-as", "chains of `same_as` end")
def cycle_same_as(case: Case) -> Iterator[str]:
    known = {d.id: d.same_as for d in case.record.demands or ()}
    yield from (f"demand {name}: its `same_as` runs in a circle" for name in circular(known))


def circular(links: dict[str, str | None]) -> Iterator[str]:
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


@record_rule("same-as-first", "`same_as` leads straight back to a first mention", predictions="free")
def same_as_first(case: Case) -> Iterator[str]:
    demands = _demands(case.record)
    for demand in demands.values():
        first = demands.get(demand.same_as or "")
        if first is None or first is demand or first.same_as == demand.id:
            continue
        if first.same_as is not None:
            yield f"demand {demand.id}: same_as {first.id}, which itself restates {first.same_as}"
        elif first.start is not None and demand.start is not None and first.start > demand.start:
            yield f"demand {demand.id}: same_as {first.id}, which stands behind it"


@record_rule("same-as-side", "a restatement is of the same side", predictions="free")
def same_as_side(case: Case) -> Iterator[str]:
    demands = _demands(case.record)
    for demand in demands.values():
        first = demands.get(demand.same_as or "")
        if first is not None and not issuer_sides(case, demand) & issuer_sides(case, first):
            yield f"demand {demand.id}: same_as {first.id}, a demand of another side"


@record_rule("conflict-sides", "conflicts lie between demands of different sides", predictions="free")
def conflict_sides(case: Case) -> Iterator[str]:
    demands = _demands(case.record)
    for a, b in case.record.conflicts or ():
        known = a in demands and b in demands
        if known and issuer_sides(case, demands[a]) & issuer_sides(case, demands[b]):
            yield f"conflict {a}, {b}: both are demands of one side"


@record_rule("conflict-first", "conflicts name first mentions only, each pair once", predictions="free")
def conflict_first(case: Case) -> Iterator[str]:
    demands, seen = _demands(case.record), set()
    for a, b in case.record.conflicts or ():
        for name in (a, b):
            if name in demands and demands[name].same_as is not None:
                yield f"conflict {a}, {b}: {name} restates {demands[name].same_as}"
        if frozenset((a, b)) in seen:
            yield f"conflict {a}, {b} stands twice"
        seen.add(frozenset((a, b)))


@record_rule("stance-own", "no stance stands for or against the holder's own side or demand", predictions="free")
def stance_own(case: Case) -> Iterator[str]:
    demands, side = _demands(case.record), case.sides
    for stance in case.record.stances or ():
        target = demands.get(stance.target)
        if target is not None and side.get(stance.holder) in issuer_sides(case, target):
            yield f"stance {stance.id}: {stance.holder} on its own side's demand {target.id}"
        elif stance.target in side and side[stance.target] == side.get(stance.holder):
            yield f"stance {stance.id}: {stance.holder} on its own side"


@record_rule("stance-repeat", "a cue gives a holder one stance on a target", predictions="free")
def stance_repeat(case: Case) -> Iterator[str]:
    said = Counter((s.holder, s.target, s.start, s.end) for s in case.record.stances or ())
    for (holder, target, start, end), n in said.items():
        if n > 1:
            yield f"{holder} has {n} stances on {target} at [{start}, {end})"


@record_rule("list-repeat", "no id stands twice in one list", predictions="free")
def list_repeat(case: Case) -> Iterator[str]:
    for layer in KINDS:
        sets = [field.name for field in fields(layer) if field.many]
        for item in getattr(case.record, layer) or () if sets else ():
            for name in sets:
                if len(set(getattr(item, name))) < len(getattr(item, name)):
                    yield f"{layer} {item.id}: `{name}` names one twice"


@record_rule("outcome-used", "each outcome is gated by a demand or targeted by a stance", predictions="free")
def outcome_used(case: Case) -> Iterator[str]:
    used = {g.outcome for g in case.record.gates or ()} | {s.target for s in case.record.stances or ()}
    for outcome in case.record.outcomes or ():
        if outcome.id not in used:
            yield f"outcome {outcome.id} is neither gated nor targeted"


@record_rule("gate-repeat", "a demand gates an outcome once", predictions="free")
def gate_repeat(case: Case) -> Iterator[str]:
    ends = Counter((gate.demand, gate.outcome) for gate in case.record.gates or ())
    yield from (f"demand {demand} gates outcome {outcome} {n} times" for (demand, outcome), n in ends.items() if n > 1)

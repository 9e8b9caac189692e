"""Deadlocks: how most negotiations are stuck. Derived from the labels, never labelled.

Three kinds. A *conflict*: two demands that cannot both be met. *Opposed*: a demand that a side which it addresses stands
against. A *circle* of gates: each side's demand must be met before the outcome that the other one demands; or one side
asks something before talks, and the other asks for talks without preconditions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from operator import attrgetter
from typing import Literal, NamedTuple

from ..corpus.once import once
from .layers import Demand, Gate, Mention, Outcome, Record, Stance, ends, sides

Kind = Literal["conflict", "opposed", "circle"]
CIRCLES = 1000  # a text has a handful; the bound keeps a hostile file from growing as the square of its size
UNCONDITIONAL = re.compile(r"\bwithout (?:any )?(?:pre-?)?conditions?\b|\bunconditional(?:ly)?\b", re.I)
ISSUES = {"talks": "process", "ceasefire": "ceasefire"}
"""Kind of outcome -> the issue of a demand that asks for just that."""


Sides = Mapping[str, str | None]


class End(NamedTuple):
    """One side of a deadlock: who, the demand that blocks (None for a side that only opposes), and what it gates."""

    sides: frozenset[str]
    demand: str | None = None
    outcome: str | None = None


class Deadlock(NamedTuple):
    """Two ends, neither of which comes first."""

    kind: Kind
    ends: tuple[End, End]


def deadlocks(record: Record, text: str | None = None, side_of: Sides | None = None) -> list[Deadlock]:
    """Each deadlock of a document once, restatements taken for their first mentions.

    `text` is used for words where the record has no quotes; without either, what hangs on words is not found. `side_of`
    are the record's `sides`, for whoever has them.
    """
    opposing = [stance for stance in record.stances or () if stance.polarity == "oppose"]
    if not record.conflicts and not record.gates and not opposing:
        return []
    case = _Case(record, text, sides(record) if side_of is None else side_of)
    found = [*case.conflicts(), *case.opposed(opposing)] if record.conflicts or opposing else []
    if record.gates:
        found += islice(case.circles(record.gates), CIRCLES)
    return list(dict.fromkeys(found)) if len(found) > 1 else found


class _Case:
    """One record with what the three kinds look up."""

    def __init__(self, record: Record, text: str | None, side_of: Sides) -> None:
        self.record, self.text, self.side_of = record, text, side_of
        self.demands = {demand.id: demand for demand in record.demands or ()}

    @once
    def first(self) -> dict[str, str | None]:
        return ends({demand.id: demand.same_as for demand in self.record.demands or ()})

    def conflicts(self) -> Iterator[Deadlock]:
        for a, b in self.record.conflicts or ():
            if a in self.demands and b in self.demands:
                yield _between("conflict", self._end(self.demands[a]), self._end(self.demands[b]))

    def opposed(self, opposing: list[Stance]) -> Iterator[Deadlock]:
        for stance in opposing:
            demand = self.demands.get(stance.target)
            if demand and demand.addressees:
                against, issuing = self._sides([stance.holder]), self._sides(demand.issuers)
                if against and against <= self._sides(demand.addressees) - issuing:
                    yield _between("opposed", self._end(demand), End(against))

    def circles(self, gates: list[Gate]) -> Iterator[Deadlock]:
        """Both kinds of circle, in order of the gates' ids: each gate with those of each later demand, and with demands for
        talks without preconditions."""
        demands, outcomes = self.demands, {outcome.id: outcome for outcome in self.record.outcomes or ()}
        at: dict[str, list[Gate]] = {}
        known = sorted([g for g in gates if g.demand in demands and g.outcome in outcomes], key=attrgetter("id"))
        for gate in known:
            at.setdefault(gate.demand, []).append(gate)
        for gate in known:
            ours, outcome = demands[gate.demand], outcomes[gate.outcome]
            for name, others in at.items():
                if name > gate.demand and self._meets(outcome, theirs := demands[name]) and self._apart(ours, theirs):
                    for other in others:
                        if self._meets(outcomes[other.outcome], ours):
                            yield _between("circle", self._end(ours, gate.outcome), self._end(theirs, other.outcome))
            for theirs in self._free if outcome.kind == "talks" else ():
                if self._apart(ours, theirs):
                    yield _between("circle", self._end(ours, gate.outcome), self._end(theirs))

    @once
    def _free(self) -> list[Demand]:
        asking = [d for d in self.demands.values() if d.issue == ISSUES["talks"] and d.direction == "require"]
        return [demand for demand in asking if UNCONDITIONAL.search(self._words(demand))]

    @once
    def _of_kind(self) -> dict[str, list[Outcome]]:
        return {kind: [outcome for outcome in self.record.outcomes or () if outcome.kind == kind] for kind in ISSUES}

    def _meets(self, outcome: Outcome, demand: Demand) -> bool:
        """Whether an outcome is what a demand asks for: one span within the other, or the same kind of event."""
        if _within(outcome, demand) or _within(demand, outcome):
            return True
        if outcome.kind not in ISSUES or demand.direction != "require":
            return False
        for other in self._of_kind[outcome.kind]:
            if _within(other, demand):
                return True
        words = self._words(outcome).casefold() if demand.issue == ISSUES[outcome.kind] else ""
        return bool(words) and words == self._words(demand).casefold()

    def _apart(self, one: Demand, other: Demand) -> bool:
        ours, theirs = self._sides(one.issuers), self._sides(other.issuers)
        return bool(ours and theirs) and not ours & theirs

    def _end(self, demand: Demand, outcome: str | None = None) -> End:
        first = None if demand.same_as is None else self.first[demand.id]
        return End(self._sides(demand.issuers), first or demand.id, outcome)

    def _sides(self, names: list[str]) -> frozenset[str]:
        return frozenset([side for name in names if (side := self.side_of.get(name)) is not None])

    def _words(self, span: Mention) -> str:
        if span.quote is not None or self.text is None or span.start is None:
            return span.quote or ""
        return self.text[span.start : span.end]


def _within(inner: Mention, outer: Mention) -> bool:
    begins, ends_, starts, stops = inner.start, inner.end, outer.start, outer.end
    if begins is None or ends_ is None or starts is None or stops is None:
        return False
    return starts <= begins and ends_ <= stops


def _between(kind: Kind, one: End, other: End) -> Deadlock:
    """The two ends in a fixed order, so that a deadlock equals itself seen from the other side."""
    return Deadlock(kind, (one, other) if _order(one) <= _order(other) else (other, one))


def _order(end: End) -> tuple[str, str, list[str]]:
    return end.demand or "", end.outcome or "", sorted(end.sides)

"""Deadlocks: how most negotiations are stuck. Derived from the labels, never labelled.

Three kinds. A *conflict*: two demands that cannot both be met. *Opposed*: a demand that a side which it addresses stands
against. A *circle* of gates: each side's demand must be met before the outcome that the other one demands; or one side
asks something before talks, and the other asks for talks without preconditions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from operator import attrgetter
from typing import Literal, NamedTuple

from ..corpus.once import once
from .layers import Demand, Gate, Mention, Outcome, Record, ends, sides

Kind = Literal["conflict", "opposed", "circle"]
CIRCLES = 1000  # a text has a handful; the bound keeps a hostile file from growing as the square of its size
UNCONDITIONAL = re.compile(r"\bwithout (?:any )?(?:pre-?)?conditions?\b|\bunconditional(?:ly)?\b", re.I)
ISSUES = {"talks": "process", "ceasefire": "ceasefire"}
"""Kind of outcome -> the issue of a demand that asks for just that."""


class End(NamedTuple):
    """One side of a deadlock: who, the demand that blocks (None for a side that only opposes), and what it gates."""

    sides: frozenset[str]
    demand: str | None = None
    outcome: str | None = None


class Deadlock(NamedTuple):
    """Two ends, neither of which comes first."""

    kind: Kind
    ends: tuple[End, End]


def deadlocks(record: Record, text: str | None = None) -> list[Deadlock]:
    """Each deadlock of a document once, restatements taken for their first mentions.

    `text` is used for words where the record has no quotes; without either, what hangs on words is not found.
    """
    case = _Case(record, text)
    found = [*case.conflicts(), *case.opposed(), *islice(case.circles(), CIRCLES)]
    return list(dict.fromkeys(found)) if len(found) > 1 else found


class _Case:
    """One record with what the three kinds look up."""

    def __init__(self, record: Record, text: str | None) -> None:
        self.record, self.text = record, text

    @once
    def demands(self) -> dict[str, Demand]:
        return {demand.id: demand for demand in self.record.demands or ()}

    @once
    def outcomes(self) -> dict[str, Outcome]:
        return {outcome.id: outcome for outcome in self.record.outcomes or ()}

    @once
    def first(self) -> dict[str, str | None]:
        return ends({demand.id: demand.same_as for demand in self.record.demands or ()})

    @once
    def side_of(self) -> dict[str, str | None]:
        return sides(self.record)

    def conflicts(self) -> Iterator[Deadlock]:
        for a, b in self.record.conflicts or ():
            if a in self.demands and b in self.demands:
                yield _between("conflict", self._end(self.demands[a]), self._end(self.demands[b]))

    def opposed(self) -> Iterator[Deadlock]:
        for stance in self.record.stances or ():
            demand = self.demands.get(stance.target) if stance.polarity == "oppose" else None
            if demand and demand.addressees:
                against, issuing = self._sides([stance.holder]), self._sides(demand.issuers)
                if against and against <= self._sides(demand.addressees) - issuing:
                    yield _between("opposed", self._end(demand), End(against))

    def circles(self) -> Iterator[Deadlock]:
        """Both kinds of circle, in order of the gates' ids."""
        if not self.record.gates:
            return
        known = [g for g in self.record.gates if g.demand in self.demands and g.outcome in self.outcomes]
        gates = sorted(known, key=attrgetter("id"))
        at: dict[str, list[Gate]] = {}
        for gate in gates:
            at.setdefault(gate.demand, []).append(gate)
        for gate in gates:
            if len(at) > 1:
                yield from self._closed(gate, at)
            if self.outcomes[gate.outcome].kind == "talks":
                yield from self._against_free(gate)

    def _closed(self, gate: Gate, at: dict[str, list[Gate]]) -> Iterator[Deadlock]:
        """Circles of one gate with each later one: what it gates is the other's demand, and the other way round."""
        ours, outcome = self.demands[gate.demand], self.outcomes[gate.outcome]
        for name, others in at.items():
            if (
                name > gate.demand
                and self._meets(outcome, self.demands[name])
                and self._apart(ours, self.demands[name])
            ):
                for other in others:
                    if self._meets(self.outcomes[other.outcome], ours):
                        ends_ = self._end(ours, gate.outcome), self._end(self.demands[name], other.outcome)
                        yield _between("circle", *ends_)

    def _against_free(self, gate: Gate) -> Iterator[Deadlock]:
        """A gate to talks against demands of other sides for talks without preconditions."""
        ours = self.demands[gate.demand]
        for theirs in self._free:
            if self._apart(ours, theirs):
                yield _between("circle", self._end(ours, gate.outcome), self._end(theirs))

    @once
    def _free(self) -> list[Demand]:
        asking = [d for d in self.demands.values() if d.direction == "require" and d.issue == ISSUES["talks"]]
        return [demand for demand in asking if UNCONDITIONAL.search(self._words(demand))]

    @once
    def _of_kind(self) -> dict[str, list[Outcome]]:
        return {kind: [outcome for outcome in self.outcomes.values() if outcome.kind == kind] for kind in ISSUES}

    def _meets(self, outcome: Outcome, demand: Demand) -> bool:
        """Whether an outcome is what a demand asks for: one span within the other, or the same kind of event."""
        if _within(outcome, demand) or _within(demand, outcome):
            return True
        if outcome.kind not in ISSUES or demand.direction != "require":
            return False
        if any(_within(other, demand) for other in self._of_kind[outcome.kind]):
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
        return frozenset(side for name in names if (side := self.side_of.get(name)) is not None)

    def _words(self, span: Mention) -> str:
        if span.quote is not None or self.text is None or span.start is None:
            return span.quote or ""
        return self.text[span.start : span.end]


def _within(inner: Mention, outer: Mention) -> bool:
    if inner.start is None or inner.end is None or outer.start is None or outer.end is None:
        return False
    return outer.start <= inner.start and inner.end <= outer.end


def _between(kind: Kind, one: End, other: End) -> Deadlock:
    """The two ends in a fixed order, so that a deadlock equals itself seen from the other side."""
    return Deadlock(kind, (one, other) if _order(one) <= _order(other) else (other, one))


def _order(end: End) -> tuple[str, str, list[str]]:
    return end.demand or "", end.outcome or "", sorted(end.sides)

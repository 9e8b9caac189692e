"""Deadlocks: how most negotiations are stuck. Derived from the labels, never labelled.

Three kinds. A *conflict*: two demands that cannot both be met. *Opposed*: a demand that a side which it addresses stands
against. A *circle* of gates: each side's demand must be met before the outcome that the other one demands; or one side
asks something before talks, and the other asks for talks without preconditions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal, NamedTuple

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
    if not record.demands or not (record.conflicts or record.stances or record.gates):
        return []
    case = _Case(record, text)
    return list(dict.fromkeys([*case.conflicts(), *case.opposed(), *islice(case.circles(), CIRCLES)]))


class _Case:
    """One record with what the three kinds look up."""

    def __init__(self, record: Record, text: str | None) -> None:
        self.record, self.text = record, text
        self.demands = {demand.id: demand for demand in record.demands or ()}
        self.outcomes = {outcome.id: outcome for outcome in record.outcomes or ()}
        self.first = ends({demand.id: demand.same_as for demand in record.demands or ()})
        self.side_of = sides(record)

    def _sides(self, *names: str) -> frozenset[str]:
        return frozenset(side for name in names if (side := self.side_of.get(name)) is not None)

    def _end(self, demand: Demand, outcome: str | None = None) -> End:
        return End(self._sides(*demand.issuers), self.first[demand.id] or demand.id, outcome)

    def _words(self, span: Mention) -> str:
        if span.quote is not None or self.text is None or span.start is None:
            return span.quote or ""
        return self.text[span.start : span.end]

    def conflicts(self) -> Iterator[Deadlock]:
        for a, b in self.record.conflicts or ():
            if a in self.demands and b in self.demands:
                yield _between("conflict", self._end(self.demands[a]), self._end(self.demands[b]))

    def opposed(self) -> Iterator[Deadlock]:
        for stance in self.record.stances or ():
            demand = self.demands.get(stance.target) if stance.polarity == "oppose" else None
            if demand is not None:
                against, asking = self._sides(stance.holder), self._end(demand)
                if against <= self._sides(*demand.addressees) - asking.sides and against:
                    yield _between("opposed", asking, End(against))

    def circles(self) -> Iterator[Deadlock]:
        """Both kinds of circle, in order of the gates' ids."""
        gates = sorted((g for g in self.record.gates or () if g.demand in self.demands), key=lambda gate: gate.id)
        if not gates:
            return
        freely = [demand for demand in self.demands.values() if self._asks_freely(demand)]
        at: dict[str, list[Gate]] = {}
        for gate in gates:
            at.setdefault(gate.demand, []).append(gate)
        for gate in gates:
            yield from self._closed(gate, at)
            yield from self._against_free(gate, freely)

    def _closed(self, gate: Gate, at: dict[str, list[Gate]]) -> Iterator[Deadlock]:
        ours = self._end(self.demands[gate.demand], gate.outcome)
        for name, others in at.items():
            if self._apart(ours, self.demands[name]) and self._meets(gate.outcome, self.demands[name]):
                for other in others:
                    if self._meets(other.outcome, self.demands[gate.demand]):
                        yield _between("circle", ours, self._end(self.demands[name], other.outcome))

    def _against_free(self, gate: Gate, freely: list[Demand]) -> Iterator[Deadlock]:
        outcome = self.outcomes.get(gate.outcome)
        if outcome is not None and outcome.kind == "talks":
            ours = self._end(self.demands[gate.demand], gate.outcome)
            yield from (_between("circle", ours, self._end(d)) for d in freely if self._apart(ours, d))

    def _apart(self, ours: End, demand: Demand) -> bool:
        theirs = self._sides(*demand.issuers)
        return bool(ours.sides and theirs) and not ours.sides & theirs

    def _asks_freely(self, demand: Demand) -> bool:
        """Whether a demand is for talks without preconditions."""
        plain = demand.direction == "require" and demand.issue == ISSUES["talks"]
        return plain and UNCONDITIONAL.search(self._words(demand)) is not None

    def _meets(self, name: str, demand: Demand) -> bool:
        """Whether an outcome is what a demand asks for: one span within the other, or the same kind of event."""
        outcome = self.outcomes.get(name)
        if outcome is None:
            return False
        if demand.span.contains(outcome.span) or outcome.span.contains(demand.span):
            return True
        if demand.direction != "require" or outcome.kind not in ISSUES:
            return False
        return self._names_kind(demand, outcome.kind) or self._is_named(demand, outcome)

    def _names_kind(self, demand: Demand, kind: str) -> bool:
        return any(o.kind == kind and demand.span.contains(o.span) for o in self.outcomes.values())

    def _is_named(self, demand: Demand, outcome: Outcome) -> bool:
        words = self._words(outcome).casefold()
        return demand.issue == ISSUES[outcome.kind] and bool(words) and words == self._words(demand).casefold()


def _between(kind: Kind, one: End, other: End) -> Deadlock:
    """The two ends in a fixed order, so that a deadlock equals itself seen from the other side."""
    return Deadlock(kind, (one, other) if _order(one) <= _order(other) else (other, one))


def _order(end: End) -> tuple[str, str, list[str]]:
    return end.demand or "", end.outcome or "", sorted(end.sides)

"""Who is who: which gold principal a predicted entity stands for, and whether outcomes agree.

Predicted and gold mentions (duplicates dropped) pair one-to-one; a predicted entity stands for the gold root principal
to which most of its paired mentions belong, a tie is unresolved (None); an entity without paired mentions resolves
through its `principal`. A gold side without any mention is matched by the reserved id ``speaker``, or by an entity
whose root is ``speaker``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ..annotations.labels import SPEAKER
from ..annotations.layers import Demand, Entity, Outcome, Record, sides
from ..annotations.span import Span
from .match import THRESHOLD, match


@dataclass(frozen=True)
class Both:
    """Gold and prediction of one document, with what the tasks share worked out once."""

    gold: Record
    pred: Record

    @cached_property
    def gold_sides(self) -> dict[str, str | None]:
        """Gold entity id -> gold root principal."""
        return {SPEAKER: SPEAKER} | sides(self.gold)

    @cached_property
    def resolved(self) -> dict[str, str | None]:
        """Predicted entity id -> the gold root principal that it stands for, or None."""
        return resolve(self.gold, self.pred, self.gold_sides)

    @cached_property
    def gold_demands(self) -> list[Demand]:
        return self.gold.demands or []

    @cached_property
    def pred_demands(self) -> list[Demand]:
        return self.pred.demands or []

    @cached_property
    def gold_outcomes(self) -> dict[str, Outcome]:
        return {outcome.id: outcome for outcome in self.gold.outcomes or ()}

    @cached_property
    def pred_outcomes(self) -> dict[str, Outcome]:
        return {outcome.id: outcome for outcome in self.pred.outcomes or ()}

    def gold_parties(self, names: Iterable[str]) -> set[str | None]:
        """The gold sides of gold entities."""
        return {self.gold_sides.get(name) for name in names}

    def pred_parties(self, names: Iterable[str]) -> set[str | None]:
        """The gold sides that predicted entities stand for; None among them is an unresolved one."""
        return {self.resolved.get(name) for name in names}

    def issuers_agree(self, pred: Demand, gold: Demand) -> bool:
        """At least one predicted issuer, and all of them among the gold's sides: naming everybody earns nothing."""
        parties = self.pred_parties(pred.issuers)
        return bool(parties) and None not in parties and parties <= self.gold_parties(gold.issuers)

    def addressees_agree(self, pred: Demand, gold: Demand) -> bool:
        """As for issuers, but where gold names nobody the prediction must name nobody."""
        parties, wanted = self.pred_parties(pred.addressees), self.gold_parties(gold.addressees)
        return None not in parties and parties <= wanted and bool(parties) == bool(wanted)


def outcomes_agree(pred: Outcome, gold: Outcome) -> bool:
    """Equal kinds and, for `other`, eligible spans."""
    return pred.kind == gold.kind and (gold.kind != "other" or pred.span.iou(gold.span) >= THRESHOLD)


def mentions_of(record: Record) -> dict[Span, list[Entity]]:
    """Distinct mention spans, in order of the text, with the entities that claim each."""
    found: dict[Span, list[Entity]] = {}
    for entity in record.entities or ():
        for mention in entity.mentions:
            owners = found.setdefault(mention.span, [])
            if entity not in owners:
                owners.append(entity)
    return dict(sorted(found.items(), key=lambda item: item[0]))


def resolve(gold: Record, pred: Record, gold_sides: dict[str, str | None]) -> dict[str, str | None]:
    """Predicted entity id -> gold root principal, None where unresolved."""
    votes = _votes(gold, pred, gold_sides)
    roots = sides(pred)
    silent = _silent_side(gold, gold_sides)
    principals = {entity.id: entity.principal for entity in pred.entities or ()}
    resolved: dict[str, str | None] = {}
    for name in [*principals, SPEAKER]:
        at: str | None = name
        for _ in range(len(principals) + 1):
            if at is None or votes.get(at):
                break
            at = principals.get(at) if principals.get(at) != at else None
        if at is not None and votes.get(at):
            resolved[name] = _winner(votes[at])
        else:
            resolved[name] = (
                silent if name == SPEAKER or roots.get(name) == SPEAKER or principals.get(name) == SPEAKER else None
            )
    return resolved


def _votes(gold: Record, pred: Record, gold_sides: dict[str, str | None]) -> dict[str, Counter[str]]:
    """Predicted entity id -> how many of its paired mentions belong to each gold side."""
    ours, theirs = mentions_of(gold), mentions_of(pred)
    gold_spans, pred_spans = list(ours), list(theirs)
    votes: dict[str, Counter[str]] = {}
    for pair in match(pred_spans, gold_spans):
        side = gold_sides.get(ours[gold_spans[pair.gold]][0].id)
        for entity in theirs[pred_spans[pair.predicted]]:
            if side is not None:
                votes.setdefault(entity.id, Counter())[side] += 1
    return votes


def _winner(votes: Counter[str]) -> str | None:
    ranked = votes.most_common(2)
    tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
    return None if tied else ranked[0][0]


def _silent_side(gold: Record, gold_sides: dict[str, str | None]) -> str | None:
    """The gold side that no mention names: the unnamed speaker's, or the only such side there is."""
    voiced = {gold_sides.get(e.id) for e in gold.entities or () if e.mentions}
    silent = {side for e in gold.entities or () if (side := gold_sides.get(e.id)) not in voiced and side is not None}
    if gold_sides.get(SPEAKER) in silent:
        return gold_sides[SPEAKER]
    return silent.pop() if len(silent) == 1 else None

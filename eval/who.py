"""Who is who: which gold principal a predicted entity stands for, and whether outcomes agree.

Predicted and gold mentions (duplicates dropped) pair one-to-one; a predicted entity stands for the gold root principal
to which most of its paired mentions belong, a tie is unresolved (None); an entity without paired mentions resolves
through its `principal`, or else through all that speak for it. A gold side without any mention is matched by the
reserved id ``speaker`` or an entity of the speaker's side; any other one by a predicted side that has no mention
either and bears the same name, or where each has just one such side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ..annotations.labels import SPEAKER
from ..annotations.layers import Demand, Entity, Outcome, Record, sides
from ..annotations.span import Span
from .match import THRESHOLD, Pair, best, overlapping


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
    def pred_sides(self) -> dict[str, str | None]:
        """Predicted entity id -> predicted root principal."""
        return {SPEAKER: SPEAKER} | sides(self.pred)

    @cached_property
    def gold_mentions(self) -> dict[Span, list[Entity]]:
        return mentions_of(self.gold)

    @cached_property
    def pred_mentions(self) -> dict[Span, list[Entity]]:
        return mentions_of(self.pred)

    @cached_property
    def resolved(self) -> dict[str, str | None]:
        """Predicted entity id -> the gold root principal that it stands for, or None."""
        return _resolve(self)

    @cached_property
    def gold_demands(self) -> list[Demand]:
        return self.gold.demands or []

    @cached_property
    def pred_demands(self) -> list[Demand]:
        return self.pred.demands or []

    @cached_property
    def pred_demand_spans(self) -> list[Span]:
        return [demand.span for demand in self.pred_demands]

    @cached_property
    def demand_pairs(self) -> list[Pair]:
        """Predicted and gold demands with IoU >= .5, by their places in the records; labels aside."""
        return overlapping(self.pred_demand_spans, [demand.span for demand in self.gold_demands])

    @cached_property
    def pred_outcome_spans(self) -> list[Span]:
        return [outcome.span for outcome in self.pred.outcomes or ()]

    @cached_property
    def outcome_pairs(self) -> list[Pair]:
        """Predicted and gold outcomes with IoU >= .5, by their places in the records; kinds aside."""
        return overlapping(self.pred_outcome_spans, [outcome.span for outcome in self.gold.outcomes or ()])

    @cached_property
    def mention_pairs(self) -> list[tuple[Entity, list[Entity], float]]:
        """The matching of distinct mentions: gold owner, predicted owners, IoU."""
        ours, theirs = self.gold_mentions, self.pred_mentions
        gold, pred = list(ours), list(theirs)
        pairs = best(overlapping(pred, gold))
        return [(ours[gold[pair.gold]][0], theirs[pred[pair.predicted]], pair.iou) for pair in pairs]

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


def _resolve(both: Both) -> dict[str, str | None]:
    gold, pred, gold_sides = both.gold, both.pred, both.gold_sides
    votes = _votes(both)
    roots = both.pred_sides
    whole: dict[str | None, Counter[str]] = {}
    for name, own in votes.items():
        whole.setdefault(roots.get(name), Counter()).update(own)
    silent = _silent_sides(gold, gold_sides, pred, roots)
    principals = {entity.id: entity.principal for entity in pred.entities or ()}

    def stands_for(name: str) -> str | None:
        for at in _upwards(name, principals):
            if votes.get(at):
                return _winner(votes[at])
        side = roots.get(name)
        return _winner(whole[side]) if whole.get(side) else silent.get(side)

    return {name: stands_for(name) for name in (*principals, SPEAKER)}


def _upwards(name: str, principals: dict[str, str | None]) -> Iterator[str]:
    """An entity, its principal, that one's principal, and so on."""
    seen: set[str] = set()
    at: str | None = name
    while at is not None and at not in seen:
        yield at
        seen.add(at)
        at = principals.get(at)


def _votes(both: Both) -> dict[str, Counter[str]]:
    """Predicted entity id -> how many of its paired mentions belong to each gold side."""
    votes: dict[str, Counter[str]] = {}
    for ours, theirs, _ in both.mention_pairs:
        side = both.gold_sides.get(ours.id)
        for entity in theirs:
            if side is not None:
                votes.setdefault(entity.id, Counter())[side] += 1
    return votes


def _winner(votes: Counter[str]) -> str | None:
    ranked = votes.most_common(2)
    tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
    return None if tied else ranked[0][0]


def _silent_sides(
    gold: Record, gold_sides: dict[str, str | None], pred: Record, pred_sides: dict[str, str | None]
) -> dict[str | None, str | None]:
    """Predicted side that no mention names -> the gold side that no mention names and that it stands for."""
    ours, theirs = _mentionless(gold, gold_sides), _mentionless(pred, pred_sides)
    speaker, only = gold_sides[SPEAKER], next(iter(ours)) if len(ours) == 1 else None
    found = {pred_sides[SPEAKER]: speaker if speaker in ours else only}
    if found[pred_sides[SPEAKER]] is None and speaker == SPEAKER:
        found[pred_sides[SPEAKER]] = SPEAKER  # gold names the speaker by the reserved id alone
    ours.pop(speaker, None)
    theirs.pop(pred_sides[SPEAKER], None)
    for side, names in theirs.items():
        same = [other for other, named in ours.items() if names & named]
        alone = list(ours) if len(ours) == len(theirs) == 1 else []
        candidates = same or alone
        found[side] = candidates[0] if len(candidates) == 1 else None
    return found


def _mentionless(record: Record, side_of: dict[str, str | None]) -> dict[str | None, set[str]]:
    """Sides without any mention, in order of the file, with the names that their entities bear."""
    voiced = {side_of.get(entity.id) for entity in record.entities or () if entity.mentions}
    found: dict[str | None, set[str]] = {}
    for entity in record.entities or ():
        side = side_of.get(entity.id)
        if side is not None and side not in voiced:
            found.setdefault(side, set()).update({entity.name.casefold()} if entity.name else ())
    return found

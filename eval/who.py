"""Who is who: which gold principal a predicted entity stands for, and whether outcomes agree.

Predicted and gold mentions (duplicates dropped) pair one-to-one. A predicted side, the root of `principal` with all that
speak for it, stands for the gold side to which most of its mentions belong. Mentions that pair with nothing, or that
several sides claim, belong to nobody; a tie is unresolved (None). So to merge actors, or to root them in another, mixes
their mentions and earns nothing. A gold side without any mention is matched by the reserved id ``speaker`` or an entity of
the speaker's side; any other one by a predicted side that has no mention either and bears the same name, or where each has
just one such side.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeVar

from ..annotations.labels import SPEAKER
from ..annotations.layers import Demand, Mention, Outcome, Record, ends, sides
from ..corpus import library
from ..corpus.once import once
from .counts import Numbers
from .match import THRESHOLD, Pair, Place, iou, match, one_to_one, overlapping, paired
from .mentions import WAITING, Mentions, Sides, mentions_of

Item = TypeVar("Item", bound=Mention)
PLACE = attrgetter("start", "end")
DEMANDS = attrgetter("start", "end", "direction", "issue", "vague", "id")
OUTCOMES = attrgetter("start", "end", "kind", "id")
"""The orders of demands and of outcomes: by what they are, so that no tie is broken by a place in a file."""


@dataclass(eq=False)
class Both:
    """Gold and prediction of one document, with what the tasks share worked out once.

    Demands and outcomes stand in order of what they are, so that no tie is broken by their place in a file.
    """

    gold: Record
    pred: Record

    @once
    def gold_sides(self) -> dict[str, str | None]:
        """Gold entity id -> gold root principal."""
        return sides(self.gold)

    @once
    def pred_sides(self) -> dict[str, str | None]:
        """Predicted entity id -> predicted root principal."""
        return sides(self.pred)

    @once
    def gold_mentions(self) -> Mentions:
        return mentions_of(self.gold, self.gold_sides)

    @once
    def pred_mentions(self) -> Mentions:
        return mentions_of(self.pred, self.pred_sides)

    @once
    def mention_pairs(self) -> list[tuple[Place, Place, float]]:
        """The matching of distinct mentions."""
        return paired(self.pred_mentions.at, self.gold_mentions.at)

    @once
    def resolved(self) -> dict[str, str | None]:
        """Predicted entity id -> the gold root principal that it stands for, or None."""
        return _resolve(self)

    @once
    def gold_demands(self) -> list[Demand]:
        return in_order(self.gold.demands or (), DEMANDS)

    @once
    def pred_demands(self) -> list[Demand]:
        return in_order(self.pred.demands or (), DEMANDS)

    @once
    def gold_demand_spans(self) -> list[Place]:
        return places(self.gold_demands)

    @once
    def pred_demand_spans(self) -> list[Place]:
        return places(self.pred_demands)

    @once
    def demand_pairs(self) -> list[Pair]:
        """Predicted and gold demands with IoU >= .5, by their places in these lists; labels aside."""
        return overlapping(self.pred_demand_spans, self.gold_demand_spans)

    @once
    def gold_outcomes(self) -> list[Outcome]:
        return in_order(self.gold.outcomes or (), OUTCOMES)

    @once
    def pred_outcomes(self) -> list[Outcome]:
        return in_order(self.pred.outcomes or (), OUTCOMES)

    @once
    def pred_outcome_spans(self) -> list[Place]:
        return places(self.pred_outcomes)

    @once
    def outcome_pairs(self) -> list[Pair]:
        """Predicted and gold outcomes with IoU >= .5, by their places in these lists; kinds aside."""
        return overlapping(self.pred_outcome_spans, places(self.gold_outcomes))

    @once
    def gold_demand(self) -> dict[str, int]:
        """Gold demand id -> its place in `gold_demands`."""
        return {demand.id: n for n, demand in enumerate(self.gold_demands)}

    @once
    def pred_demand(self) -> dict[str, int]:
        """Predicted demand id -> its place in `pred_demands`."""
        return {demand.id: n for n, demand in enumerate(self.pred_demands)}

    @once
    def gold_outcome(self) -> dict[str, Outcome]:
        return {outcome.id: outcome for outcome in self.gold_outcomes}

    @once
    def pred_outcome(self) -> dict[str, Outcome]:
        return {outcome.id: outcome for outcome in self.pred_outcomes}

    @once
    def gold_classes(self) -> dict[str, str]:
        """Gold demand id -> the first mention that `same_as` leads to."""
        firsts = ends({demand.id: demand.same_as for demand in self.gold_demands})
        return {name: first or name for name, first in firsts.items()}

    @once
    def homes(self) -> dict[str, frozenset[str]]:
        """Predicted demand id -> the gold classes at its span, by a matching of distinct spans.

        All predicted demands on one span have all classes that gold has there.
        """
        ours, theirs = self.gold_demands, self.pred_demands
        if one_to_one(self.demand_pairs):  # as most are: then no span meets two, and none stands twice among the met
            homes: dict[str, frozenset[str]] = dict.fromkeys(self.pred_demand, frozenset())
            for p, g, _ in self.demand_pairs:
                homes[theirs[p].id] = frozenset((self.gold_classes[ours[g].id],))
            return homes
        gold, pred = sorted(set(self.gold_demand_spans)), sorted(set(self.pred_demand_spans))
        there: dict[Place, set[str]] = {}
        for demand, span in zip(ours, self.gold_demand_spans, strict=True):
            there.setdefault(span, set()).add(self.gold_classes[demand.id])
        at = {pred[p]: frozenset(there[gold[g]]) for p, g, _ in match(pred, gold)}
        said = zip(theirs, self.pred_demand_spans, strict=True)
        return {demand.id: at.get(span, frozenset()) for demand, span in said}

    @once
    def text(self) -> str | None:
        """The document's text, None where it is not at hand."""
        document = library.text_or_none(self.gold.doc)
        return None if document is None else document.text

    def gold_parties(self, names: Iterable[str]) -> set[str | None]:
        """The gold sides of gold entities."""
        return {self.gold_sides.get(name) for name in names}

    def pred_parties(self, names: Iterable[str]) -> set[str | None]:
        """The gold sides that predicted entities stand for; None among them is an unresolved one."""
        return {self.resolved.get(name) for name in names}

    def issuers_agree(self, pred: Demand, gold: Demand) -> bool:
        """At least one predicted issuer, and all of them among the gold's sides: naming everybody earns nothing."""
        if len(pred.issuers) == len(gold.issuers) == 1:  # most demands, and most of the time
            side = self.resolved.get(pred.issuers[0])
            return side is not None and side == self.gold_sides.get(gold.issuers[0])
        parties = self.pred_parties(pred.issuers)
        return bool(parties) and None not in parties and parties <= self.gold_parties(gold.issuers)

    def addressees_agree(self, pred: Demand, gold: Demand) -> bool:
        """As for issuers, but where gold names nobody the prediction must name nobody."""
        if not pred.addressees or not gold.addressees:
            return not pred.addressees and not gold.addressees
        parties, wanted = self.pred_parties(pred.addressees), self.gold_parties(gold.addressees)
        return None not in parties and parties <= wanted


def outcomes_agree(pred: Outcome, gold: Outcome) -> bool:
    """Equal kinds and, for `other`, eligible spans."""
    return pred.kind == gold.kind and (gold.kind != "other" or iou(pred.span, gold.span) >= THRESHOLD)


def in_order(items: Sequence[Item], order: Callable[[Item], Any]) -> list[Item]:
    """Span records in an order that begins with their place; the rest of it is asked for only where two share one."""
    if len({(item.start, item.end) for item in items}) == len(items):
        return sorted(items, key=PLACE)
    return sorted(items, key=order)


def places(items: Sequence[Mention]) -> list[Place]:
    """The offsets of span records. Raises `ValueError` where one still waits for `parley anchor`."""
    found: list[Place] = []
    for item in items:
        start, end = item.start, item.end
        if start is None or end is None:
            raise ValueError(WAITING)
        found.append((start, end))
    return found


def cues(items: Iterable[Mention]) -> set[Place]:
    """The distinct cue spans of stances or gates; a gate that shows no cue has none."""
    return {(item.start, item.end) for item in items if item.start is not None and item.end is not None}


def met(pred: Set[Place], gold: Set[Place]) -> Numbers:
    """The count of a matching of distinct spans."""
    hits = len(paired(pred, gold)) if pred and gold else 0
    return hits, len(pred), hits, len(gold)


def _resolve(both: Both) -> dict[str, str | None]:
    told = _winners(both)
    if not told.keys() >= set(both.pred_sides.values()):
        told = _silent_sides(both) | told | {None: None}
    return {name: told.get(side) for name, side in both.pred_sides.items()}


def _winners(both: Both) -> dict[str | None, str | None]:
    """Predicted side with mentions -> the gold side with most votes; None for a tie, and where nobody has more.

    Each mention is a vote; those that pair with nothing, or with what is no side's, are nobody's.
    """
    theirs, ours = both.pred_mentions, both.gold_mentions
    votes: dict[tuple[Hashable, Hashable], int] = {}
    for p, g, _ in both.mention_pairs:
        vote = theirs.clusters[theirs.at[p]], ours.clusters[ours.at[g]]
        votes[vote] = votes.get(vote, 0) + 1
    first: dict[Hashable, str | None] = {}
    most: dict[Hashable, int] = {}
    named: dict[Hashable, int] = {}
    for (side, claim), number in votes.items():
        if isinstance(claim, str):
            named[side] = named.get(side, 0) + number
            if number >= most.get(side, 0):
                first[side] = None if number == most.get(side) else claim
                most[side] = number
    return {
        side: first[side] if side in first and most[side] >= size - named[side] else None
        for side, size in theirs.sizes.items()
        if isinstance(side, str)
    }


def _silent_sides(both: Both) -> dict[str | None, str | None]:
    """Predicted side that no mention names -> the gold side that no mention names and that it stands for."""
    ours, theirs = _mentionless(both.gold, both.gold_sides), _mentionless(both.pred, both.pred_sides)
    speaker, their_speaker = both.gold_sides[SPEAKER], both.pred_sides[SPEAKER]
    found = {their_speaker: _of_speaker(ours, speaker)}
    if not theirs:
        return found
    ours.pop(speaker, None)
    theirs.pop(their_speaker, None)
    bearers: dict[str, set[str | None]] = {}
    for side, names in ours.items():
        for name in names:
            bearers.setdefault(name, set()).add(side)
    alone = set(ours) if len(ours) == len(theirs) == 1 else set()
    for side, names in theirs.items():
        candidates = set().union(*(bearers.get(name, ()) for name in names)) or alone
        found[side] = next(iter(candidates)) if len(candidates) == 1 else None
    return found


def _of_speaker(silent: Mapping[str | None, object], speaker: str | None) -> str | None:
    """The silent gold side that the reserved id stands for: the speaker's, or the only one, or the id itself."""
    if speaker in silent:
        return speaker
    if len(silent) == 1:
        return next(iter(silent))
    return SPEAKER if speaker == SPEAKER else None


def _mentionless(record: Record, side_of: Sides) -> dict[str | None, set[str]]:
    """Sides without any mention, with the names that their entities bear."""
    silent = [entity for entity in record.entities or () if not entity.mentions]
    found: dict[str | None, set[str]] = {}
    if not silent:
        return found
    voiced = {side_of.get(entity.id) for entity in record.entities or () if entity.mentions}
    for entity in silent:
        side = side_of.get(entity.id)
        if side is not None and side not in voiced:
            found.setdefault(side, set()).update({entity.name.casefold()} if entity.name else ())
    return found

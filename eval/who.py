"""Who is who: which gold principal a predicted entity stands for, and whether outcomes agree.

Predicted and gold mentions (duplicates dropped) pair one-to-one. A predicted side, the root of `principal` with all that
speak for it, stands for the gold side to which most of its mentions belong, mentions that pair with nothing belonging
to nobody; a tie is unresolved (None). So to merge actors, or to root them in another, mixes their mentions and earns
nothing. A gold side without any mention is matched by the reserved id ``speaker`` or an entity of the speaker's side; any
other one by a predicted side that has no mention either and bears the same name, or where each has just one such side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..annotations.labels import SPEAKER
from ..annotations.layers import Demand, Entity, Mention, Outcome, Record, ends, sides
from ..corpus import library
from .match import THRESHOLD, Pair, Place, best, iou, match, overlapping

Sides = Mapping[str, str | None]


@dataclass(frozen=True)
class Both:
    """Gold and prediction of one document, with what the tasks share worked out once.

    Demands and outcomes stand in order of what they are, so that no tie is broken by their place in a file.
    """

    gold: Record
    pred: Record

    @cached_property
    def gold_sides(self) -> dict[str, str | None]:
        """Gold entity id -> gold root principal."""
        return sides(self.gold)

    @cached_property
    def pred_sides(self) -> dict[str, str | None]:
        """Predicted entity id -> predicted root principal."""
        return sides(self.pred)

    @cached_property
    def gold_mentions(self) -> dict[Place, list[Entity]]:
        return mentions_of(self.gold)

    @cached_property
    def pred_mentions(self) -> dict[Place, list[Entity]]:
        return mentions_of(self.pred)

    @cached_property
    def mention_pairs(self) -> list[Pair]:
        """The matching of distinct mentions, by their places in `pred_mentions` and `gold_mentions`."""
        return best(overlapping(list(self.pred_mentions), list(self.gold_mentions)))

    @cached_property
    def resolved(self) -> dict[str, str | None]:
        """Predicted entity id -> the gold root principal that it stands for, or None."""
        return _resolve(self)

    @cached_property
    def gold_demands(self) -> list[Demand]:
        return sorted(self.gold.demands or (), key=_demand_order)

    @cached_property
    def pred_demands(self) -> list[Demand]:
        return sorted(self.pred.demands or (), key=_demand_order)

    @cached_property
    def gold_demand_spans(self) -> list[Place]:
        return places(self.gold_demands)

    @cached_property
    def pred_demand_spans(self) -> list[Place]:
        return places(self.pred_demands)

    @cached_property
    def demand_pairs(self) -> list[Pair]:
        """Predicted and gold demands with IoU >= .5, by their places in these lists; labels aside."""
        return overlapping(self.pred_demand_spans, self.gold_demand_spans)

    @cached_property
    def gold_outcomes(self) -> list[Outcome]:
        return sorted(self.gold.outcomes or (), key=_outcome_order)

    @cached_property
    def pred_outcomes(self) -> list[Outcome]:
        return sorted(self.pred.outcomes or (), key=_outcome_order)

    @cached_property
    def pred_outcome_spans(self) -> list[Place]:
        return places(self.pred_outcomes)

    @cached_property
    def outcome_pairs(self) -> list[Pair]:
        """Predicted and gold outcomes with IoU >= .5, by their places in these lists; kinds aside."""
        return overlapping(self.pred_outcome_spans, places(self.gold_outcomes))

    @cached_property
    def gold_outcome(self) -> dict[str, Outcome]:
        return {outcome.id: outcome for outcome in self.gold_outcomes}

    @cached_property
    def pred_outcome(self) -> dict[str, Outcome]:
        return {outcome.id: outcome for outcome in self.pred_outcomes}

    @cached_property
    def gold_classes(self) -> dict[str, str]:
        """Gold demand id -> the first mention that `same_as` leads to."""
        firsts = ends({demand.id: demand.same_as for demand in self.gold_demands})
        return {name: first or name for name, first in firsts.items()}

    @cached_property
    def homes(self) -> dict[str, frozenset[str]]:
        """Predicted demand id -> the gold classes at its span, by a matching of distinct spans.

        All predicted demands on one span have all classes that gold has there.
        """
        gold, pred = sorted(set(self.gold_demand_spans)), sorted(set(self.pred_demand_spans))
        there: dict[Place, set[str]] = {}
        for demand, span in zip(self.gold_demands, self.gold_demand_spans, strict=True):
            there.setdefault(span, set()).add(self.gold_classes[demand.id])
        at = {pred[p]: frozenset(there[gold[g]]) for p, g, _ in match(pred, gold)}
        said = zip(self.pred_demands, self.pred_demand_spans, strict=True)
        return {demand.id: at.get(span, frozenset()) for demand, span in said}

    @cached_property
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
        parties = self.pred_parties(pred.issuers)
        return bool(parties) and None not in parties and parties <= self.gold_parties(gold.issuers)

    def addressees_agree(self, pred: Demand, gold: Demand) -> bool:
        """As for issuers, but where gold names nobody the prediction must name nobody."""
        parties, wanted = self.pred_parties(pred.addressees), self.gold_parties(gold.addressees)
        return None not in parties and parties <= wanted and bool(parties) == bool(wanted)


def outcomes_agree(pred: Outcome, gold: Outcome) -> bool:
    """Equal kinds and, for `other`, eligible spans."""
    return pred.kind == gold.kind and (gold.kind != "other" or iou(pred.span, gold.span) >= THRESHOLD)


def places(items: Sequence[Mention]) -> list[Place]:
    """The offsets of span records. Raises `ValueError` where one still waits for `parley anchor`."""
    found = [(item.start, item.end) for item in items if item.start is not None and item.end is not None]
    if len(found) < len(items):
        raise ValueError("a span without offsets: run `parley anchor` first")
    return found


def cues(items: Iterable[Mention]) -> list[Place]:
    """The distinct cue spans of stances or gates, in order of the text; a gate that shows no cue has none."""
    return sorted({(item.start, item.end) for item in items if item.start is not None and item.end is not None})


def _demand_order(demand: Demand) -> tuple[object, ...]:
    return demand.start, demand.end, demand.direction, demand.issue, demand.vague, demand.id


def _outcome_order(outcome: Outcome) -> tuple[object, ...]:
    return outcome.start, outcome.end, outcome.kind, outcome.id


def mentions_of(record: Record) -> dict[Place, list[Entity]]:
    """Distinct mention spans, in order of the text, with the entities that claim each: one twice that names it twice."""
    found: dict[Place, list[Entity]] = {}
    for entity in record.entities or ():
        for place in places(entity.mentions):
            if place in found:
                found[place].append(entity)
            else:
                found[place] = [entity]
    return {place: found[place] for place in sorted(found)}


def _resolve(both: Both) -> dict[str, str | None]:
    told = _silent_sides(both) | {side: _winner(own) for side, own in _votes(both).items()} | {None: None}
    return {name: told.get(side) for name, side in both.pred_sides.items()}


Votes = dict[str | None, int]
"""Gold side -> number of mentions; None is nobody."""


def _votes(both: Both) -> dict[str | None, Votes]:
    """Predicted side -> to which gold sides its mentions belong; those that pair with nothing belong to nobody.

    A mention that several sides claim counts for each of them.
    """
    gold_sides, pred_sides, ours = both.gold_sides, both.pred_sides, list(both.gold_mentions.values())
    met = {p: g for p, g, _ in both.mention_pairs}
    votes: dict[str | None, Votes] = {}
    for p, owners in enumerate(both.pred_mentions.values()):
        claims = {gold_sides[entity.id] for entity in ours[met[p]]} if p in met else NOBODY
        for side in {pred_sides[entity.id] for entity in owners}:
            own = votes.setdefault(side, {})
            for claim in claims:
                own[claim] = own.get(claim, 0) + 1
    return votes


NOBODY = frozenset((None,))


def _winner(votes: Votes) -> str | None:
    """The gold side with most votes; None for a tie, and where nobody has more."""
    most = max((number for side, number in votes.items() if side is not None), default=0)
    first = [side for side, number in votes.items() if number == most and side is not None]
    return first[0] if len(first) == 1 and most >= votes.get(None, 0) else None


def _silent_sides(both: Both) -> dict[str | None, str | None]:
    """Predicted side that no mention names -> the gold side that no mention names and that it stands for."""
    ours, theirs = _mentionless(both.gold, both.gold_sides), _mentionless(both.pred, both.pred_sides)
    speaker, their_speaker = both.gold_sides[SPEAKER], both.pred_sides[SPEAKER]
    found = {their_speaker: _of_speaker(ours, speaker)}
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
    voiced = {side_of.get(entity.id) for entity in record.entities or () if entity.mentions}
    found: dict[str | None, set[str]] = {}
    for entity in record.entities or ():
        side = side_of.get(entity.id)
        if side is not None and side not in voiced:
            found.setdefault(side, set()).update({entity.name.casefold()} if entity.name else ())
    return found

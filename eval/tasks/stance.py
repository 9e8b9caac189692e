"""Stance: distinct (holder principal, target, polarity) end to end, and cue spans.

Targets agree when both are demands of an eligible pair, entities of one principal, or outcomes that agree. Tuples are
distinct up to that agreement: two stances of one side on two mentions of "talks" are one. A false alarm is a predicted
record, before any tuples collapse: of the records of one predicted tuple as many are right, or repeat what is right, as
gold has records of the tuple that it meets, and each one more is false. So to merge all actors into one saves nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from operator import attrgetter

from ...annotations.labels import POLARITIES
from ...annotations.layers import Outcome, Stance
from ..counts import Numbers
from ..match import THRESHOLD, Pair, Place, best, iou
from ..who import Both, cues, in_order, met
from .given import NONE
from .ledger import Item, Ledger, Settled
from .phenomena import of_stances
from .task import Task

FIGURES = ("micro", *POLARITIES, "cue")

Target = tuple[Hashable, Place | None]
"""What a stance is about, comparable across gold and prediction: its kind must be equal, its span eligible.

The kind of an entity is the gold side that it stands for, that of an outcome its own kind."""
Tuple = tuple[Hashable, Target, str]
"""One distinct stance: holder, target, polarity; an unresolved holder or target entity is a key that equals no gold one."""
ORDER = attrgetter("start", "end", "holder", "target", "polarity", "id")
Said = dict[Tuple, list[Stance]]
"""The distinct stances of a side, each with the records that state it, in order of the text."""


def settle(both: Both) -> Settled:
    """The figures and the errors of one document."""
    gold, pred = gold_said(both), pred_said(both)
    chosen = best(eligible(list(pred), list(gold)))
    surplus, hits = surpluses(pred, gold, chosen), len(chosen)
    numbers = (
        (hits, hits + sum(surplus), hits, len(gold)),
        *_by_polarity(pred, gold, chosen, surplus),
        met(cues(both.pred.stances or ()), cues(both.gold.stances or ())),
    )
    return Settled(FIGURES, numbers, lambda: _ledger(both, gold, pred, chosen))


def _by_polarity(pred: Said, gold: Said, chosen: Sequence[Pair], surplus: Sequence[int]) -> list[Numbers]:
    """Hits and gold are tuples, false alarms are records."""
    hits, false, there = {**NONE}, {**NONE}, {**NONE}
    ours = [polarity for _, _, polarity in gold]
    for polarity in ours:
        there[polarity] += 1
    for _, g, _ in chosen:
        hits[ours[g]] += 1
    for (_, _, polarity), number in zip(pred, surplus, strict=True):
        false[polarity] += number
    return [(hits[p], hits[p] + false[p], hits[p], there[p]) for p in POLARITIES]


def surpluses(pred: Said, gold: Said, chosen: Sequence[Pair]) -> list[int]:
    """How many records of each predicted tuple are false: those beyond the records of the gold tuple that it meets."""
    stated, false = [len(records) for records in gold.values()], [len(records) for records in pred.values()]
    for p, g, _ in chosen:
        false[p] = max(0, false[p] - stated[g])
    return false


def eligible(pred: Sequence[Tuple], gold: Sequence[Tuple]) -> list[Pair]:
    """Pairs that agree in holder, target and polarity, weighed by the IoU of the targets' spans where they have one."""
    alike: dict[Hashable, list[int]] = {}
    for g, (holder, target, polarity) in enumerate(gold):
        alike.setdefault((holder, target[0], polarity), []).append(g)
    found: list[Pair] = []
    for p, (holder, target, polarity) in enumerate(pred):
        for g in alike.get((holder, target[0], polarity), ()):
            weight = likeness(target, gold[g][1])
            if weight:
                found.append((p, g, weight))
    return found


def likeness(pred: Target, gold: Target) -> float:
    """The IoU of the targets' spans, 0 below .5; without spans 1 for equal targets."""
    if pred[0] != gold[0]:
        return 0.0
    if pred[1] is None or gold[1] is None:
        return 1.0
    weight = iou(pred[1], gold[1])
    return weight if weight >= THRESHOLD else 0.0


def gold_said(both: Both) -> Said:
    """The distinct gold stances."""
    if not both.gold.stances:
        return {}
    return _said(both.gold.stances, both.gold_sides, both.gold_demand, both.gold_demand_spans, both.gold_outcome)


def pred_said(both: Both) -> Said:
    """The distinct predicted stances, in terms of gold's sides; an entity that is unresolved stands for itself."""
    if not both.pred.stances:
        return {}
    sides = {name: (name,) if side is None else side for name, side in both.resolved.items()}
    return _said(both.pred.stances, sides, both.pred_demand, both.pred_demand_spans, both.pred_outcome)


def _said(
    stances: Sequence[Stance],
    parties: Mapping[str, Hashable],
    at: Mapping[str, int],
    spans: Sequence[Place],
    outcomes: Mapping[str, Outcome],
) -> Said:
    """The tuples of stances; `at` and `spans` place the demands among their targets."""
    found: Said = {}
    for item in in_order(stances, ORDER):
        name = item.target
        target: Target
        if name in outcomes:
            target = _outcome(outcomes[name])
        elif name in at:
            target = "demand", spans[at[name]]
        else:
            target = ("entity", parties.get(name, (name,))), None
        found.setdefault((parties.get(item.holder, (item.holder,)), target, item.polarity), []).append(item)
    return found


def _outcome(outcome: Outcome) -> Target:
    return ("other", outcome.span) if outcome.kind == "other" else (("outcome", outcome.kind), None)


def _ledger(both: Both, ours: Said, theirs: Said, chosen: Sequence[Pair]) -> Ledger:
    """Gold items are tuples, predicted items records; a record more than gold has of a right tuple is a `copy`."""
    gold, pred = list(ours), [(tuple_, item) for tuple_, records in theirs.items() for item in records]
    records = [item for _, item in pred]
    cues_ = [items[0].span for items in ours.values()]
    found = Ledger(
        both.gold.doc,
        TASK.name,
        [Item(items[0].id, items[0].span) for items in ours.values()],
        [Item(item.id, item.span) for item in records],
    )
    _set_right(found, ours, theirs, chosen)

    def pairs(same: Sequence[bool]) -> list[Pair]:
        """The unsettled pairs that agree in holder, target and polarity, as far as asked, nearest cues first."""
        return [
            (p, g, weight + iou(records[p].span, cues_[g]))
            for p in sorted(found.left_pred)
            for g in sorted(found.left_gold)
            if (weight := _agreement(pred[p][0], gold[g], same))
        ]

    found.wrong("polarity", pairs((True, True, False)))
    found.wrong("holder", pairs((False, True, True)))
    found.wrong("target", pairs((True, False, True)))
    return found.close("several labels")


def _set_right(found: Ledger, ours: Said, theirs: Said, chosen: Sequence[Pair]) -> None:
    """Of each tuple that is right one record, as many more as gold has are left out, the rest are copies."""
    first, at = [], 0
    for records in theirs.values():
        first.append(at)
        at += len(records)
    stated, sizes = [len(items) for items in ours.values()], [len(items) for items in theirs.values()]
    for p, g, weight in chosen:
        begin, end = first[p], first[p] + sizes[p]
        found.right([(begin, g, weight)])
        found.drop(range(begin + 1, min(end, begin + stated[g])))
        found.false("copy", range(begin + stated[g], end))


def _agreement(pred: Tuple, gold: Tuple, same: Sequence[bool]) -> float:
    """The likeness of the targets, or 1 where they are not asked about; 0 where something asked about differs."""
    (holder, target, polarity), (their_holder, their_target, their_polarity) = pred, gold
    if (same[0] and holder != their_holder) or (same[2] and polarity != their_polarity):
        return 0.0
    return likeness(target, their_target) if same[1] else 1.0


TASK = Task(
    name="stance",
    needs=("stances",),
    headline="micro",
    figures=FIGURES,
    settle=settle,
    strict="micro",
    shown=("micro", "cue"),
    traits={"phenomenon": of_stances},
)

"""Stance: distinct (holder principal, target, polarity) end to end; cue spans; polarity alone on given gold stances.

Targets agree when both are demands of an eligible pair, entities of one principal, or outcomes that agree. Tuples are
distinct up to that agreement: two stances of one side on two mentions of "talks" are one.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from ...annotations.labels import POLARITIES
from ...annotations.layers import Outcome, Record, Stance
from ...annotations.span import Span
from ..counts import Count, count
from ..match import THRESHOLD, Pair, best, match
from ..who import Both

FIGURES = ("micro", *POLARITIES, "cue")
GIVEN = tuple(f"given_{polarity}" for polarity in POLARITIES)


class Target(NamedTuple):
    """What a stance is about, comparable across gold and prediction: its kind must be equal, its span eligible.

    The kind of an entity is the gold side that it stands for, that of an outcome its own kind.
    """

    kind: Hashable
    span: Span | None = None


class Tuple(NamedTuple):
    """One distinct stance; an unresolved holder or target entity carries a key that equals no gold one."""

    holder: Hashable
    target: Target
    polarity: str


def counts(both: Both) -> dict[str, Count]:
    """The end-to-end figures of one document."""
    gold, pred = list(gold_tuples(both)), list(pred_tuples(both))
    chosen = best(eligible(pred, gold))
    found: dict[str, Count] = {polarity: _of(polarity, pred, gold, chosen) for polarity in POLARITIES}
    return {"micro": count(len(chosen), len(pred), len(gold)), **found, "cue": _cues(both)}


def eligible(pred: Sequence[Tuple], gold: Sequence[Tuple]) -> list[Pair]:
    """Pairs that agree in holder, target and polarity, weighed by the IoU of the targets' spans where they have one."""
    alike: dict[Hashable, list[int]] = {}
    for g, said in enumerate(gold):
        alike.setdefault((said.holder, said.polarity, said.target.kind), []).append(g)
    return [
        Pair(p, g, weight)
        for p, said in enumerate(pred)
        for g in alike.get((said.holder, said.polarity, said.target.kind), ())
        if (weight := likeness(said.target, gold[g].target))
    ]


def likeness(pred: Target, gold: Target) -> float:
    """The IoU of the targets' spans, 0 below .5; without spans 1 for equal targets."""
    if pred.kind != gold.kind:
        return 0.0
    if pred.span is None or gold.span is None:
        return 1.0
    iou = pred.span.iou(gold.span)
    return iou if iou >= THRESHOLD else 0.0


def _of(polarity: str, pred: list[Tuple], gold: list[Tuple], chosen: list[Pair]) -> Count:
    hits = sum(gold[pair.gold].polarity == polarity for pair in chosen)
    return count(hits, sum(t.polarity == polarity for t in pred), sum(t.polarity == polarity for t in gold))


def gold_tuples(both: Both) -> dict[Tuple, Stance]:
    """The distinct gold stances, each with the first record that states it."""
    return _tuples(both.gold, both.gold_sides)


def pred_tuples(both: Both) -> dict[Tuple, Stance]:
    """The distinct predicted stances, in terms of the gold's sides."""
    resolved = {name: side if side is not None else ("unresolved", name) for name, side in both.resolved.items()}
    return _tuples(both.pred, resolved)


def _tuples(record: Record, parties: Mapping[str, Hashable]) -> dict[Tuple, Stance]:
    known = {d.id: Target("demand", d.span) for d in record.demands or ()}
    known |= {o.id: _outcome(o) for o in record.outcomes or ()}
    found: dict[Tuple, Stance] = {}
    for item in sorted(record.stances or (), key=_order):
        holder = parties.get(item.holder, ("unresolved", item.holder))
        target = known.get(item.target) or Target(("entity", parties.get(item.target, ("unresolved", item.target))))
        found.setdefault(Tuple(holder, target, item.polarity), item)
    return found


def _order(item: Stance) -> tuple[object, ...]:
    return (*item.span, item.holder, item.target, item.polarity, item.id)


def _outcome(outcome: Outcome) -> Target:
    if outcome.kind == "other":
        return Target("other", outcome.span)
    return Target(("outcome", outcome.kind))


def _stances(record: Record) -> list[Stance]:
    return record.stances or []


def _cues(both: Both) -> Count:
    """Distinct cue spans: one predicate may carry several records."""
    pred, gold = sorted({s.span for s in _stances(both.pred)}), sorted({s.span for s in _stances(both.gold)})
    return count(len(match(pred, gold)), len(pred), len(gold))


def given(gold: Record, polarities: Mapping[str, str]) -> dict[str, Count]:
    """The given track of one document: gold stance id -> predicted polarity, a count for each class.

    A gold stance without a prediction is silence: missed, and no false alarm.
    """
    found = {}
    for polarity in POLARITIES:
        right = [s for s in _stances(gold) if s.polarity == polarity]
        said = [s for s in _stances(gold) if polarities.get(s.id) == polarity]
        hits = sum(polarities.get(s.id) == polarity for s in right)
        found[f"given_{polarity}"] = count(hits, len(said), len(right))
    return found

"""Stance: distinct (holder principal, target, polarity) end to end; cue spans; polarity alone on given gold stances.

Targets agree when both are demands of an eligible pair, entities of one principal, or outcomes that agree. Tuples are
distinct up to that agreement: two stances of one side on two mentions of "talks" are one.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from ..annotations.labels import POLARITIES
from ..annotations.layers import Outcome, Record, Stance
from ..annotations.span import Span
from .counts import Count, count
from .match import THRESHOLD, Pair, best, match
from .who import Both

FIGURES = ("micro", *POLARITIES, "cue")
GIVEN = tuple(f"given_{polarity}" for polarity in POLARITIES)


class Target(NamedTuple):
    """What a stance is about, comparable across gold and prediction: a place in the text, a kind, or a gold side."""

    what: str
    key: Hashable
    span: Span | None = None


class Tuple(NamedTuple):
    """One distinct stance; an unresolved holder or target entity carries a key that equals no gold one."""

    holder: Hashable
    target: Target
    polarity: str


def counts(both: Both) -> dict[str, Count]:
    """The end-to-end figures of one document."""
    gold, pred = _gold_tuples(both), _pred_tuples(both)
    chosen = best([Pair(p, g, w) for p, a in enumerate(pred) for g, b in enumerate(gold) if (w := _likeness(a, b))])
    found: dict[str, Count] = {polarity: _of(polarity, pred, gold, chosen) for polarity in POLARITIES}
    return {"micro": count(len(chosen), len(pred), len(gold)), **found, "cue": _cues(both)}


def _of(polarity: str, pred: list[Tuple], gold: list[Tuple], chosen: list[Pair]) -> Count:
    hits = sum(gold[pair.gold].polarity == polarity for pair in chosen)
    return count(hits, sum(t.polarity == polarity for t in pred), sum(t.polarity == polarity for t in gold))


def _likeness(pred: Tuple, gold: Tuple) -> float:
    """0 for an ineligible pair; else the IoU of the targets' spans, or 1 where targets agree without them."""
    if pred.holder != gold.holder or pred.polarity != gold.polarity or pred.target.what != gold.target.what:
        return 0.0
    if pred.target.span is not None and gold.target.span is not None:
        iou = pred.target.span.iou(gold.target.span)
        return iou if iou >= THRESHOLD else 0.0
    return float(pred.target.key == gold.target.key)


def _gold_tuples(both: Both) -> list[Tuple]:
    known = {d.id: Target("demand", d.span, d.span) for d in both.gold_demands}
    known |= {o.id: _outcome(o) for o in both.gold_outcomes.values()}
    tuples = {
        Tuple(both.gold_sides.get(s.holder), _target(s, known, both.gold_sides), s.polarity)
        for s in _stances(both.gold)
    }
    return sorted(tuples, key=repr)


def _pred_tuples(both: Both) -> list[Tuple]:
    known = {d.id: Target("demand", d.span, d.span) for d in both.pred_demands}
    known |= {o.id: _outcome(o) for o in both.pred_outcomes.values()}
    resolved = {name: side if side is not None else ("unresolved", name) for name, side in both.resolved.items()}
    tuples = {
        Tuple(resolved.get(s.holder, ("unresolved", s.holder)), _target(s, known, resolved), s.polarity)
        for s in _stances(both.pred)
    }
    return sorted(tuples, key=repr)


def _outcome(outcome: Outcome) -> Target:
    if outcome.kind == "other":
        return Target("other", outcome.span, outcome.span)
    return Target("outcome", outcome.kind)


def _target(stance: Stance, known: Mapping[str, Target], parties: Mapping[str, Hashable]) -> Target:
    return known.get(stance.target) or Target("entity", parties.get(stance.target, ("unresolved", stance.target)))


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

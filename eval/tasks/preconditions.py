"""Preconditions: (demand, outcome) pairs that a gate ties, with the ladder up to the headline; outcome and cue spans beside."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from ...annotations.layers import Demand, Outcome, Record
from ...annotations.markers import marker
from ..counts import Numbers
from ..match import Pair, best, one_to_one
from ..who import OUTCOMES, Both, cues, met, outcomes_agree
from .ladder import climb, fallen, standing
from .ledger import Item, Ledger, Settled
from .phenomena import of_preconditions
from .task import Task

LADDER = ("direction", "outcome", "issuer")
FIGURES = ("span", *LADDER, "outcome_span", "cue")
KINDS = {"issuer": "issuer", "outcome": "gate kind", "direction": "direction"}
"""Rung -> what an error in its label is called, from the strictest down."""
UNKNOWN = "unknown"


class Tie(NamedTuple):
    """What a gate ties: the demand, its place among the document's, and the outcome by its id and itself."""

    at: int
    demand: Demand
    end: str
    outcome: Outcome | None

    @property
    def name(self) -> str:
        return f"{self.demand.id}>{self.end}"


def settle(both: Both) -> Settled:
    """The figures and the errors of one document."""
    pred = ties(both.pred, both.pred_demands, both.pred_demand, both.pred_outcome) if both.pred.gates else []
    gold = ties(both.gold, both.gold_demands, both.gold_demand, both.gold_outcome) if both.gold.gates else []
    pairs, said, there = tie_pairs(both, pred, gold), len(pred), len(gold)
    heights = [_height(both, pred[p], gold[g]) for p, g, _ in pairs]
    if one_to_one(pairs):
        hits = standing(heights, len(LADDER))
    else:
        hits = [len(rung.chosen) for rung in climb(pairs, heights, len(LADDER), lambda: identities(pred))]
    numbers = (*[(number, said, number, there) for number in hits], _outcome_spans(both), _cues(both))
    return Settled(FIGURES, numbers, lambda: _ledger(both, pred, gold, heights))


def _height(both: Both, pred: Tie, gold: Tie) -> int:
    """How many labels of the ladder, in turn, two ties agree in."""
    if pred.demand.direction != gold.demand.direction:
        return 0
    if pred.outcome is None or gold.outcome is None or not outcomes_agree(pred.outcome, gold.outcome):
        return 1
    return 3 if both.issuers_agree(pred.demand, gold.demand) else 2


def ties(
    record: Record, demands: Sequence[Demand], at: Mapping[str, int], outcomes: Mapping[str, Outcome]
) -> list[Tie]:
    """What each gate of a record ties, in order of `demands` and then of outcomes; gates from nowhere are none."""
    gates = [(n, gate.outcome) for gate in record.gates or () if (n := at.get(gate.demand)) is not None]
    found = [Tie(n, demands[n], end, outcomes.get(end)) for n, end in gates]
    return found if len(found) < 2 else sorted(found, key=_order)


def _order(tie: Tie) -> tuple[int, Any]:
    return tie.at, () if tie.outcome is None else OUTCOMES(tie.outcome)


def tie_pairs(both: Both, pred: Sequence[Tie], gold: Sequence[Tie]) -> list[Pair]:
    """Pairs of ties whose demands are eligible for one another."""
    if not pred or not gold:
        return []
    ours: dict[int, list[int]] = {}
    for g, tie in enumerate(gold):
        ours.setdefault(tie.at, []).append(g)
    reach: dict[int, list[Pair]] = {}
    for pair in both.demand_pairs:
        if pair[1] in ours:
            reach.setdefault(pair[0], []).append(pair)
    return [(p, g, iou) for p, tie in enumerate(pred) for _, demand, iou in reach.get(tie.at, ()) for g in ours[demand]]


def identities(pred: Sequence[Tie]) -> list[Hashable]:
    """What makes one predicted tie a copy of another: both ends, by span and kind."""
    return [(tie.demand.span, tie.outcome and (tie.outcome.span, tie.outcome.kind)) for tie in pred]


def _outcome_spans(both: Both) -> Numbers:
    pred = both.pred_outcome_spans
    hits = len(best(both.outcome_pairs, pred))
    return hits, len(pred), hits, len(both.gold_outcomes)


def _cues(both: Both) -> Numbers:
    """Distinct cue spans: one may open several gates; a predicted gate that shows no cue adds none."""
    return met(cues(both.pred.gates or ()), cues(both.gold.gates or ()))


def _ledger(both: Both, pred: Sequence[Tie], gold: Sequence[Tie], heights: Sequence[int]) -> Ledger:
    """Errors by the first label that a prediction gets wrong; a copy of a right one is told as such."""
    rungs = climb(tie_pairs(both, pred, gold), heights, len(LADDER), lambda: identities(pred))
    found = Ledger(both.gold.doc, TASK.name, _items(gold), _items(pred))
    found.right(rungs[-1].chosen)
    found.false("copy", [p for p, _, _ in rungs[-1].pairs])
    for name, (below, above) in reversed(list(zip(LADDER, pairwise(rungs), strict=True))):
        found.wrong(KINDS[name], fallen(below, above))
    return found.close()


def _items(found: Sequence[Tie]) -> list[Item]:
    return [Item(tie.name, tie.demand.span) for tie in found]


def of_markers(both: Both) -> dict[str, list[str]]:
    """Precondition (``demand>outcome``) -> the marker of its gate's cue; `unknown` without cue, or without its words."""
    return {f"{g.demand}>{g.outcome}": [_marker(both, g.start, g.end, g.quote)] for g in both.gold.gates or ()}


def _marker(both: Both, start: int | None, end: int | None, quote: str | None) -> str:
    words = quote if quote or both.text is None or start is None else both.text[start:end]
    return marker(words) if words else UNKNOWN


TASK = Task(
    name="preconditions",
    needs=("demands", "outcomes", "gates"),
    headline="issuer",
    figures=FIGURES,
    settle=settle,
    strict="issuer",
    shown=("span", "outcome", "issuer", "outcome_span", "cue"),
    optional=("cue",),
    traits={"phenomenon": of_preconditions, "marker": of_markers},
    by_issue=True,
)

"""Preconditions: (demand, outcome) pairs that a gate ties, with the ladder up to the headline; outcome and cue spans beside."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from ...annotations.layers import Demand, Outcome, Record
from ...annotations.markers import marker
from ..counts import Count, count
from ..match import Agree, Pair, best, match
from ..who import OUTCOMES, Both, cues, outcomes_agree
from .ladder import Rung, climb, fallen
from .ledger import Item, Ledger, Settled
from .phenomena import of_preconditions
from .task import Task

LADDER = ("direction", "outcome", "issuer")
FIGURES = ("span", *LADDER, "outcome_span", "cue")
KINDS = {"issuer": "issuer", "outcome": "gate kind", "direction": "direction"}
"""Rung -> what an error in its label is called, from the strictest down."""
UNKNOWN = "unknown"


class Tie(NamedTuple):
    """What a gate ties: the demand, its place among the document's, and the outcome."""

    name: str
    at: int
    demand: Demand
    outcome: Outcome | None


def settle(both: Both) -> Settled:
    """The figures and the errors of one document."""
    pred = ties(both.pred, both.pred_demands, both.pred_demand, both.pred_outcome) if both.pred.gates else []
    gold = ties(both.gold, both.gold_demands, both.gold_demand, both.gold_outcome) if both.gold.gates else []
    rungs = climb("span", tie_pairs(both, pred, gold), labels(both, pred, gold), lambda: identities(pred))
    counts = {name: count(len(rung.chosen), len(pred), len(gold)) for name, rung in rungs.items()}
    counts |= {"outcome_span": _outcome_spans(both), "cue": _cues(both)}
    return Settled(counts, lambda: _ledger(both, pred, gold, rungs))


def labels(both: Both, pred: Sequence[Tie], gold: Sequence[Tie]) -> dict[str, Agree]:
    """Label -> whether a predicted and a gold tie, by their places, agree in it."""
    return {
        "direction": lambda p, g: pred[p].demand.direction == gold[g].demand.direction,
        "outcome": lambda p, g: _same_outcome(pred[p].outcome, gold[g].outcome),
        "issuer": lambda p, g: both.issuers_agree(pred[p].demand, gold[g].demand),
    }


def _same_outcome(pred: Outcome | None, gold: Outcome | None) -> bool:
    return pred is not None and gold is not None and outcomes_agree(pred, gold)


def ties(
    record: Record, demands: Sequence[Demand], at: Mapping[str, int], outcomes: Mapping[str, Outcome]
) -> list[Tie]:
    """What each gate of a record ties, in order of `demands` and then of outcomes; gates from nowhere are none."""
    found = []
    for gate in record.gates or ():
        n, end = at.get(gate.demand), outcomes.get(gate.outcome)
        if n is not None:
            found.append((n, OUTCOMES(end) if end else (), Tie(f"{gate.demand}>{gate.outcome}", n, demands[n], end)))
    return [tie for _, _, tie in sorted(found, key=itemgetter(0, 1))]


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
    return [(demand.span, outcome and (outcome.span, outcome.kind)) for _, _, demand, outcome in pred]


def _outcome_spans(both: Both) -> Count:
    pred = both.pred_outcome_spans
    return count(len(best(both.outcome_pairs, pred)), len(pred), len(both.gold_outcomes))


def _cues(both: Both) -> Count:
    """Distinct cue spans: one may open several gates; a predicted gate that shows no cue adds none."""
    pred, gold = cues(both.pred.gates or ()), cues(both.gold.gates or ())
    return count(len(match(pred, gold)), len(pred), len(gold))


def _ledger(both: Both, pred: Sequence[Tie], gold: Sequence[Tie], rungs: Mapping[str, Rung]) -> Ledger:
    """Errors by the first label that a prediction gets wrong; a copy of a right one is told as such."""
    found = Ledger(both.gold.doc, TASK.name, _items(gold), _items(pred))
    found.right(rungs[LADDER[-1]].chosen)
    found.false("copy", [p for p, _, _ in rungs[LADDER[-1]].pairs])
    for below, name in reversed(list(zip(rungs, LADDER, strict=False))):
        found.wrong(KINDS[name], fallen(rungs[below], rungs[name]))
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

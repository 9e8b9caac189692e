"""Preconditions: (demand, gate) pairs, with the ladder up to the headline; outcome spans beside."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from ...annotations.layers import Demand, Outcome, Record
from ..counts import Count, count
from ..match import Pair, best
from ..who import Both, outcomes_agree

Gate = tuple[int, Demand, Outcome | None]
"""Index of the demand among the document's, the demand, and the outcome that it gates."""
LADDER = ("direction", "outcome", "issuer")
FIGURES = ("span", *LADDER, "outcome_span")


def counts(both: Both) -> dict[str, Count]:
    """The figures of one document."""
    pred, gold = gates(both.pred), gates(both.gold)
    pairs, ends = gate_pairs(both, pred, gold), identities(pred)
    found = {"span": count(len(best(pairs, ends)), len(pred), len(gold))}
    for rung in LADDER:
        pairs = [pair for pair in pairs if agrees(both, rung, pred[pair.predicted], gold[pair.gold])]
        found[rung] = count(len(best(pairs, ends)), len(pred), len(gold))
    return found | {"outcome_span": _outcome_spans(both)}


def agrees(both: Both, rung: str, pred: Gate, gold: Gate) -> bool:
    """Whether two gates agree in what one rung asks for, the rungs before it left aside."""
    if rung == "direction":
        return pred[1].direction == gold[1].direction
    if rung == "outcome":
        return pred[2] is not None and gold[2] is not None and outcomes_agree(pred[2], gold[2])
    return both.issuers_agree(pred[1], gold[1])


def gates(record: Record) -> list[Gate]:
    """Every (demand, outcome) pair that a gate ties, in order of the record."""
    demands = {demand.id: (n, demand) for n, demand in enumerate(record.demands or ())}
    outcomes = {outcome.id: outcome for outcome in record.outcomes or ()}
    known = [gate for gate in record.gates or () if gate.demand in demands]
    return [(*demands[gate.demand], outcomes.get(gate.outcome)) for gate in known]


def gate_pairs(both: Both, pred: Sequence[Gate], gold: Sequence[Gate]) -> list[Pair]:
    """Pairs of gates whose demands are eligible for one another."""
    if not pred or not gold:
        return []
    ours: dict[int, list[int]] = {}
    for n, gate in enumerate(gold):
        ours.setdefault(gate[0], []).append(n)
    reach: dict[int, list[Pair]] = {}
    for pair in both.demand_pairs:
        reach.setdefault(pair.predicted, []).append(pair)
    return [
        Pair(p, g, pair.iou)
        for p, gate in enumerate(pred)
        for pair in reach.get(gate[0], ())
        for g in ours.get(pair.gold, ())
    ]


def identities(pred: Sequence[Gate]) -> list[Hashable]:
    """What makes one predicted gate a copy of another: both ends, by span and kind."""
    return [(demand.span, outcome and (outcome.span, outcome.kind)) for _, demand, outcome in pred]


def _outcome_spans(both: Both) -> Count:
    pred, gold = both.pred_outcome_spans, both.gold_outcomes
    return count(len(best(both.outcome_pairs, pred)), len(pred), len(gold))

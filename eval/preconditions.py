"""Preconditions: (demand, gate) pairs, with the ladder up to the headline; outcome spans beside."""

from __future__ import annotations

from collections.abc import Callable

from ..annotations.layers import Demand, Outcome
from .counts import Count, count
from .match import match
from .who import Both, outcomes_agree

Gate = tuple[Demand, Outcome | None]
Agrees = Callable[[Gate, Gate], bool]
FIGURES = ("span", "direction", "outcome", "issuer", "outcome_span")
HEADLINE = "issuer"


def counts(both: Both) -> dict[str, Count]:
    """The figures of one document."""
    pred = _gates(both.pred_demands, both.pred_outcomes)
    gold = _gates(both.gold_demands, both.gold_outcomes)

    def direction(p: Gate, g: Gate) -> bool:
        return p[0].direction == g[0].direction

    def outcome(p: Gate, g: Gate) -> bool:
        return direction(p, g) and p[1] is not None and g[1] is not None and outcomes_agree(p[1], g[1])

    def issuer(p: Gate, g: Gate) -> bool:
        return outcome(p, g) and both.issuers_agree(p[0], g[0])

    rungs: dict[str, Agrees] = {"span": lambda p, g: True, "direction": direction, "outcome": outcome, "issuer": issuer}
    found = {rung: _matched(pred, gold, agrees) for rung, agrees in rungs.items()}
    return found | {"outcome_span": _outcome_spans(both)}


def _gates(demands: list[Demand], outcomes: dict[str, Outcome]) -> list[Gate]:
    return [(demand, outcomes.get(name)) for demand in demands for name in demand.gates]


def _matched(pred: list[Gate], gold: list[Gate], agrees: Agrees) -> Count:
    spans = [gate[0].span for gate in pred], [gate[0].span for gate in gold]
    ends = [(demand.span, outcome and (outcome.span, outcome.kind)) for demand, outcome in pred]
    pairs = match(*spans, lambda p, g: agrees(pred[p], gold[g]), ends)
    return count(len(pairs), len(pred), len(gold))


def _outcome_spans(both: Both) -> Count:
    pred = [outcome.span for outcome in both.pred.outcomes or ()]
    gold = [outcome.span for outcome in both.gold.outcomes or ()]
    return count(len(match(pred, gold)), len(pred), len(gold))

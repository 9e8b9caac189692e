"""Demands: spans (exact, IoU-weighted, IoU >= .5), then the ladder of labels.

Predictions meet gold that is not vague first; what is left over and pairs with vague gold is dropped, neither wanted
nor punished. A predicted `vague` is ignored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from ..annotations.layers import Demand
from .counts import Count, count
from .match import match
from .who import Both

Agrees = Callable[[Demand, Demand], bool]
FIGURES = ("exact", "weighted", "iou50", "direction", "issue", "issuer", "addressee")


def ladder(both: Both) -> dict[str, Agrees]:
    """Each rung asks for all that the rungs above it ask for."""

    def direction(p: Demand, g: Demand) -> bool:
        return p.direction == g.direction

    def issue(p: Demand, g: Demand) -> bool:
        return direction(p, g) and p.issue == g.issue

    def issuer(p: Demand, g: Demand) -> bool:
        return issue(p, g) and both.issuers_agree(p, g)

    def addressee(p: Demand, g: Demand) -> bool:
        return issuer(p, g) and both.addressees_agree(p, g)

    return {"direction": direction, "issue": issue, "issuer": issuer, "addressee": addressee}


def counts(both: Both) -> dict[str, Count]:
    """The figures of one document."""
    pred, gold = both.pred_demands, [d for d in both.gold_demands if not d.vague]
    vague = [d for d in both.gold_demands if d.vague]
    plain = _matched(pred, gold, vague, lambda p, g: True)
    return {
        "exact": _exact(pred, gold, vague),
        "weighted": plain[0],
        "iou50": plain[1],
    } | {rung: _matched(pred, gold, vague, agrees)[1] for rung, agrees in ladder(both).items()}


def _exact(pred: list[Demand], gold: list[Demand], vague: list[Demand]) -> Count:
    spans = Counter(d.span for d in pred)
    hits = spans & Counter(d.span for d in gold)
    dropped = (spans - hits) & Counter(d.span for d in vague)
    return count(hits.total(), spans.total() - dropped.total(), len(gold))


def _matched(pred: list[Demand], gold: list[Demand], vague: list[Demand], agrees: Agrees) -> tuple[Count, Count]:
    """The IoU-weighted count and the plain count over one matching."""
    pairs = _pairs(pred, gold, agrees)
    taken = {pair.predicted for pair in pairs}
    rest = [demand for n, demand in enumerate(pred) if n not in taken]
    wanted = len(pred) - len(_pairs(rest, vague, agrees))
    return count(sum(p.iou for p in pairs), wanted, len(gold)), count(len(pairs), wanted, len(gold))


def _pairs(pred: list[Demand], gold: list[Demand], agrees: Agrees):  # type: ignore[no-untyped-def]
    return match([d.span for d in pred], [d.span for d in gold], lambda p, g: agrees(pred[p], gold[g]))

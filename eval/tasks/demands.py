"""Demands: spans (exact, IoU-weighted, IoU >= .5), then the ladder of labels.

Predictions meet gold that is not vague first; what is left over and pairs with vague gold is dropped, neither wanted
nor punished. A predicted `vague` is ignored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...annotations.layers import Demand
from ..counts import Count, count
from ..match import Pair, best
from ..who import Both

LADDER = ("direction", "issue", "issuer", "addressee")
FIGURES = ("exact", "weighted", "iou50", *LADDER)


def agrees(both: Both, rung: str, pred: Demand, gold: Demand) -> bool:
    """Whether two demands agree in the label of one rung, the rungs before it left aside."""
    if rung == "direction":
        return pred.direction == gold.direction
    if rung == "issue":
        return pred.issue == gold.issue
    if rung == "issuer":
        return both.issuers_agree(pred, gold)
    return both.addressees_agree(pred, gold)


def counts(both: Both) -> dict[str, Count]:
    """The figures of one document."""
    pairs: Sequence[Pair] = both.demand_pairs
    chosen, wanted = matched(both, pairs)
    total = sum(not d.vague for d in both.gold_demands)
    found = {
        "exact": _exact(both, total),
        "weighted": count(sum(p.iou for p in chosen), wanted, total),
        "iou50": count(len(chosen), wanted, total),
    }
    for rung in LADDER:
        pairs = narrowed(both, pairs, rung)
        chosen, wanted = matched(both, pairs)
        found[rung] = count(len(chosen), wanted, total)
    return found


def narrowed(both: Both, pairs: Sequence[Pair], rung: str) -> list[Pair]:
    """The pairs that agree on the rung as well."""
    pred, gold = both.pred_demands, both.gold_demands
    return [pair for pair in pairs if agrees(both, rung, pred[pair.predicted], gold[pair.gold])]


def matched(both: Both, pairs: Sequence[Pair]) -> tuple[list[Pair], int]:
    """The matching with gold that is not vague, and how many predictions vague gold leaves to be counted."""
    gold, spans = both.gold_demands, both.pred_demand_spans
    plain = best([pair for pair in pairs if not gold[pair.gold].vague], spans)
    return plain, len(spans) - len(dropped(both, pairs, plain))


def dropped(both: Both, pairs: Sequence[Pair], plain: Sequence[Pair]) -> list[Pair]:
    """The predictions that no plain gold took and that vague gold takes."""
    gold, taken = both.gold_demands, {pair.predicted for pair in plain}
    left = [pair for pair in pairs if gold[pair.gold].vague and pair.predicted not in taken]
    return best(left, both.pred_demand_spans) if left else []


def _exact(both: Both, total: int) -> Count:
    spans = Counter(both.pred_demand_spans)
    hits = spans & Counter(d.span for d in both.gold_demands if not d.vague)
    vague = (spans - hits) & Counter(d.span for d in both.gold_demands if d.vague)
    return count(hits.total(), spans.total() - vague.total(), total)

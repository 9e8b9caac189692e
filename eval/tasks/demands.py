"""Demands: spans (exact, IoU-weighted, IoU >= .5), then the ladder of labels; the weighted figure with vague gold wanted.

Predictions meet gold that is not vague first; what is left over and pairs with vague gold is dropped, neither wanted
nor punished. A predicted `vague` is ignored. In `with_vague` alone is vague gold like any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise
from math import fsum

from ...annotations.layers import Demand
from ..counts import Count, Numbers
from ..match import Pair, best, one_to_one
from ..who import Both
from .ladder import Rung, climb, fallen, standing
from .ledger import Item, Ledger, Settled
from .phenomena import of_demands
from .task import Task

LADDER = ("direction", "issue", "issuer", "addressee")
FIGURES = ("exact", "weighted", "iou50", *LADDER, "with_vague")


def settle(both: Both) -> Settled:
    """The figures and the errors of one document."""
    pairs, steps = both.demand_pairs, heights(both)
    vague = {g for g, demand in enumerate(both.gold_demands) if demand.vague}
    there, said = len(both.gold_demands), len(both.pred_demands)
    plain = there - len(vague)
    if one_to_one(pairs):
        chosen = pairs
        ground = [pair for pair in pairs if pair[1] not in vague] if vague else pairs
        hits = standing([step for pair, step in zip(pairs, steps, strict=True) if pair[1] not in vague], len(LADDER))
        off = standing([step for pair, step in zip(pairs, steps, strict=True) if pair[1] in vague], len(LADDER))
    else:
        rungs = climb(pairs, steps, len(LADDER), lambda: both.pred_demand_spans)
        split = [split_off(both, rung, vague) for rung in rungs]
        chosen, ground = rungs[0].chosen, split[0][0]
        hits, off = [len(right) for right, _ in split], [len(dropped) for _, dropped in split]
    weighted, wanted = fsum([iou for _, _, iou in ground]), fsum([iou for _, _, iou in chosen])
    numbers = (
        _exact(both, plain),
        (weighted, said - off[0], weighted, plain),
        *[(number, said - dropped, number, plain) for number, dropped in zip(hits, off, strict=True)],
        (wanted, said, wanted, there),
    )
    return Settled(FIGURES, numbers, lambda: _ledger(both, steps, vague))


def heights(both: Both) -> list[int]:
    """How many labels of the ladder, in turn, the demands of each pair agree in."""
    pred, gold = both.pred_demands, both.gold_demands
    return [_height(both, pred[p], gold[g]) for p, g, _ in both.demand_pairs]


def _height(both: Both, pred: Demand, gold: Demand) -> int:
    if pred.direction != gold.direction:
        return 0
    if pred.issue != gold.issue:
        return 1
    if not both.issuers_agree(pred, gold):
        return 2
    return 4 if both.addressees_agree(pred, gold) else 3


def split_off(both: Both, rung: Rung, vague: Set[int]) -> tuple[list[Pair], list[Pair]]:
    """The matching with gold that is not vague, and those predictions left over that vague gold takes."""
    if not vague:
        return rung.chosen, []
    plain = best([pair for pair in rung.pairs if pair[1] not in vague], both.pred_demand_spans)
    taken = {p for p, _, _ in plain}
    left = [pair for pair in rung.pairs if pair[1] in vague and pair[0] not in taken]
    return plain, best(left, both.pred_demand_spans)


def share_of_vague(counts: Mapping[str, Count]) -> float | None:
    """How much of the gold is vague, told from a document's or a corpus's counts; None where there is no gold."""
    there = counts["with_vague"].gold
    return (there - counts["weighted"].gold) / there if there else None


def _exact(both: Both, total: int) -> Numbers:
    gold, spans, ours = both.gold_demands, both.pred_demand_spans, set(both.gold_demand_spans)
    if total == len(gold) == len(ours):  # nothing vague and no copies in gold: the spans alone decide
        hits = len(ours.intersection(spans))
        return hits, len(spans), hits, total
    said = Counter(spans)
    right = said & Counter(demand.span for demand in gold if not demand.vague)
    vague = (said - right) & Counter(demand.span for demand in gold if demand.vague)
    return right.total(), said.total() - vague.total(), right.total(), total


def _ledger(both: Both, steps: Sequence[int], vague: Set[int]) -> Ledger:
    """Errors by the first label that a prediction gets wrong; a copy of a right one is told as such."""
    rungs = climb(both.demand_pairs, steps, len(LADDER), lambda: both.pred_demand_spans)
    right, dropped = split_off(both, rungs[-1], vague)
    plain = [n for n, demand in enumerate(both.gold_demands) if not demand.vague]
    at = {n: place for place, n in enumerate(plain)}
    gold = [Item(both.gold_demands[n].id, both.gold_demand_spans[n]) for n in plain]
    pred = [Item(demand.id, span) for demand, span in zip(both.pred_demands, both.pred_demand_spans, strict=True)]
    found = Ledger(both.gold.doc, TASK.name, gold, pred)
    found.right((p, at[g], iou) for p, g, iou in right)
    found.drop(p for p, _, _ in dropped)
    found.false("copy", [p for p, g, _ in rungs[-1].pairs if g in at])
    for name, (below, above) in reversed(list(zip(LADDER, pairwise(rungs), strict=True))):
        found.wrong(name, [(p, at[g], iou) for p, g, iou in fallen(below, above) if g in at])
    found.false("vague", [p for p, g, _ in both.demand_pairs if g not in at])
    return found.close()


TASK = Task(
    name="demands",
    needs=("demands",),
    headline="weighted",
    figures=FIGURES,
    settle=settle,
    strict=LADDER[-1],
    shown=FIGURES[:-1],
    traits={"phenomenon": of_demands},
    by_issue=True,
    forgiven=("issuer", "addressee"),
)

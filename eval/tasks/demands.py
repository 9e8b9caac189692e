"""Demands: spans (exact, IoU-weighted, IoU >= .5), then the ladder of labels; the weighted figure with vague gold wanted.

Predictions meet gold that is not vague first; what is left over and pairs with vague gold is dropped, neither wanted
nor punished. A predicted `vague` is ignored. In `with_vague` alone is vague gold like any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from math import fsum

from ..counts import Count, count
from ..match import Agree, Pair, best
from ..who import Both
from .ladder import Rung, climb, fallen
from .ledger import Item, Ledger, Settled
from .phenomena import of_demands
from .task import Task

LADDER = ("direction", "issue", "issuer", "addressee")
FIGURES = ("exact", "weighted", "iou50", *LADDER, "with_vague")


def settle(both: Both) -> Settled:
    """The figures and the errors of one document."""
    rungs = climb("iou50", both.demand_pairs, labels(both), lambda: both.pred_demand_spans)
    vague = {g for g, demand in enumerate(both.gold_demands) if demand.vague}
    split = {name: split_off(both, rung, vague) for name, rung in rungs.items()}
    there, said = len(both.gold_demands), len(both.pred_demands)
    plain = there - len(vague)
    ground, dropped = split["iou50"]
    counts = {
        "exact": _exact(both, plain),
        "weighted": count(fsum([iou for _, _, iou in ground]), said - len(dropped), plain),
        **{name: count(len(chosen), said - len(off), plain) for name, (chosen, off) in split.items()},
        "with_vague": count(fsum([iou for _, _, iou in rungs["iou50"].chosen]), said, there),
    }
    return Settled(counts, lambda: _ledger(both, rungs, split[LADDER[-1]]))


def labels(both: Both) -> dict[str, Agree]:
    """Label -> whether a predicted and a gold demand, by their places, agree in it."""
    pred, gold = both.pred_demands, both.gold_demands
    return {
        "direction": lambda p, g: pred[p].direction == gold[g].direction,
        "issue": lambda p, g: pred[p].issue == gold[g].issue,
        "issuer": lambda p, g: both.issuers_agree(pred[p], gold[g]),
        "addressee": lambda p, g: both.addressees_agree(pred[p], gold[g]),
    }


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


def _exact(both: Both, total: int) -> Count:
    gold, spans, ours = both.gold_demands, both.pred_demand_spans, set(both.gold_demand_spans)
    if total == len(gold) == len(ours):  # nothing vague and no copies in gold: the spans alone decide
        return count(len(ours.intersection(spans)), len(spans), total)
    said = Counter(spans)
    hits = said & Counter(demand.span for demand in gold if not demand.vague)
    vague = (said - hits) & Counter(demand.span for demand in gold if demand.vague)
    return count(hits.total(), said.total() - vague.total(), total)


def _ledger(both: Both, rungs: Mapping[str, Rung], top: tuple[Sequence[Pair], Sequence[Pair]]) -> Ledger:
    """Errors by the first label that a prediction gets wrong; a copy of a right one is told as such."""
    plain = [n for n, demand in enumerate(both.gold_demands) if not demand.vague]
    at = {n: place for place, n in enumerate(plain)}
    gold = [Item(both.gold_demands[n].id, both.gold_demand_spans[n]) for n in plain]
    pred = [Item(demand.id, span) for demand, span in zip(both.pred_demands, both.pred_demand_spans, strict=True)]
    found = Ledger(both.gold.doc, TASK.name, gold, pred)
    right, dropped = top
    found.right((p, at[g], iou) for p, g, iou in right)
    found.drop(p for p, _, _ in dropped)
    found.false("copy", [p for p, g, _ in rungs[LADDER[-1]].pairs if g in at])
    for below, name in reversed(list(zip(rungs, LADDER, strict=False))):
        found.wrong(name, [(p, at[g], iou) for p, g, iou in fallen(rungs[below], rungs[name]) if g in at])
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

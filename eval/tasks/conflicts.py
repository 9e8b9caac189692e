"""Conflicts: F1 over pairs of gold classes, a class being a demand with all that `same_as` ties to it; deadlocks beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ...annotations.deadlocks import Deadlock, End, deadlocks
from ...annotations.layers import Demand
from ..counts import Numbers
from ..match import Pair, best
from ..who import Both, outcomes_agree
from .ledger import Item, Ledger, Settled
from .task import Task

FIGURES = ("pairs", "deadlocks")
Thing = TypeVar("Thing")
Ends = frozenset[str]


@dataclass
class Met(Generic[Thing]):
    """Distinct things of gold and prediction, which could be which, and the choice among these.

    Of several predicted things that are one and the same in gold one is right and the others are left out; false are
    those that are none.
    """

    gold: Sequence[Thing]
    pred: Sequence[Thing]
    eligible: list[Pair]
    chosen: list[Pair]

    @property
    def false(self) -> list[int]:
        return sorted(set(range(len(self.pred))) - {p for p, _, _ in self.eligible})

    def count(self) -> Numbers:
        hits = len(self.chosen)
        said = hits + len(self.pred) - len({p for p, _, _ in self.eligible})
        return hits, said, hits, len(self.gold)


def settle(both: Both) -> Settled:
    """The figures and the errors of one document.

    Each end of a predicted pair goes to the classes of its eligible gold demands; several hits on one gold pair count
    once; every other predicted pair is a false positive. A predicted `same_as` is ignored.
    """
    found, locked = pairs(both), locks(both)
    return Settled(FIGURES, (found.count(), locked.count()), lambda: _ledger(both, found))


def _meet(gold: Sequence[Thing], pred: Sequence[Thing], reach: Callable[[Thing], Iterable[int]]) -> Met[Thing]:
    """`reach` gives the places of the gold things that a predicted one may be."""
    if not gold or not pred:
        return Met(gold, pred, [], [])
    eligible = [(p, g, 1.0) for p, thing in enumerate(pred) for g in reach(thing)]
    return Met(gold, pred, eligible, best(eligible))


def pairs(both: Both) -> Met[Ends]:
    """Both sides' conflicts; a predicted pair may be each gold pair between the classes at its demands' spans."""
    if not both.gold.conflicts and not both.pred.conflicts:
        return Met([], [], [], [])
    classes = both.gold_classes if both.gold.conflicts else {}
    gold = sorted({frozenset((classes[a], classes[b])) for a, b in both.gold.conflicts or ()}, key=sorted)
    pred = sorted({frozenset(pair) for pair in both.pred.conflicts or ()}, key=sorted)
    at = {pair: g for g, pair in enumerate(gold)}

    def reach(said: Ends) -> list[int]:
        ours, theirs = both.homes[min(said)], both.homes[max(said)]
        return sorted({at[pair] for a in ours for b in theirs if (pair := frozenset((a, b))) in at})

    return _meet(gold, pred, reach)


def locks(both: Both) -> Met[Deadlock]:
    """Both sides' deadlocks, derived by one function; they agree in kind and in both ends."""
    gold = deadlocks(both.gold, both.text, both.gold_sides)
    pred = deadlocks(both.pred, both.text, both.pred_sides)

    def reach(said: Deadlock) -> list[int]:
        return [g for g, ours in enumerate(gold) if said.kind == ours.kind and _agree(both, said.ends, ours.ends)]

    return _meet(gold, pred, reach)


def _agree(both: Both, pred: tuple[End, End], gold: tuple[End, End]) -> bool:
    """Whether the ends are the same two, whichever comes first."""
    (a, b), (c, d) = pred, gold
    return (_same(both, a, c) and _same(both, b, d)) or (_same(both, a, d) and _same(both, b, c))


def _same(both: Both, pred: End, gold: End) -> bool:
    """Whether one end is the other: its sides all among gold's, its demand of that class, its outcomes agreeing."""
    if (pred.demand is None) != (gold.demand is None) or (pred.outcome is None) != (gold.outcome is None):
        return False
    parties = both.pred_parties(pred.sides)
    if not parties or not parties <= gold.sides:
        return False
    if pred.outcome is not None and gold.outcome is not None:
        theirs, ours = both.pred_outcome[pred.outcome], both.gold_outcome[gold.outcome]
        if not outcomes_agree(theirs, ours):
            return False
    return pred.demand is None or gold.demand in both.homes[pred.demand]


def _ledger(both: Both, met: Met[Ends]) -> Ledger:
    """Several hits on one gold pair count once; a pair with an end that no demand matched is of kind `demand`."""
    gold, pred = _items(both.gold_demands, met.gold), _items(both.pred_demands, met.pred)
    found = Ledger(both.gold.doc, TASK.name, gold, pred)
    found.right(met.chosen)
    found.drop({p for p, _, _ in met.eligible} - {p for p, _, _ in met.chosen})
    found.false("demand", [p for p in met.false if not all(both.homes[name] for name in met.pred[p])])
    return found.close(touching=None)


def _items(demands: Sequence[Demand], pairs: Sequence[Ends]) -> list[Item]:
    """Pairs by the names of both demands, at the place of the first."""
    spans = {demand.id: demand.span for demand in demands}
    return [Item("+".join(sorted(pair)), spans[min(pair)]) for pair in pairs]


TASK = Task(
    name="conflicts",
    needs=("conflicts",),
    headline="pairs",
    figures=FIGURES,
    settle=settle,
    strict="pairs",
    shown=FIGURES,
)

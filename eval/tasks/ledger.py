"""Each miss and each false alarm of a system, with its kind.

A task's items settle in steps. First the pairs of the task's strictest figure are set aside as right; then what is left
may pair with one label wrong, then another, and the label names the kind; then with spans that only touch
(`boundary`, for stances `several labels`); whatever is left then is `missed` or `spurious`. So the losses of all errors sum to FP + FN of the figure
in `FIGURE`, whatever the kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from ...annotations.layers import Record
from ...annotations.span import Span
from ..match import Pair, best
from ..who import Both
from . import conflicts, demands, preconditions, stance
from .actors import mentions

FIGURE = {
    "actors": "exact",
    "demands": "addressee",
    "preconditions": "issuer",
    "stance": "micro",
    "conflicts": "pairs",
}
"""The figure whose FP + FN the errors of a task sum to: the headline's, but for demands the whole ladder of labels."""


class Error(msgspec.Struct, frozen=True, omit_defaults=True):
    """One error in one document: a gold item, a predicted item, or both where they were meant for one another.

    Items are named by their ids: mentions ``start-end``, demands, outcomes and stances their own, preconditions
    ``demand>outcome``, conflicts ``demand+demand``. Spans are half-open code points. `loss` is what the error adds to
    FP + FN of the task's figure: 1 for an item of one side, 2 for a pair.
    """

    doc: str
    task: str
    kind: str
    gold: str | None = None
    pred: str | None = None
    gold_span: tuple[int, int] | None = None
    pred_span: tuple[int, int] | None = None
    loss: float = 1.0


class Item(msgspec.Struct, frozen=True):
    """Something to be right about: its name, its place, and its place in the list of its side's records."""

    name: str
    span: Span


@dataclass
class Ledger:
    """The items of one task in one document, and the errors among them; an item in no error is right."""

    doc: str
    task: str
    gold: list[Item]
    pred: list[Item]
    errors: list[Error] = field(default_factory=list)
    left_gold: set[int] = field(default_factory=set)
    left_pred: set[int] = field(default_factory=set)
    dropped: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.left_gold |= set(range(len(self.gold)))
        self.left_pred |= set(range(len(self.pred)))

    def open(self, pairs: Iterable[Pair]) -> list[Pair]:
        """The pairs whose ends are both still unsettled."""
        return [pair for pair in pairs if pair.predicted in self.left_pred and pair.gold in self.left_gold]

    def right(self, pairs: Iterable[Pair]) -> None:
        """Set pairs aside as right."""
        for pair in pairs:
            self._take(pair)

    def wrong(self, kind: str, pairs: Sequence[Pair]) -> None:
        """Of pairs that agree but for one thing, enter a best choice among what is unsettled."""
        for pair in best(self.open(pairs)):
            self._take(pair)
            gold, pred = self.gold[pair.gold], self.pred[pair.predicted]
            self._enter(kind, gold, pred, 2.0)

    def drop(self, predicted: Iterable[int]) -> None:
        """Leave predictions out: neither right nor wrong."""
        self.dropped |= set(predicted)
        self.left_pred -= self.dropped

    def close(self, touching: str | None = "boundary") -> Ledger:
        """Enter spans that touch as errors of one kind, and what is left as `missed` and `spurious`."""
        if touching:
            self.wrong(touching, list(self._touching()))
        for n in sorted(self.left_gold):
            self._enter("missed", self.gold[n], None, 1.0)
        for n in sorted(self.left_pred):
            self._enter("spurious", None, self.pred[n], 1.0)
        return self

    def false(self, kind: str, predicted: Iterable[int]) -> None:
        """Enter single predictions as errors of a kind."""
        for n in predicted:
            if n in self.left_pred:
                self.left_pred.remove(n)
                self._enter(kind, None, self.pred[n], 1.0)

    def _take(self, pair: Pair) -> None:
        self.left_pred.remove(pair.predicted)
        self.left_gold.remove(pair.gold)

    def _enter(self, kind: str, gold: Item | None, pred: Item | None, loss: float) -> None:
        spans = [None if item is None else (item.span.start, item.span.end) for item in (gold, pred)]
        names = [None if item is None else item.name for item in (gold, pred)]
        self.errors.append(Error(self.doc, self.task, kind, names[0], names[1], spans[0], spans[1], loss))

    def _touching(self) -> Iterable[Pair]:
        for p in self.left_pred:
            for g in self.left_gold:
                if iou := self.pred[p].span.iou(self.gold[g].span):
                    yield Pair(p, g, iou)


def ledger(both: Both, task: str) -> Ledger:
    """The settled ledger of one task in one document."""
    return SETTLE[task](both)


def errors(both: Both, tasks: Iterable[str] = FIGURE) -> list[Error]:
    """Every error of one document, task by task."""
    return [error for task in tasks for error in ledger(both, task).errors]


def _actors(both: Both) -> Ledger:
    gold, pred = (
        [Item(f"{span.start}-{span.end}", span) for span, _ in mentions(record)] for record in (both.gold, both.pred)
    )
    found = Ledger(both.gold.doc, "actors", gold, pred)
    places: dict[Span, list[int]] = {}
    for g, item in enumerate(gold):
        places.setdefault(item.span, []).append(g)
    found.right(Pair(p, places[item.span].pop(0), 1.0) for p, item in enumerate(pred) if places.get(item.span))
    return found.close()


def _demands(both: Both) -> Ledger:
    plain = [n for n, demand in enumerate(both.gold_demands) if not demand.vague]
    at = {n: place for place, n in enumerate(plain)}
    found = Ledger(
        both.gold.doc,
        "demands",
        [Item(both.gold_demands[n].id, both.gold_demands[n].span) for n in plain],
        [Item(demand.id, demand.span) for demand in both.pred_demands],
    )
    levels = [both.demand_pairs]
    for rung in demands.LADDER:
        levels.append(demands.narrowed(both, levels[-1], rung))
    right, _ = demands.matched(both, levels[-1])
    found.right(Pair(p, at[g], iou) for p, g, iou in right)
    found.drop(pair.predicted for pair in demands.dropped(both, levels[-1], right))
    for rung, pairs in zip(reversed(demands.LADDER), reversed(levels[:-1]), strict=True):
        found.wrong(rung, [Pair(p, at[g], iou) for p, g, iou in pairs if g in at])
    found.false("vague", sorted({pair.predicted for pair in both.demand_pairs if pair.gold not in at}))
    return found.close()


def _preconditions(both: Both) -> Ledger:
    pred, gold = preconditions.gates(both.pred), preconditions.gates(both.gold)
    found = Ledger(both.gold.doc, "preconditions", _gates(both.gold), _gates(both.pred))
    levels = [preconditions.gate_pairs(both, pred, gold)]
    for rung in preconditions.LADDER:
        agreeing = [p for p in levels[-1] if preconditions.agrees(both, rung, pred[p.predicted], gold[p.gold])]
        levels.append(agreeing)
    found.right(best(levels[-1], preconditions.identities(pred)))
    for kind, pairs in zip(("issuer", "gate kind", "direction"), reversed(levels[:-1]), strict=True):
        found.wrong(kind, pairs)
    return found.close()


def _gates(record: Record) -> list[Item]:
    spans = {demand.id: demand.span for demand in record.demands or ()}
    known = [gate for gate in record.gates or () if gate.demand in spans]
    return [Item(f"{gate.demand}>{gate.outcome}", spans[gate.demand]) for gate in known]


def _stance(both: Both) -> Ledger:
    ours, theirs = stance.gold_tuples(both), stance.pred_tuples(both)
    gold, pred = list(ours), list(theirs)
    found = Ledger(
        both.gold.doc,
        "stance",
        [Item(said.id, said.span) for said in ours.values()],
        [Item(said.id, said.span) for said in theirs.values()],
    )
    found.right(best(stance.eligible(pred, gold)))

    def pairs(agree: Callable[[stance.Tuple, stance.Tuple], float]) -> list[Pair]:
        return [
            Pair(p, g, weight)
            for p in sorted(found.left_pred)
            for g in sorted(found.left_gold)
            if (weight := agree(pred[p], gold[g]))
        ]

    found.wrong("polarity", pairs(lambda p, g: (p.holder == g.holder) * stance.likeness(p.target, g.target)))
    found.wrong("holder", pairs(lambda p, g: (p.polarity == g.polarity) * stance.likeness(p.target, g.target)))
    cues = [said.span for said in theirs.values()], [said.span for said in ours.values()]
    alike = pairs(lambda p, g: float(p.holder == g.holder and p.polarity == g.polarity))
    found.wrong("target", [Pair(p, g, 1.0 + cues[0][p].iou(cues[1][g])) for p, g, _ in alike])
    return found.close("several labels")


def _conflicts(both: Both) -> Ledger:
    """Several hits on one gold pair count once; a pair with an end that no demand matched is of kind `demand`."""
    paired = conflicts.pairs(both)
    spans = {d.id: d.span for d in both.gold_demands}, {d.id: d.span for d in both.pred_demands}
    gold = [Item("+".join(sorted(pair)), spans[0][min(pair)]) for pair in sorted(paired.gold, key=sorted)]
    pred = [Item("+".join(sorted(pair)), spans[1][min(pair)]) for pair in sorted(paired.predicted, key=sorted)]
    found = Ledger(both.gold.doc, "conflicts", gold, pred)
    at = {item.name: n for n, item in enumerate(gold)}
    hit: set[int] = set()
    for n, pair in enumerate(sorted(paired.predicted, key=sorted)):
        place = at.get("+".join(sorted(paired.predicted[pair])))
        if place in hit:
            found.drop([n])
        elif place is not None:
            hit.add(place)
            found.right([Pair(n, place, 1.0)])
        elif not paired.predicted[pair] <= paired.homes:
            found.false("demand", [n])
    return found.close(touching=None)


SETTLE: dict[str, Callable[[Both], Ledger]] = {
    "actors": _actors,
    "demands": _demands,
    "preconditions": _preconditions,
    "stance": _stance,
    "conflicts": _conflicts,
}

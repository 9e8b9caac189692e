"""Each miss and each false alarm of a system, with its kind.

A task's items settle in steps. First the pairs of the task's strictest figure are set aside as right; then what is left
may pair with one label wrong, then another, and the label names the kind; then with spans that only touch
(`boundary`, for stances `several labels`); whatever is left then is `missed` or `spurious`. So the losses of all errors
sum to FP + FN of the task's figure `strict`, whatever the kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from ...corpus.once import once
from ..counts import Count, Numbers
from ..match import Pair, Place, best, iou


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
    gold_span: Place | None = None
    pred_span: Place | None = None
    loss: float = 1.0


@dataclass(frozen=True)
class Item:
    """Something to be right about: its name and its place."""

    name: str
    span: Place


@dataclass
class Ledger:
    """The items of one task in one document, and the errors among them; an item in no error is right."""

    doc: str
    task: str
    gold: list[Item]
    pred: list[Item]
    errors: list[Error] = field(default_factory=list)
    left_gold: set[int] = field(init=False)
    left_pred: set[int] = field(init=False)
    dropped: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.left_gold = set(range(len(self.gold)))
        self.left_pred = set(range(len(self.pred)))

    def right(self, pairs: Iterable[Pair]) -> None:
        """Set pairs aside as right."""
        for p, g, _ in pairs:
            self.left_pred.remove(p)
            self.left_gold.remove(g)

    def wrong(self, kind: str, pairs: Sequence[Pair]) -> None:
        """Of pairs that agree but for one thing, enter a best choice among what is unsettled."""
        chosen = best([pair for pair in pairs if pair[0] in self.left_pred and pair[1] in self.left_gold])
        self.right(chosen)
        for p, g, _ in chosen:
            self._enter(kind, self.gold[g], self.pred[p], 2.0)

    def false(self, kind: str, predicted: Iterable[int]) -> None:
        """Enter single predictions as errors of a kind, where they are unsettled."""
        for p in sorted(set(predicted) & self.left_pred):
            self.left_pred.remove(p)
            self._enter(kind, None, self.pred[p], 1.0)

    def drop(self, predicted: Iterable[int]) -> None:
        """Leave predictions out: neither right nor wrong."""
        self.dropped |= set(predicted)
        self.left_pred -= self.dropped

    def close(self, touching: str | None = "boundary") -> Ledger:
        """Enter spans that touch as errors of one kind, and what is left as `missed` and `spurious`."""
        if touching:
            self.wrong(touching, self._touching())
        for g in sorted(self.left_gold):
            self._enter("missed", self.gold[g], None, 1.0)
        self.false("spurious", self.left_pred)
        return self

    def _enter(self, kind: str, gold: Item | None, pred: Item | None, loss: float) -> None:
        names = (gold.name if gold else None, pred.name if pred else None)
        spans = (gold.span if gold else None, pred.span if pred else None)
        self.errors.append(Error(self.doc, self.task, kind, *names, *spans, loss=loss))

    def _touching(self) -> list[Pair]:
        return [
            (p, g, shared)
            for p in sorted(self.left_pred)
            for g in sorted(self.left_gold)
            if (shared := iou(self.pred[p].span, self.gold[g].span))
        ]


@dataclass
class Settled:
    """One task in one document: its count for each figure, and from the same matching the ledger, drawn up where it is read."""

    figures: Sequence[str]
    numbers: Sequence[Numbers]
    draw: Callable[[], Ledger]

    @property
    def counts(self) -> dict[str, Count]:
        """Figure -> its count."""
        return dict(zip(self.figures, map(Count._make, self.numbers), strict=True))

    @once
    def ledger(self) -> Ledger:
        return self.draw()

    @property
    def errors(self) -> list[Error]:
        return self.ledger.errors

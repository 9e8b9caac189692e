"""Where it hurts: losses by kind of error, confusion matrices, and slices by issue and by hard phenomenon.

All of it is additive over documents, like the counts themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..annotations.layers import Record
from .counts import Count, figure
from .match import Pair, best
from .tasks import stance
from .tasks.ledger import Error, Ledger, ledger
from .tasks.phenomena import PHENOMENA
from .who import Both

MISSED, SPURIOUS = "(missed)", "(spurious)"
"""The column of gold that nothing met, the row of predictions that met nothing."""
BY_ISSUE = ("demands", "preconditions")
TOLERATED = {"demands": ("issuer", "addressee")}
"""Kinds of error that slices forgive: who issues and who is addressed."""
UNFOUND = ("missed", "boundary")
"""Kinds of error that leave gold without a prediction that was meant for it."""


class Diagnosis:
    """Adds up documents; `kept` holds each error where `keep` asks for it."""

    def __init__(self, tasks: Iterable[str], *, keep: bool = False) -> None:
        self.tasks, self.keep = tuple(tasks), keep
        self.kept: list[Error] = []
        self.loss: Counter[tuple[str, str]] = Counter()
        self.confused: Counter[tuple[str, str, str]] = Counter()
        self.sliced: dict[tuple[str, str, str], Count] = {}

    def add(self, both: Both) -> None:
        """Settle one document."""
        for task in self.tasks:
            settled = ledger(both, task)
            self.kept += settled.errors if self.keep else ()
            for error in settled.errors:
                self.loss[task, error.kind] += error.loss  # type: ignore[assignment]
            for key, found in slices_of(both, settled):
                self.sliced[key] = self.sliced.get(key, Count()) + found
        self.confused.update(confusions_of(both))

    def __add__(self, other: Diagnosis) -> Diagnosis:
        total = Diagnosis(self.tasks, keep=self.keep)
        total.kept = self.kept + other.kept
        total.loss, total.confused = self.loss + other.loss, self.confused + other.confused
        total.sliced = dict(self.sliced)
        for key, found in other.sliced.items():
            total.sliced[key] = total.sliced.get(key, Count()) + found
        return total

    def losses(self) -> dict[str, dict[str, float]]:
        """Task -> kind of error -> what it adds to FP + FN, the greatest first."""
        found: dict[str, dict[str, float]] = {}
        for (task, kind), loss in sorted(self.loss.items(), key=lambda item: (-item[1], item[0])):
            found.setdefault(task, {})[kind] = loss
        return {task: found[task] for task in self.tasks if task in found}

    def confusions(self) -> dict[str, dict[str, dict[str, int]]]:
        """Attribute -> gold label -> predicted label -> how often."""
        found: dict[str, dict[str, dict[str, int]]] = {}
        for (attribute, gold, pred), number in sorted(self.confused.items()):
            found.setdefault(attribute, {}).setdefault(gold, {})[pred] = number
        return found

    def slices(self) -> dict[str, dict[str, dict[str, Any]]]:
        """By issue the F1; by phenomenon, which is a property of gold alone, how many were found and how many right.

        A demand is right here with its span, direction and issue, whoever is said to issue it or to be addressed.
        """
        found: dict[str, dict[str, dict[str, Any]]] = {}
        for (by, value, task), total in sorted(self.sliced.items()):
            if by == "issue":
                row = found.setdefault(by, {}).setdefault(value, {"gold": 0})
                row["gold"] += total.gold if task == "demands" else 0
                row[task] = figure(total).f1
            elif by == "phenomenon":
                touched = self.sliced["found", value, task]
                shares = {"found": figure(touched).recall, "right": figure(total).recall}
                found.setdefault(by, {})[f"{task}: {value}"] = {"gold": total.gold} | shares
        return found


def slices_of(both: Both, settled: Ledger) -> Iterator[tuple[tuple[str, str, str], Count]]:
    """What one task's items of one document add to the slices by issue and by phenomenon."""
    counted = [error for error in settled.errors if error.kind not in TOLERATED.get(settled.task, ())]
    wrong_gold, wrong_pred = {error.gold for error in counted}, {error.pred for error in counted}
    unfound = {error.gold for error in counted if error.kind in UNFOUND}
    if settled.task in PHENOMENA:
        traits = PHENOMENA[settled.task](both.gold)
        for item in settled.gold:
            for trait in traits[item.name]:
                yield ("phenomenon", trait, settled.task), Count(hit_r=item.name not in wrong_gold, gold=1)
                yield ("found", trait, settled.task), Count(hit_r=item.name not in unfound, gold=1)
    if settled.task in BY_ISSUE:
        issue = _issues(both.gold), _issues(both.pred)
        for item in settled.gold:
            yield ("issue", issue[0][_demand(item.name)], settled.task), Count(0, 0, item.name not in wrong_gold, 1)
        for n, item in enumerate(settled.pred):
            if n not in settled.dropped:
                right = item.name not in wrong_pred
                yield ("issue", issue[1][_demand(item.name)], settled.task), Count(right, 1, 0, 0)


def _issues(record: Record) -> dict[str, str]:
    return {demand.id: demand.issue for demand in record.demands or ()}


def _demand(name: str) -> str:
    return name.split(">")[0]


def confusions_of(both: Both) -> Iterator[tuple[str, str, str]]:
    """(attribute, gold label, predicted label) of each pair of spans that met, labels aside, and of those that met none."""
    pred, gold = both.pred_demands, both.gold_demands
    pairs = best(both.demand_pairs, both.pred_demand_spans)
    yield from _told("direction", [d.direction for d in gold], [d.direction for d in pred], pairs)
    yield from _told("issue", [d.issue for d in gold], [d.issue for d in pred], pairs)
    ends = best(both.outcome_pairs, both.pred_outcome_spans)
    meant, said = ([o.kind for o in record.outcomes or ()] for record in (both.gold, both.pred))
    yield from _told("outcome kind", meant, said, ends)
    yield from (("entity type", ours.type, theirs[0].type) for ours, theirs, _ in both.mention_pairs)
    ours, theirs = list(stance.gold_tuples(both)), list(stance.pred_tuples(both))
    alike = [
        Pair(p, g, weight + (b.polarity == a.polarity))
        for p, b in enumerate(theirs)
        for g, a in enumerate(ours)
        if b.holder == a.holder and (weight := stance.likeness(b.target, a.target))
    ]
    yield from _told("polarity", [t.polarity for t in ours], [t.polarity for t in theirs], best(alike))


def _told(
    attribute: str, gold: Sequence[str], pred: Sequence[str], pairs: Sequence[Pair]
) -> Iterator[tuple[str, str, str]]:
    met_gold, met_pred = {pair.gold for pair in pairs}, {pair.predicted for pair in pairs}
    yield from ((attribute, gold[pair.gold], pred[pair.predicted]) for pair in pairs)
    yield from ((attribute, label, MISSED) for n, label in enumerate(gold) if n not in met_gold)
    yield from ((attribute, SPURIOUS, label) for n, label in enumerate(pred) if n not in met_pred)

"""Where it hurts: losses by kind of error, confusion matrices, and slices by issue, by hard phenomenon, by marker.

All of it is additive over documents, like the counts themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..annotations.layers import Record
from .counts import Count, figure
from .match import Pair, best
from .tasks import TASKS, Error, Settled, Task, stance
from .who import Both

BY = ("issue", "phenomenon", "marker")
"""What a diagnosis slices by: properties of records, where those of documents are counted without it."""
MISSED, SPURIOUS = "(missed)", "(spurious)"
"""The column of gold that nothing met, the row of predictions that met nothing."""
UNFOUND = ("missed", "boundary")
"""Kinds of error that leave gold without a prediction that was meant for it."""
Key = tuple[str, str, str]
"""What is sliced by, the slice, the task."""


class Diagnosis:
    """Adds up documents; `kept` holds each error where `keep` asks for it."""

    def __init__(self, tasks: Iterable[str], *, keep: bool = False) -> None:
        self.tasks, self.keep = tuple(tasks), keep
        self.kept: list[Error] = []
        self.loss: Counter[tuple[str, str]] = Counter()
        self.confused: Counter[tuple[str, str, str]] = Counter()
        self.sliced: dict[Key, Count] = {}
        self.found: Counter[Key] = Counter()

    def add(self, both: Both, settled: Mapping[str, Settled]) -> None:
        """Enter one document: each task as it was settled."""
        for name in self.tasks:
            task, made = TASKS[name], settled[name]
            self.kept += made.errors if self.keep else ()
            for error in made.errors:
                self.loss[name, error.kind] += error.loss  # type: ignore[assignment]
            for key, count in (*_traits(both, task, made), *_issues(both, task, made)):
                self.sliced[key] = self.sliced.get(key, Count()) + count
            self.found.update(_found(both, task, made))
        self.confused.update(confusions_of(both))

    def __add__(self, other: Diagnosis) -> Diagnosis:
        total = Diagnosis(self.tasks, keep=self.keep)
        total.kept = self.kept + other.kept
        total.loss, total.confused = self.loss + other.loss, self.confused + other.confused
        total.found = self.found + other.found
        total.sliced = dict(self.sliced)
        for key, count in other.sliced.items():
            total.sliced[key] = total.sliced.get(key, Count()) + count
        return total

    def of(self, tasks: Iterable[str]) -> Diagnosis:
        """What is told of some of the tasks alone; confusions are of records, and stay."""
        part = Diagnosis(tasks, keep=self.keep)
        part.kept = [error for error in self.kept if error.task in part.tasks]
        part.loss = Counter({key: loss for key, loss in self.loss.items() if key[0] in part.tasks})
        part.sliced = {key: count for key, count in self.sliced.items() if key[2] in part.tasks}
        part.found = Counter({key: number for key, number in self.found.items() if key[2] in part.tasks})
        part.confused = self.confused
        return part

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
        """By issue the F1; by what is a property of gold alone (`Task.traits`), how many were found and how many right.

        A demand is right here with its span, direction and issue, whoever is said to issue it or to be addressed.
        """
        found: dict[str, dict[str, dict[str, Any]]] = {}
        for (by, value, task), total in sorted(self.sliced.items()):
            if by == "issue":
                row = found.setdefault(by, {}).setdefault(value, {"gold": 0})
                row["gold"] += total.gold if task == "demands" else 0
                row[task] = figure(total).f1
            else:
                name = f"{task}: {value}" if by == "phenomenon" else value
                touched = self.found[by, value, task] / total.gold
                found.setdefault(by, {})[name] = {
                    "gold": total.gold,
                    "found": touched,
                    "right": figure(total).recall,
                }
        return found


def _wrong(task: Task, settled: Settled) -> list[Error]:
    """The errors that slices do not forgive."""
    return [error for error in settled.errors if error.kind not in task.forgiven]


def _traits(both: Both, task: Task, settled: Settled) -> Iterator[tuple[Key, Count]]:
    """What the gold items of one task add to the slices by their own properties."""
    wrong = {error.gold for error in _wrong(task, settled)}
    for by, of in task.traits.items():
        traits = of(both)
        for item in settled.ledger.gold:
            for value in traits[item.name]:
                yield (by, value, task.name), Count(hit_r=item.name not in wrong, gold=1)


def _found(both: Both, task: Task, settled: Settled) -> Iterator[Key]:
    """The slices of those gold items that some prediction was meant for."""
    unfound = {error.gold for error in _wrong(task, settled) if error.kind in UNFOUND}
    for by, of in task.traits.items():
        traits = of(both)
        for item in settled.ledger.gold:
            if item.name not in unfound:
                yield from ((by, value, task.name) for value in traits[item.name])


def _issues(both: Both, task: Task, settled: Settled) -> Iterator[tuple[Key, Count]]:
    """What the items of one task add to the slices by issue."""
    if not task.by_issue:
        return
    errors = _wrong(task, settled)
    wrong_gold, wrong_pred = {error.gold for error in errors}, {error.pred for error in errors}
    gold, pred = _issue_of(both.gold), _issue_of(both.pred)
    for item in settled.ledger.gold:
        yield ("issue", gold[_demand(item.name)], task.name), Count(0, 0, item.name not in wrong_gold, 1)
    for n, item in enumerate(settled.ledger.pred):
        if n not in settled.ledger.dropped:
            yield ("issue", pred[_demand(item.name)], task.name), Count(item.name not in wrong_pred, 1, 0, 0)


def _issue_of(record: Record) -> dict[str, str]:
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
    meant, said = ([o.kind for o in outcomes] for outcomes in (both.gold_outcomes, both.pred_outcomes))
    yield from _told("outcome kind", meant, said, ends)
    yield from _types(both)
    ours, theirs = list(stance.gold_said(both)), list(stance.pred_said(both))
    alike = [
        (p, g, weight + (b[2] == a[2]))
        for p, b in enumerate(theirs)
        for g, a in enumerate(ours)
        if b[0] == a[0] and (weight := stance.likeness(b[1], a[1]))
    ]
    yield from _told("polarity", [t[2] for t in ours], [t[2] for t in theirs], best(alike))


def _types(both: Both) -> Iterator[tuple[str, str, str]]:
    """The types of mentions that met; of several entities that claim one the first in the alphabet."""
    gold, pred = both.gold_mentions, both.pred_mentions
    types = [[min(entity.type for entity in owners) for owners in side.owners] for side in (gold, pred)]
    yield from (("entity type", types[0][gold.at[g]], types[1][pred.at[p]]) for p, g, _ in both.mention_pairs)


def _told(
    attribute: str, gold: Sequence[str], pred: Sequence[str], pairs: Sequence[Pair]
) -> Iterator[tuple[str, str, str]]:
    met_gold, met_pred = {g for _, g, _ in pairs}, {p for p, _, _ in pairs}
    yield from ((attribute, gold[g], pred[p]) for p, g, _ in pairs)
    yield from ((attribute, label, MISSED) for g, label in enumerate(gold) if g not in met_gold)
    yield from ((attribute, SPURIOUS, label) for p, label in enumerate(pred) if p not in met_pred)

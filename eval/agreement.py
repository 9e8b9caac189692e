"""Consistency of two passes, by the same counts that score systems, and beside them alpha; a column a stratum.

One pass stands for gold, the other for a prediction; F1 is symmetric but for the rules that treat gold apart. Annotators
were runs of one language model: the figures say how consistent its readings are, not how humans would agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from ..annotations import settle
from ..annotations.layers import Record
from ..corpus import library
from ..corpus.finding import BadInput, Finding
from . import inputs
from .alpha import Alpha, alphas
from .counts import Count, Floats, figure
from .pairing import Side
from .scorer import Scorer
from .tasks import TASKS

STRATA = ("seed", "historical", "fictional", "real")
HEADER = ("figure", *STRATA, "all")
Passes = Sequence[Record]


class Agreement(NamedTuple):
    """F1 of one figure, None where neither pass has anything, and how many items each of the two passes has."""

    f1: float | None
    a: float
    b: float

    def __str__(self) -> str:
        return "–" if self.f1 is None else f"{self.f1:.2f} ({self.a:.0f})"


def agree(a: inputs.Source, b: inputs.Source) -> dict[str, dict[str, Agreement]]:
    """Task -> figure -> how far two passes agree, over the documents that both have; sources are those of `score`.

    Raises `BadInput` with every fault of both, and where they have no document in common.
    """
    return _agree(*passes(a, b))


def passes(a: inputs.Source, b: inputs.Source) -> tuple[list[Record], list[Record]]:
    """The records of both passes, of the documents that both have. Raises `BadInput` as `agree` does."""
    sides = Side(a), Side(b)
    first, second = ({row.record.doc: row.record for row in side} for side in sides)
    faults = [fault for side in sides for fault in side.faults if not fault.warning]
    shared = [doc for doc in first if doc in second]
    if not faults and not shared:
        faults = [_apart(sides[0].name, first, second)]
    if faults:
        raise BadInput(faults)
    return [first[doc] for doc in shared], [second[doc] for doc in shared]


def _apart(name: str, first: Mapping[str, Record], second: Mapping[str, Record]) -> Finding:
    told = [" and ".join(sorted(inputs.homes(side))) or "no split" for side in (first, second)]
    return Finding(
        name, 0, "split", f"no document in common: these are documents of {told[0]}, the others of {told[1]}"
    )


def _agree(a: Passes, b: Passes) -> dict[str, dict[str, Agreement]]:
    scorer = Scorer()
    for one, other in zip(a, b, strict=True):
        scorer.add(_plain(one), _plain(other))
    counted = scorer.counted()
    columns = {name: counted.column(name, task.shown) for name, task in TASKS.items()}
    return {
        name: {shown: _figure(column[:, n]) for n, shown in enumerate(TASKS[name].shown)}
        for name, column in columns.items()
        if column is not None
    }


def _figure(counts: Floats) -> Agreement:
    total = Count(*counts.sum(axis=0).tolist())
    return Agreement(figure(total).f1, total.gold, total.predicted)


def _plain(record: Record) -> Record:
    """Both passes are equals: no demand is treated apart for being vague."""
    replace = msgspec.structs.replace
    return replace(record, demands=record.demands and [replace(d, vague=False) for d in record.demands])


def rows() -> list[Sequence[str]]:
    """F1 of pass b against pass a by stratum, with the number of items in pass a behind it; then the alphas of labels."""
    a, b = settle.independent()
    strata = library.strata()
    both = [doc for doc in a if doc in b]
    columns = [[doc for doc in both if strata[doc] == stratum] for stratum in STRATA]
    return table([([a[doc] for doc in docs], [b[doc] for doc in docs]) for docs in [*columns, both]])


def table(parts: Sequence[tuple[Passes, Passes]]) -> list[Sequence[str]]:
    """A row a figure or label, a column for each two passes over the same documents in the same order."""
    columns, chance = [_agree(a, b) for a, b in parts], [alphas(a, b) for a, b in parts]
    found: list[Sequence[str]] = []
    for task, figures in columns[-1].items():
        for name in figures:
            found.append([f"{task}, {name}", *(str(column.get(task, {}).get(name, "–")) for column in columns)])
    return found + [[f"{name}, alpha", *(_alpha(column[name]) for column in chance)] for name in chance[-1]]


def _alpha(found: Alpha) -> str:
    return "–" if found.value is None else f"{found.value:.2f} ({found.items})"

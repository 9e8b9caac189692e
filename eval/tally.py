"""From records to counts: what each task counts, and the count tables of one system on one split."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from ..annotations import store
from ..annotations.checks import check_rows
from ..annotations.labels import POLARITIES, Polarity
from ..annotations.layers import Record
from ..corpus.finding import BadInput, Finding
from ..corpus.records import Row, read, scan
from . import actors, conflicts, demands, preconditions, stance
from .counts import Count, Floats
from .resample import Statistic, macro, micro
from .who import Both


@dataclass(frozen=True)
class Task:
    """A task: the room that counts it, its headline figure, and the layers a system must give to attempt it."""

    room: Any
    headline: str
    needs: tuple[str, ...]


TASKS = {
    "actors": Task(actors, "exact", ("entities",)),
    "demands": Task(demands, "weighted", ("demands",)),
    "preconditions": Task(preconditions, "issuer", ("demands", "outcomes")),
    "stance": Task(stance, "micro", ("stances",)),
    "conflicts": Task(conflicts, "pairs", ("conflicts",)),
}
GIVEN = "stance_given"


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One document of the given track: polarities for gold stances."""

    class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
        """Gold stance id and the predicted polarity."""

        id: str
        polarity: Polarity

    doc: str
    stances: list[Item]


@dataclass(frozen=True)
class Counted:
    """The counts of one system on one split: per task an array (documents, figures, 4), None where not attempted."""

    split: str
    docs: tuple[str, ...]
    tables: Mapping[str, Floats | None]
    classes: tuple[str, ...]
    missing: tuple[str, ...]
    data: str

    def column(self, task: str, names: Sequence[str]) -> Floats | None:
        """The counts of some figures of a task, shape (documents, len(names), 4)."""
        table = self.tables.get(task)
        if table is None:
            return None
        order = figures_of(task)
        return table[:, [order.index(name) for name in names], :]

    def headline(self, task: str) -> tuple[Floats | None, Statistic]:
        """Counts and statistic of a task's headline figure."""
        if task == GIVEN:
            return self.column(GIVEN, [f"given_{c}" for c in self.classes]), macro
        return self.column(task, [TASKS[task].headline]), micro


def figures_of(task: str) -> tuple[str, ...]:
    """The names of a task's figures, in the order of its count table."""
    figures: tuple[str, ...] = stance.GIVEN if task == GIVEN else TASKS[task].room.FIGURES
    return figures


def count(
    pred: str | Path | Iterable[Record],
    split: str = "test",
    *,
    gold: str | Path | Iterable[Record] | None = None,
    given: str | Path | None = None,
) -> Counted:
    """The counts of one system on one split, document by document."""
    golden = _gold(gold, split)
    found = _pred(pred, golden)
    pairs = [Both(record, found.get(record.doc, Record(doc=record.doc))) for record in golden]
    tables: dict[str, Floats | None] = {}
    for name, task in TASKS.items():
        attempted = all(any(getattr(r, layer) is not None for r in found.values()) for layer in task.needs)
        tables[name] = _table(task.room.FIGURES, [task.room.counts(both) for both in pairs]) if attempted else None
    said = _given(given, golden) if given is not None else None
    tables[GIVEN] = (
        None if said is None else _table(stance.GIVEN, [stance.given(r, said.get(r.doc, {})) for r in golden])
    )
    present = {s.polarity for record in golden for s in record.stances or ()}
    return Counted(
        split=split,
        docs=tuple(record.doc for record in golden),
        tables=tables,
        classes=tuple(p for p in POLARITIES if p in present),
        missing=tuple(record.doc for record in golden if record.doc not in found),
        data=data_hash(golden),
    )


def _table(names: tuple[str, ...], counts: list[dict[str, Count]]) -> Floats:
    return np.array([[c[name] for name in names] for c in counts], dtype=np.float64).reshape(-1, len(names), 4)


def _gold(gold: str | Path | Iterable[Record] | None, split: str) -> list[Record]:
    if gold is None:
        return store.gold_of(split)
    return list(store.records([gold]).values()) if isinstance(gold, str | Path) else list(gold)


def _pred(pred: str | Path | Iterable[Record], gold: list[Record]) -> dict[str, Record]:
    """Predictions of the gold's documents, anchored; those of other documents are left aside.

    Raises `BadInput` with every fault, whether the records came from a file or not.
    """
    faults: list[Finding] = []
    if isinstance(pred, str | Path):
        rows, faults = scan(pred, Record)
    else:
        rows = [Row("records", n, record) for n, record in enumerate(pred, 1)]
    faults += check_rows(rows, "prediction")
    if faults:
        raise BadInput(faults)
    wanted = {record.doc for record in gold}
    return {record.doc: record for record in store.placed(rows) if record.doc in wanted}


def _given(path: str | Path, gold: list[Record]) -> dict[str, dict[str, str]]:
    """Gold stance id -> predicted polarity, by document. Raises `BadInput` for ids that the gold has not."""
    known = {record.doc: {s.id for s in record.stances or ()} for record in gold}
    faults: list[Finding] = []
    said: dict[str, dict[str, str]] = {}
    for row in read(path, Given):
        doc = row.record.doc
        if doc in said:
            faults.append(Finding(row.path, row.line, "doc-duplicate", "stands twice", doc))
        unknown = [s.id for s in row.record.stances if doc in known and s.id not in known[doc]]
        faults += [Finding(row.path, row.line, "reference", f"no gold stance {name!r}", doc) for name in unknown]
        said[doc] = {s.id: str(s.polarity) for s in row.record.stances}
    if faults:
        raise BadInput(faults)
    return said


def data_hash(gold: Iterable[Record]) -> str:
    """Hash of the gold over records, not bytes: order of documents and of keys changes nothing."""
    lines = sorted(json.dumps(msgspec.to_builtins(store.bare(record)), sort_keys=True) for record in gold)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]

"""Scoring: documents to counts, counts to figures with intervals, slices and a signature."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from .. import __version__
from ..annotations import store
from ..annotations.checks import check_file
from ..annotations.labels import POLARITIES, Polarity
from ..annotations.layers import Record
from ..corpus.finding import BadInput
from . import actors, conflicts, demands, preconditions, stance
from .counts import Count, Floats, figure
from .resample import ROUNDS, SEED, Statistic, interval, macro, micro
from .who import Both

MATCH_RULE = "iou>=.5,one-to-one,most-pairs"
LENGTHS = ((1200, "under 1200"), (2000, "1200 to 2000"), (10**9, "over 2000"))


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


def score(
    pred: str | Path | Iterable[Record],
    split: str = "test",
    *,
    gold: str | Path | Iterable[Record] | None = None,
    given: str | Path | None = None,
    rounds: int = ROUNDS,
    seed: int = SEED,
) -> dict[str, Any]:
    """Score predictions against gold; the object that `parley score --json` prints.

    `pred` and `gold` are layer files or records; `gold` defaults to the split's own. Offsets are half-open code points.
    Raises `BadInput` with every fault of a prediction file, and `LookupError` where texts are needed and absent.
    """
    return report(count(pred, split, gold=gold, given=given), rounds=rounds, seed=seed)


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
    """Predictions of the gold's documents, anchored; those of other documents are left aside."""
    if isinstance(pred, str | Path):
        faults = check_file(pred, "prediction")
        if faults:
            raise BadInput(faults)
        pred = store.placed(pred)
    wanted = {record.doc for record in gold}
    return {record.doc: record for record in pred if record.doc in wanted}


def _given(path: str | Path, gold: list[Record]) -> dict[str, dict[str, str]]:
    """Gold stance id -> predicted polarity, by document. Raises `BadInput` for ids that the gold has not."""
    from ..corpus.finding import Finding
    from ..corpus.records import read

    known = {record.doc: {s.id for s in record.stances or ()} for record in gold}
    faults, said = [], {}
    for row in read(path, Given):
        doc = row.record.doc
        if doc in said:
            faults.append(Finding(row.path, row.line, "doc-duplicate", "stands twice", doc))
        unknown = [s.id for s in row.record.stances if doc in known and s.id not in known[doc]]
        faults += [Finding(row.path, row.line, "reference", f"no gold stance {name!r}", doc) for name in unknown]
        said[doc] = {s.id: s.polarity for s in row.record.stances}
    if faults:
        raise BadInput(faults)
    return said


def data_hash(gold: Iterable[Record]) -> str:
    """Hash of the gold over records, not bytes: order of documents and of keys changes nothing."""
    lines = sorted(json.dumps(msgspec.to_builtins(store.bare(record)), sort_keys=True) for record in gold)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def report(counted: Counted, *, rounds: int = ROUNDS, seed: int = SEED) -> dict[str, Any]:
    """Figures, intervals, slices and signature of one system."""
    tasks = {name: _task(counted, name, rounds, seed) for name in TASKS}
    tasks["stance"] = _stance(counted, tasks["stance"])
    return {
        "signature": signature(counted, rounds, seed),
        "split": counted.split,
        "documents": len(counted.docs),
        "missing": list(counted.missing),
        "tasks": tasks,
        "slices": slices(counted),
    }


def signature(counted: Counted, rounds: int, seed: int) -> str:
    """What must be equal for two results to be compared."""
    parts = {
        "parleybench": __version__,
        "data": counted.data,
        "split": counted.split,
        "match": MATCH_RULE,
        "rounds": rounds,
        "seed": seed,
    }
    return "|".join(f"{key}:{value}" for key, value in parts.items())


def _task(counted: Counted, name: str, rounds: int, seed: int) -> dict[str, Any] | None:
    counts, statistic = counted.headline(name)
    if counts is None:
        return None
    conflict = [store.conflict_of(doc) for doc in counted.docs]
    many = len(set(conflict)) >= 10
    return {
        **msgspec.to_builtins(_figure(counts[:, 0])),
        "interval": interval(counts, statistic, rounds=rounds, seed=seed),
        "interval_conflicts": interval(counts, statistic, rounds=rounds, seed=seed, clusters=conflict)
        if many
        else None,
        "variants": _variants(counted, name),
    }


def _stance(counted: Counted, found: dict[str, Any] | None) -> dict[str, Any] | None:
    """The stance task with the macro over polarities and, where it was entered, the given track."""
    variants: dict[str, Any] = {}
    if found is not None:
        variants |= found["variants"] | {"macro": _macro(counted, "stance", "")}
    if counted.tables.get(GIVEN) is not None:
        variants |= {"given_macro": _macro(counted, GIVEN, "given_")} | _variants(counted, GIVEN)
    if not variants:
        return None
    silent = {"precision": None, "recall": None, "f1": None, "interval": None, "interval_conflicts": None}
    return (found or silent) | {"variants": variants}


def _figure(counts: Floats) -> Any:
    return figure(Count(*counts.sum(axis=0).tolist()))


def _variants(counted: Counted, name: str) -> dict[str, Any]:
    table = counted.tables[name]
    assert table is not None
    return {f: msgspec.to_builtins(_figure(table[:, n])) for n, f in enumerate(figures_of(name))}


def _macro(counted: Counted, task: str, prefix: str) -> dict[str, float | None]:
    """Macro F1 over the classes present in the split's gold."""
    if not counted.classes:
        return {"f1": None}
    counts = counted.column(task, [prefix + c for c in counted.classes])
    assert counts is not None
    value = float(macro(counts.sum(axis=0)[None])[0])
    return {"f1": None if np.isnan(value) else value}


def slices(counted: Counted) -> dict[str, dict[str, dict[str, float | None]]]:
    """Headline F1 of each task by genre, stratum, conflict and length of the text."""
    found: dict[str, dict[str, dict[str, float | None]]] = {}
    for by in ("genre", "stratum", "conflict", "length"):
        values = [slice_of(doc, by) for doc in counted.docs]
        for value in sorted(set(values)):
            rows = [n for n, v in enumerate(values) if v == value]
            found.setdefault(by, {})[value] = {"documents": len(rows)} | {t: _headline(counted, t, rows) for t in TASKS}
    return found


def _headline(counted: Counted, task: str, rows: list[int]) -> float | None:
    counts, _ = counted.headline(task)
    if counts is None:
        return None
    f1: float | None = _figure(counts[rows, 0]).f1
    return f1


def slice_of(doc: str, by: str) -> str:
    """The slice that a document falls into."""
    meta = store.meta(doc)
    if by == "length":
        size = store.length_of(doc)
        return "unknown" if size is None else next(name for limit, name in LENGTHS if size < limit)
    return str(getattr(meta, by, "real" if by == "stratum" else "unknown"))

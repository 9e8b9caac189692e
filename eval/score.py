"""Scoring: counts to figures with intervals, slices and a signature."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from .. import __version__
from ..corpus import library
from . import inputs
from .counts import Count, Figure, Floats, figure
from .diagnosis import BY as BY_RECORD
from .resample import ROUNDS, SEED, intervals, macro
from .result import Result, TaskResult
from .scorer import Counted, count
from .tasks import GIVEN, TASKS, figures_of

MATCH_RULE = "iou>=.5,one-to-one,most-pairs"
LENGTHS = ((1200, "under 1200"), (2000, "1200 to 2000"), (10**9, "over 2000"))
BY_DOCUMENT = ("genre", "stratum", "conflict", "length")
BY = (*BY_DOCUMENT, *BY_RECORD)
CLUSTERS = 10  # fewer conflicts than these say nothing about how conflicts vary


def score(
    gold: inputs.Source,
    pred: inputs.Source,
    *,
    tasks: Iterable[str] | None = None,
    by: Iterable[str] = BY_DOCUMENT,
    given: str | Path | None = None,
    rounds: int = ROUNDS,
    seed: int = SEED,
) -> Result:
    """Score predictions against gold.

    `gold` is the name of a split or, like `pred`, the path of a layer file, records, or a `datasets.Dataset` of the
    config `documents`; offsets are half-open code points. `by` names the slices: genre, stratum, conflict, length
    (of documents), issue, phenomenon, marker (of records; these bring confusion matrices and losses by kind of error).
    `given` is a file of the given track. Raises `BadInput` with every fault of the input, `ValueError` for unknown
    tasks or slices, and `LookupError` where texts are needed and absent.
    """
    by = _known(by)
    counted = count(gold, pred, tasks=tasks, given=given, diagnose=bool(set(by) & set(BY_RECORD)))
    return report(counted, by=by, rounds=rounds, seed=seed)


def _known(by: Iterable[str]) -> tuple[str, ...]:
    wanted = tuple(by)
    unknown = ", ".join(repr(name) for name in wanted if name not in BY)
    if unknown:
        raise ValueError(f"unknown slice {unknown}; the slices are {', '.join(BY)}")
    return wanted


def report(
    counted: Counted,
    *,
    by: Iterable[str] = BY_DOCUMENT,
    rounds: int = ROUNDS,
    seed: int = SEED,
) -> Result:
    """Figures, intervals, slices and signature of one system."""
    by, diagnosis = _known(by), counted.diagnosis
    spread = _intervals(counted, rounds, seed)
    tasks = {name: _task(counted, name, spread) for name in TASKS if name in counted.tables}
    if "stance" in tasks:
        tasks["stance"] = _stance(counted, tasks["stance"])
    found = slices(counted, [name for name in by if name in BY_DOCUMENT])
    if diagnosis is not None:
        found |= {name: values for name, values in diagnosis.slices().items() if name in by}
    return Result(
        signature=signature(counted, rounds, seed),
        split=counted.split,
        documents=len(counted.docs),
        missing=list(counted.missing),
        tasks=tasks,
        slices=found,
        confusions={} if diagnosis is None else diagnosis.confusions(),
        losses={} if diagnosis is None else diagnosis.losses(),
        **_documents(counted),
    )


def _documents(counted: Counted) -> dict[str, Any]:
    """Each document's headline counts, on the splits that a board shows."""
    if counted.split == inputs.OWN:
        return {}
    tables = {task: counted.headline(task)[0] for task in TASKS}
    counts = {task: table[:, 0].tolist() for task, table in tables.items() if table is not None}
    return {"docs": list(counted.docs), "counts": counts}


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


Spread = dict[str, tuple[float, float] | None]


def _intervals(counted: Counted, rounds: int, seed: int) -> dict[str, Spread]:
    """Intervals of every headline, over documents and over conflicts, all tasks from the same resamples."""
    headlines = {}
    for name in TASKS:
        counts, statistic = counted.headline(name)
        if counts is not None:
            headlines[name] = (counts, statistic)
    conflicts = [library.conflict_of(doc) for doc in counted.docs]
    known = any(library.meta(doc) for doc in counted.docs)
    many = known and len(set(conflicts)) >= CLUSTERS
    return {
        "interval": intervals(headlines, rounds=rounds, seed=seed),
        "interval_conflicts": intervals(headlines, rounds=rounds, seed=seed, clusters=conflicts) if many else {},
    }


def _task(counted: Counted, name: str, spread: dict[str, Spread]) -> TaskResult | None:
    counts, _ = counted.headline(name)
    if counts is None:
        return None
    found = _figure(counts[:, 0])
    across = {kind: values.get(name) for kind, values in spread.items()}
    return TaskResult(found.precision, found.recall, found.f1, **across, variants=_variants(counted, name))


def _stance(counted: Counted, found: TaskResult | None) -> TaskResult | None:
    """The stance task with the macro over polarities and, where it was entered, the given track."""
    variants: dict[str, Figure] = {}
    if found is not None:
        variants |= found.variants | {"macro": _macro(counted, "stance", "")}
    if counted.tables.get(GIVEN) is not None:
        variants |= {"given_macro": _macro(counted, GIVEN, "given_")} | _variants(counted, GIVEN)
    if not variants:
        return None
    head = found or TaskResult(None, None, None)
    return TaskResult(head.precision, head.recall, head.f1, head.interval, head.interval_conflicts, variants)


def _figure(counts: Floats) -> Figure:
    return figure(Count(*counts.sum(axis=0).tolist()))


def _variants(counted: Counted, name: str) -> dict[str, Figure]:
    table = counted.tables[name]
    assert table is not None
    return {f: _figure(table[:, n]) for n, f in enumerate(figures_of(name))}


def _macro(counted: Counted, task: str, prefix: str) -> Figure:
    """Macro F1 over the classes present in the split's gold."""
    counts = counted.column(task, [prefix + c for c in counted.classes])
    if counts is None or not counted.classes:
        return Figure(None, None, None)
    value = float(macro(counts.sum(axis=0)[None])[0])
    return Figure(None, None, None if np.isnan(value) else value)


def slices(counted: Counted, by: Iterable[str] = BY_DOCUMENT) -> dict[str, dict[str, dict[str, Any]]]:
    """Headline F1 of each task by properties of documents; a document unknown to the corpus is `unknown`."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for name in by:
        homes: dict[str, list[int]] = {}
        for n, doc in enumerate(counted.docs):
            homes.setdefault(slice_of(doc, name), []).append(n)
        for value, rows in sorted(homes.items()):
            figures = {task: _headline(counted, task, rows) for task in TASKS if task in counted.tables}
            found.setdefault(name, {})[value] = {"documents": len(rows)} | figures
    return found


def _headline(counted: Counted, task: str, rows: list[int]) -> float | None:
    counts, _ = counted.headline(task)
    return None if counts is None else _figure(counts[rows, 0]).f1


def slice_of(doc: str, by: str) -> str:
    """The slice that a document falls into."""
    known = library.meta(doc)
    if known is None:
        return "unknown"
    if by == "length":
        size = library.length_of(doc)
        return "unknown" if size is None else next(name for limit, name in LENGTHS if size < limit)
    return str(getattr(known, by, "real" if by == "stratum" else "unknown"))

"""Scoring: counts to figures with intervals, slices and a signature."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np

from ..corpus import library
from ..corpus.document import Document
from . import inputs
from .counts import Count, Figure, Floats, figure
from .diagnosis import BY as BY_RECORD
from .resample import ROUNDS, SEED, intervals, macro
from .result import SILENT, Counts, Result, TaskResult
from .scorer import Counted, count
from .signature import Signature
from .tasks import GIVEN, TASKS, figures_of

LENGTHS = ((1200, "under 1200"), (2000, "1200 to 2000"), (10**9, "over 2000"))
OF_POINTER = {"licence": "licence_class", "selection": "selection", "source": "source_class"}
"""Slices of third-party texts, and what of their pointers they go by."""
BY_DOCUMENT = ("genre", "stratum", "conflict", "length", *OF_POINTER, "seen")
BY = (*BY_DOCUMENT, *BY_RECORD)
CLUSTERS = 10  # fewer conflicts than these say nothing about how conflicts vary


def score(
    gold: inputs.Source,
    pred: inputs.Source,
    *,
    tasks: Iterable[str] | None = None,
    by: Iterable[str] = BY_DOCUMENT,
    given: inputs.Source | None = None,
    rounds: int = ROUNDS,
    seed: int = SEED,
    jobs: int = 1,
) -> Result:
    """Score predictions against gold.

    `gold` is the name of a split or, like `pred`, the path of a layer file, records (`Record` or plain dicts), a table
    (a DataFrame or a `datasets.Dataset` with a column ``doc`` and a column for each layer, or the config `documents`);
    offsets are half-open code points. ``score("test", [])`` scores silence. `by` names the slices: genre, stratum,
    conflict, length, licence, selection, source, seen (of documents), issue, phenomenon, marker (of records; these bring
    confusion matrices and losses by kind of error). `given` is a file, or rows, of the given track. With `jobs` above 1,
    files are counted by as many processes, with the same result to the last bit.

    Raises `BadInput` with every fault of the input, `TypeError` for what is no source, `ValueError` for unknown tasks
    or slices, and `LookupError` where texts are needed and absent.
    """
    by = _known(by)
    deep = bool(set(by) & set(BY_RECORD))
    counted = count(gold, pred, tasks=tasks, given=given, diagnose=deep, jobs=jobs)
    return report(counted, by=by, rounds=rounds, seed=seed)


def _known(by: Iterable[str]) -> tuple[str, ...]:
    wanted = (by,) if isinstance(by, str) else tuple(by)
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
    """Figures, intervals, slices and signature of one system. Raises `ValueError` for absurd rounds or seeds."""
    by, diagnosis = _known(by), counted.diagnosis
    signature = Signature(data=counted.data, split=counted.split, rounds=rounds, seed=seed)
    spread = _intervals(counted, rounds, seed)
    tasks = {name: _task(counted, name, spread) for name in TASKS if name in counted.tables}
    if "stance" in tasks:
        tasks["stance"] = _stance(counted, tasks["stance"] or SILENT)
    found = slices(counted, [name for name in by if name in BY_DOCUMENT])
    if diagnosis is not None:
        found |= {name: values for name, values in diagnosis.slices().items() if name in by}
    return Result(
        signature=str(signature),
        split=counted.split,
        documents=len(counted.docs),
        missing=list(counted.missing),
        tasks=tasks,
        share_of_vague=counted.share_of_vague,
        slices=found,
        confusions={} if diagnosis is None else diagnosis.confusions(),
        losses={} if diagnosis is None else diagnosis.losses(),
        **_documents(counted),
    )


def _documents(counted: Counted) -> dict[str, Any]:
    """The counts of each document and figure, on the splits that a board shows."""
    if counted.split == inputs.OWN:
        return {}
    counts = {task: _rows(table, task) for task, table in counted.tables.items() if table is not None}
    return {"docs": list(counted.docs), "counts": counts}


def _rows(table: Floats, task: str) -> dict[str, list[Counts]]:
    """Figure -> the counts of each document."""
    return {name: [tuple(row) for row in table[:, n].tolist()] for n, name in enumerate(figures_of(task))}


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
    documents, conflicts = (spread[over].get(name) for over in ("interval", "interval_conflicts"))
    return TaskResult(found.precision, found.recall, found.f1, documents, conflicts, _variants(counted, name))


def _stance(counted: Counted, found: TaskResult) -> TaskResult | None:
    """The stance task with the macro over polarities and, where it was entered, the given track."""
    variants = dict(found.variants)
    if found.attempted:
        variants["macro"] = _macro(counted, "stance", "")
    if counted.tables.get(GIVEN) is not None:
        variants |= {"given_macro": _macro(counted, GIVEN, "given_")} | _variants(counted, GIVEN)
    return msgspec.structs.replace(found, variants=variants) if variants else None


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
    """The slice that a document falls into: `own` for texts of the project where third parties' are told apart.

    `seen` says whether a system could learn of the document's conflict, from train or real_train.
    """
    known = library.meta(doc)
    if known is None:
        return "unknown"
    if by == "length":
        size = library.length_of(doc)
        return "unknown" if size is None else next(name for limit, name in LENGTHS if size < limit)
    if by == "seen":
        return "seen" if known.conflict in library.learnt_conflicts() else "unseen"
    if by in OF_POINTER:
        return "own" if isinstance(known, Document) else getattr(known, OF_POINTER[by]) or "hand"
    return str(getattr(known, by, "real" if by == "stratum" else "unknown"))

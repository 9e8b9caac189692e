"""Scoring: counts to figures with intervals, slices and a signature."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from .. import __version__
from ..annotations import store
from ..annotations.layers import Record
from .counts import Count, Floats, figure
from .resample import ROUNDS, SEED, interval, macro
from .tally import GIVEN, TASKS, Counted, count, figures_of

MATCH_RULE = "iou>=.5,one-to-one,most-pairs"
LENGTHS = ((1200, "under 1200"), (2000, "1200 to 2000"), (10**9, "over 2000"))


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

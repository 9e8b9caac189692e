"""The board: systems by headline figures with their intervals, from the results that the checkout holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ...corpus.files import atomic
from ...corpus.finding import BadInput, Finding
from ..compare import best_group
from ..result import Result
from ..tasks import TASKS
from .entries import RESULTS as RESULTS
from .entries import SPLITS as SPLITS
from .entries import card_faults, result_faults

HEADER = ("system", *TASKS)
MARK = " †"
LEGEND = "F1 in hundredths with its 95% interval; † the best, and what does not differ from it significantly."
Results = dict[str, dict[str, Any]]


def save(system: str, result: Result, folder: Path = RESULTS) -> Path:
    """Write one result as ``<system>/<split>.json``, whole or not at all."""
    path = folder / system / f"{result.split}.json"
    with atomic(path) as file:
        json.dump(result.to_dict(), file, indent=1, ensure_ascii=False)
        file.write("\n")
    return path


def read(split: str, folder: Path = RESULTS) -> Results:
    """System -> result on a split, by name.

    Raises `BadInput` with every fault of these results and of their systems' cards: results that do not fit the data
    and the rules of this checkout do not stand on its board.
    """
    found: Results = {}
    faults: list[Finding] = []
    for path in sorted(folder.glob(f"*/{split}.json")):
        wrong = result_faults(path)
        faults += wrong + card_faults(path.parent)
        if not wrong:
            found[path.parent.name] = json.loads(path.read_text(encoding="utf-8"))
    if faults:
        raise BadInput(faults)
    return found


def groups(results: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """Task -> the best system and those that do not differ from it significantly (Holm over the comparisons)."""
    found = {}
    for task in TASKS:
        counts = {name: result.get("counts", {}).get(task) for name, result in results.items()}
        tables = {name: np.array(rows)[:, None, :] for name, rows in counts.items() if rows}
        found[task] = best_group(tables)
    return found


def rows(results: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    """A row a system: its name and each task's headline F1 with its 95% interval, marked in the best group."""
    best = groups(results)
    return [
        [name, *(cell(result["tasks"][task]) + MARK * (name in best[task]) for task in TASKS)]
        for name, result in results.items()
    ]


def cell(task: Mapping[str, Any] | None) -> str:
    """F1 and interval in hundredths; a dash where the task was not attempted or nothing was there."""
    if task is None or task["f1"] is None:
        return "–"
    if task["interval"] is None:
        return f"{100 * task['f1']:.1f}"
    low, high = task["interval"]
    return f"{100 * task['f1']:.1f} [{100 * low:.0f}, {100 * high:.0f}]"


def flat(result: Mapping[str, Any]) -> Iterable[tuple[str, str, Mapping[str, Any]]]:
    """Every figure of a result as (task, figure, precision/recall/F1), the headline first."""
    for name, task in result["tasks"].items():
        if task is not None:
            yield name, "headline", task
            yield from ((name, variant, figure) for variant, figure in task["variants"].items())

"""The board: systems by headline figures with their intervals, from the results that the checkout holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ...corpus.finding import BadInput, Finding
from .. import result as results
from ..compare import best_group
from ..result import Result, TaskResult
from ..tasks import TASKS
from .card import SLUG
from .entries import RESULTS as RESULTS
from .entries import SPLITS as SPLITS
from .entries import card_faults, result_faults

HEADER = ("system", *TASKS)
MARK = " †"
LEGEND = (
    "F1 in hundredths with its 95% interval; † the best, and what does not differ from it significantly. A system "
    "without a point bears no mark."
)
Results = dict[str, Result]


def save(system: str, result: Result, folder: Path = RESULTS) -> Path:
    """Write one result as ``<system>/<split>.json``, whole or not at all.

    Raises `ValueError` for a name that is no system's (lower-case letters, digits, hyphens) or a split off the board.
    """
    if not re.fullmatch(SLUG, system):
        raise ValueError(f"{system!r} is no name of a system: lower-case letters, digits and hyphens")
    if result.split not in SPLITS:
        raise ValueError(f"the board has no split {result.split!r}; its splits are {', '.join(SPLITS)}")
    path = folder / system / f"{result.split}.json"
    result.write(path)
    return path


def read(split: str, folder: Path = RESULTS) -> Results:
    """System -> result on a split, by name. Raises `BadInput` with every fault, as `standing` tells them."""
    found, faults = standing(split, folder)
    if faults:
        raise BadInput(faults)
    return found


def standing(split: str, folder: Path = RESULTS) -> tuple[Results, list[Finding]]:
    """System -> result on a split, and every fault of the others, of their cards too.

    Results that do not fit the data and the rules of this checkout do not stand on its board; they spoil no other's.
    Raises `ValueError` for a split off the board.
    """
    if split not in SPLITS:
        raise ValueError(f"the board has no split {split!r}; its splits are {', '.join(SPLITS)}")
    found: Results = {}
    faults: list[Finding] = []
    for path in sorted(folder.glob(f"*/{split}.json")):
        wrong = result_faults(path) + card_faults(path.parent)
        faults += wrong
        if not wrong:
            found[path.parent.name] = results.read(path)
    return found, faults


def groups(results: Mapping[str, Result]) -> dict[str, list[str]]:
    """Task -> the best system and those that do not differ from it significantly (Holm over the comparisons)."""
    counted = {name: result.counted() for name, result in results.items()}
    tables = {task: {name: one.headline(task)[0] for name, one in counted.items()} for task in TASKS}
    return {
        task: best_group({name: table for name, table in found.items() if table is not None})
        for task, found in tables.items()
    }


def rows(results: Mapping[str, Result]) -> list[list[str]]:
    """A row a system: its name and each task's headline F1 with its 95% interval, marked in the best group."""
    best = groups(results)
    return [
        [name, *(cell(result[task]) + MARK * (name in best[task]) for task in TASKS)]
        for name, result in results.items()
    ]


def cell(task: TaskResult) -> str:
    """F1 and interval in hundredths; a dash where the task was not attempted or nothing was there."""
    return str(task) if task.attempted else "–"

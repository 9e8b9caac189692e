"""The tasks: what each asks of a system, and how its documents are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from . import actors, conflicts, demands, preconditions, stance


@dataclass(frozen=True)
class Task:
    """A task: the room that counts it, its headline figure, and the layers a system must give to attempt it."""

    room: Any
    headline: str
    needs: tuple[str, ...]


TASKS = {
    "actors": Task(actors, "exact", ("entities",)),
    "demands": Task(demands, "weighted", ("demands",)),
    "preconditions": Task(preconditions, "issuer", ("demands", "outcomes", "gates")),
    "stance": Task(stance, "micro", ("stances",)),
    "conflicts": Task(conflicts, "pairs", ("conflicts",)),
}
GIVEN = "stance_given"


def figures_of(task: str) -> tuple[str, ...]:
    """The names of a task's figures, in the order of its count table."""
    figures: tuple[str, ...] = stance.GIVEN if task == GIVEN else TASKS[task].room.FIGURES
    return figures


def chosen(tasks: Iterable[str] | None) -> tuple[str, ...]:
    """The tasks asked for in the house's order, all for None. Raises `ValueError` for unknown ones."""
    wanted = set(TASKS if tasks is None else tasks)
    if wanted - set(TASKS):
        unknown = ", ".join(map(repr, sorted(wanted - set(TASKS))))
        raise ValueError(f"unknown task {unknown}; the tasks are {', '.join(TASKS)}")
    return tuple(task for task in TASKS if task in wanted)

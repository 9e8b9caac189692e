"""The tasks: what each asks of a system, and how its documents are settled; a task is one file and one object."""

from __future__ import annotations

from collections.abc import Iterable

from ..who import Both
from . import actors, conflicts, demands, given, preconditions, stance
from .given import GIVEN
from .ledger import Error, Settled
from .task import Task

__all__ = ["GIVEN", "TASKS", "Error", "Settled", "Task", "chosen", "errors", "figures_of"]

TASKS = {room.TASK.name: room.TASK for room in (actors, demands, preconditions, stance, conflicts)}


def figures_of(task: str) -> tuple[str, ...]:
    """The names of a task's figures, in the order of its count table."""
    return given.FIGURES if task == GIVEN else TASKS[task].figures


def chosen(tasks: Iterable[str] | None) -> tuple[str, ...]:
    """The tasks asked for in the house's order, all for None; a string is one. Raises `ValueError` for unknown ones."""
    wanted = {tasks} if isinstance(tasks, str) else set(TASKS if tasks is None else tasks)
    if wanted - set(TASKS):
        unknown = ", ".join(map(repr, sorted(wanted - set(TASKS))))
        raise ValueError(f"unknown task {unknown}; the tasks are {', '.join(TASKS)}")
    return tuple(task for task in TASKS if task in wanted)


def errors(both: Both, tasks: Iterable[str] | None = None) -> list[Error]:
    """Every error of one document, task by task."""
    return [error for task in chosen(tasks) for error in TASKS[task].settle(both).errors]

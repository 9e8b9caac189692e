"""The one place where the page reads a result; each number of it becomes text through `number`, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Plain = Mapping[str, Any]
"""A result as the plain object that ``Result.to_dict`` gives."""
Results = Mapping[str, Plain]
"""System -> its result."""
NONE = "–"
LIMIT = 10**12
"""No count of a result comes near it; what is beyond, infinite or not a number is no figure."""


def number(value: object, form: str = "") -> str:
    """A number as text. Raises `TypeError` for what is none, so that no string gets onto the page as a figure."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -LIMIT < value < LIMIT:
        raise TypeError(f"no number: {value!r:.80}")
    return format(value, form)


def percent(value: Any) -> str:
    """A share in hundredths, a dash for None."""
    return NONE if value is None else number(100 * value, ".1f")


def interval(bounds: Sequence[Any] | None, digits: int) -> str:
    """Both ends in hundredths, nothing for None."""
    return "[{}, {}]".format(*(number(100 * bound, f".{digits}f") for bound in bounds)) if bounds else ""


def documents(results: Results) -> str:
    """How many documents results are of, in words; nothing without results."""
    first = next(iter(results.values()), None)
    return "" if first is None else f"{number(first['documents'])} documents"


def headline(result: Plain, task: str) -> Plain | None:
    """A task's figure with its interval; None where the task was not attempted or nothing was there to be found."""
    found = result["tasks"].get(task)
    return None if found is None or found["f1"] is None else found


def figures(result: Plain) -> Iterator[tuple[str, str, Plain]]:
    """Every figure of a result as (task, figure, its precision, recall and F1), headlines first."""
    for name, task in result["tasks"].items():
        if task is not None:
            if task.get("attempted", True):
                yield name, "headline", task
            yield from ((name, variant, figure) for variant, figure in task["variants"].items())


def part(results: Results, name: str) -> dict[str, Plain]:
    """System -> its `slices`, `losses` or `confusions`; nothing where a result goes without."""
    return {system: result.get(name) or {} for system, result in results.items()}


def best(results: Results, task: str = "demands") -> str | None:
    """The system with the highest headline F1, of equal ones the first; None where none has a figure."""
    found = {system: figure["f1"] for system, result in results.items() if (figure := headline(result, task))}
    return max(found, key=lambda system: found[system], default=None)

"""Results that were edited: no number stands alone, and whatever stands in a file is a result or a finding."""

from __future__ import annotations

import contextlib
import copy
import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from parleybench.corpus.finding import Finding
from parleybench.eval import result as results
from parleybench.eval.board import entries


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value within a plain value."""
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(part, (*path, key))
    yield path


def replaced(result: dict[str, Any], path: tuple[Any, ...], change: Callable[[Any], Any]) -> dict[str, Any]:
    """A copy with the value at a path changed."""
    made = copy.deepcopy(result)
    at = made
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = change(at[path[-1]])
    return made


def told(folder: Path, result: Any) -> list[Finding]:
    (folder / "test.json").write_text(json.dumps(result), encoding="utf-8", errors="surrogatepass")
    return entries.result_faults(folder / "test.json")


def test_no_number_can_be_edited_alone(folder: Path, fair: dict[str, Any]) -> None:
    kept = {part: fair[part] for part in ("documents", "tasks", "counts", "slices")}
    numbers = [
        path for path in leaves(kept) if path and isinstance(at(kept, path), int | float) and at(kept, path) is not True
    ]
    for path in random.Random(1).sample(numbers, 80):
        edited = replaced(fair, path, lambda value: value - 0.01 if value >= 0.01 else value + 0.01)
        assert told(folder, edited), path
    assert told(folder, fair) == []


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


ODD: tuple[Any, ...] = (
    None,
    -1,
    1e999,
    10**30,
    0.5,
    "",
    "<b>",
    "\ud800",
    "\x1b[31m",
    [],
    {},
    [[]],
    {"": {}},
    True,
    "\u202e",
)


def test_whatever_stands_in_a_file_is_a_result_or_a_finding(folder: Path, fair: dict[str, Any]) -> None:
    """Some hundred files with one to three values replaced; PARLEY_FUZZ says how many."""
    draw = random.Random(7)
    places = [path for path in leaves(fair) if path]
    for n in range(int(os.environ.get("PARLEY_FUZZ", "150"))):
        made: Any = fair
        for _ in range(draw.randint(1, 3)):
            path = draw.choice(places)
            odd = draw.choice(ODD)
            with contextlib.suppress(KeyError, IndexError, TypeError):  # an earlier change took the place away
                made = replaced(made, path, lambda _: odd)  # noqa: B023
        found = told(folder, made)
        assert all(fault.path == str(folder / "test.json") and str(fault) for fault in found), n
        if not found:
            assert str(results.read(folder / "test.json"))

"""What stands on the board must fit this checkout and itself: every fault of a system's results and card, all at once.

A result says most things twice: its figures and intervals follow from its counts. They are made of them again here, and
whatever differs is told by its path in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from ...annotations.gold import gold_of
from ...corpus import library
from ...corpus.finding import BadInput, Finding
from ...corpus.splits import LEARNT, members
from ...corpus.splits import SPLITS as EVERY
from .. import result as results
from ..counts import SLACK, Floats
from ..result import Result, shape_faults
from ..score import BY_DOCUMENT, report
from ..scorer import Scorer, data_hash
from ..signature import MATCH_RULE, Signature
from ..tasks import GIVEN, TASKS, figures_of
from . import card

RESULTS = Path(__file__).resolve().parents[1] / "results"
SPLITS = tuple(split for split in EVERY if split not in LEARNT)
Fault = tuple[str, str]
"""A rule, and a message that begins with the path of the field in the file."""


def check(path: Path, kind: str) -> list[Finding]:
    """Every fault of a system's folder, of a card (``card.json``, or any file as `kind` ``card``), or of a result."""
    if path.is_dir():
        return system_faults(path)
    return card.faults(path) if kind == "card" or path.name == card.NAME else result_faults(path)


def check_all(folder: Path = RESULTS) -> list[Finding]:
    """Every fault of every system on the board."""
    return [fault for path in sorted(folder.iterdir()) if path.is_dir() for fault in system_faults(path)]


def system_faults(folder: Path) -> list[Finding]:
    """Every fault of one system's folder: its card, and a result for each split that it has."""
    found = card_faults(folder)
    for path in sorted(folder.glob("*.json")):
        if path.name != card.NAME:
            found += result_faults(path)
    return found


def card_faults(folder: Path) -> list[Finding]:
    """Every fault of a system's card, its absence included."""
    path = folder / card.NAME
    if not path.is_file():
        return [Finding(str(path), 0, "card", "the system has no card: see eval/SUBMIT.md")]
    found = card.faults(path)
    if not found and (name := card.read(path).system) != folder.resolve().name:
        found = [Finding(str(path), 0, "card", f"is of the system {name!r}, and not of its folder")]
    return found


def result_faults(path: Path) -> list[Finding]:
    """Every fault of one result file, named for its split."""
    try:
        return [Finding(str(path), 0, rule, message) for rule, message in faults(results.read(path), path.stem)]
    except BadInput as error:
        return error.findings


def faults(result: Result, split: str) -> Iterator[Fault]:
    """Every fault of a result that is to stand for a split."""
    if split not in SPLITS:
        yield "split", f"the board has no split {split!r}; its splits are {', '.join(SPLITS)}"
        return
    if result.split != split:
        yield "split", f"split: is {result.split!r}, and the file is named for {split!r}"
    yield from _signature_faults(result.signature, split)
    yield from _document_faults(result, split)
    yield from (("task", f"tasks.{name}: no such task") for name in sorted(result.tasks.keys() - TASKS.keys()))
    yield from (
        ("task", f"tasks.{name}: is missing; null says that it was not attempted")
        for name in TASKS
        if name not in result.tasks
    )
    shape = [("counts", f"{field}: {message}") for field, message in shape_faults(result)]
    yield from shape
    if not shape and result.docs == sorted(members(split)):
        yield from _gold_faults(result, split)
        yield from _silence_faults(result)
        if result.tasks.keys() >= TASKS.keys():
            yield from _made_anew(result)
    yield from _share_faults(result)
    yield from _loss_faults(result)


def _signature_faults(text: str, split: str) -> Iterator[Fault]:
    """The signature must say what this checkout would: gold, split and match rule."""
    try:
        signature = Signature.parse(text)
    except ValueError as error:
        yield "signature", f"signature: {error}"
        return
    wanted = {
        "data": (data_hash(gold_of(split)), "scored on other gold"),
        "split": (split, "scored on another split"),
        "match": (MATCH_RULE, "scored by another match rule"),
    }
    for key, (value, meaning) in wanted.items():
        if getattr(signature, key) != value:
            yield "signature", f"signature: {meaning} than this checkout's ({key}:{value})"


def _document_faults(result: Result, split: str) -> Iterator[Fault]:
    names = members(split)
    if result.docs != sorted(names):
        yield "documents", f"docs: are not the {len(names)} documents of {split} in order of their names"
    if result.documents != len(names):
        yield "documents", f"documents: counts {result.documents}; {split} has {len(names)}"
    for name in sorted(set(result.missing) - set(names)):
        yield "documents", f"missing: {name!r} is not of {split}"


@cache
def _gold_counts(split: str) -> dict[str, Floats]:
    """Task -> how much gold each document has of each figure, shape (documents, figures): gold is scored against itself."""
    scorer = Scorer()
    for record in gold_of(split):
        scorer.add(record, record, {})
    return {task: table[..., 3] for task, table in scorer.counted(split).tables.items() if table is not None}


def _gold_faults(result: Result, split: str) -> Iterator[Fault]:
    """The gold side of the counts is this checkout's; that of a figure which a system may leave out may be empty."""
    for task, figures in result.counts.items():
        wanted = _gold_counts(split)[task]
        for n, name in enumerate(figures_of(task)):
            table = np.array(figures[name])
            if task != GIVEN and name in TASKS[task].optional and not table.any():
                continue
            for row in np.flatnonzero(np.abs(table[:, 3] - wanted[:, n]) > SLACK):
                said, meant = table[row, 3], wanted[row, n]
                yield "counts", f"counts.{task}.{name}[{row}]: has {said:g} in gold; this checkout has {meant:g}"


def _silence_faults(result: Result) -> Iterator[Fault]:
    """Documents without a prediction have nothing predicted."""
    rows = [n for n, doc in enumerate(result.docs) if doc in result.missing]
    for task, figures in result.counts.items():
        for name, counts in figures.items() if task != GIVEN else ():
            yield from (
                ("counts", f"counts.{task}.{name}[{n}]: predicts something of a document in `missing`")
                for n in rows
                if counts[n][1]
            )


def _made_anew(result: Result) -> Iterator[Fault]:
    """Whatever in a result does not follow from its counts, rounds and seed."""
    try:
        signature = Signature.parse(result.signature)
    except ValueError:
        return
    texts = all(library.text_or_none(doc) for doc in result.docs)
    by = [name for name in BY_DOCUMENT if name in result.slices and (texts or name != "length")]
    known = msgspec.structs.replace(result, tasks={name: result.tasks[name] for name in TASKS})
    again = report(known.counted(), by=by, rounds=signature.rounds, seed=signature.seed)
    yield from _apart("share_of_vague", known.share_of_vague, again.share_of_vague)
    yield from _apart("tasks", msgspec.to_builtins(known.tasks), msgspec.to_builtins(again.tasks))
    for name in by:
        yield from _apart(f"slices.{name}", result.slices[name], again.slices[name])


def _apart(path: str, said: Any, made: Any) -> Iterator[Fault]:
    """Where two plain values differ, by path; numbers may differ by rounding."""
    if isinstance(said, dict) and isinstance(made, dict):
        for key in dict.fromkeys((*made, *said)):
            yield from _apart(f"{path}.{key}", said.get(key), made.get(key))
    elif isinstance(said, list | tuple) and isinstance(made, list | tuple) and len(said) == len(made):
        for n, parts in enumerate(zip(said, made, strict=True)):
            yield from _apart(f"{path}[{n}]", *parts)
    elif not _equal(said, made):
        yield "counts", f"{path}: says {_short(said)}, its counts make {_short(made)}"


def _equal(said: Any, made: Any) -> bool:
    if isinstance(said, float | int) and isinstance(made, float | int):
        return abs(said - made) <= SLACK
    return bool(said == made)


def _short(value: Any) -> str:
    return "null" if value is None else str(value)[:60]


def _share_faults(result: Result) -> Iterator[Fault]:
    """Slices hold shares, but for the counts among them."""
    for by, values in result.slices.items():
        for value, row in values.items():
            for name, share in row.items():
                if name not in ("documents", "gold") and share is not None and share > 1 + SLACK:
                    yield "score", f"slices.{by}.{value}.{name}: {share} is no share"


def _loss_faults(result: Result) -> Iterator[Fault]:
    """The kinds of error of a task sum to FP + FN of the figure that all its labels go into."""
    for name in dict.fromkeys((*TASKS, *result.losses)) if result.losses else ():
        rows = result.counts.get(name, {}).get(TASKS[name].strict, []) if name in TASKS else []
        lost = sum(row[1] - row[0] + row[3] - row[2] for row in rows)
        if (total := sum(result.losses.get(name, {}).values())) != lost:
            yield "counts", f"losses.{name}: sum to {total:g}, and FP + FN are {lost:g}"

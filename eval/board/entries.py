"""What stands on the board must fit this checkout: every fault of a system's results and card, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec

from ...annotations.gold import gold_of
from ...corpus.diagnose import diagnose
from ...corpus.finding import Finding
from ...corpus.splits import members
from ..score import MATCH_RULE
from ..scorer import data_hash
from ..tasks import TASKS
from . import card

RESULTS = Path(__file__).resolve().parents[1] / "results"
SPLITS = ("validation", "test", "real_test")
SLACK = 1e-9
"""What rounding may add to a share or take from it."""

Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0 + SLACK)]
Interval = tuple[Share, Share] | None


class Figure(msgspec.Struct, frozen=True):
    """Precision, recall and F1 as a result file has them; null where undefined."""

    precision: Share | None = None
    recall: Share | None = None
    f1: Share | None = None


class Headline(Figure, frozen=True, kw_only=True):
    """A task's headline figure, its intervals over documents and over conflicts, and its variants."""

    f1: Share | None
    interval: Interval
    interval_conflicts: Interval = None
    variants: dict[str, Figure] = {}


class Entry(msgspec.Struct, frozen=True):
    """A result file as far as the board reads it; what else it holds is passed over."""

    signature: str
    split: str
    documents: int
    tasks: dict[str, Headline | None]
    missing: list[str] = []
    slices: dict[str, dict[str, dict[str, float | None]]] = {}


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
        text = path.read_bytes()
        entry = msgspec.json.decode(text, type=Entry)
    except OSError as error:
        return [Finding(str(path), 0, "file", error.strerror or str(error))]
    except (msgspec.DecodeError, UnicodeDecodeError):
        return [Finding(str(path), 0, rule, message) for rule, message, _ in diagnose(text, Entry)]
    return [Finding(str(path), 0, rule, message) for rule, message in _faults(entry, path.stem)]


def _faults(entry: Entry, split: str) -> Iterator[tuple[str, str]]:
    if split not in SPLITS:
        yield "split", f"the board has no split {split!r}; its splits are {', '.join(SPLITS)}"
        return
    if entry.split != split:
        yield "split", f"is of the split {entry.split!r}, and its file is named for {split!r}"
    yield from _signature_faults(entry.signature, split)
    yield from _document_faults(entry, split)
    for name in sorted(entry.tasks.keys() - TASKS.keys()):
        yield "task", f"no such task: {name!r}"
    for name in TASKS:
        if name not in entry.tasks:
            yield "task", f"{name} is missing; null says that it was not attempted"
    for name, task in entry.tasks.items():
        if task is not None:
            yield from _task_faults(name, task)
    for by, values in entry.slices.items():
        for value, row in values.items():
            wrong = [
                t
                for t, f1 in row.items()
                if t not in ("documents", "gold") and f1 is not None and not 0 <= f1 <= 1 + SLACK
            ]
            yield from (("score", f"slice {by} {value}: {task} is {row[task]}, which is no share") for task in wrong)


def _signature_faults(signature: str, split: str) -> Iterator[tuple[str, str]]:
    """The signature must say what this checkout would: gold, split and match rule; and under what it was sampled."""
    parts = dict(part.partition(":")[::2] for part in signature.split("|"))
    for key in ("parleybench", "rounds", "seed"):
        if not parts.get(key):
            yield "signature", f"says no `{key}`"
    wanted = {"data": data_hash(gold_of(split)), "split": split, "match": MATCH_RULE}
    meant = {
        "data": "scored on other gold",
        "split": "scored on another split",
        "match": "scored by another match rule",
    }
    for key, value in wanted.items():
        if parts.get(key) != value:
            yield "signature", f"{meant[key]} than this checkout's ({key}:{value})"


def _document_faults(entry: Entry, split: str) -> Iterator[tuple[str, str]]:
    names = members(split)
    if entry.documents != len(names):
        yield "documents", f"counts {entry.documents} documents; {split} has {len(names)}"
    for name in sorted(set(entry.missing) - set(names)):
        yield "documents", f"misses {name!r}, which is not of {split}"


def _task_faults(name: str, task: Headline) -> Iterator[tuple[str, str]]:
    figures: Mapping[str, Figure] = {"headline": task} | task.variants
    for which, figure in figures.items():
        if figure.precision is not None and figure.recall is not None:
            both = figure.precision + figure.recall
            mean = 2 * figure.precision * figure.recall / both if both else 0.0
            if figure.f1 is None or abs(figure.f1 - mean) > SLACK:
                yield "score", f"{name}: {which}: F1 is {figure.f1}, the harmonic mean of P and R {mean}"
    for which, interval in (("interval", task.interval), ("interval_conflicts", task.interval_conflicts)):
        if interval is not None and not _holds(interval, task.f1):
            yield "interval", f"{name}: {which} {list(interval)} does not hold F1 {task.f1}"


def _holds(interval: tuple[float, float], value: Any) -> bool:
    low, high = interval
    return value is not None and low - SLACK <= value <= high + SLACK

"""Results as tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ...corpus import tables
from ...corpus.finding import Finding
from ..board import board
from ..compare import Comparison
from ..result import Interval, Result

UNITS = (
    "Counted are mentions (actors), demands, demand-outcome pairs (preconditions), distinct stances by side, target "
    "and polarity, and pairs of demands (conflicts)."
)
COUNTED = {"issue": "gold demands", "phenomenon": "gold items"}
"""What the number `gold` counts in the slices of records: items are demands, demand-outcome pairs or stances."""


def result(found: Result) -> str:
    """Every figure of one result, headlines with their intervals, and the signature."""
    rows = [
        (f"{task}: {name}", *map(_percent, (f.precision, f.recall, f.f1)), _interval(getattr(f, "interval", None)))
        for task, name, f in found.figures()
    ]
    rows += [(f"{task}: not attempted", "", "", "", "") for task in found.tasks if not found[task].attempted]
    table = tables.plain(("figure", "P", "R", "F1", "95%"), rows)
    notes = "\n".join([UNITS, *_vague(found.share_of_vague), found.signature])
    return f"{found.split}, {found.documents} documents\n\n{table}\n\n{notes}"


def _vague(share: float | None) -> list[str]:
    """What the figure `with_vague` adds to the others, where something is vague."""
    return [f"{100 * share:.0f}% of the gold demands are vague: wanted in `with_vague` alone."] if share else []


def comparison(found: Mapping[str, Comparison | None]) -> str:
    """Differences of headline figures with their intervals and p values, and the documents that decide them."""
    rows, decided = [], []
    for task, value in found.items():
        if value is None:
            continue
        p = "–" if value.p is None else f"{value.p:.4f}"
        figures = (_percent(v) for v in (value.a, value.b, value.difference))
        rows.append((task, *figures, _interval(value.interval), p, _percent(value.detectable)))
        decided += [(task, doc, f"{100 * change:+.1f}") for doc, change in value.deciding]
    table = tables.plain(("task", "A", "B", "A - B", "95%", "p", "detectable"), rows)
    return table + "\n\n" + tables.plain(("task", "document that decides", "its part in A - B"), decided)


def sliced(found: Result) -> str:
    """Every slice of a result: F1 of the tasks in hundredths, or counts where the heading says so."""
    parts = []
    for by, values in found.slices.items():
        keys = list(dict.fromkeys(key for row in values.values() for key in row))
        heads = [COUNTED.get(by, key) if key == "gold" else key for key in keys]
        rows = [(value, *(_cell(key, row.get(key)) for key in keys)) for value, row in values.items()]
        parts.append(tables.plain((by, *heads), rows))
    return "\n\n".join(parts)


def _cell(key: str, value: float | None) -> str:
    return f"{value:.0f}" if key in ("documents", "gold") and value is not None else _percent(value)


def ladder(losses: Mapping[str, Mapping[str, float]]) -> str:
    """Each task's loss (FP + FN) by kind of error; the kinds sum to the whole."""
    rows = []
    for task, kinds in losses.items():
        total = sum(kinds.values())
        rows += [(task, kind, f"{loss:.0f}", f"{100 * loss / total:.1f}%") for kind, loss in kinds.items()]
        rows.append((task, "all", f"{total:.0f}", ""))
    return tables.plain(("task", "kind", "FP + FN", "share"), rows)


def boards(splits: Sequence[str] | None = None, folder: Path = board.RESULTS) -> tuple[str, list[Finding]]:
    """The board of each split that has results in a folder, and every fault of what may not stand on it."""
    parts: list[str] = []
    faults: list[Finding] = []
    for split in splits or board.SPLITS:
        results, wrong = board.standing(split, folder)
        faults += wrong
        if results:
            parts.append(f"{split}\n" + tables.plain(board.HEADER, board.rows(results)))
    return "\n\n".join([*parts, board.LEGEND] if parts else []) or "no results yet: run `parley bench`", faults


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


def _interval(ends: Interval | None) -> str:
    return "" if ends is None else "[{:.1f}, {:.1f}]".format(*(100 * end for end in ends))

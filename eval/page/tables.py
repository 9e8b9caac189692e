"""Results as tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...corpus import tables
from ..board import board
from ..compare import Comparison


def result(found: Mapping[str, Any]) -> str:
    """Every figure of one result, headlines with their intervals, and the signature."""
    rows = []
    for task, name, figure in board.flat(found):
        low_high = figure.get("interval") if name == "headline" else None
        span = f"[{100 * low_high[0]:.1f}, {100 * low_high[1]:.1f}]" if low_high else ""
        rows.append((f"{task}: {name}", *(_percent(figure.get(part)) for part in ("precision", "recall", "f1")), span))
    silent = [task for task, value in found["tasks"].items() if value is None]
    rows += [(f"{task}: not attempted", "", "", "", "") for task in silent]
    head = f"{found['split']}, {found['documents']} documents\n\n"
    return head + tables.plain(("figure", "P", "R", "F1", "95%"), rows) + f"\n\n{found['signature']}"


def comparison(found: Mapping[str, Comparison | None]) -> str:
    """Differences of headline figures with their intervals and p values, and the documents that decide them."""
    rows, decided = [], []
    for task, value in found.items():
        if value is None:
            continue
        low_high = "" if value.interval is None else "[{:.1f}, {:.1f}]".format(*(100 * v for v in value.interval))
        p = "–" if value.p is None else f"{value.p:.4f}"
        figures = (_percent(v) for v in (value.a, value.b, value.difference))
        rows.append((task, *figures, low_high, p, _percent(value.detectable)))
        decided += [(task, doc, f"{100 * change:+.1f}") for doc, change in value.deciding]
    table = tables.plain(("task", "A", "B", "A - B", "95%", "p", "detectable"), rows)
    return table + "\n\n" + tables.plain(("task", "document that decides", "its part in A - B"), decided)


def sliced(found: Mapping[str, Any]) -> str:
    """Every slice of a result: F1 of the tasks in hundredths, or counts where the heading says so."""
    parts = []
    for by, values in found["slices"].items():
        heads = list(dict.fromkeys(key for row in values.values() for key in row))
        rows = [(value, *(_cell(key, row.get(key)) for key in heads)) for value, row in values.items()]
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


def boards(splits: Sequence[str] | None = None) -> str:
    """The board of each split that has results."""
    parts = []
    for split in splits or board.SPLITS:
        results = board.read(split)
        if results:
            parts.append(f"{split}\n" + tables.plain(board.HEADER, board.rows(results)))
    return "\n\n".join([*parts, board.LEGEND] if parts else []) or "no results yet: run `parley bench`"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"

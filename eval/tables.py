"""Results as tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..annotations import cards
from . import board


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
    return head + cards.plain(("figure", "P", "R", "F1", "95%"), rows) + f"\n\n{found['signature']}"


def comparison(found: Mapping[str, Any]) -> str:
    """Differences of headline figures with their p values."""
    rows = []
    for task, value in found.items():
        if value is not None:
            p = "–" if value["p"] is None else f"{value['p']:.4f}"
            rows.append((task, _percent(value["a"]), _percent(value["b"]), _percent(value["difference"]), p))
    return cards.plain(("task", "A", "B", "A - B", "p"), rows)


def boards(splits: Sequence[str] | None = None) -> str:
    """The board of each split that has results."""
    parts = []
    for split in splits or board.SPLITS:
        results = board.read(split)
        if results:
            parts.append(f"{split}\n" + cards.plain(board.HEADER, board.rows(results)))
    return "\n\n".join(parts) or "no results yet: run `parley bench`"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"

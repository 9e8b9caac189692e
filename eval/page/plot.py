"""The board as a picture: a dot a system with its interval, one row a task, as plain SVG."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from ..tasks import TASKS

WIDTH, LEFT, RIGHT, ROW, STEP, TOP = 760, 130, 24, 22, 14, 34
COLOURS = ("#6b7f99", "#c2660a", "#2a80d0", "#2f8f57", "#a25cc4", "#cc4444")  # each 3:1 on white and on near-black
SHAPES = {  # outlines around the origin: five shapes and six colours make thirty signs before one comes again
    "circle": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "square": "M-4.5-4.5h9v9h-9z",
    "diamond": "M0-6l6 6l-6 6l-6-6z",
    "triangle": "M0-5.5l5.8 10h-11.6z",
    "cross": "M-1.7-5.5h3.4v3.8h3.8v3.4h-3.8v3.8h-3.4v-3.8h-3.8v-3.4h3.8z",
}
CLIP, SIGN, LETTER, LINE = 40, 36, 7.5, 20
"""Legend: letters of a name, and the widths of a sign, of a letter and of a line."""


def dots(results: Mapping[str, Mapping[str, Any]], title: str) -> str:
    """An SVG of headline F1 (0 to 100) with 95% intervals; shape and colour both tell the systems apart."""
    systems = list(results)
    band = ROW + STEP * len(systems)
    bottom = TOP + band * len(TASKS)
    legend, lines = _legend(systems, bottom + 44)
    height = bottom + 32 + LINE * lines
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title, quote=True)}" '
        'font-family="system-ui, sans-serif" font-size="13" fill="currentColor" color="#555b66">',
        f"<title>{escape(title)}</title>",
        f'<text x="{LEFT}" y="18" font-weight="600">{escape(title)}</text>',
        *_grid(bottom),
    ]
    for t, task in enumerate(TASKS):
        top = TOP + t * band
        parts.append(f'<text x="{LEFT - 12}" y="{top + band / 2 + 4:.0f}" text-anchor="end">{task}</text>')
        for n, name in enumerate(systems):
            parts += _mark(results[name]["tasks"][task], n, name, top + ROW / 2 + STEP * (n + 0.5))
    return "\n".join([*parts, *legend, "</svg>"])


def _x(value: float) -> float:
    return LEFT + value * (WIDTH - LEFT - RIGHT)


def _grid(bottom: int) -> list[str]:
    lines = []
    for tick in range(0, 101, 20):
        x = _x(tick / 100)
        lines.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{bottom + 2}" stroke="currentColor" opacity=".2"/>'
        )
        lines.append(f'<text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle" font-size="11">{tick}</text>')
    return lines


def _mark(task: Mapping[str, Any] | None, n: int, name: str, y: float) -> list[str]:
    if task is None or task["f1"] is None:
        return []
    colour = COLOURS[n % len(COLOURS)]
    found = []
    if task["interval"]:
        low, high = (_x(value) for value in task["interval"])
        found.append(
            f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}" stroke-width="2"/>'
        )
    label = f"{escape(name)}: {100 * task['f1']:.1f}"
    return [*found, _shape(n, _x(task["f1"]), y, colour, f"<title>{label}</title>")]


def _shape(n: int, x: float, y: float, colour: str, inside: str = "") -> str:
    path = list(SHAPES.values())[n % len(SHAPES)]
    return f'<path d="{path}" transform="translate({x:.1f} {y:.1f})" fill="{colour}">{inside}</path>'


def _legend(systems: list[str], y: float) -> tuple[list[str], int]:
    """The signs with their names, and how many lines they take."""
    found = []
    x, lines = float(LEFT), 1
    for n, name in enumerate(systems):
        short = name if len(name) <= CLIP else name[: CLIP - 1] + "…"
        width = SIGN + LETTER * len(short)
        if x > LEFT and x + width > WIDTH:
            x, y, lines = float(LEFT), y + LINE, lines + 1
        found.append(_shape(n, x + 5, y - 4, COLOURS[n % len(COLOURS)]))
        found.append(f'<text x="{x + 17:.0f}" y="{y:.0f}">{escape(short)}</text>')
        x += width
    return found, lines

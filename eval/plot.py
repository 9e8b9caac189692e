"""The board as a picture: a dot a system with its interval, one row a task, as plain SVG."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from .tally import TASKS

WIDTH, LEFT, RIGHT, ROW, STEP, TOP = 760, 130, 24, 22, 14, 34
COLOURS = ("#5b6b7f", "#b45f06", "#1a6fb5", "#2e7d4f", "#8e44ad", "#a02c2c")
SHAPES = ("circle", "square", "diamond")


def dots(results: Mapping[str, Mapping[str, Any]], title: str) -> str:
    """An SVG of headline F1 (0 to 100) with 95% intervals; shape and colour both tell the systems apart."""
    systems = list(results)
    band = ROW + STEP * len(systems)
    height = TOP + band * len(TASKS) + 46
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title, quote=True)}" '
        'font-family="system-ui, sans-serif" font-size="13" fill="currentColor" color="#555b66">',
        f"<title>{escape(title)}</title>",
        f'<text x="{LEFT}" y="18" font-weight="600">{escape(title)}</text>',
        *_grid(height),
    ]
    for t, task in enumerate(TASKS):
        top = TOP + t * band
        parts.append(f'<text x="{LEFT - 12}" y="{top + band / 2 + 4:.0f}" text-anchor="end">{task}</text>')
        for n, name in enumerate(systems):
            parts += _mark(results[name]["tasks"][task], n, name, top + ROW / 2 + STEP * (n + 0.5))
    parts += _legend(systems, height - 12)
    return "\n".join([*parts, "</svg>"])


def _x(value: float) -> float:
    return LEFT + value * (WIDTH - LEFT - RIGHT)


def _grid(height: int) -> list[str]:
    lines = []
    for tick in range(0, 101, 20):
        x = _x(tick / 100)
        lines.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{height - 44}" stroke="currentColor" opacity=".2"/>'
        )
        lines.append(f'<text x="{x:.1f}" y="{height - 30}" text-anchor="middle" font-size="11">{tick}</text>')
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
    kind = SHAPES[n % len(SHAPES)]
    if kind == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}">{inside}</circle>'
    turn = f' transform="rotate(45 {x:.1f} {y:.1f})"' if kind == "diamond" else ""
    return f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9" fill="{colour}"{turn}>{inside}</rect>'


def _legend(systems: list[str], y: float) -> list[str]:
    found = []
    x = float(LEFT)
    for n, name in enumerate(systems):
        found.append(_shape(n, x, y - 4, COLOURS[n % len(COLOURS)]))
        found.append(f'<text x="{x + 12:.0f}" y="{y:.0f}">{escape(name)}</text>')
        x += 40 + 8 * len(name)
    return found

"""The board as a picture: a dot a system with its interval, one row a task, as plain SVG."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from ..tasks import TASKS
from . import reading
from .reading import Plain, Results, number


class Frame(NamedTuple):
    """Where things stand, in pixels: the picture's width, what is left of the axis, and room above each task for its name."""

    width: int
    left: int
    above: int = 0


FRAMES = {"broad": Frame(760, 130), "narrow": Frame(360, 14, 18)}
"""For a page, with the tasks left of the axis; for a telephone, with the tasks above their dots."""
RIGHT, ROW, STEP, TOP = 24, 22, 14, 34
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


def caption(split: str, results: Results) -> str:
    """What the picture shows, in words that follow the results."""
    systems = "1 system" if len(results) == 1 else f"{len(results)} systems"
    return ", ".join(filter(None, (f"F1 on {split}", reading.documents(results), systems)))


def dots(results: Results, title: str, frame: Frame = FRAMES["broad"]) -> str:
    """An SVG of headline F1 (0 to 100) with 95% intervals; shape and colour both tell the systems apart.

    A system without a figure in a task has no dot there. Raises `TypeError` for a figure that is no number.
    """
    band = ROW + frame.above + STEP * len(results)
    bottom = TOP + band * len(TASKS)
    legend, lines = _legend(list(results), bottom + 44, frame)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {bottom + 32 + LINE * lines}" role="img" '
        f'aria-label="{escape(title)}" font-family="system-ui, sans-serif" font-size="13" fill="currentColor" color="#555b66">',
        f"<title>{escape(title)}</title>",
        f'<text x="{frame.left}" y="18" font-weight="600">{escape(title)}</text>',
        *_grid(bottom, frame),
    ]
    for n, task in enumerate(TASKS):
        parts += _band(task, results, TOP + n * band, band, frame)
    return "\n".join([*parts, *legend, "</svg>"])


def _x(value: float, frame: Frame) -> str:
    return number(frame.left + value * (frame.width - frame.left - RIGHT), ".1f")


def _grid(bottom: int, frame: Frame) -> list[str]:
    lines = []
    for tick in range(0, 101, 20):
        x = _x(tick / 100, frame)
        lines.append(f'<line x1="{x}" x2="{x}" y1="{TOP}" y2="{bottom + 2}" stroke="currentColor" opacity=".2"/>')
        lines.append(f'<text x="{x}" y="{bottom + 16}" text-anchor="middle" font-size="11">{tick}</text>')
    return lines


def _band(task: str, results: Results, top: int, height: int, frame: Frame) -> list[str]:
    """A task's name, and a dot for each system that has a figure."""
    x, y, anchor = (frame.left, top + 16, "start") if frame.above else (frame.left - 12, top + height // 2 + 4, "end")
    parts = [f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(task)}</text>']
    for n, (name, result) in enumerate(results.items()):
        figure = reading.headline(result, task)
        if figure is not None:
            parts += _mark(figure, n, name, top + frame.above + ROW / 2 + STEP * (n + 0.5), frame)
    return parts


def _mark(figure: Plain, n: int, name: str, y: float, frame: Frame) -> list[str]:
    colour = COLOURS[n % len(COLOURS)]
    line = []
    if figure["interval"]:
        low, high = (_x(value, frame) for value in figure["interval"])
        line = [f'<line x1="{low}" x2="{high}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}" stroke-width="2"/>']
    label = f"<title>{escape(name)}: {reading.percent(figure['f1'])}</title>"
    return [*line, _shape(n, _x(figure["f1"], frame), y, colour, label)]


def _shape(n: int, x: str, y: float, colour: str, inside: str = "") -> str:
    path = list(SHAPES.values())[n % len(SHAPES)]
    return f'<path d="{path}" transform="translate({x} {y:.1f})" fill="{colour}">{inside}</path>'


def _legend(systems: list[str], y: float, frame: Frame) -> tuple[list[str], int]:
    """The signs with their names, and how many lines they take."""
    found = []
    x, lines = float(frame.left), 1
    for n, name in enumerate(systems):
        short = name if len(name) <= CLIP else name[: CLIP - 1] + "…"
        width = SIGN + LETTER * len(short)
        if x > frame.left and x + width > frame.width:
            x, y, lines = float(frame.left), y + LINE, lines + 1
        found.append(_shape(n, f"{x + 5:.1f}", y - 4, COLOURS[n % len(COLOURS)]))
        found.append(f'<text x="{x + 17:.0f}" y="{y:.0f}">{escape(short)}</text>')
        x += width
    return found, lines

"""The figures of the page as plain HTML: board, plot, slices, confusions, errors by kind; every string escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from ..board import board
from . import plot, reading
from .reading import Plain, Results, interval, number, percent

MARK = "†"
BAR = 60  # width of the longest bar in a ladder of errors, in pixels
LONG = 10  # letters of a heading that stand on one line
COUNTED = ("documents", "gold")
"""Columns of slices that hold counts; all others hold shares."""
Groups = Mapping[str, Sequence[str]]
"""Task -> the systems that do not differ significantly from the best one."""


def split(place: int, name: str, results: Results, groups: Groups) -> str:
    """The section of one split. `place` tells it from the others in the page's addresses."""
    parts = [
        f'<section id="split-{place}" class="figures" aria-labelledby="split-{place}-title">',
        f'<h2 id="split-{place}-title">{escape(name)} <small>{reading.documents(results)}</small></h2>',
        _board(results, groups),
        _plot(name, results),
        _fold("Slices", _slices(results)),
        _fold("Every figure", _figures(results)),
        _fold("Errors by kind", _ladders(results)),
        _fold("Confusions", _confusions(results)),
        _fold("Signatures", "".join(f"<p><code>{_text(n, r['signature'])}</code></p>" for n, r in results.items())),
        "</section>",
    ]
    return "\n".join(filter(None, parts))


def _text(name: str, value: Any) -> str:
    return f"{escape(name)}: {escape(str(value))}"


def _fold(title: str, body: str) -> str:
    return f"<details><summary>{title}</summary>{body}</details>" if body else ""


def _plot(name: str, results: Results) -> str:
    """The picture twice: as wide as a page, and as narrow as a telephone; the style shows one of them."""
    drawn = {kind: plot.dots(results, plot.caption(name, results), frame) for kind, frame in plot.FRAMES.items()}
    return "".join(f'<figure class="plot {kind}">{picture}</figure>' for kind, picture in drawn.items())


def _table(caption: str, header: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """A table of cells that are HTML already; the first column heads the rows, the first `words` columns are no numbers."""
    kinds = [' class="word"' if n < words else "" for n in range(len(header))]
    head = "".join(f'<th scope="col"{kind}>{cell}</th>' for cell, kind in zip(header, kinds, strict=True))
    body = "".join(
        f'<tr><th scope="row">{first}</th>'
        + "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(rest, kinds[1:], strict=True))
        + "</tr>"
        for first, *rest in rows
    )
    table = f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="wide" tabindex="0" role="region" aria-label="{caption}"><table>{table}</table></div>'


def _board(results: Results, groups: Groups) -> str:
    rows = [
        [escape(name), *(_headline(reading.headline(r, t), name in groups.get(t, ())) for t in board.HEADER[1:])]
        for name, r in results.items()
    ]
    legend = (
        f"<p class=legend><strong>{MARK} bold</strong>: does not differ significantly from the best of its task.</p>"
    )
    header = [_breakable(name) for name in board.HEADER]
    return _table("Headline F1 with 95% intervals", header, rows) + (legend if any(groups.values()) else "")


def _breakable(name: str) -> str:
    """A long heading may break in its middle, so that five columns fit the width of a telephone."""
    half = len(name) // 2
    return f"{escape(name[:half])}&shy;{escape(name[half:])}" if len(name) > LONG else escape(name)


def _headline(task: Plain | None, best: bool) -> str:
    if task is None:
        return reading.NONE
    value = percent(task["f1"])
    figure = f"<strong>{value}{MARK}</strong>" if best else value
    return f"{figure} <small>{interval(task.get('interval'), 0)}</small>"


def _figures(results: Results) -> str:
    header = ("system", "task", "figure", "P", "R", "F1", "95%", "95% over conflicts")
    rows = [
        [
            *map(escape, (system, task, name)),
            *(percent(figure.get(part)) for part in ("precision", "recall", "f1")),
            *(interval(figure.get(part), 1) for part in ("interval", "interval_conflicts")),
        ]
        for system, result in results.items()
        for task, name, figure in reading.figures(result)
    ]
    return _table("Every figure of every task", header, rows, words=3)


def _slices(results: Results) -> str:
    """A table a way of slicing; within it a slice's systems stand below one another."""
    slices = reading.part(results, "slices")
    ways = dict.fromkeys(by for found in slices.values() for by in found)
    return "".join(_slice(by, {system: found.get(by, {}) for system, found in slices.items()}) for by in ways)


def _slice(by: str, slices: Mapping[str, Plain]) -> str:
    values = dict.fromkeys(value for found in slices.values() for value in found)
    found = [(value, system, of.get(value)) for value in values for system, of in slices.items()]
    keys = dict.fromkeys(key for _, _, row in found for key in row or ())
    rows = [
        [escape(value), escape(system), *(_cell(key, row.get(key)) for key in keys)]
        for value, system, row in found
        if row
    ]
    return _table(f"By {escape(by)}", [escape(by), "system", *map(escape, keys)], rows, words=2)


def _cell(key: str, value: Any) -> str:
    return number(value, ".0f") if key in COUNTED and value is not None else percent(value)


def _ladders(results: Results) -> str:
    """A table a task: how much each kind of error costs each system, the costliest first."""
    losses = reading.part(results, "losses")
    tasks = dict.fromkeys(task for found in losses.values() for task in found)
    return "".join(_ladder(task, {n: found.get(task) or {} for n, found in losses.items()}) for task in tasks)


def _ladder(task: str, losses: Mapping[str, Mapping[str, float]]) -> str:
    totals: dict[str, float] = {}
    for found in losses.values():
        for kind, loss in found.items():
            totals[kind] = totals.get(kind, 0) + loss
    most = max((loss for found in losses.values() for loss in found.values()), default=0) or 1
    rows = [
        [escape(kind), *(_bar(found.get(kind, 0), most) for found in losses.values())]
        for kind in sorted(totals, key=lambda kind: -totals[kind])
    ]
    return _table(f"{escape(task)}: what each kind adds to FP + FN", ["kind", *map(escape, losses)], rows)


def _bar(loss: float, most: float) -> str:
    width = BAR * loss / most
    place, size = number(BAR - width, ".1f"), number(width, ".1f")
    bar = f'<svg class="bar" width="{BAR}" height="6" aria-hidden="true"><rect x="{place}" width="{size}" height="6"/></svg>'
    return number(loss, ".4g") + bar


def _confusions(results: Results) -> str:
    return "".join(
        _confusion(f"{escape(system)}: {escape(attribute)}", counts)
        for system, found in reading.part(results, "confusions").items()
        for attribute, counts in found.items()
    )


def _confusion(caption: str, counts: Mapping[str, Mapping[str, int]]) -> str:
    """Gold labels down, predicted labels across; what agrees is bold, nothing is a dot."""
    labels = list(dict.fromkeys([*counts, *(label for row in counts.values() for label in row)]))
    rows = [
        [escape(gold), *(_count(counts.get(gold, {}).get(pred, 0), gold == pred) for pred in labels)] for gold in labels
    ]
    return _table(f"{caption}, gold down, predicted across", ["gold", *map(escape, labels)], rows)


def _count(count: int, agrees: bool) -> str:
    shown = number(count)
    if not count:
        return "·"
    return f"<strong>{shown}</strong>" if agrees else shown

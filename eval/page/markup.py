"""The figures of the page as plain HTML: board, plot, slices, confusions, errors by kind; every string escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from ..board import board
from . import plot

MARK = "†"
BAR = 60  # width of the longest bar in a ladder of errors, in pixels
Groups = Mapping[str, Sequence[str]]
"""Task -> the systems that do not differ significantly from the best one."""
Results = Mapping[str, Mapping[str, Any]]
"""System -> its result as the plain object that ``Result.to_dict`` gives."""


def split(number: int, name: str, results: Results, groups: Groups) -> str:
    """The section of one split. `number` tells it from the others in the page's addresses."""
    documents = next(iter(results.values()))["documents"]
    title = f"F1 on {name}, {documents} documents"
    parts = [
        f'<section id="split-{number}" class="figures" aria-labelledby="split-{number}-title">',
        f'<h2 id="split-{number}-title">{escape(name)} <small>{documents} documents</small></h2>',
        _board(results, groups),
        f'<figure class="plot">{plot.dots(results, title)}</figure>',
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
        [escape(name), *(_headline(r["tasks"].get(task), name in groups.get(task, ())) for task in board.HEADER[1:])]
        for name, r in results.items()
    ]
    legend = (
        f"<p class=legend><strong>{MARK} bold</strong>: does not differ significantly from the best of its task.</p>"
    )
    return _table("Headline F1 with 95% intervals", board.HEADER, rows) + (legend if any(groups.values()) else "")


def _headline(task: Mapping[str, Any] | None, best: bool) -> str:
    if task is None or task["f1"] is None:
        return "–"
    value = _percent(task["f1"])
    figure = f"<strong>{value}{MARK}</strong>" if best else value
    return f"{figure} <small>{_interval(task.get('interval'), 0)}</small>"


def _figures(results: Results) -> str:
    header = ("system", "task", "figure", "P", "R", "F1", "95%", "95% over conflicts")
    rows = [
        [
            *map(escape, (system, task, name)),
            *(_percent(figure.get(part)) for part in ("precision", "recall", "f1")),
            *(_interval(figure.get(part), 1) for part in ("interval", "interval_conflicts")),
        ]
        for system, result in results.items()
        for task, name, figure in _flat(result)
    ]
    return _table("Every figure of every task", header, rows, words=3)


def _flat(result: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Every figure of a result as (task, figure, precision/recall/F1), the headline first."""
    for name, task in result["tasks"].items():
        if task is not None:
            yield name, "headline", task
            yield from ((name, variant, figure) for variant, figure in task["variants"].items())


def _slices(results: Results) -> str:
    """A table a way of slicing; within it a slice's systems stand below one another."""
    ways = dict.fromkeys(by for result in results.values() for by in result["slices"])
    return "".join(_slice(by, results) for by in ways)


def _slice(by: str, results: Results) -> str:
    values = dict.fromkeys(value for result in results.values() for value in result["slices"].get(by, {}))
    found = [(v, n, r["slices"].get(by, {}).get(v)) for v in values for n, r in results.items()]
    keys = dict.fromkeys(key for _, _, row in found for key in row or ())
    rows = [
        [escape(value), escape(system), *(_cell(key, row.get(key)) for key in keys)]
        for value, system, row in found
        if row
    ]
    return _table(f"By {escape(by)}", [escape(by), "system", *map(escape, keys)], rows, words=2)


def _cell(key: str, value: float | None) -> str:
    """Counts stand as they are, shares in hundredths."""
    return f"{value:.0f}" if key in ("documents", "gold") and value is not None else _percent(value)


def _ladders(results: Results) -> str:
    """A table a task: how much each kind of error costs each system, the costliest first."""
    tasks = dict.fromkeys(task for result in results.values() for task in result.get("losses") or {})
    return "".join(
        _ladder(task, {n: (r.get("losses") or {}).get(task) or {} for n, r in results.items()}) for task in tasks
    )


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
    bar = f'<svg class="bar" width="{BAR}" height="6" aria-hidden="true"><rect x="{BAR - width:.1f}" width="{width:.1f}" height="6"/></svg>'
    return f"{loss:.4g}{bar}"


def _confusions(results: Results) -> str:
    return "".join(
        _confusion(f"{escape(system)}: {escape(attribute)}", counts)
        for system, result in results.items()
        for attribute, counts in (result.get("confusions") or {}).items()
    )


def _confusion(caption: str, counts: Mapping[str, Mapping[str, int]]) -> str:
    """Gold labels down, predicted labels across; what agrees is bold, nothing is a dot."""
    labels = list(dict.fromkeys([*counts, *(label for row in counts.values() for label in row)]))
    rows = [
        [escape(gold), *(_count(counts.get(gold, {}).get(pred, 0), gold == pred) for pred in labels)] for gold in labels
    ]
    return _table(f"{caption}, gold down, predicted across", ["gold", *map(escape, labels)], rows)


def _count(count: int, agrees: bool) -> str:
    return f"<strong>{count}</strong>" if agrees and count else str(count or "·")


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


def _interval(bounds: Sequence[float] | None, digits: int) -> str:
    return f"[{100 * bounds[0]:.{digits}f}, {100 * bounds[1]:.{digits}f}]" if bounds else ""

"""One self-contained HTML page: the board, the plot, the slices, and documents with gold and predictions side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..annotations.layers import Record
from ..corpus.document import Document
from ..corpus.records import atomic
from . import board, markup, plot

HOME = Path(__file__).resolve().parent / "report" / "index.html"
KEY = (
    '<p class="key"><span class="entities">actor</span><span class="demands">demand</span>'
    '<span class="outcomes">outcome</span><span class="stances">stance</span> ids stand at the start of each span</p>'
)


def write(
    results: Mapping[str, board.Results],
    documents: Sequence[tuple[Document, Mapping[str, Record]]],
    path: Path = HOME,
) -> Path:
    """Write the page: results by split, and documents each with records by name (``gold`` first, then systems)."""
    with atomic(path) as file:
        file.write(page(results, documents))
    return path


def page(results: Mapping[str, board.Results], documents: Sequence[tuple[Document, Mapping[str, Record]]]) -> str:
    """The page as text; every string that comes from data is escaped."""
    style = files("parleybench.eval").joinpath("report.css").read_text(encoding="utf-8")
    sections = [_split(split, found) for split, found in results.items() if found]
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>parleybench: report</title><style>{style}</style></head><body>",
            "<header><h1>parleybench</h1><p class=about>Headline F1 of each task in hundredths, with 95% bootstrap intervals over "
            "documents. Texts and labels were written and annotated by language models.</p></header><main>",
            *sections,
            "<h2>Documents</h2>",
            KEY,
            *(_document(document, records) for document, records in documents),
            "</main></body></html>",
            "",
        ]
    )


def _split(split: str, results: board.Results) -> str:
    title = f"F1 on {split}, {next(iter(results.values()))['documents']} documents"
    return "\n".join(
        [
            f'<section><h2 id="{escape(split, quote=True)}">{escape(split)}</h2>',
            _table(board.HEADER, board.rows(results)),
            f"<figure>{plot.dots(results, title)}</figure>",
            "<details><summary>Every figure</summary>" + _figures(results) + "</details>",
            "<details><summary>By genre, stratum, conflict and length</summary>" + _slices(results) + "</details>",
            *(f"<p><code>{escape(name)}: {escape(r['signature'])}</code></p>" for name, r in results.items()),
            "</section>",
        ]
    )


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th scope=col>{escape(cell)}</th>" for cell in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _figures(results: board.Results) -> str:
    rows = []
    for system, result in results.items():
        for task, name, figure in board.flat(result):
            values = [figure.get(part) for part in ("precision", "recall", "f1")]
            rows.append([system, task, name, *("–" if v is None else f"{100 * v:.1f}" for v in values)])
    return _table(("system", "task", "figure", "P", "R", "F1"), rows)


def _slices(results: board.Results) -> str:
    rows = []
    for system, result in results.items():
        for by, values in (
            (b, v) for b, v in result["slices"].items() if b in ("genre", "stratum", "conflict", "length")
        ):
            for value, figures in values.items():
                rows.append(
                    [
                        system,
                        f"{by}: {value}",
                        str(figures["documents"]),
                        *(_percent(figures[t]) for t in board.HEADER[1:]),
                    ]
                )
    return _table(("system", "slice", "documents", *board.HEADER[1:]), rows)


def _percent(value: Any) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


def _document(document: Document, records: Mapping[str, Record]) -> str:
    panels = "".join(
        f'<div class="side"><h3>{escape(name)}</h3><div class="body">{markup.text(document.text, record)}</div>'
        f"{markup.notes(document.text, record)}</div>"
        for name, record in records.items()
    )
    about = f"{document.stratum}, {document.genre}, {document.conflict}"
    return f'<details><summary>{escape(document.id)}<small>{escape(about)}</small></summary><div class="sides">{panels}</div></details>'

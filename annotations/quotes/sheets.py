"""Quote sheets: records that point by quotes, read from files or at hand, and anchored all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from ...corpus import library
from ...corpus.finding import BadInput, Finding
from ...corpus.jsonl import Row, scan
from ..gold import doubled, lifted
from ..layers import Record, with_quotes, without_quotes
from .find import EXACT, REFUSED, STEPS, Anchor, How, resolve


class Sheets(NamedTuple):
    """What became of some sheets: their records, what became of every quote with its path and line, and the findings."""

    records: list[Record]
    anchors: list[Row[Anchor]]
    faults: list[Finding]
    notes: list[Finding]
    """What was taken off a file or brought up to date, and a line for each quote that was found and not exactly."""

    def counts(self) -> str:
        """How many quotes were found by each step, and how many were refused."""
        counts: Counter[str] = Counter(row.record.how for row in self.anchors)
        return ", ".join(f"{counts[how]} {how}" for how in (*STEPS, "refused"))


def anchored(paths: Iterable[str | Path], steps: Sequence[How] = STEPS) -> Sheets:
    """The records of all sheets with offsets, and what became of each quote; those of real texts leave their quotes behind.

    Where there are faults the records are not whole.
    """
    rows, found = _read(paths)
    records: list[Record] = []
    anchors: list[Row[Anchor]] = []
    for row in rows:
        record, its = _anchored(row, steps)
        refused = any(anchor.record.how == "refused" for anchor in its)
        records.append(record if refused else _finished(record))
        anchors += its
        found += _findings(its)
    return Sheets(records, anchors, [f for f in found if not _noted(f)], [f for f in found if _noted(f)])


def _read(paths: Iterable[str | Path]) -> tuple[list[Row[Record]], list[Finding]]:
    """The records of all sheets, and what is to be told of them as they stand, documents that stand twice among them."""
    rows: list[Row[Record]] = []
    found: list[Finding] = []
    for path in paths:
        held, told = scan(path, Record, mend=lifted, loose=True)
        rows += held
        found += told
    return rows, [*found, *doubled(rows)]


def _noted(finding: Finding) -> bool:
    """Whether a finding refuses nothing: a warning, or a quote that was found and not exactly."""
    return finding.warning or finding.rule.startswith(f"{REFUSED}-")


def placed(rows: Iterable[Row[Record]]) -> list[Record]:
    """The records with offsets wherever they had quotes only, exactly as they stand in the text: scoring guesses nothing.

    Raises `BadInput` with every quote that cannot be placed.
    """
    records: list[Record] = []
    faults: list[Finding] = []
    for row in rows:
        if any(span.start is None for _, _, span in row.record.spans()):
            record, anchors = _anchored(row, EXACT)
            row = Row(row.path, row.line, record)
            faults += _findings(anchors)
        records.append(row.record)
    if faults:
        raise BadInput(faults)
    return records


def _anchored(row: Row[Record], steps: Sequence[How]) -> tuple[Record, list[Row[Anchor]]]:
    document = library.text_or_none(row.record.doc)
    record, anchors = resolve(row.record, None if document is None else document.text, steps)
    return record, [Row(row.path, row.line, anchor) for anchor in anchors]


def _findings(anchors: Iterable[Row[Anchor]]) -> list[Finding]:
    """What is to be told of the quotes, each thing once."""
    told = (row.record.finding(row.path, row.line) for row in anchors)
    return list(dict.fromkeys(finding for finding in told if finding is not None))


def _finished(record: Record) -> Record:
    """As layer files keep it: with quotes, or for a real text without."""
    document = library.text_or_none(record.doc)
    if document is None:
        return record
    return without_quotes(record) if document.stratum == "real" else with_quotes(record, document.text)

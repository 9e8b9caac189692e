"""Quote sheets: records that point by quotes, read from files or at hand, and anchored all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from ...corpus import library
from ...corpus.finding import BadInput, Finding
from ...corpus.jsonl import Row
from ..layers import Record, with_quotes, without_quotes
from .find import EXACT, REFUSED, STEPS, Anchor, How, resolve
from .unwrap import unwrap


class Sheets(NamedTuple):
    """What became of some sheets: their records, what became of every quote with its path and line, and the findings."""

    records: list[Record]
    anchors: list[Row[Anchor]]
    faults: list[Finding]
    notes: list[Finding]
    """What was taken off a file, and a line for each quote that was found and not exactly."""

    def counts(self) -> str:
        """How many quotes were found by each step, and how many were refused."""
        counts: Counter[str] = Counter(row.record.how for row in self.anchors)
        return ", ".join(f"{counts[how]} {how}" for how in (*STEPS, "refused"))


def anchored(paths: Iterable[str | Path], steps: Sequence[How] = STEPS) -> Sheets:
    """The records of all sheets with offsets, and what became of each quote; those of real texts leave their quotes behind.

    Where there are faults the records are not whole.
    """
    made = Sheets([], [], [], [])
    for path in paths:
        rows, faults, notes = unwrap(path, Record)
        made.faults.extend(faults)
        made.notes.extend(notes)
        for row in rows:
            record, anchors = _anchored(row, steps)
            told = _findings(anchors)
            refused = any(anchor.record.how == "refused" for anchor in anchors)
            made.records.append(record if refused else _finished(record))
            made.anchors.extend(anchors)
            made.faults.extend(finding for finding in told if finding.rule == REFUSED)
            made.notes.extend(finding for finding in told if finding.rule != REFUSED)
    return made


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

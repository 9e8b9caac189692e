"""Quote sheets: records that point by quotes, read from JSON or JSON Lines and anchored all at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..corpus.finding import BadInput, Finding
from ..corpus.records import Row, diagnose, scan
from . import store
from .anchor import Unanchored, anchor
from .layers import Record, with_quotes, without_quotes


def anchored(paths: Iterable[str | Path]) -> list[Record]:
    """The records of all sheets with offsets; those of real texts leave their quotes behind.

    A ``.json`` sheet holds one object, any other file one object a line. Raises `BadInput` with every fault of every sheet.
    """
    rows: list[Row[Record]] = []
    faults: list[Finding] = []
    for path in paths:
        found, bad = _whole(path) if Path(path).suffix == ".json" else scan(path, Record)
        rows += found
        faults += bad
    try:
        records = anchored_rows(rows)
    except BadInput as error:
        faults += error.findings
    if faults:
        raise BadInput(faults)
    return [_finished(record) for record in records]


def anchored_rows(rows: Iterable[Row[Record]]) -> list[Record]:
    """The records with offsets wherever they had quotes only. Raises `BadInput` with every quote that cannot be placed."""
    records: list[Record] = []
    faults: list[Finding] = []
    for row in rows:
        try:
            records.append(_anchored(row.record))
        except Unanchored as error:
            faults += (Finding(row.path, row.line, "anchor", message, row.record.doc) for message in error.faults)
    if faults:
        raise BadInput(faults)
    return records


def _anchored(record: Record) -> Record:
    if all(span.start is not None for _, _, span in record.spans()):
        return record
    document = store.text_or_none(record.doc)
    if document is None:
        raise Unanchored(["no text of this document is here"])
    return anchor(record, document.text)


def _finished(record: Record) -> Record:
    """As layer files keep it: with quotes, or for a real text without."""
    document = store.text_or_none(record.doc)
    if document is None:
        return record
    return without_quotes(record) if document.stratum == "real" else with_quotes(record, document.text)


def _whole(path: str | Path) -> tuple[list[Row[Record]], list[Finding]]:
    """A sheet that is one JSON object over many lines."""
    import msgspec

    try:
        text = Path(path).read_bytes()
        return [Row(str(path), 1, msgspec.json.decode(text, type=Record))], []
    except OSError as error:
        return [], [Finding(str(path), 0, "file", error.strerror or str(error))]
    except msgspec.DecodeError:
        return [], [Finding(str(path), 1, rule, message, doc) for rule, message, doc in diagnose(text, Record)]

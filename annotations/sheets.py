"""Quote sheets: records that point by quotes, read from JSON or JSON Lines and anchored all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from ..corpus import library
from ..corpus.diagnose import diagnose
from ..corpus.finding import BadInput, Finding
from ..corpus.jsonl import Row, scan
from .anchor import EXACT, STEPS, Case, How, Resolved, Unanchored, anchor, resolve
from .layers import Record, with_quotes, without_quotes

NO_TEXT = "no text of this document is here"


class Sheets(NamedTuple):
    """What became of some sheets: their records, a case for every quote with its path and line, and all faults."""

    records: list[Record]
    cases: list[Row[Case]]
    faults: list[Finding]

    def notes(self) -> list[Finding]:
        """A line for each quote that was found, and not exactly."""
        return [_note(row) for row in self.cases if row.record.how in ("normalised", "fuzzy")]

    def counts(self) -> str:
        """How many quotes were found by each step, and how many were refused."""
        counts: Counter[str] = Counter(row.record.how for row in self.cases)
        return ", ".join(f"{counts[how]} {how}" for how in (*STEPS, "refused"))


def _note(row: Row[Case]) -> Finding:
    case = row.record
    likeness = f" (similarity {case.score:.1f})" if case.how == "fuzzy" else ""
    message = f"{case.layer} {case.id}: {case.quote!r} -> text {case.start}-{case.end} {case.found!r}{likeness}"
    return Finding(row.path, row.line, f"anchor-{case.how}", message, case.doc)


def anchored(paths: Iterable[str | Path], steps: Sequence[How] = STEPS) -> Sheets:
    """The records of all sheets with offsets, and how each quote was found; those of real texts leave their quotes behind.

    A ``.json`` sheet holds one object, any other file one object a line. Where there are faults the records are not whole.
    """
    made = Sheets([], [], [])
    for path in paths:
        rows, bad = _whole(path) if Path(path).suffix == ".json" else scan(path, Record)
        made.faults.extend(bad)
        for row in rows:
            found = _resolved(row.record, steps)
            made.records.append(_finished(found.record) if not found.faults else found.record)
            made.cases.extend(Row(row.path, row.line, case) for case in found.cases)
            made.faults.extend(Finding(row.path, row.line, "anchor", told, row.record.doc) for told in found.faults)
    return made


def _resolved(record: Record, steps: Sequence[How]) -> Resolved:
    document = library.text_or_none(record.doc)
    if document is not None:
        return resolve(record, document.text, steps)
    bare = [spot for spot in record.spans() if spot[2].start is None]
    doc = record.doc
    return Resolved(
        record, [Case(doc, layer, name, m.quote, m.nth, "refused", message=NO_TEXT) for layer, name, m in bare]
    )


def anchored_rows(rows: Iterable[Row[Record]]) -> list[Record]:
    """The records with offsets wherever they had quotes only, exactly as they stand in the text: scoring guesses nothing.

    Raises `BadInput` with every quote that cannot be placed.
    """
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
    if all(span.start is not None or span.quote is None for _, _, span in record.spans()):
        return record
    document = library.text_or_none(record.doc)
    if document is None:
        raise Unanchored([NO_TEXT])
    return anchor(record, document.text, EXACT)


def _finished(record: Record) -> Record:
    """As layer files keep it: with quotes, or for a real text without."""
    document = library.text_or_none(record.doc)
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

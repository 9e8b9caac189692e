"""What may be scored: a split's name, a layer file, records, or a dataset; read one document at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from ..annotations.checks.run import check_record
from ..annotations.gold import gold_of, lifted, placed
from ..annotations.labels import Polarity
from ..annotations.layers import Record
from ..corpus import library
from ..corpus.finding import BadInput, Finding
from ..corpus.jsonl import Row, read, stream

OWN = "own"  # the split of gold that is none of the splits
Source = str | Path | Iterable[Record] | Any
"""The name of a split, the path of a layer file, records, or a `datasets.Dataset` of the config `documents`."""


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One document of the given track: polarities for gold stances."""

    class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
        """Gold stance id and the predicted polarity."""

        id: str
        polarity: Polarity

    doc: str
    stances: list[Item]


def split_of(source: Source) -> str | None:
    """The split that a source names, None where it is something else."""
    return source if isinstance(source, str) and source in set(library.splits().values()) else None


def pairs(gold: Source, pred: Source) -> Iterator[tuple[Record, Record | None]]:
    """Every gold record with the prediction of its document, or with None; predictions of other documents are left aside.

    Both sides are read in step, so files in one order are never held whole. Raises `BadInput` at the end, with every
    fault of both sides.
    """
    faults: list[Finding] = []
    waiting: tuple[dict[str, Row[Record]], dict[str, Row[Record]]] = ({}, {})
    seen: tuple[dict[str, int], dict[str, int]] = ({}, {})
    sides = [_rows(gold, faults), _rows(pred, faults)]
    while sides[0] is not None or sides[1] is not None:
        for n, side in enumerate(sides):
            row = None if side is None else next(side, None)
            if row is None:
                sides[n] = None  # type: ignore[call-overload]
            elif _first(row, seen[n], faults):
                other = waiting[1 - n].pop(row.record.doc, None)
                if other is None:
                    waiting[n][row.record.doc] = row
                else:
                    ours, theirs = (row, other) if n == 0 else (other, row)
                    yield ours.record, theirs.record
    yield from ((row.record, None) for row in waiting[0].values())
    faults += (
        Finding(row.path, row.line, "doc-known", "no such document in the corpus or the gold", name)
        for name, row in waiting[1].items()
        if name not in library.strata()
    )
    told = sorted(finding for finding in faults if not finding.warning)
    if told:
        raise BadInput(told)


def _rows(source: Source, faults: list[Finding]) -> Iterator[Row[Record]]:
    """The sound records of a source with offsets throughout; what is at fault goes into `faults`."""
    split = split_of(source)
    if split is not None:
        yield from (Row(split, n, record) for n, record in enumerate(gold_of(split), 1))
        return
    for row in _raw(source):
        if isinstance(row, Finding):
            faults.append(row)
            continue
        found = check_record(row)
        faults += found
        if not all(finding.warning for finding in found):
            continue
        try:
            yield from (Row(row.path, row.line, record) for record in placed([row]))
        except BadInput as error:
            faults += error.findings


def _raw(source: Source) -> Iterator[Row[Record] | Finding]:
    if isinstance(source, str | Path):
        yield from stream(source, Record, mend=lifted)
        return
    if hasattr(source, "features"):
        from ..annotations.hub import records_of

        source = records_of(source)
    yield from (Row("records", n, record) for n, record in enumerate(source, 1))


def _first(row: Row[Record], seen: dict[str, int], faults: list[Finding]) -> bool:
    """Whether the document stands here for the first time on its side."""
    name = row.record.doc
    if name in seen:
        faults.append(Finding(row.path, row.line, "doc-duplicate", f"already on line {seen[name]}", name))
        return False
    seen[name] = row.line
    return True


def given_of(path: str | Path) -> dict[str, Row[Given]]:
    """Document -> its line of a given-track file. Raises `BadInput` for documents that stand twice."""
    said: dict[str, Row[Given]] = {}
    faults: list[Finding] = []
    for row in read(path, Given):
        if row.record.doc in said:
            faults.append(Finding(row.path, row.line, "doc-duplicate", "stands twice", row.record.doc))
        said[row.record.doc] = row
    if faults:
        raise BadInput(faults)
    return said


def polarities(row: Row[Given] | None, gold: Record) -> dict[str, str]:
    """Gold stance id -> predicted polarity. Raises `BadInput` for ids that the gold has not."""
    if row is None:
        return {}
    known = {stance.id for stance in gold.stances or ()}
    unknown = [item.id for item in row.record.stances if item.id not in known]
    if unknown:
        raise BadInput(Finding(row.path, row.line, "reference", f"no gold stance {n!r}", gold.doc) for n in unknown)
    return {item.id: str(item.polarity) for item in row.record.stances}

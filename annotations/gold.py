"""The gold, and layer files in general: records by document, placed, with or without their quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ..corpus.finding import Finding, refuse
from ..corpus.jsonl import Mend, Row, read
from ..corpus.library import members, text_or_none
from ..corpus.splits import Split
from .layers import Record, with_quotes, without_quotes

HERE = Path(__file__).resolve().parent


@cache
def all_gold() -> dict[str, Record]:
    """Document id -> adjudicated record."""
    return read_layers(sorted((HERE / "gold").glob("*.jsonl")))


def gold_of(split: Split | str) -> list[Record]:
    """The gold of a split, in its order."""
    return [all_gold()[name] for name in members(split) if name in all_gold()]


def read_layers(paths: Iterable[str | Path], *, mend: Mend | None = None) -> dict[str, Record]:
    """Document id -> record, over several layer files. Raises `BadInput` for documents that stand twice among them."""
    rows = [row for path in paths for row in read(path, Record, mend=mend)]
    refuse(doubled(rows))
    return {row.record.doc: row.record for row in rows}


def doubled(rows: Sequence[Row[Record]]) -> Iterator[Finding]:
    """A fault for each record whose document stands before it, in its own file or in another."""
    first = {row.record.doc: row for row in reversed(rows)}
    for row in rows:
        known = first[row.record.doc]
        if known is not row:
            said = f"already on line {known.line} of {known.path}"
            yield Finding(row.path, row.line, "doc-duplicate", said, row.record.doc)


def lifted(value: Any) -> str | None:
    """Gates as 0.1.0 wrote them, a list of outcomes inside each demand, made records without a cue; a `Mend`."""
    demands = value.get("demands") if isinstance(value, dict) else None
    old = [d for d in demands if isinstance(d, dict) and "gates" in d] if isinstance(demands, list) else []
    if not old or "gates" in value:
        return None
    ends = [(demand.get("id"), outcome) for demand in old for outcome in demand.pop("gates")]
    value["gates"] = [
        {"id": f"g{n}", "demand": demand, "outcome": outcome} for n, (demand, outcome) in enumerate(ends, 1)
    ]
    return "`gates` inside demands is the shape of 0.1.0, read for one more version: give the layer `gates`"


def bare(record: Record) -> Record:
    """The record by labels and offsets alone."""
    return without_quotes(record)


def quoted(record: Record) -> Record:
    """The record with its quotes, where its text is at hand."""
    document = text_or_none(record.doc)
    return record if document is None else with_quotes(record, document.text)

"""The passes and decisions that the project keeps, or others, made into gold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ..corpus import library
from ..corpus.finding import BadInput, Finding
from ..corpus.jsonl import read, write
from .adjudicate import Decision, adjudicated, undecided
from .checks.run import sound_layers
from .gold import HERE, lifted, read_layers
from .layers import Record, with_quotes

PASSES = HERE / "passes"
ROUNDS = ("1", "2")
"""Rounds of labelling, one a version of the guidelines, oldest first. The last one makes the gold."""
DECISIONS = HERE / "decisions.jsonl"
Paths = Sequence[str | Path] | None


def passes(a: str | Path | None = None, b: str | Path | None = None) -> list[tuple[Record, Record]]:
    """Both records of each document that both passes have; by default those of the project's last round.

    Raises `BadInput` with every fault of the files.
    """
    first = sound_layers(a) if a else read_layers(_files(ROUNDS[-1], "a"))
    second = sound_layers(b) if b else read_layers(_files(ROUNDS[-1], "b"))
    return [(first[doc], second[doc]) for doc in first if doc in second]


def independent() -> tuple[dict[str, Record], dict[str, Record]]:
    """Both passes of each document's first round, made from the bare text; a later round revises and is none."""
    a: dict[str, Record] = {}
    b: dict[str, Record] = {}
    for found, name in ((a, "a"), (b, "b")):
        for number in reversed(ROUNDS):
            found |= read_layers(_files(number, name), mend=lifted)
    return a, b


def _files(number: str, name: str) -> list[Path]:
    return sorted((PASSES / number / name).glob("*.jsonl"))


def decisions(paths: Paths = None) -> list[Decision]:
    """The decisions of some files; by default the project's own."""
    own = [DECISIONS] if DECISIONS.exists() else []
    return [row.record for path in (own if paths is None else paths) for row in read(path, Decision)]


def open_differences(a: str | Path | None, b: str | Path | None, paths: Paths) -> Iterator[dict[str, Any]]:
    """Each undecided difference with the text at its place, where that is at hand."""
    made = decisions(paths)
    for left, right in passes(a, b):
        document = library.text_or_none(left.doc)
        for difference in undecided(left, right, made):
            shown = {"doc": difference.doc, "key": difference.key, "a": difference.a, "b": difference.b}
            if document is not None:
                shown["text"] = _quoted(document.text, difference.key, difference.a, difference.b)
            yield shown


def _quoted(text: str, key: str, *values: Any) -> list[str]:
    """The words that the spans of a difference cover."""
    spans = [
        v.get("span") if isinstance(v, dict) else v for v in values if isinstance(v, dict) or key.endswith("/span")
    ]
    if key.startswith("mentions/"):
        spans = [list(map(int, key.removeprefix("mentions/").split("-")))]
    return [text[start:end] for start, end in (s for s in spans if s)]


def settled(a: str | Path | None = None, b: str | Path | None = None, paths: Paths = None) -> list[Record]:
    """The gold records, those of authored texts with quotes. Raises `BadInput` for whatever is undecided or does not fit."""
    made = decisions(paths)
    found: list[Record] = []
    faults: list[Finding] = []
    for left, right in passes(a, b):
        try:
            found.append(_finished(adjudicated(left, right, made)))
        except (ValueError, KeyError, TypeError, msgspec.ValidationError) as error:
            faults.append(Finding("decisions", 0, "decided", str(error), left.doc))
    if faults:
        raise BadInput(faults)
    return found


def write_gold(records: Sequence[Record], folder: Path = HERE / "gold") -> list[Path]:
    """Write one gold file a stratum, documents in the order of the texts."""
    strata = library.strata()
    by_name = {record.doc: record for record in records}
    paths = []
    for stratum in dict.fromkeys(strata.values()):
        path = folder / f"{stratum}.jsonl"
        write(path, [by_name[doc] for doc, home in strata.items() if home == stratum and doc in by_name])
        paths.append(path)
    return paths


def _finished(record: Record) -> Record:
    """As layer files keep it: typed anew, with quotes where the text is the project's own."""
    record = msgspec.convert(msgspec.to_builtins(record), Record)
    document = library.authored().get(record.doc)
    return record if document is None else with_quotes(record, document.text)

"""Gold beside predictions, document by document, read in step; and what is wrong with either, all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

import msgspec

from ..annotations.checks.run import check_record
from ..annotations.checks.sound import ready
from ..annotations.labels import Polarity
from ..annotations.layers import Record
from ..annotations.quotes.sheets import placed
from ..corpus import library
from ..corpus.finding import BadInput, Finding, refuse
from ..corpus.jsonl import Row
from . import inputs
from .inputs import WHOLE, Part, Source

SUGGESTED = 20
"""Unknown documents for which near names are looked up; more are told without."""
PACK = msgspec.msgpack.Encoder()
UNPACK = msgspec.msgpack.Decoder(Record)


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One document of the given track: polarities for gold stances."""

    class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
        """Gold stance id and the predicted polarity."""

        id: str
        polarity: Polarity

    doc: str
    stances: list[Item]


@dataclass(frozen=True)
class Read:
    """What was found in reading a part: faults, how many documents had gold and prediction, those without gold by split."""

    source: str
    faults: tuple[Finding, ...]
    met: int
    aside: Counter[str]
    given: bool = False


def judge(reads: Iterable[Read], split: str | None) -> tuple[Finding, ...]:
    """The warnings of all parts of some sources.

    Raises `BadInput` with the faults of all parts, and for a source all of another split.
    """
    told: list[Finding] = []
    met: Counter[tuple[str, bool]] = Counter()
    aside: dict[tuple[str, bool], Counter[str]] = {}
    for read in reads:
        told += read.faults
        met[read.source, read.given] += read.met
        aside[read.source, read.given] = aside.get((read.source, read.given), Counter()) + read.aside
    for (source, given), elsewhere in aside.items():
        if elsewhere and not met[source, given]:
            said = f"these are documents of {' and '.join(sorted(elsewhere))}, {_not(split)}"
            told.append(Finding(source, 0, "split", said))
    refuse(told)
    return tuple(sorted(set(told)))


def _not(split: str | None) -> str:
    return f"not of {split}" if split else "and none of them is in the gold given"


class Side:
    """The sound rows of one source, each document once; what is at fault goes into `faults`."""

    def __init__(self, source: Source, part: Part = WHOLE) -> None:
        self.name = inputs.name_of(source)
        self.sound = inputs.split_of(source) is not None
        self.raw = inputs.rows(source, Record, part)
        self.faults: list[Finding] = []
        self.seen: dict[str, int] = {}

    def __iter__(self) -> Iterator[Row[Record]]:
        for row in self.raw:
            if isinstance(row, Finding):
                self.faults.append(row)
                continue
            if (record := row.record if self.sound else self._sound(row)) is None:
                continue
            if record.doc in self.seen:  # lines may be equal: an array stands on one
                self.faults.append(twice(row, self.seen[record.doc]))
                continue
            self.seen[record.doc] = row.line
            yield row if record is row.record else Row(row.path, row.line, record)

    def _sound(self, row: Row[Record]) -> Record | None:
        """The record with offsets throughout, None where it has faults."""
        document = library.text_or_none(row.record.doc)
        if ready(row.record, None if document is None else document.text):
            return row.record
        found = check_record(row)
        self.faults += found
        if any(not fault.warning for fault in found):
            return None
        try:
            return placed([row])[0] if row.record.waits() else row.record
        except BadInput as error:
            self.faults += error.findings
            return None


def twice(row: Row[Record] | Row[Given], line: int) -> Finding:
    """That a document has had its row."""
    return Finding(row.path, row.line, "doc-duplicate", f"already on line {line}", row.record.doc)


class Pairs:
    """Every gold record with the prediction of its document, or with None; other predictions are left aside.

    Both sides are read in step, so that of files in one order nothing is held; of others what waits is held packed.
    `read` says, once all were gone through, what was found.
    """

    def __init__(self, gold: Source, pred: Source, part: Part = WHOLE) -> None:
        if inputs.split_of(pred) and not inputs.split_of(gold):
            raise ValueError(f"the gold comes first: score({pred!r}, predictions)")
        if gold is pred and isinstance(gold, Iterator):
            raise ValueError("one iterator cannot be both gold and prediction: give a list")
        self.gold, self.pred = Side(gold, part), Side(pred, part)
        self.waiting: tuple[dict[str, tuple[int, bytes]], dict[str, tuple[int, bytes]]] = ({}, {})
        self.met = 0

    def __iter__(self) -> Iterator[tuple[Record, Record | None]]:
        for ours, theirs in zip_longest(self.gold, self.pred):
            if ours is not None and theirs is not None and ours.record.doc == theirs.record.doc:
                self.met += 1
                yield ours.record, theirs.record
                continue
            if ours is not None and (other := self._other(ours, 0)) is not None:
                yield ours.record, other
            if theirs is not None and (other := self._other(theirs, 1)) is not None:
                yield other, theirs.record
        yield from ((UNPACK.decode(packed), None) for _, packed in self.waiting[0].values())

    def _other(self, row: Row[Record], side: int) -> Record | None:
        """The record of the same document that waits on the other side; without one, this row waits."""
        found = self.waiting[1 - side].pop(row.record.doc, None)
        if found is None:
            self.waiting[side][row.record.doc] = row.line, PACK.encode(row.record)
            return None
        self.met += 1
        return UNPACK.decode(found[1])

    def read(self) -> Read:
        """What was found; whole when all pairs were gone through."""
        strangers = {doc: line for doc, (line, _) in self.waiting[1].items()}
        faults = (*self.gold.faults, *self.pred.faults, *unknown(self.pred.name, strangers, self.gold.seen))
        return Read(self.pred.name, faults, self.met, inputs.homes(strangers))


def unknown(source: str, strangers: dict[str, int], gold: Iterable[str]) -> Iterator[Finding]:
    """A fault for each document that neither the corpus nor the gold has; `strangers` holds document -> line."""
    known = library.strata()
    found = [doc for doc in strangers if doc not in known]
    names = {*known, *gold} if found else set()
    for n, doc in enumerate(found):
        alike = inputs.near(doc, names) if n < SUGGESTED else ""
        message = f"no such document in the corpus or the gold{alike}"
        yield Finding(source, strangers[doc], "doc-known", message, doc)


@dataclass
class Polarities:
    """The given track of one source: what it says of each gold document, and the faults of what it says."""

    source: Source
    part: Part = WHOLE
    faults: list[Finding] = field(default_factory=list)
    met: int = 0

    def __post_init__(self) -> None:
        self.rows: dict[str, Row[Given]] = {}
        self.gold: list[str] = []
        for row in inputs.rows(self.source, Given, self.part):
            if isinstance(row, Finding):
                self.faults.append(row)
            elif row.record.doc in self.rows:
                self.faults.append(twice(row, self.rows[row.record.doc].line))
            else:
                self.rows[row.record.doc] = row

    def of(self, gold: Record) -> dict[str, str]:
        """Gold stance id -> predicted polarity; ids that the gold has not, or that stand twice, are faults."""
        self.gold.append(gold.doc)
        row = self.rows.pop(gold.doc, None)
        if row is None:
            return {}
        self.met += 1
        known = {stance.id for stance in gold.stances or ()}
        said = Counter(item.id for item in row.record.stances)
        for name, times in said.items():
            if name not in known:
                self._fault(row, "reference", f"no gold stance {name!r}{inputs.near(name, known)}")
            if times > 1:
                self._fault(row, "id-unique", f"stance {name!r} stands {times} times")
        return {item.id: str(item.polarity) for item in row.record.stances}

    def _fault(self, row: Row[Given], rule: str, message: str) -> None:
        self.faults.append(Finding(row.path, row.line, rule, message, row.record.doc))

    def read(self) -> Read:
        """What was found; whole when `of` was asked of all gold."""
        name = inputs.name_of(self.source)
        strangers = {doc: row.line for doc, row in self.rows.items()}
        faults = (*self.faults, *unknown(name, strangers, self.gold))
        return Read(name, faults, self.met, inputs.homes(strangers), given=True)

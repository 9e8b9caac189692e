"""What may be scored, as rows: a split's name, a layer file, records, plain dicts, or a table; one document at a time."""

from __future__ import annotations

import difflib
import os
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from ..annotations.gold import gold_of, lifted
from ..annotations.layers import KINDS, LAYERS, Record
from ..corpus import library
from ..corpus.diagnose import decoder
from ..corpus.finding import Finding
from ..corpus.forms import STDIN
from ..corpus.jsonl import Row, decoded, stream
from ..corpus.splits import SPLITS

OWN = "own"  # the split of gold that is none of the splits
SMALL = 2**20
"""Bytes of a file, some three hundred documents, below which starting processes takes longer than they save."""
ACCEPTED = (
    "the name of a split, the path of a layer file, records (Record or dicts), "
    "a DataFrame with a column `doc`, or a datasets.Dataset"
)
Source = str | Path | Iterable[Any] | Any
"""The name of a split, the path of a layer file, `Record`s or dicts, a DataFrame or a `datasets.Dataset`."""
T = TypeVar("T")
FIRST = re.compile(rb'\s*\{\s*"doc"\s*:\s*"([^"\\]*)"')
"""The document at the beginning of a line, where it is written without escapes."""


class _Doc(msgspec.Struct, frozen=True):
    """A line of which only the document counts."""

    doc: str


class Part(NamedTuple):
    """One of several shards of the documents: those whose names hash to `number`. By default the whole."""

    number: int = 0
    of: int = 1

    def holds(self, doc: str) -> bool:
        """Whether a document is of this part."""
        return self._mine(doc.encode())

    def keeps(self, line: bytes) -> bool:
        """Whether a line is of this part; one whose document cannot be told is of the first.

        A line that begins with its document is not read on: a second one further on is a fault of whoever reads it.
        """
        begins = FIRST.match(line)
        if begins:
            return self._mine(begins[1])
        try:
            return self.holds(decoder(_Doc)(line).doc)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return self.number == 0

    def _mine(self, doc: bytes) -> bool:
        return self.of == 1 or zlib.crc32(doc) % self.of == self.number


WHOLE = Part()


def parts(sources: Iterable[Source], jobs: int) -> list[Part]:
    """As many parts as jobs where every source can be read by several processes and is large enough, else the whole.

    Raises `ValueError` for fewer than one job.
    """
    if jobs < 1:
        raise ValueError(f"{jobs} jobs: give 1 or more")
    files = [source for source in sources if not split_of(source)]
    shared = all(isinstance(source, str | Path) and os.path.isfile(source) for source in files)
    large = shared and any(os.path.getsize(str(file)) >= SMALL for file in files)
    return [Part(n, jobs) for n in range(jobs)] if large else [WHOLE]


def split_of(source: Source) -> str | None:
    """The split that a source names, None where it is something else. A file of that name is ``./test``."""
    return source if isinstance(source, str) and source in SPLITS else None


def name_of(source: Source) -> str:
    """How findings name a source."""
    return str(source) if isinstance(source, str | Path) else "records"


def rows(source: Source, kind: type[T], part: Part = WHOLE) -> Iterator[Row[T] | Finding]:
    """The rows of a source that are of a part, and the faults of what is none. Raises `TypeError` for no source."""
    name = name_of(source)
    split = split_of(source) if kind is Record else None
    if split is not None:
        found = (Row(split, n, record) for n, record in enumerate(gold_of(split), 1))
        return (row for row in found if part.holds(row.record.doc))  # type: ignore[misc]
    mend = lifted if kind is Record else None
    if isinstance(source, str | Path):
        if name != STDIN and not os.path.exists(source):
            return iter([_absent(name)])
        return stream(source, kind, mend=mend, keep=None if part.of == 1 else part.keeps)
    return decoded(name, _lines(_items(source)), kind, mend=mend)


def _absent(name: str) -> Finding:
    """That there is no such file; what stands near it, split names included."""
    folder = Path(name).parent
    beside = sorted(str(path) for path in folder.iterdir()) if folder.is_dir() else []
    return Finding(name, 0, "file", f"no such file, and no split{near(name, (*SPLITS, *beside))}")


def near(name: str, names: Iterable[str]) -> str:
    """``; near: ...`` with the names that look most like one, nothing where none does."""
    found = difflib.get_close_matches(name, sorted(names), n=3, cutoff=0.7)
    return f"; near: {', '.join(found)}" if found else ""


def _items(source: Any) -> Iterator[Any]:
    """The items of a source in memory: records, or the rows of a table as dicts."""
    columns = getattr(source, "column_names", getattr(source, "columns", None))
    if isinstance(source, Mapping | bytes | Record) or not isinstance(source, Iterable):
        what = "one record" if isinstance(source, Mapping | Record) else f"a {type(source).__name__}"
        raise TypeError(f"{what} cannot be scored: give {ACCEPTED}")
    if columns is not None:
        return _table(source, list(columns))
    items = iter(source)
    if items is not source:
        return items
    first = next(items, None)
    if first is None:
        raise ValueError("the iterator gives nothing: was it used before? Give a list; an empty list is silence")
    return chain([first], items)


def _table(table: Any, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of a table as records; a cell is a list, JSON text, or empty for what was not attempted.

    Raises `ValueError` where the columns are not those of documents.
    """
    name = next((column for column in ("doc", "id") if column in columns), None)
    layers = [layer for layer in LAYERS if layer in columns]
    if name is None or not layers:
        raise ValueError(
            f"a table of documents has a column `doc` (or `id`) and a column for each layer ({', '.join(LAYERS)}); "
            f"this one has {', '.join(map(str, columns))}"
        )
    every = table.to_dict("records") if hasattr(table, "iloc") else table
    return ({"doc": row[name]} | {layer: _cell(row[layer], layer) for layer in layers} for row in every)


def _cell(value: Any, layer: str) -> Any:
    """One layer of a table's row as plain lists, label numbers turned to names."""
    plain = value if isinstance(value, str) else msgspec.json.encode(value, enc_hook=_plain)
    try:
        items = msgspec.json.decode(plain)
    except msgspec.DecodeError:
        return value
    if layer not in KINDS or not isinstance(items, list):
        return items
    return [_named(item, layer) if isinstance(item, dict) else item for item in items]


def _named(item: dict[str, Any], layer: str) -> dict[str, Any]:
    """A record with the class numbers of a dataset turned to the labels that they stand for."""
    hints = get_type_hints(KINDS[layer])
    labels = {key: get_args(hint) for key, hint in hints.items() if get_origin(hint) is Literal}
    return {
        key: labels[key][value] if key in labels and isinstance(value, int) and 0 <= value < len(labels[key]) else value
        for key, value in item.items()
    }


def _lines(items: Iterable[Any]) -> Iterator[tuple[int, bytes | Finding]]:
    """Each item as the JSON line that it would be in a file, so that one reader tells all faults."""
    for n, item in enumerate(items, 1):
        try:
            yield n, msgspec.json.encode(item, enc_hook=_plain)
        except (TypeError, ValueError, RecursionError) as error:
            yield n, Finding("records", n, "shape", f"not a record: {error}")


def _plain(value: Any) -> Any:
    """Arrays and numbers of numpy as plain ones. Raises `TypeError` for anything else that JSON has not."""
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"a {type(value).__name__} is no JSON")


def homes(docs: Iterable[str]) -> Counter[str]:
    """Split -> how many of some documents are of it; documents of no split are left out."""
    known = library.splits()
    return Counter(known[doc] for doc in docs if doc in known)

"""JSON Lines in and out: every fault carries its path and line, and nothing is ever half-written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import jsonlines
import msgspec

from .diagnose import decoder, diagnose, name_of
from .files import atomic
from .finding import Finding, refuse
from .forms import lines
from .repeats import keys_twice, repeated

T = TypeVar("T")
Mend = Callable[[Any], str | None]
"""Brings a decoded JSON value of an older shape into the present one, in place; says what it did, None where nothing."""
Keep = Callable[[bytes], bool]
"""Whether a line is to be read at all."""


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """A record and where it stood."""

    path: str
    line: int
    record: T


def read(path: str | Path, kind: type[T], *, mend: Mend | None = None, loose: bool = False) -> list[Row[T]]:
    """All records of a JSONL file. Raises `BadInput` with every fault of every line."""
    rows, found = scan(path, kind, mend=mend, loose=loose)
    refuse(found)
    return rows


def scan(
    path: str | Path, kind: type[T], *, mend: Mend | None = None, loose: bool = False
) -> tuple[list[Row[T]], list[Finding]]:
    """The records that decode, and the findings: a fault for everything in those that do not."""
    rows: list[Row[T]] = []
    found: list[Finding] = []
    for item in stream(path, kind, mend=mend, loose=loose):
        rows.append(item) if isinstance(item, Row) else found.append(item)
    return rows, found


def stream(
    path: str | Path, kind: type[T], *, mend: Mend | None = None, keep: Keep | None = None, loose: bool = False
) -> Iterator[Row[T] | Finding]:
    """The records of a file one by one, for files too large to hold; a finding for each fault stands in its place.

    The file may be any that `forms.lines` reads, `loose` as there. `mend` is tried on a line that does not decode:
    where it helps, the record comes with a warning of what it did. Lines that `keep` leaves out are passed over unread.
    """
    return decoded(str(path), lines(path, loose=loose), kind, mend=mend, keep=keep)


def decoded(
    name: str,
    numbered: Iterable[tuple[int, bytes | Finding]],
    kind: type[T],
    *,
    mend: Mend | None = None,
    keep: Keep | None = None,
) -> Iterator[Row[T] | Finding]:
    """The records of numbered lines, wherever they come from; `name` stands for their path. Otherwise as `stream`."""
    decode = decoder(kind)  # type: ignore[arg-type]
    for line, text in numbered:
        if isinstance(text, Finding):
            yield text
            continue
        if keep is not None and not keep(text):
            continue
        try:
            record = decode(text)
            twice = repeated(text, record)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            mended = _mended(name, line, text, kind, mend)
            yield from mended or (Finding(name, line, *said) for said in diagnose(text, kind))
        else:
            yield _twice(name, line, twice, record) if twice else Row(name, line, record)


def _twice(path: str, line: int, keys: list[str], record: Any) -> Finding:
    told = ", ".join(f"`{key}`" for key in keys)
    return Finding(path, line, "key-twice", f"keys that stand twice in one object: {told}", str(name_of(record)))


def _mended(path: str, line: int, text: bytes, kind: type[T], mend: Mend | None) -> list[Row[T] | Finding]:
    """The record of an older shape with a warning; nothing where mending does not help."""
    if mend is None:
        return []
    try:
        value = json.loads(text)
        told = mend(value)
        if told is None:
            return []
        record = msgspec.convert(value, kind)
        twice = keys_twice(text)
    except (msgspec.ValidationError, ValueError, TypeError, RecursionError):  # the first is a ValueError only of late
        return []
    if twice:
        return [_twice(path, line, twice, record)]
    return [Finding(path, line, "old-shape", told, str(value.get("doc", "")), warning=True), Row(path, line, record)]


def encode(record: Any) -> bytes:
    """One record as one JSON line, keys in declared order, without the line end."""
    return msgspec.json.encode(record)


def write(path: str | Path, records: Iterable[Any]) -> None:
    """Write a JSONL file whole or not at all."""
    with atomic(path) as file:
        writer = jsonlines.Writer(file, dumps=lambda record: encode(record).decode("utf-8"))  # type: ignore[arg-type]
        writer.write_all(records)

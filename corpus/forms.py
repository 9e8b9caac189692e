"""Files as people have them, brought to lines: BOM, gzip, arrays and standard input are read, other forms are named."""

from __future__ import annotations

import gzip
import io
import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from .finding import Finding
from .values import Broken, values

STDIN = "-"
LARGEST = 2**28
"""Bytes of the longest line, or of the largest array or sheet, that is read."""
BUFFER = 2**18
"""Bytes read at a time: with the usual 8,192 hardly a record comes whole."""


class Said(NamedTuple):
    """What is to be told of a file in place of a record."""

    message: str
    rule: str = "json"
    warning: bool = False


Piece = tuple[int, bytes | Said]
"""A line number, 0 for the file as a whole, and the JSON that begins there, or what is to be told of it."""

_BOM, _GZIP = b"\xef\xbb\xbf", b"\x1f\x8b"
_CONVERT = "write its records as JSON Lines, one object a line"
_UTF16 = "is UTF-16, not UTF-8: save it as UTF-8"
_MAGIC = {
    b"PAR1": f"is parquet, not JSON Lines: {_CONVERT}",
    b"PK\x03\x04": "is a zip archive: unpack it",
    b"BZh": "is packed with bzip2: unpack it, or pack it with gzip",
    b"\xfd7zXZ": "is packed with xz: unpack it, or pack it with gzip",
    b"\x28\xb5\x2f\xfd": "is packed with zstd: unpack it, or pack it with gzip",
    **dict.fromkeys((b"\xff\xfe", b"\xfe\xff", b"{\0", b"\0{", b"[\0", b"\0["), _UTF16),
}
"""What a file of another form begins with, and what to say of it."""
_CSV = re.compile(rb'"?[A-Za-z_][\w.-]*"?(?: ?[,;\t] ?"?[\w.-]*"?)+')
"""A line of names: words that stand side by side are prose."""
_FENCES = b"```", b"~~~"
_FENCE = re.compile(rb"^[ \t]*(?:```|~~~)[ \t]*[\w+-]*[ \t]*\r?$", re.M)
"""A line of JSON begins with none: a string in JSON runs over no line end."""


def lines(path: str | Path, *, loose: bool = False) -> Iterator[tuple[int, bytes | Finding]]:
    """The records of a file, or of standard input for ``-``, as JSON with the line each begins on, from 1.

    A file that is not JSON Lines gives one finding that says what it is and what to do; so does one without records.
    With `loose` it may be what people and models hand over: records over several lines, several arrays, in code fences,
    which are taken off with a warning; it is then held whole.
    """
    name, empty = str(path), True
    try:
        for number, piece in _opened(path, loose):
            if isinstance(piece, bytes):
                empty = False
                yield number, piece
            else:
                empty = empty and piece.warning
                yield number, Finding(name, number, piece.rule, piece.message, warning=piece.warning)
    except (OSError, EOFError, zlib.error) as error:
        yield 0, Finding(name, 0, "file", getattr(error, "strerror", None) or str(error))
        return
    if empty:
        yield 0, Finding(name, 0, "file", "holds no record")


def _opened(path: str | Path, loose: bool) -> Iterator[Piece]:
    if str(path) != STDIN:
        with open(path, "rb", buffering=BUFFER) as file:
            yield from _unpacked(file, Path(path).name, loose)
    elif sys.stdin is None:
        raise OSError("standard input is closed")
    else:
        yield from _unpacked(sys.stdin.buffer, "", loose)


def _unpacked(file: Any, name: str, loose: bool) -> Iterator[Piece]:
    if file.peek(2)[:2] == _GZIP:
        name, file = name.removesuffix(".gz"), gzip.GzipFile(fileobj=file)
    first, number = _line(file).removeprefix(_BOM), 1
    while first and first.isspace():
        first, number = _line(file), number + 1
    other = _other_form(first)
    if other:
        yield 0, Said(other)
    elif loose:
        yield from _sheet(first + file.read(LARGEST), number)
    else:
        yield from _told(first, file, number, name.endswith(".json"))


def _other_form(first: bytes) -> str | None:
    """What to say of a file that is no JSON at all, by how it begins."""
    for magic, said in _MAGIC.items():
        if first.startswith(magic):
            return said
    return f"is CSV, not JSON Lines: {_CONVERT}" if _CSV.fullmatch(first[:1000].strip()) else None


def _told(first: bytes, file: Any, number: int, whole: bool) -> Iterator[Piece]:
    """The records from a first line on; `whole` says that the file's name promises one JSON value over all its lines."""
    begins = first.lstrip()
    if begins.startswith(_FENCES):
        yield number, Said("stands in a code fence (```): take the fence off, as `parley anchor` does")
    elif begins.startswith(b"["):
        yield from _array(first + file.read(LARGEST), number)
    elif first and "truncated" in _fault(first):
        yield from _broken_off(first, file.read(LARGEST), number, whole)
    else:
        yield from _each(first, file, number)


def _line(file: Any) -> bytes:
    """The next line, without its end where that is too far away."""
    line: bytes = file.readline(LARGEST + 1)
    return line


def _each(first: bytes, file: Any, number: int) -> Iterator[Piece]:
    """A first line and all that follow, without the blank ones."""
    text = first
    while text:
        if len(text) > LARGEST:
            yield number, Said(f"is longer than {LARGEST:,} bytes; nothing behind it is read")
            return
        if not text.isspace():
            yield number, text
        text, number = _line(file), number + 1


def _array(text: bytes, number: int) -> Iterator[Piece]:
    if len(text) > LARGEST:
        yield number, Said(f"is an array of more than {LARGEST:,} bytes: {_CONVERT}")
    else:
        yield from _values(text, number)


def _broken_off(first: bytes, rest: bytes, number: int, whole: bool) -> Iterator[Piece]:
    """A file whose first line ends within a value: one value over many lines, or lines of which the first is cut off."""
    found = _values(first + rest, number)
    _, piece = begun = next(found)
    if not isinstance(piece, bytes) or b"\n" not in piece:
        yield from _each(first, io.BytesIO(rest), number)
    elif whole:
        yield begun
        yield from found
    else:
        yield number, Said("a record runs over several lines: write each on one line (`jq -c . FILE`)")


def _sheet(text: bytes, number: int) -> Iterator[Piece]:
    """The values of a text without its code fences.

    Where it is no row of values, and most lines are an object each, the others are at fault alone.
    """
    if len(text) > LARGEST:
        yield 0, Said(f"is more than {LARGEST:,} bytes: split it")
        return
    text, fences = _FENCE.subn(b"", text)
    if fences:
        yield 0, Said(f"{fences} lines of code fences (```) were taken off", "fence", warning=True)
    found = list(_values(text, number, loose=True))
    if found and isinstance(found[-1][1], Said) and _mostly_objects(text):
        file = io.BytesIO(text)
        yield from _each(_line(file), file, number)
    else:
        yield from found


def _values(text: bytes, number: int, *, loose: bool = False) -> Iterator[Piece]:
    """The values of a text that begins on a line, and what is wrong behind the last."""
    try:
        for line, piece in values(text, loose=loose):
            yield number - 1 + line, piece
    except Broken as error:
        yield number - 1 + error.line, Said(str(error))


def _mostly_objects(text: bytes) -> bool:
    rows = [row for row in text.split(b"\n") if row.strip()]
    return 2 * sum(not _fault(row, dict[str, msgspec.Raw]) for row in rows) >= len(rows)


def _fault(line: bytes, kind: Any = msgspec.Raw) -> str:
    """What speaks against a line as one value, empty where nothing does."""
    try:
        msgspec.json.decode(line, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return str(error)
    return ""

"""Files as people have them, brought to lines: BOM, gzip, a JSON array and standard input are read, other forms are named."""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from .finding import Finding

STDIN = "-"
LARGEST = 2**28
"""Bytes of the longest line, or the largest array, that is read."""
BUFFER = 2**18
"""Bytes read at a time: with the usual 8,192 hardly a record comes whole."""
Piece = tuple[int, bytes | str]
"""A line number and the JSON that begins there, or as a string what is wrong there."""

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
    b"```": "stands in a code fence (```): take the fence off, as `parley anchor` does",
}
"""What a file of another form begins with, and what to say of it."""
_CSV = re.compile(rb'"?[A-Za-z_][\w .-]*"?(?:[,;\t]"?[\w .-]*"?)+')
_BETWEEN = re.compile(rb"[\s,]*")


def lines(path: str | Path) -> Iterator[tuple[int, bytes | Finding]]:
    """The records of a file, or of standard input for ``-``, as JSON with the line each begins on, from 1.

    A file that is not JSON Lines gives one finding that says what it is and what to do; so does one without records.
    """
    name, number = str(path), 0
    try:
        for number, piece in _opened(path):
            yield number, Finding(name, number, "json", piece) if isinstance(piece, str) else piece
    except (OSError, EOFError, zlib.error) as error:
        yield 0, Finding(name, 0, "file", getattr(error, "strerror", None) or str(error))
        return
    if not number:
        yield 0, Finding(name, 0, "file", "holds no record")


def _opened(path: str | Path) -> Iterator[Piece]:
    if str(path) != STDIN:
        with open(path, "rb", buffering=BUFFER) as file:
            yield from _unpacked(file, Path(path).name)
    elif sys.stdin is None:
        raise OSError("standard input is closed")
    else:
        yield from _unpacked(sys.stdin.buffer, "")


def _unpacked(file: Any, name: str) -> Iterator[Piece]:
    if file.peek(2)[:2] == _GZIP:
        name, file = name.removesuffix(".gz"), gzip.GzipFile(fileobj=file)
    first, number = _line(file).removeprefix(_BOM), 1
    while first and first.isspace():
        first, number = _line(file), number + 1
    yield from _told(first, file, number, name.endswith(".json"))


def _told(first: bytes, file: Any, number: int, whole: bool) -> Iterator[Piece]:
    """The records from a first line on; `whole` says that the file's name promises one JSON value over all its lines."""
    other = _other_form(first)
    if other:
        yield number, other
    elif first.lstrip().startswith(b"["):
        yield from _items(first + file.read(LARGEST), number)
    elif not _broken_off(first):
        yield from _each(first, file, number)
    else:
        rest = file.read(LARGEST)
        end = _end(first + rest)
        over = end > len(first)
        yield from _over_lines(first + rest, end, number, whole) if over else _each(first, io.BytesIO(rest), number)


def _line(file: Any) -> bytes:
    """The next line, without its end where that is too far away."""
    line: bytes = file.readline(LARGEST + 1)
    return line


def _each(first: bytes, file: Any, number: int) -> Iterator[Piece]:
    """A first line and all that follow, without the blank ones."""
    text = first
    while text:
        if len(text) > LARGEST:
            yield number, f"is longer than {LARGEST:,} bytes; nothing behind it is read"
            return
        if not text.isspace():
            yield number, text
        text, number = _line(file), number + 1


def _other_form(first: bytes) -> str | None:
    """What to say of a file that is no JSON at all, by how it begins."""
    for magic, said in _MAGIC.items():
        if first.startswith(magic):
            return said
    return f"is CSV, not JSON Lines: {_CONVERT}" if _CSV.fullmatch(first[:1000].strip()) else None


def _broken_off(line: bytes) -> bool:
    """Whether the line ends within a value."""
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except msgspec.DecodeError as error:
        return "truncated" in str(error)
    except RecursionError:
        pass
    return False


def _end(text: bytes) -> int:
    """The end of the value with which the text begins, 0 where that is none."""
    words = text.decode("utf-8", "surrogateescape")
    try:
        end = json.JSONDecoder().raw_decode(words.lstrip())[1] + len(words) - len(words.lstrip())
    except (ValueError, RecursionError):
        return 0
    return len(words[:end].encode("utf-8", "surrogateescape"))


def _over_lines(text: bytes, end: int, number: int, whole: bool) -> Iterator[Piece]:
    """A record that runs over several lines: the one value of a ``.json`` file, or no JSON Lines."""
    if not whole:
        yield number, "a record runs over several lines: write each on one line (`jq -c . FILE`)"
        return
    yield number, text[:end]
    rest = text[end:].lstrip()
    if rest:
        yield number + text.count(b"\n", 0, len(text) - len(rest)), "the file goes on behind its one value"


def _items(text: bytes, number: int) -> Iterator[Piece]:
    """The items of an array, each with its line."""
    if len(text) > LARGEST:
        yield number, f"is an array of more than {LARGEST:,} bytes: {_CONVERT}"
        return
    try:
        items = msgspec.json.decode(text, type=list[msgspec.Raw])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        yield _broken(text, number, str(error))
        return
    at, seen = text.index(b"[") + 1, 0
    for item in items:
        start = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]  # matches nothing at least
        number, seen, at = number + text.count(b"\n", seen, start), start, start + len(bytes(item))
        yield number, bytes(item)


def _broken(text: bytes, number: int, said: str) -> Piece:
    """Where and why an array is no JSON."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return number + error.lineno - 1, f"not valid JSON: {error.msg}"
    except (ValueError, RecursionError):
        pass
    return number, f"not valid JSON: {said}"

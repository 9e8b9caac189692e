"""The records of a sheet as people and models hand it over: JSON Lines, one object or an array, gzip, BOM, code fences.

Knows nothing of quotes.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ...corpus.diagnose import decoder, diagnose
from ...corpus.finding import Finding
from ...corpus.jsonl import Row

T = TypeVar("T")
LARGEST = 2**28
"""Bytes of the largest sheet that is read, unpacked."""
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[\w+-]*[ \t]*\r?$", re.M)
"""A line of JSON begins with none: a string in JSON runs over no line end."""
_SPACE = re.compile(r"[ \t\r\n]*")


def unwrap(path: str | Path, kind: type[T]) -> tuple[list[Row[T]], list[Finding], list[Finding]]:
    """The records that decode, each with the line on which it begins; the faults; and what was taken off, to be told."""
    name = str(path)
    try:
        text = _text(_bytes(path))
        bare = _FENCE.sub("", text)
        pieces = list(_pieces(bare))
    except (OSError, EOFError, zlib.error) as error:
        return [], [Finding(name, 0, "file", getattr(error, "strerror", None) or str(error))], []
    except _Unreadable as error:
        return [], [Finding(name, error.line, "json", str(error))], []
    fences = len(_FENCE.findall(text))
    told = [Finding(name, 0, "fence", f"{fences} lines of code fences (```) were taken off")] if fences else []
    rows: list[Row[T]] = []
    faults = [] if pieces else [Finding(name, 0, "file", "holds no record")]
    for line, piece in pieces:
        try:
            rows.append(Row(name, line, decoder(kind)(piece)))  # type: ignore[arg-type]
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            faults += (Finding(name, line, rule, message, doc) for rule, message, doc in diagnose(piece, kind))
    return rows, faults, told


class _Unreadable(ValueError):
    """A sheet that is no JSON, with the line of its fault."""

    def __init__(self, message: str, line: int = 0) -> None:
        self.line = line
        super().__init__(message)


def _bytes(path: str | Path) -> bytes:
    """What a file holds, unpacked; ``-`` is standard input. Raises `OSError` where that is closed."""
    if str(path) != "-":
        with open(path, "rb") as file:
            return _unpacked(file)
    if sys.stdin is None:
        raise OSError("standard input is closed")
    return _unpacked(sys.stdin.buffer)


def _unpacked(file: Any) -> bytes:
    packed = file.peek(2)[:2] == b"\x1f\x8b"
    data: bytes = (gzip.GzipFile(fileobj=file) if packed else file).read(LARGEST + 1)
    if len(data) > LARGEST:
        raise _Unreadable(f"more than {LARGEST} bytes: split the sheet")
    return data


def _text(data: bytes) -> str:
    """The text without its BOM; bytes that are no UTF-8 stay what they are, so that their record is named."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _Unreadable("is UTF-16; save it as UTF-8")
    return data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def _pieces(text: str) -> Iterator[tuple[int, bytes]]:
    """The line and the bytes of each record.

    A text that is no row of JSON values, of which most lines are one each, has lines that are at fault alone.
    """
    try:
        found = list(_values(text))
    except _Unreadable:
        lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
        if 2 * sum(_is_object(line) for _, line in lines) < len(lines):
            raise
        found = lines
    return ((line, piece.encode("utf-8", "surrogateescape")) for line, piece in found)


def _values(text: str) -> Iterator[tuple[int, str]]:
    """The values that stand one after another, each with its line; an array is the values in it."""
    line, seen = 1, 0
    for start, end in _places(text):
        line, seen = line + text.count("\n", seen, start), start
        yield line, text[start:end]


def _places(text: str) -> Iterator[tuple[int, int]]:
    at = _skip(text, 0)
    while at < len(text):
        if text[at] != "[":
            end = _end(text, at)
            yield at, end
            at = _skip(text, end)
            continue
        at = _skip(text, at + 1)
        while text[at : at + 1] != "]":
            end = _end(text, at)
            yield at, end
            at = _skip(text, end)
            if text[at : at + 1] == ",":
                at = _skip(text, at + 1)
            elif text[at : at + 1] != "]":
                raise _Unreadable("not valid JSON: an array goes on without a comma or ends without ]", _line(text, at))
        at = _skip(text, at + 1)


_DECODER = json.JSONDecoder()


def _end(text: str, at: int) -> int:
    try:
        return _DECODER.raw_decode(text, at)[1]
    except json.JSONDecodeError as error:
        raise _Unreadable(f"not valid JSON: {error.msg}", error.lineno) from None
    except RecursionError:
        raise _Unreadable("is nested too deeply", _line(text, at)) from None
    except ValueError as error:  # an integer of more digits than are converted
        raise _Unreadable(f"not valid JSON: {error}", _line(text, at)) from None


def _skip(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]  # matches nothing at least


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False

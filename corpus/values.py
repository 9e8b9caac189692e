"""JSON values that stand one after another in a text, those of arrays singly, each with the line on which it begins."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import msgspec

_SPACE = re.compile(r"[ \t\r\n]*")
_BETWEEN = re.compile(rb"[\s,]*")
_DECODER = json.JSONDecoder(parse_int=str)  # only ends are asked for: an integer may have any number of digits


class Broken(ValueError):
    """A text that is no JSON from some place on, with the line of that place, from 1."""

    def __init__(self, message: str, text: str, at: int) -> None:
        self.line = text.count("\n", 0, at) + 1
        super().__init__(message)


def values(data: bytes, *, loose: bool) -> Iterator[tuple[int, bytes]]:
    """The values of a text with their lines, from 1. Raises `Broken`; of a broken array nothing is given before.

    A text holds one value, and if that is an array, the array's items. A `loose` one holds any number of either, and
    an array's last item may have a comma too. Bytes that are no UTF-8 stay as they are, for whoever decodes the value.
    """
    items = _array(data)
    return _walked(data.decode("utf-8", "surrogateescape"), loose) if items is None else _found(data, items)


def _array(data: bytes) -> list[msgspec.Raw] | None:
    """The items of what is one sound array: a decoder that only looks for ends cuts it ten times as fast as the walk."""
    try:
        return msgspec.json.decode(data, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _found(data: bytes, items: list[msgspec.Raw]) -> Iterator[tuple[int, bytes]]:
    """The items of an array, found again in its text for their lines."""
    line, seen, at = 1, 0, data.index(b"[") + 1
    for item in map(bytes, items):
        start = _BETWEEN.match(data, at).end()  # type: ignore[union-attr]  # matches nothing at least
        line, seen, at = line + data.count(b"\n", seen, start), start, start + len(item)
        yield line, item


def _walked(text: str, loose: bool) -> Iterator[tuple[int, bytes]]:
    line, seen = 1, 0
    for start, end in _places(text, loose):
        line, seen = line + text.count("\n", seen, start), start
        yield line, text[start:end].encode("utf-8", "surrogateescape")


def _places(text: str, loose: bool) -> Iterator[tuple[int, int]]:
    at = _skip(text, 0)
    while at < len(text):
        found, end = _items(text, at, loose) if text[at] == "[" else _one(text, at)
        yield from found
        at = _skip(text, end)
        if at < len(text) and not loose:
            raise Broken("the file goes on behind its one value", text, at)


def _items(text: str, at: int, loose: bool) -> tuple[list[tuple[int, int]], int]:
    """The places of an array's items, and the array's end."""
    found: list[tuple[int, int]] = []
    at = _skip(text, at + 1)
    more = not text.startswith("]", at)
    while more:
        end = _end(text, at)
        found.append((at, end))
        at = _skip(text, end)
        more = text.startswith(",", at)
        if more:
            at = _skip(text, at + 1)
            more = not (loose and text.startswith("]", at))
        elif not text.startswith("]", at):
            raise Broken("not valid JSON: Expecting ',' delimiter", text, at)
    return found, at + 1


def _one(text: str, at: int) -> tuple[list[tuple[int, int]], int]:
    """The place of a value that is no array, and its end."""
    end = _end(text, at)
    return [(at, end)], end


def _end(text: str, at: int) -> int:
    try:
        return _DECODER.raw_decode(text, at)[1]
    except json.JSONDecodeError as error:
        raise Broken(f"not valid JSON: {error.msg}", text, error.pos) from None
    except RecursionError:
        raise Broken("is nested too deeply", text, at) from None


def _skip(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]  # matches nothing at least

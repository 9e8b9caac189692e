"""Offsets that count something else than code points: told where the quote stands there, read that way."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from ..span import Span

Reading = Callable[[str, int, int], str]
"""The words between two offsets of a text, read in one way."""


def told(text: str, span: Span, quote: str | None) -> str:
    """How the offsets would have to be meant for the quote to stand there, for the end of a message; else nothing."""
    if not quote or span.start < 0 or span.end <= span.start:
        return ""
    said = _plain(quote)
    return next((f"; {why}" for why, read in READINGS.items() if _plain(read(text, *span)) == said), "")


def _plain(words: str) -> str:
    return words.replace("\r\n", "\n")


@lru_cache(maxsize=8)
def _encoded(text: str, form: str) -> bytes:
    return text.encode(form, "replace")


@lru_cache(maxsize=4)
def _returned(text: str) -> str:
    return text.replace("\n", "\r\n")


def _crlf(text: str, start: int, end: int) -> str:
    return _returned(text)[start:end]


def _utf16(text: str, start: int, end: int) -> str:
    return _encoded(text, "utf-16-le")[2 * start : 2 * end].decode("utf-16-le", "replace")


def _utf8(text: str, start: int, end: int) -> str:
    return _encoded(text, "utf-8")[start:end].decode("utf-8", "replace")


READINGS: dict[str, Reading] = {
    "its end seems to be its last character: ends lie behind that": lambda text, start, end: text[start : end + 1],
    "its offsets seem to count from 1: they count from 0": lambda text, start, end: text[max(0, start - 1) : end - 1],
    "its offsets seem to count from 1 to its last character: they are half-open, from 0": (
        lambda text, start, end: text[max(0, start - 1) : end]
    ),
    "its offsets seem to count line ends as two characters (CRLF): they are one": _crlf,
    "its offsets seem to count UTF-16 units: they count code points": _utf16,
    "its offsets seem to count UTF-8 bytes: they count code points": _utf8,
}
"""What to say of offsets that hold their quote only when they are read otherwise, and that reading."""

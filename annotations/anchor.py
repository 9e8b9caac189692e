"""Quotes to offsets: whoever reads in quotes, an annotator or a language model, need not count characters.

An occurrence of a quote is a place where it stands as whole words: "UN" is not found in "UNITED".
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from .layers import Mention, Record, map_spans


class Unanchored(ValueError):
    """Quotes of one record that could not be turned into offsets; `faults` holds a message for each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


def occurrences(text: str, quote: str) -> Iterator[int]:
    """Start offsets of the quote in the text, as whole words, in order; overlapping ones are all given."""
    at = text.find(quote) if quote else -1
    while at >= 0:
        if _whole(text, at, at + len(quote)):
            yield at
        at = text.find(quote, at + 1)


def _whole(text: str, start: int, end: int) -> bool:
    left = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    right = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not left and not right


def anchor(record: Record, text: str) -> Record:
    """The record with offsets for every quote. Raises `Unanchored` with all quotes not found or not unique.

    A quote with `nth` is its n-th occurrence; without `nth` it must occur once. Nothing is guessed.
    """
    faults: list[str] = []

    def place(span: Mention) -> Mention:
        if span.start is not None or span.end is not None:
            return span
        try:
            start = locate(text, span.quote, span.nth)
        except ValueError as error:
            faults.append(str(error))
            return span
        return msgspec.structs.replace(span, start=start, end=start + len(span.quote or ""), nth=None)

    placed = map_spans(record, place)
    if faults:
        raise Unanchored(faults)
    return placed


def locate(text: str, quote: str | None, nth: int | None) -> int:
    """Start offset of the `nth` occurrence (from 1). Raises `ValueError` saying where the quote does occur."""
    if not quote:
        raise ValueError("a span has neither offsets nor a quote")
    found = list(occurrences(text, quote))
    if not found:
        raise ValueError(f"quote not found: {quote!r}")
    if nth is None and len(found) > 1:
        raise ValueError(f"quote occurs {len(found)} times, give `nth`: {quote!r}: {_contexts(text, quote, found)}")
    if nth is not None and nth > len(found):
        raise ValueError(f"quote occurs {len(found)} times, not {nth}: {quote!r}: {_contexts(text, quote, found)}")
    return found[(nth or 1) - 1]


def _contexts(text: str, quote: str, found: list[int]) -> str:
    around = (text[max(0, at - 24) : at + len(quote) + 24].replace("\n", " ") for at in found)
    return "  ".join(f"({n}) …{part}…" for n, part in enumerate(around, 1))

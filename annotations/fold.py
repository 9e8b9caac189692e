"""Text with its typography evened out, each character tied to where it stood: curly quotes, dashes, spaces, NFKC."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from .span import Span

_SINGLE, _DOUBLE, _DASHES = "'‘’‚‛′‵`´ʼ", '"“”„‟″‶«»', "-‐‑‒–—―−"
_MARKS = dict.fromkeys(_SINGLE, "'") | dict.fromkeys(_DOUBLE, '"')
_UNSEEN = "\u00ad\u200b\u2060\ufeff"
"""Soft hyphen, zero-width space, word joiner, byte order mark: on no page can they be seen."""
_RUNS = re.compile(rf"(?P<space>[\s{_UNSEEN}]*\s[\s{_UNSEEN}]*)|(?P<unseen>[{_UNSEEN}]+)|(?P<dash>[{_DASHES}]+)")


class Folded(NamedTuple):
    """Folded text; ``places[n]`` is the span of the original that its character `n` came from.

    Characters that came from one place together (an ellipsis is three dots) share it.
    """

    text: str
    places: list[Span]

    def edge(self, at: int) -> bool:
        """Whether the original can be cut before folded character `at`."""
        return at in (0, len(self.text)) or self.places[at - 1] != self.places[at]

    def span(self, start: int, end: int) -> Span:
        """The span of the original behind ``text[start:end]``, which is not empty."""
        return Span(self.places[start].start, self.places[end - 1].end)

    def occurrences(self, quote: str) -> Iterator[Span]:
        """Where folded `quote` stands, as spans of the original, in order; never half of what stands together."""
        at = self.text.find(quote) if quote else -1
        while at >= 0:
            if self.edge(at) and self.edge(at + len(quote)):
                yield self.span(at, at + len(quote))
            at = self.text.find(quote, at + 1)


def fold(text: str) -> Folded:
    """The text with runs of space as one space, straight quotes, one plain hyphen for any dash, and NFKC; case stays."""
    parts: list[str] = []
    places: list[Span] = []
    at = 0
    while at < len(text):
        run = _RUNS.match(text, at)
        if run:
            made, end = {"space": " ", "unseen": "", "dash": "-"}[run.lastgroup or ""], run.end()
        elif text[at] in _MARKS:
            made, end = _MARKS[text[at]], at + 1
        else:
            end = _cluster(text, at)
            made = unicodedata.normalize("NFKC", text[at:end])
        parts.append(made)
        places += [Span(at, end)] * len(made)
        at = end
    return Folded("".join(parts), places)


def _cluster(text: str, start: int) -> int:
    """The end of the characters from `start` on that normalisation takes together: a letter and its marks, a syllable."""
    end = start + 1
    while end < len(text) and ord(text[end]) >= 0x300 and _joins(text[start:end], text[end]):
        end += 1
    return end


def _joins(head: str, character: str) -> bool:
    if unicodedata.combining(character):
        return True
    apart = unicodedata.normalize("NFKC", head) + unicodedata.normalize("NFKC", character)
    return unicodedata.normalize("NFKC", head + character) != apart

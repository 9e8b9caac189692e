"""Tokens of a text with their places, cut into sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..annotations.sentences import sentences
from ..annotations.span import Span

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|['’]s\b|\w+(?:-\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its words and the span of each in the whole text."""

    words: tuple[str, ...]
    spans: tuple[Span, ...]

    @property
    def span(self) -> Span:
        """From the first token to the last."""
        return Span(self.spans[0].start, self.spans[-1].end)

    def between(self, first: int, last: int) -> Span:
        """The span from token `first` up to, not including, token `last`."""
        return Span(self.spans[first].start, self.spans[last - 1].end)


def tokenised(text: str) -> list[Sentence]:
    """The sentences of a text; possessive 's and punctuation are tokens of their own."""
    found = []
    for place in sentences(text):
        matches = list(_TOKEN.finditer(text, place.start, place.end))
        if matches:
            spans = tuple(Span(m.start(), m.end()) for m in matches)
            found.append(Sentence(tuple(m.group() for m in matches), spans))
    return found

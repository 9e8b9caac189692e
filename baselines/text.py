"""A document as baselines read it: cut into sentences and tokens once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from ..annotations.sentences import sentences
from ..annotations.span import Span
from ..corpus.document import Document

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


@dataclass(frozen=True)
class Text:
    """A text with its sentences; tokens are counted through all of them, from 0."""

    doc: str
    text: str
    sentences: tuple[Sentence, ...]

    @classmethod
    def of(cls, document: Document) -> Text:
        """The document's text, cut; possessive 's and punctuation are tokens of their own."""
        return cls(document.id, document.text, tuple(_cut(document.text)))

    @cached_property
    def words(self) -> list[str]:
        """Every token in small letters."""
        return [word.lower() for sentence in self.sentences for word in sentence.words]

    @cached_property
    def openings(self) -> frozenset[int]:
        """The tokens that open a sentence."""
        return frozenset(bisect_left(self._places[0], start) for start in self._places[2])

    @cached_property
    def _places(self) -> tuple[list[int], list[int], list[int]]:
        """Where tokens start, where they end, and where sentences start."""
        spans = [span for sentence in self.sentences for span in sentence.spans]
        return [s.start for s in spans], [s.end for s in spans], [s.spans[0].start for s in self.sentences]

    def tokens(self, place: Span) -> range:
        """The tokens that a place overlaps."""
        starts, ends, _ = self._places
        return range(bisect_right(ends, place.start), bisect_left(starts, place.end))

    def between(self, first: int, last: int) -> Span:
        """The span from token `first` up to, not including, token `last`."""
        starts, ends, _ = self._places
        return Span(starts[first], ends[last - 1])

    def within(self, place: Span) -> list[str]:
        """The words of a place, in small letters."""
        inside = self.tokens(place)
        return self.words[inside.start : inside.stop]

    def sentence(self, at: int) -> int:
        """The number of the sentence that a code point lies in or follows, from 0."""
        return max(0, bisect_right(self._places[2], at) - 1)

    def around(self, place: Span) -> Span:
        """The sentence (or run of sentences) that a place overlaps; the place itself where it overlaps none."""
        run = self.sentences[self.sentence(place.start) : self.sentence(max(place.start, place.end - 1)) + 1]
        inside = [sentence.span for sentence in run if sentence.span.overlap(place)]
        return Span(inside[0].start, inside[-1].end) if inside else place


def _cut(text: str) -> list[Sentence]:
    found = []
    for place in sentences(text):
        matches = list(_TOKEN.finditer(text, place.start, place.end))
        if matches:
            spans = tuple(Span(m.start(), m.end()) for m in matches)
            found.append(Sentence(tuple(m.group() for m in matches), spans))
    return found

"""Text with its typography evened out, each character tied to where it stood: curly quotes, dashes, spaces, NFKC."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..span import Span

_SINGLE, _DOUBLE, _DASHES = "'‘’‚‛′‵`´ʼ", '"“”„‟″‶«»', "-‐‑‒–—―−"
_MARKS = dict.fromkeys(_SINGLE, "'") | dict.fromkeys(_DOUBLE, '"')
_UNSEEN = "\u00ad\u200b\u2060\ufeff"
"""Soft hyphen, zero-width space, word joiner, byte order mark: on no page can they be seen."""
_RUNS = re.compile(
    rf"(?P<space>[\s{_UNSEEN}]*\s[\s{_UNSEEN}]*)|(?P<unseen>[{_UNSEEN}]+)|(?P<dash>[{_DASHES}]+)"
    r"|(?P<plain>[!#-&(-,./0-9:-@A-Z\[-_a-z{-~]+(?![\u0300-\U0010ffff]))"
)
"""A plain run is ASCII that folding leaves as it is, up to where a mark may belong to its last letter."""
CLUSTER = 30
"""Characters taken together at most, as in Unicode's stream-safe text: sorting more marks than that takes for ever."""
HITS = 10_000
"""Places at which a string is looked at: of a quote that repeats itself through a long text the rest is not."""


class Folded(NamedTuple):
    """Folded text; its character `n` came from ``starts[n]`` to ``ends[n]`` of the original.

    Characters that came from one place together (an ellipsis is three dots) share it.
    """

    text: str
    starts: array[int]
    ends: array[int]

    def edge(self, at: int) -> bool:
        """Whether the original can be cut before folded character `at`."""
        return at in (0, len(self.text)) or self.starts[at - 1] != self.starts[at]

    def span(self, start: int, end: int) -> Span:
        """The span of the original behind ``text[start:end]``, which is not empty."""
        return Span(self.starts[start], self.ends[end - 1])


class Stands(NamedTuple):
    """Where a quote stands as whole words, in order, overlapping places too; `more` where only `HITS` were looked at."""

    spans: list[Span]
    more: bool = False


def exactly(text: str, quote: str) -> Stands:
    """Where the quote stands to the letter."""
    at = list(_hits(text, quote))
    spans = (Span(start, start + len(quote)) for start in at[:HITS])
    return Stands([span for span in spans if whole(text, span)], len(at) > HITS)


def evened(text: str, quote: str) -> Stands:
    """Where the quote stands in any typography, as spans of the text; never half of what stands together."""
    page, words = folded(text), fold(quote).text.strip()
    at = list(_hits(page.text, words))
    cut = [start for start in at[:HITS] if page.edge(start) and page.edge(start + len(words))]
    spans = (page.span(start, start + len(words)) for start in cut)
    return Stands([span for span in spans if whole(text, span)], len(at) > HITS)


def _hits(text: str, quote: str) -> Iterator[int]:
    """Where the string begins in the text, one more than `HITS` at most."""
    at = text.find(quote) if quote else -1
    for _ in range(HITS + 1):
        if at < 0:
            return
        yield at
        at = text.find(quote, at + 1)


def whole(text: str, span: Span) -> bool:
    """Whether the span cuts through no word: "UN" does not stand in "UNITED"."""
    start, end = span
    left = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    right = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not left and not right


def fold(text: str) -> Folded:
    """The text with runs of space as one space, straight quotes, one plain hyphen for any dash, and NFKC; case stays."""
    parts: list[str] = []
    starts, ends = array("q"), array("q")
    at = 0
    while at < len(text):
        run = _RUNS.match(text, at)
        if run and run.lastgroup == "plain":
            made, end = run.group(), run.end()
            starts.extend(range(at, end))
            ends.extend(range(at + 1, end + 1))
        else:
            made, end = _folded_run(run) if run else _folded_cluster(text, at)
            starts.extend([at] * len(made))
            ends.extend([end] * len(made))
        parts.append(made)
        at = end
    return Folded("".join(parts), starts, ends)


folded = lru_cache(maxsize=4)(fold)
"""`fold` for texts, which many quotes in a row are looked for in."""


def _folded_run(run: re.Match[str]) -> tuple[str, int]:
    return {"space": " ", "unseen": "", "dash": "-"}[run.lastgroup or ""], run.end()


def _folded_cluster(text: str, at: int) -> tuple[str, int]:
    if text[at] in _MARKS:
        return _MARKS[text[at]], at + 1
    end = _cluster(text, at)
    return unicodedata.normalize("NFKC", text[at:end]), end


def _cluster(text: str, start: int) -> int:
    """The end of the characters from `start` on that normalisation takes together: a letter and its marks, a syllable."""
    end = start + 1
    last = min(len(text), start + CLUSTER)
    while end < last and ord(text[end]) >= 0x300 and _joins(text[start:end], text[end]):
        end += 1
    return end


def _joins(head: str, character: str) -> bool:
    if unicodedata.combining(character):
        return True
    apart = unicodedata.normalize("NFKC", head) + unicodedata.normalize("NFKC", character)
    return unicodedata.normalize("NFKC", head + character) != apart

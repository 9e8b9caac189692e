"""Features of tokens, of places, and of pairs of places, as bags of names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from ..annotations.span import Span
from .learn import Row
from .lexicon import lexicon
from .text import Text

LAYERS_WITH_CUES = ("demand", "stance", "outcome")
LIMITS = (1, 4, 10, 25, 60)
SIZES = ("0", "1-3", "4-9", "10-24", "25-59", "60+")
EDGE = "<>"
"""Stands for the words before and behind a sentence."""


@lru_cache(maxsize=1 << 16)
def shape(word: str) -> str:
    """Capitals, digits and small letters of a word, runs shortened."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[a-z]", "x", re.sub(r"[A-Z]", "X", re.sub(r"\d", "9", word))))


def of_tokens(text: Text) -> list[Row]:
    """A row for each token: its form, its neighbours, and where it stands to the sentence's cues."""
    cues = _cue_marks(text)
    found: list[Row] = []
    for sentence in text.sentences:
        words = [EDGE, EDGE, *map(str.lower, sentence.words), EDGE, EDGE]
        shapes = [EDGE, *map(shape, sentence.words), EDGE]
        last, since = "none", 0
        for n in range(len(sentence.words)):
            before2, before, word, after, after2 = words[n : n + 5]
            marks = cues[len(found)]
            if any(layer == "demand" for layer, _ in marks):
                last, since = word, 0
            row = [
                f"word={word}",
                f"word-1={before}",
                f"word-2={before2}",
                f"word+1={after}",
                f"word+2={after2}",
                f"shape={shapes[n + 1]}",
                f"shape-1={shapes[n]}",
                f"shape+1={shapes[n + 2]}",
                f"end={word[-3:]}",
                f"behind={last}",
                f"since={min(since, 12)}",
                f"behind+since={last}+{min(since, 4)}",
                *(f"cue {layer}={label}" for layer, label in marks),
            ]
            if n == 0:
                row.append("first")
            since += 1
            found.append(row)
    return found


def _cue_marks(text: Text) -> list[list[tuple[str, str]]]:
    """For each token, the cues of the word lists that it lies in, as (layer, label)."""
    marks: list[list[tuple[str, str]]] = [[] for _ in text.words]
    for layer in LAYERS_WITH_CUES:
        for cue in lexicon().cues(layer, text.text, Span(0, len(text.text))):
            for n in text.tokens(cue.span):
                marks[n].append((layer, cue.label))
    return marks


def of_pair(text: Text, a: Span, b: Span) -> Row:
    """How two places lie to each other: order, distance, sentence, and the words between and before them."""
    first, second = (a, b) if a.start <= b.start else (b, a)
    left, right = text.tokens(first).stop, text.tokens(second).start
    gap = max(0, right - left)
    row = [
        f"a first={a.start <= b.start}",
        f"nested={a.overlap(b) > 0}",
        f"distance={bucket(gap)}",
        f"sentences={min(text.sentence(second.start) - text.sentence(first.start), 3)}",
        f"line between={text.text.find(chr(10), first.end, second.start) >= 0}",
        *before(text, a, 3, "before a"),
        *before(text, b, 3, "before b"),
    ]
    return row + bag(text.words[left:right], "between") if gap <= 14 else row


def bucket(n: int) -> str:
    """A number by its order of size."""
    return SIZES[bisect_right(LIMITS, n)]


def bag(words: Iterable[str], name: str) -> Row:
    """Words under a name, each once."""
    return [f"{name}={word}" for word in dict.fromkeys(words)]


def before(text: Text, place: Span, n: int, name: str) -> Row:
    """The last words in front of a place, however they stand."""
    at = text.tokens(place).start
    return bag(text.words[max(0, at - n) : at], name)


def after(text: Text, place: Span, n: int, name: str) -> Row:
    """The first words behind a place, however they stand."""
    at = text.tokens(place).stop
    return bag(text.words[at : at + n], name)

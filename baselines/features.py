"""Features of tokens and of pairs, as plain dicts for scikit-learn's DictVectorizer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..annotations.span import Span
from .lexicon import Lexicon
from .text import Sentence

Features = dict[str, float | str | bool]
LAYERS_WITH_CUES = ("demand", "stance", "outcome")


def shape(word: str) -> str:
    """Capitals, digits and small letters of a word, runs shortened."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[a-z]", "x", re.sub(r"[A-Z]", "X", re.sub(r"\d", "9", word))))


def of_tokens(text: str, sentence: Sentence, lexicon: Lexicon) -> list[Features]:
    """A dict for each token: its form, its neighbours, and where it stands to the sentence's cues."""
    words = [word.lower() for word in sentence.words]
    cues = _cue_marks(text, sentence, lexicon)
    found: list[Features] = []
    last = "none"
    since = 0
    for n, word in enumerate(sentence.words):
        made: Features = {"word": words[n], "shape": shape(word), "end": words[n][-3:], "first": n == 0}
        for step in (-2, -1, 1, 2):
            at = n + step
            made[f"word{step:+d}"] = words[at] if 0 <= at < len(words) else "<>"
        for step in (-1, 1):
            at = n + step
            made[f"shape{step:+d}"] = shape(sentence.words[at]) if 0 <= at < len(words) else "<>"
        for layer, label in cues[n]:
            made[f"cue:{layer}"] = label
            if layer == "demand":
                last, since = words[n], 0
        made["behind"] = last
        made["since"] = min(since, 12) / 12
        made["behind+since"] = f"{last}+{min(since, 4)}"
        since += 1
        found.append(made)
    return found


def _cue_marks(text: str, sentence: Sentence, lexicon: Lexicon) -> list[list[tuple[str, str]]]:
    """For each token, the cues of the word lists that it lies in, as (layer, label)."""
    marks: list[list[tuple[str, str]]] = [[] for _ in sentence.words]
    for layer in LAYERS_WITH_CUES:
        for cue in lexicon.cues(layer, text, sentence.span):
            for n, span in enumerate(sentence.spans):
                if cue.span.overlap(span):
                    marks[n].append((layer, cue.label))
    return marks


def of_pair(text: str, a: Span, b: Span) -> Features:
    """How two places lie to each other: order, distance, sentence, and the words between and before them."""
    first, second = (a, b) if a.start <= b.start else (b, a)
    gap = text[first.end : second.start].lower() if first.end < second.start else ""
    between = re.findall(r"\w+", gap)
    found: Features = {
        "a first": a.start <= b.start,
        "nested": a.overlap(b) > 0,
        "distance": bucket(len(between)),
        "line between": "\n" in gap,
        "stops between": min(len(re.findall(r"[.!?]\s", gap)), 3),
    }
    if len(between) <= 14:
        found |= {f"between:{word}": True for word in between}
    for name, span in (("a", a), ("b", b)):
        for word in re.findall(r"\w+", text[max(0, span.start - 30) : span.start].lower())[-3:]:
            found[f"before {name}:{word}"] = True
    return found


def bucket(n: int) -> str:
    """A number by its order of size."""
    return next(
        (name for limit, name in ((1, "0"), (4, "1-3"), (10, "4-9"), (25, "10-24"), (60, "25-59")) if n < limit), "60+"
    )


def of_words(words: Sequence[str], name: str) -> Features:
    """A bag of lower-cased words under a name."""
    return {f"{name}:{word.lower()}": True for word in words}

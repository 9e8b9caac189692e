"""BIO tagging of one layer's spans: token probabilities from a linear model, the best legal path by Viterbi."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..annotations.span import Span
from .features import Features
from .learn import Classifier, best_path
from .text import Sentence

NEVER = -1e9


class Tagger(Classifier):
    """Tags B, I, O; `boost` weighs B and I up against O, to answer for rare spans."""

    def __init__(self, *, boost: float = 1.0) -> None:
        super().__init__(strength=2.0)
        self.boost = boost

    def learn(self, sentences: Sequence[Sentence], rows: Sequence[list[Features]], spans: Sequence[list[Span]]) -> None:
        """Fit on sentences, the features of their tokens, and the gold spans of their documents."""
        labels = [tag for sentence, own in zip(sentences, spans, strict=True) for tag in bio(sentence, own)]
        self.fit([row for sentence in rows for row in sentence], labels)

    def spans(self, sentence: Sentence, rows: list[Features]) -> Iterator[Span]:
        """The predicted spans of one sentence."""
        classes = self.classes
        scores = np.log(self.probabilities(rows) + 1e-12)
        scores += np.log([1.0 if label == "O" else self.boost for label in classes])
        if "I" in classes:
            scores[0, classes.index("I")] = NEVER
        tags = [classes[n] for n in best_path(scores, _legal(classes))]
        yield from _spans(sentence, tags)


def bio(sentence: Sentence, spans: Sequence[Span]) -> list[str]:
    """The tags of a sentence's tokens; of nested spans the longest is tagged."""
    tags = ["O"] * len(sentence.words)
    for span in sorted(spans, key=lambda s: s.end - s.start):
        inside = [n for n, token in enumerate(sentence.spans) if span.overlap(token)]
        for n in inside:
            tags[n] = "B" if n == inside[0] else "I"
    return tags


def _legal(classes: list[str]) -> np.ndarray:
    """No I behind an O."""
    table = np.zeros((len(classes), len(classes)))
    if "O" in classes and "I" in classes:
        table[classes.index("O"), classes.index("I")] = NEVER
    return table


def _spans(sentence: Sentence, tags: list[str]) -> Iterator[Span]:
    start = None
    for n, tag in enumerate([*tags, "O"]):
        if start is not None and tag != "I":
            yield sentence.between(start, n)
            start = None
        if tag == "B":
            start = n

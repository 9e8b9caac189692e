"""BIO tagging of one layer's spans: token scores from a linear model, the best legal path of each sentence by Viterbi."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..annotations.span import Span
from .learn import Classifier
from .text import Text

NEVER = -1e9
TOL = 1e-3


class Tagger(Classifier):
    """Tags B, I, O; `boost` weighs B and I up against O, to answer for rare spans."""

    def __init__(self, *, boost: float = 1.0) -> None:
        super().__init__("BIO", C=2.0, solver="saga", tol=TOL)
        self.boost = boost

    def spans(self, texts: Sequence[Text], rows: Any) -> list[list[Span]]:
        """The predicted spans of each text, from the encoded rows of all their tokens in order."""
        import numpy as np

        scores = self.scores(rows) + np.log([1.0 if label == "O" else self.boost for label in self.classes])
        lengths = [len(sentence.words) for text in texts for sentence in text.sentences]
        tags = [self.classes[n] for n in best_path(scores, lengths, *_legal(self.classes))]
        ends = np.cumsum([0, *(len(text.words) for text in texts)]).tolist()
        return [list(_spans(text, tags[a:b])) for text, a, b in zip(texts, ends, ends[1:], strict=False)]


def bio(text: Text, spans: Iterable[Span]) -> list[str]:
    """The tags of a text's tokens: a span's first token in a sentence is B; of nested spans the longest is tagged."""
    tags = ["O"] * len(text.words)
    opening = text.openings
    for span in sorted(spans, key=lambda s: s.end - s.start):
        inside = text.tokens(span)
        for n in inside:
            tags[n] = "B" if n == inside.start or n in opening else "I"
    return tags


def best_path(scores: Any, lengths: Sequence[int], opening: Any, steps: Any) -> Any:
    """Array (tokens) of labels: the best path through each sentence, all sentences side by side, longest first.

    `scores` has shape (tokens of all sentences in order, labels); `opening` (labels) is added to each sentence's first
    token, `steps` (labels, labels) to each step from row to column. Ties go to the label that comes first.
    """
    import numpy as np

    if not lengths:
        return np.zeros(0, dtype=np.intp)
    sizes = np.asarray(lengths)
    order = np.argsort(-sizes, kind="stable")
    starts, sizes = (np.cumsum(sizes) - sizes)[order], sizes[order]
    alive = [int(np.searchsorted(-sizes, -n)) for n in range(sizes[0])]  # how many sentences have an n-th token
    total, back = scores[starts] + opening, []
    for n, k in enumerate(alive[1:], 1):
        reached = total[:k, :, None] + steps
        back.append(reached.argmax(axis=1))
        total[:k] = reached.max(axis=1) + scores[starts[:k] + n]
    at, path = total.argmax(axis=1), np.empty(len(scores), dtype=np.intp)
    for n, k in reversed(list(enumerate(alive))):
        path[starts[:k] + n] = at[:k]
        if n:
            at[:k] = back[n - 1][np.arange(k), at[:k]]
    return path


def _legal(classes: list[str]) -> tuple[Any, Any]:
    """No I at a sentence's start and none behind an O."""
    import numpy as np

    opening, steps = np.zeros(len(classes)), np.zeros((len(classes), len(classes)))
    if "I" in classes:
        opening[classes.index("I")] = NEVER
        if "O" in classes:
            steps[classes.index("O"), classes.index("I")] = NEVER
    return opening, steps


def _spans(text: Text, tags: Sequence[str]) -> Iterator[Span]:
    start = None
    for n, tag in enumerate([*tags, "O"]):
        if start is not None and tag != "I":
            yield text.between(start, n)
            start = None
        if tag == "B":
            start = n

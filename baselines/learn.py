"""The learners: linear models from scikit-learn over feature dicts, saved with skops instead of pickle."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from .features import Features


class Classifier:
    """Logistic regression over feature dicts; with one class in training it always answers that class."""

    def __init__(self, *, balanced: bool = False, strength: float = 1.0) -> None:
        self.balanced = balanced
        self.strength = strength
        self.model: Any = None

    def fit(self, rows: Sequence[Features], labels: Sequence[str]) -> None:
        """Learn from rows and their labels; raises `ValueError` on no rows at all."""
        from sklearn.dummy import DummyClassifier
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline

        if len(set(labels)) > 1:
            weight = "balanced" if self.balanced else None
            last: Any = LogisticRegression(C=self.strength, max_iter=1500, class_weight=weight, random_state=0)
        else:
            last = DummyClassifier(strategy="most_frequent")
        self.model = make_pipeline(DictVectorizer(), last).fit(list(rows), np.asarray(labels, dtype=str))

    def parameters(self) -> int:
        """The number of weights and intercepts; of a classifier that always answers one class, one."""
        last = self.model[-1]
        return int(last.coef_.size + last.intercept_.size) if hasattr(last, "coef_") else 1

    @property
    def classes(self) -> list[str]:
        """The labels, in the order of the columns of `probabilities`."""
        return [str(label) for label in self.model.classes_]

    def probabilities(self, rows: Sequence[Features]) -> Any:
        """Array (rows, classes)."""
        return self.model.predict_proba(list(rows)) if rows else np.zeros((0, len(self.classes)))

    def label(self, row: Features) -> str:
        """The likeliest label of one row."""
        return self.classes[int(np.argmax(self.probabilities([row])[0]))]

    def yes(self, rows: Sequence[Features]) -> list[float]:
        """Probability of the label ``yes`` for each row; 0 where training knew none."""
        if not rows or "yes" not in self.classes:
            return [0.0] * len(rows)
        column = self.probabilities(rows)[:, self.classes.index("yes")]
        return [float(value) for value in column]


def save(parts: dict[str, Classifier], path: Path) -> None:
    """All models of a system in one file."""
    import skops.io

    skops.io.dump({name: part.model for name, part in parts.items()}, path)


def load(parts: dict[str, Classifier], path: Path) -> None:
    """Read models into their classifiers; only scikit-learn's and numpy's own types are let in."""
    import skops.io

    allowed = [t for t in skops.io.get_untrusted_types(file=path) if t.split(".")[0] in ("sklearn", "numpy")]
    for name, model in skops.io.load(path, trusted=allowed).items():
        parts[name].model = model


def best_path(scores: Any, transitions: Any) -> list[int]:
    """Viterbi: the label sequence with the greatest sum of token and transition log probabilities.

    `scores` has shape (tokens, labels), `transitions` (labels, labels), from row to column.
    """
    total, back = scores[0], []
    for row in scores[1:]:
        step = total[:, None] + transitions
        back.append(np.argmax(step, axis=0))
        total = np.max(step, axis=0) + row
    path = [int(np.argmax(total))]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]

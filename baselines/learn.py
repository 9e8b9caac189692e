"""The learners, linear models over bags of features, and the one file that holds what a system learnt."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from ..corpus.files import atomic

Row = list[str]
"""What is seen of one thing: the names of its features, each once."""
TOLD = "json"
"""The entry of a model file that holds all that is no array, as UTF-8 bytes."""


class Vocabulary:
    """Which feature is which column."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        self.columns = {name: n for n, name in enumerate(names)}

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Vocabulary:
        """All features of the rows, in the order in which they come up."""
        return cls(list(dict.fromkeys(chain.from_iterable(rows))))

    def encode(self, rows: Sequence[Row]) -> Any:
        """Sparse array (rows, features) of ones; features that it does not know count for nothing."""
        import numpy as np
        from scipy.sparse import csr_array

        column = self.columns.get
        known = [[n for name in row if (n := column(name)) is not None] for row in rows]
        ends = np.cumsum([0, *map(len, known)], dtype=np.int32)
        columns = np.fromiter(chain.from_iterable(known), dtype=np.int32, count=ends[-1])
        return csr_array((np.ones(len(columns)), columns, ends), shape=(len(rows), len(self.columns)))


class Classifier:
    """Logistic regression; with one class in training it always answers that class.

    `options` are those of scikit-learn's `LogisticRegression`; `known` are the labels that there may be.
    `scores` are the logits of its classes: what they share in a row is left out, for only their differences are used.
    """

    def __init__(self, known: Sequence[str], **options: Any) -> None:
        self.known = known
        self.options = {"max_iter": 1500, "random_state": 0} | options
        self.classes: list[str] = []
        self.weights: Any = None

    def fit(self, rows: Any, labels: Sequence[str]) -> None:
        """Learn from an encoded array and the labels of its rows; raises `ValueError` on no rows at all."""
        import numpy as np
        from sklearn.linear_model import LogisticRegression

        self.classes = sorted(set(labels))
        if not self.classes:
            raise ValueError("nothing to learn from")
        self.weights = np.zeros((rows.shape[1] + 1, len(self.classes)))
        if len(self.classes) > 1:
            model = LogisticRegression(**self.options).fit(rows, np.asarray(labels))
            found = np.vstack([model.coef_.T, model.intercept_])
            self.weights[:, -found.shape[1] :] = found

    def recall(self, classes: Sequence[str], weights: Any, features: int) -> None:
        """Take what was learnt. Raises `ValueError` where it does not fit the labels or the number of features."""
        import numpy as np

        if not classes or sorted(set(classes)) != list(classes) or not set(classes) <= set(self.known):
            raise ValueError(f"its classes {classes} are none of {', '.join(self.known)}")
        if not isinstance(weights, np.ndarray) or weights.shape != (features + 1, len(classes)):
            raise ValueError(f"its weights have another shape than ({features + 1}, {len(classes)})")
        if not np.isfinite(weights).all():
            raise ValueError("its weights are not all finite")
        self.classes, self.weights = list(classes), weights

    def parameters(self) -> int:
        """The number of weights and intercepts that are not nought by definition; one for a single class."""
        columns = {1: 0, 2: 1}.get(len(self.classes), len(self.classes))
        return len(self.weights) * columns or 1

    def scores(self, rows: Any) -> Any:
        """Array (rows, classes)."""
        return rows @ self.weights[:-1] + self.weights[-1]

    def labels(self, rows: Any) -> list[str]:
        """The likeliest label of each row."""
        return [self.classes[n] for n in self.scores(rows).argmax(axis=1)]

    def yes(self, rows: Any) -> list[float]:
        """The log odds of the label ``yes`` for each row; minus infinity where training knew none."""
        if self.classes != ["no", "yes"]:
            return [float("inf") if self.classes == ["yes"] else float("-inf")] * rows.shape[0]
        scores = self.scores(rows)
        found: list[float] = (scores[:, 1] - scores[:, 0]).tolist()
        return found


def save(path: Path, origin: Mapping[str, str], learnt: Mapping[str, Any]) -> None:
    """Write a model, whole or not at all: where it comes from, and arrays and JSON values by name."""
    import numpy as np

    arrays: dict[str, Any] = {name: value for name, value in learnt.items() if isinstance(value, np.ndarray)}
    rest = {name: value for name, value in learnt.items() if name not in arrays}
    told = json.dumps({"origin": dict(origin), "learnt": rest}, ensure_ascii=False).encode("utf-8")
    arrays[TOLD] = np.frombuffer(told, dtype=np.uint8)
    made = io.BytesIO()
    np.savez(made, **arrays)
    with atomic(path) as file:
        file.buffer.write(made.getvalue())


def load(path: Path) -> tuple[dict[str, str], dict[str, Any]]:
    """Where a model comes from and what it learnt. Raises `ValueError` for what `save` did not write."""
    try:
        entries = _entries(path)
        told = json.loads(entries.pop(TOLD).tobytes())
        return dict(told["origin"]), dict(told["learnt"]) | entries
    except (OSError, EOFError, zipfile.BadZipFile, MemoryError) as error:
        raise ValueError(str(error) or type(error).__name__) from None
    except (KeyError, TypeError, RecursionError):
        raise ValueError(f"its entry {TOLD!r} is missing or has another shape") from None


def _entries(path: Path) -> dict[str, Any]:
    """Every array by name, numbers alone: numpy refuses pickled objects before it reads them."""
    import numpy as np

    file = np.load(path, allow_pickle=False)
    if not isinstance(file, np.lib.npyio.NpzFile):
        raise ValueError("it holds one bare array")
    with file:
        return {name: _numbers(file, name) for name in file.files}


def _numbers(file: Any, name: str) -> Any:
    try:
        found = file[name]
    except ValueError as error:
        raise ValueError(f"its entry {name!r}: {error}") from None
    if getattr(found, "dtype", None) is None or found.dtype.kind not in "fiu":
        raise ValueError(f"its entry {name!r} is no array of numbers")
    return found

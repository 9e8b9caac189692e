"""What scoring gives: typed, printable, indexed by task, and easily turned into a dict or a DataFrame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from .counts import Figure

if TYPE_CHECKING:
    import pandas

Interval = tuple[float, float]
OPTIONAL = ("confusions", "losses", "docs", "counts")


class TaskResult(msgspec.Struct, frozen=True):
    """One task's headline figure with its 95% intervals, and the figures beside it.

    None stands where something is undefined (nothing was there and nothing predicted), never NaN.
    `interval` resamples documents; `interval_conflicts` whole conflicts, where the data have at least ten.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    interval: Interval | None = None
    interval_conflicts: Interval | None = None
    variants: dict[str, Figure] = {}


class Result(msgspec.Struct, frozen=True):
    """One system scored on one set of gold; ``result["demands"].f1`` is a headline, ``print(result)`` shows all.

    A task is None where the system did not attempt it. `slices` holds by -> value -> figures, `confusions`
    attribute -> gold label -> predicted label -> number, `losses` task -> kind of error -> what it adds to FP + FN.
    On a split, `docs` and `counts` hold each document's headline counts (task -> [hit_p, predicted, hit_r, gold] in the
    order of `docs`), from which results can be compared without the predictions.
    """

    signature: str
    split: str
    documents: int
    missing: list[str]
    tasks: dict[str, TaskResult | None]
    slices: dict[str, dict[str, dict[str, Any]]] = {}
    confusions: dict[str, dict[str, dict[str, int]]] = {}
    losses: dict[str, dict[str, float]] = {}
    docs: list[str] = []
    counts: dict[str, list[list[float]]] = {}

    def __getitem__(self, task: str) -> TaskResult | None:
        return self.tasks[task]

    def __str__(self) -> str:
        from .page.tables import result

        return result(self.to_dict())

    def to_dict(self) -> dict[str, Any]:
        """The object that ``parley score --json`` prints."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return {key: value for key, value in found.items() if value or key not in OPTIONAL}

    def to_frame(self) -> pandas.DataFrame:
        """A row for each figure: task, figure, precision, recall, f1, low, high (the headline's interval)."""
        import pandas

        columns = ("task", "figure", "precision", "recall", "f1", "low", "high")
        return pandas.DataFrame(
            [row for task, given in self.tasks.items() for row in _rows(task, given)], columns=columns
        )


def _rows(task: str, given: TaskResult | None) -> list[tuple[Any, ...]]:
    if given is None:
        return []
    head = (task, "headline", given.precision, given.recall, given.f1, *(given.interval or (None, None)))
    return [head, *((task, n, f.precision, f.recall, f.f1, None, None) for n, f in given.variants.items())]

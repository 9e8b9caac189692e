"""Other people's scorers behind one shape of input: documents of gold and predicted spans with labels.

Each adapter gives the peer what it takes and returns the peer's own figures. Spans are half-open. None of the peers is
needed to score: they come with the extra `peers`, and each is imported where it is used (`ImportError` otherwise).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple

Labelled = tuple[int, int, str]
"""Start, end and label of a span."""
Weight = Callable[[Labelled, Labelled], float]
"""The worth of a pair (prediction, gold)."""


class Doc(NamedTuple):
    """One document."""

    gold: list[Labelled]
    pred: list[Labelled]


class Prf(NamedTuple):
    """Precision, recall and F1; what is undefined is as the peer has it."""

    precision: float
    recall: float
    f1: float


def nervaluate(docs: Sequence[Doc]) -> dict[str, Prf]:
    """`strict`, `exact`, `partial` and `ent_type` over all documents. Its ends are inclusive."""
    from nervaluate import Evaluator

    def shaped(items: list[Labelled]) -> list[dict[str, Any]]:
        return [{"label": label, "start": start, "end": end - 1} for start, end, label in items]

    tags = sorted({label for doc in docs for side in doc for *_, label in side})
    gold, pred = [shaped(doc.gold) for doc in docs], [shaped(doc.pred) for doc in docs]
    found = Evaluator(gold, pred, tags=tags, loader="dict").evaluate()["overall"]
    return {name: Prf(one.precision, one.recall, one.f1) for name, one in found.items()}


def seqeval(docs: Sequence[Doc]) -> Prf:
    """Strict micro average over IOB2 tags. Raises `ValueError` for spans that overlap: a token bears one tag."""
    from seqeval.metrics.v1 import precision_recall_fscore_support
    from seqeval.scheme import IOB2

    gold, pred = zip(*(tags(doc) for doc in docs), strict=True)
    found = precision_recall_fscore_support(list(gold), list(pred), average="micro", scheme=IOB2, zero_division=0)
    return Prf(*map(float, found[:3]))


def tags(doc: Doc) -> tuple[list[str], list[str]]:
    """IOB2 tags of gold and prediction. Tokens are the stretches between neighbouring span ends of either side."""
    ends = sorted({end for side in doc for start, stop, _ in side for end in (start, stop)})
    at = {end: n for n, end in enumerate(ends)}
    sides = []
    for side in doc:
        line = ["O"] * max(0, len(ends) - 1)
        for start, stop, label in side:
            if any(tag != "O" for tag in line[at[start] : at[stop]]):
                raise ValueError(f"{(start, stop, label)} overlaps another span: it has no tags of its own")
            line[at[start] : at[stop]] = [f"B-{label}"] + [f"I-{label}"] * (at[stop] - at[start] - 1)
        sides.append(line)
    return sides[0], sides[1]


def metametric_exact(docs: Sequence[Doc]) -> Prf:
    """Set matching of spans with labels, micro average."""
    from metametric import dsl

    metric = dsl.set_matching[tuple, "<->"](dsl.discrete[tuple])  # type: ignore[type-arg]
    made = dsl.family(metric, dsl.micro_average(["precision", "recall", "f1"])).new()
    made.update_batch([doc.pred for doc in docs], [doc.gold for doc in docs])
    found = made.compute()
    return Prf(float(found["precision"]), float(found["recall"]), float(found["f1"]))


def metametric_overlap(docs: Iterable[Doc], weight: Weight) -> float:
    """Summed weight of its optimal one-to-one matching in each document."""
    from metametric import dsl

    metric = dsl.set_matching[tuple, "<->"](dsl.from_func(weight))  # type: ignore[type-arg]
    return float(sum(metric.score(doc.pred, doc.gold) for doc in docs))


def for_metametric(docs: Iterable[Doc]) -> list[Doc]:
    """The documents on which it is sound: neither side empty (that counts as one item, and two empty sides as a right
    one), and nothing standing twice (copies count in the totals but never in the overlap)."""
    single = (Doc(list(dict.fromkeys(doc.gold)), list(dict.fromkeys(doc.pred))) for doc in docs)
    return [doc for doc in single if doc.gold and doc.pred]


def assignment(docs: Iterable[Doc], weight: Weight) -> float:
    """Summed weight of scipy's assignment on the full matrix of each document."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    total = 0.0
    for gold, pred in docs:
        weights = np.array([[weight(p, g) for g in gold] for p in pred]).reshape(len(pred), len(gold))
        total += float(weights[linear_sum_assignment(weights, maximize=True)].sum())
    return total


def sklearn_classes(gold: Sequence[str], said: Sequence[str | None], labels: Sequence[str]) -> dict[str, list[float]]:
    """scikit-learn's precision, recall, F1 (NaN where undefined) and true/false positives/negatives of each label.

    A prediction of None is a label that is asked for nowhere.
    """
    import numpy as np
    from sklearn.metrics import multilabel_confusion_matrix, precision_recall_fscore_support

    answers = [answer or "silent" for answer in said]
    figures = precision_recall_fscore_support(gold, answers, labels=labels, zero_division=np.nan)
    tables = multilabel_confusion_matrix(gold, answers, labels=labels)
    return {
        label: [*(float(part[n]) for part in figures[:3]), *(float(tables[n][at]) for at in ((1, 1), (0, 1), (1, 0)))]
        for n, label in enumerate(labels)
    }


def sklearn_macro(gold: Sequence[str], said: Sequence[str | None], labels: Sequence[str]) -> float:
    """scikit-learn's macro F1 over some labels."""
    from sklearn.metrics import f1_score

    answers = [answer or "silent" for answer in said]
    return float(f1_score(gold, answers, labels=labels, average="macro", zero_division=0))


def krippendorff(units: Sequence[tuple[Hashable | None, Hashable | None]]) -> float:
    """Nominal alpha of two annotators; None is a missing value."""
    import numpy as np
    from krippendorff import alpha

    codes: dict[Hashable, int] = {}
    rows = [[np.nan if v is None else codes.setdefault(v, len(codes)) for v in unit] for unit in units]
    return float(alpha(reliability_data=np.array(rows, dtype=float).T, level_of_measurement="nominal"))


def gamma(doc: Doc, seed: int = 0) -> float:
    """Gamma of pygamma-agreement, places and labels weighing alike. It draws from numpy's global generator, set here.

    numba is kept from compiling in this process, unless it was imported before: on a few spans that costs more than
    it saves.
    """
    import logging
    import os

    import numpy as np

    os.environ.setdefault("NUMBA_DISABLE_JIT", "1")
    from pyannote.core import Segment
    from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum

    np.random.seed(seed)
    continuum = Continuum()
    for annotator, side in zip(("gold", "pred"), doc, strict=True):
        for start, end, label in side:
            continuum.add(annotator, Segment(start, end), label)
    logging.disable(logging.WARNING)  # it says on every call which solver it takes
    try:
        return float(continuum.compute_gamma(CombinedCategoricalDissimilarity(), n_samples=30).gamma)
    finally:
        logging.disable(logging.NOTSET)

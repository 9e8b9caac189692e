"""Our figures against those of independent scorers, on many made-up inputs: how often they differ, by how much, and why.

A *sound* comparison is on inputs where both sides claim to compute one thing: there, any disagreement is a fault. The
others show where a peer has a defect, or where we chose otherwise; each has its example in the tests.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from . import inputs, ours, page, peers, textbook
from .page import README

BLOCK = "differential"
INPUTS, SEED, TOLERANCE = 1000, 20240229, 1e-9
HEADER = ("ours", "theirs", "inputs", "number", "differ", "by at most", "remark")

Values = Sequence[float | None]
"""What is compared, number by number; None (undefined) equals only None."""


@dataclass(frozen=True)
class Comparison:
    """Two ways to one list of values; `share` of the asked number of inputs is tried (slow ones less)."""

    ours: str
    theirs: str
    inputs: Callable[[np.random.Generator], Any]
    left: Callable[[Any], Values]
    right: Callable[[Any], Values]
    remark: str = ""
    sound: bool = True
    share: float = 1.0


@dataclass(frozen=True)
class Row:
    """What one comparison came to; `inputs` is 0 where the peer is not installed, and `remark` says so."""

    comparison: Comparison
    inputs: int
    disagreements: int
    greatest: float
    remark: str

    @property
    def fault(self) -> bool:
        return self.comparison.sound and self.disagreements > 0

    def cells(self) -> list[str]:
        c = self.comparison
        apart = f"{self.greatest:.2g}" if self.disagreements else "0"
        return [c.ours, c.theirs, c.inputs.__name__, str(self.inputs), str(self.disagreements), apart, self.remark]


def run(comparison: Comparison, number: int = INPUTS, seed: int = SEED) -> Row:
    """Try one comparison on seeded inputs."""
    draw = np.random.default_rng(seed)
    tried = max(1, round(number * comparison.share))
    differ, greatest = 0, 0.0
    for _ in range(tried):
        made = comparison.inputs(draw)
        try:
            apart = distance(comparison.left(made), comparison.right(made))
        except ImportError as missing:
            return Row(comparison, 0, 0, 0.0, f"not run: {missing.name} is not installed")
        differ += apart > TOLERANCE
        greatest = max(greatest, apart)
    return Row(comparison, tried, differ, greatest, comparison.remark)


def distance(left: Values, right: Values) -> float:
    """The greatest difference of two lists of values; infinite where one is undefined and the other is not."""
    return max(
        (
            math.inf if None in pair else abs(pair[0] - pair[1])  # type: ignore[operator]
            for pair in zip(left, right, strict=True)
            if pair != (None, None)
        ),
        default=0.0,
    )


def table(number: int = INPUTS, seed: int = SEED) -> list[Row]:
    """Every comparison."""
    return [run(comparison, number, seed) for comparison in COMPARISONS]


def write(rows: Sequence[Row], path: Path = README) -> Path:
    """Fill the block of a document with the table, and touch nothing else. Raises `ValueError` for rows not run."""
    if missing := [row.remark for row in rows if not row.inputs]:
        raise ValueError(f"{path} keeps its table, since this one is not whole: {'; '.join(sorted(set(missing)))}")
    return page.fill(BLOCK, HEADER, [row.cells() for row in rows], path)


# -- what is compared


def pairs_first(p: peers.Labelled, g: peers.Labelled) -> float:
    """The rule of our matching as one weight: an eligible pair outweighs any sum of IoUs."""
    iou = textbook.iou(p, g)
    return 100 + iou if iou >= 0.5 else 0.0


def labelled(p: peers.Labelled, g: peers.Labelled) -> float:
    """The same, where labels agree as well; the count of pairs alone."""
    return float(p[2] == g[2] and textbook.iou(p, g) >= 0.5)


def iou_alone(p: peers.Labelled, g: peers.Labelled) -> float:
    """IoU of eligible pairs, however many pairs that makes."""
    iou = textbook.iou(p, g)
    return iou if iou >= 0.5 else 0.0


def _peer(figure: str) -> Callable[[list[peers.Doc]], Values]:
    return lambda docs: peers.nervaluate(docs)[figure]


def _one_label(docs: list[peers.Doc]) -> list[peers.Doc]:
    return [peers.Doc(*([(s, e, "X") for s, e, _ in side] for side in doc)) for doc in docs]


def _lea(made: inputs.Clusters) -> Values:
    precision, recall = textbook.lea(made.pred, made.gold), textbook.lea(made.gold, made.pred)
    if precision is None and recall is None:
        return precision, recall, None
    total = (precision or 0.0) + (recall or 0.0)
    return precision, recall, 2 * (precision or 0.0) * (recall or 0.0) / total if total else 0.0


def _sklearn(made: inputs.Said) -> Values:
    gold, said = zip(*made, strict=True)
    present = ours.present(made)
    rows = peers.sklearn_classes(gold, said, present)
    values = [None if math.isnan(v) else v for label in present for v in rows[label]]
    return *values, peers.sklearn_macro(gold, said, present)


def _order(values: Sequence[float]) -> Values:
    """The first value, and the ranks of all."""
    return values[0], *map(float, np.argsort(np.argsort(values)))


COMPARISONS = (
    Comparison("actors exact P R F1", "nervaluate exact", inputs.flat, ours.figure("exact"), _peer("exact")),
    Comparison("actors typed P R F1", "nervaluate strict", inputs.flat, ours.figure("typed"), _peer("strict")),
    Comparison(
        "½ (exact + IoU >= .5), P R F1",
        "nervaluate partial",
        inputs.near,
        ours.partial,
        _peer("partial"),
        "no figure of ours: made of its pieces",
    ),
    Comparison(
        "IoU >= .5 with label, P R F1",
        "nervaluate ent_type",
        inputs.near,
        ours.figure("issue", "demands"),
        _peer("ent_type"),
    ),
    Comparison(
        "actors exact P R F1",
        "seqeval strict, one label",
        inputs.flat,
        ours.figure("exact"),
        lambda docs: peers.seqeval(_one_label(docs)),
    ),
    Comparison("actors typed P R F1", "seqeval strict", inputs.flat, ours.figure("typed"), peers.seqeval),
    Comparison(
        "actors typed P R F1",
        "metametric set matching",
        inputs.nested,
        ours.figure("typed"),
        peers.metametric_exact,
    ),
    Comparison(
        "actors typed P R F1",
        "metametric set matching",
        inputs.sparse,
        lambda docs: ours.figure("typed")(kept) if (kept := peers.for_metametric(docs)) else (),
        lambda docs: peers.metametric_exact(kept) if (kept := peers.for_metametric(docs)) else (),
        "empty documents and copies set aside",
    ),
    Comparison(
        "pairs, then summed IoU",
        "metametric optimal matching",
        inputs.nested,
        ours.matching,
        lambda docs: [peers.metametric_overlap(docs, pairs_first)],
    ),
    Comparison(
        "pairs with label",
        "metametric optimal matching",
        inputs.nested,
        ours.labelled_pairs,
        lambda docs: [peers.metametric_overlap(docs, labelled)],
    ),
    Comparison(
        "pairs, then summed IoU",
        "scipy, full matrix",
        inputs.nested,
        ours.matching,
        lambda docs: [peers.assignment(docs, pairs_first)],
    ),
    Comparison(
        "pairs, then summed IoU",
        "all pairings tried",
        inputs.nested,
        ours.matching,
        lambda docs: [sum(textbook.best_assignment(d.pred, d.gold, pairs_first) for d in docs)],
        share=0.1,
    ),
    Comparison("given track: P R F1, TP FP FN, macro F1", "scikit-learn", inputs.said, ours.given, _sklearn),
    Comparison("principals P R F1", "LEA by its definition", inputs.clusters, ours.principals, _lea),
    Comparison("alpha", "krippendorff", inputs.units, ours.alpha, lambda units: [peers.krippendorff(units)]),
    Comparison(
        "actors weighted F1: perfect is 1, order of four systems",
        "gamma: the same",
        inputs.degrees,
        lambda docs: _order([ours.figure("weighted")([doc])[2] or 0.0 for doc in docs]),
        lambda docs: _order([peers.gamma(doc) for doc in docs]),
        "no figure of ours: order alone",
        share=0.005,
    ),
    Comparison(
        "actors exact P R F1",
        "nervaluate exact",
        inputs.nested,
        ours.figure("exact"),
        _peer("exact"),
        "defect: who comes first takes any gold that it touches, also from the exact one",
        sound=False,
    ),
    Comparison(
        "actors typed P R F1",
        "nervaluate strict",
        inputs.nested,
        ours.figure("typed"),
        _peer("strict"),
        "the same defect",
        sound=False,
    ),
    Comparison(
        "½ (exact + IoU >= .5), P R F1",
        "nervaluate partial",
        inputs.flat,
        ours.partial,
        _peer("partial"),
        "defect: a hundredth of the gold span earns half a point, the whole text too",
        sound=False,
    ),
    Comparison(
        "actors typed P R F1",
        "metametric set matching",
        inputs.sparse,
        ours.figure("typed"),
        peers.metametric_exact,
        "defect: an empty side counts as an item, two as a right one; gold with copies is never matched in full",
        sound=False,
    ),
    Comparison(
        "summed IoU",
        "metametric, IoU as weight",
        inputs.nested,
        ours.figure_hits("weighted"),
        lambda docs: [peers.metametric_overlap(docs, iou_alone)],
        "choice: most pairs come first with us, however small their IoU",
        sound=False,
    ),
)

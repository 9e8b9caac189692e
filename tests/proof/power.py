"""How far figures on splits of this size can be trusted: true coverage of intervals, and detectable differences.

A simulation, since no truth is known for real systems: made-up systems that err on the gold of all documents stand for
a population; its F1 is the truth. Documents are drawn from it as many as a split has, and each draw gets an interval.
"""

from __future__ import annotations

import numpy as np

from parleybench.annotations.gold import all_gold
from parleybench.corpus.splits import held, members
from parleybench.eval.board.board import SPLITS
from parleybench.eval.compare import POWER
from parleybench.eval.counts import Floats
from parleybench.eval.resample import SEED, differences, interval, micro
from parleybench.eval.scorer import Counted, Scorer
from parleybench.eval.tasks import TASKS

from . import synthetic

BLOCK = "power"
HEADER = (
    "split",
    "documents",
    "task",
    "true F1",
    "coverage of the 95% interval",
    "median width",
    "detectable difference",
)
ROUNDS = 500


def table(draws: int = 1000, seed: int = SEED) -> list[tuple[str, ...]]:
    """A row for each split and task, in hundredths of F1 and per cent."""
    first, second = population(1), population(2)
    rows = []
    for split in (split for split in held() if split in SPLITS):
        size = len(members(split))
        for task in TASKS:
            ours, theirs = (counted.headline(task)[0] for counted in (first, second))
            assert ours is not None and theirs is not None
            covered, width = coverage(ours, size, draws, seed)
            smallest = detectable(ours, theirs, size, min(draws, 200), seed)
            figures = (f"{100 * value:.1f}" for value in (_f1(ours), covered, width, smallest))
            rows.append((split, str(size), task, *figures))
    return rows


def population(seed: int) -> Counted:
    """The counts of a made-up system on the gold of every document; no text is needed."""
    golds = [gold for _, gold in sorted(all_gold().items())]
    scorer = Scorer()
    for gold, pred in zip(golds, synthetic.erring(iter(golds), seed), strict=True):
        scorer.add(gold, pred)
    return scorer.counted()


def _f1(counts: Floats) -> float:
    return float(micro(counts.sum(axis=0)[None])[0])


def coverage(counts: Floats, size: int, draws: int, seed: int) -> tuple[float, float]:
    """The share of draws whose interval holds the population's F1, and the intervals' median width."""
    generator = np.random.default_rng(seed)
    truth, held, widths = _f1(counts), 0, []
    for n in range(draws):
        drawn = counts[generator.integers(0, len(counts), size)]
        found = interval(drawn, micro, rounds=ROUNDS, seed=seed + n)
        if found is not None:
            held += found[0] <= truth <= found[1]
            widths.append(found[1] - found[0])
    return held / max(1, len(widths)), float(np.median(widths))


def detectable(a: Floats, b: Floats, size: int, draws: int, seed: int) -> float:
    """The true difference of two systems that a test at .05 sees four times in five: 2.8 standard errors, median."""
    generator = np.random.default_rng(seed)
    errors: list[float] = []
    for n in range(draws):
        drawn = generator.integers(0, len(a), size)
        spread = differences(a[drawn], b[drawn], micro, rounds=ROUNDS, seed=seed + n)
        errors.append(float(POWER * np.std(spread, ddof=1)) if len(spread) > 1 else np.nan)
    return float(np.nanmedian(errors))

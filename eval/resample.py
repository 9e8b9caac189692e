"""Intervals and paired tests from a matrix of counts, one row a document.

Nothing is rescored: a resample is a weight for each document, its figure comes from the weighted sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from .counts import Floats, f1

Statistic = Callable[[Floats], Floats]
"""Sums of counts, shape (rounds, figures, 4) -> one value a round, NaN where undefined."""

ROUNDS = 10_000
PAIRED_ROUNDS = 10_000
SEED = 20240229
CELLS = 2**21  # weights held at a time, as far as a block keeps its rows
BLOCK = (64, 256)  # fewest and most rounds in a block: products of fewer rows are slow under threads


def micro(sums: Floats) -> Floats:
    """F1 of the one figure in the sums."""
    return f1(sums[..., 0, :])


def macro(sums: Floats) -> Floats:
    """Mean F1 over the figures in the sums; a class undefined in a resample leaves its round undefined."""
    mean: Floats = np.mean(f1(sums), axis=-1)
    return mean


def intervals(
    figures: Mapping[str, tuple[Floats, Statistic]],
    *,
    rounds: int,
    seed: int,
    clusters: Sequence[str] | None = None,
) -> dict[str, tuple[float, float] | None]:
    """Percentile bootstrap 95% intervals (Efron and Tibshirani 1993) over documents, or over clusters of them.

    Each figure has counts of shape (documents, figures, 4) and the statistic of their sums; all figures are computed on
    the same resamples. None where no resample defines the statistic.
    """
    tables = {n: by_cluster(counts, clusters) if clusters is not None else counts for n, (counts, _) in figures.items()}
    size = max((len(table) for table in tables.values()), default=0)
    if not size or rounds < 1:
        return dict.fromkeys(figures)
    flat = np.concatenate([table.reshape(size, -1) for table in tables.values()], axis=1)
    sums = np.concatenate([weights @ flat for weights in resamples(size, rounds, seed)])
    found: dict[str, tuple[float, float] | None] = {}
    at = 0
    for name, table in tables.items():
        width = table[0].size
        values = figures[name][1](sums[:, at : at + width].reshape(-1, *table.shape[1:]))
        found[name] = percentiles(values[~np.isnan(values)])
        at += width
    return found


def interval(
    counts: Floats, statistic: Statistic, *, rounds: int, seed: int, clusters: Sequence[str] | None = None
) -> tuple[float, float] | None:
    """The interval of one figure."""
    return intervals({"": (counts, statistic)}, rounds=rounds, seed=seed, clusters=clusters)[""]


def percentiles(values: Floats) -> tuple[float, float] | None:
    """The middle 95% of defined values, None where there is none."""
    if not len(values):
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def differences(a: Floats, b: Floats, statistic: Statistic, *, rounds: int, seed: int) -> Floats:
    """The statistic's difference a - b in each resample of documents, undefined rounds left out."""
    flat = np.concatenate([a.reshape(len(a), -1), b.reshape(len(b), -1)], axis=1)
    sums = np.concatenate([weights @ flat for weights in resamples(len(a), rounds, seed)])
    width = a[0].size
    left, right = (statistic(half.reshape(-1, *a.shape[1:])) for half in (sums[:, :width], sums[:, width:]))
    apart: Floats = left - right
    return apart[~np.isnan(apart)]


def resamples(size: int, rounds: int, seed: int) -> Iterator[Floats]:
    """Batches of bootstrap weights, shape (rounds in the batch, size): how often each of `size` was drawn."""
    generator = np.random.default_rng(seed)
    few = max(1, CELLS // size)
    for batch in _batches(rounds, size):
        weights = np.empty((batch, size))
        for at in range(0, batch, few):
            rows = weights[at : at + few]
            drawn = generator.integers(0, size, size=rows.shape, dtype=np.int32)
            drawn += size * np.arange(len(rows), dtype=np.int32)[:, None]
            rows[:] = np.bincount(drawn.ravel(), minlength=rows.size).reshape(rows.shape)
        yield weights


def by_cluster(counts: Floats, clusters: Sequence[str]) -> Floats:
    """Counts summed within each cluster, clusters in sorted order."""
    names, home = np.unique(np.asarray(clusters), return_inverse=True)
    summed = np.zeros((len(names), *counts.shape[1:]))
    np.add.at(summed, home, counts)
    return summed


def _batches(rounds: int, size: int) -> list[int]:
    """Rounds in blocks of `BLOCK` rows, the more the fewer documents there are."""
    fewest, most = BLOCK
    batch = max(fewest, min(most, CELLS // size))
    return [batch] * (rounds // batch) + [rounds % batch] * bool(rounds % batch)


def paired(
    a: Floats, b: Floats, statistic: Statistic, *, rounds: int = PAIRED_ROUNDS, seed: int = SEED
) -> float | None:
    """Two-sided p of the difference by approximate randomisation (Noreen 1989): each document's counts swap or stay.

    p = (1 + rounds at least as far apart) / (1 + rounds); None where the difference is undefined.
    """
    observed = statistic(a.sum(axis=0)[None]) - statistic(b.sum(axis=0)[None])
    if np.isnan(observed[0]):
        return None
    generator = np.random.default_rng(seed)
    gap = (a - b).reshape(len(a), -1)
    total_a, total_b = a.reshape(len(a), -1).sum(axis=0), b.reshape(len(b), -1).sum(axis=0)
    far = 0
    for size in _batches(rounds, max(1, len(a))):
        moved = generator.integers(0, 2, size=(size, len(a))).astype(np.float64) @ gap
        shape = (size, *a.shape[1:])
        apart = statistic((total_a - moved).reshape(shape)) - statistic((total_b + moved).reshape(shape))
        far += int(np.sum(np.abs(np.nan_to_num(apart, nan=np.inf)) >= abs(observed[0]) - 1e-12))
    return (1 + far) / (1 + rounds)


def holm(values: Sequence[float | None]) -> list[float | None]:
    """p values adjusted for several comparisons (Holm 1979); undefined ones stay so and do not count."""
    known = sorted((p, n) for n, p in enumerate(values) if p is not None)
    adjusted: list[float | None] = [None] * len(values)
    running = 0.0
    for rank, (p, n) in enumerate(known):
        running = max(running, min(1.0, (len(known) - rank) * p))
        adjusted[n] = running
    return adjusted

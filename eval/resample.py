"""Intervals and paired tests from a matrix of counts, one row a document.

Nothing is rescored: a resample is a weight for each document, its figure comes from the weighted sums.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from .counts import Floats, f1

Statistic = Callable[[Floats], Floats]
"""Sums of counts, shape (rounds, figures, 4) -> one value a round, NaN where undefined."""

ROUNDS = 1000
PAIRED_ROUNDS = 10_000
SEED = 20240229
BATCH = 256


def micro(sums: Floats) -> Floats:
    """F1 of the one figure in the sums."""
    return f1(sums[..., 0, :])


def macro(sums: Floats) -> Floats:
    """Mean F1 over the figures in the sums; a class undefined in a resample leaves its round undefined."""
    mean: Floats = np.mean(f1(sums), axis=-1)
    return mean


def interval(
    counts: Floats, statistic: Statistic, *, rounds: int, seed: int, clusters: Sequence[str] | None = None
) -> tuple[float, float] | None:
    """Percentile bootstrap 95% interval (Efron and Tibshirani 1993) over documents, or over clusters of them.

    `counts` has shape (documents, figures, 4). None where no resample defines the statistic.
    """
    counts = by_cluster(counts, clusters) if clusters is not None else counts
    if not len(counts) or rounds < 1:
        return None
    generator = np.random.default_rng(seed)
    values = np.concatenate([statistic(_sums(counts, generator, size)) for size in _batches(rounds)])
    values = values[~np.isnan(values)]
    if not len(values):
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def by_cluster(counts: Floats, clusters: Sequence[str]) -> Floats:
    """Counts summed within each cluster, clusters in sorted order."""
    names, home = np.unique(np.asarray(clusters), return_inverse=True)
    summed = np.zeros((len(names), *counts.shape[1:]))
    np.add.at(summed, home, counts)
    return summed


def _sums(counts: Floats, generator: np.random.Generator, rounds: int) -> Floats:
    """Summed counts of `rounds` resamples: multinomial weights times the count matrix."""
    n = len(counts)
    weights = generator.multinomial(n, np.full(n, 1.0 / n), size=rounds).astype(np.float64)
    return (weights @ counts.reshape(n, -1)).reshape(rounds, *counts.shape[1:])


def _batches(rounds: int) -> list[int]:
    return [BATCH] * (rounds // BATCH) + [rounds % BATCH] * bool(rounds % BATCH)


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
    for size in _batches(rounds):
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

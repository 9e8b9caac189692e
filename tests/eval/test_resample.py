"""Intervals, paired tests and corrections: known answers, determinism, and no NaN let out."""

from __future__ import annotations

import numpy as np
import pytest

from parleybench.eval.resample import by_cluster, holm, interval, macro, micro, paired


def table(*rows: tuple[float, float, float]) -> np.ndarray:
    """Counts (documents, 1, 4) from (hits, predicted, gold)."""
    return np.array([[[h, p, h, g]] for h, p, g in rows], dtype=float)


def test_no_spread_means_no_width() -> None:
    assert interval(table(*[(1, 2, 2)] * 8), micro, rounds=200, seed=1) == (0.5, 0.5)


def test_the_interval_holds_the_figure_and_repeats() -> None:
    counts = table((3, 4, 5), (0, 2, 3), (5, 5, 6), (1, 1, 4), (2, 6, 2))
    low, high = interval(counts, micro, rounds=500, seed=7) or (0.0, 0.0)
    assert low < 2 * 11 / (18 + 20) < high
    assert interval(counts, micro, rounds=500, seed=7) == (low, high)


def test_the_bootstrap_of_a_mean_has_the_known_spread() -> None:
    # recall-like figure with one gold and one predicted item a document: F1 is a mean of 0s and 1s, sd sqrt(.25/n)
    counts = table(*[(n % 2, 1, 1) for n in range(100)])
    low, high = interval(counts, micro, rounds=4000, seed=3) or (0.0, 0.0)
    assert high - low == pytest.approx(2 * 1.96 * 0.05, rel=0.06)


def test_undefined_is_none_never_nan() -> None:
    assert interval(table((0, 0, 0), (0, 0, 0)), micro, rounds=50, seed=1) is None
    assert paired(table((0, 0, 0)), table((0, 0, 0)), micro, rounds=50) is None
    assert interval(table((0, 0, 0), (1, 1, 1)), micro, rounds=50, seed=1) == (1.0, 1.0)


def test_clusters_are_summed() -> None:
    counts = table((1, 1, 1), (0, 1, 1), (1, 2, 1))
    assert by_cluster(counts, ["b", "a", "b"])[:, 0].tolist() == [[0, 1, 0, 1], [2, 3, 2, 2]]


def test_a_system_does_not_differ_from_itself() -> None:
    counts = table((3, 4, 5), (0, 2, 3), (5, 5, 6))
    assert paired(counts, counts, micro, rounds=100) == 1.0


def test_exact_randomisation_of_two_documents() -> None:
    # two documents, one system right in both, the other in none: only the two uniform swaps of four are as far apart
    a, b = table((1, 1, 1), (1, 1, 1)), table((0, 1, 1), (0, 1, 1))
    assert paired(a, b, micro, rounds=20_000, seed=5) == pytest.approx(0.5, abs=0.02)


def test_holm() -> None:
    assert holm([0.01, 0.04, None, 0.03]) == pytest.approx([0.03, 0.06, None, 0.06])
    assert holm([0.9, 0.8]) == [1.0, 1.0]


def test_macro_is_the_mean_over_classes() -> None:
    sums = np.array([[[1, 1, 1, 1], [0, 1, 0, 1]]], dtype=float)
    assert macro(sums)[0] == 0.5

"""Intervals, paired tests and corrections: known answers, determinism, and no NaN let out."""

from __future__ import annotations

import numpy as np
import pytest

from parleybench.eval import resample
from parleybench.eval.resample import by_cluster, holm, interval, macro, micro, paired

KNOWN = (0.23084032012195121, 0.5119999999999999)
"""What release 0.1.0 gave for the counts of the test."""


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


class TestResamples:
    def test_weights_are_drawn_with_replacement_and_sum_to_the_size(self) -> None:
        weights = np.concatenate(list(resample.resamples(7, 600, 3)))
        assert weights.shape == (600, 7) and (weights.sum(axis=1) == 7).all()
        assert weights.mean() == 1.0 and abs(weights.var() - 6 / 7) < 0.1  # multinomial: n p (1 - p)

    def test_figures_share_their_resamples(self) -> None:
        counts = np.array([[[n % 3, 3, n % 3, 3]] for n in range(12)], dtype=float)
        both = {"a": (counts, resample.micro), "b": (counts, resample.micro)}
        found = resample.intervals(both, rounds=200, seed=1)
        assert found["a"] == found["b"] == resample.interval(counts, resample.micro, rounds=200, seed=1)
        assert resample.intervals({}, rounds=200, seed=1) == {}
        assert resample.intervals(both, rounds=0, seed=1) == {"a": None, "b": None}

    def test_percentiles(self) -> None:
        assert resample.percentiles(np.arange(0.0, 101.0)) == (2.5, 97.5)
        assert resample.percentiles(np.array([])) is None

    def test_macro_is_the_mean_over_figures(self) -> None:
        sums = np.array([[[1, 2, 1, 2], [1, 1, 1, 1]]], dtype=float)
        assert resample.macro(sums).tolist() == [0.75]
        assert resample.micro(sums).tolist() == [0.5]


class TestBlocks:
    counts = np.array([[[n % 3, 3, n % 3, 3], [n % 2, 2, n % 2, 2]] for n in range(12)], dtype=float)
    homes = tuple(str(n // 3) for n in range(12))

    def test_clusters_are_resampled_whole(self) -> None:
        options = {"rounds": 300, "seed": 5}
        one = self.counts[:, :1]
        summed = resample.by_cluster(one, self.homes)
        by_hand = resample.interval(summed, resample.micro, **options)
        assert resample.interval(one, resample.micro, **options, clusters=self.homes) == by_hand
        assert by_hand != resample.interval(one, resample.micro, **options)

    def test_three_figures_of_different_widths_keep_apart(self) -> None:
        options = {"rounds": 300, "seed": 5}
        figures = {
            "thirds": (self.counts[:, :1], resample.micro),
            "both": (self.counts, resample.macro),
            "halves": (self.counts[:, 1:], resample.micro),
        }
        found = resample.intervals(figures, **options)
        assert found == {name: resample.interval(*given, **options) for name, given in figures.items()}
        assert len(set(found.values())) == 3

    def test_one_round_is_a_point(self) -> None:
        found = resample.interval(self.counts[:, :1], resample.micro, rounds=1, seed=5)
        assert found is not None and found[0] == found[1]

    def test_randomisation_repeats_for_a_seed_and_counts_ties(self) -> None:
        a, b = self.counts[:, :1], self.counts[::-1, :1].copy()
        b[:5, 0] = [3, 3, 3, 3]
        assert resample.paired(a, b, resample.micro, rounds=99, seed=1) == resample.paired(
            a, b, resample.micro, rounds=99, seed=1
        )
        values = {resample.paired(a, b, resample.micro, rounds=99, seed=seed) for seed in range(6)}
        assert len(values) > 1
        # two documents that swap to the same distance: every round is as far apart as what was seen
        left, right = (np.array([[[x, 1, x, 1]]], dtype=float) for x in (1, 0))
        assert resample.paired(left, right, resample.micro, rounds=50) == 1.0

    def test_blocks_hold_all_rounds_and_never_few(self) -> None:
        assert resample._batches(1000, 40) == [256, 256, 256, 232]
        assert resample._batches(7, 3) == [7]
        assert resample._batches(256, 10) == [256]
        assert resample._batches(200, 20_000) == [104, 96]
        assert resample._batches(200, 10**7) == [64, 64, 64, 8]  # products of fewer rows are slow under threads

    @pytest.mark.parametrize("size", [3, 3000, 40_000])
    def test_weights_are_one_stream_of_draws_however_they_are_cut(self, size: int) -> None:
        drawn = np.random.default_rng(11).integers(0, size, size=(70, size), dtype=np.int32)
        wanted = np.array([np.bincount(row, minlength=size) for row in drawn])
        assert (np.concatenate(list(resample.resamples(size, 70, 11))) == wanted).all()

    def test_intervals_are_what_they_were(self) -> None:
        counts = np.array([[[n % 4, 4, n % 4, 3 + n % 2]] for n in range(17)], dtype=float)
        assert resample.interval(counts, resample.micro, rounds=500, seed=20240229) == KNOWN

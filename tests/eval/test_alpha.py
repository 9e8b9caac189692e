"""Krippendorff's alpha by hand, and over two passes."""

from __future__ import annotations

import pytest
from examples import GOLD, PRED
from make import record

from parleybench.eval.alpha import Alpha, alpha, alphas


def test_alpha_by_hand() -> None:
    # Krippendorff 2011: units (a a) (a b) (b b); coincidences aa 2, ab 1, ba 1, bb 2; n 6, n_a 3, n_b 3
    # D_o = 2/6; D_e = (3*3 + 3*3) / (6*5) = 18/30; alpha = 1 - (1/3)/(3/5) = 4/9
    assert alpha([("a", "a"), ("a", "b"), ("b", "b")]).value == pytest.approx(4 / 9)
    assert alpha([("a", "a"), ("a", None), ("b", "b")]).value == 1.0


class TestAlpha:
    def test_pairs_are_counted(self) -> None:
        assert alpha([("a", "a"), ("b", None), ("a", "b"), ("b", "b")]) == Alpha(pytest.approx(4 / 9), 3)
        assert alpha([("a", None)]) == Alpha(None, 0)
        assert alpha([("a", "a"), ("a", "a")]) == Alpha(None, 2)

    def test_over_two_passes(self) -> None:
        found = alphas([GOLD, record("alone")], [PRED])
        assert set(found) >= {"entity type", "direction", "issue", "outcome kind", "polarity"}
        assert found["direction"].items == 1 and found["outcome kind"].items == 1
        same = alphas([GOLD], [GOLD])
        assert same["polarity"] == Alpha(1.0, 2) and same["direction"] == Alpha(None, 2)

"""Krippendorff's alpha by hand, and over two passes."""

from __future__ import annotations

import pytest
from make import demand, entity, gate, outcome, record, stance

from parleybench.eval.alpha import Alpha, alpha, alphas

GOLD = record(
    "doc",
    entities=[entity("a", (0, 5)), entity("b", (10, 15), (20, 30))],
    demands=[demand("d", 40, 60, issuers=["a"]), demand("e", 70, 80, issuers=["b"])],
    outcomes=[outcome("o", 90, 95)],
    gates=[gate("g", "d", "o", 84, 89)],
    stances=[stance("s", 100, 105, "b", "o", "support"), stance("t", 106, 109, "a", "d", "oppose")],
    conflicts=[("d", "e")],
)
PRED = record(
    "doc",
    entities=[entity("a", (0, 5)), entity("b", (10, 15), (22, 30)), entity("c", (300, 310))],
    demands=[demand("x", 40, 60, issuers=["a"], direction="refuse"), demand("y", 200, 210, issuers=["b"])],
    outcomes=[outcome("p", 90, 95)],
    gates=[gate("h", "x", "p", 84, 89)],
    stances=[stance("u", 100, 105, "b", "p", "oppose")],
    conflicts=[("x", "y")],
)


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

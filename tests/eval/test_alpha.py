"""Krippendorff's alpha over the labels of two passes."""

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

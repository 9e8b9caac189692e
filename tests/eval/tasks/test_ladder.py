"""Rungs: each asks for one label more and is matched by itself."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from parleybench.eval.match import Place
from parleybench.eval.tasks.ladder import Rung, climb, fallen, standing

SPANS = [(0, 10), (20, 30), (40, 50)]


def unasked() -> Sequence[Place]:
    raise AssertionError("one-to-one pairs hold no copies")


def test_each_rung_keeps_what_stands_as_high() -> None:
    pairs = [(0, 0, 1.0), (1, 1, 0.9), (2, 2, 0.8)]
    rungs = climb(pairs, [0, 1, 2], 2, unasked)
    assert [rung.pairs for rung in rungs] == [pairs, pairs[1:], pairs[2:]]
    assert all(rung.chosen == rung.pairs for rung in rungs)


def test_a_rung_on_which_nothing_stands_is_there() -> None:
    assert climb([(0, 0, 1.0)], [0], 1, unasked) == [Rung([(0, 0, 1.0)], [(0, 0, 1.0)]), Rung([], [])]


def test_each_rung_is_matched_by_itself() -> None:
    # on the ground 0 and 1 compete for gold 0, and 0 gives way to gold 1; above, only (0, 0) stands
    pairs = [(0, 0, 0.9), (0, 1, 0.5), (1, 0, 0.6)]
    ground, one = climb(pairs, [1, 0, 0], 1, lambda: SPANS)
    assert sorted(ground.chosen) == [(0, 1, 0.5), (1, 0, 0.6)]
    assert one.chosen == [(0, 0, 0.9)]


def test_copies_pair_once() -> None:
    pairs = [(0, 0, 1.0), (0, 1, 0.8), (1, 0, 1.0), (1, 1, 0.8)]
    ground, one = climb(pairs, [1] * 4, 1, lambda: [(0, 10), (0, 10)])
    assert ground.chosen == one.chosen == [(0, 0, 1.0)]


def test_how_many_stand_is_told_from_the_heights_alone() -> None:
    assert standing([2, 0, 1, 2], 2) == [4, 3, 2]
    assert standing([], 3) == [0, 0, 0, 0]
    draw = Random(3)
    for _ in range(50):
        heights = [draw.randint(0, 4) for _ in range(draw.randint(0, 9))]
        rungs = climb([(n, n, 1.0) for n in range(len(heights))], heights, 4, unasked)
        assert standing(heights, 4) == [len(rung.chosen) for rung in rungs]


def test_the_fallen_are_those_of_one_rung_alone() -> None:
    below, above = Rung([(0, 0, 1.0), (1, 1, 0.5)], []), Rung([(1, 1, 0.5)], [])
    assert fallen(below, above) == [(0, 0, 1.0)]

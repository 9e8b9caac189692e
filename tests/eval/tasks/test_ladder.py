"""Rungs: each asks for one label more and is matched by itself."""

from __future__ import annotations

from parleybench.eval.tasks.ladder import Rung, climb, fallen

SPANS = [(0, 10), (20, 30), (40, 50)]


def test_each_rung_keeps_what_agrees() -> None:
    pairs = [(0, 0, 1.0), (1, 1, 0.9), (2, 2, 0.8)]
    rungs = climb("ground", pairs, {"one": lambda p, g: p != 0, "two": lambda p, g: g == 2}, lambda: SPANS)
    assert list(rungs) == ["ground", "one", "two"]
    assert [rung.pairs for rung in rungs.values()] == [pairs, pairs[1:], pairs[2:]]
    assert all(rung.chosen == rung.pairs for rung in rungs.values())


def test_a_label_is_asked_of_both_ends() -> None:
    asked: list[tuple[int, int]] = []
    climb("ground", [(0, 2, 1.0)], {"one": lambda p, g: asked.append((p, g)) or False}, lambda: SPANS)  # type: ignore[func-returns-value]
    assert asked == [(0, 2)]


def test_what_fell_is_not_asked_again() -> None:
    asked: list[int] = []
    labels = {"one": lambda p, g: p == 1, "two": lambda p, g: asked.append(p) or True}
    climb("ground", [(0, 0, 1.0), (1, 1, 1.0)], labels, lambda: SPANS)  # type: ignore[arg-type]
    assert asked == [1]


def test_each_rung_is_matched_by_itself() -> None:
    # on the ground 0 and 1 compete for gold 0, and 0 gives way to gold 1; above, only (0, 0) stands
    pairs = [(0, 0, 0.9), (0, 1, 0.5), (1, 0, 0.6)]
    rungs = climb("ground", pairs, {"one": lambda p, g: p == g}, lambda: SPANS)
    assert sorted(rungs["ground"].chosen) == [(0, 1, 0.5), (1, 0, 0.6)]
    assert rungs["one"].chosen == [(0, 0, 0.9)]


def test_copies_pair_once() -> None:
    pairs = [(0, 0, 1.0), (0, 1, 0.8), (1, 0, 1.0), (1, 1, 0.8)]
    rungs = climb("ground", pairs, {"one": lambda p, g: True}, lambda: [(0, 10), (0, 10)])
    assert rungs["ground"].chosen == rungs["one"].chosen == [(0, 0, 1.0)]


def test_the_fallen_are_those_of_one_rung_alone() -> None:
    below, above = Rung([(0, 0, 1.0), (1, 1, 0.5)], []), Rung([(1, 1, 0.5)], [])
    assert fallen(below, above) == [(0, 0, 1.0)]

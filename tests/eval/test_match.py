"""One-to-one matching of spans: what is eligible, which pairs are chosen, and what copies earn."""

from __future__ import annotations

from parleybench.annotations.span import Span
from parleybench.eval.match import best, match, overlapping


def test_half_is_enough_and_less_is_not() -> None:
    assert overlapping([Span(0, 5)], [Span(0, 10)]) == [(0, 0, 0.5)]
    assert overlapping([Span(0, 10)], [Span(0, 5)]) == [(0, 0, 0.5)]
    assert overlapping([Span(0, 4)], [Span(0, 10)]) == []
    assert overlapping([Span(5, 10)], [Span(0, 10)]) == [(0, 0, 0.5)]


def test_spans_that_touch_do_not_overlap() -> None:
    assert overlapping([Span(5, 10)], [Span(0, 5), Span(10, 15)]) == []


def test_a_long_gold_before_and_a_short_one_within_are_both_seen() -> None:
    found = overlapping([Span(10, 20), Span(30, 40)], [Span(30, 41), Span(2, 20), Span(12, 20)])
    assert found == [(0, 1, 10 / 18), (0, 2, 0.8), (1, 0, 10 / 11)]


def test_most_pairs_come_before_the_greater_sum() -> None:
    pairs = [(0, 0, 1.0), (0, 1, 0.5), (1, 0, 0.5)]
    assert sorted(best(pairs)) == [(0, 1, 0.5), (1, 0, 0.5)]


def test_among_as_many_pairs_the_greater_sum_wins() -> None:
    pairs = [(0, 0, 0.6), (0, 1, 0.9), (1, 0, 0.9), (1, 1, 0.6)]
    assert sorted(best(pairs)) == [(0, 1, 0.9), (1, 0, 0.9)]


def test_groups_are_solved_apart() -> None:
    pairs = [(0, 0, 0.7), (1, 0, 0.8), (2, 1, 0.9), (2, 2, 0.6), (5, 7, 0.5)]
    assert sorted(best(pairs)) == [(1, 0, 0.8), (2, 1, 0.9), (5, 7, 0.5)]


def test_copies_pair_once_unless_their_identity_differs() -> None:
    twice, gold = [Span(0, 10), Span(0, 10)], [Span(0, 10), Span(0, 8)]
    assert len(match(twice, gold)) == 1
    assert len(match(twice, gold, identity=["a", "b"])) == 2
    assert len(match(twice, gold, lambda p, g: p == g)) == 2  # other labels: no copies

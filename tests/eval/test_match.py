"""One-to-one matching of spans: what is eligible, which pairs are chosen, and what copies earn."""

from __future__ import annotations

import subprocess
import sys

from parleybench.annotations.span import Span
from parleybench.eval.match import best, flat, iou, match, overlapping


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


def test_gold_that_is_flat_and_out_of_order_is_met_as_well() -> None:
    gold = [Span(20, 30), Span(0, 10), Span(40, 50)]
    assert overlapping([Span(0, 10), Span(40, 49)], gold) == [(0, 1, 1.0), (1, 2, 0.9)]
    assert overlapping([Span(20, 30)], gold) == [(0, 0, 1.0)]


def test_in_nested_gold_an_equal_span_is_not_the_only_partner() -> None:
    gold = [Span(0, 10), Span(0, 8)]
    assert overlapping([Span(0, 10)], gold) == [(0, 1, 0.8), (0, 0, 1.0)]
    assert overlapping([Span(0, 10)], gold[::-1]) == [(0, 0, 0.8), (0, 1, 1.0)]


def test_a_long_prediction_reaches_as_far_back_as_its_length() -> None:
    assert overlapping([Span(10, 20)], [Span(0, 20), Span(30, 31)]) == [(0, 0, 0.5)]
    assert overlapping([Span(10, 20)], [Span(0, 20), Span(5, 6)]) == [(0, 0, 0.5)]


def test_one_gold_takes_the_nearest_of_many_and_one_prediction_likewise() -> None:
    assert best([(0, 0, 0.6), (1, 0, 0.9), (2, 0, 0.7)]) == [(1, 0, 0.9)]
    assert best([(0, 0, 0.6), (0, 1, 0.9), (0, 2, 0.7)]) == [(0, 1, 0.9)]
    assert best([(1, 0, 0.9), (0, 0, 0.9)]) == [(0, 0, 0.9)]  # a tie: the first by number


def test_two_by_two_takes_more_pairs_before_a_greater_sum() -> None:
    assert sorted(best([(0, 0, 0.5), (1, 1, 0.5), (0, 1, 1.0)])) == [(0, 0, 0.5), (1, 1, 0.5)]
    assert sorted(best([(0, 1, 0.5), (1, 0, 0.5), (0, 0, 1.0)])) == [(0, 1, 0.5), (1, 0, 0.5)]
    assert sorted(best([(5, 7, 0.9), (6, 8, 0.9), (5, 8, 0.6), (6, 7, 0.6)])) == [(5, 7, 0.9), (6, 8, 0.9)]


def test_larger_groups_are_solved_exactly() -> None:
    # three gold in a row, each prediction between two: the only way to three pairs, though (1, 0) weighs most
    pairs = [(0, 0, 0.5), (1, 0, 1.0), (1, 1, 0.5), (2, 1, 0.6), (2, 2, 0.5)]
    assert sorted(best(pairs)) == [(0, 0, 0.5), (1, 1, 0.5), (2, 2, 0.5)]
    star = [(0, 0, 0.9), (1, 0, 0.8), (1, 1, 0.9), (2, 1, 0.7)]
    assert sorted(best(star)) == [(0, 0, 0.9), (1, 1, 0.9)]


def test_groups_that_share_numbers_of_the_two_sides_are_apart() -> None:
    assert sorted(best([(0, 1, 0.9), (1, 0, 0.8), (2, 0, 0.7)])) == [(0, 1, 0.9), (1, 0, 0.8)]


def test_groups_come_in_order_of_their_first_pair_whatever_their_numbers() -> None:
    assert best([(5, 5, 0.9), (5, 6, 0.6), (4, 0, 0.6), (4, 1, 0.7)]) == [(5, 5, 0.9), (4, 1, 0.7)]
    assert best([(4, 0, 0.6), (4, 1, 0.7), (1, 5, 0.9), (1, 6, 0.6)]) == [(4, 1, 0.7), (1, 5, 0.9)]


def test_spans_are_flat_where_they_stand_in_order_and_may_touch() -> None:
    assert flat([]) and flat([(0, 5), (5, 9), (12, 13)])
    assert not flat([(0, 5), (4, 9)]) and not flat([(5, 9), (0, 5)])


def test_copies_are_told_by_their_identity_and_their_reach() -> None:
    pairs = [(0, 0, 1.0), (0, 1, 0.8), (1, 0, 1.0), (1, 1, 0.8), (2, 0, 0.6)]
    assert best(pairs, ["same", "same", "same"]) == [(0, 1, 0.8), (2, 0, 0.6)]
    assert len(best(pairs, ["same", "other", "same"])) == 2
    assert best([(1, 0, 1.0), (1, 1, 0.8), (0, 0, 1.0), (0, 1, 0.8)], "ss") == [(0, 0, 1.0)]


def test_iou() -> None:
    assert iou((0, 10), (5, 15)) == iou((5, 15), (0, 10)) == 5 / 15
    assert iou((0, 10), (2, 4)) == 0.2 and iou((0, 10), (0, 10)) == 1.0
    assert iou((0, 5), (5, 10)) == iou((0, 5), (7, 9)) == 0.0


def test_small_groups_are_solved_without_scipy() -> None:
    code = (
        "import sys; from parleybench.eval.match import best; "
        "best([(0, 0, .5), (1, 0, .6)]); best([(0, 0, .5), (0, 1, .6), (1, 0, .7), (1, 1, .8)]); "
        "print('scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"

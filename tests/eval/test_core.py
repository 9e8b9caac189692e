"""Small facts of the core that larger tests pass over: edges, defaults, and what stands in messages."""

from __future__ import annotations

import math

import numpy as np
import pytest
from make import demand, entity, gate, outcome, record, stance

from parleybench.annotations.span import Span
from parleybench.eval.counts import Count, Figure, count, f1, figure
from parleybench.eval.match import Pair, best, match, overlapping
from parleybench.eval.tasks import actors, conflicts, demands, preconditions
from parleybench.eval.tasks import stance as stances
from parleybench.eval.who import Both


class TestCounts:
    def test_counts_add_part_by_part(self) -> None:
        assert Count(1, 2, 3, 4) + Count(10, 20, 30, 40) == (11, 22, 33, 44)
        assert count(2, 3, 5) == Count(2, 3, 2, 5)

    @pytest.mark.parametrize(
        ("total", "expected"),
        [
            (Count(0, 0, 0, 0), Figure(None, None, None)),
            (Count(0, 0, 0, 2), Figure(None, 0.0, 0.0)),
            (Count(0, 2, 0, 0), Figure(0.0, None, 0.0)),
            (Count(0, 2, 0, 3), Figure(0.0, 0.0, 0.0)),
            (Count(1, 2, 1, 4), Figure(0.5, 0.25, 1 / 3)),
            (Count(0.5, 1, 1, 1), Figure(0.5, 1.0, 2 / 3)),
        ],
    )
    def test_figures_and_their_array_form(self, total: Count, expected: Figure) -> None:
        found = figure(total)
        assert (found.precision, found.recall) == (expected.precision, expected.recall)
        assert found.f1 == (None if expected.f1 is None else pytest.approx(expected.f1))
        value = float(f1(np.array([total], dtype=float))[0])
        assert math.isnan(value) if expected.f1 is None else value == pytest.approx(expected.f1)

    def test_one_item_of_a_side_is_enough_to_be_defined(self) -> None:
        table = np.array([[[0, 1, 0, 0], [0, 0, 0, 1], [1, 1, 1, 1]]], dtype=float)
        assert f1(table).tolist() == [[0.0, 0.0, 1.0]]


class TestMatch:
    def test_half_is_enough_and_less_is_not(self) -> None:
        assert overlapping([Span(0, 5)], [Span(0, 10)]) == [Pair(0, 0, 0.5)]
        assert overlapping([Span(0, 10)], [Span(0, 5)]) == [Pair(0, 0, 0.5)]
        assert overlapping([Span(0, 4)], [Span(0, 10)]) == []
        assert overlapping([Span(5, 10)], [Span(0, 10)]) == [Pair(0, 0, 0.5)]

    def test_spans_that_touch_do_not_overlap(self) -> None:
        assert overlapping([Span(5, 10)], [Span(0, 5), Span(10, 15)]) == []

    def test_a_long_gold_before_and_a_short_one_within_are_both_seen(self) -> None:
        found = overlapping([Span(10, 20), Span(30, 40)], [Span(30, 41), Span(2, 20), Span(12, 20)])
        assert found == [Pair(0, 1, 10 / 18), Pair(0, 2, 0.8), Pair(1, 0, 10 / 11)]

    def test_most_pairs_come_before_the_greater_sum(self) -> None:
        pairs = [Pair(0, 0, 1.0), Pair(0, 1, 0.5), Pair(1, 0, 0.5)]
        assert sorted(best(pairs)) == [Pair(0, 1, 0.5), Pair(1, 0, 0.5)]

    def test_among_as_many_pairs_the_greater_sum_wins(self) -> None:
        pairs = [Pair(0, 0, 0.6), Pair(0, 1, 0.9), Pair(1, 0, 0.9), Pair(1, 1, 0.6)]
        assert sorted(best(pairs)) == [Pair(0, 1, 0.9), Pair(1, 0, 0.9)]

    def test_groups_are_solved_apart(self) -> None:
        pairs = [Pair(0, 0, 0.7), Pair(1, 0, 0.8), Pair(2, 1, 0.9), Pair(2, 2, 0.6), Pair(5, 7, 0.5)]
        assert sorted(best(pairs)) == [Pair(1, 0, 0.8), Pair(2, 1, 0.9), Pair(5, 7, 0.5)]

    def test_copies_pair_once_unless_their_identity_differs(self) -> None:
        twice, gold = [Span(0, 10), Span(0, 10)], [Span(0, 10), Span(0, 8)]
        assert len(match(twice, gold)) == 1
        assert len(match(twice, gold, identity=["a", "b"])) == 2
        assert len(match(twice, gold, lambda p, g: p == g)) == 2  # other labels: no copies


class TestWho:
    gold = record(entities=[entity("a", (0, 10)), entity("b", (20, 30)), entity("c", (40, 50), principal="b")])

    def test_issuers_must_all_be_right_and_at_least_one(self) -> None:
        pred = record(entities=[entity("x", (0, 10)), entity("y", (20, 30)), entity("z", (90, 95))])
        both = Both(self.gold, pred)
        wanted = demand("d", 60, 70, issuers=["a", "b"], addressees=["c"])

        def said(*issuers: str, to: tuple[str, ...] = ()) -> bool:
            return both.issuers_agree(demand("p", 60, 70, issuers=list(issuers), addressees=list(to)), wanted)

        assert said("x") and said("x", "y")
        assert not said() and not said("x", "z") and not said("z")

    def test_addressees_must_be_silent_where_gold_is(self) -> None:
        both = Both(self.gold, record(entities=[entity("x", (0, 10)), entity("y", (20, 30))]))
        nobody, one = demand("d", 0, 1), demand("d", 0, 1, addressees=["c"])
        assert both.addressees_agree(demand("p", 0, 1), nobody)
        assert not both.addressees_agree(demand("p", 0, 1, addressees=["x"]), nobody)
        assert both.addressees_agree(demand("p", 0, 1, addressees=["y"]), one)  # y stands for b, whose c is
        assert not both.addressees_agree(demand("p", 0, 1), one)
        assert not both.addressees_agree(demand("p", 0, 1, addressees=["x"]), one)

    def test_the_majority_of_mentions_decides(self) -> None:
        gold = record(entities=[entity("a", (0, 5), (10, 15)), entity("b", (20, 25))])
        pred = record(entities=[entity("x", (0, 5), (10, 15), (20, 25))])
        assert Both(gold, pred).resolved["x"] == "a"

    def test_a_circle_of_principals_ends(self) -> None:
        gold = record(entities=[entity("a", (0, 5))])
        pred = record(entities=[entity("p", principal="q"), entity("q", principal="p")])
        assert Both(gold, pred).resolved == {"p": None, "q": None, "speaker": "speaker"}


class TestTasks:
    def test_lea_by_hand(self) -> None:
        a, b, c, d = Span(0, 1), Span(2, 3), Span(4, 5), Span(6, 7)
        # gold {a b c}: 3 links, of which {a b} keeps 1: 3 * 1/3 = 1; {d} is no cluster of one with the system: 0 of 4
        # the system's {a b}: its 1 link is gold's: 2; {c d}: 0; 2 of 4
        assert actors.lea([{a, b}, {c, d}], [{a, b, c}, {d}]) == (2.0, 4, 1.0, 4)
        assert actors.lea([{a}, {b, c}], [{a}, {b, c}]) == (3.0, 3, 3.0, 3)

    def test_a_mention_that_two_sides_claim_stands_alone(self) -> None:
        both = Both(record(entities=[entity("a", (0, 5), (10, 15)), entity("b", (0, 5))]), record())
        assert actors.clusters(both.gold_mentions, both.gold_sides) == [{Span(10, 15)}, {Span(0, 5)}]

    def test_vague_gold_takes_a_prediction_only_after_the_plain(self) -> None:
        gold = record(
            entities=[entity("a", (90, 95))],
            demands=[demand("v", 0, 10, issuers=["a"], vague=True), demand("d", 0, 9, issuers=["a"])],
        )
        pred = record(entities=gold.entities, demands=[demand("x", 0, 10, issuers=["a"])])
        found = demands.counts(Both(gold, pred))
        assert found["iou50"] == count(1, 1, 1) and found["weighted"] == count(0.9, 1, 1)
        assert found["exact"] == Count(0, 0, 0, 1)  # the exact one is the vague: dropped

    def test_a_gate_to_the_wrong_kind_fails_at_its_rung(self) -> None:
        gold = record(
            entities=[entity("a", (90, 95))],
            demands=[demand("d", 0, 10, issuers=["a"])],
            outcomes=[outcome("o", 20, 30, "talks"), outcome("q", 40, 50, "other")],
            gates=[gate("g1", "d", "o"), gate("g2", "d", "q")],
        )
        pred = record(
            entities=gold.entities,
            demands=[demand("x", 0, 10, issuers=["a"])],
            outcomes=[outcome("p", 20, 30, "talks"), outcome("r", 70, 80, "other")],
            gates=[gate("h1", "x", "p"), gate("h2", "x", "r")],
        )
        found = preconditions.counts(Both(gold, pred))
        assert found["span"] == found["direction"] == count(2, 2, 2)
        assert found["outcome"] == found["issuer"] == count(1, 2, 2)  # `other` needs an eligible span too
        assert found["outcome_span"] == count(1, 2, 2)

    def test_stances_on_entities_demands_and_other_outcomes(self) -> None:
        gold = record(
            entities=[entity("a", (0, 5)), entity("b", (10, 15))],
            demands=[demand("d", 20, 30, issuers=["b"])],
            outcomes=[outcome("o", 40, 50, "other")],
            stances=[
                stance("s1", 60, 65, "a", "b"),
                stance("s2", 66, 69, "a", "d", "oppose"),
                stance("s3", 70, 75, "b", "o"),
            ],
        )
        pred = record(
            entities=gold.entities,
            demands=[demand("x", 20, 29, issuers=["b"])],
            outcomes=[outcome("p", 44, 50, "other")],
            stances=[
                stance("t1", 60, 65, "a", "b"),
                stance("t2", 66, 69, "a", "x", "oppose"),
                stance("t3", 80, 85, "b", "p"),
                stance("t4", 70, 75, "a", "p"),
            ],
        )
        found = stances.counts(Both(gold, pred))
        assert found["micro"] == count(3, 4, 3)
        assert (found["support"], found["oppose"], found["conditional"]) == (
            count(2, 3, 2),
            count(1, 1, 1),
            count(0, 0, 0),
        )
        assert found["cue"] == count(3, 4, 3)

    def test_conflicts_follow_same_as_to_the_first(self) -> None:
        made = [
            demand("p", 0, 9),
            demand("q", 20, 29, same_as="p"),
            demand("r", 40, 49, same_as="q"),
            demand("z", 60, 69),
        ]
        gold = record(demands=made, conflicts=[("p", "z")])
        found = conflicts.pairs(Both(gold, record(demands=made, conflicts=[("r", "z"), ("z", "q")])))
        assert found.gold == {frozenset(("p", "z"))} == set(found.predicted.values())
        assert found.homes == {"p", "z"}

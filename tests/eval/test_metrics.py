"""Hand-worked figures: every expected value is a fraction that was worked out on paper, beside it stands how."""

from __future__ import annotations

from fractions import Fraction

import pytest
from make import demand, entity, gate, outcome, record, stance

from parleybench.annotations.gold import gold_of
from parleybench.eval.counts import Count, figure
from parleybench.eval.tasks import TASKS, actors, conflicts, demands, given, preconditions
from parleybench.eval.tasks import stance as stances
from parleybench.eval.who import Both


def f1(count: Count) -> float | None:
    return figure(count).f1


def near(value: Fraction) -> object:
    return pytest.approx(float(value))


class TestActors:
    gold = record(
        entities=[
            entity("a", (0, 10), (20, 30)),
            entity("m", (40, 50), principal="a", type="person"),
            entity("b", (60, 70)),
        ]
    )

    def test_exact(self) -> None:
        # of 4 gold mentions 2 are found among 3 predicted: P 2/3, R 2/4, F1 2*2/(3+4)
        pred = record(entities=[entity("x", (0, 10), (20, 29)), entity("y", (60, 70))])
        assert f1(actors.settle(Both(self.gold, pred)).counts["exact"]) == near(Fraction(4, 7))

    def test_weighted(self) -> None:
        # (20, 29) against (20, 30): IoU 9/10; TP = 1 + 9/10 + 1 = 29/10 of 3 and 4
        pred = record(entities=[entity("x", (0, 10), (20, 29)), entity("y", (60, 70))])
        assert f1(actors.settle(Both(self.gold, pred)).counts["weighted"]) == near(Fraction(58, 70))

    def test_typed(self) -> None:
        # (40, 50) is a person in gold, a state here: 1 of 2 predicted right, 4 in gold: 2/(2+4)
        pred = record(entities=[entity("x", (0, 10)), entity("y", (40, 50))])
        assert f1(actors.settle(Both(self.gold, pred)).counts["typed"]) == near(Fraction(2, 6))

    def test_principals_lea(self) -> None:
        # gold sides: {0, 20, 40} with 3 links, {60}; predicted: {0, 20}, {40}, {60}
        # recall (3 * 1/3 + 1 * 1) / 4 = 2/4; precision (2 * 1/1 + 1 * 0 + 1 * 1) / 4 = 3/4
        pred = record(entities=[entity("x", (0, 10), (20, 30)), entity("y", (40, 50)), entity("z", (60, 70))])
        count = actors.settle(Both(self.gold, pred)).counts["principals"]
        assert figure(count).recall == near(Fraction(1, 2))
        assert figure(count).precision == near(Fraction(3, 4))
        assert f1(count) == near(Fraction(3, 5))


class TestDemands:
    gold = record(
        entities=[entity("a", (0, 5)), entity("b", (10, 15))],
        demands=[
            demand("d1", 100, 120, issuers=["a"], addressees=["b"]),
            demand("d2", 200, 240, issuers=["b"], issue="territory", direction="refuse"),
            demand("d3", 300, 320, issuers=["a"], vague=True),
        ],
    )

    def counts(self, *made: object) -> dict[str, Count]:
        pred = record(entities=[entity("p", (0, 5)), entity("q", (10, 15))], demands=list(made))
        return demands.settle(Both(self.gold, pred)).counts

    def test_weighted(self) -> None:
        # IoU of (100, 115) and (100, 120) is 15/20; 2 predicted, 2 wanted: 2 * (3/4) / 4
        found = self.counts(demand("x", 100, 115), demand("y", 500, 510))
        assert f1(found["weighted"]) == near(Fraction(3, 8))
        assert f1(found["iou50"]) == near(Fraction(1, 2))
        assert f1(found["exact"]) == 0.0

    def test_vague_gold_is_neither_wanted_nor_punished(self) -> None:
        # the hit on d3 is dropped: 1 predicted, 2 wanted, 1 right: 2/3
        found = self.counts(demand("x", 100, 120), demand("y", 300, 320))
        assert [f1(found[name]) for name in ("exact", "iou50")] == [near(Fraction(2, 3))] * 2

    def test_ladder(self) -> None:
        # span 2/2; direction 1 of 2; issue, issuer and addressee as well, for x is right throughout
        found = self.counts(
            demand("x", 100, 120, issuers=["p"], addressees=["q"]),
            demand("y", 200, 240, issuers=["q"], issue="territory"),
        )
        assert [f1(found[rung]) for rung in ("iou50", "direction", "issue", "issuer", "addressee")] == [
            1.0,
            0.5,
            0.5,
            0.5,
            0.5,
        ]

    def test_naming_everybody_earns_nothing(self) -> None:
        found = self.counts(demand("x", 100, 120, issuers=["p", "q"], addressees=["q"]))
        assert f1(found["issue"]) == near(Fraction(2, 3))
        assert f1(found["issuer"]) == 0.0

    def test_addressee_must_be_empty_where_gold_is(self) -> None:
        y = demand("y", 200, 240, issuers=["q"], issue="territory", direction="refuse", addressees=["p"])
        found = self.counts(y)
        assert f1(found["issuer"]) == near(Fraction(2, 3))
        assert f1(found["addressee"]) == 0.0


class TestPreconditions:
    gold = record(
        entities=[entity("a", (0, 5)), entity("b", (10, 15))],
        demands=[
            demand("d1", 100, 120, issuers=["a"]),
            demand("d2", 130, 150, issuers=["a"]),
        ],
        outcomes=[outcome("o1", 80, 90), outcome("o2", 160, 170, "other")],
        gates=[gate("g1", "d1", "o1", 92, 98), gate("g2", "d2", "o1", 122, 128), gate("g3", "d2", "o2", 152, 158)],
    )

    def test_ladder(self) -> None:
        pred = record(
            entities=[entity("p", (0, 5)), entity("q", (10, 15))],
            demands=[
                demand("x", 100, 120, issuers=["q"]),
                demand("y", 130, 150, issuers=["p"]),
            ],
            outcomes=[outcome("k", 400, 410), outcome("l", 300, 310, "other")],
            gates=[gate("h1", "x", "k"), gate("h2", "y", "l")],
        )
        found = preconditions.settle(Both(self.gold, pred)).counts
        # 3 gold pairs, 2 predicted. Spans: 2 hits, 4/5. Outcome: k agrees by kind alone, l (other) by no span: 2/5. Issuer q is wrong: 0
        assert f1(found["span"]) == near(Fraction(4, 5))
        assert f1(found["direction"]) == near(Fraction(4, 5))
        assert f1(found["outcome"]) == near(Fraction(2, 5))
        assert f1(found["issuer"]) == 0.0
        assert f1(found["outcome_span"]) == 0.0

    def test_headline(self) -> None:
        pred = record(
            entities=[entity("p", (0, 5))],
            demands=[demand("x", 100, 118, issuers=["p"])],
            outcomes=[outcome("k", 80, 90)],
            gates=[gate("h1", "x", "k")],
        )
        # one of three pairs found, nothing wrong: 2/(1+3)
        found = preconditions.settle(Both(self.gold, pred)).counts
        assert f1(found["issuer"]) == near(Fraction(1, 2))
        assert f1(found["outcome_span"]) == near(Fraction(2, 3))


class TestStance:
    gold = record(
        entities=[entity("a", (0, 5)), entity("b", (10, 15)), entity("m", (20, 25), principal="a")],
        demands=[demand("d1", 100, 120, issuers=["a"])],
        outcomes=[outcome("o1", 40, 45), outcome("o2", 50, 55)],
        stances=[
            stance("s1", 30, 35, "a", "o1", "conditional"),
            stance("s2", 60, 65, "m", "o2", "conditional"),
            stance("s3", 90, 95, "b", "d1", "oppose"),
        ],
    )

    def counts(self, *made: object) -> dict[str, Count]:
        pred = record(
            entities=[entity("p", (0, 5)), entity("q", (10, 15))],
            demands=[demand("x", 100, 115, issuers=["p"])],
            outcomes=[outcome("k", 700, 710), outcome("l", 800, 810, "other")],
            stances=list(made),
        )
        return stances.settle(Both(self.gold, pred)).counts

    def test_tuples_are_distinct_up_to_side_and_outcome(self) -> None:
        # s1 and s2 are one tuple (side a, talks, conditional): 2 gold tuples; 1 predicted and right: 2/3
        found = self.counts(stance("t", 30, 35, "p", "k", "conditional"))
        assert f1(found["micro"]) == near(Fraction(2, 3))
        assert f1(found["conditional"]) == 1.0
        assert f1(found["oppose"]) == 0.0
        assert f1(found["support"]) is None
        # cues: 3 in gold, 1 predicted, 1 right: 2/4
        assert f1(found["cue"]) == near(Fraction(1, 2))

    def test_demand_targets_meet_by_overlap(self) -> None:
        found = self.counts(stance("t", 90, 95, "q", "x", "oppose"))
        assert f1(found["oppose"]) == 1.0

    def test_a_wrong_polarity_beside_the_right_one_costs(self) -> None:
        one = self.counts(stance("t", 90, 95, "q", "x", "oppose"))
        two = self.counts(stance("t", 90, 95, "q", "x", "oppose"), stance("u", 90, 95, "q", "x", "support"))
        assert figure(two["micro"]).recall == figure(one["micro"]).recall
        assert f1(two["micro"]) < f1(one["micro"])  # type: ignore[operator]

    def test_given_track(self) -> None:
        # conditional: 2 in gold, 1 said and right: 2/3; oppose said of s2, wrong, and s3 silent: 0
        found = given.counts(self.gold, {"s1": "conditional", "s2": "oppose"})
        assert f1(found["given_conditional"]) == near(Fraction(2, 3))
        assert f1(found["given_oppose"]) == 0.0


class TestConflicts:
    gold = record(
        demands=[demand("d1", 0, 10), demand("d2", 20, 30), demand("d3", 40, 50, same_as="d1"), demand("d4", 60, 70)],
        conflicts=[("d1", "d2"), ("d2", "d4")],
    )

    def counts(self, *pairs: tuple[str, str]) -> float | None:
        made = [demand("p", 0, 10), demand("q", 20, 30), demand("r", 40, 50), demand("s", 90, 99)]
        return f1(conflicts.settle(Both(self.gold, record(demands=made, conflicts=list(pairs)))).counts["pairs"])

    def test_restatements_are_one_class_and_count_once(self) -> None:
        # (p, q) and (r, q) hit the one gold pair d1-d2: 1 hit, nothing wrong, 2 in gold: 2/3
        assert self.counts(("p", "q"), ("r", "q")) == near(Fraction(2, 3))

    def test_other_pairs_are_false(self) -> None:
        # 1 hit, 1 false, 2 in gold: 2/4
        assert self.counts(("p", "q"), ("q", "s")) == near(Fraction(1, 2))


@pytest.mark.parametrize("split", ["train", "validation", "test", "real_test"])
def test_gold_against_itself_is_one_everywhere(split: str) -> None:
    for gold in gold_of(split):
        for task in TASKS.values():
            for name, counted in task.settle(Both(gold, gold)).counts.items():
                assert f1(counted) in (None, pytest.approx(1.0)), (gold.doc, name)


def test_nothing_there_and_nothing_predicted_is_undefined() -> None:
    assert figure(Count()) == figure(Count(0, 0, 0, 0))
    assert figure(Count()).f1 is None


def test_silence_scores_zero_where_something_was_there() -> None:
    assert figure(Count(0, 0, 0, 3)).f1 == 0.0
    assert figure(Count(0, 0, 0, 3)).precision is None

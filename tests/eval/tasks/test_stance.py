"""Stances: distinct tuples, targets, false alarms before anything collapses."""

from __future__ import annotations

import msgspec
import pytest
from make import demand, entity, outcome, record, stance

from parleybench.annotations.layers import Record, Stance
from parleybench.eval.counts import count
from parleybench.eval.tasks import given
from parleybench.eval.tasks.ledger import Settled
from parleybench.eval.tasks.stance import gold_said, likeness, pred_said, settle
from parleybench.eval.who import Both

PEOPLE = [entity(name, (10 * n, 10 * n + 5)) for n, name in enumerate("abcde")]
TALKS, TRUCE = outcome("o", 100, 105), outcome("t", 110, 115, "ceasefire")
VOTE = outcome("v", 120, 130, "other")
DEMAND = demand("d", 140, 160, issuers=["e"])


def stating(*stances: Stance) -> Record:
    return record(entities=PEOPLE, demands=[DEMAND], outcomes=[TALKS, TRUCE, VOTE], stances=list(stances))


def settled(gold: Record, *pred: Stance) -> Settled:
    return settle(Both(gold, stating(*pred)))


def told(found: Settled) -> list[tuple[str, str | None, str | None]]:
    return [(e.kind, e.gold, e.pred) for e in found.errors]


ONE = stating(stance("s", 70, 75, "a", "o", "support"))


@pytest.mark.parametrize(
    ("holder", "target", "polarity", "kind"),
    [
        ("a", "o", "oppose", "polarity"),
        ("b", "o", "support", "holder"),
        ("a", "t", "support", "target"),
        ("b", "t", "oppose", "several labels"),
        ("b", "o", "oppose", "several labels"),
        ("b", "t", "support", "several labels"),
        ("a", "t", "oppose", "several labels"),
    ],
)
def test_each_label_names_its_kind(holder: str, target: str, polarity: str, kind: str) -> None:
    found = settled(ONE, stance("x", 72, 78, holder, target, polarity))
    assert told(found) == [(kind, "s", "x")]
    assert found.counts["micro"] == count(0, 1, 1)
    assert found.counts["support"] == count(0, int(polarity == "support"), 1)


def test_a_stance_far_away_is_missed_and_spurious() -> None:
    found = settled(ONE, stance("x", 90, 95, "b", "t", "oppose"))
    assert told(found) == [("missed", "s", None), ("spurious", None, "x")]


def test_targets_are_entities_demands_and_outcomes() -> None:
    gold = stating(
        stance("s1", 60, 65, "a", "b"),
        stance("s2", 66, 69, "a", "d", "oppose"),
        stance("s3", 70, 75, "b", "v"),
    )
    pred = record(
        entities=PEOPLE,
        demands=[demand("x", 140, 158, issuers=["b"])],
        outcomes=[outcome("p", 124, 130, "other")],
        stances=[
            stance("t1", 60, 65, "a", "b"),
            stance("t2", 66, 69, "a", "x", "oppose"),
            stance("t3", 80, 85, "b", "p"),
            stance("t4", 70, 75, "a", "p"),
        ],
    )
    found = settle(Both(gold, pred)).counts
    assert found["micro"] == count(3, 4, 3)
    assert [found[p] for p in ("support", "oppose", "conditional")] == [count(2, 3, 2), count(1, 1, 1), count(0, 0, 0)]
    assert found["cue"] == count(3, 4, 3)


@pytest.mark.parametrize(("end", "hits"), [(130, 1), (125, 1), (124, 0)])
def test_an_outcome_of_kind_other_is_met_by_half_of_its_span(end: int, hits: int) -> None:
    gold = stating(stance("s", 70, 75, "a", "v"))
    pred = record(entities=PEOPLE, outcomes=[outcome("p", 120, end, "other")], stances=[stance("x", 70, 75, "a", "p")])
    assert settle(Both(gold, pred)).counts["micro"] == count(hits, 1, 1)


@pytest.mark.parametrize(("end", "hits"), [(160, 1), (150, 1), (149, 0)])
def test_a_demand_is_met_by_half_of_its_span(end: int, hits: int) -> None:
    gold = stating(stance("s", 70, 75, "a", "d"))
    pred = record(
        entities=PEOPLE, demands=[demand("p", 140, end, issuers=["b"])], stances=[stance("x", 70, 75, "a", "p")]
    )
    assert settle(Both(gold, pred)).counts["micro"] == count(hits, 1, 1)


def test_a_demand_and_an_outcome_on_one_span_are_two_things() -> None:
    gold = stating(stance("s", 70, 75, "a", "v"))
    pred = record(
        entities=PEOPLE, demands=[demand("p", 120, 130, issuers=["b"])], stances=[stance("x", 70, 75, "a", "p")]
    )
    assert settle(Both(gold, pred)).counts["micro"] == count(0, 1, 1)


def test_tuples_say_whose_and_what_about_in_terms_of_gold() -> None:
    said = [stance(f"s{n}", 60 + n, 70 + n, "a", target) for n, target in enumerate(("d", "c", "o", "v"))]
    about = [("demand", (140, 160)), (("entity", "c"), None), (("outcome", "talks"), None), ("other", (120, 130))]
    gold = stating(*said)
    assert list(gold_said(Both(gold, record()))) == [("a", target, "support") for target in about]
    assert list(pred_said(Both(gold, gold))) == [("a", target, "support") for target in about]


def test_who_is_nobody_in_gold_stands_for_himself() -> None:
    pred = record(
        entities=[*PEOPLE, entity("x", (300, 305)), entity("y", (400, 405))],
        stances=[stance("u", 60, 65, "x", "y"), stance("v", 66, 69, "gone", "lost")],
    )
    assert list(pred_said(Both(ONE, pred))) == [
        (("x",), (("entity", ("y",)), None), "support"),
        (("gone",), (("entity", ("lost",)), None), "support"),
    ]


def test_likeness() -> None:
    assert likeness(("k", None), ("k", None)) == 1.0 and likeness(("k", None), ("l", None)) == 0.0
    assert likeness(("k", (0, 10)), ("k", None)) == likeness(("k", None), ("k", (0, 10))) == 1.0
    assert likeness(("k", (0, 10)), ("k", (0, 5))) == 0.5
    assert likeness(("k", (0, 10)), ("k", (0, 4))) == 0.0


def test_stances_of_one_side_on_two_mentions_of_talks_are_one() -> None:
    gold = stating(stance("s1", 60, 65, "a", "o"), stance("s2", 70, 75, "a", "o"))
    found = settled(gold, stance("x", 60, 65, "a", "o"))
    assert found.counts["micro"] == count(1, 1, 1) and found.errors == []


def test_a_repetition_is_free_as_often_as_gold_repeats_it_and_false_beyond() -> None:
    gold = stating(stance("s1", 60, 65, "a", "o"), stance("s2", 70, 75, "a", "o"))
    said = [stance(f"x{n}", 60 + n, 65 + n, "a", "o") for n in range(4)]
    assert [settled(gold, *said[:n]).counts["micro"] for n in range(5)] == [
        count(0, 0, 1),
        count(1, 1, 1),
        count(1, 1, 1),
        count(1, 2, 1),
        count(1, 3, 1),
    ]
    found = settled(gold, *said)
    assert told(found) == [("copy", None, "x2"), ("copy", None, "x3")] and found.ledger.dropped == {1}


def test_each_record_of_what_is_wrong_is_a_false_alarm() -> None:
    wrong = [stance(f"x{n}", 60 + n, 65 + n, "b", "o", "oppose") for n in range(3)]
    found = settled(ONE, *wrong)
    assert found.counts["micro"] == count(0, 3, 1) and found.counts["oppose"] == count(0, 3, 0)
    assert sum(e.loss for e in found.errors) == 4


def test_merging_all_actors_into_one_saves_no_false_alarm() -> None:
    gold = stating(stance("s", 60, 65, "a", "o"))
    pred = stating(*(stance(f"x{n}", 60 + n, 65 + n, holder, "o") for n, holder in enumerate("abc")))
    merged = record(
        entities=[entity("a", (0, 5), (10, 15), (20, 25), (1, 4), (2, 4))],
        outcomes=pred.outcomes,
        stances=[msgspec.structs.replace(s, holder="a") for s in pred.stances or ()],
    )
    assert settle(Both(gold, pred)).counts["micro"] == count(1, 3, 1)
    assert settle(Both(gold, merged)).counts["micro"].predicted == 3


def test_unresolved_holders_and_targets_equal_nothing() -> None:
    gold = stating(stance("s", 60, 65, "a", "b"))
    pred = record(
        entities=[*PEOPLE, entity("x", (300, 305)), entity("y", (400, 405))],
        stances=[stance("u", 60, 65, "x", "b"), stance("v", 60, 65, "a", "y"), stance("w", 60, 65, "gone", "lost")],
    )
    assert settle(Both(gold, pred)).counts["micro"] == count(0, 3, 1)


def test_of_stances_on_other_targets_the_nearest_cue_is_meant() -> None:
    gold = stating(stance("s", 60, 70, "a", "b"), stance("t", 80, 90, "a", "c"))
    found = settled(gold, stance("u", 80, 90, "a", "d"), stance("v", 60, 70, "a", "e"))
    assert set(told(found)) == {("target", "s", "v"), ("target", "t", "u")}


def test_of_two_with_a_wrong_polarity_the_nearest_cue_is_meant() -> None:
    found = settled(ONE, stance("x", 90, 95, "a", "o", "conditional"), stance("y", 70, 75, "a", "o", "oppose"))
    assert told(found) == [("polarity", "s", "y"), ("spurious", None, "x")]


def test_cues_are_distinct_spans() -> None:
    gold = stating(stance("s1", 60, 65, "a", "o"), stance("s2", 60, 65, "b", "o"), stance("s3", 70, 75, "b", "t"))
    assert settled(gold, stance("x", 60, 64, "c", "o"), stance("y", 60, 64, "d", "o")).counts["cue"] == count(1, 1, 2)


def test_the_given_polarities_count_by_class() -> None:
    gold = stating(
        stance("s1", 60, 65, "a", "o"), stance("s2", 70, 75, "a", "t", "oppose"), stance("s3", 80, 85, "b", "o")
    )
    assert given.counts(gold, {"s1": "support", "s2": "support"}) == {
        "given_support": count(1, 2, 2),
        "given_oppose": count(0, 0, 1),
        "given_conditional": count(0, 0, 0),
    }
    unheard = given.counts(gold, {"s1": "unheard", "s2": "oppose"})
    assert unheard["given_oppose"] == count(1, 1, 1) and unheard["given_support"] == count(0, 0, 2)

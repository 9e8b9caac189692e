"""Demands: the ladder, vague gold, copies."""

from __future__ import annotations

import pytest
from make import demand, entity, record

from parleybench.annotations.layers import Demand
from parleybench.eval.counts import Count, count
from parleybench.eval.tasks.demands import settle, share_of_vague
from parleybench.eval.tasks.ledger import Settled
from parleybench.eval.who import Both

PEOPLE = [entity("a", (0, 5)), entity("b", (10, 15))]


def settled(gold: list[Demand], *pred: Demand) -> Settled:
    return settle(Both(record(entities=PEOPLE, demands=gold), record(entities=PEOPLE, demands=list(pred))))


def told(gold: list[Demand], *pred: Demand) -> list[tuple[str, str | None, str | None]]:
    return [(e.kind, e.gold, e.pred) for e in settled(gold, *pred).errors]


D = demand("d", 20, 40, issuers=["a"], addressees=["b"])


@pytest.mark.parametrize(
    ("change", "kind", "hits"),
    [
        ({"direction": "refuse"}, "direction", (1, 0, 0, 0, 0)),
        ({"issue": "nuclear"}, "issue", (1, 1, 0, 0, 0)),
        ({"issuers": ["b"]}, "issuer", (1, 1, 1, 0, 0)),
        ({"addressees": []}, "addressee", (1, 1, 1, 1, 0)),
        ({"start": 36, "end": 60}, "boundary", (0, 0, 0, 0, 0)),
    ],
)
def test_each_label_names_its_rung_and_its_kind(change: dict[str, object], kind: str, hits: tuple[int, ...]) -> None:
    labels = {"start": 20, "end": 40, "issuers": ["a"], "addressees": ["b"]} | change
    x = demand("x", labels.pop("start"), labels.pop("end"), **labels)  # type: ignore[arg-type]
    rungs = ("iou50", "direction", "issue", "issuer", "addressee")
    assert [settled([D], x).counts[rung] for rung in rungs] == [count(n, 1, 1) for n in hits]
    assert told([D], x) == [(kind, "d", "x")]


def test_a_demand_missed_and_one_spurious() -> None:
    assert told([D], demand("x", 80, 90, issuers=["a"])) == [("missed", "d", None), ("spurious", None, "x")]


def test_vague_gold_takes_a_prediction_only_after_the_plain() -> None:
    gold = [demand("v", 0, 10, issuers=["a"], vague=True), demand("d", 0, 9, issuers=["a"])]
    found = settled(gold, demand("x", 0, 10, issuers=["a"])).counts
    assert found["iou50"] == count(1, 1, 1) and found["weighted"] == count(0.9, 1, 1)
    assert found["exact"] == Count(0, 0, 0, 1)  # the exact one is the vague: dropped


def test_what_is_left_over_and_pairs_with_vague_gold_is_dropped() -> None:
    gold = [demand("v", 0, 10, issuers=["a"], vague=True), demand("d", 0, 9, issuers=["a"])]
    pred = [demand("x", 0, 10, issuers=["a"]), demand("y", 0, 9, issuers=["a"]), demand("z", 50, 60, issuers=["a"])]
    found = settled(gold, *pred)
    assert found.counts["iou50"] == found.counts["addressee"] == count(1, 2, 1)
    assert found.counts["exact"] == count(1, 2, 1) and found.counts["weighted"] == count(1.0, 2, 1)
    assert found.ledger.dropped == {1} and [(e.kind, e.pred) for e in found.errors] == [("spurious", "z")]


def test_beside_it_stands_the_figure_with_vague_gold_wanted() -> None:
    gold = [demand("v", 0, 10, vague=True), demand("d", 20, 30)]
    assert settled(gold, demand("x", 0, 9)).counts["with_vague"] == count(0.9, 1, 2)
    assert settled(gold, demand("x", 0, 10), demand("y", 20, 28)).counts["with_vague"] == count(1.8, 2, 2)
    assert settled(gold).counts["with_vague"] == count(0, 0, 2)


def test_the_share_of_vague_gold() -> None:
    gold = [demand("v", 0, 10, vague=True), demand("d", 20, 30), demand("e", 40, 50)]
    assert share_of_vague(settled(gold).counts) == pytest.approx(1 / 3)
    assert share_of_vague(settled(gold[1:]).counts) == 0.0
    assert share_of_vague(settled([]).counts) is None


def test_a_vague_copy_is_dropped_once() -> None:
    gold = [demand("v", 0, 10, vague=True), demand("w", 0, 8, vague=True)]
    found = settled(gold, demand("x", 0, 10), demand("y", 0, 10)).counts
    assert found["iou50"] == count(0, 1, 0)  # the copy of what is dropped pairs with nothing, and is counted
    assert found["exact"] == count(0, 1, 0)


def test_a_demand_at_a_vague_one_with_other_labels_is_told_apart() -> None:
    vague = [demand("v", 20, 40, issuers=["a"], vague=True)]
    assert told(vague, demand("x", 20, 40, issuers=["b"])) == [("vague", None, "x")]
    assert told(vague, demand("x", 20, 40, issuers=["a"])) == []
    assert settled(vague, demand("x", 20, 40, issuers=["b"])).counts["issuer"] == count(0, 1, 0)


def test_a_copy_at_nested_gold_is_told_as_a_copy() -> None:
    gold = [demand("d", 20, 40, issuers=["a"]), demand("e", 20, 42, issuers=["a"])]
    assert told(gold, demand("x", 20, 40, issuers=["a"]), demand("y", 20, 40, issuers=["a"])) == [
        ("copy", None, "y"),
        ("missed", "e", None),
    ]


def test_copies_with_a_wrong_label_are_each_wrong_in_it() -> None:
    gold = [demand("d", 20, 40, issuers=["a"]), demand("e", 20, 42, issuers=["a"])]
    made = [demand(name, 20, 40, issuers=["b"]) for name in "xy"]
    assert told(gold, *made) == [("issuer", "d", "x"), ("issuer", "e", "y")]


def test_exact_spans_are_met_once_each() -> None:
    gold = [demand("d", 20, 40), demand("e", 20, 40, issue="nuclear"), demand("f", 50, 60)]
    three = [demand(name, 20, 40) for name in "xyz"]
    assert settled(gold, *three).counts["exact"] == count(2, 3, 3)
    assert settled(gold, three[0]).counts["exact"] == count(1, 1, 3)


def test_an_exact_span_that_is_plain_and_vague_is_right_before_it_is_dropped() -> None:
    gold = [demand("d", 20, 40), demand("v", 20, 40, vague=True)]
    assert settled(gold, demand("x", 20, 40)).counts["exact"] == count(1, 1, 1)
    assert settled(gold, demand("x", 20, 40), demand("y", 20, 40)).counts["exact"] == count(1, 1, 1)


def test_where_predictions_tie_the_file_decides_nothing() -> None:
    # x and y meet d equally well, and only y could be dropped for the vague v
    gold = [demand("d", 10, 20), demand("v", 12, 24, vague=True)]
    x, y = demand("x", 8, 18), demand("y", 12, 22)
    for pred in ((x, y), (y, x)):
        assert settled(gold, *pred).counts == settled(gold, x, y).counts
        assert settled(gold[::-1], *pred).counts == settled(gold, x, y).counts

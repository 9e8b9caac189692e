"""Mentions and principals."""

from __future__ import annotations

from collections import Counter

import pytest
from make import entity, record

from parleybench.annotations.span import Span
from parleybench.eval.counts import Count, count
from parleybench.eval.tasks.actors import lea, settle
from parleybench.eval.who import Both

A, B, C, D = Span(0, 1), Span(2, 3), Span(4, 5), Span(6, 7)


def clustered(*clusters: set[Span]) -> dict[Span, int]:
    return {span: n for n, cluster in enumerate(clusters) for span in cluster}


def scored(pred: dict[Span, int], gold: dict[Span, int]) -> tuple[float, float, float, float]:
    shared = Counter((cluster, gold[place]) for place, cluster in pred.items() if place in gold)
    return lea(Counter(pred.values()), Counter(gold.values()), shared)


def test_lea_by_hand() -> None:
    # gold {a b c}: 3 links, of which {a b} keeps 1: 3 * 1/3 = 1; {d} is no cluster of one with the system: 0 of 4
    # the system's {a b}: its 1 link is gold's: 2; {c d}: 0; 2 of 4
    assert scored(clustered({A, B}, {C, D}), clustered({A, B, C}, {D})) == (2.0, 4, 1.0, 4)
    assert scored(clustered({A}, {B, C}), clustered({A}, {B, C})) == (3.0, 3, 3.0, 3)


def test_a_cluster_of_one_is_kept_by_a_cluster_of_one_alone() -> None:
    assert scored(clustered({A}), clustered({A, B})) == (0.0, 1, 0.0, 2)
    assert scored(clustered({A, B}), clustered({A})) == (0.0, 2, 0.0, 1)
    assert scored(clustered({A}), clustered({A}, {B})) == (1.0, 1, 1.0, 2)
    assert scored(clustered({A}), clustered({B})) == (0.0, 1, 0.0, 1)


def test_links_in_two_clusters_of_the_other_side_add_up() -> None:
    # the system's one cluster {a b c d} has 6 links, gold's {a b} and {c d} keep 2: 4 * 2/6; gold keeps all: 4
    assert scored(clustered({A, B, C, D}), clustered({A, B}, {C, D})) == (pytest.approx(4 / 3), 4, 4.0, 4)
    assert scored(clustered({A, B}, {C, D}), clustered({A, B, C, D})) == (4.0, 4, pytest.approx(4 / 3), 4)


def test_a_mention_that_two_sides_claim_stands_alone() -> None:
    both = Both(record(entities=[entity("a", (0, 5), (10, 15)), entity("b", (0, 5))]), record())
    assert both.gold_mentions.clustered() == {(0, 5): (0, 5), (10, 15): "a"}
    one_side = Both(record(entities=[entity("a", (0, 5)), entity("b", (0, 5), principal="a")]), record())
    assert one_side.gold_mentions.clustered() == {(0, 5): "a"}


def test_entities_whose_principals_run_in_a_circle_cluster_by_themselves() -> None:
    both = Both(record(entities=[entity("a", (0, 5), principal="b"), entity("b", (10, 15), principal="a")]), record())
    found = both.gold_mentions.clustered()
    assert len(set(found.values())) == 2


def test_copies_of_a_mention_are_counted_and_meet_once() -> None:
    gold = record(entities=[entity("a", (0, 10), (20, 30))])
    pred = record(entities=[entity("p", (0, 10), (0, 10)), entity("q", (0, 10), type="igo")])
    found = settle(Both(gold, pred)).counts
    assert found["exact"] == found["weighted"] == found["typed"] == count(1, 3, 2)
    twice = record(entities=[entity("a", (0, 10)), entity("b", (0, 10), type="igo")])
    found = settle(Both(twice, pred)).counts
    assert found["exact"] == found["typed"] == count(2, 3, 2)
    same = record(entities=[entity("p", (0, 10)), entity("q", (0, 10))])
    assert settle(Both(twice, same)).counts["typed"] == count(1, 2, 2)


def test_the_figures_of_one_document() -> None:
    gold = record(entities=[entity("a", (0, 10), (20, 30)), entity("b", (40, 50), type="igo")])
    pred = record(entities=[entity("p", (0, 10), (20, 28)), entity("q", (40, 50)), entity("r", (70, 80))])
    found = settle(Both(gold, pred)).counts
    assert found == {
        "exact": count(2, 4, 3),
        "weighted": count(2.8, 4, 3),
        "typed": count(1, 4, 3),
        "principals": Count(1.0, 4, 1.0, 3),
    }


def test_errors_pair_equal_spans_and_copies_are_spurious() -> None:
    gold = record("d", entities=[entity("a", (20, 30), (0, 10)), entity("b", (50, 60))])
    pred = record("d", entities=[entity("p", (0, 10), (0, 10), (29, 40))])
    told = [(e.kind, e.gold, e.pred, e.loss) for e in settle(Both(gold, pred)).errors]
    assert told == [
        ("boundary", "20-30", "29-40", 2.0),
        ("missed", "50-60", None, 1.0),
        ("spurious", None, "0-10", 1.0),
    ]


def test_a_second_gold_entity_on_a_span_is_met_by_a_second_prediction() -> None:
    gold = record(entities=[entity("a", (0, 10)), entity("b", (0, 10))])
    one, two = (record(entities=[entity(n, (0, 10)) for n in names]) for names in ("p", "pq"))
    assert [e.kind for e in settle(Both(gold, one)).errors] == ["missed"]
    assert settle(Both(gold, two)).errors == []

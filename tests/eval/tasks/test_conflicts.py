"""Conflicts between classes, and deadlocks in terms of gold."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from make import demand, document, entity, gate, outcome, record, stance

from parleybench.annotations.gold import read_layers
from parleybench.annotations.layers import Record
from parleybench.corpus import library
from parleybench.eval.counts import count
from parleybench.eval.tasks.conflicts import pairs, settle
from parleybench.eval.who import Both

MADE = [demand("p", 0, 9), demand("q", 20, 29, same_as="p"), demand("r", 40, 49, same_as="q"), demand("z", 60, 69)]


def told(gold: Record, pred: Record) -> list[tuple[str, str | None, str | None]]:
    return [(e.kind, e.gold, e.pred) for e in settle(Both(gold, pred)).errors]


def test_conflicts_follow_same_as_to_the_first() -> None:
    gold = record(demands=MADE, conflicts=[("r", "z")])
    both = Both(gold, record(demands=MADE, conflicts=[("r", "z"), ("z", "q")]))
    found = pairs(both)
    assert found.gold == [frozenset(("p", "z"))] and len(found.pred) == 2
    assert found.eligible == [(0, 0, 1.0), (1, 0, 1.0)] and len(found.chosen) == 1 and found.false == []
    assert settle(both).counts["pairs"] == count(1, 1, 1)


def test_a_predicted_restatement_is_ignored() -> None:
    gold = record(demands=[demand("p", 0, 9), demand("q", 20, 29), demand("z", 60, 69)], conflicts=[("p", "z")])
    pred = record(demands=MADE, conflicts=[("q", "z")])
    assert settle(Both(gold, pred)).counts["pairs"] == count(0, 1, 1)


def test_a_second_hit_of_a_conflict_is_neither_right_nor_wrong() -> None:
    made = [demand("p", 0, 9), demand("q", 20, 29), demand("r", 40, 49, same_as="q")]
    found = settle(
        Both(record(demands=made, conflicts=[("p", "q")]), record(demands=made, conflicts=[("p", "q"), ("p", "r")]))
    )
    assert found.errors == [] and len(found.ledger.dropped) == 1
    assert [item.name for item in found.ledger.pred] == ["p+q", "p+r"]


def test_conflicts_fail_by_their_demands_or_by_themselves() -> None:
    demands = [demand(n, at, at + 9, issuers=["a"]) for n, at in (("p", 0), ("q", 20), ("r", 40))]
    gold = record(demands=demands, conflicts=[("p", "q")])
    pred = record(demands=[*demands, demand("z", 90, 99, issuers=["a"])], conflicts=[("p", "r"), ("q", "z")])
    assert told(gold, pred) == [("demand", None, "q+z"), ("missed", "p+q", None), ("spurious", None, "p+r")]
    assert settle(Both(gold, pred)).counts["pairs"] == count(0, 2, 1)


def test_a_pair_stands_at_the_place_of_its_first_demand() -> None:
    gold = record(demands=[demand("b", 0, 9), demand("a", 20, 29)], conflicts=[("b", "a")])
    (missed,) = settle(Both(gold, record())).errors
    assert (missed.gold, missed.gold_span) == ("a+b", (20, 29))


def test_predicted_copies_on_one_span_both_carry_the_class() -> None:
    gold = record(demands=[demand("d", 0, 10), demand("e", 20, 30)], conflicts=[("d", "e")])
    copies = [demand("d", 0, 10), demand("x", 0, 10, issue="process"), demand("e", 20, 30)]
    for order in (copies, copies[::-1]):
        for name in ("d", "x"):
            pred = record(demands=order, conflicts=[(name, "e")])
            assert settle(Both(gold, pred)).counts["pairs"] == count(1, 1, 1)
        both = Both(gold, record(demands=order, conflicts=[("d", "e"), ("x", "e")]))
        assert settle(both).counts["pairs"] == count(1, 1, 1)


def test_a_prediction_on_the_span_of_two_gold_demands_may_be_either_and_counts_once() -> None:
    demands = [demand("d", 0, 10), demand("f", 0, 10, issue="nuclear"), demand("e", 20, 30), demand("g", 40, 50)]
    gold = record(demands=demands, conflicts=[("d", "e"), ("f", "g")])
    made = [demand("x", 0, 10), demand("y", 20, 30), demand("z", 40, 50)]
    assert settle(Both(gold, record(demands=made, conflicts=[("x", "y"), ("x", "z")]))).counts["pairs"] == count(
        2, 2, 2
    )
    both_at_once = record(demands=demands, conflicts=[("d", "e"), ("f", "e")])
    assert settle(Both(both_at_once, record(demands=made, conflicts=[("x", "y")]))).counts["pairs"] == count(1, 1, 2)


def test_the_order_of_a_file_decides_nothing(shared: Path) -> None:
    read = {
        name: next(iter(read_layers([shared / "cases" / f"order_{name}.jsonl"], mend=_lifted).values()))
        for name in ("gold", "a", "b")
    }
    found = [settle(Both(read["gold"], read[name])).counts for name in ("a", "b")]
    assert found[0] == found[1] and found[0]["pairs"] == count(1, 1, 1)


def _lifted(value: object) -> str | None:
    from parleybench.annotations.gold import lifted

    return lifted(value)


PEOPLE = [entity("a", (200, 205)), entity("b", (210, 215)), entity("c", (220, 225))]
CIRCLE = record(
    entities=PEOPLE,
    demands=[demand("d", 0, 10, issuers=["a"]), demand("e", 20, 30, issuers=["b"])],
    outcomes=[outcome("o", 22, 28, "other"), outcome("p", 2, 8, "other")],
    gates=[gate("g", "d", "o"), gate("h", "e", "p")],
)


def locked(gold: Record, pred: Record) -> tuple[float, float, float]:
    found = settle(Both(gold, pred)).counts["deadlocks"]
    return found.hit_p, found.predicted, found.gold


def test_a_circle_of_gates_is_met_by_the_same_circle() -> None:
    assert locked(CIRCLE, CIRCLE) == (1, 1, 1)
    assert locked(CIRCLE, record()) == (0, 0, 1) and locked(record(), CIRCLE) == (0, 1, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"demands": [demand("d", 0, 10, issuers=["c"]), demand("e", 20, 30, issuers=["b"])]},  # another side
        {"demands": [demand("d", 0, 21, issuers=["a"]), demand("e", 20, 30, issuers=["b"])]},  # another demand
        {"entities": [entity("a", (300, 305)), *PEOPLE[1:]]},  # a side that is nobody
    ],
)
def test_a_circle_fails_by_its_sides_and_its_demands(change: dict[str, list[object]]) -> None:
    assert locked(CIRCLE, msgspec.structs.replace(CIRCLE, **change)) == (0, 1, 1)  # type: ignore[arg-type]


def test_a_circle_fails_by_its_outcomes() -> None:
    other = [outcome("o", 22, 24, "other"), outcome("p", 2, 8, "other")]
    assert locked(CIRCLE, msgspec.structs.replace(CIRCLE, outcomes=other)) == (0, 1, 1)


def test_kinds_of_deadlock_are_not_taken_for_one_another() -> None:
    demands = [demand("d", 0, 10, issuers=["a"], addressees=["b"]), demand("e", 20, 30, issuers=["b"])]
    opposed = record(entities=PEOPLE, demands=demands, stances=[stance("s", 40, 45, "b", "d", "oppose")])
    conflict = record(entities=PEOPLE, demands=demands, conflicts=[("d", "e")])
    assert locked(opposed, opposed) == locked(conflict, conflict) == (1, 1, 1)
    assert locked(opposed, conflict) == locked(conflict, opposed) == (0, 1, 1)


def test_a_deadlock_told_from_the_other_end_is_the_same() -> None:
    renamed = record(
        entities=PEOPLE,
        demands=[demand("z", 0, 10, issuers=["a"]), demand("y", 20, 30, issuers=["b"])],
        conflicts=[("y", "z")],
    )
    gold = record(entities=PEOPLE, demands=CIRCLE.demands, conflicts=[("d", "e")])
    assert locked(gold, renamed) == (1, 1, 1)


def test_sides_that_name_more_than_gold_fail() -> None:
    wide = [demand("d", 0, 10, issuers=["a", "c"]), demand("e", 20, 30, issuers=["b"])]
    gold = record(entities=PEOPLE, demands=CIRCLE.demands, conflicts=[("d", "e")])
    assert locked(gold, record(entities=PEOPLE, demands=wide, conflicts=[("d", "e")])) == (0, 1, 1)
    assert locked(record(entities=PEOPLE, demands=wide, conflicts=[("d", "e")]), gold) == (1, 1, 1)


def test_two_ends_that_are_one_in_gold_are_not_the_two() -> None:
    gold = record(entities=PEOPLE, demands=CIRCLE.demands, conflicts=[("d", "e")])
    crossed = [demand("p", 20, 30, issuers=["b"]), demand("q", 60, 70, issuers=["a"])]
    assert locked(gold, record(entities=PEOPLE, demands=crossed, conflicts=[("p", "q")])) == (0, 1, 1)
    crossed = [demand("p", 60, 70, issuers=["b"]), demand("q", 0, 10, issuers=["a"])]
    assert locked(gold, record(entities=PEOPLE, demands=crossed, conflicts=[("p", "q")])) == (0, 1, 1)


def test_an_end_that_gates_is_not_one_that_asks_without_preconditions() -> None:
    free = msgspec.structs.replace(
        demand("e", 20, 30, issuers=["b"], issue="process"), quote="talks without preconditions"
    )
    gates = [gate("g", "d", "o"), gate("h", "e", "p")]
    ends = [outcome("o", 22, 28), outcome("p", 2, 8, "other")]
    gated = msgspec.structs.replace(CIRCLE, outcomes=ends, gates=gates)
    asked = record(entities=PEOPLE, demands=[CIRCLE.demands[0], free], outcomes=ends[:1], gates=gates[:1])  # type: ignore[index]
    assert locked(gated, gated) == locked(asked, asked) == (1, 1, 1)
    assert locked(gated, asked) == locked(asked, gated) == (0, 1, 1)


def test_words_come_from_the_text_where_there_are_no_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "talks without preconditions"
    asking = demand("e", 0, len(words), issuers=["b"], issue="process")
    asked = record(
        entities=PEOPLE,
        demands=[demand("d", 40, 50, issuers=["a"]), asking],
        outcomes=[outcome("o", 60, 65)],
        gates=[gate("g", "d", "o")],
    )
    assert locked(asked, asked) == (0, 0, 0)
    monkeypatch.setattr(library, "text_or_none", lambda name: document(words, name))
    assert locked(asked, asked) == (1, 1, 1)

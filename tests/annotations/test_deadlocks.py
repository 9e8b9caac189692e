"""Deadlocks of three kinds, derived from the labels."""

from __future__ import annotations

import msgspec
import pytest
from make import demand, entity, gate, outcome, record, stance

from parleybench.annotations.deadlocks import CIRCLES, Deadlock, End, deadlocks
from parleybench.annotations.layers import Record

PEOPLE = [entity("a", (200, 205)), entity("b", (210, 215)), entity("m", (220, 225), principal="b")]
A, B = frozenset("a"), frozenset("b")
OURS, THEIRS = demand("d", 0, 10, issuers=["a"], addressees=["b"]), demand("e", 20, 30, issuers=["m"])


def made(**layers: object) -> Record:
    return record(**{"entities": PEOPLE, "demands": [OURS, THEIRS]} | layers)


def test_a_conflict_is_one_between_the_sides_of_its_issuers() -> None:
    wanted = [Deadlock("conflict", (End(A, "d"), End(B, "e")))]
    assert deadlocks(made(conflicts=[("d", "e")])) == deadlocks(made(conflicts=[("e", "d")])) == wanted
    assert deadlocks(made(conflicts=[("d", "e"), ("e", "d")])) == wanted
    assert deadlocks(made(conflicts=[("d", "gone"), ("gone", "e")])) == deadlocks(made()) == []


def test_restatements_are_taken_for_their_first_mentions() -> None:
    again = demand("z", 40, 50, issuers=["a"], same_as="d")
    found = deadlocks(made(demands=[OURS, THEIRS, again], conflicts=[("d", "e"), ("z", "e")]))
    assert found == [Deadlock("conflict", (End(A, "d"), End(B, "e")))]


@pytest.mark.parametrize("holder", ["b", "m"])
def test_a_demand_that_its_addressee_opposes(holder: str) -> None:
    opposing = made(stances=[stance("s", 60, 65, holder, "d", "oppose"), stance("t", 70, 75, "b", "d", "oppose")])
    assert deadlocks(opposing) == [Deadlock("opposed", (End(B), End(A, "d")))]


@pytest.mark.parametrize(
    "said",
    [
        stance("s", 60, 65, "b", "d", "support"),
        stance("s", 60, 65, "b", "d", "conditional"),
        stance("s", 60, 65, "a", "d", "oppose"),  # its own issuer
        stance("s", 60, 65, "gone", "d", "oppose"),
        stance("s", 60, 65, "a", "e", "oppose"),  # addressed to nobody
        stance("s", 60, 65, "b", "a", "oppose"),  # against no demand
    ],
)
def test_other_stances_lock_nothing(said: object) -> None:
    assert deadlocks(made(stances=[said])) == []


def test_a_demand_that_addresses_its_own_side_too_is_not_opposed_by_it() -> None:
    wide = demand("d", 0, 10, issuers=["a"], addressees=["a", "b"])
    assert deadlocks(made(demands=[wide], stances=[stance("s", 60, 65, "a", "d", "oppose")])) == []
    assert len(deadlocks(made(demands=[wide], stances=[stance("s", 60, 65, "b", "d", "oppose")]))) == 1


CIRCLE = Deadlock("circle", (End(A, "d", "o"), End(B, "e", "p")))


def circling(first: object, second: object, *more: object, demands: object = (OURS, THEIRS)) -> Record:
    gates = [gate("g", "d", "o"), gate("h", "e", "p")]
    return made(demands=list(demands), outcomes=[first, second, *more], gates=gates)  # type: ignore[call-overload]


def test_a_circle_needs_each_outcome_in_the_others_demand() -> None:
    inside, around = outcome("o", 22, 28, "other"), outcome("p", 0, 12, "other")
    assert deadlocks(circling(inside, around)) == [CIRCLE]
    assert deadlocks(circling(inside, outcome("p", 11, 15, "other"))) == []
    assert deadlocks(circling(outcome("o", 19, 29, "other"), around)) == []  # overlaps, and lies in neither
    assert deadlocks(circling(inside, outcome("p", 0, 10, "other"))) == [CIRCLE]  # equal spans


def test_a_circle_lies_between_sides() -> None:
    own = [OURS, demand("e", 20, 30, issuers=["a"])]
    assert deadlocks(circling(outcome("o", 22, 28), outcome("p", 2, 8), demands=own)) == []
    nobody = [OURS, demand("e", 20, 30, issuers=[])]
    assert deadlocks(circling(outcome("o", 22, 28), outcome("p", 2, 8), demands=nobody)) == []


@pytest.mark.parametrize(
    ("kind", "named", "direction", "found"),
    [
        ("talks", "talks", "require", True),
        ("ceasefire", "ceasefire", "require", True),
        ("talks", "ceasefire", "require", False),
        ("settlement", "settlement", "require", False),
        ("talks", "talks", "refuse", False),
    ],
)
def test_talks_and_truces_are_met_by_a_demand_that_names_one(
    kind: str, named: str, direction: str, found: bool
) -> None:
    theirs = demand("e", 20, 30, issuers=["b"], direction=direction)
    case = circling(
        outcome("o", 90, 95, kind), outcome("p", 2, 8, "other"), outcome("q", 24, 29, named), demands=(OURS, theirs)
    )
    assert deadlocks(case) == ([CIRCLE] if found else [])


@pytest.mark.parametrize(
    ("issue", "words", "found"), [("process", "Talks", True), ("forces", "Talks", False), ("process", "a talk", False)]
)
def test_talks_are_met_by_a_demand_of_equal_words(issue: str, words: str, found: bool) -> None:
    theirs = msgspec.structs.replace(demand("e", 20, 30, issuers=["b"], issue=issue), quote=words)
    talks = msgspec.structs.replace(outcome("o", 90, 95), quote="talks")
    assert deadlocks(circling(talks, outcome("p", 2, 8, "other"), demands=(OURS, theirs))) == (
        [CIRCLE] if found else []
    )


def test_words_come_from_the_text_where_there_are_no_quotes() -> None:
    text = "Leave now. The Talks and talks."
    demands = [demand("d", 0, 9, issuers=["a"]), demand("e", 15, 20, issuers=["b"], issue="process")]
    case = circling(outcome("o", 25, 30), outcome("p", 0, 5, "other"), demands=demands)
    assert deadlocks(case, text) == [CIRCLE] and deadlocks(case) == []


@pytest.mark.parametrize(
    "words", ["talks without preconditions", "Unconditional talks", "talks without any conditions"]
)
def test_a_gate_to_talks_against_a_call_for_talks_without_preconditions(words: str) -> None:
    def free(**change: object) -> Record:
        labels = {"issue": "process", "direction": "require", "issuers": ["b"]} | change
        theirs = msgspec.structs.replace(demand("e", 20, 30, **labels), quote=words)
        return made(demands=[OURS, theirs], outcomes=[outcome("o", 90, 95)], gates=[gate("g", "d", "o")])

    assert deadlocks(free()) == [Deadlock("circle", (End(A, "d", "o"), End(B, "e")))]
    for change in ({"issue": "humanitarian"}, {"direction": "refuse"}, {"issuers": ["a"]}):
        assert deadlocks(free(**change)) == []
    other = msgspec.structs.replace(free(), outcomes=[outcome("o", 90, 95, "ceasefire")])
    assert deadlocks(other) == []


def test_a_gate_to_nowhere_locks_nothing() -> None:
    assert (
        deadlocks(made(gates=[gate("g", "d", "gone"), gate("h", "gone", "o")], outcomes=[outcome("o", 22, 28)])) == []
    )


def test_circles_are_told_up_to_a_bound() -> None:
    demands = [demand(f"d{n}", n, 1000 - n, issuers=["a" if n % 2 else "b"]) for n in range(100)]
    gates = [gate(f"g{n}", f"d{n}", "o") for n in range(100)]
    assert len(deadlocks(made(demands=demands, gates=gates, outcomes=[outcome("o", 400, 405)]))) == CIRCLES

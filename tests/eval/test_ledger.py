"""Errors to the letter, diagnoses in order, resamples by hand, alpha over passes."""

from __future__ import annotations

from make import demand, entity, gate, outcome, record, stance

from parleybench.eval.diagnosis import Diagnosis
from parleybench.eval.tasks.ledger import Error, errors, ledger
from parleybench.eval.who import Both

GOLD = record(
    "doc",
    entities=[entity("a", (0, 5)), entity("b", (10, 15), (20, 30))],
    demands=[demand("d", 40, 60, issuers=["a"]), demand("e", 70, 80, issuers=["b"])],
    outcomes=[outcome("o", 90, 95)],
    gates=[gate("g", "d", "o", 84, 89)],
    stances=[stance("s", 100, 105, "b", "o", "support"), stance("t", 106, 109, "a", "d", "oppose")],
    conflicts=[("d", "e")],
)
PRED = record(
    "doc",
    entities=[entity("a", (0, 5)), entity("b", (10, 15), (22, 30)), entity("c", (300, 310))],
    demands=[demand("x", 40, 60, issuers=["a"], direction="refuse"), demand("y", 200, 210, issuers=["b"])],
    outcomes=[outcome("p", 90, 95)],
    gates=[gate("h", "x", "p", 84, 89)],
    stances=[stance("u", 100, 105, "b", "p", "oppose")],
    conflicts=[("x", "y")],
)


def test_every_error_to_the_letter() -> None:
    assert errors(Both(GOLD, PRED)) == [
        Error("doc", "actors", "boundary", "20-30", "22-30", (20, 30), (22, 30), 2.0),
        Error("doc", "actors", "spurious", None, "300-310", None, (300, 310), 1.0),
        Error("doc", "demands", "direction", "d", "x", (40, 60), (40, 60), 2.0),
        Error("doc", "demands", "missed", "e", None, (70, 80), None, 1.0),
        Error("doc", "demands", "spurious", None, "y", None, (200, 210), 1.0),
        Error("doc", "preconditions", "direction", "d>o", "x>p", (40, 60), (40, 60), 2.0),
        Error("doc", "stance", "polarity", "s", "u", (100, 105), (100, 105), 2.0),
        Error("doc", "stance", "missed", "t", None, (106, 109), None, 1.0),
        Error("doc", "conflicts", "demand", None, "x+y", None, (40, 60), 1.0),
        Error("doc", "conflicts", "missed", "d+e", None, (40, 60), None, 1.0),
    ]


def test_a_second_hit_of_a_conflict_is_neither_right_nor_wrong() -> None:
    made = [demand("p", 0, 9), demand("q", 20, 29), demand("r", 40, 49, same_as="q")]
    both = Both(record(demands=made, conflicts=[("p", "q")]), record(demands=made, conflicts=[("p", "q"), ("p", "r")]))
    found = ledger(both, "conflicts")
    assert found.errors == [] and len(found.dropped) == 1
    assert [item.name for item in found.pred] == ["p+q", "p+r"]


def test_of_copies_of_a_gate_one_is_right_and_one_spurious() -> None:
    copies = [demand(name, 40, 60, issuers=["a"]) for name in ("x", "y")]
    nested = [demand("d", 40, 60, issuers=["a"]), demand("n", 40, 52, issuers=["a"])]
    gold, pred = (
        record(
            entities=GOLD.entities,
            outcomes=GOLD.outcomes,
            demands=demands,
            gates=[gate(f"g{n}", made.id, "o") for n, made in enumerate(demands)],
        )
        for demands in (nested, copies)
    )
    kinds = [(e.kind, e.gold, e.pred) for e in ledger(Both(gold, pred), "preconditions").errors]
    assert kinds == [("issuer", "n>o", "y>o")] or kinds == [("boundary", "n>o", "y>o")]


def test_of_stances_on_other_targets_the_nearest_cue_is_meant() -> None:
    entities = [entity(name, (10 * n, 10 * n + 5)) for n, name in enumerate("abcde")]
    gold = record(entities=entities, stances=[stance("s", 60, 70, "a", "b"), stance("t", 80, 90, "a", "c")])
    pred = record(entities=entities, stances=[stance("u", 80, 90, "a", "d"), stance("v", 60, 70, "a", "e")])
    found = {(e.kind, e.gold, e.pred) for e in ledger(Both(gold, pred), "stance").errors}
    assert found == {("target", "s", "v"), ("target", "t", "u")}


class TestDiagnosis:
    def test_losses_stand_by_task_and_size(self) -> None:
        found = Diagnosis(["demands", "actors"], keep=True)
        found.add(Both(GOLD, PRED))
        found.add(Both(record("other", entities=[entity("a", (0, 5))]), record("other")))
        assert list(found.losses()) == ["demands", "actors"]
        assert list(found.losses()["demands"].items()) == [("direction", 2.0), ("missed", 1.0), ("spurious", 1.0)]
        assert list(found.losses()["actors"].items()) == [("boundary", 2.0), ("missed", 1.0), ("spurious", 1.0)]
        assert [e.doc for e in found.kept] == ["doc"] * 5 + ["other"]
        assert (found + found).keep and not Diagnosis(["actors"]).keep

    def test_errors_are_kept_only_where_that_is_asked_for(self) -> None:
        found = Diagnosis(["demands"])
        found.add(Both(GOLD, PRED))
        assert found.kept == []

    def test_of_two_polarities_the_right_one_is_meant(self) -> None:
        made = [stance("s", 60, 65, "a", "o", "support"), stance("t", 70, 75, "a", "o", "oppose")]
        gold = record(entities=[entity("a", (0, 5))], outcomes=[outcome("o", 90, 95)], stances=made)
        found = Diagnosis([])
        found.add(Both(gold, gold))
        assert found.confusions()["polarity"] == {"oppose": {"oppose": 1}, "support": {"support": 1}}

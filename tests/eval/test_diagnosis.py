"""Losses, confusions and slices, each added up over documents."""

from __future__ import annotations

from collections import Counter

import pytest
from examples import GOLD, PRED
from make import demand, diagnosed, entity, gate, outcome, record, stance
from proof import synthetic

from parleybench.annotations.layers import Gate
from parleybench.eval.diagnosis import MISSED, SPURIOUS, Diagnosis
from parleybench.eval.tasks import TASKS

GOLDS = list(synthetic.golds(12))
PREDS = list(synthetic.erring(iter(GOLDS)))


def test_slices_by_issue_and_phenomenon() -> None:
    gold = record(
        entities=[entity("a", (0, 5))],
        demands=[
            demand("d1", 20, 40, issuers=["a"], issue="nuclear"),
            demand("d2", 50, 60, issuers=["a"], issue="forces", direction="refuse"),
        ],
        outcomes=[outcome("o", 70, 75)],
        gates=[gate("g", "d1", "o")],
    )
    pred = record(
        entities=gold.entities,
        demands=[
            demand("x1", 20, 40, issuers=["a"], issue="nuclear"),
            demand("x2", 50, 60, issuers=["a"], issue="nuclear", direction="refuse"),
        ],
        outcomes=[],
    )
    found = diagnosed(gold, pred, "demands", "preconditions")
    slices = found.slices()
    # nuclear: 1 of 2 predicted is right, 1 of 1 gold: F1 2/3; forces: none predicted, 1 gold: 0
    assert slices["issue"]["nuclear"] == {"gold": 1, "demands": pytest.approx(2 / 3), "preconditions": 0.0}
    assert slices["issue"]["forces"] == {"gold": 1, "demands": 0.0}
    assert slices["phenomenon"]["demands: refusal"] == {"gold": 1, "found": 1.0, "right": 0.0}
    assert slices["phenomenon"]["demands: precondition"] == {"gold": 1, "found": 1.0, "right": 1.0}
    assert slices["phenomenon"]["preconditions: precondition"] == {"gold": 1, "found": 0.0, "right": 0.0}
    assert found.losses() == {"demands": {"issue": 2.0}, "preconditions": {"missed": 1.0}}


def test_slices_forgive_who_issues_a_demand() -> None:
    gold = record(entities=[entity("a", (0, 5))], demands=[demand("d", 20, 40, issuers=["a"])])
    pred = record(entities=gold.entities, demands=[demand("x", 20, 40, issuers=["nobody"])])
    found = diagnosed(gold, pred, "demands")
    assert found.slices()["issue"] == {"forces": {"gold": 1, "demands": 1.0}}
    assert found.losses() == {"demands": {"issuer": 2.0}}


def test_confusions() -> None:
    gold = record(
        entities=[entity("a", (0, 5), type="state")],
        demands=[demand("d", 20, 40, issuers=["a"], issue="nuclear"), demand("e", 60, 70, issuers=["a"])],
        outcomes=[outcome("o", 80, 85, "talks")],
        stances=[stance("s", 90, 95, "a", "o", "conditional")],
    )
    pred = record(
        entities=[entity("p", (0, 5), type="igo")],
        demands=[demand("x", 20, 40, issuers=["p"], issue="justice"), demand("y", 96, 99, issuers=["p"])],
        outcomes=[outcome("q", 80, 85, "talks")],
        stances=[stance("t", 90, 95, "p", "q", "support")],
    )
    found = diagnosed(gold, pred, "demands")
    assert found.confusions() == {
        "entity type": {"state": {"igo": 1}},
        "direction": {"require": {"require": 1, MISSED: 1}, SPURIOUS: {"require": 1}},
        "issue": {"nuclear": {"justice": 1}, "forces": {MISSED: 1}, SPURIOUS: {"forces": 1}},
        "outcome kind": {"talks": {"talks": 1}},
        "polarity": {"conditional": {"support": 1}},
    }


def test_parts_add_up() -> None:
    parts = [Diagnosis(TASKS, keep=True) for _ in range(3)]
    for n, (gold, pred) in enumerate(zip(GOLDS, PREDS, strict=True)):
        parts[0] += diagnosed(gold, pred, *TASKS, keep=True)
        parts[1 + n % 2] += diagnosed(gold, pred, *TASKS, keep=True)
    total = parts[1] + parts[2]
    assert (total.losses(), total.confusions(), total.slices()) == (
        parts[0].losses(),
        parts[0].confusions(),
        parts[0].slices(),
    )
    assert Counter(total.kept) == Counter(parts[0].kept)


def test_losses_stand_by_task_and_size() -> None:
    found = diagnosed(GOLD, PRED, "demands", "actors", keep=True)
    other = record("other", entities=[entity("a", (0, 5))]), record("other")
    found += diagnosed(*other, "demands", "actors", keep=True)
    assert list(found.losses()) == ["demands", "actors"]
    assert list(found.losses()["demands"].items()) == [("direction", 2.0), ("missed", 1.0), ("spurious", 1.0)]
    assert list(found.losses()["actors"].items()) == [("boundary", 2.0), ("missed", 1.0), ("spurious", 1.0)]
    assert [e.doc for e in found.kept] == ["doc"] * 5 + ["other"]
    assert (found + found).keep and not Diagnosis(["actors"]).keep


def test_errors_are_kept_only_where_that_is_asked_for() -> None:
    found = diagnosed(GOLD, PRED, "demands")
    assert found.kept == []


def test_of_two_polarities_the_right_one_is_meant() -> None:
    made = [stance("s", 60, 65, "a", "o", "support"), stance("t", 70, 75, "a", "o", "oppose")]
    gold = record(entities=[entity("a", (0, 5))], outcomes=[outcome("o", 90, 95)], stances=made)
    found = diagnosed(gold, gold)
    assert found.confusions()["polarity"] == {"oppose": {"oppose": 1}, "support": {"support": 1}}


def test_preconditions_are_sliced_by_the_marker_of_gold() -> None:
    gold = record(
        entities=[entity("a", (0, 5))],
        demands=[demand("d", 20, 40, issuers=["a"]), demand("e", 50, 60, issuers=["a"])],
        outcomes=[outcome("o", 70, 75)],
        gates=[
            Gate(42, 48, "unless", id="g", demand="d", outcome="o"),
            Gate(62, 67, "until", id="h", demand="e", outcome="o"),
        ],
    )
    wrong = [demand("d", 20, 40, issuers=["a"], direction="refuse")]
    pred = record(entities=gold.entities, demands=wrong, outcomes=gold.outcomes, gates=[gate("g", "d", "o")])
    assert diagnosed(gold, pred, "preconditions").slices()["marker"] == {
        "time": {"gold": 1, "found": 0.0, "right": 0.0},
        "unless": {"gold": 1, "found": 1.0, "right": 0.0},
    }
    assert "marker" not in diagnosed(gold, pred, "demands").slices()


def test_the_type_of_a_mention_that_several_claim_is_no_matter_of_order() -> None:
    claims = [entity("a", (0, 5), type="state"), entity("b", (0, 5), type="igo")]
    for gold in (claims, claims[::-1]):
        for pred in (claims, claims[::-1]):
            found = diagnosed(record(entities=gold), record(entities=pred)).confusions()
            assert found == {"entity type": {"igo": {"igo": 1}}}

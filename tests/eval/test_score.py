"""The scoring API: what may be scored, typed results, parts that add up, and errors that sum to the whole loss."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from make import demand, entity, gate, outcome, record, stance
from proof import synthetic
from strategies import records

import parleybench
from parleybench.annotations.layers import Record
from parleybench.corpus.jsonl import write
from parleybench.eval.diagnosis import MISSED, SPURIOUS, Diagnosis
from parleybench.eval.result import Result
from parleybench.eval.score import score
from parleybench.eval.scorer import Scorer
from parleybench.eval.tasks import TASKS
from parleybench.eval.tasks import ledger as errors
from parleybench.eval.who import Both

GOLDS = list(synthetic.golds(12))
PREDS = list(synthetic.erring(iter(GOLDS)))


@pytest.fixture(scope="module")
def whole() -> Result:
    return score(GOLDS, PREDS, rounds=50)


def test_files_records_and_streams_score_alike(tmp_path: Path, whole: Result) -> None:
    write(tmp_path / "gold.jsonl", GOLDS)
    write(tmp_path / "pred.jsonl", PREDS)
    assert score(tmp_path / "gold.jsonl", str(tmp_path / "pred.jsonl"), rounds=50) == whole
    assert score(iter(GOLDS), (r for r in PREDS), rounds=50) == whole


def test_order_of_documents_changes_no_digit(whole: Result) -> None:
    shuffled = [list(GOLDS), list(PREDS)]
    for n, side in enumerate(shuffled):
        random.Random(n).shuffle(side)
    assert score(*shuffled, rounds=50) == whole


def test_shards_add_up(whole: Result) -> None:
    shards = [Scorer(), Scorer(), Scorer()]
    for n, (gold, pred) in enumerate(zip(GOLDS, PREDS, strict=True)):
        shards[n % 3].add(gold, pred)
    total = shards[2] + shards[0] + shards[1]
    assert parleybench.report(total.counted(), rounds=50) == whole


def test_shards_that_share_documents_are_refused() -> None:
    a, b = Scorer(), Scorer()
    a.add(GOLDS[0], PREDS[0])
    b.add(GOLDS[0], PREDS[0])
    with pytest.raises(ValueError, match="made-000000"):
        a + b
    with pytest.raises(ValueError, match="different tasks"):
        a + Scorer(["actors"])
    with pytest.raises(ValueError, match="cannot be counted"):
        a.add(GOLDS[1], PREDS[2])


def test_only_the_tasks_asked_for() -> None:
    found = score(GOLDS, PREDS, tasks=["stance", "actors"], rounds=0)
    assert list(found.tasks) == ["actors", "stance"]
    with pytest.raises(ValueError, match="'sentiment'"):
        score(GOLDS, PREDS, tasks=["sentiment"])
    with pytest.raises(ValueError, match="'weather'"):
        score(GOLDS, PREDS, by=["weather"])


@settings(max_examples=150, deadline=None)
@given(records(), records())
def test_losses_sum_to_the_whole(gold: Record, pred: Record) -> None:
    both = Both(gold, pred)
    for task, figure in errors.FIGURE.items():
        count = TASKS[task].room.counts(both)[figure]
        lost = count.predicted - count.hit_p + count.gold - count.hit_r
        assert sum(e.loss for e in errors.ledger(both, task).errors) == pytest.approx(lost), task


class TestErrors:
    def kinds(self, gold: Record, pred: Record, task: str) -> list[tuple[str, str | None, str | None]]:
        return [(e.kind, e.gold, e.pred) for e in errors.ledger(Both(gold, pred), task).errors]

    gold = record(
        entities=[entity("a", (0, 5)), entity("b", (10, 15))],
        demands=[demand("d", 20, 40, issuers=["a"], addressees=["b"])],
        outcomes=[outcome("o", 50, 60)],
        gates=[gate("g", "d", "o", 62, 69)],
        stances=[stance("s", 70, 75, "b", "o", "support")],
    )

    @pytest.mark.parametrize(
        ("change", "kind"),
        [
            ({"direction": "refuse"}, "direction"),
            ({"issue": "nuclear"}, "issue"),
            ({"issuers": ["b"]}, "issuer"),
            ({"addressees": []}, "addressee"),
            ({"start": 36, "end": 60}, "boundary"),
        ],
    )
    def test_each_label_of_a_demand_names_its_kind(self, change: dict[str, object], kind: str) -> None:
        labels = {"start": 20, "end": 40, "issuers": ["a"], "addressees": ["b"]} | change
        start, end = labels.pop("start"), labels.pop("end")
        pred = record(entities=self.gold.entities, demands=[demand("x", start, end, **labels)])  # type: ignore[arg-type]
        assert self.kinds(self.gold, pred, "demands") == [(kind, "d", "x")]

    def test_a_demand_missed_and_one_spurious(self) -> None:
        pred = record(entities=self.gold.entities, demands=[demand("x", 80, 90, issuers=["a"])])
        assert self.kinds(self.gold, pred, "demands") == [("missed", "d", None), ("spurious", None, "x")]

    @pytest.mark.parametrize(("issuers", "kind", "error"), [(["b"], "other", "gate kind"), (["b"], "talks", "issuer")])
    def test_gates(self, issuers: list[str], kind: str, error: str) -> None:
        pred = record(
            entities=self.gold.entities,
            demands=[demand("x", 20, 40, issuers=issuers)],
            outcomes=[outcome("p", 0, 9, kind)],
            gates=[gate("h", "x", "p")],
        )
        assert self.kinds(self.gold, pred, "preconditions") == [(error, "d>o", "x>p")]

    @pytest.mark.parametrize(
        ("holder", "target", "polarity", "kind"),
        [("b", "o", "oppose", "polarity"), ("a", "o", "support", "holder"), ("b", "a", "support", "target")],
    )
    def test_stances(self, holder: str, target: str, polarity: str, kind: str) -> None:
        said = stance("t", 70, 75, holder, target, polarity)
        pred = record(entities=self.gold.entities, outcomes=self.gold.outcomes, stances=[said])
        assert self.kinds(self.gold, pred, "stance") == [(kind, "s", "t")]
        other = stance("t", 72, 78, "a", "a", "oppose")
        pred = record(entities=self.gold.entities, outcomes=self.gold.outcomes, stances=[other])
        assert self.kinds(self.gold, pred, "stance") == [("several labels", "s", "t")]

    def test_conflicts_fail_by_their_demands_or_by_themselves(self) -> None:
        demands = [demand(n, at, at + 9, issuers=["a"]) for n, at in (("p", 0), ("q", 20), ("r", 40))]
        gold = record(demands=demands, conflicts=[("p", "q")])
        pred = record(demands=[*demands, demand("z", 90, 99, issuers=["a"])], conflicts=[("p", "r"), ("q", "z")])
        assert self.kinds(gold, pred, "conflicts") == [
            ("demand", None, "q+z"),
            ("missed", "p+q", None),
            ("spurious", None, "p+r"),
        ]

    def test_a_demand_at_a_vague_one_with_other_labels_is_told_apart(self) -> None:
        gold = record(entities=self.gold.entities, demands=[demand("v", 20, 40, issuers=["a"], vague=True)])
        pred = record(entities=self.gold.entities, demands=[demand("x", 20, 40, issuers=["b"])])
        assert self.kinds(gold, pred, "demands") == [("vague", None, "x")]
        right = record(entities=self.gold.entities, demands=[demand("x", 20, 40, issuers=["a"])])
        assert self.kinds(gold, right, "demands") == []


class TestDiagnosis:
    def test_slices_by_issue_and_phenomenon(self) -> None:
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
        found = Diagnosis(["demands", "preconditions"])
        found.add(Both(gold, pred))
        slices = found.slices()
        # nuclear: 1 of 2 predicted is right, 1 of 1 gold: F1 2/3; forces: none predicted, 1 gold: 0
        assert slices["issue"]["nuclear"] == {"gold": 1, "demands": pytest.approx(2 / 3), "preconditions": 0.0}
        assert slices["issue"]["forces"] == {"gold": 1, "demands": 0.0}
        assert slices["phenomenon"]["demands: refusal"] == {"gold": 1, "found": 1.0, "right": 0.0}
        assert slices["phenomenon"]["demands: precondition"] == {"gold": 1, "found": 1.0, "right": 1.0}
        assert slices["phenomenon"]["preconditions: precondition"] == {"gold": 1, "found": 0.0, "right": 0.0}
        assert found.losses() == {"demands": {"issue": 2.0}, "preconditions": {"missed": 1.0}}

    def test_slices_forgive_who_issues_a_demand(self) -> None:
        gold = record(entities=[entity("a", (0, 5))], demands=[demand("d", 20, 40, issuers=["a"])])
        pred = record(entities=gold.entities, demands=[demand("x", 20, 40, issuers=["nobody"])])
        found = Diagnosis(["demands"])
        found.add(Both(gold, pred))
        assert found.slices()["issue"] == {"forces": {"gold": 1, "demands": 1.0}}
        assert found.losses() == {"demands": {"issuer": 2.0}}

    def test_confusions(self) -> None:
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
        found = Diagnosis(["demands"])
        found.add(Both(gold, pred))
        assert found.confusions() == {
            "entity type": {"state": {"igo": 1}},
            "direction": {"require": {"require": 1, MISSED: 1}, SPURIOUS: {"require": 1}},
            "issue": {"nuclear": {"justice": 1}, "forces": {MISSED: 1}, SPURIOUS: {"forces": 1}},
            "outcome kind": {"talks": {"talks": 1}},
            "polarity": {"conditional": {"support": 1}},
        }

    def test_parts_add_up(self) -> None:
        parts = [Diagnosis(TASKS, keep=True) for _ in range(3)]
        for n, (gold, pred) in enumerate(zip(GOLDS, PREDS, strict=True)):
            parts[0].add(Both(gold, pred))
            parts[1 + n % 2].add(Both(gold, pred))
        total = parts[1] + parts[2]
        assert (total.losses(), total.confusions(), total.slices()) == (
            parts[0].losses(),
            parts[0].confusions(),
            parts[0].slices(),
        )
        assert Counter(total.kept) == Counter(parts[0].kept)

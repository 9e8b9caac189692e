"""The scoring API: what may be scored, typed results, parts that add up, and errors that sum to the whole loss."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from proof import synthetic
from strategies import records

import parleybench
from parleybench.annotations import hub
from parleybench.annotations.gold import bare, gold_of
from parleybench.annotations.layers import Record
from parleybench.corpus.finding import BadInput
from parleybench.corpus.jsonl import write
from parleybench.eval.compare import compare
from parleybench.eval.result import Result
from parleybench.eval.score import score
from parleybench.eval.scorer import Scorer, data_hash
from parleybench.eval.tasks import TASKS
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


def test_a_dataset_scores_like_its_split() -> None:
    gold = hub.load("validation", "documents")
    assert [bare(r) for r in hub.records_of(gold)] == [bare(r) for r in gold_of("validation")]
    found = score(gold, gold, rounds=0)
    assert all(task is not None and task.f1 == pytest.approx(1.0) for task in found.tasks.values())
    assert data_hash(hub.records_of(gold)) == data_hash(gold_of("validation"))


def test_a_dataset_of_other_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="conflicts"):
        list(hub.records_of(hub.load("validation", "stance")))


def test_only_the_tasks_asked_for() -> None:
    found = score(GOLDS, PREDS, tasks=["stance", "actors"], rounds=0)
    assert list(found.tasks) == ["actors", "stance"]
    with pytest.raises(ValueError, match="'sentiment'"):
        score(GOLDS, PREDS, tasks=["sentiment"])
    with pytest.raises(ValueError, match="'weather'"):
        score(GOLDS, PREDS, by=["weather"])


def test_a_result_prints_indexes_and_converts(whole: Result) -> None:
    demands = whole["demands"]
    assert demands is not None and demands.f1 is not None and demands.interval is not None
    assert f"{100 * demands.f1:.1f}" in str(whole) and whole.signature in str(whole)
    assert json.loads(json.dumps(whole.to_dict()))["tasks"]["demands"]["f1"] == demands.f1
    frame = whole.to_frame()
    headline = frame[(frame.task == "demands") & (frame.figure == "headline")]
    assert headline.f1.item() == demands.f1 and headline.low.item() == demands.interval[0]


def test_faults_of_both_files_come_all_at_once(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text('{"doc": "x", "demands": [{"id": 1}]}\n{"doc": "y"}\n{"doc": "y"}\n')
    (tmp_path / "pred.jsonl").write_text('{"doc": "y"}\nnonsense\n{"doc": "z"}\n{"doc": "aceh-01"}\n')
    with pytest.raises(BadInput) as caught:
        score(tmp_path / "gold.jsonl", tmp_path / "pred.jsonl")
    rules = Counter((Path(f.path).stem, f.line, f.rule) for f in caught.value.findings)
    assert rules[("gold", 3, "doc-duplicate")] == rules[("pred", 2, "json")] == rules[("pred", 3, "doc-known")] == 1
    assert rules[("gold", 1, "shape")] >= 1
    assert not any(line == 4 for _, line, _ in rules)  # a document of the corpus that this gold has not is left aside


@settings(max_examples=150, deadline=None)
@given(records(), records())
def test_losses_sum_to_the_whole(gold: Record, pred: Record) -> None:
    both = Both(gold, pred)
    for task in TASKS.values():
        made = task.settle(both)
        count = made.counts[task.strict]
        lost = count.predicted - count.hit_p + count.gold - count.hit_r
        assert sum(e.loss for e in made.errors) == pytest.approx(lost), task.name


class TestCompare:
    def test_the_difference_its_interval_and_who_decides_it(self) -> None:
        found = compare(GOLDS, GOLDS, [*GOLDS[:-1], Record(GOLDS[-1].doc, demands=[])], rounds=200)["demands"]
        assert found is not None and found.a == 1.0 and found.difference == pytest.approx(1 - (found.b or 0))
        assert found.interval is not None and found.interval[0] == 0.0 < found.interval[1]
        assert found.deciding[0] == (GOLDS[-1].doc, pytest.approx(found.difference))
        assert all(change < 0 for _, change in found.deciding[1:])  # without any other, the lost one would weigh more
        assert found.detectable is not None and found.detectable > 0

    def test_no_difference(self) -> None:
        found = compare(GOLDS, PREDS, PREDS, rounds=100)["stance"]
        assert found is not None
        assert (found.difference, found.interval, found.p, found.deciding) == (0.0, (0.0, 0.0), 1.0, [])

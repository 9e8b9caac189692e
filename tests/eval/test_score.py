"""The scoring API: what may be scored, typed results, parts that add up, and errors that sum to the whole loss."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from proof import synthetic
from strategies import records

import parleybench
from parleybench.annotations.layers import Record
from parleybench.corpus.jsonl import write
from parleybench.eval.result import Result
from parleybench.eval.score import score
from parleybench.eval.scorer import Scorer
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
    for task in TASKS.values():
        made = task.settle(both)
        count = made.counts[task.strict]
        lost = count.predicted - count.hit_p + count.gold - count.hit_r
        assert sum(e.loss for e in made.errors) == pytest.approx(lost), task.name

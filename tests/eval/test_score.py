"""The scoring API: what may be scored, typed results, parts that add up, and errors that sum to the whole loss."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from proof import synthetic
from strategies import records

import parleybench
from parleybench.annotations.layers import Record
from parleybench.corpus import library
from parleybench.corpus.jsonl import write
from parleybench.corpus.splits import members
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


def test_slices_of_documents(real_splits: dict[str, list[str]], no_real_texts: None) -> None:
    """By what pointers say, and by whether a conflict is one that a system may have learnt of."""
    names = real_splits["real_test"]
    found = score("real_test", [], by=["licence", "selection", "source", "seen"], rounds=0).slices
    sizes = {by: {value: row["documents"] for value, row in values.items()} for by, values in found.items()}
    known = [library.pointers()[name] for name in names]
    learnt = {library.conflict_of(name) for split in ("train", "real_train") for name in members(split)}
    assert sizes["licence"] == Counter(p.licence_class for p in known)
    assert sizes["source"] == Counter(p.source_class for p in known)
    assert sizes["selection"] == Counter(p.selection or "hand" for p in known)
    assert sizes["seen"] == Counter("seen" if p.conflict in learnt else "unseen" for p in known)
    assert set(sizes["seen"]) == {"seen", "unseen"}


def test_texts_of_the_project_are_a_slice_of_their_own() -> None:
    found = score("test", [], by=["licence", "source", "seen"], rounds=0).slices
    assert [list(values) for values in found.values()] == [["own"], ["own"], ["unseen"]]
    assert list(score(GOLDS, [], by=["licence", "seen"], rounds=0).slices["seen"]) == ["unknown"]


@settings(max_examples=150, deadline=None)
@given(records(), records())
def test_losses_sum_to_the_whole(gold: Record, pred: Record) -> None:
    both = Both(gold, pred)
    for task in TASKS.values():
        made = task.settle(both)
        count = made.counts[task.strict]
        lost = count.predicted - count.hit_p + count.gold - count.hit_r
        assert sum(e.loss for e in made.errors) == pytest.approx(lost), task.name

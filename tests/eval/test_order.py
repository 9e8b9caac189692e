"""Order decides nothing: records, mentions and documents shuffled give the same bits, errors and slices included."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from make import diagnosed
from tangled import shuffled, tangled

from parleybench.annotations.deadlocks import deadlocks
from parleybench.annotations.layers import Record
from parleybench.eval.scorer import Scorer
from parleybench.eval.tasks import TASKS, errors
from parleybench.eval.who import Both


def pairs(seed: int, number: int = 40) -> list[tuple[Record, Record]]:
    draw = Random(seed)
    return [(tangled(draw, f"doc{n}"), tangled(draw, f"doc{n}")) for n in range(number)]


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_records_changes_no_bit(seed: int) -> None:
    draw = Random(seed)
    for gold, pred in pairs(seed):
        plain, mixed = Both(gold, pred), Both(shuffled(gold, draw), shuffled(pred, draw))
        for name, task in TASKS.items():
            assert task.settle(plain).counts == task.settle(mixed).counts, (seed, gold.doc, name)
        assert errors(plain) == errors(mixed), (seed, gold.doc)
        assert set(deadlocks(gold)) == set(deadlocks(mixed.gold))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_documents_changes_no_bit(seed: int) -> None:
    made = pairs(seed)
    there, back = Scorer(diagnose=True), Scorer(diagnose=True)
    for gold, pred in made:
        there.add(gold, pred)
    for gold, pred in made[::-1]:
        back.add(shuffled(gold, Random(seed)), shuffled(pred, Random(seed + 1)))
    ours, theirs = there.counted(), back.counted()
    for name in TASKS:
        left, right = ours.tables[name], theirs.tables[name]
        assert left is not None and right is not None and left.tobytes() == right.tobytes()
    a, b = ours.diagnosis, theirs.diagnosis
    assert a is not None and b is not None
    assert (a.losses(), a.confusions(), a.slices()) == (b.losses(), b.confusions(), b.slices())


@pytest.mark.parametrize("seed", range(4))
def test_errors_sum_to_the_whole_loss_however_tangled(seed: int) -> None:
    for gold, pred in pairs(seed):
        for task in TASKS.values():
            made = task.settle(Both(gold, pred))
            count = made.counts[task.strict]
            lost = count.predicted - count.hit_p + count.gold - count.hit_r
            assert sum(e.loss for e in made.errors) == lost, (seed, gold.doc, task.name)


@pytest.mark.parametrize("seed", range(4))
def test_every_count_is_bounded_however_tangled(seed: int) -> None:
    for gold, pred in pairs(seed):
        for task in TASKS.values():
            for name, count in task.settle(Both(gold, pred)).counts.items():
                assert 0 <= count.hit_p <= count.predicted + 1e-9 and 0 <= count.hit_r <= count.gold + 1e-9, name


def test_slices_of_one_document_do_not_hang_on_order() -> None:
    draw = Random(9)
    for gold, pred in pairs(9, 10):
        plain, mixed = diagnosed(gold, pred, *TASKS), diagnosed(shuffled(gold, draw), shuffled(pred, draw), *TASKS)
        assert msgspec.json.encode(plain.slices()) == msgspec.json.encode(mixed.slices())

"""The way from sources to counts: splits by name, the given track, shards with all they carry, messages to the letter."""

from __future__ import annotations

import pytest
from make import demand, entity, record, stance
from proof import synthetic

from parleybench.annotations.gold import gold_of
from parleybench.annotations.layers import Record
from parleybench.eval.scorer import Scorer, data_hash
from parleybench.eval.tasks import GIVEN, TASKS

GOLDS = list(synthetic.golds(8))
PREDS = list(synthetic.erring(iter(GOLDS)))
VALIDATION = gold_of("validation")


def test_shards_carry_given_layers_classes_and_diagnoses() -> None:
    shards = [Scorer(diagnose=True) for _ in range(2)]
    gold = [
        record("a", entities=[entity("e", (0, 5))], stances=[stance("s", 6, 9, "e", "e", "oppose")]),
        record("b", entities=[entity("e", (0, 5))], stances=[stance("s", 6, 9, "e", "e", "support")]),
    ]
    shards[0].add(gold[0], Record("a", entities=gold[0].entities), {"s": "oppose"})
    shards[1].add(gold[1], Record("b", stances=[]))
    total = shards[0] + shards[1]
    assert total.layers == {"entities", "stances"} and total.classes == {"oppose", "support"} and total.given
    assert total.diagnosis is not None and total.diagnosis.losses() == {
        "actors": {"missed": 1.0},
        "stance": {"missed": 2.0},
    }
    found = total.counted()
    table = found.tables[GIVEN]
    assert table is not None and table.sum(axis=0).tolist() == [[0, 0, 0, 1], [1, 1, 1, 1], [0, 0, 0, 0]]
    assert found.data == data_hash(gold)
    assert (Scorer(["actors"]) + Scorer(["actors"])).tasks == ("actors",)
    assert (shards[0] + Scorer(TASKS)).diagnosis is None


def test_one_scorer_remembers_what_any_document_had() -> None:
    scorer = Scorer()
    scorer.add(record("a"), Record("a", entities=[]), {})
    scorer.add(record("b"), Record("b", demands=[]))
    assert scorer.layers == {"entities", "demands"} and scorer.given
    assert scorer.counted().tables[GIVEN] is not None


def test_messages_of_scorers_to_the_letter() -> None:
    a, b = Scorer(), Scorer()
    for scorer in (a, b):
        for name in ("x", "y"):
            scorer.add(record(name))
    with pytest.raises(ValueError, match=r"^counted by both scorers: x, y$"):
        a + b
    with pytest.raises(ValueError, match=r"^scorers of different tasks cannot be added$"):
        a + Scorer(["stance"])
    tasks = "actors, demands, preconditions, stance, conflicts"
    with pytest.raises(ValueError, match=rf"^unknown task 'p', 'q'; the tasks are {tasks}$"):
        Scorer(["q", "p"])
    with pytest.raises(ValueError, match=r"^the two systems were not scored on the same data$"):
        from parleybench.eval.compare import compared

        compared(a.counted(), Scorer().counted())


def test_a_document_counts_once() -> None:
    scorer = Scorer()
    scorer.add(record("x"))
    with pytest.raises(ValueError, match=r"^'x' was counted before$"):
        scorer.add(record("x"), record("x"))
    both = scorer + Scorer()
    with pytest.raises(ValueError, match="counted before"):
        both.add(record("x"))
    assert both.docs == ["x"] and both.counted().docs == ("x",)


def test_no_prediction_at_all_is_silence_on_every_task() -> None:
    scorer = Scorer()
    for name in ("x", "y"):
        scorer.add(record(name))
    assert all(scorer.counted().tables[task] is not None for task in TASKS)
    scorer.add(record("z"), Record("z", entities=[]))
    assert [task for task in TASKS if scorer.counted().tables[task] is not None] == ["actors"]


def test_a_conflict_changes_the_hash() -> None:
    demands = [demand("d", 0, 9), demand("e", 20, 29)]
    assert data_hash([record(demands=demands)]) != data_hash([record(demands=demands, conflicts=[("d", "e")])])

"""The way from sources to counts: splits by name, the given track, shards with all they carry, messages to the letter."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from make import demand, entity, record, stance
from proof import synthetic

from parleybench.annotations.gold import gold_of
from parleybench.annotations.layers import Record
from parleybench.corpus.finding import BadInput, Finding
from parleybench.eval.compare import against_best, compare
from parleybench.eval.score import score
from parleybench.eval.scorer import Scorer, count, data_hash
from parleybench.eval.tasks import GIVEN, TASKS

GOLDS = list(synthetic.golds(8))
PREDS = list(synthetic.erring(iter(GOLDS)))
VALIDATION = gold_of("validation")


def given_file(path: Path, **other: str) -> Path:
    """The right polarity of every stance of validation, but where `other` says another."""
    rows = [
        {"doc": r.doc, "stances": [{"id": s.id, "polarity": other.get(r.doc, s.polarity)} for s in r.stances or ()]}
        for r in VALIDATION
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_a_split_is_scored_by_its_name(tmp_path: Path) -> None:
    found = score("validation", VALIDATION, given=given_file(tmp_path / "given.jsonl"), rounds=20)
    assert (found.split, found.documents, found.missing) == ("validation", len(VALIDATION), [])
    assert f"|data:{data_hash(VALIDATION)}|split:validation|" in found.signature
    assert found.docs == sorted(r.doc for r in VALIDATION) and len(found.counts["actors"]) == len(VALIDATION)
    said = found["stance"]
    assert said is not None and said.variants["given_macro"].f1 == 1.0 and said.variants["given_support"].recall == 1.0
    assert said.interval == (1.0, 1.0)


def test_a_wrong_polarity_lowers_the_given_track_alone(tmp_path: Path) -> None:
    doc = next(r.doc for r in VALIDATION if any(s.polarity == "support" for s in r.stances or ()))
    path = given_file(tmp_path / "given.jsonl", **{doc: "oppose"})
    said = score("validation", VALIDATION, given=path, rounds=0)["stance"]
    assert said is not None and said.f1 == 1.0
    assert said.variants["given_support"].precision == 1.0 and (said.variants["given_support"].recall or 1) < 1.0
    assert score("validation", VALIDATION, rounds=0)["stance"] != said
    counted = count("validation", VALIDATION, given=path)
    table, _ = counted.headline(GIVEN)
    assert table is not None and table.shape == (len(VALIDATION), len(counted.classes), 4)


def test_all_faults_of_a_given_file_come_at_once(tmp_path: Path) -> None:
    docs = [r.doc for r in VALIDATION][:2]
    path = tmp_path / "given.jsonl"
    path.write_text(
        "".join(json.dumps({"doc": d, "stances": [{"id": "no", "polarity": "oppose"}]}) + "\n" for d in docs)
    )
    with pytest.raises(BadInput) as caught:
        count("validation", VALIDATION, given=path)
    message = "no gold stance 'no'"
    wanted = [Finding(str(path), n, "reference", message, doc) for n, doc in enumerate(docs, 1)]
    assert caught.value.findings == sorted(wanted)


def test_messages_of_records_that_do_not_fit() -> None:
    bad = record("x", demands=[demand("d", 9, 2, issuers=[])])
    with pytest.raises(BadInput) as caught:
        count([record("x"), record("y"), record("y")], [bad, record("y"), record("z"), record("z"), bad])
    told = {(f.line, f.rule, f.doc): (f.path, f.message) for f in caught.value.findings}
    assert told[3, "doc-known", "z"] == ("records", "no such document in the corpus or the gold")
    assert told[3, "doc-duplicate", "y"] == ("records", "already on line 2")
    assert told[4, "doc-duplicate", "z"] == ("records", "already on line 3")
    assert (1, "span-order", "x") in told and (5, "span-order", "x") in told


def test_quotes_without_a_text_are_faults_each() -> None:
    bare = [Record(n, outcomes=[{"id": "o", "kind": "talks", "quote": "talks"}]) for n in ("x", "y")]  # type: ignore[list-item]
    import msgspec

    bare = [msgspec.convert(msgspec.to_builtins(r), Record) for r in bare]
    with pytest.raises(BadInput) as caught:
        count([record("x"), record("y")], bare)
    assert [(f.line, f.rule) for f in caught.value.findings] == [(1, "anchor"), (2, "anchor")]


def test_a_longer_side_is_read_to_its_end() -> None:
    assert count(GOLDS, PREDS[:1]).missing == tuple(g.doc for g in GOLDS[1:])
    assert count(GOLDS[:1], GOLDS[:1]).docs == (GOLDS[0].doc,)
    with pytest.raises(BadInput):
        count(GOLDS[:1], PREDS)


def test_shards_carry_given_layers_classes_and_diagnoses() -> None:
    shards = [Scorer(TASKS, diagnose=True) for _ in range(2)]
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


def test_a_conflict_changes_the_hash() -> None:
    demands = [demand("d", 0, 9), demand("e", 20, 29)]
    assert data_hash([record(demands=demands)]) != data_hash([record(demands=demands, conflicts=[("d", "e")])])


def test_comparisons_are_what_their_seed_makes_them() -> None:
    silent = [Record(p.doc, demands=[], entities=[]) if n % 2 else p for n, p in enumerate(PREDS)]
    one, again, other = (compare(GOLDS, PREDS, silent, rounds=50, seed=seed) for seed in (1, 1, 2))
    assert one == again and one != other
    assert {v.p for v in one.values() if v} != {v.p for v in other.values() if v}
    few, many = (compare(GOLDS, PREDS, silent, rounds=rounds)["demands"] for rounds in (9, 99))
    assert few is not None and many is not None and few.interval == many.interval and few.p != many.p
    assert few.detectable is not None and few.interval is not None
    assert few.detectable == pytest.approx(2.8 * (few.interval[1] - few.interval[0]) / 3.92, rel=0.2)


def test_one_side_without_a_figure_leaves_the_difference_undefined() -> None:
    gold = [record("x")]
    wordy = [record("x", entities=[entity("a", (0, 5))])]
    found = compare(gold, wordy, gold, rounds=9)["actors"]
    assert found is not None
    assert (found.a, found.b, found.difference, found.interval, found.p) == (0.0, None, None, None, None)
    assert found.detectable is None and found.deciding == []


def test_p_values_of_the_board_repeat() -> None:
    draw = np.random.default_rng(4)
    systems = {name: np.array([[[h, 2, h, 2]] for h in draw.integers(0, 3, 20)], dtype=float) for name in "abc"}
    one, again, other = (against_best(systems, rounds=199, seed=seed) for seed in (1, 1, 2))
    assert one == again and one != other
    assert all(p is None or round(p * 200) == pytest.approx(p * 200) for p in one.values())

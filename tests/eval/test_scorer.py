"""The scorer: counts that add up, what it asks of documents, what it leaves undefined."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import numpy as np
import pytest
from make import demand, entity, gate, outcome, record, stance

from parleybench.annotations.layers import Record
from parleybench.eval.scorer import Counted, Scorer, count, data_hash, digest
from parleybench.eval.tasks import GIVEN, TASKS, figures_of


def counted(*pairs: tuple[Record, Record | None]) -> Counted:
    scorer = Scorer()
    for gold, pred in pairs:
        scorer.add(gold, pred)
    return scorer.counted()


def gated(doc: str, *cue: int) -> Record:
    return record(
        doc,
        entities=[entity("a", (0, 5))],
        demands=[demand("d", 10, 20, issuers=["a"])],
        outcomes=[outcome("o", 30, 35)],
        gates=[gate("g", "d", "o", *cue)],
    )


def cues(found: Counted) -> list[list[float]]:
    column = found.column("preconditions", ["cue"])
    assert column is not None
    return column[:, 0].tolist()


def test_cues_are_undefined_where_a_system_gives_none_anywhere() -> None:
    gold = gated("x", 22, 26), gated("y", 22, 26)
    assert cues(counted((gold[0], gated("x")), (gold[1], gated("y")))) == [[0, 0, 0, 0]] * 2
    assert cues(counted((gold[0], gated("x")), (gold[1], gated("y", 22, 26)))) == [[0, 0, 0, 1], [1, 1, 1, 1]]
    headline, _ = counted((gold[0], gated("x"))).headline("preconditions")
    assert headline is not None and headline.tolist() == [[[1, 1, 1, 1]]]


def test_a_scorer_goes_on_after_it_was_read() -> None:
    scorer = Scorer()
    scorer.add(gated("x", 22, 26), gated("x"))
    assert cues(scorer.counted()) == [[0, 0, 0, 0]]
    scorer.add(gated("y", 22, 26), gated("y", 22, 26))
    assert cues(scorer.counted()) == [[0, 0, 0, 1], [1, 1, 1, 1]]


def test_the_share_of_vague_gold() -> None:
    vague = [demand("d", 0, 9, vague=True), demand("e", 20, 29), demand("f", 40, 49), demand("g", 60, 69)]
    found = counted((record("x", demands=vague), record("x")), (record("y"), record("y")))
    assert found.share_of_vague == 0.25
    assert counted((record("x"), record("x"))).share_of_vague is None
    assert counted((record("x", demands=vague), Record("x"))).share_of_vague is None


def test_a_document_is_counted_once() -> None:
    scorer, other = Scorer(), Scorer()
    scorer.add(record("x"))
    with pytest.raises(ValueError, match=r"^'x' was counted before$"):
        scorer.add(record("x"))
    other.add(record("y"))
    total = scorer + other
    for doc in ("x", "y"):
        with pytest.raises(ValueError, match="counted before"):
            total.add(record(doc))
    with pytest.raises(ValueError, match=r"^a prediction of 'y' cannot be counted against gold of 'z'$"):
        scorer.add(record("z"), record("y"))
    assert scorer.docs == ["x"]


def test_a_scorer_diagnoses_where_that_is_asked_for() -> None:
    gold = record("x", demands=[demand("d", 0, 9)])
    plain, deep, kept = Scorer(), Scorer(diagnose=True), Scorer(["demands"], keep=True)
    for scorer in (plain, deep, kept):
        scorer.add(gold, record("x"))
    assert plain.counted().diagnosis is None
    found, all_of_it = deep.counted().diagnosis, kept.counted().diagnosis
    assert found is not None and found.losses() == {"demands": {"missed": 1.0}} and found.kept == []
    assert all_of_it is not None and [e.kind for e in all_of_it.kept] == ["missed"]
    assert all_of_it.tasks == ("demands",) and found.tasks == tuple(TASKS)
    other = Scorer()
    other.add(record("y"))
    assert (deep + other).diagnosis is None and (other + deep).diagnosis is None


def test_columns_are_picked_by_name() -> None:
    found = counted((gated("x", 22, 26), gated("x", 22, 26)), (gated("a"), None))
    assert found.docs == ("a", "x") and found.missing == ("a",)
    for task in TASKS:
        table = found.tables[task]
        if table is not None:
            assert table.shape == (2, len(figures_of(task)), 4)
    two = found.column("demands", ["addressee", "exact"])
    assert two is not None and two.tolist() == [[[0, 0, 0, 1]] * 2, [[1, 1, 1, 1]] * 2]
    assert found.column(GIVEN, ["given_support"]) is None


def test_the_given_track_is_counted_where_it_is_given() -> None:
    gold = record("x", entities=[entity("a", (0, 5))], stances=[stance("s", 6, 9, "a", "a", "oppose")])
    scorer = Scorer()
    scorer.add(gold, Record("x"), {"s": "support"})
    found = scorer.counted()
    table, _ = found.headline(GIVEN)
    assert found.classes == ("oppose",) and table is not None and table.tolist() == [[[0, 0, 0, 1]]]
    assert found.tables["stance"] is None


def test_no_document_gives_empty_tables() -> None:
    found = Scorer().counted()
    assert found.docs == () and all(table is None for table in found.tables.values())
    assert np.isfinite(found.share_of_vague or 0.0)


def test_what_tasks_need_and_what_the_given_track_says_are_read_from_the_file(tmp_path: Path) -> None:
    gold = record("x", entities=[entity("a", (0, 5))], stances=[stance("s", 6, 9, "a", "a", "oppose")])
    told = tmp_path / "given.jsonl"
    told.write_text('{"doc": "x", "stances": [{"id": "s", "polarity": "oppose"}]}\n')
    with_it, without = count([gold], [gold], given=told), count([gold], [gold])
    table = with_it.tables[GIVEN]
    assert table is not None and table.sum(axis=0).tolist() == [[0] * 4, [1] * 4, [0] * 4]
    assert without.tables[GIVEN] is None
    only = Record("x", stances=gold.stances, entities=gold.entities)
    found = counted((gold, only))
    assert [task for task, made in found.tables.items() if made is not None] == ["actors", "stance"]


def test_scorers_of_other_tasks_are_not_added() -> None:
    with pytest.raises(ValueError, match=r"^scorers of different tasks cannot be added$"):
        Scorer() + Scorer(["stance"])


@pytest.mark.parametrize("layer", ["gates", "outcomes", "conflicts"])
def test_every_layer_is_hashed(layer: str) -> None:
    whole = msgspec.structs.replace(gated("x", 22, 26), conflicts=[("d", "d")])
    assert data_hash([whole]) != data_hash([msgspec.structs.replace(whole, **{layer: []})])


FULL = record(
    "x",
    entities=[entity("a", (0, 5)), entity("b", (6, 9), principal="a")],
    demands=[demand("d", 10, 20, issuers=["a"], addressees=["b"]), demand("e", 40, 50)],
    outcomes=[outcome("o", 30, 35)],
    gates=[gate("g", "d", "o", 22, 26)],
    stances=[stance("s", 60, 65, "a", "d")],
    conflicts=[("d", "e")],
)
OTHER = {
    **{"id": "z", "type": "igo", "principal": "z", "direction": "refuse", "issue": "nuclear", "issuers": ["b"]},
    **{"addressees": ["a"], "vague": True, "same_as": "z", "kind": "ceasefire", "demand": "e", "outcome": "p"},
    **{"start": 1, "end": 99, "holder": "b", "target": "o", "polarity": "oppose", "mentions": []},
}
WORDS = ("quote", "nth", "name")
"""What a text says by itself and what somebody is called: no label."""


@pytest.mark.parametrize("layer", ["entities", "demands", "outcomes", "gates", "stances"])
def test_every_label_and_offset_is_hashed_and_no_words_are(layer: str) -> None:
    first, *rest = getattr(FULL, layer)
    for name in first.__struct_fields__:
        changed = msgspec.structs.replace(first, **{name: "other" if name in WORDS else OTHER[name]})
        made = msgspec.structs.replace(FULL, **{layer: [changed, *rest]})
        assert (data_hash([made]) == data_hash([FULL])) == (name in WORDS), name


def test_each_end_of_a_mention_and_the_document_are_hashed() -> None:
    for spans in ((0, 6), (1, 5)):
        people = [entity("a", spans), *(FULL.entities or [])[1:]]
        assert data_hash([msgspec.structs.replace(FULL, entities=people)]) != data_hash([FULL])
    assert data_hash([msgspec.structs.replace(FULL, doc="y")]) != data_hash([FULL])


def test_the_hash_is_of_all_documents_in_any_order() -> None:
    assert data_hash([]) == "e3b0c44298fc"  # of no bytes at all
    both = [FULL, record("y")]
    wanted = hashlib.sha256(b"".join(sorted(digest(r) for r in both))).hexdigest()[:12]
    assert data_hash(both) == data_hash(both[::-1]) == wanted
    assert counted((FULL, None), (both[1], None)).data == wanted


def test_added_scorers_keep_their_tasks_and_what_they_diagnosed() -> None:
    made = []
    for name in "xy":
        scorer = Scorer(["demands"], diagnose=True)
        scorer.add(record(name, demands=[demand("d", 0, 9)]), record(name))
        made.append(scorer)
    total = made[0] + made[1]
    assert total.tasks == ("demands",) and set(total.counted().tables) == {"demands", GIVEN}
    assert total.diagnosis is not None and total.diagnosis.losses() == {"demands": {"missed": 2.0}}


def test_cues_that_are_all_wrong_are_no_silence() -> None:
    assert cues(counted((gated("x", 22, 26), gated("x", 60, 66)))) == [[0, 1, 0, 1]]


def test_added_scorers_know_what_either_knew() -> None:
    said = record("x", entities=[entity("a", (0, 5))], stances=[stance("s", 6, 9, "a", "a", "oppose")])
    full, silent = Scorer(), Scorer()
    full.add(said, Record("x", entities=said.entities, stances=said.stances), {"s": "oppose"})
    silent.add(record("b", stances=[stance("s", 6, 9, "speaker", "speaker")]))
    for total in (full + silent, silent + full):
        found = total.counted()
        assert found.docs == ("b", "x") and found.missing == ("b",) and found.classes == ("support", "oppose")
        assert [task for task, made in found.tables.items() if made is not None] == ["actors", "stance", GIVEN]
        micro, given = found.column("stance", ["micro"]), found.column(GIVEN, ["given_support", "given_oppose"])
        assert micro is not None and micro[:, 0].tolist() == [[0, 0, 0, 1], [1, 1, 1, 1]]
        assert given is not None and given.tolist() == [[[0, 0, 0, 1], [0] * 4], [[0] * 4, [1] * 4]]
    full.add(record("b"))
    with pytest.raises(ValueError, match=r"^counted by both scorers: b, x$"):
        full + (full + Scorer())


def test_the_given_track_of_one_document_is_of_all() -> None:
    scorer = Scorer()
    scorer.add(record("x"), record("x"), {})
    scorer.add(record("y"), record("y"))
    assert scorer.counted().tables[GIVEN] is not None and scorer.counted().split == "own"
    assert scorer.counted("test").split == "test"


def test_silence_on_some_documents_is_no_attempt_at_a_layer() -> None:
    found = counted((record("x"), Record("x", entities=[])), (record("y"), None))
    assert [task for task, made in found.tables.items() if made is not None] == ["actors"]
    assert found.column("demands", ["exact"]) is None and found.column("gone", []) is None

"""Results: printed, indexed, written and read back, and turned back into the counts that they were made of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from make import demand, entity, record
from proof import synthetic

from parleybench.annotations.gold import gold_of
from parleybench.annotations.layers import Record
from parleybench.corpus.finding import BadInput, Finding
from parleybench.eval import result as results
from parleybench.eval.board.entries import faults
from parleybench.eval.counts import Figure
from parleybench.eval.result import SILENT, Result, TaskResult, shape_faults
from parleybench.eval.score import BY, report, score
from parleybench.eval.scorer import count
from parleybench.eval.tasks import TASKS

replace = msgspec.structs.replace
GOLD = gold_of("test")
HALF = [Record(r.doc, r.entities, r.demands, r.outcomes, None, r.stances, r.conflicts) for r in GOLD[::2]]


@pytest.fixture(scope="module")
def half() -> Result:
    """A system that copies every other document of the gold, and attempts no preconditions."""
    return score("test", HALF, by=BY, rounds=50)


@pytest.fixture(scope="module")
def made() -> Result:
    """Made-up documents, which are of no split."""
    gold = list(synthetic.golds(12))
    return score(gold, list(synthetic.erring(iter(gold))), rounds=50)


def test_it_prints_indexes_and_converts(made: Result) -> None:
    demands = made["demands"]
    assert demands.f1 is not None and demands.interval is not None
    assert f"{100 * demands.f1:.1f}" in str(made) and made.signature in str(made)
    assert str(made).startswith("own, 12 documents\n\nfigure ")
    assert json.loads(json.dumps(made.to_dict()))["tasks"]["demands"]["f1"] == demands.f1
    frame = made.to_frame()
    assert list(frame) == ["task", "figure", "precision", "recall", "f1", "low", "high"]
    headline = frame[(frame.task == "demands") & (frame.figure == "headline")]
    assert headline.f1.item() == demands.f1 and headline.low.item() == demands.interval[0]
    assert headline.high.item() == demands.interval[1]
    beside = frame[(frame.task == "demands") & (frame.figure == "exact")]
    assert beside.f1.item() == demands.variants["exact"].f1 and beside.low.isna().item()


def test_what_was_not_attempted_says_so(half: Result) -> None:
    task = half["preconditions"]
    assert half.tasks["preconditions"] is None and task is SILENT
    assert not task.attempted and (task.precision, task.recall, task.f1, task.interval) == (None, None, None, None)
    assert str(task) == "not attempted" and "preconditions: not attempted" in str(half)
    assert "preconditions" not in set(half.to_frame().task)
    assert half.to_dict()["tasks"]["preconditions"] is None
    assert half["actors"].attempted and half.to_dict()["tasks"]["actors"]["attempted"] is True


def test_nothing_is_diagnosed_of_what_was_not_attempted(half: Result) -> None:
    assert set(half.losses) == {"actors", "demands", "stance", "conflicts"}
    assert "preconditions" not in next(iter(half.slices["issue"].values()))
    assert half.slices["phenomenon"] and not any(name.startswith("preconditions") for name in half.slices["phenomenon"])
    assert list(faults(half, "test")) == []


def test_an_unknown_task_is_told_with_those_there_are(half: Result) -> None:
    with pytest.raises(KeyError, match=r"no task 'tone' in this result; its tasks are actors, demands,"):
        half["tone"]


@pytest.mark.parametrize(
    ("task", "text"),
    [
        (TaskResult(None, None, None), "–"),
        (TaskResult(0.1, 0.2, 0.1234), "12.3"),
        (TaskResult(0.1, 0.2, 0.1234, (0.1, 0.256)), "12.3 [10, 26]"),
        (TaskResult(0.1, 0.2, 0.1234, (0.0, 0.9)), "12.3 [0, 90]"),
        (SILENT, "not attempted"),
    ],
)
def test_a_task_prints_its_figure_and_interval(task: TaskResult, text: str) -> None:
    assert str(task) == text


def test_figures_come_headline_first(half: Result) -> None:
    found = [(task, name) for task, name, _ in half.figures()]
    assert found[:3] == [("actors", "headline"), ("actors", "exact"), ("actors", "weighted")]
    assert dict.fromkeys(task for task, _ in found) == dict.fromkeys(("actors", "demands", "stance", "conflicts"))


def test_a_given_track_alone_is_told_without_the_task() -> None:
    validation = gold_of("validation")
    rows = [
        {"doc": r.doc, "stances": [{"id": s.id, "polarity": s.polarity} for s in r.stances or ()]} for r in validation
    ]
    found = score("validation", [Record(r.doc, entities=[]) for r in validation], given=rows, rounds=0)
    stance = found["stance"]
    assert not stance.attempted and stance.f1 is None and stance.variants["given_macro"].f1 == 1.0
    assert "macro" not in stance.variants
    assert ("stance", "headline") not in [(task, name) for task, name, _ in found.figures()]
    assert ("stance", "given_macro") in [(task, name) for task, name, _ in found.figures()]


def test_it_is_written_and_read_back_the_same(half: Result, tmp_path: Path) -> None:
    half.write(tmp_path / "half.json")
    assert results.read(tmp_path / "half.json") == half
    text = (tmp_path / "half.json").read_text(encoding="utf-8")
    assert json.loads(text) == half.to_dict() and text == half.to_json() + "\n"
    assert len(text) < 60_000
    row = next(line for line in text.splitlines() if line.strip().startswith('"exact": [['))
    assert row.count("],[") == len(GOLD) - 1 and "." not in row  # a figure a line, whole numbers written as such


def test_fractions_and_foreign_names_are_kept() -> None:
    gold = [replace(r, demands=[replace(d, start=d.start + 1, quote=None) for d in r.demands or ()]) for r in GOLD]
    found = score("test", gold, tasks=["demands"], rounds=0)
    assert any(row[0] != int(row[0]) for row in found.counts["demands"]["weighted"])
    assert msgspec.json.decode(found.to_json(), type=Result) == found
    assert found.to_json().startswith('{\n "signature": "parleybench:')
    assert "Ünö" in replace(found, missing=["Ünö"]).to_json()


def test_text_that_looks_like_numbers_keeps_its_spaces() -> None:
    odd = Result("s", "own", 1, ["[ 1, 2 ]", "[\n 1]"], {}, slices={"[ 1 ]": {"a": {"documents": 2.0}}})
    assert msgspec.json.decode(odd.to_json(), type=Result) == odd


def test_parts_without_content_are_left_out(made: Result) -> None:
    assert set(made.to_dict()) == {"signature", "split", "documents", "missing", "tasks", "slices"}


def test_the_counts_come_back_and_make_the_same(half: Result) -> None:
    wanted, found = count("test", HALF), half.counted()
    for name in ("split", "docs", "classes", "missing", "data"):
        assert getattr(found, name) == getattr(wanted, name), name
    for task, table in wanted.tables.items():
        other = found.tables[task]
        assert (table is None) == (other is None)
        assert table is None or other is None or (np.ascontiguousarray(other) == table).all()
    again = report(found, by=list(half.slices)[:4], rounds=50)
    assert again.tasks == half.tasks and again.counts == half.counts


def test_the_given_track_comes_back_too() -> None:
    gold = gold_of("validation")
    rows = [{"doc": r.doc, "stances": [{"id": s.id, "polarity": "oppose"} for s in r.stances or ()]} for r in gold]
    found = score("validation", [Record(r.doc, entities=[]) for r in gold], given=rows, rounds=20)
    assert report(found.counted(), rounds=20).tasks == found.tasks
    assert found.counted().classes == count("validation", gold, given=rows).classes


def test_gold_of_ones_own_carries_no_counts(made: Result) -> None:
    assert made.docs == [] and made.counts == {}
    assert made.counted().tables["demands"] is None


def change(found: Result, task: str, figure: str, rows: Any) -> Result:
    return msgspec.structs.replace(found, counts=found.counts | {task: found.counts[task] | {figure: rows}})


def test_counts_that_do_not_fit_are_told(half: Result) -> None:
    rows = half.counts["actors"]["exact"]
    told = f"counts {len(half.docs) - 1} documents; `docs` names {len(half.docs)}"
    assert list(shape_faults(half)) == []
    short = change(half, "actors", "exact", rows[1:])
    assert list(shape_faults(short)) == [("counts.actors.exact", told)]
    with pytest.raises(ValueError, match=rf"^counts\.actors\.exact: {told}"):
        short.counted()
    for broken in ((3.0, 2.0, 1.0, 9.0), (1.0, 9.0, 3.0, 2.0)):
        found = shape_faults(change(half, "actors", "exact", [*rows[:2], broken, *rows[3:]]))
        assert list(found) == [("counts.actors.exact[2]", "hits more than there are")]
    other = change(half, "conflicts", "tone", rows)  # told though preconditions, before it, have no counts
    assert list(shape_faults(other)) == [
        ("counts.conflicts", f"its figures are {', '.join(TASKS['conflicts'].figures)}, tone, and not pairs, deadlocks")
    ]
    two = change(other, "actors", "exact", rows[1:])
    with pytest.raises(ValueError, match=rf"^counts\.actors\.exact: {told}; counts\.conflicts: its figures"):
        two.counted()
    stranger = msgspec.structs.replace(half, counts=half.counts | {"tone": {}})
    assert list(shape_faults(stranger)) == [("counts", "holds 'tone', which is none of the tasks")]


@pytest.mark.parametrize(
    ("text", "rule", "message"),
    [
        (b"", "json", ""),
        (b"\xff", "json", ""),
        (b"[1]", "shape", "$"),
        (b"[" * 200_000, "json", ""),
        (b'{"signature": "\\ud800"}', "shape", ""),
        (b'{"signature": "\xff"}', "json", ""),
    ],
)
def test_what_is_no_result_is_a_finding(text: bytes, rule: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(text)
    with pytest.raises(BadInput) as caught:
        results.read(path)
    assert {(f.path, f.rule) for f in caught.value.findings} == {(str(path), rule)}
    assert all(message in f.message for f in caught.value.findings)


def test_a_key_that_stands_twice_is_a_finding(half: Result, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(half.to_json().replace('"split": "test",', '"split": "test", "split": "test",'))
    with pytest.raises(BadInput) as caught:
        results.read(path)
    assert caught.value.findings == [Finding(str(path), 0, "key-twice", "`split` stands twice in one object")]


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        results.read(tmp_path / "none.json")
    assert caught.value.findings == [Finding(str(tmp_path / "none.json"), 0, "file", "No such file or directory")]


def test_findings_name_the_line_of_the_field(half: Result, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(half.to_json().replace('"split": "test"', '"split": 7').replace('"missing"', '"lost"'))
    with pytest.raises(BadInput) as caught:
        results.read(path)
    assert [(f.line, f.message.split(":")[0]) for f in caught.value.findings] == [
        (1, "$"),  # what is missing has no line
        (3, "$.split"),
        (5, "$"),
    ]


def test_a_field_is_found_where_it_first_stands(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('\n{"signature": "s",\n"split": 7,\n"documents": 1, "missing": ["split"],\n"tasks": {}}')
    with pytest.raises(BadInput) as caught:
        results.read(path)
    assert [(f.line, f.message.split(":")[0]) for f in caught.value.findings] == [(3, "$.split")]
    path.write_text('\n\n["split"]')
    with pytest.raises(BadInput) as caught:
        results.read(path)
    assert [f.line for f in caught.value.findings] == [1]


@pytest.mark.parametrize(
    ("value", "sound"),
    [(0.0, True), (1.0, True), (1.0 + 1e-10, True), (1.001, False), (-0.001, False), (None, True)],
)
def test_shares_have_bounds(value: float | None, sound: bool) -> None:
    text = msgspec.json.encode({"precision": value, "recall": None, "f1": value})
    if sound:
        assert msgspec.json.decode(text, type=Figure).f1 == value
    else:
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(text, type=Figure)


def test_undefined_is_none_and_never_nan() -> None:
    gold = [record("x", entities=[entity("a", (0, 5))], demands=[demand("d", 6, 9, issuers=["a"])])]
    found = score(gold, [record("x")], rounds=20)
    assert found["actors"].f1 == 0.0 and found["actors"].precision is None
    assert found["conflicts"].f1 is None and found["conflicts"].interval is None and found["conflicts"].attempted
    assert "nan" not in found.to_json().lower()

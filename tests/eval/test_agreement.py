"""Consistency of two passes: the scorer's own counts with both sides equals, and alpha beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from make import demand, entity, gate, outcome, record, stance

from parleybench import cli
from parleybench.annotations.gold import gold_of
from parleybench.corpus.finding import BadInput
from parleybench.corpus.jsonl import write
from parleybench.eval import agreement
from parleybench.eval.agreement import Agreement, agree
from parleybench.eval.tasks import TASKS

ONE = record(
    "x",
    entities=[entity("a", (0, 5)), entity("b", (6, 9))],
    demands=[demand("d", 20, 40, issuers=["a"], vague=True), demand("e", 50, 60, issuers=["b"])],
    outcomes=[outcome("o", 70, 75)],
    gates=[gate("g", "d", "o", 62, 69)],
    stances=[stance("s", 80, 85, "a", "o")],
    conflicts=[("d", "e")],
)
OTHER = record(
    "x",
    entities=[entity("p", (0, 5))],
    demands=[demand("q", 20, 40, issuers=["p"])],
    outcomes=[outcome("r", 70, 75)],
    gates=[gate("h", "q", "r", 62, 69)],
    stances=[stance("t", 80, 85, "p", "r", "oppose")],
)


def test_by_hand() -> None:
    found = agree([ONE], [OTHER])
    assert found["actors"]["exact"] == Agreement(pytest.approx(2 / 3), 2, 1)
    assert found["demands"]["exact"] == Agreement(pytest.approx(2 / 3), 2, 1)  # the vague one counts like any other
    assert found["preconditions"]["issuer"] == Agreement(1.0, 1, 1)
    assert found["stance"]["micro"] == Agreement(0.0, 1, 1) and found["stance"]["cue"] == Agreement(1.0, 1, 1)
    assert found["conflicts"]["pairs"] == Agreement(0.0, 1, 0)


def test_every_task_shows_its_figures() -> None:
    found = agree([ONE], [ONE])
    assert {name: tuple(figures) for name, figures in found.items()} == {n: task.shown for n, task in TASKS.items()}
    assert found["preconditions"]["cue"] == Agreement(1.0, 1, 1)
    assert all(one.f1 in (1.0, None) and one.a == one.b for figures in found.values() for one in figures.values())


def test_a_figure_prints_with_its_items() -> None:
    assert str(Agreement(0.666, 3.0, 2.0)) == "0.67 (3)"
    assert str(Agreement(None, 0.0, 0.0)) == "–"


def test_only_shared_documents_count() -> None:
    assert agree([ONE, record("y", entities=[entity("a", (0, 5))])], [record("z"), OTHER]) == agree([ONE], [OTHER])


def test_the_table_has_a_row_a_figure_and_a_label() -> None:
    rows = agreement.table([([ONE], [OTHER]), ([], []), ([ONE], [ONE])])
    names = [row[0] for row in rows]
    assert names[:2] == ["actors, exact", "actors, typed"] and names[-1] == "polarity, alpha"
    assert rows[0] == ["actors, exact", "0.67 (2)", "–", "1.00 (2)"]
    assert {row[0]: row[1:] for row in rows}["polarity, alpha"] == ["0.00 (1)", "–", "–"]


def test_passes_of_the_project_have_a_column_a_stratum() -> None:
    rows = agreement.rows()
    assert all(len(row) == len(agreement.HEADER) for row in rows)
    assert [row[0] for row in rows if row[0].startswith("demands")] == [f"demands, {n}" for n in TASKS["demands"].shown]


def test_faults_of_both_are_told_at_once_and_nothing_in_common_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    a.write_text('{"doc": "x", "mood": 1}\n')
    b.write_text('nonsense\n{"doc": "y", "outcomes": [{"id": "o", "kind": "talks", "quote": "talks"}]}\n')
    with pytest.raises(BadInput) as caught:
        agree(a, b)
    assert [(Path(f.path).stem, f.line, f.rule) for f in caught.value.findings] == [
        ("a", 1, "shape"),
        ("b", 1, "json"),
        ("b", 2, "anchor"),
    ]
    write(a, gold_of("validation"))
    write(b, gold_of("test"))
    assert cli.main(["agree", str(a), str(b)]) == 1
    message = "no document in common: these are documents of validation, the others of test"
    assert f"{a}: [split] {message}" in capsys.readouterr().err
    with pytest.raises(BadInput, match="the others of no split"):
        agree(a, [ONE])
    assert cli.main(["agree", str(a), str(a)]) == 0
    mentions = sum(len(e.mentions) for r in gold_of("validation") for e in r.entities or ())
    assert f"1.00 ({mentions})" in capsys.readouterr().out.splitlines()[1]

"""The verbs that score."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from make import record

from parleybench import cli
from parleybench.annotations.gold import gold_of
from parleybench.corpus.finding import Finding
from parleybench.corpus.jsonl import write

FAST = ("--rounds", "20")
TASKS = ["actors", "demands", "preconditions", "stance", "conflicts"]


def run(*argv: str) -> int:
    return cli.main(argv)


@pytest.fixture
def gold_file(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    write(path, gold_of("test"))
    return path


@pytest.fixture
def silent_file(tmp_path: Path) -> Path:
    path = tmp_path / "silent.jsonl"
    write(path, [record(r.doc) for r in gold_of("test")])
    return path


def test_score_prints_the_promised_object(gold_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("score", str(gold_file), "--split", "test", "--json", *FAST) == 0
    result = json.loads(capsys.readouterr().out)
    assert set(result) >= {"signature", "split", "documents", "tasks", "slices"}
    assert list(result["tasks"]) == TASKS
    for task in result["tasks"].values():
        assert task["f1"] == 1.0
        assert set(task) >= {"precision", "recall", "f1", "interval", "variants"}


def test_score_prints_a_table(gold_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("score", str(gold_file), *FAST) == 0
    table = capsys.readouterr().out
    assert "preconditions: headline" in table and "seed:20240229" in table
    assert run("score", str(gold_file), *FAST, "-o", str(tmp_path / "out.txt")) == 0
    assert capsys.readouterr().out == "" and (tmp_path / "out.txt").read_text(encoding="utf-8") == table


@pytest.mark.parametrize("given", ["--tasks stance conflicts", "--tasks conflicts,stance", "--tasks stance, conflicts"])
def test_tasks_and_slices_are_chosen(given: str, gold_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("score", *given.split(), "--by", "issue", "genre", str(gold_file), *FAST, "--json") == 0
    result = json.loads(capsys.readouterr().out)
    assert list(result["tasks"]) == ["stance", "conflicts"] and set(result["slices"]) <= {"issue", "genre"}


def test_unknown_tasks_are_named(gold_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("score", "--tasks", "stance", "precondition", str(gold_file)) == 1
    assert "unknown task 'precondition'" in capsys.readouterr().err


def test_slices_and_errors_are_printed_and_written(
    gold_file: Path, silent_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("score", str(silent_file), "--by", "genre", "--errors", str(tmp_path / "errors.jsonl"), *FAST) == 0
    figures, *rest = capsys.readouterr().out.split("\n\ngenre")
    assert len(rest) == 1 and "missed" in rest[0] and "demands: headline" in figures
    errors = [json.loads(line) for line in (tmp_path / "errors.jsonl").read_text().splitlines()]
    assert {error["kind"] for error in errors} == {"missed"}
    assert sum(error["task"] == "demands" for error in errors) <= sum(len(r.demands or ()) for r in gold_of("test"))


def test_missing_documents_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "one.jsonl", gold_of("test")[:1])
    assert run("score", str(tmp_path / "one.jsonl"), *FAST) == 0
    said = capsys.readouterr().err
    assert f"no prediction for {len(gold_of('test')) - 1} documents, scored as silence: " in said


def test_gold_of_ones_own(gold_file: Path, silent_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("score", str(silent_file), "--gold", str(gold_file), *FAST, "--json") == 0
    assert json.loads(capsys.readouterr().out)["split"] == "own"


def test_compare_prints_differences(gold_file: Path, silent_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", str(gold_file), str(silent_file), "--rounds", "200") == 0
    assert "100.0" in capsys.readouterr().out


def test_agree_scores_two_files(gold_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("agree", str(gold_file), str(gold_file)) == 0
    table = capsys.readouterr().out
    assert table.startswith("figure") and "demands, exact" in table and "1.00" in table


def test_agree_has_the_projects_own_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("agree") == 0
    assert capsys.readouterr().out.split("\n")[0].split() == [
        "figure",
        "seed",
        "historical",
        "fictional",
        "real",
        "all",
    ]


def test_the_board_says_of_which_split_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from parleybench.eval.page import tables

    asked: list[object] = []
    monkeypatch.setattr(tables, "boards", lambda splits: (asked.append(splits) or "a board", []))
    assert run("board") == 0 and run("board", "--split", "test") == 0
    assert asked == [None, ["test"]] and capsys.readouterr().out == "a board\na board\n"


def test_a_bad_entry_is_told_and_spoils_no_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from parleybench.eval.page import tables

    monkeypatch.setattr(tables, "boards", lambda splits: ("the others", [Finding("x.json", 0, "score", "wrong")]))
    assert run("board") == 1
    assert capsys.readouterr() == ("the others\n", "x.json: [score] wrong\n1 finding\n")


def test_jobs_change_nothing(gold_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for jobs in ("1", "2"):
        assert run("score", str(gold_file), "--jobs", jobs, "--json", *FAST) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]


def test_warnings_are_told_and_refuse_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Gates inside demands, the shape of 0.1.0, are read and told, in score and compare alike."""
    name = gold_of("test")[0].doc
    old = {"id": "d1", "start": 0, "end": 5, "direction": "require", "issue": "forces", "issuers": [], "gates": []}
    path = tmp_path / "old.jsonl"
    path.write_text(json.dumps({"doc": name, "outcomes": [], "demands": [old]}) + "\n")
    assert run("score", str(path), *FAST) == 0
    assert f"{path}:1: warning: [old-shape] {name}: " in capsys.readouterr().err
    assert run("compare", str(path), str(path), *FAST) == 0
    assert capsys.readouterr().err.count("warning: [old-shape]") == 2


def test_standard_input_is_read_once(
    gold_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Stdin:
        buffer = io.BufferedReader(io.BytesIO(gold_file.read_bytes()))  # type: ignore[arg-type]

    monkeypatch.setattr("sys.stdin", Stdin)
    assert run("score", "-", "--json", *FAST) == 0
    assert json.loads(capsys.readouterr().out)["tasks"]["demands"]["f1"] == 1.0
    for words in (("score", "-", "--gold", "-"), ("compare", "-", "-"), ("compare", "x", "y", "--gold", "-")):
        assert run(*words) == 2
        assert "can be read once" in capsys.readouterr().err


def test_a_string_is_taken_where_a_list_is() -> None:
    import parleybench

    result = parleybench.score("test", gold_of("test"), tasks="stance", by="genre", rounds=0)
    assert list(result.tasks) == ["stance"] and list(result.slices) == ["genre"]

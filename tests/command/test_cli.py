"""The command: every verb answers, results go to standard output, faults end in exit code 1 and write nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from make import record

from parleybench import cli
from parleybench.annotations.gold import gold_of
from parleybench.corpus import library
from parleybench.corpus.jsonl import write

README = Path(__file__).resolve().parents[2] / "README.md"


def run(*argv: str) -> int:
    return cli.main(argv)


@pytest.fixture
def gold_file(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    write(path, gold_of("test"))
    return path


def test_every_verb_is_documented() -> None:
    verbs = cli.parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    text = README.read_text(encoding="utf-8")
    assert [verb for verb in verbs if f"`parley {verb}" not in text] == []


def test_wrong_use_is_exit_code_2() -> None:
    with pytest.raises(SystemExit) as caught:
        run("no-such-verb")
    assert caught.value.code == 2


def test_score_prints_the_promised_object(gold_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("score", str(gold_file), "--split", "test", "--json", "--rounds", "20") == 0
    result = json.loads(capsys.readouterr().out)
    assert set(result) >= {"signature", "split", "documents", "tasks", "slices"}
    assert set(result["tasks"]) == {"actors", "demands", "preconditions", "stance", "conflicts"}
    for task in result["tasks"].values():
        assert task["f1"] == 1.0
        assert set(task) >= {"precision", "recall", "f1", "interval", "variants"}


def test_score_prints_a_table(gold_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("score", str(gold_file), "--rounds", "0") == 0
    assert "preconditions: headline" in capsys.readouterr().out


def test_missing_documents_are_warned_of_on_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "one.jsonl", gold_of("test")[:1])
    assert run("score", str(tmp_path / "one.jsonl"), "--rounds", "0") == 0
    assert "scored as silence" in capsys.readouterr().err


def test_a_broken_file_is_exit_code_1_with_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "pred.jsonl"
    path.write_text('{"doc": "article", "demands": [{"id": "d1"}]}\nnonsense\n')
    for verb in ("check", "score"):
        assert run(verb, str(path)) == 1
        err = capsys.readouterr().err
        assert f"{path}:1: [shape] article: " in err and f"{path}:2: [json]" in err


def test_nothing_is_half_written(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.jsonl"
    sheet.write_text('{"doc": "article", "outcomes": [{"id": "o1", "kind": "talks", "quote": "no such words"}]}\n')
    assert run("anchor", str(sheet), "-o", str(tmp_path / "out.jsonl")) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["sheet.jsonl"]


def test_anchor_turns_quotes_into_offsets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "sheet.json"
    sheet.write_text(
        '{"doc": "article",\n "outcomes": [{"id": "o1", "kind": "talks", "quote": "peace negotiations"}]}\n'
    )
    assert run("anchor", str(sheet)) == 0
    made = json.loads(capsys.readouterr().out)["outcomes"][0]
    assert library.authored()["article"].text[made["start"] : made["end"]] == made["quote"] == "peace negotiations"


def test_show_stats_agree_board(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "article", "--colour") == 0
    assert "\x1b[31m" in capsys.readouterr().out
    assert run("show", "article", "--find", "Kremlin") == 0
    assert capsys.readouterr().out.startswith("1\t")
    assert run("show", "no-such-document") == 1
    assert run("stats") == 0 and run("agree") == 0 and run("board") == 0
    assert "real_test" in capsys.readouterr().out


def test_compare_prints_differences(tmp_path: Path, gold_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "silent.jsonl", [record(r.doc) for r in gold_of("test")])
    assert run("compare", str(gold_file), str(tmp_path / "silent.jsonl"), "--rounds", "200") == 0
    assert "100.0" in capsys.readouterr().out


def test_real_test_without_its_texts_says_how_to_get_them(
    no_real_texts: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import parleybench

    with pytest.raises(LookupError, match="parley real"):
        parleybench.load("real_test")
    assert run("show", next(iter(library.pointers()))) == 1
    assert "parley real" in capsys.readouterr().err


def test_real_takes_files(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARLEYBENCH_CACHE", str(tmp_path / "cache"))
    assert run("real", "--from", *map(str, sorted((shared / "real").glob("*.jsonl")))) == 0
    assert "40 of 40 here" in capsys.readouterr().err


def test_a_system_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("fit", "oracle") == 1
    assert "unknown system 'oracle'" in capsys.readouterr().err

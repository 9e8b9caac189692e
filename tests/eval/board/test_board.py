"""The board: results by system, marked where they are among the best; what does not fit is told and spoils no other's."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from make import CARD

from parleybench import cli
from parleybench.annotations.gold import gold_of
from parleybench.annotations.layers import Record
from parleybench.corpus.finding import BadInput
from parleybench.eval.board import board, card
from parleybench.eval.page import tables
from parleybench.eval.result import SILENT, Result, TaskResult
from parleybench.eval.score import score

GOLD = sorted(gold_of("test"), key=lambda record: record.doc)
EMPTY = [Record(r.doc, [], [], [], [], [], []) for r in GOLD]


def made(name: str) -> card.Card:
    return msgspec.convert(CARD | {"system": name}, card.Card)


@pytest.fixture(scope="module")
def scored() -> dict[str, Result]:
    """A system that copies the gold, one that copies all but a document, one that is silent, one that says nothing of stance."""
    mute = [Record(r.doc, r.entities, r.demands, r.outcomes, r.gates, None, r.conflicts) for r in GOLD[::3]]
    systems = {"all": GOLD, "almost": GOLD[1:], "mute": mute, "none": EMPTY}
    return {name: score("test", records, rounds=50) for name, records in systems.items()}


@pytest.fixture
def folder(tmp_path: Path, scored: dict[str, Result]) -> Path:
    for name, result in scored.items():
        board.save(name, result, tmp_path)
        card.save(made(name), tmp_path / name)
    return tmp_path


def test_results_are_read_by_name(folder: Path, scored: dict[str, Result]) -> None:
    assert board.read("test", folder) == scored
    assert board.standing("validation", folder) == ({}, [])


def test_the_best_are_marked_and_nobody_without_a_point(scored: dict[str, Result]) -> None:
    groups = board.groups(scored)
    assert groups["actors"] == ["all", "almost"] and groups["stance"] == ["all", "almost"]
    cells = {row[0]: dict(zip(board.HEADER, row, strict=True)) for row in board.rows(scored)}
    assert cells["all"]["actors"] == "100.0 [100, 100] †" and cells["mute"]["stance"] == "–"
    assert not any("†" in cell for cell in cells["none"].values()) and cells["none"]["actors"] == "0.0 [0, 0]"
    alone = board.rows({"none": scored["none"]})
    assert not any("†" in cell for cell in alone[0])


@pytest.mark.parametrize(
    ("task", "text"),
    [
        (SILENT, "–"),
        (TaskResult(None, None, None), "–"),
        (TaskResult(0.1, 0.1, 0.123), "12.3"),
        (TaskResult(0.1, 0.1, 0.123, (0.1, 0.2)), "12.3 [10, 20]"),
    ],
)
def test_undefined_and_not_attempted_are_dashes(task: TaskResult, text: str) -> None:
    assert board.cell(task) == text


@pytest.mark.parametrize("how", ["no card", "forged", "malformed", "not json"])
def test_one_bad_entry_spoils_no_other(
    how: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "almost" / "test.json"
    result = json.loads(path.read_text())
    if how == "no card":
        (folder / "almost" / "card.json").unlink()
    elif how == "forged":
        result["tasks"]["actors"]["f1"] = 1.0
        path.write_text(json.dumps(result))
    elif how == "malformed":
        result["counts"] = {"actors": "<script>"}
        path.write_text(json.dumps(result))
    else:
        path.write_bytes(b"\xff\xfe{")
    found, faults = board.standing("test", folder)
    assert list(found) == ["all", "mute", "none"] and faults
    with pytest.raises(BadInput):
        board.read("test", folder)
    shown, told = tables.boards(["test"], folder)
    assert "almost" not in shown and "mute" in shown and told == faults
    monkeypatch.setattr(tables.boards, "__defaults__", (None, folder))
    assert cli.main(["board", "--split", "test"]) == 1
    said = capsys.readouterr()
    assert "almost" not in said.out and "all" in said.out and str(folder / "almost") in said.err


@pytest.mark.parametrize("name", ["..", "a/b", "../x", "", "My System", "a\n", "-a", "a--b", ".", "a\\b", "é"])
def test_names_that_are_no_systems_are_refused(name: str, scored: dict[str, Result], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is no name of a system"):
        board.save(name, scored["all"], tmp_path / "results")
    assert not list(tmp_path.iterdir())
    given = msgspec.to_builtins(made("mine")) | {"system": name}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(given, card.Card, strict=False)


@pytest.mark.parametrize("split", ["../../test", "own", "train", ""])
def test_splits_off_the_board_are_refused(split: str, scored: dict[str, Result], tmp_path: Path) -> None:
    odd = msgspec.structs.replace(scored["all"], split=split)
    for attempt in (lambda: board.save("mine", odd, tmp_path), lambda: board.standing(split, tmp_path)):
        with pytest.raises(ValueError, match="the board has no split"):
            attempt()
    assert not list(tmp_path.iterdir())


def test_a_folder_without_results_is_an_empty_board(tmp_path: Path) -> None:
    assert tables.boards(None, tmp_path) == ("no results yet: run `parley bench`", [])

"""What may stand on the board: a valid card, and results that fit this checkout; each fault is told."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parleybench import cli
from parleybench.annotations.gold import gold_of
from parleybench.corpus.finding import BadInput
from parleybench.corpus.jsonl import write
from parleybench.eval.board import board, card, entries
from parleybench.eval.score import score

CARD: dict[str, Any] = {
    "system": "mine",
    "version": "1.0",
    "date": "2026-11-23",
    "licence": "MIT",
    "training_data": "train",
    "used_real_texts": False,
    "parameters": None,
    "link": None,
}


@pytest.fixture(scope="module")
def fair() -> dict[str, Any]:
    """The result of a system that copies half of the gold."""
    result = score("test", gold_of("test")[::2], rounds=100)
    return dict(json.loads(json.dumps(result.to_dict())))


@pytest.fixture
def folder(tmp_path: Path, fair: dict[str, Any]) -> Path:
    """The folder of a system with a card and one result, both without fault."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "card.json").write_text(json.dumps(CARD, indent=1))
    (mine / "test.json").write_text(json.dumps(fair))
    return mine


def test_a_fair_submission_stands_on_the_board(folder: Path) -> None:
    assert entries.system_faults(folder) == []
    assert list(board.read("test", folder.parent)) == ["mine"]


def put(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """A change of one place of a result, its path written with dots."""

    def change(result: dict[str, Any]) -> None:
        *path, last = key.split(".")
        for part in path:
            result = result[part]
        result[last] = value

    return change


def resign(key: str, value: str) -> Callable[[dict[str, Any]], None]:
    """A change of one part of the signature; an empty value takes it away."""

    def change(result: dict[str, Any]) -> None:
        parts = dict(part.partition(":")[::2] for part in result["signature"].split("|"))
        parts[key] = value
        result["signature"] = "|".join(f"{k}:{v}" for k, v in parts.items() if v)

    return change


def drop(result: dict[str, Any]) -> None:
    del result["tasks"]["stance"]


BROKEN: dict[str, tuple[str, Callable[[dict[str, Any]], None]]] = {
    "other gold": ("signature", resign("data", "000000000000")),
    "other split in the signature": ("signature", resign("split", "validation")),
    "other match rule": ("signature", resign("match", "overlap")),
    "no version": ("signature", resign("parleybench", "")),
    "no rounds": ("signature", resign("rounds", "")),
    "no seed": ("signature", resign("seed", "")),
    "no signature": ("shape", put("signature", None)),
    "other split": ("split", put("split", "validation")),
    "too few documents": ("documents", put("documents", 3)),
    "a stranger is missing": ("documents", put("missing", ["article"])),
    "unknown task": ("task", put("tasks.tone", None)),
    "a task left out": ("task", drop),
    "F1 above one": ("shape", put("tasks.actors.f1", 1.2)),
    "recall below zero": ("shape", put("tasks.demands.variants.exact.recall", -0.1)),
    "F1 that is not of its P and R": ("score", put("tasks.demands.variants.exact.f1", 0.99)),
    "slice above one": ("score", put("slices.genre.news.actors", 40.0)),
    "interval beside its figure": ("interval", put("tasks.actors.interval", [0.01, 0.02])),
    "interval upside down": ("interval", put("tasks.actors.interval", [0.9, 0.1])),
    "interval over conflicts beside its figure": ("interval", put("tasks.actors.interval_conflicts", [0.01, 0.02])),
    "interval without a figure": ("shape", put("tasks.actors.interval", 0.5)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_result_that_does_not_fit_is_refused(name: str, folder: Path, fair: dict[str, Any]) -> None:
    rule, change = BROKEN[name]
    result = copy.deepcopy(fair)
    change(result)
    (folder / "test.json").write_text(json.dumps(result))
    assert [fault.rule for fault in entries.system_faults(folder)] == [rule]
    with pytest.raises(BadInput, match=rule):
        board.read("test", folder.parent)


def test_all_faults_of_a_result_are_told_at_once(folder: Path, fair: dict[str, Any]) -> None:
    result = copy.deepcopy(fair)
    for name in ("other gold", "other split", "unknown task", "interval upside down"):
        BROKEN[name][1](result)
    (folder / "test.json").write_text(json.dumps(result))
    assert {fault.rule for fault in entries.system_faults(folder)} == {"signature", "split", "task", "interval"}


@pytest.mark.parametrize("name, rule", [("tset", "split"), ("train", "split")])
def test_a_result_of_no_split_of_the_board(name: str, rule: str, folder: Path) -> None:
    (folder / "test.json").rename(folder / f"{name}.json")
    assert [fault.rule for fault in entries.system_faults(folder)] == [rule]


@pytest.mark.parametrize("text, rule", [("{", "json"), ("[]", "shape"), ("\xff", "json")])
def test_a_result_that_cannot_be_read(text: str, rule: str, folder: Path) -> None:
    (folder / "test.json").write_bytes(text.encode("latin-1"))
    assert [fault.rule for fault in entries.system_faults(folder)] == [rule]


def test_a_system_without_a_card_is_refused(folder: Path) -> None:
    (folder / "card.json").unlink()
    with pytest.raises(BadInput, match=r"\[card\] the system has no card"):
        board.read("test", folder.parent)


def test_a_card_of_another_system_is_refused(folder: Path) -> None:
    shutil.move(folder, folder.parent / "yours")
    assert [fault.rule for fault in entries.system_faults(folder.parent / "yours")] == ["card"]


CARD_FAULTS: dict[str, Any] = {
    "system": "My System",
    "version": "",
    "date": "23.11.2026",
    "licence": "  ",
    "training_data": None,
    "used_real_texts": "no",
    "parameters": -1,
    "link": "http://example.org/mine",
    "authors": [""],
    "licenses": "MIT",
}


@pytest.mark.parametrize("field", CARD_FAULTS)
def test_a_card_with_a_fault_says_where(field: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "card.json"
    broken = CARD | {field: CARD_FAULTS[field]}
    path.write_text(json.dumps(broken, indent=1))
    assert cli.main(["check", str(path)]) == 1
    line = list(broken).index(field) + 2
    assert capsys.readouterr().err.startswith(f"{path}:{line}: [shape] $")


def test_all_faults_of_a_card_are_told_at_once(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "any-name.txt"
    path.write_text(json.dumps(CARD | CARD_FAULTS, indent=1))
    assert len(entries.check(path, "card")) == len(CARD_FAULTS)
    path.write_text("{}")
    assert len(entries.check(path, "card")) == len(CARD)


def test_check_takes_a_card_a_result_and_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (folder, folder / "card.json", folder / "test.json"):
        assert cli.main(["check", str(path)]) == 0, capsys.readouterr().err
    assert cli.main(["check", str(folder / "none.json")]) == 1
    assert "[file]" in capsys.readouterr().err


def test_a_card_is_written_as_it_is_read(folder: Path, tmp_path: Path) -> None:
    made = card.read(folder / "card.json")
    assert card.read(card.save(made, tmp_path / "again")) == made


def test_scoring_writes_what_the_board_takes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "mine.jsonl", gold_of("test"))
    assert cli.main(["score", str(folder / "mine.jsonl"), "--json", "--rounds", "50"]) == 0
    (folder / "test.json").write_text(capsys.readouterr().out)
    assert entries.system_faults(folder) == []

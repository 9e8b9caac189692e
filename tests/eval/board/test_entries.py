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
from parleybench.eval.board import board, entries


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


def add(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda result: result[key].append(value)


def count(value: Any) -> Callable[[dict[str, Any]], None]:
    """Another number for what was predicted of the first figure in the first document."""
    return hits(1, value)


def hits(place: int, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(result: dict[str, Any]) -> None:
        result["counts"]["actors"]["exact"][0][place] = value

    return change


def less(result: dict[str, Any]) -> None:
    """One gold mention less, which would raise recall; what is said follows from what is counted."""
    row = result["counts"]["actors"]["exact"][0]
    assert row[2] < row[3] or row[2] > 0
    row[0], row[2], row[3] = row[0] - 1, row[2] - 1, row[3] - 1


def speak(result: dict[str, Any]) -> None:
    assert result["docs"][1] in result["missing"]
    result["counts"]["actors"]["exact"][1][1] = 1


def narrow(result: dict[str, Any]) -> None:
    """An interval that still holds its figure."""
    task = result["tasks"]["actors"]
    task["interval"] = [task["f1"] - 1e-3, task["f1"] + 1e-3]


FIGURE = ("precision", "recall", "f1")
ZERO = dict.fromkeys(FIGURE, 0.0)


BROKEN: dict[str, tuple[str, str, Callable[[dict[str, Any]], None]]] = {
    "other gold": ("signature", "signature: scored on other gold", resign("data", "000000000000")),
    "other split in the signature": ("signature", "signature: scored on another", resign("split", "validation")),
    "other match rule": ("signature", "signature: scored by another match rule", resign("match", "overlap")),
    "no version": ("signature", "signature: says no `parleybench`", resign("parleybench", "")),
    "no rounds": ("signature", "signature: says no `rounds`", resign("rounds", "")),
    "no seed": ("signature", "signature: says no `seed`", resign("seed", "")),
    "absurd rounds": ("signature", "rounds 10000000", resign("rounds", "10000000")),
    "rounds in words": ("signature", "signature: ", resign("rounds", "many")),
    "a seed below zero": ("signature", "seed -1", resign("seed", "-1")),
    "other rounds": ("counts", "tasks.", resign("rounds", "101")),
    "other seed": ("counts", "tasks.", resign("seed", "5")),
    "no signature": ("shape", "$.signature", put("signature", None)),
    "other split": ("split", "split: is 'validation'", put("split", "validation")),
    "too few documents": ("documents", "documents: counts 3", put("documents", 3)),
    "a stranger is missing": ("documents", "missing: 'article'", add("missing", "article")),
    "documents in another order": ("documents", "docs: ", lambda r: r["docs"].reverse()),
    "unknown task": ("task", "tasks.tone: ", put("tasks.tone", None)),
    "a task left out": ("task", "tasks.stance: ", drop),
    "F1 above one": ("shape", "$.tasks.actors.f1", put("tasks.actors.f1", 1.2)),
    "recall below zero": (
        "shape",
        "$.tasks.demands.variants.exact.recall",
        put("tasks.demands.variants.exact.recall", -0.1),
    ),
    "another F1": ("counts", "tasks.actors.f1: says 0.99", put("tasks.actors.f1", 0.99)),
    "P, R and F1 that fit each other": ("counts", "tasks.actors.", put("tasks.actors", dict.fromkeys(FIGURE, 0.9))),
    "another figure beside": (
        "counts",
        "tasks.demands.variants.exact.f1",
        put("tasks.demands.variants.exact.f1", 0.99),
    ),
    "a figure of nothing": ("counts", "tasks.demands.variants.tone", put("tasks.demands.variants.tone", ZERO)),
    "another macro": ("counts", "tasks.stance.variants.macro.f1", put("tasks.stance.variants.macro.f1", 0.99)),
    "attempted after all": ("counts", "tasks.conflicts", put("tasks.conflicts", None)),
    "another field": ("shape", "$: unknown field `note`", put("note", "x")),
    "another slice": ("counts", "slices.genre.news.actors", put("slices.genre.news.actors", 0.25)),
    "slice above one": ("score", "slices.tone.news.actors: 40", put("slices.tone", {"news": {"actors": 40.0}})),
    "a slice in words": ("shape", "$.slices.genre.news.actors", put("slices.genre.news.actors", "<b>")),
    "interval beside its figure": ("counts", "tasks.actors.interval[0]", put("tasks.actors.interval", [0.01, 0.02])),
    "a narrower interval": ("counts", "tasks.actors.interval[0]", narrow),
    "an interval from nowhere": (
        "counts",
        "tasks.actors.interval_conflicts",
        put("tasks.actors.interval_conflicts", [0.1, 0.2]),
    ),
    "interval without ends": ("shape", "$.tasks.actors.interval", put("tasks.actors.interval", 0.5)),
    "losses of nothing": (
        "counts",
        "losses.actors: sum to 3, and FP + FN are ",
        put("losses", {"actors": {"missed": 3.0}}),
    ),
    "a loss left out": ("counts", "losses.demands: sum to 0", lambda r: r.update(losses={"tone": {}})),
    "another share of vague": ("counts", "share_of_vague: says 0.9", put("share_of_vague", 0.9)),
    "losses in words": ("shape", "$.losses.actors", put("losses", {"actors": {"missed": "3"}})),
    "a confusion in words": ("shape", "$.confusions", put("confusions", {"issue": {"a": {"b": "<b>"}}})),
    "half a confusion": ("shape", "$.confusions", put("confusions", {"issue": {"a": {"b": 0.5}}})),
    "counts of no task": ("counts", "counts: holds 'tone'", put("counts.tone", {})),
    "a figure uncounted": (
        "counts",
        "counts.actors: its figures",
        lambda r: r["counts"]["actors"].pop("typed") and None,
    ),
    "a row too few": (
        "counts",
        "counts.actors.exact: counts ",
        lambda r: r["counts"]["actors"]["exact"].pop() and None,
    ),
    "a count in words": ("shape", "$.counts.actors.exact", count("<b>1</b>")),
    "a count below zero": ("shape", "$.counts.actors.exact", count(-1)),
    "a huge count": ("shape", "$.counts.actors.exact", count(1e300)),
    "no number": ("shape", "$.counts.actors.exact", count(None)),
    "more hits than gold": ("counts", "counts.actors.exact[0]: hits more", hits(0, 10**6)),
    "more hits than predictions": ("counts", "counts.actors.exact[0]: hits more", hits(2, 10**6)),
    "less gold": ("counts", "counts.actors.exact[0]: has ", less),
    "a prediction of what is missing": ("counts", "counts.actors.exact[1]: predicts something", speak),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_result_that_does_not_fit_is_refused(name: str, folder: Path, fair: dict[str, Any]) -> None:
    rule, message, change = BROKEN[name]
    result = copy.deepcopy(fair)
    change(result)
    (folder / "test.json").write_text(json.dumps(result))
    told = entries.system_faults(folder)
    assert {fault.rule for fault in told} == {rule} and {fault.path for fault in told} == {str(folder / "test.json")}
    assert any(message in fault.message for fault in told), told
    with pytest.raises(BadInput, match=rule):
        board.read("test", folder.parent)


def test_all_faults_of_a_result_are_told_at_once(folder: Path, fair: dict[str, Any]) -> None:
    result = copy.deepcopy(fair)
    for name in ("other gold", "other split", "unknown task", "another F1"):
        BROKEN[name][2](result)
    (folder / "test.json").write_text(json.dumps(result))
    assert {fault.rule for fault in entries.system_faults(folder)} == {"signature", "split", "task", "counts"}


@pytest.mark.parametrize("name, rule", [("tset", "split"), ("train", "split")])
def test_a_result_of_no_split_of_the_board(name: str, rule: str, folder: Path) -> None:
    (folder / "test.json").rename(folder / f"{name}.json")
    assert [fault.rule for fault in entries.system_faults(folder)] == [rule]


@pytest.mark.parametrize(
    "text, rule",
    [("{", "json"), ("[]", "shape"), ("\xff", "json"), ("[" * 100_000, "json"), ('{"note": "\xff"}', "json")],
)
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


def test_check_takes_a_card_a_result_and_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (folder, folder / "card.json", folder / "test.json"):
        assert cli.main(["check", str(path)]) == 0, capsys.readouterr().err
    assert cli.main(["check", str(folder / "none.json")]) == 1
    assert "[file]" in capsys.readouterr().err


def test_scoring_writes_what_the_board_takes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "mine.jsonl", gold_of("test"))
    assert cli.main(["score", str(folder / "mine.jsonl"), "--json", "--rounds", "50"]) == 0
    (folder / "test.json").write_text(capsys.readouterr().out)
    assert entries.system_faults(folder) == []

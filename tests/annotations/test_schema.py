"""The shipped JSON Schemas: current, true to the gold, and never stricter than `parley check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from make import broken_lines

from parleybench import release
from parleybench.annotations.checks import check_file
from parleybench.eval.board import card, entries

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "annotations" / "schema"
GOLD = sorted((ROOT / "annotations" / "gold").glob("*.jsonl"))
CASES = sorted((ROOT / "tests" / "annotations" / "rules").glob("*.jsonl"))


def validator(name: str) -> Any:
    made = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_a_rebuild_changes_nothing() -> None:
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()} == release.schemas()


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_the_gold_is_valid(path: Path) -> None:
    valid = validator("prediction")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines and all(valid.is_valid(json.loads(line)) for line in lines)


def test_every_field_of_a_span_is_described() -> None:
    for part in json.loads((FOLDER / "prediction.schema.json").read_text(encoding="utf-8"))["$defs"].values():
        assert part["description"] and "\n" not in part["description"]
        for name in {"start", "end", "quote", "nth"} & set(part["properties"]):
            assert part["properties"][name]["description"]


def test_the_ten_fold_broken_file_is_refused(tmp_path: Path) -> None:
    """JSON and labels, and one offset without the other; the rest is beyond a schema, and `parley check` says it."""
    valid = validator("prediction")
    refused = []
    for number, line in enumerate(broken_lines(), 1):
        try:
            good = valid.is_valid(json.loads(line))
        except ValueError:
            good = False
        refused += [] if good else [number]
    assert refused == [1, 2, 9]


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_what_the_schema_refuses_the_check_refuses(path: Path, tmp_path: Path) -> None:
    valid = validator("prediction")
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            good = valid.is_valid(json.loads(line))
        except ValueError:
            good = False
        (tmp_path / "one.jsonl").write_text(line + "\n", encoding="utf-8")
        assert good or check_file(tmp_path / "one.jsonl"), line


BY_TEXT = {"quote", "anchor"}
"""Rules that a schema, which has no text, cannot tell."""
SPANS: list[tuple[dict[str, Any], bool]] = [
    ({"start": 0, "end": 5}, True),
    ({"start": 0, "end": 5, "quote": "Weste"}, True),
    ({"quote": "talks"}, True),
    ({"start": None, "end": None, "quote": "talks", "nth": 2}, True),
    ({}, False),
    ({"start": 0}, False),
    ({"start": 0, "quote": "talks"}, False),
    ({"quote": ""}, False),
    ({"quote": None}, False),
    ({"start": -1, "end": 5}, False),
    ({"quote": "talks", "nth": 0}, False),
]


@pytest.mark.parametrize("span, good", SPANS)
def test_schema_and_check_agree_on_spans(span: dict[str, Any], good: bool, tmp_path: Path) -> None:
    record = {"doc": "article", "outcomes": [{"id": "o1", "kind": "talks"} | span]}
    path = tmp_path / "pred.jsonl"
    path.write_text(json.dumps(record) + "\n")
    assert validator("prediction").is_valid(record) == good
    assert ({finding.rule for finding in check_file(path)} <= BY_TEXT) == good


NO_CUE: list[dict[str, Any]] = [{}, {"quote": None}, {"start": None, "end": None, "quote": None}]
CUES = [(span, good or span in NO_CUE) for span, good in SPANS] + [(NO_CUE[2], True)]


@pytest.mark.parametrize("span, good", CUES)
def test_schema_and_check_agree_on_the_cues_of_gates(span: dict[str, Any], good: bool, tmp_path: Path) -> None:
    record = json.loads((ROOT / "tests" / "annotations" / "rules" / "gate-repeat.jsonl").read_text(encoding="utf-8"))
    record["gates"] = [{"id": "g1", "demand": "d1", "outcome": "o1"} | span]
    path = tmp_path / "pred.jsonl"
    path.write_text(json.dumps(record) + "\n")
    assert validator("prediction").is_valid(record) == good
    assert ({finding.rule for finding in check_file(path)} <= BY_TEXT) == good


@pytest.mark.parametrize("path", sorted(entries.RESULTS.glob("*/" + card.NAME)), ids=lambda p: p.parent.name)
def test_the_cards_on_the_board_are_valid(path: Path) -> None:
    assert validator("card").is_valid(json.loads(path.read_text(encoding="utf-8")))
    assert entries.card_faults(path.parent) == []

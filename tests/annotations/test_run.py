"""Files and records are checked as they come; warnings refuse nothing; what `check` passes, `score` takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from make import entity, outcome, record

import parleybench
from parleybench import cli
from parleybench.annotations.checks import check_file, check_record, check_rows, holds_records, sound_layers
from parleybench.annotations.checks.shipped import layer_files
from parleybench.annotations.gold import HERE
from parleybench.annotations.layers import Record
from parleybench.corpus.finding import BadInput, Finding
from parleybench.corpus.jsonl import Row, stream

EDGE = {"doc": "article", "entities": [{"id": "a", "type": "state", "mentions": [{"start": 0, "end": 6}, {"start": 0, "end": 5}]}]}  # fmt: skip


def kept(tmp_path: Path, *records: Any) -> Path:
    path = tmp_path / "pred.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def rules(path: Path, **how: Any) -> list[tuple[int, str, bool]]:
    return [(finding.line, finding.rule, finding.warning) for finding in check_file(path, **how)]


def test_the_case_of_a_space_at_the_edge(shared: Path) -> None:
    (found,) = check_file(shared / "cases" / "span_trailing_space.jsonl")
    assert found.warning and found.rule == "span-edge" and "1 of 1" in found.message and "[52, 74)" in found.message


def test_edges_warn_in_predictions_once_a_document_and_are_faults_in_gold(tmp_path: Path) -> None:
    path = kept(tmp_path, EDGE)
    (found,) = check_file(path)
    assert found.warning and "1 of 2" in found.message and "entities a, [0, 6) 'Putin '" in found.message
    assert (1, "span-edge", False) in rules(path, kind="gold")


def test_a_warning_refuses_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = kept(tmp_path, EDGE)
    assert cli.main(["check", str(path)]) == 0
    assert "warning: [span-edge]" in capsys.readouterr().err
    assert parleybench.score("train", path, rounds=10).documents


@pytest.mark.parametrize("quote", ["nowhere to be found", "Putin"])
def test_check_finds_the_quotes_that_score_refuses(tmp_path: Path, quote: str) -> None:
    path = kept(tmp_path, {"doc": "article", "outcomes": [{"id": "o1", "kind": "talks", "quote": quote}]})
    (found,) = check_file(path)
    assert (found.line, found.rule, found.doc) == (1, "anchor", "article")
    with pytest.raises(BadInput) as caught:
        parleybench.score("train", path, rounds=10)
    assert str(path) in str(caught.value) and quote in str(caught.value)


def test_quotes_of_ones_own_documents_cannot_be_placed(tmp_path: Path) -> None:
    path = kept(tmp_path, {"doc": "mine", "outcomes": [{"id": "o1", "kind": "talks", "quote": "talks"}]})
    assert rules(path, known={"mine"}) == [(1, "anchor", False)]


def test_findings_among_the_rows_are_kept(tmp_path: Path) -> None:
    path = kept(tmp_path, {"doc": "article"}, {"doc": 7}, {"doc": "article"}, {"doc": "new"})
    found = check_rows(stream(path, Record))
    assert [(f.line, f.rule) for f in found] == [(2, "shape"), (3, "doc-duplicate"), (4, "doc-known")]


def test_documents_that_stand_twice_on_one_line_of_an_array_are_told(tmp_path: Path) -> None:
    path = tmp_path / "array.json"
    path.write_text('[{"doc": "article"}, {"doc": "article"}, {"doc": "article"}]')
    assert [(f.line, f.rule, f.message) for f in check_file(path)] == [(1, "doc-duplicate", "already on line 1")] * 2
    assert {finding.rule for finding in check_file(path, known={"article"})} == {"doc-duplicate"}


def test_a_record_of_very_many_faults_is_told_in_short(tmp_path: Path) -> None:
    mentions = [{"start": 9, "end": 4}] * 3_000
    found = rules(kept(tmp_path, {"doc": "article", "entities": [{"id": "a", "type": "state", "mentions": mentions}]}))
    assert found == [(1, "more", False)] + [(1, "span-order", False)] * 20


def test_faults_are_told_before_warnings() -> None:
    made = record("article", entities=[entity("a", (0, 6))], outcomes=[outcome("o", 5, 5)])
    found = check_record(Row("some", 1, made))
    assert [(finding.rule, finding.warning) for finding in found] == [("span-order", False), ("span-edge", True)]


def test_sound_layers_are_read_whatever_their_documents(tmp_path: Path) -> None:
    talks = {"id": "o1", "kind": "talks", "quote": "peace negotiations"}
    made = sound_layers(kept(tmp_path, {"doc": "mine", "outcomes": []}, {"doc": "article", "outcomes": [talks]}))
    assert list(made) == ["mine", "article"]
    assert [outcome.span for outcome in made["article"].outcomes or ()] == [(110, 128)]


@pytest.mark.parametrize(
    ("records", "rule"),
    [
        ([{"doc": "article"}, {"doc": "article"}], "doc-duplicate"),
        ([{"doc": "article", "outcomes": [{"id": "o", "kind": "talks", "start": 4}]}], "anchored"),
        ([{"doc": "mine", "outcomes": [{"id": "o", "kind": "talks", "quote": "talks"}]}], "anchor"),
        ([], "file"),
    ],
)
def test_unsound_layers_are_refused_with_path_and_line(tmp_path: Path, records: list[Any], rule: str) -> None:
    path = kept(tmp_path, *records)
    with pytest.raises(BadInput, match=rf"pred\.jsonl(:{len(records)})?: \[{rule}\]"):
        sound_layers(path)


def test_passes_stand_in_rounds() -> None:
    kinds = {str(path.relative_to(HERE.parent)): kind for path, kind in layer_files()}
    assert kinds["annotations/gold/seed.jsonl"] == "gold"
    assert kinds["annotations/passes/1/a/seed.jsonl"] == "earlier"
    assert set(kinds.values()) <= {"gold", "pass", "earlier", "shipped"}


def test_an_earlier_round_is_read_in_its_shape_and_a_later_one_is_not(tmp_path: Path) -> None:
    line = json.loads((HERE / "passes" / "1" / "a" / "seed.jsonl").read_text(encoding="utf-8"))
    assert any("gates" in demand for demand in line["demands"])
    path = kept(tmp_path, line)
    assert rules(path, kind="earlier") == []
    assert {rule for _, rule, _ in rules(path, kind="pass")} == {"shape"}
    bare = json.loads((HERE / "gold" / "seed.jsonl").read_text(encoding="utf-8")) | {"gates": []}
    bare["gates"] = [{"id": "g1", "demand": "d1", "outcome": "o1"}]
    path = kept(tmp_path, bare)
    assert "anchored" not in {rule for _, rule, _ in rules(path, kind="earlier")}
    for kind in ("gold", "pass"):
        assert "anchored" in {rule for _, rule, _ in rules(path, kind=kind)}


def test_the_case_of_a_key_that_stands_twice(shared: Path) -> None:
    (found,) = check_file(shared / "cases" / "dupkey.jsonl")
    assert (found.line, found.rule, found.doc) == (1, "key-twice", "camp-david-02") and "`demands`" in found.message


@pytest.mark.parametrize("name", ["deep.jsonl", "surrkey.jsonl"])
def test_the_cases_that_broke_reading(shared: Path, name: str) -> None:
    found = check_file(shared / "cases" / name)
    assert found and all(finding.line == 1 for finding in found)
    assert all(isinstance(finding, Finding) and str(finding).isprintable() for finding in found)


@pytest.mark.parametrize("name", ["array.json", "bom.jsonl", "plain.jsonl.gz"])
def test_the_cases_of_other_forms_are_checked_by_the_command(
    shared: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert cli.main(["check", str(shared / "cases" / name)]) == 0
    assert capsys.readouterr().err == "no findings\n"


@pytest.mark.parametrize(
    ("content", "holds"),
    [
        ('{"doc": "article"}', True),
        ('[{"doc": "article", "entities": 7}]', True),
        ('{\n "doc": "article"\n}', True),
        ('{"signature": "x"}', False),
        ('{"doc": 7}', False),
        ('{"doc": "\\ud800"}', False),
        ("[" * 5000, False),
        ("", False),
        ("doc,start\n", False),
    ],
)
def test_records_are_told_from_results_and_cards(tmp_path: Path, content: str, holds: bool) -> None:
    path = tmp_path / "some.json"
    path.write_text(content)
    assert holds_records(path) == holds

"""Each rule has a tiny case that breaks it alone, and the text it is broken in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from make import broken_lines

from parleybench.annotations import settle
from parleybench.annotations.checks import RULES, check_data, check_file, shipped
from parleybench.annotations.checks.registry import Corpus
from parleybench.annotations.gold import all_gold
from parleybench.corpus.document import Document, sha256

CASES = Path(__file__).parent / "rules"
PREDICTED = ("anchor", "doc-known", "json", "key-twice", "label", "old-shape", "shape")
RECORD_CASES = sorted(CASES.glob("*.jsonl"))


@pytest.mark.parametrize("path", RECORD_CASES, ids=lambda p: p.stem)
def test_case_breaks_its_rule_alone(path: Path) -> None:
    kind: Any = "prediction" if path.stem in PREDICTED else "gold"
    found = check_file(path, kind)
    assert {finding.rule for finding in found} == {path.stem}
    assert all(finding.line for finding in found)


def document(name: str, **changes: Any) -> Document:
    text = changes.pop("text", f"Title {name}\n\n" + " ".join(f"{name}{n}" for n in range(40)))
    given: dict[str, Any] = {
        "id": name,
        "title": None,
        "text": text,
        "date": None,
        "genre": "news",
        "conflict": name,
        "stratum": "fictional",
        "licence": "CC-BY-4.0",
        "source": "test",
        "sha256": sha256(text),
    }
    return Document(**given | changes)


SHARED_TEXT = " ".join(f"word{n}" for n in range(40))
OTHER_TEXT = " ".join(f"other{n}" for n in range(40))
CORPUS_CASES: dict[str, tuple[list[Document], dict[str, str]]] = {
    "nfc": ([document("a", text="Cafe\u0301 talks")], {"a": "train"}),
    "hash": ([document("a", sha256="0" * 64)], {"a": "train"}),
    "title": ([document("a", title="Another title")], {"a": "train"}),
    "split-known": ([document("a")], {"a": "tset"}),
    "split-real": ([document("a")], {"a": "real_test"}),
    "split-conflict": ([document("a"), document("b", conflict="a")], {"a": "train", "b": "test"}),
    "near-duplicate": (
        [document("a", text=SHARED_TEXT), document("b", text=SHARED_TEXT + " end")],
        {"a": "train", "b": "test"},
    ),
}


REAL = {"stratum": "real", "source": "there"}
MORE_CASES: dict[str, tuple[list[Document], dict[str, str], set[str]]] = {
    "real texts train": ([document("a", **REAL)], {"a": "real_train"}, set()),
    "real texts train alone": ([document("a", **REAL)], {"a": "train"}, {"split-real"}),
    "authored texts do not": ([document("a")], {"a": "real_validation"}, {"split-real"}),
    "conflicts of real texts may be shared": (
        [document("a", conflict="x", **REAL), document("b", conflict="x", **REAL)],
        {"a": "real_train", "b": "real_test"},
        set(),
    ),
    "wording of real texts may not": (
        [document("a", text=SHARED_TEXT, **REAL), document("b", text=SHARED_TEXT + " end")],
        {"a": "real_train", "b": "test"},
        {"near-duplicate"},
    ),
    "within a split it may": (
        [document("a", text=SHARED_TEXT, **REAL), document("b", text=SHARED_TEXT + " end", **REAL)],
        {"a": "real_train", "b": "real_train"},
        set(),
    ),
    "a few words in common are no copy": (
        [
            document("a", text=SHARED_TEXT),
            document("b", text="word1 word2 word3 word4 word5 word6 word7 word8 " + OTHER_TEXT),
        ],
        {"a": "train", "b": "test"},
        set(),
    ),
}


@pytest.mark.parametrize("case", MORE_CASES)
def test_rules_of_splits(case: str) -> None:
    documents, splits, expected = MORE_CASES[case]
    corpus = Corpus({d.id: d for d in documents}, {d.id: d.stratum for d in documents}, splits)
    assert {name for name, made in RULES.items() if made.corpus and list(made.corpus(corpus))} == expected


@pytest.mark.parametrize("rule", CORPUS_CASES)
def test_corpus_case_breaks_its_rule_alone(rule: str) -> None:
    documents, splits = CORPUS_CASES[rule]
    corpus = Corpus({d.id: d for d in documents}, {d.id: d.stratum for d in documents}, splits)
    broken = {name for name, made in RULES.items() if made.corpus and list(made.corpus(corpus))}
    assert broken == {rule}


def test_every_rule_has_its_case() -> None:
    elsewhere = {"file", "more", "doc-missing", "decided", "gold-current"}  # each broken by a test below
    assert {path.stem for path in RECORD_CASES} | set(CORPUS_CASES) | elsewhere == set(RULES)


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    assert [finding.rule for finding in check_file(tmp_path / "none.jsonl")] == ["file"]


def test_missing_gold_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    gold = dict(all_gold())
    gold.pop("article")
    monkeypatch.setattr(shipped, "all_gold", lambda: gold)
    assert "doc-missing" in {finding.rule for finding in check_data()}


def test_an_undecided_difference_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    decisions = settle.decisions()
    monkeypatch.setattr(settle, "decisions", lambda paths=None: decisions[1:])
    assert {finding.rule for finding in check_data()} == {"decided"}


def test_gold_edited_by_hand_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    gold = dict(all_gold())
    gold["article"] = msgspec.structs.replace(gold["article"], conflicts=[])
    monkeypatch.setattr(shipped, "all_gold", lambda: gold)
    assert {(finding.rule, finding.doc) for finding in check_data()} == {("gold-current", "article")}


def test_ten_faults_at_once_are_ten_findings_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text("\n".join(broken_lines()) + "\n")
    found = check_file(path)
    assert [(finding.line, finding.rule) for finding in found] == [
        (1, "json"),
        (2, "label"),
        (3, "span-order"),
        (4, "span-bounds"),
        (5, "reference"),
        (6, "doc-known"),
        (7, "quote"),
        (8, "cycle-same-as"),
        (9, "anchored"),
        (10, "doc-duplicate"),
    ]
    assert str(found[1]).startswith(f"{path}:2: [label] article: ")


def test_all_faults_of_one_line_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text(json.dumps({"doc": 7, "demands": [{"id": "d"}, {"direction": 1}], "stance": []}) + "\n")
    assert len(check_file(path)) >= 8


@pytest.mark.parametrize(
    "line",
    [
        '{"doc": ""}',
        '{"doc": "article", "outcomes": [{"id": "o", "kind": "talks", "quote": "talks", "nth": 0}]}',
        '{"doc": "article", "outcomes": [{"id": "o", "kind": "talks", "quote": "\\ud800"}]}',
        '{"doc": "article", "outcomes": [{"id": "o", "kind": "talks", "start": 1e400}]}',
        '{"doc": "article", "conflicts": [["d1"]]}',
        "[[]]",
        "7",
    ],
)
def test_a_line_that_does_not_decode_is_never_passed_over(tmp_path: Path, line: str) -> None:
    path = tmp_path / "pred.jsonl"
    path.write_text(line + "\n")
    assert [(finding.line, finding.rule) for finding in check_file(path)] == [(1, "shape")]


def test_gold_alone_must_give_the_cue_of_a_gate(tmp_path: Path) -> None:
    case = json.loads((CASES / "gate-repeat.jsonl").read_text(encoding="utf-8"))
    bare = case | {"gates": [{"id": "g1", "demand": "d1", "outcome": "o1"}]}
    path = tmp_path / "layers.jsonl"
    path.write_text(json.dumps(bare) + "\n")
    assert check_file(path) == []
    assert [finding.rule for finding in check_file(path, "gold")] == ["anchored"]


def test_a_gold_of_ones_own_names_its_documents(tmp_path: Path) -> None:
    path = tmp_path / "pred.jsonl"
    path.write_text('{"doc": "mine"}\n{"doc": "article"}\n')
    assert [(finding.line, finding.rule) for finding in check_file(path)] == [(1, "doc-known")]
    assert [(finding.line, finding.rule) for finding in check_file(path, known={"mine"})] == [(2, "doc-known")]


def test_circles_of_any_length_are_told_and_what_leads_into_them_is_not(tmp_path: Path) -> None:
    chain = {f"e{n}": f"e{n + 1}" for n in range(20_000)} | {"e20000": "e19998", "own": "own"}
    entities = [{"id": name, "type": "state", "principal": principal} for name, principal in chain.items()]
    path = tmp_path / "pred.jsonl"
    path.write_text(json.dumps({"doc": "article", "entities": entities}) + "\n")
    told = [finding.message.split(":")[0] for finding in check_file(path)]
    assert told == ["entity e19998", "entity e19999", "entity e20000", "entity own"]


def test_what_the_project_ships_is_clean() -> None:
    assert check_data() == []


def test_strict_types(tmp_path: Path) -> None:
    path = tmp_path / "pred.jsonl"
    path.write_bytes(
        msgspec.json.encode(
            {"doc": "article", "entities": [{"id": "e", "type": "state", "mentions": [{"start": "0", "end": 5}]}]}
        )
    )
    assert [finding.rule for finding in check_file(path)] == ["shape"]

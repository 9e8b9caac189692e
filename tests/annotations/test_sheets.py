"""Quotes in records, sheets and the command: each case is told apart, and scoring takes exact ones only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from make import entity, record
from msgspec.structs import replace

from parleybench import cli
from parleybench.annotations.anchor import Unanchored, anchor, resolve
from parleybench.annotations.layers import Mention, Outcome
from parleybench.corpus import library
from parleybench.corpus.finding import BadInput
from parleybench.eval.score import score

TEXT = "𝔘𝔫 envoys said: “The UN’s plan needs a cease-fire.” Tolva’s army would not leave. “A plan,” they said."


def test_every_quote_of_a_record_has_its_case() -> None:
    spans: dict[str, dict[str, Any]] = {
        "o1": {"quote": "leave"},
        "o2": {"quote": "Tolva's army"},
        "o3": {"quote": "they sayd"},
        "o4": {"quote": "nowhere at all"},
        "o5": {"start": 0, "end": 2},
    }
    outcomes = [Outcome(id=name, kind="talks", **span) for name, span in spans.items()]
    made = resolve(record(outcomes=outcomes), TEXT)
    assert [(case.id, case.how) for case in made.cases] == [
        ("o1", "exact"),
        ("o2", "normalised"),
        ("o3", "refused"),
        ("o4", "refused"),
    ]
    assert [fault.split(":")[0] for fault in made.faults] == ["outcomes o3", "outcomes o4"]
    assert (made.record.outcomes or [])[1].quote == "Tolva’s army"
    with pytest.raises(Unanchored):
        anchor(record(outcomes=outcomes[:2]), TEXT)


@pytest.mark.parametrize(
    "span, message",
    [
        ({"start": 0, "end": 2, "quote": "no"}, "the text has"),
        ({"start": 3}, "one offset"),
        ({"start": -5, "end": 2}, "is no span"),
        ({"start": 0, "end": 10**6}, "is no span"),
    ],
)
def test_offsets_are_not_taken_on_trust(span: dict[str, Any], message: str) -> None:
    made = resolve(record(outcomes=[Outcome(id="o", kind="talks", **span)]), TEXT)
    assert [message in fault for fault in made.faults] == [True]
    assert (made.record.outcomes or [])[0] == Outcome(id="o", kind="talks", **span)


def sheet(folder: Path, *quotes: str) -> Path:
    outcomes = [{"id": f"o{n}", "kind": "talks", "quote": quote} for n, quote in enumerate(quotes, 1)]
    path = folder / "sheet.jsonl"
    path.write_text(json.dumps({"doc": "article", "outcomes": outcomes}) + "\n")
    return path


ARTICLE = library.authored()["article"].text
SENTENCE = next(part for part in ARTICLE.replace("\n", ". ").split(". ") if len(part) > 60 and ARTICLE.count(part) == 1)
LOOSE = SENTENCE.replace(" ", "  ", 1)
SLIPPED = SENTENCE[:30] + "#" + SENTENCE[30:]


def test_the_command_tells_each_case_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = sheet(tmp_path, SENTENCE, LOOSE, SLIPPED)
    assert cli.main(["anchor", str(path), "--report", str(tmp_path / "report.jsonl")]) == 0
    out, err = capsys.readouterr()
    assert [o["quote"] for o in json.loads(out)["outcomes"]] == [SENTENCE] * 3
    loose, slipped, counts = err.splitlines()
    start = ARTICLE.index(SENTENCE)
    place = f"-> text {start}-{start + len(SENTENCE)} {SENTENCE!r}"
    assert loose == f"{path}:1: [anchor-normalised] article: outcomes o2: {LOOSE!r} {place}"
    assert slipped.startswith(f"{path}:1: [anchor-fuzzy] article: outcomes o3: {SLIPPED!r} {place} (similarity 9")
    assert counts == "quotes: 1 exact, 1 normalised, 1 fuzzy, 0 refused"
    cases = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text().splitlines()]
    assert [(case["how"], case["quote"]) for case in cases] == [
        ("exact", SENTENCE),
        ("normalised", LOOSE),
        ("fuzzy", SLIPPED),
    ]


def test_a_refused_quote_leaves_a_report_and_no_records(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = sheet(tmp_path, SENTENCE, LOOSE, "no such words")
    report = tmp_path / "report.jsonl"
    assert cli.main(["anchor", str(path), "--exact", "-o", str(tmp_path / "out.jsonl"), "--report", str(report)]) == 1
    err = capsys.readouterr().err
    assert err.startswith("quotes: 1 exact, 0 normalised, 0 fuzzy, 2 refused\n")
    assert err.count(f"{path}:1: [anchor] article: outcomes o") == 2
    assert [json.loads(line)["how"] for line in report.read_text().splitlines()] == ["exact", "refused", "refused"]
    assert not (tmp_path / "out.jsonl").exists()


def test_scoring_takes_exact_quotes_only(tmp_path: Path) -> None:
    assert score("train", sheet(tmp_path, SENTENCE), rounds=0).missing
    with pytest.raises(BadInput, match="not found"):
        score("train", sheet(tmp_path, LOOSE), rounds=0)


def test_mentions_of_entities_keep_their_entities() -> None:
    names = [
        replace(entity(name), mentions=[Mention(quote=q) for q in quotes])
        for name, quotes in {"a": ["army"], "b": ["leave", "envoys"]}.items()
    ]
    made = resolve(record(entities=names), TEXT).record
    assert [[TEXT[m.start : m.end] for m in e.mentions] for e in made.entities or ()] == [["army"], ["leave", "envoys"]]

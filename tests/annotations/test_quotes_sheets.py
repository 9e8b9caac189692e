"""Quotes in records, sheets and the command: each case is told apart, and scoring takes exact ones only."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from parleybench import cli
from parleybench.annotations.layers import Record
from parleybench.annotations.quotes.find import EXACT, NO_TEXT
from parleybench.annotations.quotes.sheets import anchored, placed
from parleybench.corpus import library
from parleybench.corpus.finding import BadInput
from parleybench.corpus.jsonl import Row, read
from parleybench.eval.score import score


def sheet(folder: Path, *quotes: str) -> Path:
    outcomes = [{"id": f"o{n}", "kind": "talks", "quote": quote} for n, quote in enumerate(quotes, 1)]
    path = folder / "sheet.jsonl"
    path.write_text(json.dumps({"doc": "article", "outcomes": outcomes}) + "\n")
    return path


ARTICLE = library.authored()["article"].text
SENTENCE = next(part for part in ARTICLE.replace("\n", ". ").split(". ") if len(part) > 60 and ARTICLE.count(part) == 1)
LOOSE = SENTENCE.replace(" ", "  ", 1)
WORD = next(word for word in SENTENCE.split() if word.isalpha() and word.islower() and len(word) > 5)
SLIPPED = SENTENCE.replace(WORD, WORD + WORD[-1], 1)


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
    assert counts == "quotes: 1 exact, 1 normalised, 0 ellipsis, 1 fuzzy, 0 refused"
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
    assert err.startswith("quotes: 1 exact, 0 normalised, 0 ellipsis, 0 fuzzy, 2 refused\n")
    assert err.count(f"{path}:1: [anchor] article: outcomes o") == 2
    assert [json.loads(line)["how"] for line in report.read_text().splitlines()] == ["exact", "refused", "refused"]
    assert not (tmp_path / "out.jsonl").exists()


def test_scoring_takes_exact_quotes_only(tmp_path: Path) -> None:
    assert score("train", sheet(tmp_path, SENTENCE), rounds=0).missing
    with pytest.raises(BadInput, match="not found"):
        score("train", sheet(tmp_path, LOOSE), rounds=0)


QUOTED = '{"doc": "%s", "outcomes": [{"id": "o1", "kind": "talks", "quote": "talks"}, {"id": "o2", "kind": "talks", "quote": "b"}]}'


@pytest.mark.parametrize("doc", ["nowhere", next(iter(library.pointers()))])
def test_a_text_that_is_not_here_is_told_once(no_real_texts: None, tmp_path: Path, doc: str) -> None:
    path = tmp_path / "sheet.jsonl"
    path.write_text("\n" + QUOTED % doc)
    made = anchored([path])
    assert [str(fault) for fault in made.faults] == [f"{path}:2: [anchor] {doc}: {NO_TEXT}"]
    assert [(row.line, row.record.id, row.record.how) for row in made.anchors] == [
        (2, "o1", "refused"),
        (2, "o2", "refused"),
    ]
    assert made.counts().endswith("2 refused")


def test_several_sheets_are_answered_for_in_one(tmp_path: Path) -> None:
    good, bad, other = sheet(tmp_path, SENTENCE), tmp_path / "bad.json", tmp_path / "other.json"
    bad.write_text("[1]")
    other.write_text('{"doc": "aceh-01"}')
    made = anchored([good, bad, tmp_path / "none", other])
    assert [(Path(f.path).name, f.line, f.rule) for f in made.faults] == [("bad.json", 1, "shape"), ("none", 0, "file")]
    assert [r.doc for r in made.records] == ["article", "aceh-01"]


def test_a_document_that_stands_twice_is_told_over_all_sheets(tmp_path: Path) -> None:
    first, second = sheet(tmp_path, SENTENCE), tmp_path / "second.json"
    second.write_text('[{"doc": "aceh-01"},\n{"doc": "aceh-01"},\n{"doc": "article"}]')
    assert [str(fault) for fault in anchored([first, second]).faults] == [
        f"{second}:2: [doc-duplicate] aceh-01: already on line 1 of {second}",
        f"{second}:3: [doc-duplicate] article: already on line 1 of {first}",
    ]


def test_a_sheet_of_the_older_shape_is_brought_up_to_date_with_a_warning(tmp_path: Path) -> None:
    demand = {"id": "d1", "quote": SENTENCE, "direction": "require", "issue": "forces", "issuers": [], "gates": ["o1"]}
    outcome = {"id": "o1", "kind": "talks", "quote": SENTENCE}
    path = tmp_path / "sheet.json"
    path.write_text(json.dumps({"doc": "article", "demands": [demand], "outcomes": [outcome]}, indent=1))
    made = anchored([path])
    assert made.faults == [] and [(note.rule, note.line, note.warning) for note in made.notes] == [
        ("old-shape", 1, True)
    ]
    assert [(gate.demand, gate.outcome) for gate in made.records[0].gates or ()] == [("d1", "o1")]


def test_both_roads_say_the_same_of_an_exact_quote(tmp_path: Path) -> None:
    rows = [Row("f", 3, row.record) for row in read(sheet(tmp_path, SENTENCE), Record)]
    assert placed(rows) == anchored([sheet(tmp_path, SENTENCE)], EXACT).records
    with pytest.raises(BadInput) as caught:
        placed([Row("f", 3, read(sheet(tmp_path, LOOSE, "no such words"), Record)[0].record)])
    told = anchored([sheet(tmp_path, LOOSE, "no such words")], EXACT).faults
    assert [(f.message, f.line) for f in caught.value.findings] == [(f.message, 3) for f in told]
    assert len(told) == 2


ONE = {"doc": "aceh-01", "outcomes": [{"id": "o1", "kind": "talks", "quote": "talks", "nth": 1}]}
WHOLE = [json.dumps(ONE), json.dumps({"doc": "aceh-02", "demands": []}), json.dumps(ONE, indent=1), json.dumps([ONE], indent=1)]  # fmt: skip
SIGNS = ["{", "}", "[", "]", ",", ":", '"', "\n", "\r\n", "```json\n", "~~~\n", "null", "1e999", "-0", "NaN", "\\ud800", "\x00"]  # fmt: skip
WORDS = ['"doc"', '"aceh-01"', '"outcomes"', '"quote"', '"nth"', '"start"', "\ufeff", "…", "𝔘", "[[[[" * 50]
LONG = [QUOTED % "nowhere", '"' + "x" * 999, "9" * 5_000]


def test_garbage_raises_nothing(tmp_path: Path) -> None:
    draw = random.Random(6)
    path = tmp_path / "sheet.jsonl"
    ended = set()
    for _ in range(400):
        data = "".join(draw.choices(SIGNS + WORDS + WHOLE + LONG, k=draw.randrange(1, 12))).encode()
        if draw.random() < 0.3:
            at = draw.randrange(len(data))
            data = data[:at] + bytes(draw.choices(range(256), k=3)) + data[at:]
        path.write_bytes(gzip.compress(data) if draw.random() < 0.1 else data)
        made = anchored([path])
        assert made.faults or made.records
        assert all(str(f).startswith(str(path)) and len(str(f)) < 3_000 for f in made.faults + made.notes)
        assert all(str(f).isprintable() for f in made.faults + made.notes)
        ended.add(bool(made.faults))
    assert ended == {True, False}

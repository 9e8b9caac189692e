"""The verbs that read, check and make the data."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
import servers
from make import broken_lines

from parleybench import cli
from parleybench.annotations.gold import gold_of
from parleybench.commands import data
from parleybench.corpus import library, sources
from parleybench.corpus.document import Pointer
from parleybench.corpus.fetching import Limits
from parleybench.corpus.finding import Finding
from parleybench.corpus.jsonl import write
from parleybench.corpus.places import CONTENT, content_id

SHEET = {"doc": "article", "outcomes": [{"id": "o1", "kind": "talks", "quote": "peace negotiations"}]}


def run(*argv: str) -> int:
    return cli.main(argv)


def sheet(folder: Path, quote: str = "peace negotiations") -> Path:
    path = folder / "sheet.json"
    path.write_text(json.dumps(SHEET | {"outcomes": [{"id": "o1", "kind": "talks", "quote": quote}]}, indent=1))
    return path


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "pred.jsonl"
    path.write_text("\n".join(broken_lines()) + "\n", encoding="utf-8")
    for verb in ("check", "score"):
        assert run(verb, str(path)) == 1
        said = capsys.readouterr()
        assert said.out == "" and said.err.splitlines()[-1].endswith("findings")
        assert {f"{path}:{n}:" in said.err for n in (1, 2, 3, 4, 5, 6, 7, 8)} == {True}


def test_a_sound_file_has_no_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "none.jsonl", [{"doc": "article", "demands": []}])
    assert run("check", str(tmp_path / "none.jsonl")) == 0
    assert capsys.readouterr() == ("", "no findings\n")


def test_warnings_refuse_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Gates inside demands are the shape of 0.1.0: they are read, and that is told."""
    old = {"id": "d1", "start": 0, "end": 5, "direction": "require", "issue": "forces", "issuers": [], "gates": []}
    path = tmp_path / "old.jsonl"
    path.write_text(json.dumps({"doc": "article", "outcomes": [], "demands": [old]}) + "\n")
    assert run("check", str(path)) == 0
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith(f"{path}:1: warning: [old-shape] article: ") and said[-1] == "no findings, 1 warning"
    monkeypatch.setattr(
        data, "_faults", lambda *_: [Finding("x", 1, "a", "wrong"), Finding("x", 1, "b", "odd", "", True)]
    )
    assert run("check", "x") == 1
    assert capsys.readouterr().err.splitlines()[-1] == "1 finding, 1 warning"


def test_gold_of_ones_own_names_the_known_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "gold.jsonl", [{"doc": "mine", "demands": []}])
    write(tmp_path / "pred.jsonl", [{"doc": "mine", "demands": []}])
    assert run("check", str(tmp_path / "pred.jsonl")) == 1
    assert "[doc-known] mine" in capsys.readouterr().err
    assert run("check", str(tmp_path / "pred.jsonl"), "--gold", str(tmp_path / "gold.jsonl")) == 0


def test_a_card_is_checked_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "card.json").write_text('{"system": "UPPER"}')
    assert run("check", str(tmp_path / "card.json")) == 1
    assert "card.json" in capsys.readouterr().err
    (tmp_path / "other.json").write_text((tmp_path / "card.json").read_text())
    assert run("check", str(tmp_path / "other.json"), "--as", "card") == 1


def test_stats_count_all_documents(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("stats") == 0
    by_split, by_stratum, labels = capsys.readouterr().out.split("\n\n")
    assert [line.split()[:2] for line in by_split.splitlines()][-1] == ["all", str(len(library.strata()))]
    assert by_stratum.startswith("stratum") and labels.startswith("entity type: ")


def test_show_marks_the_labels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "article") == 0
    plain = capsys.readouterr().out
    assert "\x1b" not in plain and "[d1 " in plain
    assert run("show", "article", "--colour") == 0
    assert "\x1b[31m" in capsys.readouterr().out
    write(tmp_path / "none.jsonl", [{"doc": "article", "demands": []}])
    assert run("show", "article", "--labels", str(tmp_path / "none.jsonl")) == 0
    assert "[d1 " not in capsys.readouterr().out


def test_show_finds_places(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "article", "--find", "Kremlin") == 0
    assert capsys.readouterr().out.startswith("1\t")


def test_show_says_what_is_near_and_what_is_to_be_fetched(
    no_real_texts: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("show", "aceh-1") == 1
    assert capsys.readouterr().err == "parley show: no document 'aceh-1'; near: aceh-01, aceh-02\n"
    assert run("show", "qqq") == 1
    assert capsys.readouterr().err == "parley show: no document 'qqq'\n"
    assert run("show", next(iter(library.pointers()))) == 1
    assert "fetch it with `parley real`" in capsys.readouterr().err


def test_anchor_turns_quotes_into_offsets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("anchor", str(sheet(tmp_path)), "--report", str(tmp_path / "report.jsonl")) == 0
    said = capsys.readouterr()
    made = json.loads(said.out)["outcomes"][0]
    assert library.authored()["article"].text[made["start"] : made["end"]] == made["quote"] == "peace negotiations"
    assert said.err == "quotes: 1 exact, 0 normalised, 0 ellipsis, 0 fuzzy, 0 refused\n"
    assert json.loads((tmp_path / "report.jsonl").read_text())["how"] == "exact"


def test_a_quote_that_is_not_found_writes_nothing(tmp_path: Path) -> None:
    assert run("anchor", str(sheet(tmp_path, "no such words")), "-o", str(tmp_path / "out.jsonl")) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.json"]


def test_adjudicate_makes_gold_of_two_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = {"doc": "article", "entities": [], "outcomes": [], "gates": [], "stances": [], "conflicts": []}
    demand = {"id": "d1", "start": 0, "end": 5, "direction": "require", "issue": "forces", "issuers": []}
    write(tmp_path / "a.jsonl", [base | {"demands": [demand]}])
    write(tmp_path / "b.jsonl", [base | {"demands": [demand | {"issue": "other"}]}])
    both = [str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")]
    write(tmp_path / "none.jsonl", [{"doc": "another", "key": "demands/d1", "pick": "a", "why": "a test"}])
    assert run("adjudicate", *both, "--open", "--decisions", str(tmp_path / "none.jsonl")) == 0
    assert json.loads(capsys.readouterr().out)["key"] == "demands/d1/issue"
    assert run("adjudicate", *both, "--decisions", str(tmp_path / "none.jsonl")) == 1
    assert "undecided: demands/d1/issue" in capsys.readouterr().err
    write(tmp_path / "one.jsonl", [{"doc": "article", "key": "demands/d1/issue", "pick": "b", "why": "a test"}])
    decided = ["--decisions", str(tmp_path / "none.jsonl"), "--decisions", str(tmp_path / "one.jsonl")]
    assert run("adjudicate", *both, *decided, "-o", str(tmp_path / "gold.jsonl")) == 0
    assert json.loads((tmp_path / "gold.jsonl").read_text())["demands"][0]["issue"] == "other"


def test_real_takes_files(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARLEYBENCH_CACHE", str(tmp_path / "cache"))
    assert run("real", "--from", *map(str, sorted((shared / "real").glob("*.jsonl")))) == 0
    assert f"{len(library.pointers())} of {len(library.pointers())} here" in capsys.readouterr().err


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What `parley real` would fetch, from where, within which time; nothing is fetched."""
    known: dict[str, Any] = {}

    def fetch(pointers: list[Pointer], addresses: tuple[str, ...], limits: Limits) -> Counter[str]:
        known.update(pointers=pointers, addresses=addresses, limits=limits)
        return Counter({sources.REPOSITORY: 2, sources.ARCHIVE: 1})

    monkeypatch.setenv("PARLEYBENCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(sources, "fetch", fetch)
    return known


def test_real_asks_the_repository_then_mirrors_then_the_archive(
    asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("real", "--mirror", "/somewhere", "--mirror", "https://there.example", "--deadline", "90") == 0
    assert asked["addresses"] == (sources.REPOSITORY, "/somewhere", "https://there.example", sources.ARCHIVE)
    assert asked["limits"] == Limits(deadline=90) and len(asked["pointers"]) == len(library.pointers())
    said = "3 texts new, 2 from raw.githubusercontent.com, 1 from archive.softwareheritage.org; 0 of "
    assert capsys.readouterr().err.startswith(said)


def test_real_takes_open_texts_alone(asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    pointers = dict(library.pointers())
    closed = next(iter(pointers))
    pointers[closed] = msgspec.structs.replace(pointers[closed], licence_class="unclear")
    monkeypatch.setattr(library, "pointers", lambda: pointers)
    assert run("real", "--open") == 0
    assert [p.licence_class for p in asked["pointers"]] == ["open"] * len(asked["pointers"])
    assert closed not in {p.id for p in asked["pointers"]} and asked["pointers"]


@pytest.mark.parametrize("word", ["0", "-1", "inf", "nan", "soon"])
def test_a_deadline_is_a_time_with_an_end(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run("real", "--deadline", word)
    assert ended.value.code == 2 and "--deadline: invalid seconds value" in capsys.readouterr().err


def test_real_tells_what_came_though_texts_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One text lies in a folder, the repository is gone and the archive asks to be let alone."""
    known = [
        servers.pointer(blob=content_id(servers.BODY)),
        servers.pointer("lost.txt", blob="0" * 40, sha256="0" * 64),
    ]
    home = tmp_path / "mirror" / "owner" / "repo" / ("c" * 40)
    home.mkdir(parents=True)
    (home / "right.txt").write_bytes(servers.BODY)
    monkeypatch.setenv("PARLEYBENCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(library, "pointers", lambda: {p.id: p for p in known})
    gone, busy = (servers.serving(lambda asked, n, status=status: asked.give(status)) for status in (404, 429))
    with gone as repository, busy as archive:
        monkeypatch.setattr(sources, "REPOSITORY", repository.url)
        monkeypatch.setattr(sources, "ARCHIVE", f"{archive.url}/{CONTENT}/raw/")
        assert run("real", "--mirror", str(tmp_path / "mirror"), "--deadline", "0.5") == 1
    first, fault, tally = capsys.readouterr().err.splitlines()
    assert first.startswith(f"1 texts new, 1 from {tmp_path}/mirror; 1 of 2 here, in ")
    assert (
        "lost.txt: 127.0.0.1" in fault and "HTTP 404 Not Found; " in fault and "no such file in the folder; " in fault
    )
    assert "HTTP 429 Too Many Requests" in fault and tally == "1 finding"


def test_what_is_shipped_is_checked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Data, the board, and the predictions that a run left: a fault in each is told."""
    from parleybench.annotations import checks
    from parleybench.baselines import base
    from parleybench.eval.board import entries

    write(tmp_path / "predictions" / "floor" / "test.jsonl", [{"doc": "nowhere"}])
    write(tmp_path / "predictions" / "floor" / "test.given.jsonl", [{"doc": "passed over"}])
    monkeypatch.setattr(base, "HERE", tmp_path)
    monkeypatch.setattr(checks, "check_data", lambda: [Finding("gold", 1, "a", "wrong")])
    monkeypatch.setattr(entries, "check_all", lambda: [Finding("board", 1, "b", "wrong")])
    assert run("check") == 1
    said = capsys.readouterr().err
    assert "gold:1: [a]" in said and "board:1: [b]" in said and "[doc-known] nowhere" in said
    assert said.splitlines()[-1] == "3 findings"


def test_the_gold_of_a_split_is_sound_as_a_prediction(tmp_path: Path) -> None:
    write(tmp_path / "gold.jsonl", gold_of("validation"))
    assert run("check", str(tmp_path / "gold.jsonl")) == 0


def test_a_sheet_may_come_from_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Stdin:
        buffer = io.BufferedReader(io.BytesIO(sheet(tmp_path).read_bytes()))  # type: ignore[arg-type]

    monkeypatch.setattr("sys.stdin", Stdin)
    assert run("anchor", "-") == 0
    assert json.loads(capsys.readouterr().out)["outcomes"][0]["quote"] == "peace negotiations"


def test_foreign_text_is_spelled_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "\x1b[31mred\u202e") == 1
    said = capsys.readouterr().err
    assert "\x1b" not in said and "\u202e" not in said and "\\x1b[31mred\\u202e" in said

"""What verbs are made of: arguments with their help, options of many values, and how findings are counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from make import outcome, record

from parleybench.commands import Args, Verb, argument, bar, gathered, lines, tally, values, verb
from parleybench.corpus.finding import Finding

MANY = ("--tasks", "--by")


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("score --tasks stance preconditions mine.jsonl", "score --tasks stance,preconditions mine.jsonl"),
        ("score --tasks stance,preconditions mine.jsonl", "score --tasks stance,preconditions mine.jsonl"),
        ("score --tasks stance, preconditions ./mine", "score --tasks stance,,preconditions ./mine"),
        ("score mine.jsonl --tasks stance conflicts", "score mine.jsonl --tasks stance,conflicts"),
        ("score --by issue genre --tasks actors x.jsonl", "score --by issue,genre --tasks actors x.jsonl"),
        ("score --tasks stance - --split test", "score --tasks stance - --split test"),
        ("score --tasks mine.jsonl", "score --tasks mine.jsonl"),
        ("score --tasks stance -- conflicts", "score --tasks stance -- conflicts"),
        ("score --tasks=stance mine.jsonl", "score --tasks=stance mine.jsonl"),
        ("show aceh-01 --find talks", "show aceh-01 --find talks"),
    ],
)
def test_values_end_where_an_option_or_a_file_begins(line: str, read: str) -> None:
    assert gathered(line.split(), MANY) == read.split()


def test_values_end_at_the_name_of_a_file_that_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").touch()
    (tmp_path / "stance").mkdir()  # a folder is no prediction file
    assert gathered(["score", "--tasks", "actors", "stance", "mine"], MANY) == [
        "score",
        "--tasks",
        "actors,stance",
        "mine",
    ]


def test_a_mistyped_value_is_no_file() -> None:
    assert gathered(["score", "--tasks", "stance", "precondition", "x.jsonl"], MANY)[2] == "stance,precondition"


def test_values_are_between_commas() -> None:
    assert values("stance,,preconditions,") == ["stance", "preconditions"] and values("") == []


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"default": "test"}, " (default: %(default)s)"),
        ({"default": 0, "type": int}, " (default: %(default)s)"),
        ({"default": None}, ""),
        ({"action": "store_true"}, ""),
        ({}, ""),
    ],
)
def test_defaults_are_told_where_there_are_any(settings: dict[str, object], told: str) -> None:
    assert argument("--split", help="the split", **settings).settings["help"] == "the split" + told


def made() -> Verb:
    @verb("parley greet", argument("--twice", help="again"))
    def greet(args: Args) -> str:
        """Say hello.

        More of it.
        """
        return "hello"

    return greet


def test_a_docstring_is_the_help() -> None:
    assert (made().name, made().help, made().more, made().example) == (
        "greet",
        "Say hello",
        "More of it.",
        "parley greet",
    )
    assert made().run(Args()) == "hello"


FAULT, WARNING = Finding("x", 1, "shape", "wrong"), Finding("x", 2, "edge", "odd", warning=True)


@pytest.mark.parametrize(
    ("findings", "told"),
    [
        ([], "no findings"),
        ([FAULT], "1 finding"),
        ([FAULT, FAULT], "2 findings"),
        ([WARNING], "no findings, 1 warning"),
        ([FAULT, WARNING, WARNING], "1 finding, 2 warnings"),
    ],
)
def test_findings_and_warnings_are_told_apart(findings: list[Finding], told: str) -> None:
    assert tally(findings) == told


def test_records_are_lines() -> None:
    records = [record("a", outcomes=[outcome("o1", 0, 5)]), record("b")]
    assert [line[:10] for line in lines(records).splitlines()] == ['{"doc":"a"', '{"doc":"b"'] and lines([]) == ""


def test_a_bar_is_for_terminals(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(bar(range(3), "work")) == [0, 1, 2] and capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert list(bar(range(3), "work")) == [0, 1, 2] and "work" in capsys.readouterr().err


def test_a_bar_needs_no_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)
    assert list(bar("ab", "work")) == ["a", "b"]

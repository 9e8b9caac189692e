"""The command line: every verb explains itself, results and messages go where they belong, and no end is a traceback."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
from pathlib import Path

import pytest
import shell

from parleybench import cli
from parleybench.commands import Verb, gathered
from parleybench.corpus.finding import BadInput, Finding

VERBS = pytest.mark.parametrize("verb", cli.VERBS, ids=lambda verb: verb.name)
PRINTING = ("show", "stats", "anchor", "adjudicate", "agree", "score", "compare", "board", "predict")


def parsers() -> dict[str, argparse.ArgumentParser]:
    actions = cli.parser()._actions
    return dict(next(a for a in actions if isinstance(a, argparse._SubParsersAction)).choices)


# -- help


def test_a_bare_command_prints_the_verbs_by_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    out = capsys.readouterr().out
    for title, group in cli.GROUPS.items():
        assert all(out.index(title) < out.index(f"\n  {verb.name} ") for verb in group)
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0 and capsys.readouterr().out == out


def test_every_verb_stands_in_one_group() -> None:
    assert len({verb.name for verb in cli.VERBS}) == len(cli.VERBS) == len(parsers())


@VERBS
def test_every_verb_explains_itself(verb: Verb, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([verb.name, "--help"])
    out = capsys.readouterr().out
    assert ended.value.code == 0
    assert verb.help[0].isupper() and f"{verb.help}." in out and f"example:\n  {verb.example}\n" in out


@VERBS
def test_every_example_is_understood(verb: Verb) -> None:
    words = shlex.split(verb.example)
    assert words[:2] == ["parley", verb.name]
    assert cli.parser().parse_args(gathered(words[1:], cli.MANY)).run is verb.run


@VERBS
def test_every_argument_is_described_with_its_default(verb: Verb) -> None:
    for action in parsers()[verb.name]._actions:
        assert action.help and len(action.help) > 4, action.dest
        if action.default not in (None, True, False, argparse.SUPPRESS):
            assert "(default: %(default)s)" in action.help, action.dest
        if action.option_strings and action.nargs != 0 and not action.choices:
            assert action.metavar, action.dest


@VERBS
def test_what_prints_can_be_written(verb: Verb) -> None:
    options = parsers()[verb.name]._option_string_actions
    assert ("-o" in options and options["-o"].dest == "out") == (verb.name in PRINTING)


# -- exits and messages


@pytest.mark.parametrize(
    "line",
    [
        "no-such-verb",
        "score",
        "score x.jsonl --split nowhere",
        "score x.jsonl --rounds many",
        "show aceh-01 --labels",
        "agree a.jsonl",
        "adjudicate a.jsonl",
        "build --no-article",
        "score x.jsonl --spli test",
    ],
)
def test_wrong_use_is_exit_code_2(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = cli.main(line.split())
    except SystemExit as ended:
        code = ended.code  # type: ignore[assignment]
    said = capsys.readouterr()
    assert code == 2 and said.out == "" and said.err.startswith("parley")


def verb_that(run: object) -> Verb:
    return Verb("stats", "Fail", "", "parley stats", (), run)  # type: ignore[arg-type]


def ended(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int:
    """The exit code where a verb raises an error."""

    def run(_: object) -> None:
        raise error

    monkeypatch.setattr(cli, "VERBS", (verb_that(run),))
    return cli.main(["stats"])


def test_findings_are_told_with_their_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [Finding("x", 2, "b", "later"), Finding("x", 1, "a", "first"), Finding("x", 3, "c", "odd", warning=True)]
    assert ended(monkeypatch, BadInput(found)) == 1
    assert capsys.readouterr().err.splitlines() == [
        "x:1: [a] first",
        "x:2: [b] later",
        "x:3: warning: [c] odd",
        "2 findings, 1 warning",
    ]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (LookupError("no such thing"), "no such thing"),
        (KeyError("name"), "name"),
        (ValueError("bad"), "bad"),
        (FileNotFoundError(2, "No such file", "x"), "[Errno 2] No such file: 'x'"),
    ],
)
def test_what_does_not_hold_is_exit_code_1_in_a_line(
    error: Exception, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(monkeypatch, error) == 1
    assert capsys.readouterr().err == f"parley stats: {told}\n"


def test_an_interrupt_ends_quietly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(monkeypatch, KeyboardInterrupt()) == 130
    assert capsys.readouterr() == ("", "")


def test_a_fault_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AssertionError):
        ended(monkeypatch, AssertionError("ours"))


# -- where things go

STRANGE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def clean(done: subprocess.CompletedProcess[bytes], *codes: int) -> bool:
    assert b"Traceback" not in done.stderr and b"Exception ignored" not in done.stderr, done.stderr.decode()
    return done.returncode in codes


@pytest.mark.parametrize("own", [{}, STRANGE, STRANGE | {"PYTHONIOENCODING": "latin-1"}, {"LC_ALL": "POSIX"}])
def test_results_are_utf8_whatever_the_locale(own: dict[str, str], tmp_path: Path) -> None:
    printed = shell.parley("show", "article", own=own)
    assert clean(printed, 0) and "’" in printed.stdout.decode("utf-8")
    written = shell.parley("show", "article", "-o", "out.txt", own=own, cwd=tmp_path)
    assert clean(written, 0) and written.stdout == b"" and (tmp_path / "out.txt").read_bytes() == printed.stdout


def test_a_dash_is_standard_output(tmp_path: Path) -> None:
    assert shell.parley("stats", "-o", "-", cwd=tmp_path).stdout == shell.parley("stats").stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words", [("show", "article"), ("stats",), (), ("--help",), ("score", "--help"), ("--version",)]
)
def test_a_reader_that_leaves_ends_it_quietly(words: tuple[str, ...]) -> None:
    running = subprocess.Popen(
        shell.command(words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=shell.environment()
    )
    assert running.stdout and running.stderr
    running.stdout.close()
    said = running.stderr.read()
    running.stderr.close()
    assert running.wait(60) in (0, cli.BROKEN_PIPE) and said == b""


def test_a_pipe_into_head_ends_quietly() -> None:
    line = f"set -o pipefail; {shlex.join(shell.command(['show', 'article']))} | head -n 1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, env=shell.environment())
    assert done.returncode in (0, cli.BROKEN_PIPE) and done.stderr == b"" and done.stdout.startswith(b"article")


@pytest.mark.parametrize("words", [("show", "article"), ("stats",)])
def test_a_full_disk_behind_standard_output_is_told(words: tuple[str, ...]) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    with open("/dev/full", "wb") as full:
        done = shell.parley(*words, stdout=full)
    assert clean(done, 1) and b"No space left" in done.stderr


def test_closed_streams_are_no_traceback(tmp_path: Path) -> None:
    gone = shell.parley("stats", preexec_fn=lambda: os.close(1))
    assert clean(gone, 1) and gone.stderr == b"parley stats: standard output is closed\n"
    kept = shell.parley("stats", "-o", str(tmp_path / "out"), preexec_fn=lambda: os.close(1))
    assert clean(kept, 0) and (tmp_path / "out").stat().st_size > 100
    mute = shell.parley("show", "nowhere", preexec_fn=lambda: os.close(2))
    assert clean(mute, 1) and mute.stdout == b""


@pytest.mark.parametrize(
    "words", [("stats",), ("show", "article"), ("check", "x.jsonl"), ("score", "x.jsonl"), ("real",)]
)
def test_no_home_is_no_traceback(words: tuple[str, ...]) -> None:
    own = {"HOME": "", "XDG_CACHE_HOME": "", "PARLEYBENCH_CACHE": ""}
    known = {name: value for name, value in shell.environment().items() if name not in own}
    assert clean(shell.parley(*words, start=shell.HOMELESS, env=known), 0, 1)


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="no folder here that root may not write")
def test_a_folder_that_may_not_be_written_is_no_traceback() -> None:
    for words in (("stats",), ("show", "article")):
        assert clean(shell.parley(*words, cwd="/proc"), 0)
    refused = shell.parley("stats", "-o", "out.txt", cwd="/proc")
    assert clean(refused, 1) and refused.stderr.startswith(b"parley stats: [Errno") and refused.stdout == b""

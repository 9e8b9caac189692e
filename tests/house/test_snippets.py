"""What README and SUBMIT tell a reader to do: examples are true, commands are understood, and every block runs."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import msgspec
import pytest
import snippets

from parleybench import cli
from parleybench.annotations.checks import check_rows
from parleybench.annotations.layers import Record, without_quotes
from parleybench.annotations.quotes.find import EXACT, resolve
from parleybench.commands import gathered
from parleybench.corpus import library
from parleybench.corpus.jsonl import Row

PAGES = ("README.md", "eval/SUBMIT.md", "CONTRIBUTING.md", "DATASHEET.md", "eval/README.md")
SUBMIT = snippets.page("eval/SUBMIT.md")
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="commands are for a POSIX shell; no bash is here")


@pytest.mark.parametrize("name", PAGES)
def test_documented_commands_are_understood(name: str) -> None:
    """Every `parley` line of a console block parses, options and all."""
    for block in snippets.of("console", snippets.page(name)):
        for command in snippets.commands(block):
            words = shlex.split(command, comments=True)
            if words[0] == "parley":
                assert cli.parser().parse_args(gathered(words[1:], cli.MANY)).verb == words[1]


@pytest.mark.parametrize("name", PAGES)
def test_every_block_of_code_has_a_language_that_is_tested(name: str) -> None:
    known = {"console", "python", "json"}
    assert {language for language, _ in snippets.blocks(snippets.page(name))} <= known


@pytest.mark.parametrize("block", snippets.of("json", snippets.page("README.md")) + snippets.of("json", SUBMIT)[:2])
def test_records_on_pages_are_sound_and_of_train(block: str) -> None:
    record = msgspec.json.decode(block, type=Record)
    assert check_rows([Row("page", 1, record)]) == []
    assert dict(library.splits())[record.doc] == "train"


def test_the_readmes_record_says_what_its_text_says() -> None:
    record = msgspec.json.decode(snippets.of("json", snippets.page("README.md"))[0], type=Record)
    text = library.authored()[record.doc].text
    spans = [span.span for _, _, span in record.spans()]
    assert {text[span.start : span.end] for span in spans} == {
        "Temirat",
        "sanctions must be lifted",
        "before",
        "nuclear talks",
    }


def test_both_records_of_submit_say_the_same() -> None:
    offsets, quotes = (msgspec.json.decode(block, type=Record) for block in snippets.of("json", SUBMIT)[:2])
    text = library.authored()[offsets.doc].text
    assert without_quotes(resolve(quotes, text, EXACT)[0]) == offsets


def readme(package: Path, folder: Path) -> None:
    """Run the README in a folder that holds the data alone, as somebody who downloaded it has it."""
    shutil.copy(snippets.ROOT / "README.md", folder)
    shutil.copytree(snippets.ROOT / "annotations" / "parquet", folder / "annotations" / "parquet")
    found = snippets.blocks(snippets.page("README.md").replace("path/to/the/clone", str(folder)))
    done = snippets.run(list(snippets.steps(found)), package, folder)
    assert done.returncode == 0, done.stderr
    assert "no findings" in done.stderr and re.search(r"^1\.0$", done.stdout, flags=re.M)
    assert (folder / "e.jsonl").stat().st_size > 1000


def submit(package: Path, folder: Path) -> str:
    """Run SUBMIT with its own example for a system; returns what it printed."""
    card = snippets.of("json", SUBMIT)[2]
    name = json.loads(card)["system"]
    (folder / "card.json").write_text(card, encoding="utf-8")
    lines = list(snippets.steps(snippets.blocks(SUBMIT)))
    assert [line.split()[:2] for line in lines if line.startswith(("parley", "mkdir"))] == [
        ["parley", "anchor"],
        ["parley", "check"],
        ["mkdir", "-p"],
        ["parley", "score"],
        ["parley", "check"],
        ["parley", "board"],
    ]
    lines.insert(-2, f"cp card.json eval/results/{name}/card.json")
    done = snippets.run(lines, package, folder)
    assert done.returncode == 0, done.stderr
    assert re.search(r"quotes: \d+ exact, 0 normalised, 0 ellipsis, 0 fuzzy, 0 refused", done.stderr)
    assert done.stderr.count("no findings") == 2
    return done.stdout


@needs_bash
def test_the_readme_runs(tmp_path: Path) -> None:
    readme(snippets.ROOT / "src", tmp_path)


@needs_bash
def test_a_stranger_reaches_the_board(tmp_path: Path) -> None:
    """The page's steps, in a copy of the checkout."""
    clone = snippets.copied(tmp_path / "clone")
    assert re.search(r"^my-system +– ", submit(clone / "src", clone), flags=re.M)


@needs_bash
@pytest.mark.wheel
def test_the_readme_runs_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    readme(wheel, tmp_path)


@needs_bash
@pytest.mark.wheel
def test_submit_runs_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """Anchoring, checking and scoring need no clone; the board is the one that was shipped."""
    assert "linear" in submit(wheel, tmp_path)

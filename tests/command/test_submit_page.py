"""The page `eval/SUBMIT.md`: its examples are true, and its commands lead a stranger to the board."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from parleybench import cli
from parleybench.annotations.checks import check_rows
from parleybench.annotations.layers import Record, without_quotes
from parleybench.annotations.quotes.find import EXACT, resolve
from parleybench.corpus import library
from parleybench.corpus.jsonl import Row

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "eval" / "SUBMIT.md").read_text(encoding="utf-8")
NOT_HERE = ("python3 ", "pip ", "parley real", "parley build", "git ")
"""What needs the network, a repository or a minute."""


def blocks(language: str, text: str = PAGE) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.M | re.S)


def commands(text: str = PAGE) -> list[str]:
    return [line[2:] for block in blocks("console", text) for line in block.splitlines() if line.startswith("$ ")]


@pytest.mark.parametrize("name", ["README.md", "eval/SUBMIT.md", "CONTRIBUTING.md"])
def test_documented_commands_are_understood(name: str) -> None:
    """Every `parley` line of a console block parses, options and all."""
    for command in commands((ROOT / name).read_text(encoding="utf-8")):
        words = shlex.split(command, comments=True)
        if words[0] == "parley":
            words = words[1 : words.index(">")] if ">" in words else words[1:]
            assert cli.parser().parse_args(words).verb == words[0]


def test_both_records_of_the_page_say_the_same() -> None:
    offsets, quotes = (msgspec.json.decode(block, type=Record) for block in blocks("json")[:2])
    text = library.authored()[offsets.doc].text
    assert without_quotes(resolve(quotes, text, EXACT)[0]) == offsets
    assert check_rows([Row("page", 1, offsets)]) == [] and check_rows([Row("page", 1, quotes)]) == []
    assert dict(library.splits())[offsets.doc] == "train"


def test_a_stranger_reaches_the_board(tmp_path: Path) -> None:
    """The page's steps, in a copy of the checkout, with its own example for a system."""
    if shutil.which("bash") is None:
        pytest.skip("the page's commands are for a POSIX shell, and no bash is here")
    clone = tmp_path / "clone"
    left = shutil.ignore_patterns(".*", "fitted", "predictions", "__pycache__", "build", "*.egg-info")
    shutil.copytree(ROOT, clone, symlinks=True, ignore=left)
    steps = [command for command in commands() if not command.startswith(NOT_HERE)]
    assert [step.split()[:2] for step in steps] == [
        ["parley", "anchor"],
        ["parley", "check"],
        ["mkdir", "-p"],
        ["parley", "score"],
        ["parley", "check"],
        ["parley", "board"],
    ]
    card = blocks("json")[2]
    folder = clone / "eval" / "results" / json.loads(card)["system"]
    steps.insert(-2, f"cp {shlex.quote(str(tmp_path / 'card.json'))} {shlex.quote(str(folder))}")
    (tmp_path / "card.json").write_text(card, encoding="utf-8")
    (tmp_path / "predict.py").write_text(blocks("python")[0], encoding="utf-8")
    python = shlex.quote(sys.executable)
    script = [
        "set -e",
        f'parley() {{ {python} -m parleybench.cli "$@"; }}',
        f"{python} {tmp_path / 'predict.py'}",
        *steps,
    ]
    environment = os.environ | {"PYTHONPATH": str(clone / "src"), "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)], cwd=clone, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"quotes: \d+ exact, 0 normalised, 0 ellipsis, 0 fuzzy, 0 refused", done.stderr)
    assert re.search(r"^my-system +– ", done.stdout, flags=re.M)

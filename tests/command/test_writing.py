"""Whatever a verb writes appears whole or not at all: a full disk and a kill leave what was there, and no traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shell
import snippets

from parleybench.annotations.gold import gold_of
from parleybench.corpus.jsonl import write

OLD = "what was there\n"
RUNS = {
    "stats": ("stats -o out", ("out",)),
    "show": ("show article -o out", ("out",)),
    "anchor": ("anchor sheet.json -o out --report report", ("out", "report")),
    "adjudicate": ("adjudicate gold.jsonl gold.jsonl --decisions elsewhere.jsonl -o out", ("out",)),
    "agree": ("agree gold.jsonl gold.jsonl -o out", ("out",)),
    "predict": ("predict floor --split validation -o out", ("out",)),
    "score": ("score gold.jsonl --split validation --rounds 20 -o out", ("out",)),
    "errors": ("score silent.jsonl --split validation --rounds 20 --errors out", ("out",)),
    "compare": ("compare gold.jsonl gold.jsonl --split validation --rounds 20 -o out", ("out",)),
}
CASES = pytest.mark.parametrize(("line", "outputs"), RUNS.values(), ids=RUNS)
ELSEWHERE = {"doc": "another", "key": "demands/d1/issue", "pick": "a", "why": "a test"}
SMALL = 64
"""Bytes of the largest file that a small disk takes."""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout in which a baseline is fitted."""
    home = snippets.copied(tmp_path_factory.mktemp("writing") / "clone")
    assert shell.parley("fit", "floor", package=home / "src").returncode == 0
    return home


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "gold.jsonl", gold_of("validation"))
    write(tmp_path / "silent.jsonl", [{"doc": gold_of("validation")[0].doc, "demands": []}])
    write(tmp_path / "elsewhere.jsonl", [ELSEWHERE])
    made = {"doc": "article", "outcomes": [{"id": "o1", "kind": "talks", "quote": "peace negotiations"}]}
    (tmp_path / "sheet.json").write_text(json.dumps(made))
    return tmp_path


def prepared(folder: Path, outputs: tuple[str, ...]) -> dict[str, str]:
    """The folder's files, with something old under the names that will be written."""
    for name in outputs:
        (folder / name).write_text(OLD)
    return files(folder)


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()}


def visible(found: dict[str, str]) -> dict[str, str]:
    """A kill may leave parts under hidden names."""
    return {name: text for name, text in found.items() if not name.startswith(".")}


@CASES
def test_a_run_writes_all_that_it_names(line: str, outputs: tuple[str, ...], clone: Path, folder: Path) -> None:
    prepared(folder, outputs)
    done = shell.parley(*line.split(), package=clone / "src", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    assert all(len(files(folder)[name]) > SMALL and files(folder)[name] != OLD for name in outputs)


@CASES
def test_a_full_disk_leaves_what_was_there(line: str, outputs: tuple[str, ...], clone: Path, folder: Path) -> None:
    before = prepared(folder, outputs)
    done = shell.parley(*line.split(), package=clone / "src", cwd=folder, preexec_fn=shell.small_disk(SMALL))
    assert done.returncode == 1 and b"Traceback" not in done.stderr and b"File too large" in done.stderr
    assert files(folder) == before


@CASES
def test_a_kill_leaves_what_was_there(line: str, outputs: tuple[str, ...], clone: Path, folder: Path) -> None:
    before = prepared(folder, outputs)
    done = shell.parley(*line.split(), package=clone / "src", cwd=folder, start=shell.DYING)
    assert done.returncode == -9 and visible(files(folder)) == before


def tree(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in found if not path.name.startswith(".")}


@pytest.mark.parametrize("line", ["adjudicate --write", "build", "bench"])
@pytest.mark.parametrize("how", ["kill", "disk"])
def test_a_checkout_stays_as_it_was(line: str, how: str, tmp_path: Path) -> None:
    """The verbs that write into the checkout, ended before their first file is whole."""
    home = snippets.copied(tmp_path / "clone")
    before = tree(home)
    trouble = {"start": shell.DYING} if how == "kill" else {"preexec_fn": shell.small_disk(SMALL)}
    done = shell.parley(*line.split(), package=home / "src", cwd=tmp_path, **trouble)
    assert done.returncode in (-9, 1) and b"Traceback" not in done.stderr
    after = {name: text for name, text in tree(home).items() if not name.startswith("baselines/fitted")}
    assert after == before

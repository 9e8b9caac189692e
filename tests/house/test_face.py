"""The face: light, whole, and typed for those who use it."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import parleybench

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
from collections.abc import Iterator

import parleybench
from parleybench import BadInput, Demand, Entity, Gate, Mention, Outcome, Record, Result, Scorer, Stance, TaskResult


def gold() -> Iterator[Record]:
    for row in parleybench.load("train"):
        yield Record(doc=row["id"], entities=[Entity(id="e1", type="state", mentions=[Mention(0, 5)])])


def best(a: Result, b: Result) -> Result:
    return max(a, b, key=lambda result: len(result.tasks))


scorer = Scorer()
for record in gold():
    scorer.add(record, record)
result: Result = parleybench.report(scorer.counted())
try:
    result = best(result, parleybench.score("test", "mine.jsonl"))
except BadInput as error:
    print([finding.line for finding in error.findings])
reveal_type(parleybench.score("test", []))
reveal_type(parleybench.__version__)
"""
WRONG = """
import parleybench

parleybench.score("test", "mine.jsonl", rounds="many")
parleybench.Record(dok="a")
parleybench.nothing
"""


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="/").stdout


def mypy(folder: Path, program: str) -> subprocess.CompletedProcess[str]:
    """What a user's strict type checker says, in a folder far from the checkout and its settings."""
    (folder / "program.py").write_text(program, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder / "cache"), "program.py"]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder)


def test_the_face_is_light() -> None:
    heavy = ("datasets", "sklearn", "numpy", "scipy", "msgspec", "pandas")
    assert run(f"import parleybench, sys; print([m for m in {heavy} if m in sys.modules])").strip() == "[]"


def test_no_module_is_imported_twice() -> None:
    code = (
        "import parleybench.cli, parleybench.eval.score, parleybench.baselines.linear, parleybench.annotations.settle\n"
        "import os, sys\n"
        "mine = [m.__file__ for n, m in sys.modules.items() if n.startswith('parleybench') and m.__file__]\n"
        "real = [os.path.realpath(f) for f in mine]; print(len(real) - len(set(real)))\n"
        "print([n for n in ('eval', 'corpus', 'annotations', 'baselines', 'tests') if n in sys.modules])"
    )
    assert run(code).split("\n")[:2] == ["0", "[]"]


@pytest.mark.parametrize("name", parleybench.__all__)
def test_every_name_of_the_face_is_there(name: str) -> None:
    assert getattr(parleybench, name) is not None and name in dir(parleybench)


def test_types_and_values_come_from_the_same_place() -> None:
    """What type checkers read is what is loaded."""
    tree = ast.parse((ROOT / "src/parleybench/__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    typed = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert typed == parleybench._HOMES and {*typed, "__version__"} == set(parleybench.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        parleybench.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_the_version_is_that_of_the_installed_package() -> None:
    assert parleybench.__version__ == version("parleybench")


def test_a_users_strict_type_checker_sees_types(tmp_path: Path) -> None:
    done = mypy(tmp_path, PROGRAM)
    assert done.returncode == 0, done.stdout + done.stderr
    told = done.stdout.replace("builtins.", "")
    assert 'Revealed type is "parleybench.eval.result.Result"' in told and 'Revealed type is "str"' in told


def test_a_users_strict_type_checker_sees_mistakes(tmp_path: Path) -> None:
    said = mypy(tmp_path, WRONG).stdout
    assert '"rounds"' in said and '"dok"' in said and '"nothing"' in said

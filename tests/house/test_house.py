"""The house: imports go down only, nothing is imported twice, and the face loads nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {"corpus": 0, "annotations": 1, "baselines": 2, "eval": 2}


def imported_rooms(path: Path) -> set[str]:
    """The rooms that a module imports from, by relative import."""
    rooms = set()
    depth = len(path.relative_to(ROOT).parts) - 1
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level > depth:
            rooms.add((node.module or "").split(".")[0] if node.level == depth + 1 else "beyond")
        elif isinstance(node, ast.Import | ast.ImportFrom) and not getattr(node, "level", 0):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            assert not any(name.split(".")[0] in {"parleybench", *FLOORS} for name in names), path
    return rooms


MODULES = [path for room in FLOORS for path in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_down_only(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0]
    for room in imported_rooms(path) - {""}:
        assert FLOORS[room] < FLOORS[own], f"{own} imports {room}"


def test_only_the_hub_imports_datasets() -> None:
    importing = {p.name for p in MODULES if "import datasets" in p.read_text(encoding="utf-8")}
    assert importing == {"hub.py"}


def test_files_are_short() -> None:
    sources = [*MODULES, *sorted((ROOT / "src/parleybench").glob("*.py")), *sorted((ROOT / "tests").glob("*.py"))]
    assert [str(p) for p in sources if len(p.read_text(encoding="utf-8").splitlines()) > 320] == []


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="/").stdout


def test_the_face_is_light() -> None:
    heavy = run(
        "import parleybench, sys; print([m for m in ('datasets', 'sklearn', 'numpy', 'scipy') if m in sys.modules])"
    )
    assert heavy.strip() == "[]"


def test_no_module_is_imported_twice() -> None:
    code = (
        "import parleybench.cli, parleybench.eval.score, parleybench.baselines.linear, parleybench.annotations.settle, sys\n"
        "files = [m.__file__ for n, m in sys.modules.items() if n.startswith('parleybench') and getattr(m, '__file__', None)]\n"
        "import os; real = [os.path.realpath(f) for f in files]; print(len(real) - len(set(real)))\n"
        "print([n for n in ('eval', 'corpus', 'annotations', 'baselines', 'tests') if n in sys.modules])"
    )
    assert run(code).split("\n")[:2] == ["0", "[]"]


def test_an_unknown_name_of_the_face_is_an_attribute_error() -> None:
    import parleybench

    with pytest.raises(AttributeError):
        parleybench.nothing  # noqa: B018


def test_no_committed_file_names_this_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        if path.is_file() and path.suffix in (".py", ".md", ".toml", ".cff", ".tsv", ".css"):
            assert "/root/" not in path.read_text(encoding="utf-8").replace('"/root/"', ""), name

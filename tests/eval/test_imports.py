"""What is heavy is imported where it is used: scoring loads none of it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from parleybench import eval as room

HEAVY = {"scipy", "sklearn", "pandas", "datasets", "pyarrow"}
HOME = Path(room.__file__).resolve().parent
MODULES = ("agreement", "alpha", "compare", "inputs", "pairing", "resample", "result", "score", "signature")


@pytest.mark.parametrize(
    "path",
    [*(HOME / f"{name}.py" for name in MODULES), *sorted((HOME / "board").glob("*.py")), HOME / "page" / "tables.py"],
    ids=lambda path: str(path.relative_to(HOME)),
)
def test_nothing_heavy_is_imported_at_import(path: Path) -> None:
    named: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            named |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            named.add((node.module or "").split(".")[0])
            assert "hub" not in (node.module or "")
    assert not named & HEAVY

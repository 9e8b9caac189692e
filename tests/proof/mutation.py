"""Mutation testing of the scorer's core: how many small changes of the code do the tests notice?

mutmut needs real folders where the checkout has links, so it works on a copy. For speed the core's own tests run alone, without
those that need a checkout, start processes or measure; hypothesis draws fewer examples, and the same ones for each mutant.
A mutant that hangs counts as killed, one that no test reaches as a survivor.
"""

from __future__ import annotations

import ast
import difflib
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

BLOCK = "mutation"
HEADER = ("module", "mutants", "killed", "survived", "killed, %")
ROOT = Path(__file__).resolve().parents[2]
CORE = (
    *("counts", "match", "mentions", "who", "scorer", "diagnosis", "resample", "inputs", "pairing"),
    *("signature", "result", "compare", "alpha"),
    *(f"tasks/{room}" for room in ("actors", "demands", "preconditions", "stance", "given", "conflicts")),
    *(f"tasks/{room}" for room in ("ladder", "ledger", "phenomena")),
)
TESTS = (
    *("eval/tasks", "annotations/test_deadlocks.py", "annotations/test_layers.py"),
    *(
        f"eval/test_{name}.py"
        for name in (
            *("counts", "defects", "definitions", "diagnosis", "match", "metrics", "order", "properties"),
            *("scorer", "shards", "signature", "sums", "who"),
        )
    ),
)
APART = ("alpha", "compare", "inputs", "pairing", "resample", "result")
"""Modules around the matching, whose own tests are slow and tell little of the rest: they run for these alone."""
EXAMPLES = 10
CONFIG = """[mutmut]
source_paths=
{paths}
pytest_add_cli_args_test_selection=
{tests}
also_copy=
    src
    tests
"""
PYTEST = """[tool.pytest.ini_options]
pythonpath = ["tests"]
addopts = "-q --import-mode=importlib --hypothesis-seed=0 -p no:cacheprovider"
"""


def run(modules: tuple[str, ...] = CORE, children: int = 2) -> dict[str, str]:
    """Mutant -> what became of it (killed, survived, timeout, no tests, ...); survivors are told on standard error.

    Raises `ValueError` with the end of what mutmut said where it did not come to mutants.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _copy(folder, modules)
        command = [sys.executable, "-m", "mutmut"]
        ran = subprocess.run(
            [*command, "run", "--max-children", str(children)], cwd=folder, capture_output=True, text=True
        )
        said = subprocess.run([*command, "results", "--all", "true"], cwd=folder, capture_output=True, text=True)
        found = dict(re.findall(r"^\s*(\S+__mutmut_\d+): (.+)$", said.stdout, re.MULTILINE))
        if not found or "not checked" in found.values():
            end = "\n".join((ran.stdout + ran.stderr).splitlines()[-40:])
            raise ValueError(f"mutmut did not run: the tests fail on the unchanged code, or it is not installed\n{end}")
        _tell(folder, [mutant for mutant, fate in found.items() if not _dead(fate)])
    return found


def _copy(folder: Path, modules: tuple[str, ...]) -> None:
    skip = shutil.ignore_patterns("predictions", "fitted", "report", "__pycache__", "passes")
    shutil.copytree(ROOT / "src" / "parleybench", folder / "src" / "parleybench", symlinks=False, ignore=skip)
    shutil.copytree(ROOT / "tests", folder / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    for path in (folder / "tests").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"max_examples=\d+", f"max_examples={EXAMPLES}", text), encoding="utf-8")
    paths = "\n".join(f"    src/parleybench/eval/{module}.py" for module in modules)
    chosen = (*TESTS, *(f"eval/test_{module}.py" for module in modules if module in APART))
    tests = "\n".join(f"    tests/{test}" for test in chosen)
    (folder / "setup.cfg").write_text(CONFIG.format(paths=paths, tests=tests), encoding="utf-8")
    (folder / "pyproject.toml").write_text(PYTEST, encoding="utf-8")


def _tell(folder: Path, survivors: Iterable[str]) -> None:
    """A line for each: its module, its function, and the lines that it takes out and puts in."""
    sources: dict[str, dict[str, list[str]]] = {}
    for mutant in survivors:
        module, function = _place(mutant)
        made = sources.setdefault(module, _functions(folder / "mutants/src/parleybench/eval" / f"{module}.py"))
        name = mutant.rpartition(".")[2]
        before, after = made[re.sub(r"\d+$", "orig", name)], made[name]
        lines = [line for line in difflib.ndiff(before[1:], after[1:]) if line[0] in "-+"]
        print(module, function, " ".join(" ".join(line.split()) for line in lines)[:300], sep="\t", file=sys.stderr)


def _functions(path: Path) -> dict[str, list[str]]:
    """Every function of a module that mutmut wrote, by name; a mutant is one beside what it was made of."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    found = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    return {node.name: lines[node.lineno - 1 : node.end_lineno] for node in found}


def _dead(fate: str) -> bool:
    return fate in ("killed", "timeout")


def _place(mutant: str) -> tuple[str, str]:
    """``parleybench.eval.tasks.actors.x_settle__mutmut_1`` -> ("tasks/actors", "settle")."""
    module, _, rest = mutant.removeprefix("parleybench.eval.").rpartition(".")
    module = module.replace(".", "/")
    function = re.sub(r"^x_?|__mutmut_\d+$", "", rest).replace("ǁ", ".").strip(".")
    return module, function


def table(found: dict[str, str]) -> list[tuple[str, ...]]:
    """A row for each module and one for all."""
    every, dead = (
        Counter(_place(m)[0] for m in found),
        Counter(_place(m)[0] for m, fate in found.items() if _dead(fate)),
    )
    return _rows(every, dead)


def merged(rows: Sequence[Sequence[str]], kept: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The rows of one run among those of earlier ones, each module by its last run, and the row for all made anew."""
    by_name = {row[0]: row for row in (*kept, *rows) if row[0] in CORE}
    every, dead = (Counter({name: int(row[at]) for name, row in by_name.items()}) for at in (1, 2))
    return _rows(every, dead)


def _rows(every: Counter[str], dead: Counter[str]) -> list[tuple[str, ...]]:
    rows = [_row(name, every[name], dead[name]) for name in sorted(every)]
    return [*rows, _row("all", every.total(), dead.total())]


def _row(name: str, every: int, dead: int) -> tuple[str, ...]:
    return name, str(every), str(dead), str(every - dead), f"{100 * dead / max(1, every):.1f}"

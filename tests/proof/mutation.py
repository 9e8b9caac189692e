"""Mutation testing of the scorer's core: how many small changes of the code do the tests notice?

mutmut needs real folders where the checkout has links, so it works on a copy; hypothesis draws fewer examples there.
A mutant that hangs counts as killed, one that no test reaches as a survivor.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
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
TESTS = ("eval", "annotations/test_deadlocks.py", "annotations/test_layers.py")
EXAMPLES = 25
CONFIG = """[mutmut]
source_paths=
{paths}
pytest_add_cli_args_test_selection=
{tests}
also_copy=
    src
    tests
"""
PYTEST = '[tool.pytest.ini_options]\npythonpath = ["tests"]\naddopts = "-q --import-mode=importlib"\n'


def run(modules: tuple[str, ...] = CORE, children: int = 2) -> dict[str, str]:
    """Mutant -> what became of it (killed, survived, timeout, no tests, ...); survivors are told on standard error."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _copy(folder, modules)
        command = [sys.executable, "-m", "mutmut"]
        subprocess.run([*command, "run", "--max-children", str(children)], cwd=folder, stdout=subprocess.DEVNULL)
        said = subprocess.run([*command, "results", "--all", "true"], cwd=folder, capture_output=True, text=True)
        found = dict(re.findall(r"^\s*(\S+__mutmut_\d+): (.+)$", said.stdout, re.MULTILINE))
        if not found or "not checked" in found.values():
            raise ValueError("mutmut did not run: the tests fail on the unchanged code, or it is not installed")
        for mutant in (mutant for mutant, fate in found.items() if not _dead(fate)):
            print(*_place(mutant), _change(folder, command, mutant), sep="\t", file=sys.stderr)
    return found


def _copy(folder: Path, modules: tuple[str, ...]) -> None:
    skip = shutil.ignore_patterns("predictions", "fitted", "report", "__pycache__", "passes")
    shutil.copytree(ROOT / "src" / "parleybench", folder / "src" / "parleybench", symlinks=False, ignore=skip)
    shutil.copytree(ROOT / "tests", folder / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    for path in (folder / "tests").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"max_examples=\d+", f"max_examples={EXAMPLES}", text), encoding="utf-8")
    paths = "\n".join(f"    src/parleybench/eval/{module}.py" for module in modules)
    tests = "\n".join(f"    tests/{test}" for test in TESTS)
    (folder / "setup.cfg").write_text(CONFIG.format(paths=paths, tests=tests), encoding="utf-8")
    (folder / "pyproject.toml").write_text(PYTEST, encoding="utf-8")


def _dead(fate: str) -> bool:
    return fate in ("killed", "timeout")


def _change(folder: Path, command: list[str], mutant: str) -> str:
    """The lines that the mutant takes out and puts in, in short."""
    said = subprocess.run([*command, "show", mutant], cwd=folder, capture_output=True, text=True).stdout
    lines = [line for line in said.splitlines() if re.match(r"[-+](?![-+]{2})", line)]
    return " ".join(" ".join(line.split()) for line in lines)[:300]


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
    rows = [_row(name, every[name], dead[name]) for name in sorted(every)]
    return [*rows, _row("all", every.total(), dead.total())]


def _row(name: str, every: int, dead: int) -> tuple[str, ...]:
    return name, str(every), str(dead), str(every - dead), f"{100 * dead / max(1, every):.1f}"

"""The house: every module has its place in the plan, and no arrow between rooms goes up, be it import or path."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAN = {
    "corpus": "document finding splits sources places fetching jsonl diagnose files library tables"
    " forms values once printable repeats",
    "corpus/normalise": "official pieces press",
    "annotations": "labels markers span layers sentences gold align adjudicate settle rows hub schemas show"
    " stats deadlocks",
    "annotations/checks": "registry shape links places leakage run shifts shipped sound wording",
    "annotations/quotes": "fold find ends near differ sheets",
    "baselines": "base text names features pairs tagger learn floor lexicon linear",
    "eval": "inputs pairing match mentions who counts scorer diagnosis signature result score resample compare agreement alpha",
    "eval/tasks": "actors demands preconditions stance conflicts ledger phenomena given ladder task",
    "eval/board": "card entries board",
    "eval/page": "markup plot reading report tables views",
    "src/parleybench": "cli bench release",
    "src/parleybench/commands": "data systems scores",
}
FLOORS = {"corpus": 0, "annotations": 1, "baselines": 2, "eval": 2, "src": 3}
"""Rooms by floor: imports go down, and never across."""
ROOMS = tuple(room for room in FLOORS if room != "src")
LIMIT = 320
"""Lines of a file; one of 300 asks to be two."""


def modules(folder: str) -> list[Path]:
    """The modules right in a folder of the plan."""
    return sorted((ROOT / folder).glob("*.py"))


MODULES = [path for folder in PLAN for path in modules(folder)]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("folder", PLAN)
def test_the_plan_is_drawn(folder: str) -> None:
    """Where a module comes or goes, the plan is drawn anew: here, and in the README of the room if it tells of it."""
    assert {path.stem for path in modules(folder)} == {"__init__", *PLAN[folder].split()}


def test_no_module_stands_outside_the_plan() -> None:
    rooms = [ROOT / room for room in (*ROOMS, "src/parleybench")]
    found = {path for room in rooms for path in room.rglob("*.py")}
    assert sorted(map(named, found - set(MODULES))) == []


def imports(path: Path) -> Iterator[tuple[str, ...]]:
    """What a module imports by relative import, wherever in it, as folders and names from the root of the package."""
    home = path.relative_to(ROOT).parts[:-1]
    home = home[2:] if home[0] == "src" else home
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = home[: len(home) - node.level + 1]
            assert node.level <= len(home) + 1, f"{named(path)}:{node.lineno} leaves the package"
            module = (*base, *(node.module or "").split(".")) if node.module else base
            yield from ((*module, alias.name) for alias in node.names)


def paths_named(path: Path, own: str) -> set[str]:
    """Other rooms of which a string in a module names the folder or the package; docstrings tell, and lead nowhere."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]
    rooms = "|".join(room for room in ROOMS if room != own)
    led = re.compile(rf"(?:^|[/\\]|parleybench\.)({rooms})(?=$|[/\\]|\.\w)")
    return {match[1] for string in strings for match in led.finditer(string)}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_arrow_goes_up(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0]
    reached = {target[0] if target[0] in ROOMS else "src" for target in imports(path) if target}
    for room in (reached | paths_named(path, own)) - {own}:
        assert FLOORS[room] < FLOORS[own], f"{own} leads to {room}"


@pytest.mark.parametrize("path", [p for p in MODULES if "src" not in p.parts], ids=named)
def test_rooms_import_each_other_relatively(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
        assert not {name.split(".")[0] for name in names} & {"parleybench", *ROOMS}


@pytest.mark.parametrize("path", modules("eval") + modules("eval/tasks") + modules("eval/board"), ids=named)
def test_what_counts_knows_nothing_of_what_shows(path: Path) -> None:
    """In the harness: page -> board -> the rest. A result may print itself, through the tables of the page."""
    reached = {target[1] for target in imports(path) if target[0] == "eval" and len(target) > 1}
    barred = {"page"} if path.parent.name == "board" else {"page", "board"}
    assert reached & barred == set() or (named(path), reached & barred) == ("eval/result.py", {"page"})


def test_a_room_starts_no_circle() -> None:
    """Modules import each other without circles where they are loaded; inside functions they may."""
    arrows = {dotted(path): set(loaded(path)) for path in MODULES}
    while True:
        leaves = [name for name, targets in arrows.items() if not targets & arrows.keys()]
        if not leaves:
            break
        for name in leaves:
            del arrows[name]
    assert sorted(arrows) == []


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in (parts[2:] if parts[0] == "src" else parts) if part != "__init__")


def loaded(path: Path) -> Iterator[str]:
    """The modules that load with a module; a package's own `__init__` loads before, and is no arrow."""
    known = {dotted(other) for other in MODULES}
    lazy = {
        target
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.If)
        for inner in ast.walk(node)
        if isinstance(inner, ast.ImportFrom)
        for target in [ast.unparse(inner)]
    }
    home = path.relative_to(ROOT).parts[:-1]
    home = home[2:] if home[0] == "src" else home
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.level and ast.unparse(node) not in lazy:
            base = ".".join((*home[: len(home) - node.level + 1], *filter(None, (node.module or "").split("."))))
            for alias in node.names:
                target = f"{base}.{alias.name}".lstrip(".")
                yield target if target in known else base


def test_only_the_hub_imports_datasets() -> None:
    importing = {named(p) for p in MODULES if re.search(r"^\s*(import|from) datasets", p.read_text("utf-8"), re.M)}
    assert importing == {"annotations/hub.py"}


def test_files_are_short() -> None:
    sources = [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))]
    assert [named(p) for p in sources if len(p.read_text(encoding="utf-8").splitlines()) > LIMIT] == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_is_made_by_whom(room: str) -> None:
    text = (ROOT / room / "README.md").read_text(encoding="utf-8")
    assert all(f"**{word}**" in text for word in ("By hand", "Raw", "Generated"))

"""What the package declares is what it imports, and the lowest versions that it promises are those that are tried."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ROOMS = ("src", "corpus", "annotations", "baselines", "eval")


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def bounds(*groups: list[str]) -> dict[str, str]:
    """Distribution -> lowest version."""
    found = {}
    for requirement in (line for group in groups for line in group):
        name, _, version = requirement.partition(">=")
        found[plain(name)] = version
    return found


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").split()
    return {plain(line.partition("==")[0]): line.partition("==")[2] for line in lines}


EXTRAS = PROJECT["optional-dependencies"]
USED = ("real", "submit")
"""The extras that the package itself imports from."""


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"parleybench"}


def test_whatever_is_imported_is_declared() -> None:
    found = {name for room in ROOMS for path in (ROOT / room).rglob("*.py") for name in imported(path)}
    homes = packages_distributions()
    declared = bounds(PROJECT["dependencies"], *(EXTRAS[extra] for extra in USED))
    assert sorted(name for name in found if plain(homes.get(name, [name])[0]) not in declared) == []


def test_whatever_is_declared_is_imported() -> None:
    found = {name for room in ROOMS for path in (ROOT / room).rglob("*.py") for name in imported(path)}
    homes = packages_distributions()
    used = {plain(home) for name in found for home in homes.get(name, [name])}
    declared = bounds(PROJECT["dependencies"], *(EXTRAS[extra] for extra in USED))
    assert sorted(declared.keys() - used) == []


def numbers(version: str) -> tuple[int, ...]:
    """A release as numbers, without the zeros at its end: 4.0 and 4.0.0 are one."""
    parts = [int(part) for part in version.split(".")]
    while parts and not parts[-1]:
        parts.pop()
    return tuple(parts)


def test_the_lowest_versions_are_those_that_are_tried() -> None:
    """`make lowest` installs with these pins and runs the tests."""
    declared = bounds(PROJECT["dependencies"], *(EXTRAS[extra] for extra in (*USED, "test")))
    tried = pins("constraints-lowest.txt")
    assert {name: numbers(tried[name]) for name in declared if declared[name]} == {
        name: numbers(version) for name, version in declared.items() if version
    }


def test_every_dependency_of_the_tests_is_pinned() -> None:
    declared = bounds(PROJECT["dependencies"], *(EXTRAS[extra] for extra in (*USED, "test", "peers")))
    assert sorted(declared.keys() - pins("constraints.txt").keys()) == []


def test_every_package_is_listed() -> None:
    """A folder with modules that the list of packages leaves out would be missing from the wheel."""
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"])
    rooms = [*(ROOT / room for room in ROOMS[1:]), ROOT / "src" / "parleybench"]
    there = {init.parent.relative_to(ROOT) for room in rooms for init in room.rglob("__init__.py")}
    dotted = {".".join(path.parts).removeprefix("src.") for path in there}
    assert {path if path.startswith("parleybench") else f"parleybench.{path}" for path in dotted} == listed

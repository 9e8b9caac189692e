"""The package without a checkout: what works does so whole, what does not says why, and its own folder stays as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import shell

from parleybench.corpus.splits import members

pytestmark = pytest.mark.wheel
REFUSED = ("build", "build -o out", "adjudicate", "adjudicate --write", "agree", "bench")


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    found = {path: path.stat() for path in folder.rglob("*")}
    return {str(path): (stat.st_mtime_ns, stat.st_size) for path, stat in found.items()}


@pytest.fixture(autouse=True)
def untouched(wheel: Path) -> Iterator[None]:
    """Nothing is ever written where the package lies."""
    before = stamps(wheel)
    yield
    assert stamps(wheel) == before


@pytest.fixture
def own(tmp_path: Path) -> dict[str, str]:
    """A cache of the user's own."""
    return {"PARLEYBENCH_CACHE": str(tmp_path / "cache")}


def test_the_package_is_not_the_checkouts(wheel: Path, tmp_path: Path) -> None:
    start = (
        "import parleybench; from parleybench.annotations import gold; print(gold.__file__, parleybench.__version__)"
    )
    said = shell.parley(start=start, package=wheel, cwd=tmp_path).stdout.decode()
    assert said.startswith(str(wheel)) and said.split()[1] == "0.1.0"


def test_what_the_package_holds(wheel: Path) -> None:
    inside = {str(path.relative_to(wheel / "parleybench")) for path in (wheel / "parleybench").rglob("*")}
    wanted = ("py.typed", "corpus/splits.tsv", "annotations/GUIDELINES.md", "annotations/schema/card.schema.json")
    assert {*wanted, "eval/page/report.html", "eval/results/linear/card.json"} <= inside
    assert not [name for name in inside if "passes" in name or "decisions" in name or "proof" in name]


def test_check_reads_what_is_shipped(wheel: Path, tmp_path: Path) -> None:
    done = shell.parley("check", package=wheel, cwd=tmp_path)
    assert (done.returncode, done.stderr.decode()) == (0, "no findings\n")


@pytest.mark.parametrize("line", REFUSED)
def test_what_needs_a_checkout_says_so(line: str, wheel: Path, tmp_path: Path) -> None:
    done = shell.parley(*line.split(), package=wheel, cwd=tmp_path)
    assert done.returncode == 1 and done.stdout == b"" and list(tmp_path.iterdir()) == []
    assert done.stderr.decode().count("\n") == 1 and "needs a checkout of the repository" in done.stderr.decode()


@pytest.mark.parametrize("line", ["stats", "show article", "show article --find Kremlin"])
def test_the_corpus_is_at_hand(line: str, wheel: Path, tmp_path: Path) -> None:
    done = shell.parley(*line.split(), package=wheel, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == shell.parley(*line.split()).stdout


def test_models_are_kept_in_the_users_cache(wheel: Path, tmp_path: Path, own: dict[str, str]) -> None:
    done = shell.parley("fit", "floor", package=wheel, cwd=tmp_path, own=own)
    assert done.returncode == 0 and str(tmp_path / "cache") in done.stderr.decode()
    done = shell.parley("predict", "floor", "-o", "mine.jsonl", package=wheel, cwd=tmp_path, own=own)
    assert done.returncode == 0
    done = shell.parley("score", "mine.jsonl", "--rounds", "20", "--json", package=wheel, cwd=tmp_path, own=own)
    assert done.returncode == 0 and json.loads(done.stdout)["documents"] == len(members("test"))


def test_a_whole_run_goes_into_a_folder(wheel: Path, tmp_path: Path, own: dict[str, str]) -> None:
    done = shell.parley("bench", "-o", "out", package=wheel, cwd=tmp_path, own=own)
    assert done.returncode == 0, done.stderr.decode()
    assert b"linear" in done.stdout and (tmp_path / "out" / "report" / "index.html").stat().st_size > 100_000
    assert {path.name for path in tmp_path.iterdir()} <= {"out", "cache"}

"""What tests share: small records, and the texts that users do not have."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import snippets

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture
def shared() -> Path:
    """The folder with the seed and the real texts; a test that needs it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with the third-party texts is not here; users do not have it")
    return SHARED


@pytest.fixture
def real_texts(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own, filled from ../shared/real."""
    from parleybench.corpus import library, sources

    monkeypatch.setenv("PARLEYBENCH_CACHE", str(tmp_path / "cache"))
    sources.take(library.pointers().values(), sorted((shared / "real").glob("*.jsonl")))
    return tmp_path / "cache"


@pytest.fixture
def no_real_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty cache folder."""
    monkeypatch.setenv("PARLEYBENCH_CACHE", str(tmp_path / "empty"))


@pytest.fixture
def real_splits(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, list[str]]]:
    """Some real texts moved to the two other splits of real texts: split -> its documents.

    What is remembered of splits is forgotten before and after, also where a test moves more.
    """
    from parleybench.corpus import library, splits
    from parleybench.eval.board import entries

    made: dict[str, list[str]] = {split: [] for split in splits.REAL}
    for n, name in enumerate(library.pointers()):
        made[splits.REAL[min(n % 5, 2)]].append(name)
        monkeypatch.setitem(splits.splits(), name, splits.REAL[min(n % 5, 2)])
    forget = (library.learnt_conflicts.cache_clear, entries._gold_counts.cache_clear)
    for clear in forget:
        clear()
    yield made
    for clear in forget:
        clear()


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel was installed, far from the checkout."""
    home = tmp_path_factory.mktemp("wheel")
    clone = snippets.copied(home / "clone")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    built = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(home / "wheels"), str(clone)]
    subprocess.run([*pip, *built], check=True)
    made = next((home / "wheels").glob("parleybench-*.whl"))
    subprocess.run([*pip, "install", "--no-deps", "--target", str(home / "site"), str(made)], check=True)
    return home / "site"

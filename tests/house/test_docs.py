"""Documents: every generated number is the one that its command gives, and the article stands as it was given."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from parleybench import release
from parleybench.corpus import library
from parleybench.corpus import tables as cards

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("corpus", "annotations", "baselines", "eval")
PAGES = (
    *("README.md", "DATASHEET.md", "CONTRIBUTING.md", "annotations/GUIDELINES.md", "eval/SUBMIT.md"),
    *(f"{room}/README.md" for room in ROOMS),
)


@pytest.mark.parametrize("name", release.CARDS)
def test_generated_blocks_are_current(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert cards.filled(text, release.blocks()) == text


def test_front_matter_is_current() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert cards.with_front_matter(text, release.front_matter()) == text


def test_the_article_is_verbatim(shared: Path) -> None:
    given = next((shared / "seed").glob("*.txt")).read_text(encoding="utf-8")
    lines = [line for line in given.splitlines() if line.strip()]
    assert library.authored()["article"].text.split("\n\n") == lines


def test_links_lead_somewhere() -> None:
    for name in PAGES:
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (ROOT / name).parent.joinpath(target).exists(), (name, target)


def committed() -> list[Path]:
    """The files of the repository; a test that needs them is skipped where there is none."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if (ROOT / name).is_file()]


def test_no_sentence_of_a_real_text_is_committed(real_texts: Path) -> None:
    """No file of the repository shares twelve words in a row with a real text."""
    grams = {name: shingles(d.text) for name in library.pointers() if (d := library.text_or_none(name))}
    known = set().union(*grams.values())
    for path in committed():
        if path.suffix in (".md", ".jsonl", ".json", ".py", ".tsv", ".svg", ".html"):
            assert not shingles(path.read_text(encoding="utf-8")) & known, path


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[n : n + 12]) for n in range(len(words) - 11)}


def test_no_committed_file_names_a_home_folder() -> None:
    """Paths of the machine that something was made on."""
    for path in committed():
        if path.suffix in (".py", ".md", ".toml", ".cff", ".tsv", ".css", ".txt"):
            assert "/" + "root/" not in path.read_text(encoding="utf-8"), path

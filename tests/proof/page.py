"""The page of the harness: each table of it is a generated block, which one command rewrites."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from parleybench.corpus import tables
from parleybench.corpus.files import atomic

README = Path(__file__).resolve().parents[2] / "eval" / "README.md"


def fill(block: str, header: Sequence[str], rows: Sequence[Sequence[str]], path: Path = README) -> Path:
    """Fill one block of the page with a table, and touch nothing else."""
    text = tables.with_block(path.read_text(encoding="utf-8"), block, tables.markdown(header, rows))
    with atomic(path) as file:
        file.write(text)
    return path


def rows(block: str, path: Path = README) -> list[list[str]]:
    """The rows of the table that stands in one block, without its header."""
    _, _, rest = path.read_text(encoding="utf-8").partition(f"<!-- generated: {block} -->")
    lines = rest.partition("<!-- end -->")[0].strip().splitlines()[2:]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]

"""Documents with generated blocks: whatever stands between two marks is written by a command, never by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from .printable import printable

_BLOCK = re.compile(r"(<!-- generated: ([\w-]+) -->\n).*?(<!-- end -->)", re.S)


def filled(text: str, blocks: Mapping[str, str]) -> str:
    """The text with each named block replaced. Raises `KeyError` for a block that nothing fills."""
    return _BLOCK.sub(lambda m: f"{m.group(1)}{blocks[m.group(2)].strip()}\n{m.group(3)}", text)


def with_block(text: str, name: str, content: str) -> str:
    """The text with one named block replaced and all others as they stand. Raises `KeyError` where there is no such block."""
    old = {m.group(2): m.group(0).split("\n", 1)[1].removesuffix(m.group(3)) for m in _BLOCK.finditer(text)}
    if name not in old:
        raise KeyError(name)
    return filled(text, old | {name: content})


def with_front_matter(text: str, front: str) -> str:
    """The text behind new front matter; an old one is dropped."""
    return front + re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)


def markdown(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table, numbers to the right."""
    align = [":--"] + ["--:"] * (len(header) - 1)
    return "\n".join("| " + " | ".join(line) + " |" for line in [_cells(header), align, *map(_cells, rows)])


def _cells(row: Sequence[object]) -> list[str]:
    return [printable(str(cell)) for cell in row]


def plain(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The same table for a terminal, in columns."""
    lines = [_cells(header), *map(_cells, rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(header))]
    return "\n".join(
        "  ".join(
            cell.ljust(w) if n == 0 else cell.rjust(w) for n, (cell, w) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )

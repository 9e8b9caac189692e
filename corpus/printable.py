"""Foreign text made fit to print: what would move a cursor, forge a line or turn the reading order is spelled out."""

from __future__ import annotations

import re

_UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks, overrides and isolates of reading order
    "\u2028\u2029\ufeff"  # line and paragraph separators, byte order mark
    "\ud800-\udfff]"  # lone surrogates, which no output takes
)


def printable(text: str, *, lines: bool = False) -> str:
    r"""The text with each such character as Python spells it (``\x1b``, ``\u202e``); with `lines`, line feeds stay."""
    return _UNFIT.sub(lambda found: found[0] if lines and found[0] == "\n" else repr(found[0])[1:-1], text)

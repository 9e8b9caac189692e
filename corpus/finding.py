"""A fault in the data and its one printed form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from .printable import printable

MOST = 20
"""Findings of one line that are told one by one."""
COUNTED = 1000
"""Findings of one line beyond those that are counted, before the search ends."""
LONGEST = 2000
"""Characters of a message that are printed."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault, printed as ``path:line: [rule] message``, with whatever foreign text is in it spelled out.

    `line` counts from 1; 0 means that the fault belongs to the file as a whole. A `warning` is told and refuses nothing.
    """

    path: str
    line: int
    rule: str
    message: str
    doc: str = ""
    warning: bool = False

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        level = "warning: " if self.warning else ""
        doc = f"{self.doc}: " if self.doc else ""
        said = self.message if len(self.message) <= LONGEST else f"{self.message[:LONGEST]} […]"
        return printable(f"{where}: {level}[{self.rule}] {doc}{said}")


class BadInput(ValueError):
    """Input that cannot be used; carries every fault found in it, never only the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(set(findings))
        super().__init__("\n".join(map(str, self.findings)))


def refuse(findings: Iterable[Finding]) -> None:
    """Raises `BadInput` where some finding is more than a warning, with all that are."""
    faults = [finding for finding in findings if not finding.warning]
    if faults:
        raise BadInput(faults)


def capped(findings: Iterable[Finding]) -> list[Finding]:
    """The first `MOST` findings of one line, and one that says how many more there are; a lazy search ends early."""
    left = iter(findings)
    told, rest = list(islice(left, MOST)), list(islice(left, COUNTED))
    if rest:
        first, warning = rest[0], all(finding.warning for finding in rest)
        told.append(Finding(first.path, first.line, "more", more(len(rest)), first.doc, warning))
    return told


def more(number: int) -> str:
    """How many findings of a line are not told."""
    return f"{'at least ' if number >= COUNTED else ''}{number:,} more findings on this line"

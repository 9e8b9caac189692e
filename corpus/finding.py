"""A fault in the data and its one printed form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault, printed as ``path:line: [rule] message``.

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
        return f"{where}: {level}[{self.rule}] {doc}{self.message}"


class BadInput(ValueError):
    """Input that cannot be used; carries every fault found in it, never only the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(set(findings))
        super().__init__("\n".join(map(str, self.findings)))

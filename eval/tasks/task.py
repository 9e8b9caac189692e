"""What a task is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..who import Both
from .ledger import Settled

Traits = Callable[[Both], dict[str, list[str]]]
"""Of one document: name of a gold item -> the slices that it falls into, told from the gold alone."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """A task: the layers a system must give to attempt it, its headline, its figures in order, and how a document is settled.

    The errors of a task sum to FP + FN of the figure `strict`. `shown` are the figures that agreement tells, `optional`
    those that are undefined for a system that predicts nothing for them in any document. `traits` gives by -> slices of
    gold items; `by_issue` says that items are sliced by their demand's issue; slices forgive the kinds of error in
    `forgiven`.
    """

    name: str
    needs: tuple[str, ...]
    headline: str
    figures: tuple[str, ...]
    settle: Callable[[Both], Settled]
    strict: str
    shown: tuple[str, ...]
    optional: tuple[str, ...] = ()
    traits: Mapping[str, Traits] = field(default_factory=dict)
    by_issue: bool = False
    forgiven: tuple[str, ...] = ()

"""What a task is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..who import Both
from .ledger import Settled

Traits = Callable[[Both], dict[str, list[str]]]
"""Of one document: name of a gold item -> the slices that it falls into, told from the gold alone."""


@dataclass(frozen=True)
class Task:
    """A task: the layers a system must give to attempt it, its headline, its figures in order, and how a document is settled.

    The errors of a task sum to FP + FN of the figure `strict` (the headline, if none is named). `optional` figures are
    undefined for a system that predicts nothing for them in any document. `shown` are the figures that agreement tells
    (all, if none is named). `traits` gives by -> slices of gold items; `by_issue` says that items are sliced by their
    demand's issue; slices forgive the kinds of error in `forgiven`.
    """

    name: str
    needs: tuple[str, ...]
    headline: str
    figures: tuple[str, ...]
    settle: Callable[[Both], Settled]
    strict: str = ""
    optional: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    traits: Mapping[str, Traits] = field(default_factory=dict)
    by_issue: bool = False
    forgiven: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "strict", self.strict or self.headline)
        object.__setattr__(self, "shown", self.shown or self.figures)

"""parleybench: who demands what, of whom, before what may happen, and who stands for or against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .annotations.checks import check_file as check
    from .annotations.hub import load
    from .annotations.layers import Demand, Entity, Gate, Mention, Outcome, Record, Stance
    from .corpus.document import Document
    from .corpus.finding import BadInput, Finding
    from .eval.agreement import agree
    from .eval.compare import Comparison, compare
    from .eval.result import Result, TaskResult
    from .eval.score import report, score
    from .eval.scorer import Counted, Scorer

    __version__: str

__all__ = [
    "BadInput",
    "Comparison",
    "Counted",
    "Demand",
    "Document",
    "Entity",
    "Finding",
    "Gate",
    "Mention",
    "Outcome",
    "Record",
    "Result",
    "Scorer",
    "Stance",
    "TaskResult",
    "__version__",
    "agree",
    "check",
    "compare",
    "load",
    "report",
    "score",
]

_HOMES = {
    "BadInput": "corpus.finding.BadInput",
    "Comparison": "eval.compare.Comparison",
    "Counted": "eval.scorer.Counted",
    "Demand": "annotations.layers.Demand",
    "Document": "corpus.document.Document",
    "Entity": "annotations.layers.Entity",
    "Finding": "corpus.finding.Finding",
    "Gate": "annotations.layers.Gate",
    "Mention": "annotations.layers.Mention",
    "Outcome": "annotations.layers.Outcome",
    "Record": "annotations.layers.Record",
    "Result": "eval.result.Result",
    "Scorer": "eval.scorer.Scorer",
    "Stance": "annotations.layers.Stance",
    "TaskResult": "eval.result.TaskResult",
    "agree": "eval.agreement.agree",
    "check": "annotations.checks.check_file",
    "compare": "eval.compare.compare",
    "load": "annotations.hub.load",
    "report": "eval.score.report",
    "score": "eval.score.score",
}
"""Where each name lives; type checkers read the imports above."""


def _named(name: str) -> Any:
    """Load a room only when it is used (PEP 562): `import parleybench` itself imports nothing heavy."""
    if name == "__version__":
        from importlib.metadata import version

        return version(__name__)
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home, _, own = _HOMES[name].rpartition(".")
    return getattr(import_module(f"{__name__}.{home}"), own)


if not TYPE_CHECKING:
    __getattr__ = _named  # hidden from type checkers, to which a name that is not here is to be a mistake


def __dir__() -> list[str]:
    """What the face shows, whether it was used yet or not."""
    return sorted(__all__)

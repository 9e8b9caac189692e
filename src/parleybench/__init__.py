"""parleybench: who demands what, of whom, before what may happen, and who stands for or against it."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
__all__ = ["Scorer", "__version__", "agree", "check", "compare", "load", "report", "score"]

_HOMES = {
    "load": "annotations.hub",
    "check": "annotations.checks",
    "score": "eval.score",
    "report": "eval.score",
    "Scorer": "eval.scorer",
    "compare": "eval.compare",
    "agree": "eval.agreement",
}


def __getattr__(name: str) -> Any:
    """Load a room only when it is used (PEP 562): `import parleybench` itself imports nothing heavy."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), "check_file" if name == "check" else name)

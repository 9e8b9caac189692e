"""What a baseline is: fitted on documents with gold, it predicts full layer records from bare text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from ..annotations.gold import all_gold
from ..annotations.layers import Record, with_quotes, without_quotes
from ..annotations.span import Span
from ..corpus import library
from ..corpus.document import Document

SYSTEMS = ("floor", "lexicon", "linear")
HERE = Path(__file__).resolve().parent
FITTED = HERE / "fitted"


class System(Protocol):
    """A baseline. `fit` sees train only; `predict` sees a text and nothing of its labels."""

    def fit(self, texts: Sequence[Document], gold: Sequence[Record]) -> None:
        """Learn from documents and their gold records, in the same order."""

    def predict(self, document: Document) -> Record:
        """All five layers of one document."""

    def polarity(self, document: Document, cue: Span) -> str:
        """The given track: the polarity of a stance whose cue is known."""

    def parameters(self) -> int:
        """How many values it learnt."""

    def save(self, folder: Path) -> None:
        """Write what was learnt, without pickle."""

    def load(self, folder: Path) -> None:
        """Read what `save` wrote."""


def make(name: str) -> System:
    """An unfitted system. Raises `LookupError` for an unknown name."""
    if name not in SYSTEMS:
        raise LookupError(f"unknown system {name!r}; the systems are {', '.join(SYSTEMS)}")
    build: Callable[[], System] = import_module(f".{name}", __package__).System
    return build()


def fit(name: str, folder: Path = FITTED) -> Path:
    """Fit a system on train and save it; returns its folder."""
    system = make(name)
    texts = library.split_documents("train")
    system.fit(texts, [all_gold()[d.id] for d in texts])
    target = folder / name
    target.mkdir(parents=True, exist_ok=True)
    system.save(target)
    return target


def fitted(name: str, folder: Path = FITTED) -> System:
    """A system as `fit` left it. Raises `LookupError` where it was not fitted."""
    system = make(name)
    if not (folder / name).is_dir():
        raise LookupError(f"{name} is not fitted: run `parley fit {name}`")
    system.load(folder / name)
    return system


def predict(system: System, split: str) -> list[Record]:
    """Predictions for a split; those for real texts carry no quotes."""
    found = []
    for document in library.split_documents(split):
        record = system.predict(document)
        found.append(without_quotes(record) if document.stratum == "real" else with_quotes(record, document.text))
    return found


def predict_given(system: System, split: str) -> list[dict[str, Any]]:
    """The given track: a polarity for each gold stance of a split, from its cue alone."""
    found: list[dict[str, Any]] = []
    for document in library.split_documents(split):
        stances = all_gold()[document.id].stances or []
        said = [{"id": s.id, "polarity": system.polarity(document, s.span)} for s in stances]
        found.append({"doc": document.id, "stances": said})
    return found

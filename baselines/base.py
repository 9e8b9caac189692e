"""What a baseline is: fitted on documents with gold, it predicts full layer records from bare text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import msgspec

from ..annotations.gold import all_gold, bare
from ..annotations.labels import SPEAKER
from ..annotations.layers import KINDS, Record, renamed, with_quotes, without_quotes
from ..annotations.span import Span
from ..corpus import library, sources
from ..corpus.document import Document
from ..corpus.splits import LEARNT
from . import learn

SYSTEMS = ("floor", "lexicon", "linear")
HERE = Path(__file__).resolve().parent


SHARD = 32
"""Documents that are read together: a model is asked once for all of them, whatever their number."""
Watch = Callable[[list[list[Document]]], Iterable[list[Document]]]


class System(Protocol):
    """A baseline. `fit` sees train, or real_train too, only; `predict` sees texts and nothing of their labels."""

    def fit(self, documents: Sequence[Document], gold: Sequence[Record]) -> None:
        """Learn from documents and their gold records, in the same order."""

    def predict(self, documents: Sequence[Document]) -> list[Record]:
        """All layers of each document, in order; what is said of one does not hang on the others."""

    def polarities(self, document: Document, cues: Sequence[Span]) -> list[str]:
        """The given track: the polarity of each stance of which the cue is known."""

    def parameters(self) -> int:
        """How many values it learnt."""

    def learnt(self) -> dict[str, Any]:
        """What it learnt, by name: arrays and JSON values."""

    def recall(self, learnt: Mapping[str, Any]) -> None:
        """Take what `learnt` gave. Raises `ValueError` where it is anything else."""


def make(name: str) -> System:
    """An unfitted system. Raises `LookupError` for an unknown name."""
    if name not in SYSTEMS:
        raise LookupError(f"unknown system {name!r}; the systems are {', '.join(SYSTEMS)}")
    build: Callable[[], System] = import_module(f".{name}", __package__).System
    return build()


def models_home() -> Path:
    """Where fitted models live: `baselines/fitted` of a checkout, else `models` in the user's cache folder."""
    return HERE / "fitted" if (HERE.parent / "pyproject.toml").is_file() else sources.home() / "models"


def fit(name: str, folder: Path | None = None, *, with_real: bool = False) -> Path:
    """Fit a system on train, or on real_train too, and keep it; returns its file, which appears whole or not at all.

    Raises `TextsMissing` where real texts are asked for and not here.
    """
    system, learnt = make(name), LEARNT if with_real else LEARNT[:1]
    documents = [document for split in learnt for document in library.split_documents(split)]
    system.fit(documents, [all_gold()[d.id] for d in documents])
    path = _file(name, folder)
    learn.save(path, _origin(name, learnt), system.learnt())
    return path


def fitted(name: str, folder: Path | None = None) -> System:
    """A system as `fit` left it.

    Raises `LookupError` where it was not fitted, or on other labels or with other versions than stand here now,
    and `ValueError` where its file is none that `fit` writes.
    """
    system, path = make(name), _file(name, folder)
    again = f"run `parley fit {name}`"
    if not path.is_file():
        raise LookupError(f"{name} is not fitted: {again}")
    try:
        origin, learnt = learn.load(path)
        learnt_from = LEARNT if origin.get("splits") == ", ".join(LEARNT) else LEARNT[:1]
        if changed := _changes(origin, _origin(name, learnt_from)):
            raise LookupError(f"{name} must be fitted again ({'; '.join(changed)}): {again}")
        system.recall(learnt)
    except (ValueError, msgspec.ValidationError) as error:
        raise ValueError(f"{path} is no model of {name} ({error}): {again}") from None
    return system


def _file(name: str, folder: Path | None) -> Path:
    return (folder or models_home()) / f"{name}.npz"


def _origin(name: str, learnt_from: Sequence[str]) -> dict[str, str]:
    """What a fitted model hangs on: whose it is, the code that fitted it, and the texts and labels that it learnt from."""
    return {
        "system": name,
        "parleybench": version("parleybench"),
        "scikit-learn": version("scikit-learn"),
        "splits": ", ".join(learnt_from),
        "train": _digest([doc for split in learnt_from for doc in library.members(split)]),
    }


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    return [f"{what} was {old.get(what)!r}, is {now!r}" for what, now in new.items() if old.get(what) != now]


def _digest(names: Sequence[str]) -> str:
    """What texts and labels of documents hash to; the texts need not be at hand."""
    import hashlib

    made = hashlib.sha256()
    for name in names:
        known = library.meta(name)
        made.update(msgspec.json.encode([name, known.sha256 if known else None, bare(all_gold()[name])]))
    return made.hexdigest()[:12]


def predict(system: System, split: str, *, only_open: bool = False, watch: Watch = iter) -> list[Record]:
    """Predictions for a split, or for its texts under open licences; those for real texts carry no quotes.

    Documents are read in shards of `SHARD`; `watch` is handed the shards and gives them back, to show how far it is.
    """
    documents = library.split_documents(split, only_open=only_open)
    shards = [documents[n : n + SHARD] for n in range(0, len(documents), SHARD)]
    records = [record for shard in watch(shards) for record in system.predict(shard)]
    return [
        without_quotes(record) if document.stratum == "real" else with_quotes(record, document.text)
        for document, record in zip(documents, records, strict=True)
    ]


def predict_given(system: System, split: str, *, only_open: bool = False) -> list[dict[str, Any]]:
    """The given track: a polarity for each gold stance of a split, from its cue alone."""
    found: list[dict[str, Any]] = []
    for document in library.split_documents(split, only_open=only_open):
        stances = all_gold()[document.id].stances or []
        polarities = system.polarities(document, [s.span for s in stances])
        said = [{"id": s.id, "polarity": polarity} for s, polarity in zip(stances, polarities, strict=True)]
        found.append({"doc": document.id, "stances": said})
    return found


def numbered(record: Record) -> Record:
    """The record in order of the text, its ids made e1, d1, o1, g1, s1 and on.

    Until then any ids do that are unique in the record. `speaker` keeps its own.
    """
    places = {item.id: _place(item) for layer in KINDS if layer != "gates" for item in getattr(record, layer)}
    pairs = [(a, b) if places[a] <= places[b] else (b, a) for a, b in record.conflicts or ()]
    ordered = {
        layer: sorted(getattr(record, layer), key=lambda item: places[item.id]) for layer in KINDS if layer != "gates"
    }
    ordered["gates"] = sorted(record.gates or (), key=lambda gate: (places[gate.demand], places[gate.outcome]))
    names = {
        item.id: f"{layer[0]}{n}"
        for layer, items in ordered.items()
        for n, item in enumerate((item for item in items if item.id != SPEAKER), 1)
    }
    conflicts = sorted(pairs, key=lambda pair: (places[pair[0]], places[pair[1]]))
    return renamed(msgspec.structs.replace(record, **ordered, conflicts=conflicts), names)


def _place(item: Any) -> tuple[float, ...]:
    """Where a record first stands in the text; behind all others where it stands nowhere."""
    if hasattr(item, "mentions"):
        return min((m.span for m in item.mentions), default=(float("inf"),))
    return (item.start, item.end)

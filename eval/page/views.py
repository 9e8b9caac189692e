"""What the page shows of a document, and all documents as one block of JSON that is safe inside HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from ...annotations.deadlocks import End, deadlocks
from ...annotations.layers import Record
from ...annotations.markers import marker
from ...corpus.document import Document
from ..tasks import Error

GOLD = "gold"
COLUMNS = {
    "entities": ("id", "name", "type", "principal", "mentions"),
    "demands": (
        *("id", "start", "end", "direction", "issue"),
        *("issuers", "addressees", "vague", "same_as"),
    ),
    "outcomes": ("id", "start", "end", "kind"),
    "gates": ("id", "start", "end", "demand", "outcome"),
    "stances": ("id", "start", "end", "holder", "target", "polarity"),
    "errors": ("task", "kind", "gold", "pred"),
}
"""The order of the fields in each row of the block: rows without names take a third of the room."""
DERIVED = {"gates": ("marker",)}
"""Fields that follow those of the records, worked out here so that their rules stand in one place."""
UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class View:
    """One document with records by name (``gold`` and systems) and each system's errors; offsets count code points.

    A system without an entry in `errors` was not looked at; one with an empty list made none.
    """

    document: Document
    records: Mapping[str, Record]
    errors: Mapping[str, Sequence[Error]] = field(default_factory=dict)
    split: str = ""


def block(views: Sequence[View], best: Mapping[str, str] | None = None) -> str:
    """The views as JSON in which no ``<``, ``>`` or ``&`` stands, so that nothing in it can end or begin a tag.

    `best` names by split the system to be shown first, where the reader has not chosen one.
    """
    systems = list(dict.fromkeys(name for view in views for name in view.records if name != GOLD))
    words = list(dict.fromkeys(word for view in views for word in _words(view)))
    data = {
        "columns": {layer: (*columns, *DERIVED.get(layer, ())) for layer, columns in COLUMNS.items()},
        "systems": systems,
        "best": {split: systems.index(name) for split, name in (best or {}).items() if name in systems},
        "words": words,
        "documents": [_document(view, systems, {word: n for n, word in enumerate(words)}) for view in views],
    }
    return msgspec.json.encode(data).decode("utf-8").translate(UNSAFE)


def _words(view: View) -> Iterable[str]:
    """The tasks and kinds of errors: a few words that stand in tens of thousands of rows."""
    return (word for errors in view.errors.values() for error in errors for word in (error.task, error.kind))


def _document(view: View, systems: Sequence[str], words: Mapping[str, int]) -> dict[str, Any]:
    """A document as the page reads it: records stand in the order gold, then `systems`; errors in that of `systems`."""
    document = view.document
    return {
        "id": document.id,
        "title": document.title,
        "stratum": document.stratum,
        "genre": document.genre,
        "conflict": document.conflict,
        "date": document.date,
        "split": view.split,
        "text": document.text,
        "records": [_record(view.records.get(name), document.text) for name in (GOLD, *systems)],
        "errors": [_errors(view.errors.get(name), words) for name in systems],
    }


def _errors(errors: Sequence[Error] | None, words: Mapping[str, int]) -> list[list[Any]] | None:
    """Rows with words by number; where an error stands follows from the names of its two items."""
    return None if errors is None else [[words[e.task], words[e.kind], e.gold, e.pred] for e in errors]


def _record(record: Record | None, text: str) -> dict[str, Any] | None:
    if record is None:
        return None
    layers: dict[str, Any] = {layer: _rows(layer, getattr(record, layer)) for layer in COLUMNS if layer != "errors"}
    for row in layers["entities"] or ():
        row[-1] = [mention.span for mention in row[-1]]
        row[1] = row[1] or max((text[start:end] for start, end in row[-1]), key=len, default=row[0])
    for row, gate in zip(layers["gates"] or (), record.gates or (), strict=True):
        row.append(None if gate.start is None else marker(text[gate.start : gate.end]))
    stuck = [(kind, *map(_end, ends)) for kind, ends in deadlocks(record, text)]
    return layers | {"conflicts": record.conflicts, "deadlocks": stuck}


def _rows(layer: str, items: Iterable[Any] | None) -> list[list[Any]] | None:
    return None if items is None else [[getattr(item, column) for column in COLUMNS[layer]] for item in items]


def _end(end: End) -> tuple[list[str], str | None, str | None]:
    """One end of a deadlock: its sides, its demand, and what that demand gates."""
    return sorted(end.sides), end.demand, end.outcome

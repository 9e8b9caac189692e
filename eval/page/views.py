"""What the page shows of a document, and all documents as one block of JSON that is safe inside HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from ...annotations.layers import Record
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
    "errors": ("task", "kind", "gold", "pred", "gold_span", "pred_span", "loss"),
}
"""The order of the fields in each row of the block: rows without names take a third of the room."""
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


def block(views: Sequence[View]) -> str:
    """The views as JSON in which no ``<``, ``>`` or ``&`` stands, so that nothing in it can end or begin a tag."""
    systems = list(dict.fromkeys(name for view in views for name in view.records if name != GOLD))
    data = {"columns": COLUMNS, "systems": systems, "documents": [_document(view, systems) for view in views]}
    return msgspec.json.encode(data).decode("utf-8").translate(UNSAFE)


def _document(view: View, systems: Sequence[str]) -> dict[str, Any]:
    """A document as the page reads it: records stand in the order gold, then `systems`; errors in that of `systems`."""
    document = view.document
    return {
        "id": document.id,
        "title": document.title,
        "about": [document.stratum, document.genre, document.conflict, *([document.date] if document.date else [])],
        "split": view.split,
        "text": document.text,
        "records": [_record(view.records.get(name), document.text) for name in (GOLD, *systems)],
        "errors": [_rows("errors", view.errors.get(name)) for name in systems],
    }


def _record(record: Record | None, text: str) -> dict[str, Any] | None:
    if record is None:
        return None
    layers: dict[str, Any] = {layer: _rows(layer, getattr(record, layer)) for layer in COLUMNS if layer != "errors"}
    for row in layers["entities"] or ():
        row[-1] = [mention.span for mention in row[-1]]
        row[1] = row[1] or max((text[start:end] for start, end in row[-1]), key=len, default=row[0])
    return layers | {"conflicts": record.conflicts}


def _rows(name: str, items: Iterable[Any] | None) -> list[list[Any]] | None:
    return None if items is None else [[getattr(item, column) for column in COLUMNS[name]] for item in items]

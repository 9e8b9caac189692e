"""The tables of the dataset as plain rows: one function a config, the same for every split."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from ..corpus.document import Document, Pointer
from .layers import LAYERS, Demand, Gate, Mention, Outcome, Record, fields, sides, with_quotes
from .markers import marker
from .sentences import around

Row = dict[str, Any]


def documents(document: Document, record: Record) -> Iterator[Row]:
    """The whole document with every layer nested."""
    plain = msgspec.to_builtins(with_quotes(record, document.text))
    yield msgspec.to_builtins(document) | {layer: plain[layer] for layer in LAYERS}


def actors(document: Document, record: Record) -> Iterator[Row]:
    """A row for each mention."""
    side = sides(record)
    for entity in with_quotes(record, document.text).entities or ():
        for mention in entity.mentions:
            yield _place(document, mention) | {
                "entity": entity.id,
                "name": entity.name,
                "type": entity.type,
                "principal": entity.principal,
                "side": side[entity.id],
            }


def demands(document: Document, record: Record) -> Iterator[Row]:
    """A row for each demand."""
    for demand in record.demands or ():
        yield _place(document, demand) | _demand(demand)


def preconditions(document: Document, record: Record) -> Iterator[Row]:
    """A row for each gate, with its demand and its outcome."""
    demands = {demand.id: demand for demand in record.demands or ()}
    outcomes = {outcome.id: outcome for outcome in record.outcomes or ()}
    for gate in record.gates or ():
        demand = demands[gate.demand]
        yield (
            _place(document, demand)
            | _demand(demand)
            | _outcome(document, outcomes[gate.outcome])
            | _gate(document, gate)
        )


def stance(document: Document, record: Record) -> Iterator[Row]:
    """A row for each stance, with its sentence."""
    for item in record.stances or ():
        sentence = around(document.text, item.span)
        yield _place(document, item) | {
            "stance": item.id,
            "sentence": document.text[sentence.start : sentence.end],
            "sentence_start": sentence.start,
            "holder": item.holder,
            "target": item.target,
            "target_layer": _layer_of(item.target, record),
            "polarity": item.polarity,
        }


def _place(document: Document, span: Mention) -> Row:
    start, end = span.span
    return {"doc": document.id, "text": document.text, "start": start, "end": end, "quote": document.text[start:end]}


def _demand(demand: Demand) -> Row:
    return {"demand": demand.id} | {field.name: getattr(demand, field.name) for field in fields("demands")}


def _outcome(document: Document, outcome: Outcome) -> Row:
    start, end = outcome.span
    return {
        "outcome": outcome.id,
        "outcome_kind": outcome.kind,
        "outcome_start": start,
        "outcome_end": end,
        "outcome_quote": document.text[start:end],
    }


def _gate(document: Document, gate: Gate) -> Row:
    start, end = gate.span
    cue = document.text[start:end]
    return {"gate": gate.id, "cue_start": start, "cue_end": end, "cue_quote": cue, "marker": marker(cue)}


def _layer_of(name: str, record: Record) -> str:
    for layer, items in (("demand", record.demands), ("outcome", record.outcomes), ("entity", record.entities)):
        if any(item.id == name for item in items or ()):
            return layer
    raise KeyError(name)


def real(pointer: Pointer, record: Record) -> Row:
    """A real text as pointer, offsets and labels: no word of the text itself."""
    plain = msgspec.to_builtins(record)
    known = msgspec.to_builtins(pointer)
    known["record"] = None if pointer.record is None else msgspec.json.encode(pointer.record).decode()
    return {**known, **{layer: plain[layer] for layer in LAYERS}}


CONFIGS: dict[str, Callable[[Document, Record], Iterator[Row]]] = {
    "documents": documents,
    "actors": actors,
    "demands": demands,
    "preconditions": preconditions,
    "stance": stance,
}

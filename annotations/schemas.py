"""JSON Schemas made from the record types, for those who write submissions in other languages."""

from __future__ import annotations

import inspect
import json

import msgspec

from .layers import Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"

PLACED_OR_QUOTED = [
    {"required": ["start", "end"], "properties": {"start": {"type": "integer"}, "end": {"type": "integer"}}},
    {
        "required": ["quote"],
        "properties": {"start": {"type": "null"}, "end": {"type": "null"}, "quote": {"type": "string", "minLength": 1}},
    },
]
"""The rule `anchored` of `parley check`: a span has both offsets, or none and a quote."""
UNSAID = {"properties": {key: {"type": "null"} for key in ("start", "end", "quote")}}
"""A predicted gate may leave its cue out."""


def schema(kind: type[msgspec.Struct], name: str, title: str, beyond: str) -> str:
    """The JSON Schema of a record type as text; `beyond` says what is asked and no schema can express."""
    made = msgspec.json.schema(kind)
    for part in made["$defs"].values():
        part["description"] = _flowing(part["description"])
        if {"start", "end", "quote"} <= set(part["properties"]):
            part["anyOf"] = [*PLACED_OR_QUOTED, UNSAID] if "outcome" in part["properties"] else PLACED_OR_QUOTED
    head = {"$schema": DIALECT, "$id": f"urn:parleybench:{name}", "title": title, "description": beyond}
    return json.dumps(head | made, indent=1, ensure_ascii=False) + "\n"


def _flowing(docstring: str) -> str:
    return " ".join(inspect.cleandoc(docstring).split())


def prediction() -> str:
    """The schema of one line of a prediction file."""
    beyond = (
        "One line of a prediction file (JSON Lines, UTF-8). `parley check` asks for more than a schema can say: "
        "offsets count Unicode code points, start lies before end and end within the text, quotes equal the text, "
        "ids are unique and those referred to are there, chains of `principal` and of `same_as` end, "
        "documents are of the corpus and stand once in a file."
    )
    return schema(Record, "prediction", "parleybench prediction", beyond)

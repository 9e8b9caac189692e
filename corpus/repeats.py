"""JSON keys that stand twice in one object: decoders take the last and say nothing."""

from __future__ import annotations

import json
from typing import Any

import msgspec

_plain = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


def repeated(text: bytes, record: Any) -> list[str]:
    """The keys that stand twice in one object of the line that `record` was decoded from.

    What has no such key is told cheaply: the line is the record's own encoding, or it has as many colons as its values
    written anew, each key once. Only where neither holds is the line read object by object.
    """
    if text.rstrip() == _encode(record) or _as_many(text):
        return []
    return keys_twice(text)


def _as_many(text: bytes) -> bool:
    """Whether the line has as many colons as its values written anew: a key that was dropped takes its colon along."""
    if b"\\" in text and b"\\u003" in text:
        return False  # a colon may be written as an escape
    return text.count(b":") == _encode(_plain(text)).count(b":")


def keys_twice(text: bytes) -> list[str]:
    """The keys that stand twice in one object, each once, in the order of the text. Raises `ValueError` for no JSON."""
    found: dict[str, None] = {}

    def entered(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in pairs:
            if key in made:
                found[key] = None
            made[key] = value
        return made

    json.loads(text, object_pairs_hook=entered)
    return list(found)

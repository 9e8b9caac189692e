"""JSON keys that stand twice in one object: decoders take the last and say nothing."""

from __future__ import annotations

import json
from typing import Any

import msgspec

_plain = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


def repeated(text: bytes, record: Any) -> list[str]:
    """The keys that stand twice in one object of the line that `record` was decoded from.

    What has no such key is told cheaply: the line is the record's own encoding, or it has as many keys as the encoding
    of its values, where each key stands once. Only where neither holds is the line read object by object.
    """
    if text.rstrip() == _encode(record) or _same_number(text):
        return []
    return keys_twice(text)


def _same_number(text: bytes) -> bool:
    if b" :" in text or b"\t:" in text or b"\n:" in text or b"\r:" in text or b'\\\\":' in text:
        return False  # the count below takes each key to end in `":` and no key to end in a backslash
    return _keys(text) == _keys(_encode(_plain(text)))


def _keys(text: bytes) -> int:
    """The number of keys: within a string a quotation mark has a backslash before it."""
    return text.count(b'":') - (text.count(b'\\":') if b"\\" in text else 0)


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

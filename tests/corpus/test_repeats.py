"""A key that stands twice is found whatever the writing, and nothing else is."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parleybench.corpus import repeats
from parleybench.corpus.repeats import keys_twice, repeated


class Pairs(list[tuple[str, Any]]):
    """An object whose keys may repeat."""


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "a", 'x":1', '\\":', " : ", '{"a":1,"a":2}', "é\n"]),
    lambda part: st.lists(part, max_size=3) | st.lists(st.tuples(st.sampled_from(["a", "b", 'c"', "d\\", "é"]), part), max_size=4).map(Pairs),
    max_leaves=12,
)  # fmt: skip
STYLES = st.tuples(st.sampled_from([",", ", ", ",\n"]), st.sampled_from([":", ": ", " : ", "\t:"]), st.booleans())


def written(value: Any, style: tuple[str, str, bool]) -> str:
    comma, colon, ascii = style
    if isinstance(value, Pairs):
        pairs = (json.dumps(key, ensure_ascii=ascii) + colon + written(part, style) for key, part in value)
        return "{" + comma.join(pairs) + "}"
    if isinstance(value, list):
        return "[" + comma.join(written(part, style) for part in value) + "]"
    return json.dumps(value, ensure_ascii=ascii)


def twice(value: Any) -> set[str]:
    keys = [key for key, _ in value] if isinstance(value, Pairs) else []
    parts = [part for _, part in value] if isinstance(value, Pairs) else value if isinstance(value, list) else []
    return {key for key in keys if keys.count(key) > 1}.union(*map(twice, parts))


@settings(max_examples=300, deadline=None)
@given(PLAIN, STYLES)
@example(Pairs([("d\\", 1), ("d\\", 2)]), (",", ":", False))
@example(Pairs([("a", 1), ("a", 2), ("b", 3)]), (",", " : ", True))
def test_exactly_the_keys_that_repeat(value: Any, style: tuple[str, str, bool]) -> None:
    text = written(value, style).encode()
    assert set(keys_twice(text)) == twice(value)
    assert set(repeated(text, msgspec.json.decode(text))) == twice(value)


def test_an_escaped_key_is_the_same_key() -> None:
    text = b'{"id": 1, "i\\u0064": 2}'
    assert repeated(text, msgspec.json.decode(text)) == ["id"]


def test_usual_lines_are_not_read_object_by_object(monkeypatch: Any) -> None:
    monkeypatch.setattr(repeats, "keys_twice", lambda text: 1 / 0)
    value = {"doc": 'he said: "no"', "demands": [{"id": "d: 1", "vague": False}, {"id": "é"}]}
    for text in (
        msgspec.json.encode(value),
        json.dumps(value).encode(),
        json.dumps(value, ensure_ascii=False).encode(),
    ):
        assert repeated(text + b"\n", value) == []
        assert repeated(text, {"another": "record"}) == []

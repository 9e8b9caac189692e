"""Chains of links, and the sides that they lead to."""

from __future__ import annotations

from collections.abc import Mapping

from make import entity, record

from parleybench.annotations.layers import ends, sides


def test_chains_end_where_nothing_follows() -> None:
    assert ends({"a": "b", "b": "c", "c": None, "d": "d"}) == {"a": "c", "b": "c", "c": "c", "d": "d"}
    assert ends({"c": None, "b": "c", "a": "b"}) == {"a": "c", "b": "c", "c": "c"}


def test_chains_stop_where_they_are_told_to() -> None:
    assert ends({"a": "b", "b": "c", "c": None}, {"b"}) == {"a": "b", "b": "b", "c": "c"}


def test_circles_and_unknown_names_end_nowhere() -> None:
    assert ends({"a": "b", "b": "a", "c": "a", "d": "gone", "e": "d"}) == dict.fromkeys("abcde")
    assert ends({}) == {}


class Counting(dict[str, str | None]):
    """A mapping that counts how often it is asked."""

    asked = 0

    def __getitem__(self, name: str) -> str | None:
        self.asked += 1
        return super().__getitem__(name)


def test_each_link_is_followed_once_however_long_the_chain() -> None:
    def asked(size: int) -> int:
        links: Mapping[str, str | None] = Counting({f"e{n}": f"e{n + 1}" for n in range(size)} | {f"e{size}": None})
        assert set(ends(links).values()) == {f"e{size}"}
        return links.asked  # type: ignore[attr-defined,no-any-return]

    assert asked(5000) <= 5000


def test_sides_are_roots_and_the_reserved_speaker_has_one() -> None:
    people = [entity("a"), entity("m", principal="a"), entity("s", principal="speaker"), entity("x", principal="gone")]
    assert sides(record(entities=people)) == {"speaker": "speaker", "a": "a", "m": "a", "s": "speaker", "x": None}
    listed = [*people, entity("speaker", principal="a")]
    assert sides(record(entities=listed))["s"] == sides(record(entities=listed))["speaker"] == "a"

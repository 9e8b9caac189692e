"""Actors by their looks."""

from __future__ import annotations

import pytest
from make import document, entity

from parleybench.annotations.span import Span
from parleybench.baselines.names import acronym, capitalised, entities, key, nearest_before
from parleybench.baselines.text import Text


@pytest.mark.parametrize(
    ("said", "runs"),
    [
        ("The envoy of Orsava met Ana Brill.", ["Orsava", "Ana Brill"]),
        ("Orsava refused.", []),  # a lone word that opens the sentence
        ("Ana Brill refused.", ["Ana Brill"]),
        ("the Republic of Orsava and the Front", ["Republic of Orsava", "Front"]),
        ("the Orsavian army in May", []),  # a lone adjective, a month
        ("the bank of the river", []),
        ("all of", []),
    ],
)
def test_runs_of_capitals(said: str, runs: list[str]) -> None:
    (sentence,) = Text.of(document(said)).sentences
    places = [sentence.between(*run) for run in capitalised(sentence)]
    assert [said[place.start : place.end] for place in places] == runs


def test_keys_and_initials() -> None:
    assert key("President of Orsava") == "orsava" and key("—") == "—"
    assert acronym("Orsava Liberation Front of the South") == "olfs"


def test_mentions_group_by_last_word_and_by_initials() -> None:
    said = [
        ("Orsava", "state"),
        ("Joint Peace Council", "igo"),
        ("Republic of Orsava", "state"),
        ("JPC", "group"),
        ("Council", "igo"),
    ]
    places = [(Span(10 * n, 10 * n + len(name)), name, kind) for n, (name, kind) in enumerate(said)]
    found = entities(places)
    assert [(e.name, e.type, [m.start for m in e.mentions]) for e in found] == [
        ("Republic of Orsava", "state", [0, 20]),
        ("Joint Peace Council", "igo", [10, 30, 40]),
    ]


def test_of_types_the_commonest_wins_and_a_tie_goes_by_the_alphabet() -> None:
    places = [
        (Span(n, n + 1), "Front", kind) for n, kind in enumerate(["group", "armed_group", "group", "armed_group"])
    ]
    assert [e.type for e in entities(places)] == ["armed_group"]


def test_the_last_named_before_a_place_else_the_first_behind() -> None:
    actors = [entity("a", (0, 5), (30, 35)), entity("b", (10, 15)), entity("silent")]
    assert nearest_before(actors, Span(20, 25)) == "b"
    assert nearest_before(actors, Span(40, 45)) == "a"
    assert nearest_before([entity("c", (50, 55)), entity("d", (60, 65))], Span(1, 2)) == "c"
    assert nearest_before([entity("silent")], Span(1, 2)) is None

"""Candidates, and the examples that gold gives."""

from __future__ import annotations

from collections import Counter

import pytest
from make import demand, document, entity, gate, outcome, record, stance

from parleybench.annotations.gold import all_gold
from parleybench.annotations.layers import Record
from parleybench.annotations.span import Span
from parleybench.baselines import pairs
from parleybench.baselines.text import Text
from parleybench.corpus import library

SAID = "Orsava waits. Tolva must leave first. Only then can talks begin. Ana Brill spoke. Nobody came."
TEXT = Text.of(document(SAID))


def place(words: str) -> Span:
    start = SAID.index(words)
    return Span(start, start + len(words))


def test_near_is_the_sentence_and_its_neighbours() -> None:
    actors = [entity(name, place(name)) for name in ("Orsava", "Tolva", "talks", "Ana Brill", "Nobody")]
    assert [e.id for e in pairs.near(TEXT, place("talks"), actors)] == ["Tolva", "talks", "Ana Brill"]
    assert [e.id for e in pairs.near(TEXT, place("Orsava"), actors)] == ["Orsava", "Tolva"]
    assert [e.id for e in pairs.near(TEXT, place("came"), actors)] == ["Ana Brill", "Nobody"]
    twice = entity("twice", place("Orsava"), place("Nobody"))
    assert pairs.near(TEXT, place("came"), [twice, entity("silent")]) == [twice]


@pytest.mark.parametrize(
    ("wanted", "event", "cue"),
    [
        ("leave first", "talks", "first"),
        ("leave", "talks", "must"),  # as near as "first", and earlier
        ("Ana Brill", "talks", "Only"),
        ("came", "Nobody", None),
    ],
)
def test_the_marker_of_a_gate_is_the_one_nearest_to_either_end(wanted: str, event: str, cue: str | None) -> None:
    found = pairs.marker(TEXT, place(wanted), place(event))
    assert (found and SAID[slice(*found)]) == cue


def test_bodies_of_states_speak_for_states_alone() -> None:
    kinds = {
        "army": "state",
        "orsava": "state",
        "mission": "igo",
        "un": "igo",
        "envoy": "person",
        "rebels": "armed_group",
    }
    names = [pairs.Names.of(TEXT, entity(n, place("Orsava"), type=kind)) for n, kind in kinds.items()]
    who = {one.entity.id: [other.entity.id for other in pairs.principals(names, one)] for one in names}
    assert who["army"] == ["orsava"] and who["mission"] == ["un"]
    assert who["envoy"] == ["army", "orsava", "mission", "un", "rebels"]
    assert who["rebels"] == ["army", "orsava", "mission", "un"]


def test_a_name_inside_or_right_before_another_is_seen() -> None:
    said = "Orsava envoy Brill, of Tolva"
    text = Text.of(document(said))
    envoy = pairs.Names.of(text, entity("p", (0, 18), type="person"))
    brill = pairs.Names.of(text, entity("q", (13, 18), type="person"))
    orsava, tolva = (pairs.Names.of(text, entity(n, span)) for n, span in (("o", (0, 6)), ("t", (23, 28))))
    assert "inside=True" in pairs.of_principal(text, envoy, orsava)
    assert {"inside=False", "before=False", "title=brill"} <= set(pairs.of_principal(text, brill, tolva))
    close = pairs.Names.of(text, entity("c", (7, 12)))
    assert "before=True" in pairs.of_principal(text, close, orsava)


def test_cued_outcomes_overlap_none_that_are_known() -> None:
    text = Text.of(document("Peace talks, a truce and a deal."))
    assert [(o.start, o.end, o.kind) for o in pairs.cued(text, [])] == [
        (0, 11, "talks"),
        (15, 20, "ceasefire"),
        (27, 31, "settlement"),
    ]
    assert [o.start for o in pairs.cued(text, [Span(6, 11), Span(27, 31)])] == [15]


GOLD = record(
    entities=[entity("a", place("Orsava")), entity("b", place("Tolva")), entity("c", place("Nobody"), principal="a")],
    demands=[
        demand("d", *place("leave first"), issuers=["a"], addressees=["b"]),
        demand("e", *place("spoke"), issuers=["b"]),
    ],
    outcomes=[outcome("o", *place("talks"))],
    gates=[gate("g", "d", "o")],
    stances=[stance("s", *place("waits"), "a", "d")],
    conflicts=[("e", "d")],
)


def said(seen: str, model: str, gold: Record = GOLD) -> Counter[str]:
    return Counter(labels[model] for kind, _, labels in pairs.examples(TEXT, gold) if kind == seen)


@pytest.mark.parametrize(
    ("seen", "model", "labels"),
    [
        ("token", "demands", {"O": 18, "B": 2, "I": 1}),
        ("mention", "type", {"state": 3}),
        ("opening", "direction", {"require": 2}),
        ("outcome", "kind", {"talks": 1}),
        ("cue", "polarity", {"support": 1}),
        ("party", "issuer", {"yes": 1, "no": 2}),  # of two near the first and one near the second, whose issuer is far
        ("party", "addressee", {"yes": 1, "no": 2}),
        ("holder", "holder", {"yes": 1, "no": 1}),
        ("target", "target", {"yes": 1}),
        ("gate", "gate", {"yes": 1, "no": 1}),
        ("principal", "principal", {"yes": 1, "no": 5}),
        ("conflict", "conflict", {"yes": 1}),
    ],
)
def test_gold_gives_examples(seen: str, model: str, labels: dict[str, int]) -> None:
    assert said(seen, model) == labels


def test_every_label_of_the_corpus_is_an_example() -> None:
    for name, gold in ((d.id, all_gold()[d.id]) for d in library.split_documents("train")):
        rows = list(pairs.examples(Text.of(library.authored()[name]), gold))
        seen = Counter(kind for kind, _, _ in rows)
        assert seen["mention"] == sum(len(e.mentions) for e in gold.entities or ())
        assert seen["opening"] == seen["content"] == len(gold.demands or ())
        assert (seen["outcome"], seen["cue"]) == (len(gold.outcomes or ()), len(gold.stances or ()))
        assert all(len(set(row)) == len(row) for _, row, _ in rows)
        assert all(set(labels) == set(pairs.SEEN[kind]) for kind, _, labels in rows)

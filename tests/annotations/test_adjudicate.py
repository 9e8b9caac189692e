"""Passes and decisions to gold: agreement stays, differences need decisions, the result is the committed gold."""

from __future__ import annotations

import pytest
from make import demand, entity, gate, outcome, record, stance

from parleybench.annotations import settle
from parleybench.annotations.adjudicate import Decision, adjudicated, differences, flatten, undecided, unflatten
from parleybench.annotations.gold import all_gold, bare
from parleybench.annotations.layers import Record
from parleybench.corpus import library

A = record(
    "article",
    entities=[entity("russia", (0, 5), (20, 25)), entity("west", (40, 45), type="group")],
    demands=[demand("d1", 100, 130, issuers=["russia"]), demand("d2", 200, 210, issuers=["west"])],
    outcomes=[outcome("o1", 80, 90)],
    gates=[gate("g1", "d1", "o1", 92, 99)],
    stances=[stance("s1", 60, 65, "russia", "d2", "oppose")],
    conflicts=[("d1", "d2")],
)
B = record(
    "article",
    entities=[entity("e1", (0, 5)), entity("e2", (40, 45), type="state"), entity("e3", (300, 310))],
    demands=[
        demand("d1", 90, 95, issuers=["e3"]),
        demand("d2", 100, 128, issuers=["e1"]),
        demand("d3", 200, 210, issuers=["e2"]),
    ],
    outcomes=[outcome("o7", 80, 90)],
    gates=[gate("g3", "d2", "o7", 92, 99)],
    stances=[stance("s4", 60, 65, "e1", "d3", "oppose")],
    conflicts=[("d2", "d3")],
)


def test_differences_are_those_of_meaning_not_of_names() -> None:
    assert [d.key for d in differences(A, B)] == [
        "demands/b.d1",
        "demands/d1/span",
        "entities/b.e3",
        "entities/west/type",
        "mentions/20-25",
        "mentions/300-310",
    ]
    assert differences(A, A) == []


def decide(*picks: tuple[str, object]) -> list[Decision]:
    made = []
    for key, pick in picks:
        if pick in ("a", "b"):
            made.append(Decision("article", key, pick, "test"))  # type: ignore[arg-type]
        else:
            made.append(Decision("article", key, "new", "test", pick))
    return made


ALL_B = [
    (key, "b")
    for key in (
        "demands/b.d1",
        "demands/d1/span",
        "entities/b.e3",
        "entities/west/type",
        "mentions/20-25",
        "mentions/300-310",
    )
]


def test_every_difference_needs_a_decision() -> None:
    with pytest.raises(ValueError, match=r"undecided: demands/b\.d1"):
        adjudicated(A, B, [])
    assert undecided(A, B, decide(*ALL_B)) == []


def test_decisions_carry_items_over_and_ids_follow_the_text() -> None:
    gold = adjudicated(A, B, decide(*ALL_B))
    assert [(d.id, d.start, d.end, d.issuers) for d in gold.demands or ()] == [
        ("d1", 90, 95, ["e3"]),
        ("d2", 100, 128, ["russia"]),
        ("d3", 200, 210, ["west"]),
    ]
    assert gold.conflicts == [("d2", "d3")]
    assert [e.id for e in gold.entities or ()] == ["russia", "west", "e3"]
    assert gold.stances and gold.stances[0].target == "d3"


def test_a_decision_may_mend_what_both_passes_say() -> None:
    picks = [*ALL_B, ("demands/d2/issue", "territory"), ("conflicts/d1+d2", None)]
    gold = adjudicated(A, B, decide(*picks))
    assert (gold.demands or [])[2].issue == "territory"
    assert gold.conflicts == []


def test_a_decision_about_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such item"):
        adjudicated(A, B, decide(*ALL_B, ("demands/d9/issue", "territory")))


def test_mentions_without_their_entity_are_an_error() -> None:
    picks = [p for p in ALL_B if p[0] != "entities/b.e3"]
    with pytest.raises(ValueError, match="entities that are not there"):
        adjudicated(A, B, decide(*picks, ("entities/b.e3", "a")))


def test_flat_and_back() -> None:
    assert flatten(unflatten("article", flatten(A))) == flatten(A)


def same(record: Record) -> str:
    return str(bare(record))


def test_the_committed_gold_is_what_passes_and_decisions_make() -> None:
    made = {record.doc: same(record) for record in settle.settled()}
    assert made == {doc: same(record) for doc, record in all_gold().items()}


def test_each_decision_gives_its_reason() -> None:
    assert all(decision.why.strip() for decision in settle.decisions())


def test_reasons_quote_no_real_text(real_texts: object) -> None:
    import re

    def grams(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[n : n + 6]) for n in range(len(words) - 5)}

    for decision in settle.decisions():
        if library.strata()[decision.doc] == "real":
            document = library.text_or_none(decision.doc)
            assert document is not None
            assert not grams(decision.why) & grams(document.text), decision

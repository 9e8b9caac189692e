"""The floor: what it reads off capitals, modals and four labels."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from make import demand, document, entity, gate, outcome, record, stance

from parleybench.baselines.floor import GUESS, Labels, System

LABELS = Labels(type="igo", direction="refuse", issue="nuclear", polarity="oppose")
GOOD = msgspec.structs.asdict(LABELS)
SAID = "The envoy of Orsava said that Tolva must leave. Both praised the talks.\nNow Orsava should sign before talks."


def place(words: str, nth: int = 0) -> tuple[int, int]:
    start = [n for n in range(len(SAID)) if SAID.startswith(words, n)][nth]
    return start, start + len(words)


def test_a_text_is_read_as_the_docstring_says() -> None:
    system = System()
    system.labels = LABELS
    labels = {"direction": "refuse", "issue": "nuclear"}
    actors = [
        entity("e1", place("Orsava"), place("Now Orsava"), type="igo"),
        entity("e2", place("Tolva"), type="igo"),
    ]
    assert system.predict([document(SAID)]) == [
        record(
            entities=[msgspec.structs.replace(e, name=n) for e, n in zip(actors, ["Now Orsava", "Tolva"], strict=True)],
            demands=[
                demand("d1", *place("leave"), issuers=["e2"], **labels),
                demand("d2", *place("sign before talks"), issuers=["e1"], **labels),
            ],
            outcomes=[outcome("o1", *place("talks")), outcome("o2", *place("talks", 1))],
            gates=[gate("g1", "d2", "o2", *place("should"))],  # the modal is the cue
            stances=[stance("s1", *place("the"), "e2", "o1", "oppose")],  # no modal: the middle word
            conflicts=[("d1", "d2")],
        )
    ]


def test_labels_are_the_commonest_of_the_gold() -> None:
    system = System()
    kinds = ["group", "group", "person", "person", "state"]
    gold = record(
        entities=[entity(f"e{n}", type=kind) for n, kind in enumerate(kinds)],
        demands=[demand("d", 0, 1, direction="refuse", issue="justice")],
        outcomes=[outcome("o", 0, 1)],
        stances=[stance("s", 0, 1, "e1", "o", "conditional")],
    )
    system.fit([], [gold])
    assert system.labels == Labels(type="group", direction="refuse", issue="justice", polarity="conditional")
    assert system.polarities(document(""), [(0, 1), (2, 3)]) == ["conditional"] * 2  # type: ignore[list-item]
    assert system.parameters() == 4


def test_without_gold_the_labels_are_a_guess() -> None:
    system = System()
    system.fit([], [])
    assert system.labels == GUESS


@pytest.mark.parametrize(
    "learnt", [{}, {"type": "state"}, GOOD | {"type": "tyrant"}, GOOD | {"issue": 1}, GOOD | {"more": 1}]
)
def test_labels_that_are_none_are_refused(learnt: dict[str, Any]) -> None:
    with pytest.raises((ValueError, msgspec.ValidationError)):
        System().recall(learnt)


def test_what_was_learnt_comes_back() -> None:
    one, other = System(), System()
    one.labels = LABELS
    other.recall(one.learnt())
    assert other.labels == LABELS

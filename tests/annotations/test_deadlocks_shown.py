"""A document with its labels for a terminal: what is derived stands at the end."""

from __future__ import annotations

from make import demand, entity, gate, outcome, record, stance

from parleybench.annotations.show import render
from parleybench.annotations.stats import counted
from parleybench.corpus import library

LOCKED = record(
    "article",
    entities=[entity("a", (0, 5)), entity("b", (10, 15))],
    demands=[
        demand("d", 20, 30, issuers=["a"], addressees=["b"]),
        demand("e", 40, 50, issuers=["b"]),
    ],
    outcomes=[outcome("o", 42, 48, "other"), outcome("p", 22, 28, "other")],
    gates=[gate("g", "d", "o", 60, 64), gate("h", "e", "p", 70, 74)],
    stances=[stance("s", 80, 85, "b", "d", "oppose")],
    conflicts=[("d", "e")],
)


def test_deadlocks_are_shown_with_who_and_what() -> None:
    document = library.text_or_none("article")
    assert document is not None
    a, b = document.text[0:5], document.text[10:15]
    told = render(document, LOCKED, colour=False).split("Deadlocks\n")[1].splitlines()
    assert told == [
        f"  conflict: {a} (d) ⟂ {b} (e)",
        f"  opposed: {b} (against it) ⟂ {a} (d)",
        f"  circle: {a} (d before o) ⟂ {b} (e before p)",
    ]


def test_deadlocks_are_counted() -> None:
    assert counted([LOCKED, record("x")])["deadlocks"] == 3

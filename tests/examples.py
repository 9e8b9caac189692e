"""One document with an error of most kinds: the gold, and a prediction that misses it in known ways."""

from __future__ import annotations

from make import demand, entity, gate, outcome, record, stance

GOLD = record(
    "doc",
    entities=[entity("a", (0, 5)), entity("b", (10, 15), (20, 30))],
    demands=[demand("d", 40, 60, issuers=["a"]), demand("e", 70, 80, issuers=["b"])],
    outcomes=[outcome("o", 90, 95)],
    gates=[gate("g", "d", "o", 84, 89)],
    stances=[stance("s", 100, 105, "b", "o", "support"), stance("t", 106, 109, "a", "d", "oppose")],
    conflicts=[("d", "e")],
)
PRED = record(
    "doc",
    entities=[entity("a", (0, 5)), entity("b", (10, 15), (22, 30)), entity("c", (300, 310))],
    demands=[demand("x", 40, 60, issuers=["a"], direction="refuse"), demand("y", 200, 210, issuers=["b"])],
    outcomes=[outcome("p", 90, 95)],
    gates=[gate("h", "x", "p", 84, 89)],
    stances=[stance("u", 100, 105, "b", "p", "oppose")],
    conflicts=[("x", "y")],
)

"""Preconditions: rungs, copies, cues, markers."""

from __future__ import annotations

import msgspec
import pytest
from make import demand, entity, gate, outcome, record

from parleybench.annotations.layers import Gate, Record
from parleybench.corpus import library
from parleybench.eval.counts import count
from parleybench.eval.tasks.ledger import Settled
from parleybench.eval.tasks.preconditions import of_markers, settle
from parleybench.eval.who import Both

PEOPLE = [entity("a", (0, 5)), entity("b", (10, 15))]
GOLD = record(
    entities=PEOPLE,
    demands=[demand("d", 20, 40, issuers=["a"])],
    outcomes=[outcome("o", 50, 60)],
    gates=[gate("g", "d", "o", 62, 69)],
)


def pred(issuers: str = "a", kind: str = "talks", direction: str = "require") -> Record:
    return record(
        entities=PEOPLE,
        demands=[demand("x", 20, 40, issuers=list(issuers), direction=direction)],
        outcomes=[outcome("p", 50, 60, kind)],
        gates=[gate("h", "x", "p")],
    )


def told(found: Settled) -> list[tuple[str, str | None, str | None]]:
    return [(e.kind, e.gold, e.pred) for e in found.errors]


@pytest.mark.parametrize(
    ("made", "hits", "kind"),
    [
        (pred(), (1, 1, 1, 1), None),
        (pred(direction="refuse"), (1, 0, 0, 0), "direction"),
        (pred(kind="other", issuers="b"), (1, 1, 0, 0), "gate kind"),
        (pred(issuers="b"), (1, 1, 1, 0), "issuer"),
    ],
)
def test_each_label_names_its_rung_and_its_kind(made: Record, hits: tuple[int, ...], kind: str | None) -> None:
    found = settle(Both(GOLD, made))
    assert [found.counts[r] for r in ("span", "direction", "outcome", "issuer")] == [count(n, 1, 1) for n in hits]
    assert told(found) == ([(kind, "d>o", "x>p")] if kind else [])


def test_a_gate_to_the_wrong_kind_fails_at_its_rung() -> None:
    gold = record(
        entities=PEOPLE,
        demands=[demand("d", 20, 30, issuers=["a"])],
        outcomes=[outcome("o", 40, 50, "talks"), outcome("q", 60, 70, "other")],
        gates=[gate("g1", "d", "o"), gate("g2", "d", "q")],
    )
    made = record(
        entities=PEOPLE,
        demands=[demand("x", 20, 30, issuers=["a"])],
        outcomes=[outcome("p", 40, 50, "talks"), outcome("r", 90, 99, "other")],
        gates=[gate("h1", "x", "p"), gate("h2", "x", "r")],
    )
    found = settle(Both(gold, made)).counts
    assert found["span"] == found["direction"] == count(2, 2, 2)
    assert found["outcome"] == found["issuer"] == count(1, 2, 2)  # `other` needs an eligible span too
    assert found["outcome_span"] == count(1, 2, 2)


def test_a_copy_at_nested_gold_is_told_as_a_copy() -> None:
    nested = [demand("d", 40, 60, issuers=["a"]), demand("n", 40, 52, issuers=["a"])]
    copies = [demand(name, 40, 60, issuers=["a"]) for name in ("x", "y")]
    gold, made = (
        record(
            entities=PEOPLE,
            outcomes=GOLD.outcomes,
            demands=demands,
            gates=[gate(f"g{n}", d.id, "o") for n, d in enumerate(demands)],
        )
        for demands in (nested, copies)
    )
    found = settle(Both(gold, made))
    assert told(found) == [("copy", None, "y>o"), ("missed", "n>o", None)]
    assert found.counts["span"] == found.counts["issuer"] == count(1, 2, 2)


def test_copies_are_copies_whatever_they_are_called() -> None:
    nested = [demand("d", 40, 60, issuers=["a"]), demand("n", 40, 52, issuers=["a"])]
    copies = [demand(name, 40, 60, issuers=["a"]) for name in ("x", "y")]
    gates = [gate(f"g{n}", d.id, "o") for n, d in enumerate(nested)]
    gold = record(entities=PEOPLE, outcomes=GOLD.outcomes, demands=nested, gates=gates)
    for end, hits in ((outcome("p", 50, 60), 1), (outcome("p", 51, 60), 2)):
        twice = [outcome("o", 50, 60), end]
        made = record(entities=PEOPLE, outcomes=twice, demands=copies, gates=[gate("h", "x", "o"), gate("i", "y", "p")])
        assert settle(Both(gold, made)).counts["issuer"] == count(hits, 2, 2)


def test_gates_of_one_demand_to_two_outcomes_are_no_copies() -> None:
    nested = [demand("d", 40, 60, issuers=["a"]), demand("n", 40, 52, issuers=["a"])]
    ends = [outcome("o", 70, 75), outcome("p", 80, 85)]
    gold = record(entities=PEOPLE, demands=nested, outcomes=ends, gates=[gate("g1", "d", "o"), gate("g2", "n", "p")])
    made = record(
        entities=PEOPLE, demands=nested[:1], outcomes=ends, gates=[gate("h1", "d", "o"), gate("h2", "d", "p")]
    )
    assert settle(Both(gold, made)).counts["issuer"] == count(2, 2, 2)


def test_a_gate_from_or_to_nowhere_agrees_with_nothing() -> None:
    lost = msgspec.structs.replace(pred(), gates=[gate("h", "x", "gone"), gate("i", "gone", "p")])
    found = settle(Both(GOLD, lost)).counts
    assert found["direction"] == count(1, 1, 1) and found["outcome"] == count(0, 1, 1)


def test_gates_stand_in_order_of_the_text_whatever_the_file_and_the_names_say() -> None:
    ends = [outcome("z", 50, 55), outcome("a", 80, 85, "ceasefire")]
    gates = [gate("h", "x", "a"), gate("i", "x", "z"), gate("j", "x", "gone")]
    for order in (gates, gates[::-1]):
        made = msgspec.structs.replace(pred(), outcomes=ends, gates=order)
        assert [item.name for item in settle(Both(GOLD, made)).ledger.pred] == ["x>gone", "x>z", "x>a"]


def test_cues_are_distinct_spans_and_a_gate_without_cue_has_none() -> None:
    def cued(*gates: Gate) -> Record:
        return msgspec.structs.replace(pred(), gates=list(gates))

    assert settle(Both(GOLD, cued(gate("h", "x", "p", 62, 68)))).counts["cue"] == count(1, 1, 1)
    assert settle(Both(GOLD, cued(gate("h", "x", "p", 62, 65)))).counts["cue"] == count(0, 1, 1)
    assert settle(Both(GOLD, cued(gate("h", "x", "p")))).counts["cue"] == count(0, 0, 1)
    twice = cued(gate("h", "x", "p", 62, 69), gate("i", "x", "p", 62, 69))
    assert settle(Both(GOLD, twice)).counts["cue"] == count(1, 1, 1)


def test_markers_come_from_the_words_of_the_cue() -> None:
    quoted = [
        Gate(62, 69, "only if", id="g", demand="d", outcome="o"),
        gate("h", "d", "q", 80, 86),
        gate("i", "d", "r"),
    ]
    gold = msgspec.structs.replace(GOLD, gates=quoted)
    assert of_markers(Both(gold, gold)) == {"d>o": ["if"], "d>q": ["unknown"], "d>r": ["unknown"]}


def test_markers_come_from_the_text_where_there_are_no_quotes() -> None:
    document = library.text_or_none("article")
    assert document is not None
    at = document.text.index(" if ") + 1
    gold = record("article", demands=GOLD.demands, outcomes=GOLD.outcomes, gates=[gate("g", "d", "o", at, at + 2)])
    assert of_markers(Both(gold, gold)) == {"d>o": ["if"]}

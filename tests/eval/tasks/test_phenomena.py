"""What makes a gold item hard, told from the gold alone."""

from __future__ import annotations

from make import demand, entity, gate, outcome, record, stance

from parleybench.eval.tasks.phenomena import of_demands, of_preconditions, of_stances
from parleybench.eval.who import Both


def test_phenomena() -> None:
    made = record(
        entities=[entity("a", (0, 5)), entity("b"), entity("speaker"), entity("m", (6, 9), principal="b")],
        demands=[
            demand("d1", 10, 30, issuers=["a", "m"]),
            demand("d2", 15, 20, issuers=["speaker"], direction="refuse"),
            demand("d3", 50, 60, issuers=["b"], same_as="d1"),
            demand("d4", 40, 45, issuers=["a"]),
        ],
        outcomes=[outcome("o", 50, 55), outcome("q", 80, 85)],
        gates=[gate("g1", "d1", "o", 46, 49), gate("g2", "d1", "q", 46, 49)],
        stances=[
            stance("s1", 90, 95, "a", "o", "conditional"),
            stance("s2", 90, 95, "speaker", "d1", "oppose"),
            stance("s3", 96, 99, "b", "a"),
        ],
    )
    both = Both(made, made)
    assert of_demands(both) == {
        "d1": ["precondition", "joint demand", "nested demand", "several gates", "chain"],
        "d2": ["refusal", "issuer never named", "nested demand"],
        "d3": ["restatement"],
        "d4": [],
    }
    assert set(of_preconditions(both)) == {"d1>o", "d1>q"}
    assert of_stances(both) == {
        "s1": ["conditional", "shared cue"],
        "s2": ["against", "on another's demand", "holder never named", "shared cue"],
        "s3": ["on an actor"],
    }


def test_one_gate_is_not_several_and_a_chain_needs_another_demand_around_its_outcome() -> None:
    made = record(
        entities=[entity("a", (0, 5))],
        demands=[demand("d", 10, 30, issuers=["a"]), demand("e", 40, 50, issuers=["a"])],
        outcomes=[outcome("o", 12, 15), outcome("p", 60, 65)],
        gates=[gate("g", "d", "o"), gate("h", "e", "p")],
    )
    assert of_demands(Both(made, made)) == {"d": ["precondition"], "e": ["precondition"]}


def test_spans_nest_however_far_apart_they_stand() -> None:
    places = {"a": (0, 100), "b": (10, 20), "c": (20, 30), "d": (100, 110), "e": (105, 106), "f": (200, 210)}
    made = record(demands=[demand(name, *place) for name, place in places.items()])
    nested = {name for name, traits in of_demands(Both(made, made)).items() if "nested demand" in traits}
    assert nested == {"a", "b", "c", "d", "e"}


def test_the_reserved_speaker_is_never_named() -> None:
    made = record(
        entities=[entity("a", (0, 5)), entity("speaker", principal="a")],
        demands=[demand("d", 10, 30, issuers=["speaker"])],
        stances=[stance("s", 40, 45, "speaker", "d")],
    )
    assert "issuer never named" in of_demands(Both(made, made))["d"]
    assert "holder never named" in of_stances(Both(made, made))["s"]

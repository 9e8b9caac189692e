"""Small facts of what sums documents up: resamples, comparisons, tallies, inputs, phenomena, alpha."""

from __future__ import annotations

from make import demand, entity, gate, outcome, record, stance

from parleybench.eval.scorer import Scorer, data_hash
from parleybench.eval.tasks import chosen, phenomena


class TestTally:
    def test_hashes_see_labels_and_not_names(self) -> None:
        one = record("x", entities=[entity("a", (0, 5))], demands=[demand("d", 6, 9, issuers=["a"])])
        assert data_hash([one]) != data_hash([record("x", entities=[entity("a", (0, 5))])])
        gated = record("x", entities=one.entities, demands=one.demands, gates=[gate("g", "d", "o")])
        assert data_hash([one]) != data_hash([gated])
        for change in ({"issue": "nuclear"}, {"vague": True}, {"addressees": ["a"]}):
            other = record("x", entities=one.entities, demands=[demand("d", 6, 9, **({"issuers": ["a"]} | change))])
            assert data_hash([one]) != data_hash([other]), change
        assert len(data_hash([one])) == 12
        assert data_hash([one, record("y")]) == data_hash([record("y"), one])

    def test_tasks_keep_the_order_of_the_house(self) -> None:
        assert chosen(["conflicts", "actors"]) == ("actors", "conflicts")
        assert chosen(None) == ("actors", "demands", "preconditions", "stance", "conflicts")

    def test_classes_missing_and_layers(self) -> None:
        scorer = Scorer()
        scorer.add(record("b", entities=[entity("a", (0, 5))], stances=[stance("s", 6, 9, "a", "a", "oppose")]))
        scorer.add(record("a"), record("a", demands=None))
        found = scorer.counted()
        assert found.docs == ("a", "b") and found.missing == ("b",) and found.classes == ("oppose",)
        assert found.tables["demands"] is None and found.tables["preconditions"] is None
        assert found.tables["actors"] is not None and found.tables["actors"].shape == (2, 4, 4)
        assert found.split == "own"


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
    assert phenomena.of_demands(made) == {
        "d1": ["precondition", "joint demand", "nested demand", "several gates", "chain"],
        "d2": ["refusal", "issuer never named", "nested demand"],
        "d3": ["restatement"],
        "d4": [],
    }
    assert set(phenomena.of_preconditions(made)) == {"d1>o", "d1>q"}
    assert phenomena.of_stances(made) == {
        "s1": ["conditional", "shared cue"],
        "s2": ["against", "on another's demand", "holder never named", "shared cue"],
        "s3": ["on an actor"],
    }

"""Small facts of what sums documents up: resamples, comparisons, tallies, inputs, phenomena, alpha."""

from __future__ import annotations

from make import demand, entity, gate, record, stance

from parleybench.eval.scorer import Scorer, data_hash
from parleybench.eval.tasks import chosen


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

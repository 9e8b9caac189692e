"""Small facts of what sums documents up: resamples, comparisons, tallies, inputs, phenomena, alpha."""

from __future__ import annotations

import numpy as np
import pytest
from make import demand, entity, gate, record, stance

from parleybench.corpus.finding import BadInput
from parleybench.eval import inputs, resample
from parleybench.eval.alpha import alpha
from parleybench.eval.compare import against_best, best_group, compare, compared
from parleybench.eval.scorer import Scorer, data_hash
from parleybench.eval.tasks import chosen


class TestResample:
    def test_weights_are_drawn_with_replacement_and_sum_to_the_size(self) -> None:
        weights = np.concatenate(list(resample.resamples(7, 600, 3)))
        assert weights.shape == (600, 7) and (weights.sum(axis=1) == 7).all()
        assert weights.mean() == 1.0 and abs(weights.var() - 6 / 7) < 0.1  # multinomial: n p (1 - p)

    def test_figures_share_their_resamples(self) -> None:
        counts = np.array([[[n % 3, 3, n % 3, 3]] for n in range(12)], dtype=float)
        both = {"a": (counts, resample.micro), "b": (counts, resample.micro)}
        found = resample.intervals(both, rounds=200, seed=1)
        assert found["a"] == found["b"] == resample.interval(counts, resample.micro, rounds=200, seed=1)
        assert resample.intervals({}, rounds=200, seed=1) == {}
        assert resample.intervals(both, rounds=0, seed=1) == {"a": None, "b": None}

    def test_percentiles(self) -> None:
        assert resample.percentiles(np.arange(0.0, 101.0)) == (2.5, 97.5)
        assert resample.percentiles(np.array([])) is None

    def test_macro_is_the_mean_over_figures(self) -> None:
        sums = np.array([[[1, 2, 1, 2], [1, 1, 1, 1]]], dtype=float)
        assert resample.macro(sums).tolist() == [0.75]
        assert resample.micro(sums).tolist() == [0.5]


class TestCompare:
    def test_the_best_group_is_the_best_and_its_equals(self) -> None:
        good = np.array([[[1, 1, 1, 1]]] * 20, dtype=float)
        fair = np.array([[[n > 0, 1, n > 0, 1]] for n in range(20)], dtype=float)
        poor = np.array([[[0, 1, 0, 1]]] * 20, dtype=float)
        nothing = np.zeros((20, 1, 4))
        systems = {"poor": poor, "good": good, "nothing": nothing, "fair": fair}
        assert best_group(systems, rounds=500) == ["good", "fair"]
        p = against_best(systems, rounds=500)
        assert p["good"] is None and p["nothing"] is None and p["fair"] == 1.0 and p["poor"] is not None
        assert p["poor"] <= 2 * 2 / 501
        assert best_group({}) == []

    def test_other_data_cannot_be_compared(self) -> None:
        a, b = Scorer(), Scorer()
        a.add(record("x", demands=[demand("d", 0, 9)]))
        b.add(record("y"))
        with pytest.raises(ValueError, match="same data"):
            compared(a.counted(), b.counted())

    def test_what_is_not_attempted_is_not_compared(self) -> None:
        gold = [record("x", entities=[entity("a", (0, 5))])]
        half = [record("x", demands=None, outcomes=None, gates=None, stances=None, conflicts=None)]
        found = compare(gold, half, gold, rounds=10)
        assert found["demands"] is None and found["actors"] is not None
        undefined = compare(gold, gold, gold, rounds=10)["stance"]
        assert undefined is not None and (undefined.a, undefined.difference, undefined.deciding) == (None, None, [])


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


class TestInputs:
    def test_splits_are_known_by_name_alone(self) -> None:
        assert inputs.split_of("test") == "test"
        assert inputs.split_of("test.jsonl") is None
        assert inputs.split_of([record("x")]) is None

    def test_polarities_of_unknown_stances_are_refused(self, tmp_path) -> None:  # type: ignore[no-untyped-def]
        path = tmp_path / "given.jsonl"
        path.write_text('{"doc": "x", "stances": [{"id": "s", "polarity": "oppose"}]}\n{"doc": "x", "stances": []}\n')
        with pytest.raises(BadInput, match=r"given\.jsonl:2: \[doc-duplicate\] x: stands twice"):
            inputs.given_of(path)
        path.write_text('{"doc": "x", "stances": [{"id": "s", "polarity": "oppose"}]}\n')
        row = inputs.given_of(path)["x"]
        gold = record("x", entities=[entity("a", (0, 5))], stances=[stance("s", 6, 9, "a", "a")])
        assert inputs.polarities(row, gold) == {"s": "oppose"}
        assert inputs.polarities(None, gold) == {}
        with pytest.raises(BadInput, match="no gold stance 's'"):
            inputs.polarities(row, record("x"))


def test_alpha_by_hand() -> None:
    # Krippendorff 2011: units (a a) (a b) (b b); coincidences aa 2, ab 1, ba 1, bb 2; n 6, n_a 3, n_b 3
    # D_o = 2/6; D_e = (3*3 + 3*3) / (6*5) = 18/30; alpha = 1 - (1/3)/(3/5) = 4/9
    assert alpha([("a", "a"), ("a", "b"), ("b", "b")]).value == pytest.approx(4 / 9)
    assert alpha([("a", "a"), ("a", None), ("b", "b")]).value == 1.0

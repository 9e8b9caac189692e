"""Two systems and many: differences, their intervals and tests, who decides them, and who stands with the best."""

from __future__ import annotations

import numpy as np
import pytest
from make import demand, entity, record
from proof import synthetic

from parleybench.annotations.layers import Record
from parleybench.eval.compare import against_best, best_group, compare, compared
from parleybench.eval.scorer import Scorer

GOLDS = list(synthetic.golds(12))
PREDS = list(synthetic.erring(iter(GOLDS)))


class TestDifferences:
    def test_the_difference_its_interval_and_who_decides_it(self) -> None:
        found = compare(GOLDS, GOLDS, [*GOLDS[:-1], Record(GOLDS[-1].doc, demands=[])], rounds=200)["demands"]
        assert found is not None and found.a == 1.0 and found.difference == pytest.approx(1 - (found.b or 0))
        assert found.interval is not None and found.interval[0] == 0.0 < found.interval[1]
        assert found.deciding[0] == (GOLDS[-1].doc, pytest.approx(found.difference))
        assert all(change < 0 for _, change in found.deciding[1:])  # without any other, the lost one would weigh more
        assert found.detectable is not None and found.detectable > 0

    def test_gold_that_can_be_read_once_serves_both(self) -> None:
        assert compare(iter(GOLDS), PREDS, PREDS, rounds=9) == compare(GOLDS, PREDS, PREDS, rounds=9)

    def test_no_difference(self) -> None:
        found = compare(GOLDS, PREDS, PREDS, rounds=100)["stance"]
        assert found is not None
        assert (found.difference, found.interval, found.p, found.deciding) == (0.0, (0.0, 0.0), 1.0, [])


class TestGroups:
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

    def test_none_without_a_point_is_among_the_best(self) -> None:
        poor = np.array([[[0, 1, 0, 1]]] * 20, dtype=float)
        assert best_group({"poor": poor, "other": poor}, rounds=99) == []
        once = poor.copy()
        once[0] = 1  # one point in twenty documents: the rest of the field does not differ from it significantly
        assert best_group({"poor": poor, "once": once}, rounds=99) == ["once"]

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


def test_comparisons_are_what_their_seed_makes_them() -> None:
    silent = [Record(p.doc, demands=[], entities=[]) if n % 2 else p for n, p in enumerate(PREDS[:8])]
    one, again, other = (compare(GOLDS[:8], PREDS[:8], silent, rounds=50, seed=seed) for seed in (1, 1, 2))
    assert one == again and one != other
    assert {v.p for v in one.values() if v} != {v.p for v in other.values() if v}
    few, many = (compare(GOLDS[:8], PREDS[:8], silent, rounds=rounds)["demands"] for rounds in (9, 99))
    assert few is not None and many is not None and few.interval == many.interval and few.p != many.p
    assert few.detectable is not None and few.interval is not None
    assert few.detectable == pytest.approx(2.8 * (few.interval[1] - few.interval[0]) / 3.92, rel=0.2)


def test_one_side_without_a_figure_leaves_the_difference_undefined() -> None:
    gold = [record("x")]
    wordy = [record("x", entities=[entity("a", (0, 5))])]
    found = compare(gold, wordy, gold, rounds=9)["actors"]
    assert found is not None
    assert (found.a, found.b, found.difference, found.interval, found.p) == (0.0, None, None, None, None)
    assert found.detectable is None and found.deciding == []


def test_p_values_of_the_board_repeat() -> None:
    draw = np.random.default_rng(4)
    systems = {name: np.array([[[h, 2, h, 2]] for h in draw.integers(0, 3, 20)], dtype=float) for name in "abc"}
    one, again, other = (against_best(systems, rounds=199, seed=seed) for seed in (1, 1, 2))
    assert one == again and one != other
    assert all(p is None or round(p * 200) == pytest.approx(p * 200) for p in one.values())

"""Properties that must hold for any gold and any prediction, on generated records."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from make import demand, gate
from strategies import records, spans

from parleybench.annotations.layers import Record
from parleybench.annotations.span import Span
from parleybench.eval.counts import Count, figure
from parleybench.eval.match import match, overlapping
from parleybench.eval.tasks import TASKS
from parleybench.eval.who import Both


def counts(gold: Record, pred: Record) -> dict[tuple[str, str], Count]:
    both = Both(gold, pred)
    return {(task, name): value for task, made in TASKS.items() for name, value in made.settle(both).counts.items()}


quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(records(), records())
def test_every_count_is_bounded(gold: Record, pred: Record) -> None:
    for key, value in counts(gold, pred).items():
        assert 0 <= value.hit_p <= value.predicted + 1e-9, key
        assert 0 <= value.hit_r <= value.gold + 1e-9, key
        f1 = figure(value).f1
        assert f1 is None or 0 <= f1 <= 1 + 1e-9


@quick
@given(records())
def test_gold_against_itself_is_perfect(gold: Record) -> None:
    for key, value in counts(gold, gold).items():
        assert figure(value).f1 in (None, pytest.approx(1.0)), key


SYMMETRIC = (
    ("actors", "exact"),
    ("actors", "weighted"),
    ("actors", "typed"),
    ("actors", "principals"),
    ("demands", "weighted"),
    ("demands", "iou50"),
    ("demands", "direction"),
    ("demands", "issue"),
    ("preconditions", "span"),
    ("preconditions", "outcome_span"),
    ("stance", "cue"),
)


@quick
@given(records(vague=False), records(vague=False))
def test_swapping_sides_swaps_precision_and_recall(gold: Record, pred: Record) -> None:
    there, back = counts(gold, pred), counts(pred, gold)
    for key in SYMMETRIC:
        assert figure(there[key]).precision == pytest.approx(figure(back[key]).recall), key
        assert figure(there[key]).f1 == pytest.approx(figure(back[key]).f1), key


@quick
@given(records(), records(), st.randoms())
def test_order_of_records_changes_nothing(gold: Record, pred: Record, random: Any) -> None:
    def shuffled(items: Any) -> Any:
        items = list(items)
        random.shuffle(items)
        return items

    mixed = msgspec.structs.replace(
        pred,
        **{
            layer: shuffled(getattr(pred, layer))
            for layer in ("entities", "demands", "outcomes", "gates", "stances", "conflicts")
        },
    )
    plain, other = counts(gold, pred), counts(gold, mixed)
    assert all(plain[key] == pytest.approx(other[key]) for key in plain)


@quick
@given(records(), records())
def test_a_record_eligible_to_no_gold_never_raises_a_score(gold: Record, pred: Record) -> None:
    before = counts(gold, pred)
    far = demand("far", 5000, 5010, issuers=["a"])
    gates = [gate(f"far{n}", "far", o.id) for n, o in enumerate(pred.outcomes or ())]
    noisy = msgspec.structs.replace(pred, demands=[*(pred.demands or ()), far], gates=[*(pred.gates or ()), *gates])
    for key, value in counts(gold, noisy).items():
        assert (figure(value).f1 or 0) <= (figure(before[key]).f1 or 0) + 1e-12, key


@quick
@given(records())
def test_removing_a_right_record_never_raises_a_score(gold: Record) -> None:
    whole = counts(gold, gold)
    for n in range(len(gold.stances or ())):
        less = msgspec.structs.replace(gold, stances=[s for i, s in enumerate(gold.stances or ()) if i != n])
        for key, value in counts(gold, less).items():
            assert (figure(value).f1 or 0) <= (figure(whole[key]).f1 or 0) + 1e-12, key


@quick
@given(records(), records())
def test_duplicates_never_pay(gold: Record, pred: Record) -> None:
    before = counts(gold, pred)
    twice = [msgspec.structs.replace(d, id=d.id + "x") for d in pred.demands or ()]
    gates = [msgspec.structs.replace(g, id=g.id + "x", demand=g.demand + "x") for g in pred.gates or ()]
    doubled = msgspec.structs.replace(
        pred, demands=[*(pred.demands or ()), *twice], gates=[*(pred.gates or ()), *gates]
    )
    for key, value in counts(gold, doubled).items():
        if key[0] in ("demands", "preconditions"):
            assert value.hit_r == pytest.approx(before[key].hit_r), key
            assert (figure(value).f1 or 0) <= (figure(before[key]).f1 or 0) + 1e-12, key


@quick
@given(st.lists(spans(30), max_size=6), st.lists(spans(30), max_size=6))
def test_matching_is_optimal(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> None:
    """Against an exhaustive search: most pairs first, then the greatest summed IoU."""
    predicted, gold = [Span(*s) for s in left], [Span(*s) for s in right]
    pairs = overlapping(predicted, gold)
    table = {(p, g): iou for p, g, iou in pairs}
    slow = {(i, j): s.iou(g) for i, s in enumerate(predicted) for j, g in enumerate(gold) if s.iou(g) >= 0.5}
    assert table == slow
    found = match(predicted, gold)
    assert len({p for p, _, _ in found}) == len({g for _, g, _ in found}) == len(found)
    distinct = {(i, j): iou for (i, j), iou in slow.items() if left.index(left[i]) == i}  # a copy pairs with nothing
    best = search(distinct, 0, len(predicted), frozenset())
    assert (len(found), sum(iou for _, _, iou in found)) == (best[0], pytest.approx(best[1]))


def search(table: dict[tuple[int, int], float], row: int, rows: int, used: frozenset[int]) -> tuple[int, float]:
    if row == rows:
        return 0, 0.0
    best = search(table, row + 1, rows, used)
    for (i, j), iou in table.items():
        if i == row and j not in used:
            n, total = search(table, row + 1, rows, used | {j})
            best = max(best, (n + 1, total + iou))
    return best


@quick
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=6))
def test_a_split_set_adds_up(rows: list[tuple[int, int, int]]) -> None:
    from parleybench.eval.counts import f1

    made = [Count(min(h, p, g), p, min(h, p, g), g) for h, p, g in rows]
    whole = sum(made, Count())
    half = len(made) // 2
    parts = sum(made[:half], Count()) + sum(made[half:], Count())
    assert parts == whole
    array = f1(np.array([whole], dtype=float))[0]
    single = figure(whole).f1
    assert np.isnan(array) if single is None else array == pytest.approx(single)

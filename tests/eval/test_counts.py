"""Counts and the figures made of them."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest

from parleybench.eval.counts import Count, Figure, count, f1, figure


def test_counts_add_part_by_part() -> None:
    assert Count(1, 2, 3, 4) + Count(10, 20, 30, 40) == (11, 22, 33, 44)
    assert count(2, 3, 5) == Count(2, 3, 2, 5)


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (Count(0, 0, 0, 0), Figure(None, None, None)),
        (Count(0, 0, 0, 2), Figure(None, 0.0, 0.0)),
        (Count(0, 2, 0, 0), Figure(0.0, None, 0.0)),
        (Count(0, 2, 0, 3), Figure(0.0, 0.0, 0.0)),
        (Count(1, 2, 1, 4), Figure(0.5, 0.25, 1 / 3)),
        (Count(0.5, 1, 1, 1), Figure(0.5, 1.0, 2 / 3)),
    ],
)
def test_figures_and_their_array_form(total: Count, expected: Figure) -> None:
    found = figure(total)
    assert (found.precision, found.recall) == (expected.precision, expected.recall)
    assert found.f1 == (None if expected.f1 is None else pytest.approx(expected.f1))
    value = float(f1(np.array([total], dtype=float))[0])
    assert math.isnan(value) if expected.f1 is None else value == pytest.approx(expected.f1)


def test_one_item_of_a_side_is_enough_to_be_defined() -> None:
    table = np.array([[[0, 1, 0, 0], [0, 0, 0, 1], [1, 1, 1, 1]]], dtype=float)
    assert f1(table).tolist() == [[0.0, 0.0, 1.0]]


def test_what_is_undefined_is_no_reason_to_warn() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert math.isnan(f1(np.zeros((1, 4)))[0])
        assert f1(np.array([[1.0, 0.0, 0.0, 1.0]])).tolist() == [0.0]

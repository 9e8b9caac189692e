"""Additive counts and the figures made of them.

A figure of one document is four numbers, ``(hit_p, predicted, hit_r, gold)``; a corpus figure is made from their sums
(micro average). For one-to-one matching ``hit_p == hit_r == TP``, so that P = TP/(TP+FP), R = TP/(TP+FN) and
F1 = 2TP/(2TP+FP+FN); measures such as LEA weigh the two sides apart, and F1 is the harmonic mean of P and R.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SLACK = 1e-9
"""What rounding may add to a share or take from it."""
Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0 + SLACK)]


class Count(NamedTuple):
    """Credit on the predicted side and how much was predicted; credit on the gold side and how much was there."""

    hit_p: float = 0.0
    predicted: float = 0.0
    hit_r: float = 0.0
    gold: float = 0.0

    def __add__(self, other: Count) -> Count:  # type: ignore[override]
        return Count(*(a + b for a, b in zip(self, other, strict=True)))


Numbers = tuple[float, float, float, float]
"""A `Count` as a plain tuple: what is made by the thousand and summed has no names."""


def count(hits: float, predicted: float, gold: float) -> Count:
    """The count of a one-to-one matching."""
    return tuple.__new__(Count, (hits, predicted, hits, gold))  # a quarter of the time that the constructor takes


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Precision, recall and F1; each is None where it is undefined (nothing there to divide by)."""

    precision: Share | None
    recall: Share | None
    f1: Share | None


def figure(total: Count) -> Figure:
    """The figure of summed counts."""
    precision = total.hit_p / total.predicted if total.predicted else None
    recall = total.hit_r / total.gold if total.gold else None
    if precision is None and recall is None:
        return Figure(None, None, None)
    if not precision or not recall:
        return Figure(precision, recall, 0.0)
    return Figure(precision, recall, 2 * precision * recall / (precision + recall))


def f1(sums: Floats) -> Floats:
    """F1 over the last axis (the four numbers of a count); NaN where undefined. The array form of `figure`."""
    hit_p, predicted, hit_r, gold = np.moveaxis(sums, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = np.where(predicted > 0, hit_p / predicted, 0.0)
        recall = np.where(gold > 0, hit_r / gold, 0.0)
        both = precision + recall
        value = np.where(both > 0, 2 * precision * recall / both, 0.0)
    return np.where((predicted > 0) | (gold > 0), value, np.nan)

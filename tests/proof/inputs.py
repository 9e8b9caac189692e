"""Small made-up inputs for comparisons: each maker takes a generator and gives one input, a corpus of a few documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from numpy.random import Generator

from parleybench.annotations.labels import ENTITY_TYPES, POLARITIES, Polarity

from .peers import Doc, Labelled

DOCUMENTS, SPANS, CELL, LENGTH = 4, 8, 60, 30


def flat(draw: Generator) -> list[Doc]:
    """Spans that no other of their own side overlaps; predictions are moved, missed, added and mislabelled."""
    docs = []
    for _ in range(DOCUMENTS):
        gold = [_in_cell(n, draw) for n in range(SPANS)]
        kept = [_erring(item, draw, shift=LENGTH // 2) for item in gold if draw.random() < 0.8]
        added = [_in_cell(n, draw) for n in range(SPANS, SPANS + int(draw.integers(3)))]
        docs.append(Doc(gold, kept + added))
    return docs


def near(draw: Generator) -> list[Doc]:
    """Flat spans where all that overlap do so by more than half, so that nobody disputes what pairs with what."""
    return [
        Doc(gold, [_erring(item, draw, shift=5) for item in gold if draw.random() < 0.8])
        for gold in ([_in_cell(n, draw) for n in range(SPANS)] for _ in range(DOCUMENTS))
    ]


def _in_cell(n: int, draw: Generator) -> Labelled:
    start = CELL * n + int(draw.integers(5))
    return start, start + LENGTH - int(draw.integers(8)), _label(draw)


def _erring(item: Labelled, draw: Generator, shift: int) -> Labelled:
    start, end, label = item
    moved = int(draw.integers(1, shift + 1)) if draw.random() < 0.4 else 0
    return start + moved, end + moved, label if draw.random() < 0.8 else _label(draw)


def _label(draw: Generator) -> str:
    return ENTITY_TYPES[draw.integers(len(ENTITY_TYPES))]


def nested(draw: Generator) -> list[Doc]:
    """Distinct spans crowded on a short text, at least one a side: nested, crossing, many eligible for many, in any order."""
    return [Doc(gold := _crowd(draw), _crowd(draw, gold)) for _ in range(DOCUMENTS)]


def _crowd(draw: Generator, near: Sequence[Labelled] = ()) -> list[Labelled]:
    """Spans of one side; about half of those in `near` are among them, some with another label."""
    found = {item[:2]: _erring(item, draw, shift=1) for item in near if draw.random() < 0.5}
    found = {item[:2]: item for item in found.values()}
    for _ in range(int(draw.integers(1, SPANS // 2 if near else SPANS))):
        start = int(draw.integers(16))
        end = start + int(draw.integers(1, 14))
        found.setdefault((start, end), (start, end, _label(draw)))
    items = list(found.values())
    return [items[n] for n in draw.permutation(len(items))]


def sparse(draw: Generator) -> list[Doc]:
    """Crowded spans where a side is often empty and often stands twice."""
    return [Doc(gold * int(draw.integers(3)), pred * int(draw.integers(3))) for gold, pred in nested(draw)]


class Clusters(NamedTuple):
    """Mention places in clusters, gold and predicted; no place is in two clusters of one side."""

    gold: list[set[int]]
    pred: list[set[int]]


def clusters(draw: Generator) -> Clusters:
    """Two partitions of almost the same dozen places."""
    return Clusters(_partition(draw), _partition(draw))


def _partition(draw: Generator) -> list[set[int]]:
    found: dict[int, set[int]] = {}
    for place in range(12):
        if draw.random() < 0.85:
            found.setdefault(int(draw.integers(6)), set()).add(place)
    return list(found.values())


Said = list[tuple[Polarity, Polarity | None]]
"""Gold polarity and the predicted one, None where the system is silent."""


def said(draw: Generator) -> Said:
    """Polarities of the given track; some inputs lack a class in gold, in the predictions or in both."""
    some = POLARITIES[: int(draw.integers(1, 4))]
    return [
        (some[draw.integers(len(some))], POLARITIES[draw.integers(len(some) if draw.random() < 0.9 else 3)])
        if draw.random() < 0.9
        else (some[draw.integers(len(some))], None)
        for _ in range(int(draw.integers(1, 15)))
    ]


def units(draw: Generator) -> list[tuple[str | None, str | None]]:
    """Labels of two annotators who mostly agree, with gaps; two labels at least stand in pairs and differ."""
    found: list[tuple[str | None, str | None]] = [("person", "person"), ("state", "state")]
    for _ in range(int(draw.integers(1, 30))):
        one = _label(draw)
        other = one if draw.random() < 0.6 else _label(draw)
        gap = draw.random()
        found.append((None if gap < 0.1 else one, None if 0.1 < gap < 0.2 else other))
    return found


def degrees(draw: Generator) -> list[Doc]:
    """One gold document and four predictions of it, from perfect to poor, each clearly worse than the one before."""
    gold = [_in_cell(n, draw) for n in range(SPANS)]
    worse = [(0, 0), (3, 1), (6, 2), (9, 4)]
    return [Doc(gold, [(s + shift, e + shift, label) for s, e, label in gold[missed:]]) for shift, missed in worse]

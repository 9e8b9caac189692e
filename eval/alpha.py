"""Krippendorff's alpha for nominal labels and two annotators (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability").

alpha = 1 - D_o / D_e: observed against expected disagreement, over the labels that both gave. F1 of two passes asks
whether they found and named the same things; alpha asks, of the things that both found, how far their labels are alike
beyond what the spread of labels gives by chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import NamedTuple

from ..annotations.align import in_ids_of
from ..annotations.layers import Record

LABELS = {
    "entity type": ("entities", "type"),
    "direction": ("demands", "direction"),
    "issue": ("demands", "issue"),
    "outcome kind": ("outcomes", "kind"),
    "polarity": ("stances", "polarity"),
}
"""Name of a label -> the layer that bears it and its field."""

Unit = tuple[Hashable | None, Hashable | None]
"""What the two annotators said of one item; None where one of them has no such item."""


class Alpha(NamedTuple):
    """Alpha, None where it is undefined, and the number of items that both annotators labelled."""

    value: float | None
    items: int


def alpha(units: Iterable[Unit]) -> Alpha:
    """Nominal alpha. Undefined without two labels that differ: where all say one thing, chance explains everything."""
    pairs = [unit for unit in units if None not in unit]
    labels = Counter(label for pair in pairs for label in pair)
    n = labels.total()
    expected = n * n - sum(count * count for count in labels.values())
    if not expected:
        return Alpha(None, len(pairs))
    observed = 2 * sum(one != other for one, other in pairs)  # a pair stands in both triangles of the coincidences
    return Alpha(1 - (n - 1) * observed / expected, len(pairs))


def alphas(a: Iterable[Record], b: Iterable[Record]) -> dict[str, Alpha]:
    """Name of a label -> alpha over the documents that both passes have."""
    first, second = {r.doc: r for r in a}, {r.doc: r for r in b}
    pairs = [(first[doc], in_ids_of(first[doc], second[doc])) for doc in first if doc in second]
    return {
        name: alpha(unit for one, other in pairs for unit in _units(one, other, layer, field))
        for name, (layer, field) in LABELS.items()
    }


def _units(one: Record, other: Record, layer: str, field: str) -> Iterator[Unit]:
    """The labels of two records in one set of ids: items are matched as adjudication matches them, blind to labels."""
    left, right = ({item.id: getattr(item, field) for item in getattr(r, layer) or ()} for r in (one, other))
    for name in dict.fromkeys((*left, *right)):
        yield left.get(name), right.get(name)

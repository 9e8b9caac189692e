"""Consistency of two passes, by the same counts that score systems.

One pass stands for gold, the other for a prediction; F1 is symmetric but for the rules that treat gold apart. Annotators
were runs of one language model: the figures say how consistent its readings are, not how humans would agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from ..annotations.layers import Record
from .counts import Count, figure
from .tasks import TASKS
from .who import Both


def agree(a: Iterable[Record], b: Iterable[Record]) -> dict[str, dict[str, Any]]:
    """Task -> figure -> F1 and the number of gold-side items, over the documents that both passes have."""
    first, second = {r.doc: r for r in a}, {r.doc: r for r in b}
    pairs = [Both(_plain(first[doc]), _plain(second[doc])) for doc in first if doc in second]
    found: dict[str, dict[str, Any]] = {}
    for name, task in TASKS.items():
        counts = [task.settle(both).counts for both in pairs]
        for shown in task.shown:
            total = sum((c[shown] for c in counts), Count())
            found.setdefault(name, {})[shown] = {"f1": figure(total).f1, "a": total.gold, "b": total.predicted}
    return found


def _plain(record: Record) -> Record:
    """Both passes are equals: no demand is treated apart for being vague."""
    replace = msgspec.structs.replace
    return replace(record, demands=[replace(d, vague=False) for d in record.demands or ()])

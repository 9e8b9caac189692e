"""Each miss and each false alarm of a system, with its kind."""

from __future__ import annotations

import msgspec


class Error(msgspec.Struct, frozen=True, omit_defaults=True):
    """One error in one document: a gold item, a predicted item, or both where they were meant for one another.

    Items are named by their ids: mentions ``start-end``, demands, outcomes and stances their own, preconditions
    ``demand>outcome``, conflicts ``demand+demand``. Spans are half-open code points. `loss` is what the error adds to
    FP + FN of the task's figure: 1 for an item of one side, 2 for a pair.
    """

    doc: str
    task: str
    kind: str
    gold: str | None = None
    pred: str | None = None
    gold_span: tuple[int, int] | None = None
    pred_span: tuple[int, int] | None = None
    loss: float = 1.0

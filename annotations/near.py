"""Places of a text that are like a quote, by rapidfuzz (the extra `submit`), their ends at whole words."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from .fold import Folded
from .span import Span

ENOUGH = 90.0
"""The least similarity, in hundredths, at which a quote is taken for what stands there."""
APART = 5.0
"""Another place that comes within this of the best makes the quote ambiguous."""
WORTH = 75.0
"""The least similarity at which a place is worth telling of."""

_WORD = re.compile(r"\w+|[^\w\s]")


class Near(NamedTuple):
    """A place and how like the quote it is: 100 (1 - changes / both lengths), counting insertions and deletions."""

    span: Span
    score: float


def near(text: Folded, quote: str) -> list[Near]:
    """Places that do not overlap and are like the folded quote, the likest first; none below `WORTH`.

    Every run of whole words of a fitting length is looked at. Raises `ImportError` where rapidfuzz is not installed.
    """
    import numpy as np
    from rapidfuzz import fuzz, process

    runs = _runs(text, quote)
    if not runs:
        return []
    windows = [text.text[start:end] for start, end in runs]
    scores = process.cdist([quote], windows, scorer=fuzz.ratio, score_cutoff=WORTH, dtype=np.float64)[0]
    likely = sorted(
        (-float(scores[n]), abs(len(windows[n]) - len(quote)), runs[n]) for n in np.flatnonzero(scores >= WORTH)
    )
    found: list[Near] = []
    for score, _, run in likely:
        place = text.span(*run)
        if not any(place.overlap(other.span) for other in found):
            found.append(Near(place, -score))
    return found


def _runs(text: Folded, quote: str) -> list[tuple[int, int]]:
    """Runs of whole words, as folded offsets, whose length alone does not keep them below `WORTH`."""
    shortest = math.ceil(len(quote) * WORTH / (200 - WORTH))
    longest = math.floor(len(quote) * (200 - WORTH) / WORTH)
    words = [m.span() for m in _WORD.finditer(text.text)]
    starts = [start for start, _ in words if text.edge(start)]
    ends = [end for _, end in words if text.edge(end)]
    found: list[tuple[int, int]] = []
    first = 0
    for start in starts:
        while first < len(ends) and ends[first] < start + max(shortest, 1):
            first += 1
        last = first
        while last < len(ends) and ends[last] <= start + longest:
            found.append((start, ends[last]))
            last += 1
    return found

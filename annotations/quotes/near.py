"""Places of a text that are like a quote, by rapidfuzz (the extra `submit`), their ends at whole words."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from ..span import Span
from .fold import folded

ENOUGH = 90.0
"""The least similarity, in hundredths, at which a quote is taken for what stands there."""
APART = 5.0
"""Another place that comes within this of the best makes the quote ambiguous."""
WORTH = 75.0
"""The least similarity at which a place is worth telling of."""
LONG = 1_000
"""Characters of the longest quote that is looked for in other words: three times the longest of the gold."""
RUNS = 20_000
"""Runs of words that are held against a quote; where a text has more, those that begin likest the quote."""

STRIDE = 250
"""In a longer text one beginning in so many words as the quote has this many characters is tried: some 2 points of likeness."""

_WORD = re.compile(r"\w+|[^\w\s]")
_BLOCK = 10_000
"""Windows cut at once, so that memory does not grow with the text."""


class Near(NamedTuple):
    """A place and how like the quote it is: 100 (1 - changes / both lengths), counting insertions and deletions."""

    span: Span
    score: float


class _Cuts(NamedTuple):
    """Folded offsets at which runs of words may begin and end, in order."""

    starts: list[int]
    ends: list[int]

    def runs(self, starts: Iterable[int], length: int) -> Iterator[tuple[int, int]]:
        """Runs whose length alone does not keep them below `WORTH` for a quote of `length` characters."""
        shortest = max(1, math.ceil(length * WORTH / (200 - WORTH)))
        longest = math.floor(length * (200 - WORTH) / WORTH)
        for start in starts:
            first, last = bisect_left(self.ends, start + shortest), bisect_right(self.ends, start + longest)
            yield from ((start, end) for end in self.ends[first:last])


@lru_cache(maxsize=4)
def _cuts(text: str) -> _Cuts:
    page = folded(text)
    words = [m.span() for m in _WORD.finditer(page.text)]
    return _Cuts([start for start, _ in words if page.edge(start)], [end for _, end in words if page.edge(end)])


def near(text: str, quote: str) -> list[Near]:
    """Places that do not overlap and are like the folded quote, the likest first; none below `WORTH`.

    Where the text has no more than `RUNS` runs of a fitting length (some 6,000 characters for a quote of 100) each is
    looked at; else those from such words on whose next ``len(quote)`` characters are likest the quote. The quote has at
    most `LONG` characters. Raises `ImportError` where rapidfuzz is not installed.
    """
    page = folded(text)
    runs = _likely_runs(text, quote)
    scores = _scores(quote, [page.text[start:end] for start, end in runs], WORTH)
    likely = sorted(
        (-score, abs(end - start - len(quote)), (start, end))
        for (start, end), score in zip(runs, scores, strict=True)
        if score >= WORTH
    )
    found: list[Near] = []
    taken: list[Span] = []
    for score, _, run in likely:
        place = page.span(*run)
        if _free(place, taken):
            insort(taken, place)
            found.append(Near(place, -score))
    return found


def _free(place: Span, taken: list[Span]) -> bool:
    """Whether the place overlaps none of those taken, which are in order and overlap none of each other."""
    at = bisect_left(taken, place)
    return not any(place.overlap(other) for other in taken[max(0, at - 1) : at + 1])


def _likely_runs(text: str, quote: str) -> list[tuple[int, int]]:
    cuts, length = _cuts(text), len(quote)
    runs = list(islice(cuts.runs(cuts.starts, length), RUNS + 1))
    if len(runs) <= RUNS:
        return runs
    page, starts = folded(text).text, cuts.starts
    step = max(1, length // STRIDE)
    likeness: list[float] = []
    for first in range(0, len(starts), step * _BLOCK):
        likeness += _scores(quote, [page[at : at + length] for at in starts[first : first + step * _BLOCK : step]])
    order = sorted(range(len(likeness)), key=lambda n: (-likeness[n], n))
    begun = (start for n in order for start in starts[n * step : (n + 1) * step])
    return list(islice(cuts.runs(begun, length), RUNS))


def _scores(quote: str, windows: Sequence[str], worth: float = 0.0) -> list[float]:
    """The similarity of the quote to each window; 0 below `worth`."""
    import numpy as np
    from rapidfuzz import fuzz, process

    if not windows:
        return []
    made = process.cdist([quote], windows, scorer=fuzz.ratio, score_cutoff=worth, dtype=np.float64)
    return [float(score) for score in made[0]]

"""A quote with its middle left out, "the first words … the last words", resolved as its ends."""

from __future__ import annotations

import re
from itertools import product

from ..span import Span
from .fold import Stands, evened, exactly, fold

REACH = 500
"""Characters from the start of the first part to the end of the last, at most."""
TRIES = 100
"""Places at which each end is tried at most."""

PARTS = 10
"""Parts of a quote at most."""

_ELLIPSIS = re.compile(r" ?[\[(]? ?\. ?\. ?\.[. ]*[\])]? ?")


def parts(quote: str) -> list[str]:
    """What stands between the ellipses of a quote, folded; fewer than two where none stands between words."""
    found = [part.strip() for part in _ELLIPSIS.split(fold(quote).text)]
    return [part for part in found if any(map(str.isalnum, part))]


def between(text: str, said: list[str]) -> Stands | str:
    """Spans from a place of the first part to one of the last, the parts between in order; or which part is at fault."""
    if len(said) > PARTS:
        return f"its ellipses leave more than {PARTS} parts"
    places = []
    for n, part in enumerate(said, 1):
        stands = exactly(text, part)
        stands = stands if stands.spans else evened(text, part)
        if not stands.spans:
            return f"part {n} of {len(said)} around its ellipses is not in the text"
        if stands.more or len(stands.spans) > TRIES:
            return f"part {n} of {len(said)} around its ellipses stands in more than {TRIES} places"
        places.append(stands.spans)
    spans = [
        Span(first.start, last.end)
        for first, last in product(places[0], places[-1])
        if first.end <= last.start and last.end - first.start <= REACH and _inner(places[1:-1], first.end, last.start)
    ]
    if not spans:
        return f"the parts around its ellipses stand nowhere in order within {REACH} characters"
    return Stands(sorted(spans))


def _inner(places: list[list[Span]], start: int, end: int) -> bool:
    """Whether the inner parts stand between the ends, one after the other: each is taken where it first can be."""
    for spans in places:
        at = next((span for span in spans if span.start >= start), None)
        if at is None:
            return False
        start = at.end
    return start <= end

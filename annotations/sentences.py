"""Sentences of a text, as spans: enough to show a stance in its sentence and to cut texts for the baselines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .span import Span

_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9])|\n+|$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|Maj|Capt|Sgt|Amb|Sen|Rep|Gov|Hon|Jr|Sr|No|Art|vs|etc)|\b[A-Z])\.$"
)


def sentences(text: str) -> Iterator[Span]:
    """Spans of the sentences, without the space between them; a line end always ends one."""
    start = 0
    for match in _END.finditer(text):
        inside = text[start : match.end()]
        if match.group().startswith(".") and _ABBREVIATION.search(inside.rstrip("\"'”’)]")):
            continue
        if inside.strip():
            left = start + len(inside) - len(inside.lstrip())
            yield Span(left, left + len(inside.strip()))
        start = match.end()


def around(text: str, span: Span) -> Span:
    """The sentence (or run of sentences) that a span lies in."""
    inside = [s for s in sentences(text) if s.overlap(span)]
    return Span(inside[0].start, inside[-1].end) if inside else span

"""What kind of condition a gate's cue states: derived from its words by a short table, never labelled."""

from __future__ import annotations

import re
from typing import Literal, get_args

Marker = Literal["if", "unless", "time", "exchange", "condition", "modal"]
MARKERS: tuple[Marker, ...] = get_args(Marker)

_TABLE: tuple[tuple[Marker, str], ...] = (
    ("unless", r"unless|without|otherwise|or else|failing|barring"),
    ("exchange", r"(?:in )?(?:exchange|return)(?: for)?|trade|swap|for its part|reciprocal\w*|quid pro quo|price"),
    (
        "condition",
        r"condition\w*|precondition\w*|depend\w*|prerequisite\w*|contingent|hinge\w*|require\w*|subject to|basis|based on",
    ),
    (
        "if",
        r"if|provided|providing|as long as|so long as|on the understanding|in case|only with|only on|only by|only through|only in",
    ),
    (
        "time",
        r"until|till|before|after|once|first|when|begin\w*|start\w*|following|prior|as soon as|then|pending|upon|while",
    ),
    (
        "modal",
        r"must|should|shall|have to|has to|had to|need\w*|necessary|essential|require\w*|will|would|can|cannot|only",
    ),
)
_PATTERNS = tuple((name, re.compile(rf"\b(?:{words})\b", re.I)) for name, words in _TABLE)


def marker(cue: str) -> Marker:
    """The kind of the first row of the table that has a word of the cue; `modal` where none has."""
    return next((name for name, pattern in _PATTERNS if pattern.search(cue)), "modal")

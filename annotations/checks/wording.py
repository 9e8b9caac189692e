"""Rules of wording: what the guidelines say of how spans of gold begin and end, as far as the words alone tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .registry import Case, Placed, record_rule

_TITLE = re.compile(r"(?:His|Her|Your) [A-Z]")
_PRONOUN = re.compile(r"(?:I|you|he|she|it|we|they|me|him|her|us|them|myself|himself|herself|itself|ourselves|themselves)", re.I)  # fmt: skip
_DETERMINER = re.compile(r"(?:the|an?|this|that|these|those|its|our|their|my|your|his|her)\s", re.I)
_MARKER = re.compile(r"(?:to|if|unless|only)\s", re.I)
_UNCONDITIONAL = re.compile(r"without (?:any )?(?:pre-?|prior )conditions\b", re.I)


def _worded(case: Case, *layers: str) -> Iterator[tuple[Placed, str]]:
    """The spans of some layers with their words, where the text is at hand and they lie in it.

    Passes of earlier rounds kept to earlier guidelines.
    """
    text = "" if case.document is None or case.kind == "earlier" else case.document.text
    for place in case.placed:
        if place.layer in layers and 0 <= place.span.start < place.span.end <= len(text):
            yield place, text[slice(*place.span)]


@record_rule("span-punctuation", "end punctuation stays outside spans", predictions="free")
def span_punctuation(case: Case) -> Iterator[str]:
    for place, words in _worded(case, "entities", "demands", "outcomes", "gates", "stances"):
        if words[-1] in ",;:!?":
            yield f"{place.where}: {words!r} ends in punctuation"


@record_rule("mention-pronoun", "no pronoun is a mention", predictions="free")
def mention_pronoun(case: Case) -> Iterator[str]:
    for place, words in _worded(case, "entities"):
        if _PRONOUN.fullmatch(words) and words != "US":
            yield f"{place.where}: {words!r} is a pronoun"


@record_rule(
    "determiner", "mentions and outcomes begin with no article, demonstrative or possessive", predictions="free"
)
def determiner(case: Case) -> Iterator[str]:
    for place, words in _worded(case, "entities", "outcomes"):
        if _DETERMINER.match(words) and not _TITLE.match(words):
            yield f"{place.where}: {words!r} begins with a determiner"


@record_rule("demand-marker", "demands begin behind `to` and the marker of a condition", predictions="free")
def demand_marker(case: Case) -> Iterator[str]:
    for place, words in _worded(case, "demands"):
        if _MARKER.match(words):
            yield f"{place.where}: {words!r} begins with its marker"


@record_rule("gate-cue", "`should` is no cue of a gate", predictions="free")
def gate_cue(case: Case) -> Iterator[str]:
    for place, words in _worded(case, "gates"):
        if words.lower() == "should":
            yield f"{place.where}: `should` carries no condition"


@record_rule("conflict-talks", "talks without preconditions conflict with no demand", predictions="free")
def conflict_talks(case: Case) -> Iterator[str]:
    free = {place.id for place, words in _worded(case, "demands") if _UNCONDITIONAL.search(words)}
    for pair in case.record.conflicts or ():
        for name in sorted(free.intersection(pair)):
            yield f"conflict {', '.join(pair)}: {name} asks for talks without preconditions, a circle of gates at most"

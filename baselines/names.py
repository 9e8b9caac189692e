"""Actors by their looks: runs of capitalised words, grouped by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..annotations.layers import Entity, Mention
from ..annotations.span import Span
from .text import Sentence

IGNORED = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September "  # noqa: SIM905
    "October November December I Mr Mrs Ms Q A The This That These Those It In On At As But And If We He She They".split()
)


def _capital(word: str) -> bool:
    return word[:1].isupper() and word not in IGNORED


_ADJECTIVE = re.compile(r"(?:[a-z]ian|ese|ish|ani)$")


def capitalised(sentence: Sentence) -> list[tuple[int, int]]:
    """Token ranges of runs of capitalised words, without lone adjectives ("Orsavian") and a lone word that opens the sentence."""
    runs: list[tuple[int, int]] = []
    start = None
    for n, word in enumerate((*sentence.words, ".")):
        inside = _capital(word) or (
            start is not None and word == "of" and _capital("".join(sentence.words[n + 1 : n + 2]))
        )
        if inside and start is None:
            start = n
        elif not inside and start is not None:
            lone = n - start == 1
            if not (lone and (start == 0 or _ADJECTIVE.search(sentence.words[start]))):
                runs.append((start, n))
            start = None
    return runs


def key(name: str) -> str:
    """What two mentions of one actor are taken to share: the last word, without titles and case."""
    words = re.findall(r"\w+", name)
    return words[-1].lower() if words else name.lower()


def acronym(name: str) -> str:
    """Initials of the capitalised words of a name, lower-cased."""
    return "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper()).lower()


def entities(mentions: Iterable[tuple[Span, str, str]]) -> list[Entity]:
    """Entities from (span, mention text, type): one for each shared last word; an acronym joins the name it shortens."""
    groups: dict[str, list[tuple[Span, str, str]]] = {}
    for mention in mentions:
        groups.setdefault(key(mention[1]), []).append(mention)
    for short in [k for k in groups if groups[k][0][1].isupper() and len(k) > 1]:
        home = next((k for k in groups if k != short and any(acronym(m[1]) == short for m in groups[k])), None)
        if home is not None:
            groups[home] += groups.pop(short)
    found = []
    for n, group in enumerate(groups.values(), 1):
        types = [kind for _, _, kind in group]
        name = max((text for _, text, _ in group), key=len)
        spans = sorted(span for span, _, _ in group)
        found.append(
            Entity(
                id=f"e{n}",
                name=name,
                type=max(sorted(set(types)), key=types.count),  # type: ignore[arg-type]
                principal=None,
                mentions=[Mention(*span) for span in spans],
            )
        )
    return found


def nearest_before(entities: Sequence[Entity], place: Span) -> str | None:
    """The entity whose mention stands last before a place; else the first that follows it; else None."""
    spots = sorted((m.span, e.id) for e in entities for m in e.mentions)
    before = [name for span, name in spots if span.end <= place.start]
    return before[-1] if before else (spots[0][1] if spots else None)

"""One pass that most predictions hold; the rules are asked one by one only about the others.

It says of a record what the rules for predictions say together, by sets and columns instead of item by item. What
refers to what is read from the declarations in `layers`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain
from operator import attrgetter, lt
from sys import maxsize
from typing import Any

from ..labels import SPEAKER
from ..layers import KINDS, Mention, Record, fields
from .links import circular
from .places import unanchored
from .registry import Case

Column = Callable[[Any], Any]
Layers = dict[str, Sequence[Any]]
Ids = dict[str, set[str]]

_mentions = attrgetter("mentions")
_CHAINS = (("entities", attrgetter("principal")), ("demands", attrgetter("same_as")))


def sound(case: Case) -> bool:
    """Whether no rule speaks of a prediction, warnings included."""
    layers: Layers = {layer: getattr(case.record, layer) or () for layer in KINDS}
    ids: Ids = {layer: {item.id for item in items} for layer, items in layers.items()}
    return _unique(layers, ids) and _linked(case.record, layers, ids) and _ending(layers) and _placed(case, layers)


def _unique(layers: Layers, ids: Ids) -> bool:
    """Whether ids are unique within a layer, and among those whose records are referred to."""
    actors, demands, outcomes = ids["entities"], ids["demands"], ids["outcomes"]
    apart = len(actors) + len(demands) + len(outcomes)
    within = sum(map(len, layers.values())) == sum(map(len, ids.values()))
    return within and len(actors | demands | outcomes) == apart


def _linked(record: Record, layers: Layers, ids: Ids) -> bool:
    """Whether every id that is referred to stands in the record."""
    actors = ids["entities"] | {SPEAKER}
    known: dict[tuple[str, ...], set[str | None]] = {
        ("entities",): actors | {None},
        ("demands",): ids["demands"] | {None},
        ("outcomes",): ids["outcomes"] | {None},
        ("entities", "demands", "outcomes"): actors | ids["demands"] | ids["outcomes"] | {None},
    }
    for layer, read, targets, many in _links():
        if layers[layer]:
            said = map(read, layers[layer])
            if not known[targets].issuperset(chain.from_iterable(said) if many else said):
                return False
    return ids["demands"].issuperset(chain.from_iterable(record.conflicts or ()))


@cache
def _links() -> tuple[tuple[str, Column, tuple[str, ...], bool], ...]:
    """Each field that refers, as layer, reader, the layers that it may refer to, and whether it is a list."""
    found = ((layer, field) for layer in KINDS for field in fields(layer) if field.refers)
    return tuple((layer, attrgetter(field.name), field.refers, field.many) for layer, field in found)


def _ending(layers: Layers) -> bool:
    """Whether chains of `principal` and of `same_as` end."""
    for layer, read in _CHAINS:
        ends = list(map(read, layers[layer]))
        if any(ends):
            links = dict(zip([item.id for item in layers[layer]], ends, strict=True))
            if any(map(links.get, ends)) and any(circular(links)):
                return False
    return True


def _placed(case: Case, layers: Layers) -> bool:
    """Whether every span lies in the text, holds its quote and ends in words, or waits for offsets that can be found."""
    spans: list[Mention] = [*chain.from_iterable(map(_mentions, layers["entities"])), *layers["demands"]]
    spans += [*layers["outcomes"], *layers["stances"]]
    spans += [g for g in layers["gates"] if (g.start, g.end, g.quote) != (None, None, None)]
    text = None if case.document is None else case.document.text
    try:
        return _inside(text, spans)
    except TypeError:  # None is less than no number: some span waits
        waiting = [span for span in spans if span.start is None and span.end is None]
        spans = [span for span in spans if span.start is not None or span.end is not None]
    half = any(span.start is None or span.end is None for span in spans)
    return not half and all(span.quote for span in waiting) and not any(unanchored(case)) and _inside(text, spans)


def _inside(text: str | None, spans: Sequence[Mention]) -> bool:
    """Whether placed spans are spans of the text. Raises `TypeError` where one has no offset, unless it says no before."""
    if not spans:
        return True
    starts: list[Any] = [span.start for span in spans]
    ends: list[Any] = [span.end for span in spans]
    within = min(starts) >= 0 and max(ends) <= (maxsize if text is None else len(text)) and all(map(lt, starts, ends))
    return within and (text is None or _worded(text, spans, starts, ends))


def _worded(text: str, spans: Sequence[Mention], starts: Sequence[int], ends: Sequence[int]) -> bool:
    """Whether quotes equal the text between their offsets, and no span has a space at its edge."""
    words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    quotes = [span.quote for span in spans]
    return list(map(str.strip, words)) == words and (
        quotes == words or all(quote is None or quote == word for quote, word in zip(quotes, words, strict=True))
    )

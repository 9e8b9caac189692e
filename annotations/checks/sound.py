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

_id, _start, _end, _quote, _mentions = map(attrgetter, ("id", "start", "end", "quote", "mentions"))
_CHAINS = (("entities", attrgetter("principal")), ("demands", attrgetter("same_as")))


def sound(case: Case) -> bool:
    """Whether no rule speaks of a prediction, warnings included."""
    layers: Layers = {layer: getattr(case.record, layer) or () for layer in KINDS}
    ids: Ids = {layer: set(map(_id, items)) for layer, items in layers.items()}
    return _unique(layers, ids) and _linked(case.record, layers, ids) and _ending(layers) and _placed(case, layers)


def _unique(layers: Layers, ids: Ids) -> bool:
    """Whether ids are unique within a layer, and among those whose records are referred to."""
    together = [ids["entities"], ids["demands"], ids["outcomes"]]
    return all(len(ids[layer]) == len(layers[layer]) for layer in layers) and len(set().union(*together)) == sum(
        map(len, together)
    )


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
        links = dict(zip(map(_id, layers[layer]), map(read, layers[layer]), strict=True))
        if any(map(links.get, filter(None, links.values()))) and any(circular(links)):
            return False
    return True


def _placed(case: Case, layers: Layers) -> bool:
    """Whether every span lies in the text, holds its quote and ends in words, or waits for offsets that can be found."""
    spans: list[Mention] = [*chain.from_iterable(map(_mentions, layers["entities"])), *layers["demands"]]
    spans += [*layers["outcomes"], *layers["stances"]]
    spans += [g for g in layers["gates"] if (g.start, g.end, g.quote) != (None, None, None)]
    starts, ends = list(map(_start, spans)), list(map(_end, spans))
    if None in starts or None in ends:
        waiting = [span for span in spans if span.start is None and span.end is None]
        spans = [span for span in spans if span.start is not None and span.end is not None]
        if len(waiting) + len(spans) < len(starts) or not all(map(_quote, waiting)) or any(unanchored(case)):
            return False
        starts, ends = list(map(_start, spans)), list(map(_end, spans))
    if not spans:
        return True
    text = None if case.document is None else case.document.text
    inside = min(starts) >= 0 and max(ends) <= (maxsize if text is None else len(text))
    return inside and all(map(lt, starts, ends)) and (text is None or _worded(text, spans, starts, ends))


def _worded(text: str, spans: Sequence[Mention], starts: Sequence[int], ends: Sequence[int]) -> bool:
    """Whether quotes equal the text between their offsets, and no span has a space at its edge."""
    words = list(map(text.__getitem__, map(slice, starts, ends)))
    quotes = list(map(_quote, spans))
    return list(map(str.strip, words)) == words and (
        quotes == words or all(quote is None or quote == word for quote, word in zip(quotes, words, strict=True))
    )

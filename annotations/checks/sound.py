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

_ANYTHING = ("entities", "demands", "outcomes")
_CHAINS = (("entities", attrgetter("principal")), ("demands", attrgetter("same_as")))


def ready(record: Record, text: str | None) -> bool:
    """Whether no rule speaks of a prediction, warnings included, and no span waits for offsets; `text` where it is at hand.

    Here a file is checked: what is not ready is looked at more closely.
    """
    try:
        return _whole(record) and _inside(text, _spans(record))
    except TypeError:  # None is less than no number
        return False


def sound(case: Case) -> bool:
    """Whether no rule speaks of a prediction, warnings included; its spans may wait for offsets that can be found."""
    return _whole(case.record) and _placed(case)


def _whole(record: Record) -> bool:
    """Whether ids are unique, whatever is referred to stands in the record, and chains end."""
    actors, demands, outcomes = record.entities or (), record.demands or (), record.outcomes or ()
    layers: Layers = {"entities": actors, "demands": demands, "outcomes": outcomes}
    own: list[set[str | None]] = [{item.id for item in items} for items in (actors, demands, outcomes)]
    every = own[0] | own[1] | own[2]
    if len(every) < len(actors) + len(demands) + len(outcomes):
        return False
    for layer in ("gates", "stances"):
        items = layers[layer] = getattr(record, layer) or ()
        if len({item.id for item in items}) < len(items):
            return False
    return _linked(record, layers, own, every) and _ending(layers)


def _linked(record: Record, layers: Layers, own: list[set[str | None]], every: set[str | None]) -> bool:
    """Whether every id that is referred to stands in the record, `own` being those of actors, demands and outcomes."""
    if record.conflicts and not own[1].issuperset(chain.from_iterable(record.conflicts)):
        return False
    for ids in (*own, every):
        ids.add(None)
    own[0].add(SPEAKER)
    every.add(SPEAKER)
    known = {("entities",): own[0], ("demands",): own[1], ("outcomes",): own[2], _ANYTHING: every}
    for layer, read, targets, many in _links():
        said = map(read, layers[layer])
        if not known[targets].issuperset(chain.from_iterable(said) if many else said):
            return False
    return True


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


def _spans(record: Record) -> list[Mention]:
    """Every span of a record; a gate may have none."""
    mentions = chain.from_iterable([entity.mentions for entity in record.entities or ()])
    gates = [g for g in record.gates or () if not (g.start is None and g.end is None and g.quote is None)]
    return [*mentions, *(record.demands or ()), *(record.outcomes or ()), *(record.stances or ()), *gates]


def _placed(case: Case) -> bool:
    """Whether every span lies in the text, holds its quote and ends in words, or waits for offsets that can be found."""
    spans, text = _spans(case.record), None if case.document is None else case.document.text
    waiting = [span for span in spans if span.start is None and span.end is None]
    placed = [span for span in spans if span.start is not None or span.end is not None]
    half = any(span.start is None or span.end is None for span in placed)
    return not half and all(span.quote for span in waiting) and not any(unanchored(case)) and _inside(text, placed)


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

"""The mentions of one record: distinct spans, the entities that claim each, and the sides that these are of.

What is told of mentions is told of their owners, of whom there are few: here scoring spends its time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

from ..annotations.layers import Entity, Record
from .match import Place

Sides = Mapping[str, str | None]
WAITING = "a span without offsets: run `parley anchor` first"


class Mentions(NamedTuple):
    """Distinct mention spans, each with the number of its owners: the entities that claim it, one twice that names it twice.

    `clusters` gives owners the side that they are of; a span that several sides claim belongs to none of them and stands
    alone. `sizes` gives each cluster its number of spans, `total` is that of all mentions, copies among them.
    """

    at: dict[Place, int]
    owners: list[list[Entity]]
    clusters: list[Hashable]
    sizes: dict[Hashable, int]
    total: int

    def clustered(self) -> dict[Place, Hashable]:
        """Span -> its cluster, in order of the text."""
        return {place: self.clusters[self.at[place]] for place in sorted(self.at)}


def mentions_of(record: Record, side_of: Sides) -> Mentions:
    """The mentions of a record. Raises `ValueError` where one still waits for `parley anchor`.

    One plain loop, which costs half of what comprehensions do.
    """
    at: dict[Place, int] = {}
    owners: list[list[Entity]] = []
    clusters: list[Hashable] = []
    sizes: dict[Hashable, int] = {}
    total = 0
    for n, entity in enumerate(record.entities or ()):
        cluster: Hashable = side_of[entity.id] or (entity.id,)
        owners.append([entity])
        clusters.append(cluster)
        for mention in entity.mentions:
            start, end = mention.start, mention.end
            if start is None or end is None:
                raise ValueError(WAITING)
            at[start, end] = n
        if entity.mentions:
            sizes[cluster] = sizes.get(cluster, 0) + len(entity.mentions)
            total += len(entity.mentions)
    return Mentions(at, owners, clusters, sizes, total) if len(at) == total else _shared(record, side_of, total)


def _shared(record: Record, side_of: Sides, total: int) -> Mentions:
    """The mentions where some span stands more than once: its owners have a number of their own, behind the entities'."""
    entities = record.entities or ()
    owners = [[entity] for entity in entities]
    at: dict[Any, int] = {}
    for n, entity in enumerate(entities):
        for mention in entity.mentions:
            place = mention.start, mention.end
            if place not in at:
                at[place] = n
            elif at[place] < len(entities):
                owners.append([*owners[at[place]], entity])
                at[place] = len(owners) - 1
            else:
                owners[at[place]].append(entity)
    own: dict[str, Hashable] = {name: side or (name,) for name, side in side_of.items()}
    clusters = [own[claiming[0].id] for claiming in owners]
    for place, n in at.items():
        if n >= len(entities) and len({own[entity.id] for entity in owners[n]}) > 1:
            clusters[n] = place
    return Mentions(at, owners, clusters, dict(Counter([clusters[n] for n in at.values()])), total)


def meetings(pred: Mentions, gold: Mentions) -> dict[tuple[int, int], int]:
    """Owners in a prediction and in gold -> how many spans both have."""
    there = gold.at
    found: dict[tuple[int, int], int] = {}
    for place, n in pred.at.items():
        if place in there:
            met = n, there[place]
            found[met] = found.get(met, 0) + 1
    return found

"""The layer records: one shape for gold, passes and predictions.

Spans are half-open code-point offsets. A prediction may leave out offsets where it gives `quote` and `nth`
(the quote's occurrence in the text, from 1); gold always has offsets. Layers of real texts carry no quotes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any

import msgspec

from .labels import Direction, EntityType, Issue, OutcomeKind, Polarity
from .span import Span

Name = Annotated[str, msgspec.Meta(min_length=1)]
Nth = Annotated[int, msgspec.Meta(ge=1)]


def _is(description: str, **schema: Any) -> msgspec.Meta:
    """What a field is, and what its JSON Schema asks beyond its type; decoding asks for the type alone."""
    return msgspec.Meta(description=description, extra_json_schema=schema or None)


Start = Annotated[int | None, _is("First code point of the span, from 0; less than `end`.", minimum=0)]
End = Annotated[int | None, _is("Code point behind the span's last; at most the length of the text.", minimum=1)]
Quote = Annotated[str | None, _is("The words of the span; with offsets, exactly the text between them.")]
Occurrence = Annotated[Nth | None, _is("Which occurrence of `quote`, from 1, where offsets are left out.")]
EntityId = Annotated[str, _is("The `id` of an entity of this document, or `speaker`.")]
Speakers = Annotated[list[str], _is("The `id`s of entities of this document, or `speaker`.")]


def _written(make: Callable[[], Any]) -> Any:
    """A default that is written out all the same, so that readers of plain JSON find the field."""
    return msgspec.field(default_factory=lambda: make())


class Mention(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One span of text, given by offsets, by quote and occurrence, or by both."""

    start: Start = None
    end: End = None
    quote: Quote = None
    nth: Occurrence = None

    @property
    def span(self) -> Span:
        """The offsets; raises `ValueError` where the record still waits for `parley anchor`."""
        if self.start is None or self.end is None:
            raise ValueError("a span without offsets: run `parley anchor` first")
        return Span(self.start, self.end)


class Entity(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An actor. `principal` is the entity it speaks or acts for, null when that is itself.

    `name` is null in layers of real texts, where the longest mention serves.
    """

    id: Name
    name: str | None = None
    type: EntityType
    principal: Annotated[
        str | None, _is("The `id` of the entity that it speaks or acts for, or `speaker`; chains of these must end.")
    ] = None
    mentions: list[Mention] = []


class Demand(Mention, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A state of affairs that an actor requires, calls for, proposes or rules out; a precondition where it has gates."""

    id: Name
    direction: Direction
    issue: Issue
    issuers: Speakers
    addressees: Speakers = _written(list)
    vague: Annotated[bool, _is("Whether the demand names no state of affairs; scoring ignores it in predictions.")] = (
        _written(bool)
    )
    same_as: Annotated[
        str | None, _is("The `id` of the demand of this document that this one restates; chains of these must end.")
    ] = _written(lambda: None)
    gates: Annotated[list[str], _is("The `id`s of outcomes of this document that may happen once this is met.")] = (
        _written(list)
    )


class Outcome(Mention, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The mention of an event that a demand gates or a stance targets."""

    id: Name
    kind: OutcomeKind


class Stance(Mention, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who (`holder`) stands how (`polarity`) to what (`target`: an outcome, a demand or an entity); the span is the cue."""

    id: Name
    holder: EntityId
    target: Annotated[str, _is("The `id` of an outcome, a demand or an entity of this document, or `speaker`.")]
    polarity: Polarity


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """All layers of one document. A layer that is null or left out was not attempted; an empty list says there is none.

    Ids are unique within a layer, and among entities, demands and outcomes together.
    """

    doc: Annotated[Name, _is("The document's id in the corpus; each stands once in a file.")]
    entities: list[Entity] | None = None
    demands: list[Demand] | None = None
    outcomes: list[Outcome] | None = None
    stances: list[Stance] | None = None
    conflicts: Annotated[
        list[tuple[str, str]] | None, _is("Pairs of `id`s of demands of this document that cannot both be met.")
    ] = None

    def spans(self) -> Iterator[tuple[str, str, Mention]]:
        """Every span of the record as (layer, id of its record, span)."""
        for entity in self.entities or ():
            for mention in entity.mentions:
                yield "entities", entity.id, mention
        for demand in self.demands or ():
            yield "demands", demand.id, demand
        for outcome in self.outcomes or ():
            yield "outcomes", outcome.id, outcome
        for stance in self.stances or ():
            yield "stances", stance.id, stance

    def __str__(self) -> str:
        return msgspec.json.encode(self).decode()


LAYERS = ("entities", "demands", "outcomes", "stances", "conflicts")


def map_spans(record: Record, change: Callable[[Any], Any]) -> Record:
    """A copy of the record with each span record replaced by ``change(span record)``."""
    replace = msgspec.structs.replace
    entities = record.entities and [replace(e, mentions=[change(m) for m in e.mentions]) for e in record.entities]
    return replace(
        record,
        entities=entities,
        demands=record.demands and [change(d) for d in record.demands],
        outcomes=record.outcomes and [change(o) for o in record.outcomes],
        stances=record.stances and [change(s) for s in record.stances],
    )


def root(entities: dict[str, Entity], name: str) -> str | None:
    """The side of an entity: the end of its `principal` chain; None for an unknown id or a cycle."""
    seen: set[str] = set()
    while name in entities and name not in seen:
        seen.add(name)
        principal = entities[name].principal
        if principal is None or principal == name:
            return name
        name = principal
    return None


def sides(record: Record) -> dict[str, str | None]:
    """Entity id -> its side, for every entity of the record."""
    entities = {entity.id: entity for entity in record.entities or ()}
    return {name: root(entities, name) for name in entities}


def without_quotes(record: Record) -> Record:
    """The record by offsets alone, as the layers of real texts are kept."""
    replace = msgspec.structs.replace
    bare = map_spans(record, lambda span: replace(span, quote=None, nth=None))
    entities = bare.entities and [replace(e, name=None if e.mentions else e.name) for e in bare.entities]
    return replace(bare, entities=entities)


def with_quotes(record: Record, text: str) -> Record:
    """The record with each quote filled in from the text, and each missing name from the longest mention."""
    replace = msgspec.structs.replace
    full = map_spans(record, lambda span: replace(span, quote=text[span.start : span.end]))

    def named(entity: Entity) -> Entity:
        longest = max((m.quote or "" for m in entity.mentions), key=len, default=entity.id)
        return entity if entity.name else replace(entity, name=longest)

    return replace(full, entities=full.entities and [named(e) for e in full.entities])

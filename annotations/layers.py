"""The layer records: one shape for gold, passes and predictions.

Spans are half-open code-point offsets. A prediction may leave out offsets where it gives `quote` and `nth`
(the quote's occurrence in the text, from 1); gold always has offsets. Layers of real texts carry no quotes.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

import msgspec

from .labels import SPEAKER, Direction, EntityType, Issue, OutcomeKind, Polarity
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


class Refers(NamedTuple):
    """What the ids in a field name: records of these layers."""

    layers: tuple[str, ...]


ACTORS, DEMANDS, OUTCOMES = Refers(("entities",)), Refers(("demands",)), Refers(("outcomes",))
ANYTHING = Refers(("entities", "demands", "outcomes"))
EntityId = Annotated[str, ACTORS, _is("The `id` of an entity of this document, or `speaker`.")]
Speakers = Annotated[list[str], ACTORS, _is("The `id`s of entities of this document, or `speaker`; a set.")]


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
        str | None,
        ACTORS,
        _is("The `id` of the entity that it speaks or acts for, or `speaker`; chains of these must end."),
    ] = None
    mentions: list[Mention] = []


class Demand(Mention, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A state of affairs that an actor requires, calls for, proposes or rules out; a precondition where a gate starts from it."""

    id: Name
    direction: Direction
    issue: Issue
    issuers: Speakers
    addressees: Speakers = _written(list)
    vague: Annotated[bool, _is("Whether the demand names no state of affairs; scoring ignores it in predictions.")] = (
        _written(bool)
    )
    same_as: Annotated[
        str | None,
        DEMANDS,
        _is("The `id` of the demand of this document that this one restates; chains of these must end."),
    ] = _written(lambda: None)


class Outcome(Mention, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The mention of an event that a demand gates or a stance targets."""

    id: Name
    kind: OutcomeKind


class Gate(Mention, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """That an outcome comes only if a demand is met; the span is the cue that says so, and a prediction may leave it out."""

    id: Name
    demand: Annotated[str, DEMANDS, _is("The `id` of the demand of this document that must be met.")]
    outcome: Annotated[str, OUTCOMES, _is("The `id` of the outcome of this document that waits for it.")]


class Stance(Mention, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who (`holder`) stands how (`polarity`) to what (`target`: an outcome, a demand or an entity); the span is the cue."""

    id: Name
    holder: EntityId
    target: Annotated[
        str, ANYTHING, _is("The `id` of an outcome, a demand or an entity of this document, or `speaker`.")
    ]
    polarity: Polarity


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """All layers of one document. A layer that is null or left out was not attempted; an empty list says there is none.

    Ids are unique within a layer, and among entities, demands and outcomes together.
    """

    doc: Annotated[Name, _is("The document's id in the corpus; each stands once in a file.")]
    entities: list[Entity] | None = None
    demands: list[Demand] | None = None
    outcomes: list[Outcome] | None = None
    gates: list[Gate] | None = None
    stances: list[Stance] | None = None
    conflicts: Annotated[
        list[tuple[str, str]] | None,
        DEMANDS,
        _is("Pairs of `id`s of demands of this document that cannot both be met."),
    ] = None

    def spans(self) -> Iterator[tuple[str, str, Mention]]:
        """Every span of the record as (layer, id of its record, span)."""
        for entity in self.entities or ():
            for mention in entity.mentions:
                yield "entities", entity.id, mention
        for layer in ("demands", "outcomes", "gates", "stances"):
            for item in getattr(self, layer) or ():
                yield layer, item.id, item

    def waits(self) -> bool:
        """Whether some span has a quote and no offsets yet."""
        return any(span.start is None and span.quote is not None for _, _, span in self.spans())

    def __str__(self) -> str:
        return msgspec.json.encode(self).decode()


KINDS: dict[str, type[msgspec.Struct]] = {
    "entities": Entity,
    "demands": Demand,
    "outcomes": Outcome,
    "gates": Gate,
    "stances": Stance,
}
"""Layer -> its record type; `conflicts` alone holds pairs of ids instead of records."""
LAYERS = (*KINDS, "conflicts")


class Field(NamedTuple):
    """One label of a record: its name, the layers that its ids name (none for a label of another kind), whether it is a set."""

    name: str
    refers: tuple[str, ...]
    many: bool


@cache
def fields(layer: str) -> tuple[Field, ...]:
    """The labels of a layer's records as declared: all fields but the id and what places a span."""
    placing = {"id", "mentions", *Mention.__struct_fields__}
    hints = get_type_hints(KINDS[layer], include_extras=True)
    names = [field for field in KINDS[layer].__struct_fields__ if field not in placing]
    return tuple(Field(name, _refers(hints[name]), _many(hints[name])) for name in names)


def _refers(hint: Any) -> tuple[str, ...]:
    """The layers that a declared type says its ids are of."""
    marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    return next((mark.layers for mark in marks if isinstance(mark, Refers)), ())


def _many(hint: Any) -> bool:
    plain = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    return get_origin(plain) is list


def references(record: Record) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Every id that the record refers to, as (layer and id of the record, field, the id, the layers it may be of)."""
    for layer in KINDS:
        linked = [field for field in fields(layer) if field.refers]
        for item in getattr(record, layer) or () if linked else ():
            for name, layers, many in linked:
                said = getattr(item, name)
                for one in said if many else () if said is None else (said,):
                    yield f"{layer} {item.id}", name, one, layers
    for n, pair in enumerate(record.conflicts or (), 1):
        yield from ((f"conflicts {n}", "pair", name, DEMANDS.layers) for name in pair)


def renamed(record: Record, names: dict[str, str]) -> Record:
    """The record with ids replaced throughout; ids that `names` lacks stay."""

    def to(value: Any) -> Any:
        return [names.get(v, v) for v in value] if isinstance(value, list | tuple) else names.get(value, value)

    def over(layer: str) -> Any:
        changed = ["id", *(field.name for field in fields(layer) if field.refers)]
        items = getattr(record, layer)
        return items and [msgspec.structs.replace(i, **{f: to(getattr(i, f)) for f in changed}) for i in items]

    pairs = record.conflicts and [(to(a), to(b)) for a, b in record.conflicts]
    return msgspec.structs.replace(record, **{layer: over(layer) for layer in KINDS}, conflicts=pairs)


def map_spans(record: Record, change: Callable[[Any], Any]) -> Record:
    """A copy of the record with each span record replaced by ``change(span record)``, in the order of `Record.spans`."""
    replace = msgspec.structs.replace
    entities = record.entities and [replace(e, mentions=[change(m) for m in e.mentions]) for e in record.entities]
    changed = {
        layer: getattr(record, layer) and [change(item) for item in getattr(record, layer)]
        for layer in KINDS
        if layer != "entities"
    }
    return replace(record, entities=entities, **changed)


def ends(links: Mapping[str, str | None], stops: Container[str] = ()) -> dict[str, str | None]:
    """Each name -> where its chain of links ends: at a name in `stops`, or at one that links to nothing or to itself.

    None for a chain that runs in a circle or to an unknown name. Each link is followed once, however long the chains.
    """
    found: dict[str, str | None] = {}
    linked: dict[str, str] = {}
    for name, to in links.items():
        if to is None or to == name or name in stops:
            found[name] = name
        else:
            linked[name] = to
    for name, to in linked.items():
        if to in found:
            found[name] = found[to]
            continue
        path: dict[str, None] = {}
        at = name
        while at in links and at not in found and at not in path:
            path[at] = None
            at = links[at] or at
        found |= dict.fromkeys(path, found.get(at))
    return found


def sides(record: Record) -> dict[str, str | None]:
    """Entity id -> its side, for every entity and for the reserved `speaker`, whether listed or not.

    None where the `principal`s run in a circle or to an unknown id.
    """
    links: dict[str, str | None] = {SPEAKER: None}
    for entity in record.entities or ():
        links[entity.id] = entity.principal
    return ends(links)


def without_quotes(record: Record) -> Record:
    """The record by offsets alone, as the layers of real texts are kept."""
    replace = msgspec.structs.replace
    bare = map_spans(record, lambda span: replace(span, quote=None, nth=None))
    entities = bare.entities and [replace(e, name=None if e.mentions else e.name) for e in bare.entities]
    return replace(bare, entities=entities)


def with_quotes(record: Record, text: str) -> Record:
    """The record with each quote filled in from the text, and each missing name from the longest mention."""
    replace = msgspec.structs.replace
    full = map_spans(record, lambda m: m if m.start is None else replace(m, quote=text[m.start : m.end]))

    def named(entity: Entity) -> Entity:
        longest = max((m.quote or "" for m in entity.mentions), key=len, default=entity.id)
        return entity if entity.name else replace(entity, name=longest)

    return replace(full, entities=full.entities and [named(e) for e in full.entities])

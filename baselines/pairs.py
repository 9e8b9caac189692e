"""What the linear system's labellers and tie models look at, who is a candidate, and the examples that gold gives them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple, TypeVar

from ..annotations.layers import Demand, Entity, Outcome, Record, sides
from ..annotations.span import Span
from .features import after, bag, before, bucket, of_pair, of_tokens, shape
from .learn import Row
from .lexicon import lexicon
from .tagger import bio
from .text import Text

PRINCIPALS = ("state", "igo", "armed_group", "group")
Example = tuple[str, Row, dict[str, str]]
T = TypeVar("T")


def of_mention(text: Text, span: Span) -> Row:
    """For an actor's type."""
    words = text.within(span) or ["?"]
    last = text.text[span.start : span.end].split()[-1:]
    return [
        f"head={words[-1]}",
        f"first={words[0]}",
        f"n={bucket(len(words))}",
        *(f"shape={shape(word)}" for word in last),
        *bag(words, "in"),
    ]


def of_demand(text: Text, span: Span) -> Row:
    """For a demand's direction: the words before it."""
    return before(text, span, 6, "before") + bag(text.within(span)[:2], "opens")


def of_content(text: Text, span: Span) -> Row:
    """For a demand's issue: its words."""
    return bag(text.within(span), "in")


def of_outcome(text: Text, span: Span) -> Row:
    """For an outcome's kind."""
    return bag(text.within(span), "in") + after(text, span, 2, "after")


_CONDITION = re.compile(r"\b(?:only|provided|condition|unless|if|as long as|once)\b", re.I)


def of_cue(text: Text, cue: Span) -> Row:
    """For a stance's polarity: the cue, its neighbours, and whether a condition follows in the sentence."""
    condition = _CONDITION.search(text.text, cue.end, text.around(cue).end)
    return [
        *bag(text.within(cue), "cue"),
        *before(text, cue, 3, "before"),
        *after(text, cue, 4, "after"),
        f"condition={condition is not None}",
    ]


def of_actor(text: Text, place: Span, actor: Entity) -> Row:
    """For issuers, addressees and holders: the actor's nearest mention to a place, and what the actor is."""
    nearest = min((m.span for m in actor.mentions), key=lambda s: _distance(s, place))
    opens = text.sentences[text.sentence(nearest.start)].spans[0].start
    return [
        *of_pair(text, nearest, place),
        f"type={actor.type}",
        f"mentions={bucket(len(actor.mentions))}",
        f"opens sentence={nearest.start == opens}",
        f"any before={any(m.span.end <= place.start for m in actor.mentions)}",
        f"inside={place.contains(nearest)}",
    ]


def _distance(a: Span, b: Span) -> int:
    """Characters between two places; what stands behind counts double, for issuers mostly come first."""
    return b.start - a.end if a.end <= b.start else 2 * (a.start - b.end) if a.start >= b.end else 0


_MARKER = re.compile(
    r"\b(?:only (?:if|after|when|once)|if|unless|until|before|after|must|should|(?:pre)?condition\w*|in exchange|in return"
    r"|once|first|depend\w*|provided|prerequisite\w*|as long as|prior to|only)\b",
    re.I,
)


def _markers(text: Text, demand: Span, outcome: Span) -> list[Span]:
    """Words that may gate in the sentences of two places."""
    one, other = text.around(demand), text.around(outcome)
    return [Span(*m.span()) for m in _MARKER.finditer(text.text, min(one.start, other.start), max(one.end, other.end))]


def marker(text: Text, demand: Span, outcome: Span) -> Span | None:
    """The cue of a gate, if it is one: the marker nearest to its outcome or its demand."""
    found = _markers(text, demand, outcome)
    return min(found, key=lambda m: min(_gap(m, demand), _gap(m, outcome)), default=None)


def _gap(a: Span, b: Span) -> int:
    return max(a.start, b.start) - min(a.end, b.end)


def of_gate(text: Text, demand: Span, outcome: Span) -> Row:
    """For gates: how demand and outcome lie, and the markers of their sentences."""
    return [
        *of_pair(text, demand, outcome),
        *bag((text.text[m.start : m.end].lower() for m in _markers(text, demand, outcome)), "marker"),
        *bag(text.within(outcome), "outcome"),
    ]


def of_target(text: Text, cue: Span, target: Demand | Outcome) -> Row:
    """For targets of stances."""
    kind = target.kind if isinstance(target, Outcome) else "demand"
    return [*of_pair(text, cue, target.span), f"kind={kind}"]


class Names(NamedTuple):
    """An entity by its mentions, as principals are told by: their words, and where they start and what starts right behind them."""

    entity: Entity
    words: tuple[str, ...]
    all: str
    starts: frozenset[int]
    behind: frozenset[int]

    @classmethod
    def of(cls, text: Text, entity: Entity) -> Names:
        spans = [m.span for m in entity.mentions]
        words = tuple(dict.fromkeys(text.text[s.start : s.end].lower() for s in spans))
        behind = frozenset(s.end + gap for s in spans for gap in range(4))
        return cls(entity, words, "\n".join(words), frozenset(s.start for s in spans), behind)


def of_principal(text: Text, one: Names, other: Names) -> Row:
    """For principals: whether the other's name stands in or right before the entity's mentions."""
    entity, first = one.entity, one.entity.mentions[0].span
    inside = any(name in one.all for name in other.words)
    before = not one.starts.isdisjoint(other.behind)
    head = text.within(first)[:1] or ["?"]
    return [
        f"type={entity.type}",
        f"types={entity.type}>{other.entity.type}",
        f"inside={inside}",
        f"before={before}",
        f"inside+type={inside}{entity.type}",
        f"before+type={before}{entity.type}",
        f"most named={bucket(len(other.starts))}",
        f"title={head[0]}",
        f"near={bucket(min(abs(first.start - start) for start in other.starts) // 12)}",
    ]


def of_conflict(text: Text, a: Demand, b: Demand) -> Row:
    """For conflicts: directions, issues and shared words."""
    ours, theirs = ({w for w in text.within(d.span) if len(w) > 3} for d in (a, b))
    return [
        f"directions={'+'.join(sorted((a.direction, b.direction)))}",
        f"one issue={a.issue == b.issue}",
        f"issues={'+'.join(sorted((a.issue, b.issue)))}",
        f"shared={min(len(ours & theirs), 3)}",
        f"both={a.issue == b.issue}{a.direction == b.direction}{bool(ours & theirs)}",
    ]


# -- candidates


def near(text: Text, place: Span, things: Sequence[T]) -> list[T]:
    """The things with a span that starts in the sentence of a place or in its neighbours."""
    own = text.sentence(place.start)
    first, last = text.sentences[max(0, own - 1)].span, text.sentences[own + 1 : own + 2]
    end = last[0].span.end if last else len(text.text)
    return [thing for thing in things if any(first.start <= start < end for start in _starts(thing))]


def _starts(thing: Any) -> list[int]:
    return [m.span.start for m in thing.mentions] if isinstance(thing, Entity) else [thing.span.start]


def principals(names: Sequence[Names], one: Names) -> list[Names]:
    """Whom an entity may speak for: bodies of states and of their organisations speak for none but these."""
    own = (one.entity.type,) if one.entity.type in ("state", "igo") else PRINCIPALS
    return [other for other in names if other.entity.type in own and other is not one]


def cued(text: Text, outcomes: Sequence[Span]) -> list[Outcome]:
    """What the word lists take for outcomes and what overlaps none of these; gates and stances show which ones are."""
    found = lexicon().cues("outcome", text.text, Span(0, len(text.text)))
    free = [cue for cue in found if not any(cue.span.overlap(span) for span in outcomes)]
    kinds: list[Any] = [cue.label for cue in free]
    return [Outcome(*cue.span, id=f"cue {cue.span.start}", kind=kind) for cue, kind in zip(free, kinds, strict=True)]


# -- what gold teaches

TAGGED = ("entities", "demands", "outcomes", "stances")
LABELLED: dict[str, tuple[str, Callable[[Text, Span], Row]]] = {
    "type": ("mention", of_mention),
    "direction": ("opening", of_demand),
    "issue": ("content", of_content),
    "kind": ("outcome", of_outcome),
    "polarity": ("cue", of_cue),
}
"""Labeller -> what it sees, and how it looks at a place."""
SEEN: dict[str, tuple[str, ...]] = {
    "token": TAGGED,
    **{seen: (model,) for model, (seen, _) in LABELLED.items()},
    "party": ("issuer", "addressee"),
    **{tie: (tie,) for tie in ("holder", "target", "gate", "principal", "conflict")},
}
"""What is seen -> the models that look at it: they share rows and columns."""


def examples(text: Text, record: Record) -> Iterator[Example]:
    """Every example that one gold record gives, as (what is seen, features, model -> label)."""
    yield from _tags(text, record)
    yield from _labels(text, record)
    events = [*(record.outcomes or ()), *cued(text, [o.span for o in record.outcomes or ()])]
    yield from _demand_ties(text, record, events)
    yield from _stance_ties(text, record, events)
    names = [Names.of(text, entity) for entity in record.entities or () if entity.mentions]
    for one in names:
        for other in principals(names, one):
            yield _tie("principal", of_principal(text, one, other), one.entity.principal == other.entity.id)
    side = sides(record)
    gold = {frozenset(pair) for pair in record.conflicts or ()}
    for a, b in combinations(record.demands or (), 2):
        if not {side.get(i) for i in a.issuers} & {side.get(i) for i in b.issuers}:
            yield _tie("conflict", of_conflict(text, a, b), frozenset((a.id, b.id)) in gold)


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def _tie(name: str, row: Row, truth: bool) -> Example:
    return name, row, {name: _yes(truth)}


def _tags(text: Text, record: Record) -> Iterator[Example]:
    spans: dict[str, list[Span]] = {layer: [] for layer in TAGGED}
    for layer, _, mention in record.spans():
        if layer in spans:
            spans[layer].append(mention.span)
    tags = [bio(text, spans[layer]) for layer in TAGGED]
    for row, *own in zip(of_tokens(text), *tags, strict=True):
        yield "token", row, dict(zip(TAGGED, own, strict=True))


def _labels(text: Text, record: Record) -> Iterator[Example]:
    said: list[tuple[str, Span, str]] = []
    for entity in record.entities or ():
        said += [("type", mention.span, entity.type) for mention in entity.mentions]
    for demand in record.demands or ():
        said += [("direction", demand.span, demand.direction), ("issue", demand.span, demand.issue)]
    said += [("kind", outcome.span, outcome.kind) for outcome in record.outcomes or ()]
    said += [("polarity", stance.span, stance.polarity) for stance in record.stances or ()]
    for model, span, label in said:
        seen, look = LABELLED[model]
        yield seen, look(text, span), {model: label}


def _demand_ties(text: Text, record: Record, events: Sequence[Outcome]) -> Iterator[Example]:
    tied = {(gate.demand, gate.outcome) for gate in record.gates or ()}
    for demand in record.demands or ():
        for entity in near(text, demand.span, record.entities or ()):
            said = {"issuer": _yes(entity.id in demand.issuers), "addressee": _yes(entity.id in demand.addressees)}
            yield "party", of_actor(text, demand.span, entity), said
        for outcome in near(text, demand.span, events):
            if marker(text, demand.span, outcome.span):
                yield _tie("gate", of_gate(text, demand.span, outcome.span), (demand.id, outcome.id) in tied)


def _stance_ties(text: Text, record: Record, events: Sequence[Outcome]) -> Iterator[Example]:
    things: list[Any] = [*events, *(record.demands or ())]
    for stance in record.stances or ():
        for entity in near(text, stance.span, record.entities or ()):
            yield _tie("holder", of_actor(text, stance.span, entity), entity.id == stance.holder)
        for thing in near(text, stance.span, things):
            yield _tie("target", of_target(text, stance.span, thing), thing.id == stance.target)

"""What the linear system's labellers and tie models look at, and the examples that gold gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from ..annotations.layers import Demand, Entity, Outcome, Record, sides
from ..annotations.sentences import around
from ..annotations.span import Span
from .features import Features, bucket, of_pair, of_words, shape

PRINCIPALS = ("state", "igo", "armed_group", "group")
Example = tuple[str, Features, str]


def _words(text: str, span: Span) -> list[str]:
    return re.findall(r"\w+", text[span.start : span.end])


def _before(text: str, span: Span, n: int) -> list[str]:
    return re.findall(r"\w+|[,:;]", text[max(0, span.start - 120) : span.start])[-n:]


def _after(text: str, span: Span, n: int) -> list[str]:
    return re.findall(r"\w+|[,:;.]", text[span.end : span.end + 120])[:n]


def of_mention(text: str, span: Span) -> Features:
    """For an actor's type."""
    words = _words(text, span) or ["?"]
    return {
        "head": words[-1].lower(),
        "first": words[0].lower(),
        "n": bucket(len(words)),
        "shape": shape(words[-1]),
    } | of_words(words, "in")


def of_demand(text: str, span: Span) -> Features:
    """For a demand's direction: the words before it."""
    return of_words(_before(text, span, 6), "before") | of_words(_words(text, span)[:2], "opens")


def of_content(text: str, span: Span) -> Features:
    """For a demand's issue: its words."""
    return of_words(_words(text, span), "in")


def of_outcome(text: str, span: Span) -> Features:
    """For an outcome's kind."""
    return of_words(_words(text, span), "in") | of_words(_after(text, span, 2), "after")


def of_cue(text: str, cue: Span) -> Features:
    """For a stance's polarity: the cue, its neighbours, and whether a condition follows in the sentence."""
    rest = text[cue.end : around(text, cue).end].lower()
    condition = bool(re.search(r"\b(only|provided|condition|unless|if|as long as|once)\b", rest))
    return (
        of_words(_words(text, cue), "cue")
        | of_words(_before(text, cue, 3), "before")
        | of_words(_after(text, cue, 4), "after")
        | {"condition": condition}
    )


def of_actor(text: str, place: Span, actor: Entity) -> Features:
    """For issuers, addressees and holders: the actor's nearest mention to a place, and what the actor is."""
    if not actor.mentions:
        return {"silent": True}
    nearest = min((m.span for m in actor.mentions), key=lambda s: _distance(s, place))
    before = [m for m in actor.mentions if m.span.end <= place.start]
    return of_pair(text, nearest, place) | {
        "type": actor.type,
        "mentions": bucket(len(actor.mentions)),
        "opens sentence": nearest.start == around(text, nearest).start,
        "any before": bool(before),
        "inside": place.contains(nearest),
    }


def _distance(a: Span, b: Span) -> int:
    """Characters between two places; what stands behind counts double, for issuers mostly come first."""
    return b.start - a.end if a.end <= b.start else 2 * (a.start - b.end) if a.start >= b.end else 0


def of_gate(text: str, demand: Span, outcome: Span) -> Features:
    """For gates: how demand and outcome lie, and the markers of their sentences."""
    window = text[min(around(text, demand).start, around(text, outcome).start) : max(demand.end, outcome.end)].lower()
    markers = re.findall(
        r"\b(only if|only after|unless|until|before|must|should|condition\w*|exchange|return|once|first|depend\w*|precondition\w*)\b",
        window,
    )
    return (
        of_pair(text, demand, outcome)
        | {f"marker:{m}": True for m in markers}
        | of_words(_words(text, outcome), "outcome")
    )


def of_target(text: str, cue: Span, target: Demand | Outcome) -> Features:
    """For targets of stances."""
    kind = target.kind if isinstance(target, Outcome) else "demand"
    return of_pair(text, cue, target.span) | {"kind": kind}


def of_principal(text: str, entity: Entity, other: Entity) -> Features:
    """For principals: whether the other's name stands in or right before the entity's mentions."""
    names = {text[m.span.start : m.span.end].lower() for m in other.mentions}
    inside = any(name in text[m.span.start : m.span.end].lower() for m in entity.mentions for name in names)
    before = any(0 <= m.span.start - o.span.end <= 3 for m in entity.mentions for o in other.mentions)
    head = (_words(text, entity.mentions[0].span) or ["?"])[0].lower() if entity.mentions else "?"
    return {
        "type": entity.type,
        "types": f"{entity.type}>{other.type}",
        "inside": inside,
        "before": before,
        "inside+type": f"{inside}{entity.type}",
        "before+type": f"{before}{entity.type}",
        "most named": bucket(len(other.mentions)),
        "title": head,
        "near": _first_gap(entity, other),
    }


def _first_gap(entity: Entity, other: Entity) -> str:
    gaps = [abs(m.span.start - o.span.start) for m in entity.mentions[:1] for o in other.mentions]
    return bucket(min(gaps) // 12) if gaps else "none"


def of_conflict(text: str, a: Demand, b: Demand) -> Features:
    """For conflicts: directions, issues and shared words."""
    ours, theirs = ({w.lower() for w in _words(text, d.span) if len(w) > 3} for d in (a, b))
    return {
        "directions": "+".join(sorted((a.direction, b.direction))),
        "one issue": a.issue == b.issue,
        "issues": "+".join(sorted((a.issue, b.issue))),
        "shared": min(len(ours & theirs), 3),
        "both": f"{a.issue == b.issue}{a.direction == b.direction}{bool(ours & theirs)}",
    }


def examples(text: str, record: Record) -> Iterator[Example]:
    """Every example that one gold record gives, as (model, features, label)."""
    yield from _labels(text, record)
    yield from _demand_ties(text, record)
    yield from _stance_ties(text, record)
    yield from _principal_ties(text, record)
    side = sides(record)
    gold = {frozenset(pair) for pair in record.conflicts or ()}
    for a, b in combinations(record.demands or (), 2):
        if not {side.get(i) for i in a.issuers} & {side.get(i) for i in b.issuers}:
            yield "conflict", of_conflict(text, a, b), _yes(frozenset((a.id, b.id)) in gold)


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def _labels(text: str, record: Record) -> Iterator[Example]:
    for entity in record.entities or ():
        yield from (("type", of_mention(text, m.span), entity.type) for m in entity.mentions)
    for demand in record.demands or ():
        yield "direction", of_demand(text, demand.span), demand.direction
        yield "issue", of_content(text, demand.span), demand.issue
    for outcome in record.outcomes or ():
        yield "kind", of_outcome(text, outcome.span), outcome.kind
    for stance in record.stances or ():
        yield "polarity", of_cue(text, stance.span), stance.polarity


def _demand_ties(text: str, record: Record) -> Iterator[Example]:
    voiced = [e for e in record.entities or () if e.mentions]
    tied = {(gate.demand, gate.outcome) for gate in record.gates or ()}
    for demand in record.demands or ():
        for entity in voiced:
            row = of_actor(text, demand.span, entity)
            yield "issuer", row, _yes(entity.id in demand.issuers)
            yield "addressee", row, _yes(entity.id in demand.addressees)
        for outcome in record.outcomes or ():
            yield "gate", of_gate(text, demand.span, outcome.span), _yes((demand.id, outcome.id) in tied)


def _stance_ties(text: str, record: Record) -> Iterator[Example]:
    voiced = [e for e in record.entities or () if e.mentions]
    things: list[Any] = [*(record.outcomes or ()), *(record.demands or ())]
    for stance in record.stances or ():
        for entity in voiced:
            yield "holder", of_actor(text, stance.span, entity), _yes(entity.id == stance.holder)
        for thing in things:
            yield "target", of_target(text, stance.span, thing), _yes(thing.id == stance.target)


def _principal_ties(text: str, record: Record) -> Iterator[Example]:
    voiced = [e for e in record.entities or () if e.mentions]
    for entity in voiced:
        for other in voiced:
            if other.id != entity.id and other.type in PRINCIPALS:
                yield "principal", of_principal(text, entity, other), _yes(entity.principal == other.id)

"""The linear system: taggers find spans, classifiers label them and tie them together. Fitted on train alone.

A reading of one text is written as if it stood alone: it yields what it sees and is sent what the models say. The
readings of a shard go side by side, so that each model is asked once for all of them.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from itertools import chain, combinations, islice
from typing import Any, TypeVar

import msgspec

from ..annotations.labels import DIRECTIONS, ENTITY_TYPES, ISSUES, OUTCOME_KINDS, POLARITIES
from ..annotations.layers import Demand, Entity, Gate, Outcome, Record, Stance, sides
from ..annotations.span import Span
from ..corpus.document import Document
from . import pairs
from .base import numbered
from .features import of_tokens
from .learn import Classifier, Row, Vocabulary
from .names import entities
from .tagger import Tagger
from .text import Text

SHARD = 64
"""Documents that are predicted at once; what is predicted does not hang on it."""
RARE = ("gate", "conflict")
"""Ties whose few positive examples are weighed up in training."""
GATES_FROM = 1.0
"""Log odds from which on a demand is taken to gate an outcome."""
T = TypeVar("T")
Answers = dict[str, list[Any]]
"""Model -> what it says of each row: a label, or the log odds of a tie."""
Reading = Generator[tuple[str, list[Row]], Answers, T]
"""Yields (what is seen, rows), is sent the answers of the models that look at it, and returns what it read."""


class Learnt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the models know beside their weights: the features by what is seen, and the classes by model."""

    words: dict[str, list[str]]
    classes: dict[str, list[str]]


class System:
    """Four taggers, five labellers, seven tie models. Boosts and thresholds were chosen on validation."""

    def __init__(self) -> None:
        self.taggers = {
            "entities": Tagger(boost=2.5),
            "demands": Tagger(boost=2.0),
            "outcomes": Tagger(boost=5.0),
            "stances": Tagger(boost=8.0),
        }
        labels = {
            "type": ENTITY_TYPES,
            "direction": DIRECTIONS,
            "issue": ISSUES,
            "kind": OUTCOME_KINDS,
            "polarity": POLARITIES,
        }
        self.labels = {name: Classifier(known, class_weight="balanced") for name, known in labels.items()}
        ties = ("principal", "issuer", "addressee", "gate", "holder", "target", "conflict")
        self.ties = {
            name: Classifier(("no", "yes"), class_weight="balanced" if name in RARE else None) for name in ties
        }
        self.words: dict[str, Vocabulary] = {}

    @property
    def parts(self) -> dict[str, Classifier]:
        """Every model by name."""
        return {**self.taggers, **self.labels, **self.ties}

    def parameters(self) -> int:
        return sum(part.parameters() for part in self.parts.values())

    def learnt(self) -> dict[str, Any]:
        words = {seen: list(vocabulary.columns) for seen, vocabulary in self.words.items()}
        classes = {name: part.classes for name, part in self.parts.items()}
        return {"words": words, "classes": classes} | {name: part.weights for name, part in self.parts.items()}

    def recall(self, learnt: Mapping[str, Any]) -> None:
        told = msgspec.convert({name: learnt[name] for name in learnt if name not in self.parts}, Learnt)
        if set(told.words) != set(pairs.SEEN) or set(told.classes) != set(self.parts):
            raise ValueError("its models are others than these")
        self.words = {seen: Vocabulary(names) for seen, names in told.words.items()}
        for seen, models in pairs.SEEN.items():
            for name in models:
                try:
                    self.parts[name].recall(told.classes[name], learnt.get(name), len(self.words[seen].columns))
                except ValueError as error:
                    raise ValueError(f"its model {name!r}: {error}") from None

    def fit(self, documents: Sequence[Document], gold: Sequence[Record]) -> None:
        rows: dict[str, list[Row]] = {seen: [] for seen in pairs.SEEN}
        labels: dict[str, list[str]] = {name: [] for name in self.parts}
        for document, record in zip(documents, gold, strict=True):
            for seen, row, said in pairs.examples(Text.of(document), record):
                rows[seen].append(row)
                for name, label in said.items():
                    labels[name].append(label)
        for seen, models in pairs.SEEN.items():
            self.words[seen] = Vocabulary.of(rows[seen])
            encoded = self.words[seen].encode(rows[seen])
            for name in models:
                self.parts[name].fit(encoded, labels[name])

    # -- predicting

    def polarities(self, document: Document, cues: Sequence[Span]) -> list[str]:
        text = Text.of(document)
        return self._answers("cue", [[pairs.of_cue(text, cue) for cue in cues]])[0]["polarity"]

    def predict(self, documents: Sequence[Document]) -> list[Record]:
        shards = (documents[n : n + SHARD] for n in range(0, len(documents), SHARD))
        return [numbered(record) for shard in shards for record in self._shard([Text.of(d) for d in shard])]

    def _shard(self, texts: list[Text]) -> list[Record]:
        tokens = self.words["token"].encode([row for text in texts for row in of_tokens(text)])
        spans = [tagger.spans(texts, tokens) for tagger in self.taggers.values()]
        readings = [_record(text, *own) for text, *own in zip(texts, *spans, strict=True)]
        done: list[Record] = []
        sent: list[Any] = [None] * len(readings)
        while len(done) < len(readings):
            asked = []
            for reading, answers in zip(readings, sent, strict=True):
                try:
                    asked.append(reading.send(answers))
                except StopIteration as end:
                    done.append(end.value)
            sent = self._answers(asked[0][0], [rows for _, rows in asked]) if asked else []
        return done

    def _answers(self, seen: str, rows: Sequence[list[Row]]) -> list[Answers]:
        """What the models that look at this say of the rows of each reading."""
        encoded = self.words[seen].encode(list(chain.from_iterable(rows)))
        said = {name: iter(self._said(name, encoded)) for name in pairs.SEEN[seen]}
        return [{name: list(islice(flat, len(own))) for name, flat in said.items()} for own in rows]

    def _said(self, name: str, encoded: Any) -> list[Any]:
        return self.labels[name].labels(encoded) if name in self.labels else self.ties[name].yes(encoded)


# -- reading one text


def _record(
    text: Text, mentions: list[Span], places: list[Span], events: list[Span], cues: list[Span]
) -> Reading[Record]:
    """All layers, from the spans that the taggers found; outcomes that nothing gates or targets are left out."""
    actors = yield from _principals(text, (yield from _actors(text, mentions)))
    outcomes = yield from _outcomes(text, [*events, *(outcome.span for outcome in pairs.cued(text, events))])
    demands = yield from _demands(text, places, actors)
    stances = yield from _stances(text, cues, actors, [*outcomes, *demands])
    gates = yield from _gates(text, demands, outcomes)
    conflicts = yield from _conflicts(text, actors, demands)
    used = {gate.outcome for gate in gates} | {stance.target for stance in stances}
    return Record(text.doc, actors, demands, [o for o in outcomes if o.id in used], gates, stances, conflicts)


def _actors(text: Text, spans: list[Span]) -> Reading[list[Entity]]:
    types = (yield "mention", [pairs.of_mention(text, span) for span in spans])["type"]
    return entities((span, text.text[span.start : span.end], kind) for span, kind in zip(spans, types, strict=True))


def _principals(text: Text, actors: list[Entity]) -> Reading[list[Entity]]:
    """The actors with their principals, save those that lead round in a circle."""
    names = [pairs.Names.of(text, entity) for entity in actors]
    heads = [pairs.principals(names, one) for one in names]
    rows = [pairs.of_principal(text, one, other) for one, own in zip(names, heads, strict=True) for other in own]
    best = _best((yield "principal", rows)["principal"], [[head.entity for head in own] for own in heads], 0.0)
    replace = msgspec.structs.replace
    found = [replace(entity, principal=principal) for entity, principal in zip(actors, best, strict=True)]
    side = sides(Record(text.doc, found))
    return [entity if side[entity.id] else replace(entity, principal=None) for entity in found]


def _outcomes(text: Text, spans: list[Span]) -> Reading[list[Outcome]]:
    kinds = (yield "outcome", [pairs.of_outcome(text, span) for span in spans])["kind"]
    return [Outcome(*span, id=f"o{span.start}", kind=kind) for span, kind in zip(spans, kinds, strict=True)]


def _demands(text: Text, spans: list[Span], actors: list[Entity]) -> Reading[list[Demand]]:
    directions = (yield "opening", [pairs.of_demand(text, span) for span in spans])["direction"]
    issues = (yield "content", [pairs.of_content(text, span) for span in spans])["issue"]
    near = [pairs.near(text, span, actors) or actors for span in spans]
    said = yield "party", _rows(pairs.of_actor, text, spans, near)
    issuers, addressees = _best(said["issuer"], near), _best(said["addressee"], near, 0.0)
    return [
        Demand(
            *span,
            id=f"d{span.start}",
            direction=direction,
            issue=issue,
            issuers=[issuer] if issuer else [],
            addressees=[addressee] if addressee and addressee != issuer else [],
        )
        for span, direction, issue, issuer, addressee in zip(
            spans, directions, issues, issuers, addressees, strict=True
        )
    ]


def _stances(
    text: Text, cues: list[Span], actors: list[Entity], things: Sequence[Outcome | Demand]
) -> Reading[list[Stance]]:
    polarities = (yield "cue", [pairs.of_cue(text, cue) for cue in cues])["polarity"]
    who = [pairs.near(text, cue, actors) or actors for cue in cues]
    holders = _best((yield "holder", _rows(pairs.of_actor, text, cues, who))["holder"], who)
    what = [pairs.near(text, cue, things) for cue in cues]
    targets = _best((yield "target", _rows(pairs.of_target, text, cues, what))["target"], what)
    return [
        Stance(*cue, id=f"s{cue.start}", holder=holder, target=target, polarity=polarity)
        for cue, holder, target, polarity in zip(cues, holders, targets, polarities, strict=True)
        if holder and target
    ]


def _gates(text: Text, demands: list[Demand], outcomes: list[Outcome]) -> Reading[list[Gate]]:
    """The ties that can show a cue, so far as the model says yes."""
    near = [(demand, outcome) for demand in demands for outcome in pairs.near(text, demand.span, outcomes)]
    cues = [pairs.marker(text, demand.span, outcome.span) for demand, outcome in near]
    asked = [(demand, outcome, cue) for (demand, outcome), cue in zip(near, cues, strict=True) if cue]
    odds = (yield "gate", [pairs.of_gate(text, demand.span, outcome.span) for demand, outcome, _ in asked])["gate"]
    return [
        Gate(*cue, id=f"g{demand.start}-{outcome.start}", demand=demand.id, outcome=outcome.id)
        for (demand, outcome, cue), own in zip(asked, odds, strict=True)
        if own >= GATES_FROM
    ]


def _conflicts(text: Text, actors: list[Entity], demands: list[Demand]) -> Reading[list[tuple[str, str]]]:
    """Of the pairs of demands of known and different sides those that the model says yes to."""
    side = sides(Record(text.doc, actors))
    owners = [(demand, {side.get(i) for i in demand.issuers}) for demand in demands]
    asked = [(a, b) for (a, ours), (b, theirs) in combinations(owners, 2) if ours and theirs and not ours & theirs]
    odds = (yield "conflict", [pairs.of_conflict(text, a, b) for a, b in asked])["conflict"]
    return [(a.id, b.id) for (a, b), own in zip(asked, odds, strict=True) if own >= 0.0]


def _rows(look: Any, text: Text, places: list[Span], candidates: Sequence[Sequence[Any]]) -> list[Row]:
    """A row for each place with each of its candidates."""
    return [look(text, place, thing) for place, own in zip(places, candidates, strict=True) for thing in own]


def _best(
    odds: list[float], candidates: Sequence[Sequence[Any]], at_least: float = float("-inf")
) -> Iterator[str | None]:
    """For each list of candidates the id of the likeliest, the first of several; None where its log odds are too low."""
    left = iter(odds)
    for things in candidates:
        top = max(zip(things, islice(left, len(things)), strict=True), key=lambda pair: pair[1], default=None)
        yield top[0].id if top and top[1] >= at_least else None

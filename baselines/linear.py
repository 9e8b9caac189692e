"""The linear system: taggers find spans, classifiers label them and tie them together. Fitted on train alone.

Documents are predicted a shard at a time: each model is asked once for all that a shard holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
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
        return self._label("polarity", [Text.of(document)], [cues])[0]

    def predict(self, documents: Sequence[Document]) -> list[Record]:
        shards = (documents[n : n + SHARD] for n in range(0, len(documents), SHARD))
        return [numbered(record) for shard in shards for record in self._shard([Text.of(d) for d in shard])]

    def _shard(self, texts: list[Text]) -> list[Record]:
        tokens = self._encode("token", chain.from_iterable(map(of_tokens, texts)))
        spans = {layer: tagger.spans(texts, tokens) for layer, tagger in self.taggers.items()}
        actors = self._principals(texts, self._actors(texts, spans["entities"]))
        events = [
            [*own, *(o.span for o in pairs.cued(text, own))] for text, own in zip(texts, spans["outcomes"], strict=True)
        ]
        outcomes = self._outcomes(texts, events)
        demands = self._demands(texts, spans["demands"], actors)
        stances = self._stances(texts, spans["stances"], actors, demands, outcomes)
        gates = self._gates(texts, demands, outcomes)
        layers = zip(texts, actors, demands, outcomes, gates, stances, strict=True)
        return self._conflicts(texts, [_record(text.doc, *own) for text, *own in layers])

    def _encode(self, seen: str, rows: Iterable[Row]) -> Any:
        return self.words[seen].encode(list(rows))

    def _label(self, model: str, texts: Sequence[Text], spans: Sequence[Sequence[Span]]) -> list[list[str]]:
        """A label for each span of each text."""
        seen, look = pairs.LABELLED[model]
        rows = [look(text, span) for text, own in zip(texts, spans, strict=True) for span in own]
        return dealt(self.labels[model].labels(self._encode(seen, rows)), spans)

    def _actors(self, texts: list[Text], spans: list[list[Span]]) -> list[list[Entity]]:
        types = self._label("type", texts, spans)
        return [
            entities((span, text.text[span.start : span.end], kind) for span, kind in zip(own, kinds, strict=True))
            for text, own, kinds in zip(texts, spans, types, strict=True)
        ]

    def _principals(self, texts: list[Text], actors: list[list[Entity]]) -> list[list[Entity]]:
        asked = []
        for text, own in zip(texts, actors, strict=True):
            names = [pairs.Names.of(text, entity) for entity in own]
            asked += [[(text, one, other) for other in pairs.principals(names, one)] for one in names]
        encoded = self._encode("principal", (pairs.of_principal(*tie) for ties in asked for tie in ties))
        best = self._best("principal", encoded, [[other.entity.id for _, _, other in ties] for ties in asked], 0.0)
        return [_without_circles(own, heads) for own, heads in zip(actors, dealt(best, actors), strict=True)]

    def _outcomes(self, texts: list[Text], spans: list[list[Span]]) -> list[list[Outcome]]:
        return [
            [Outcome(*span, id=f"o{span.start}", kind=kind) for span, kind in zip(own, kinds, strict=True)]  # type: ignore[arg-type]
            for own, kinds in zip(spans, self._label("kind", texts, spans), strict=True)
        ]

    def _demands(self, texts: list[Text], spans: list[list[Span]], actors: list[list[Entity]]) -> list[list[Demand]]:
        asked = [
            (text, span, pairs.near(text, span, who) or who)
            for text, own, who in zip(texts, spans, actors, strict=True)
            for span in own
        ]
        encoded = self._encode("party", (pairs.of_actor(text, span, e) for text, span, who in asked for e in who))
        names = [[entity.id for entity in who] for _, _, who in asked]
        issuers, addressees = self._best("issuer", encoded, names), self._best("addressee", encoded, names, 0.0)
        labels = (chain.from_iterable(self._label(model, texts, spans)) for model in ("direction", "issue"))
        made: list[Any] = [
            Demand(
                *span,
                id=f"d{span.start}",
                direction=direction,
                issue=issue,
                issuers=[issuer] if issuer else [],
                addressees=[addressee] if addressee and addressee != issuer else [],
            )
            for (_, span, _), issuer, addressee, direction, issue in zip(
                asked, issuers, addressees, *labels, strict=True
            )
        ]
        return dealt(made, spans)

    def _stances(
        self,
        texts: list[Text],
        cues: list[list[Span]],
        actors: list[list[Entity]],
        demands: list[list[Demand]],
        outcomes: list[list[Outcome]],
    ) -> list[list[Stance]]:
        parties, things = [], []
        for text, own, who, what, events in zip(texts, cues, actors, demands, outcomes, strict=True):
            parties += [[(text, cue, entity) for entity in pairs.near(text, cue, who) or who] for cue in own]
            things += [[(text, cue, thing) for thing in pairs.near(text, cue, [*events, *what])] for cue in own]
        holders = self._nearest("holder", pairs.of_actor, parties)
        targets = self._nearest("target", pairs.of_target, things)
        polarities = chain.from_iterable(self._label("polarity", texts, cues))
        found: list[Stance | None] = []
        for cue, holder, target, label in zip(chain.from_iterable(cues), holders, targets, polarities, strict=True):
            polarity: Any = label
            made = (
                holder and target and Stance(*cue, id=f"s{cue.start}", holder=holder, target=target, polarity=polarity)
            )
            found.append(made or None)
        return [[stance for stance in own if stance] for own in dealt(found, cues)]

    def _gates(self, texts: list[Text], demands: list[list[Demand]], outcomes: list[list[Outcome]]) -> list[list[Gate]]:
        asked = [
            [
                (text, demand, outcome, cue)
                for demand in wanted
                for outcome in pairs.near(text, demand.span, events)
                if (cue := pairs.marker(text, demand.span, outcome.span))
            ]
            for text, wanted, events in zip(texts, demands, outcomes, strict=True)
        ]
        rows = (pairs.of_gate(text, d.span, o.span) for ties in asked for text, d, o, _ in ties)
        scores = dealt(self.ties["gate"].yes(self._encode("gate", rows)), asked)
        return [
            [
                Gate(*cue, id=f"g{d.start}-{o.start}", demand=d.id, outcome=o.id)
                for (_, d, o, cue), score in zip(ties, own, strict=True)
                if score >= GATES_FROM
            ]
            for ties, own in zip(asked, scores, strict=True)
        ]

    def _conflicts(self, texts: list[Text], records: list[Record]) -> list[Record]:
        asked = [list(_across(record)) for record in records]
        rows = (pairs.of_conflict(text, a, b) for text, ties in zip(texts, asked, strict=True) for a, b in ties)
        scores = dealt(self.ties["conflict"].yes(self._encode("conflict", rows)), asked)
        found = [
            [(a.id, b.id) for (a, b), score in zip(ties, own, strict=True) if score >= 0.0]
            for ties, own in zip(asked, scores, strict=True)
        ]
        return [msgspec.structs.replace(r, conflicts=own) for r, own in zip(records, found, strict=True)]

    def _nearest(self, model: str, look: Callable[..., Row], asked: list[list[tuple[Text, Span, Any]]]) -> list[Any]:
        """Of each list of candidates the id of the one that the model likes most."""
        encoded = self._encode(model, (look(*tie) for ties in asked for tie in ties))
        return self._best(model, encoded, [[thing.id for _, _, thing in ties] for ties in asked])

    def _best(
        self, model: str, encoded: Any, candidates: list[list[str]], at_least: float = float("-inf")
    ) -> list[str | None]:
        """Of each list of candidates the one that the model likes most, the first of several, None below the log odds."""
        found: list[str | None] = []
        for names, scores in zip(candidates, dealt(self.ties[model].yes(encoded), candidates), strict=True):
            top = max(range(len(names)), key=scores.__getitem__, default=None)
            found.append(names[top] if top is not None and scores[top] >= at_least else None)
        return found


def dealt(flat: Iterable[T], hands: Sequence[Sized]) -> list[list[T]]:
    """Answers in one row, dealt back to the lists that were asked about."""
    left: Iterator[T] = iter(flat)
    return [list(islice(left, len(hand))) for hand in hands]


def _record(
    doc: str,
    actors: list[Entity],
    demands: list[Demand],
    outcomes: list[Outcome],
    gates: list[Gate],
    stances: list[Stance],
) -> Record:
    """The layers together, without outcomes that nothing gates or targets."""
    used = {gate.outcome for gate in gates} | {s.target for s in stances}
    return Record(doc, actors, demands, [o for o in outcomes if o.id in used], gates, stances, [])


def _without_circles(actors: list[Entity], principals: list[str | None]) -> list[Entity]:
    """The actors with their principals, save those that lead round in a circle."""
    replace = msgspec.structs.replace
    found = [replace(entity, principal=principal) for entity, principal in zip(actors, principals, strict=True)]
    side = sides(Record("", found))
    return [entity if side[entity.id] else replace(entity, principal=None) for entity in found]


def _across(record: Record) -> Iterator[tuple[Demand, Demand]]:
    """Pairs of demands of known and different sides."""
    side = sides(record)
    owners = [(demand, {side.get(i) for i in demand.issuers}) for demand in record.demands or ()]
    yield from ((a, b) for (a, ours), (b, theirs) in combinations(owners, 2) if ours and theirs and not ours & theirs)

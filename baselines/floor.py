"""The floor: capitalised words are states, what follows the sentence's first modal is a demand, labels are train's commonest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

import msgspec

from ..annotations.labels import Direction, EntityType, Issue, OutcomeKind, Polarity
from ..annotations.layers import Demand, Entity, Gate, Outcome, Record, Stance
from ..annotations.span import Span
from ..corpus.document import Document
from .base import numbered
from .names import capitalised, entities, nearest_before
from .text import Sentence, Text

MODALS = {"must", "should", "to"}
EVENTS: dict[str, OutcomeKind] = {
    "talks": "talks",
    "negotiations": "talks",
    "ceasefire": "ceasefire",
    "agreement": "settlement",
}


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One label of each of four sets."""

    type: EntityType
    direction: Direction
    issue: Issue
    polarity: Polarity


GUESS = Labels("state", "require", "process", "support")
"""Said where no gold says otherwise."""


class System:
    """No knowledge but four labels."""

    def __init__(self) -> None:
        self.labels = GUESS

    def fit(self, documents: Sequence[Document], gold: Sequence[Record]) -> None:
        demands = [d for record in gold for d in record.demands or ()]
        said: dict[str, Iterable[str]] = {
            "type": (e.type for record in gold for e in record.entities or ()),
            "direction": (d.direction for d in demands),
            "issue": (d.issue for d in demands),
            "polarity": (s.polarity for record in gold for s in record.stances or ()),
        }
        commonest = {name: _commonest(labels) for name, labels in said.items()}
        self.labels = msgspec.structs.replace(GUESS, **{name: label for name, label in commonest.items() if label})

    def parameters(self) -> int:
        return len(self.labels.__struct_fields__)

    def learnt(self) -> dict[str, Any]:
        return msgspec.structs.asdict(self.labels)

    def recall(self, learnt: Mapping[str, Any]) -> None:
        self.labels = msgspec.convert(dict(learnt), Labels)

    def polarities(self, document: Document, cues: Sequence[Span]) -> list[str]:
        return [self.labels.polarity] * len(cues)

    def predict(self, documents: Sequence[Document]) -> list[Record]:
        return [numbered(self._record(Text.of(document))) for document in documents]

    def _record(self, text: Text) -> Record:
        runs = [s.between(*run) for s in text.sentences for run in capitalised(s)]
        actors = entities((span, text.text[span.start : span.end], self.labels.type) for span in runs)
        demands: list[Demand] = []
        outcomes: list[Outcome] = []
        gates: list[Gate] = []
        stances: list[Stance] = []
        for sentence in text.sentences:
            event, modal = _event(sentence), _first(sentence.words[:-2], MODALS)
            if modal is not None:
                demands.append(self._demand(sentence, modal, actors))
                gates += [_gate(sentence.spans[modal], demands[-1], event)] if event else []
            elif event and (holder := nearest_before(actors, sentence.span)):
                stances.append(self._stance(sentence, holder, event.id))
            outcomes += [event] if event else []
        pairs = [
            (a.id, b.id) for a, b in combinations(demands, 2) if a.issuers != b.issuers and a.issuers and b.issuers
        ]
        return Record(text.doc, actors, demands, outcomes, gates, stances, pairs[:1])

    def _demand(self, sentence: Sentence, modal: int, actors: list[Entity]) -> Demand:
        span = sentence.between(modal + 1, len(sentence.words) - 1)
        issuer = nearest_before(actors, span)
        labels = self.labels
        return Demand(
            *span,
            id=f"d{span.start}",
            direction=labels.direction,
            issue=labels.issue,
            issuers=[issuer] if issuer else [],
        )

    def _stance(self, sentence: Sentence, holder: str, target: str) -> Stance:
        cue = sentence.spans[len(sentence.words) // 2]
        return Stance(*cue, id=f"s{cue.start}", holder=holder, target=target, polarity=self.labels.polarity)


def _first(words: Sequence[str], among: Iterable[str]) -> int | None:
    """Where the first of some words stands in a sentence."""
    return next((n for n, word in enumerate(words) if word.lower() in among), None)


def _event(sentence: Sentence) -> Outcome | None:
    at = _first(sentence.words, EVENTS)
    if at is None:
        return None
    span = sentence.spans[at]
    return Outcome(*span, id=f"o{span.start}", kind=EVENTS[sentence.words[at].lower()])


def _gate(modal: Span, demand: Demand, event: Outcome) -> Gate:
    """The sentence's event waits for its demand; the modal is the cue."""
    return Gate(*modal, id=f"g{demand.start}", demand=demand.id, outcome=event.id)


def _commonest(labels: Iterable[str]) -> Any:
    counts = Counter(labels)
    return min(counts, key=lambda label: (-counts[label], label), default=None)

"""The floor: capitalised words are states, what follows the sentence's first modal is a demand, labels are train's commonest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from ..annotations.layers import Demand, Entity, Gate, Outcome, Record, Stance
from ..annotations.span import Span
from ..corpus.document import Document
from .names import capitalised, entities, nearest_before
from .text import Sentence, tokenised

MODALS = {"must", "should", "to"}
EVENTS = {"talks": "talks", "negotiations": "talks", "ceasefire": "ceasefire", "agreement": "settlement"}


class System:
    """No knowledge but the commonest label of each of four sets."""

    def __init__(self) -> None:
        self.labels: dict[str, Any] = {}

    def fit(self, texts: Sequence[Document], gold: Sequence[Record]) -> None:
        demands = [d for record in gold for d in record.demands or ()]
        self.labels = {
            "type": _commonest(e.type for record in gold for e in record.entities or ()),
            "direction": _commonest(d.direction for d in demands),
            "issue": _commonest(d.issue for d in demands),
            "polarity": _commonest(s.polarity for record in gold for s in record.stances or ()),
        }

    def parameters(self) -> int:
        return len(self.labels)

    def save(self, folder: Path) -> None:
        (folder / "labels.json").write_text(json.dumps(self.labels), encoding="utf-8")

    def load(self, folder: Path) -> None:
        self.labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))

    def polarity(self, document: Document, cue: Span) -> str:
        return str(self.labels["polarity"])

    def predict(self, document: Document) -> Record:
        sentences = tokenised(document.text)
        runs = [s.between(*run) for s in sentences for run in capitalised(s)]
        actors = entities((span, document.text[span.start : span.end], self.labels["type"]) for span in runs)
        demands: list[Demand] = []
        outcomes: list[Outcome] = []
        gates: list[Gate] = []
        stances: list[Stance] = []
        for sentence in sentences:
            event = self._event(sentence, len(outcomes))
            demand = self._demand(sentence, actors, len(demands))
            holder = nearest_before(actors, sentence.span)
            if demand:
                demands.append(demand)
                gates += [Gate(id=f"g{len(gates) + 1}", demand=demand.id, outcome=event.id)] if event else []
            elif event and holder:
                stances.append(self._stance(sentence, holder, event.id, len(stances)))
            if event:
                outcomes.append(event)
        pairs = [
            (a.id, b.id) for a, b in combinations(demands, 2) if a.issuers != b.issuers and a.issuers and b.issuers
        ]
        return Record(document.id, actors, demands, outcomes, gates, stances, pairs[:1])

    def _demand(self, sentence: Sentence, actors: list[Entity], n: int) -> Demand | None:
        at = next((i for i, word in enumerate(sentence.words[:-2]) if word.lower() in MODALS), None)
        if at is None:
            return None
        start, end = sentence.between(at + 1, len(sentence.words) - 1)
        issuer = nearest_before(actors, Span(start, end))
        return Demand(
            id=f"d{n + 1}",
            start=start,
            end=end,
            direction=self.labels["direction"],
            issue=self.labels["issue"],
            issuers=[issuer] if issuer else [],
        )

    def _event(self, sentence: Sentence, n: int) -> Outcome | None:
        at = next((i for i, word in enumerate(sentence.words) if word.lower() in EVENTS), None)
        if at is None:
            return None
        kind: Any = EVENTS[sentence.words[at].lower()]
        return Outcome(id=f"o{n + 1}", start=sentence.spans[at].start, end=sentence.spans[at].end, kind=kind)

    def _stance(self, sentence: Sentence, holder: str, target: str, n: int) -> Stance:
        middle = len(sentence.words) // 2
        start, end = sentence.spans[middle]
        return Stance(
            id=f"s{n + 1}", start=start, end=end, holder=holder, target=target, polarity=self.labels["polarity"]
        )


def _commonest(labels: Any) -> str | None:
    counts = Counter(labels)
    return min(counts, key=lambda label: (-counts[label], label)) if counts else None

"""The linear system: taggers find spans, classifiers label them and tie them together. Fitted on train alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from ..annotations.layers import Demand, Entity, Gate, Outcome, Record, Stance, sides
from ..annotations.span import Span
from ..corpus.document import Document
from . import learn, pairs
from .features import Features, of_tokens
from .learn import Classifier
from .lexicon import Lexicon
from .names import entities
from .tagger import Tagger
from .text import Sentence, tokenised

WINDOW = 600
"""Characters between two things beyond which no tie is looked for."""


RARE = ("gate", "conflict")
"""Ties whose few positive examples are weighed up in training."""


class System:
    """Four taggers, five labellers, seven tie models. The taggers' boosts were chosen on validation."""

    def __init__(self) -> None:
        self.lexicon = Lexicon()
        self.taggers = {
            "entities": Tagger(boost=2.5),
            "demands": Tagger(boost=2.0),
            "outcomes": Tagger(boost=10.0),
            "stances": Tagger(boost=8.0),
        }
        self.labels = {name: Classifier(balanced=True) for name in ("type", "direction", "issue", "kind", "polarity")}
        ties = ("principal", "issuer", "addressee", "gate", "holder", "target", "conflict")
        self.ties = {name: Classifier(balanced=name in RARE) for name in ties}

    @property
    def parts(self) -> dict[str, Classifier]:
        """Every model by name."""
        return {**self.taggers, **self.labels, **self.ties}

    def parameters(self) -> int:
        return sum(part.parameters() for part in self.parts.values())

    def save(self, folder: Path) -> None:
        learn.save(self.parts, folder / "linear.skops")

    def load(self, folder: Path) -> None:
        learn.load(self.parts, folder / "linear.skops")

    # -- fitting

    def fit(self, texts: Sequence[Document], gold: Sequence[Record]) -> None:
        self._fit_taggers(texts, gold)
        examples: dict[str, tuple[list[Features], list[str]]] = {
            name: ([], []) for name in {**self.labels, **self.ties}
        }
        for document, record in zip(texts, gold, strict=True):
            for name, row, label in pairs.examples(document.text, record):
                examples[name][0].append(row)
                examples[name][1].append(label)
        for name, model in {**self.labels, **self.ties}.items():
            model.fit(*examples[name])

    def _fit_taggers(self, texts: Sequence[Document], gold: Sequence[Record]) -> None:
        sentences: list[Sentence] = []
        rows: list[list[Features]] = []
        places: dict[str, list[list[Span]]] = {layer: [] for layer in self.taggers}
        for document, record in zip(texts, gold, strict=True):
            spans: dict[str, list[Span]] = {layer: [] for layer in self.taggers}
            for layer, _, span in record.spans():
                if layer in spans:
                    spans[layer].append(span.span)
            for sentence in tokenised(document.text):
                sentences.append(sentence)
                rows.append(of_tokens(document.text, sentence, self.lexicon))
                for layer in self.taggers:
                    places[layer].append([s for s in spans[layer] if sentence.span.overlap(s)])
        for layer, tagger in self.taggers.items():
            tagger.learn(sentences, rows, places[layer])

    # -- predicting

    def polarity(self, document: Document, cue: Span) -> str:
        return self.labels["polarity"].label(pairs.of_cue(document.text, cue))

    def predict(self, document: Document) -> Record:
        text = document.text
        spans = self._spans(text)
        actors = self._principals(text, self._actors(text, spans["entities"]))
        outcomes = [self._outcome(text, n, span) for n, span in enumerate(spans["outcomes"], 1)]
        demands = [self._demand(text, n, span, actors) for n, span in enumerate(spans["demands"], 1)]
        stances = [
            s
            for n, span in enumerate(spans["stances"], 1)
            for s in self._stance(text, n, span, actors, demands, outcomes)
        ]
        gates = list(self._gates(text, demands, outcomes))
        used = {gate.outcome for gate in gates} | {s.target for s in stances}
        outcomes = [o for o in outcomes if o.id in used]
        record = Record(document.id, actors, demands, outcomes, gates, stances, [])
        return Record(document.id, actors, demands, outcomes, gates, stances, list(self._conflicts(text, record)))

    def _spans(self, text: str) -> dict[str, list[Span]]:
        found: dict[str, list[Span]] = {layer: [] for layer in self.taggers}
        for sentence in tokenised(text):
            rows = of_tokens(text, sentence, self.lexicon)
            for layer, tagger in self.taggers.items():
                found[layer] += tagger.spans(sentence, rows)
        return found

    def _actors(self, text: str, spans: list[Span]) -> list[Entity]:
        kinds = [self.labels["type"].label(pairs.of_mention(text, span)) for span in spans]
        return entities((span, text[span.start : span.end], kind) for span, kind in zip(spans, kinds, strict=True))

    def _principals(self, text: str, actors: list[Entity]) -> list[Entity]:
        import msgspec

        found = []
        for entity in actors:
            others = [other for other in actors if other.id != entity.id and other.type in pairs.PRINCIPALS]
            best = _best(self.ties["principal"], others, [pairs.of_principal(text, entity, o) for o in others])
            found.append(msgspec.structs.replace(entity, principal=best.id if best else None))
        return [e if sides(Record("", found))[e.id] else msgspec.structs.replace(e, principal=None) for e in found]

    def _outcome(self, text: str, n: int, span: Span) -> Outcome:
        kind: Any = self.labels["kind"].label(pairs.of_outcome(text, span))
        return Outcome(id=f"o{n}", start=span.start, end=span.end, kind=kind)

    def _demand(self, text: str, n: int, span: Span, actors: list[Entity]) -> Demand:
        row = pairs.of_demand(text, span)
        direction: Any = self.labels["direction"].label(row)
        issue: Any = self.labels["issue"].label(pairs.of_content(text, span))
        rows = [pairs.of_actor(text, span, actor) for actor in actors]
        issuer = _best(self.ties["issuer"], actors, rows, at_least=0.0)
        addressee = _best(self.ties["addressee"], actors, rows)
        return Demand(
            id=f"d{n}",
            start=span.start,
            end=span.end,
            direction=direction,
            issue=issue,
            issuers=[issuer.id] if issuer else [],
            addressees=[addressee.id] if addressee and addressee != issuer else [],
        )

    def _gates(self, text: str, demands: list[Demand], outcomes: list[Outcome]) -> Iterator[Gate]:
        near = [(d, o) for d in demands for o in outcomes if _near(o.span, d.span)]
        scores = self.ties["gate"].yes([pairs.of_gate(text, d.span, o.span) for d, o in near])
        tied = [pair for pair, score in zip(near, scores, strict=True) if score >= 0.5]
        yield from (Gate(id=f"g{n}", demand=d.id, outcome=o.id) for n, (d, o) in enumerate(tied, 1))

    def _stance(
        self, text: str, n: int, cue: Span, actors: list[Entity], demands: list[Demand], outcomes: list[Outcome]
    ) -> Iterator[Stance]:
        holder = _best(
            self.ties["holder"], actors, [pairs.of_actor(text, cue, actor) for actor in actors], at_least=0.0
        )
        near: list[Any] = [x for x in [*outcomes, *demands] if _near(x.span, cue)]
        target = _best(self.ties["target"], near, [pairs.of_target(text, cue, x) for x in near], at_least=0.0)
        if holder is not None and target is not None:
            polarity: Any = self.labels["polarity"].label(pairs.of_cue(text, cue))
            yield Stance(
                id=f"s{n}", start=cue.start, end=cue.end, holder=holder.id, target=target.id, polarity=polarity
            )

    def _conflicts(self, text: str, record: Record) -> Iterator[tuple[str, str]]:
        side = sides(record)
        across = [(a, b) for a, b in combinations(record.demands or (), 2) if _apart(a, b, side)]
        scores = self.ties["conflict"].yes([pairs.of_conflict(text, a, b) for a, b in across])
        yield from ((a.id, b.id) for (a, b), p in zip(across, scores, strict=True) if p >= 0.5)


def _near(a: Span, b: Span) -> bool:
    return max(a.start, b.start) - min(a.end, b.end) < WINDOW


def _apart(a: Demand, b: Demand, side: dict[str, str | None]) -> bool:
    ours, theirs = {side.get(i) for i in a.issuers}, {side.get(i) for i in b.issuers}
    return bool(ours) and bool(theirs) and not ours & theirs


def _best(model: Classifier, candidates: Sequence[Any], rows: list[Features], *, at_least: float = 0.5) -> Any:
    """The candidate that the model says yes to most, if it does so at least this much."""
    scores = model.yes(rows)
    top = max(range(len(candidates)), key=lambda n: scores[n], default=None)
    return candidates[top] if top is not None and scores[top] >= at_least else None

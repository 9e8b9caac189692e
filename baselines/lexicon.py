"""The lexicon: hand-written cues for demands, stances, outcomes, gates and issues; what they say is read off the sentence.

Nothing is fitted; the word lists stand in ``lexicon.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cached_property
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from ..annotations.labels import SPEAKER
from ..annotations.layers import Demand, Entity, Gate, Outcome, Record, Stance
from ..annotations.span import Span
from ..corpus.document import Document
from .names import capitalised, entities, key, nearest_before
from .text import Sentence, tokenised


class Cue(NamedTuple):
    """A cue in the text and what it signals."""

    span: Span
    label: str


class Lexicon:
    """The word lists as patterns, longest cue first."""

    def __init__(self) -> None:
        text = files("parleybench.baselines").joinpath("lexicon.json").read_text(encoding="utf-8")
        self.words: dict[str, Any] = json.loads(text)

    def pattern(self, words: Sequence[str]) -> re.Pattern[str]:
        """Any of the words, whole, the longest first."""
        ordered = sorted(words, key=len, reverse=True)
        return re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)", re.I)

    def cues(self, layer: str, text: str, within: Span) -> list[Cue]:
        """The cues of a layer inside a span, none overlapping another."""
        found: list[Cue] = []
        labelled = [(label, self.pattern(words)) for label, words in self.words[layer].items()]
        matches = [Cue(Span(*m.span()), label) for label, p in labelled for m in p.finditer(text, *within)]
        for cue in sorted(matches, key=lambda c: (c.span.start, -c.span.end)):
            if not found or cue.span.start >= found[-1].span.end:
                found.append(cue)
        return found

    @cached_property
    def gate(self) -> re.Pattern[str]:
        """Markers that gate."""
        return self.pattern(self.words["gate"])

    @cached_property
    def conditional(self) -> re.Pattern[str]:
        """Markers that make a favourable predicate conditional."""
        return self.pattern(self.words["conditional_markers"])

    def issue(self, text: str) -> str:
        """The issue with most keywords in the text; `process` where none has any."""
        words = re.findall(r"\w+(?:-\w+)*", text.lower())
        scores = {issue: sum(w in keys for w in words) for issue, keys in self.words["issue"].items()}
        best = max(scores, key=lambda issue: scores[issue])
        return best if scores[best] else "process"

    def kind(self, name: str) -> str:
        """The entity type that a name's words suggest; `state` where none does."""
        words = name.lower()
        for kind in ("person", "igo", "armed_group", "group"):
            if any(re.search(rf"\b{re.escape(w)}(?!\w)", words) for w in self.words[kind]):
                return kind
        return "person" if len(name.split()) == 2 and all(w[0].isupper() for w in name.split()) else "state"


class System:
    """Cues and patterns over one sentence at a time."""

    def __init__(self) -> None:
        self.lexicon = Lexicon()

    def fit(self, texts: Sequence[Document], gold: Sequence[Record]) -> None:
        """Nothing to learn: the knowledge is in the word lists."""

    def parameters(self) -> int:
        return 0

    def save(self, folder: Path) -> None:
        (folder / "README").write_text("The lexicon learns nothing; its words are in the package.\n", encoding="utf-8")

    def load(self, folder: Path) -> None:
        """Nothing to read."""

    def polarity(self, document: Document, cue: Span) -> str:
        found = self.lexicon.cues("stance", document.text, cue)
        label = found[0].label if found else "support"
        sentence = next((s.span for s in tokenised(document.text) if s.span.contains(cue)), cue)
        return self._settled(label, document.text, Span(cue.end, sentence.end))

    def _settled(self, label: str, text: str, rest: Span) -> str:
        """A favourable cue is conditional where a marker follows it, and plain support where none does."""
        if label == "oppose":
            return label
        return "conditional" if self.lexicon.conditional.search(text, *rest) else "support"

    def predict(self, document: Document) -> Record:
        sentences = tokenised(document.text)
        actors = self._actors(document.text, sentences)
        demands: list[Demand] = []
        outcomes: list[Outcome] = []
        gates: list[Gate] = []
        stances: list[Stance] = []
        seen = 0
        for sentence in sentences:
            events = self._outcomes(document.text, sentence, seen)
            seen += len(events)
            cue = self.lexicon.gate.search(document.text, *sentence.span) if events else None
            made = self._demands(document.text, sentence, actors, len(demands))
            tied = _gates(made, events[0], Span(*cue.span()), len(gates)) if cue else []
            taken = self._stances(document.text, sentence, actors, made, events, len(stances))
            used = {gate.outcome for gate in tied} | {s.target for s in taken}
            demands += made
            gates += tied
            stances += taken
            outcomes += [event for event in events if event.id in used]
        return Record(document.id, actors, demands, outcomes, gates, stances, _conflicts(demands))

    def _actors(self, text: str, sentences: Sequence[Sentence]) -> list[Entity]:
        mentions = []
        for sentence in sentences:
            for first, last in capitalised(sentence):
                span = sentence.between(first, last)
                name = text[span.start : span.end]
                mentions.append((span, name, self.lexicon.kind(name)))
        return _with_speaker(text, _with_principals(entities(mentions)))

    def _outcomes(self, text: str, sentence: Sentence, n: int) -> list[Outcome]:
        cues = self.lexicon.cues("outcome", text, sentence.span)
        kinds: list[Any] = [cue.label for cue in cues]
        return [
            Outcome(id=f"o{n + i}", start=c.span.start, end=c.span.end, kind=k)
            for i, (c, k) in enumerate(zip(cues, kinds, strict=True), 1)
        ]

    def _demands(self, text: str, sentence: Sentence, actors: list[Entity], n: int) -> list[Demand]:
        found: list[Demand] = []
        end = 0
        for cue in self.lexicon.cues("demand", text, sentence.span):
            place = self._complement(text, sentence, cue)
            if place is None or place.start < end:
                continue
            end = place.end
            issuer = _party(text, actors, cue.span)
            direction: Any = cue.label
            issue: Any = self.lexicon.issue(text[place.start : place.end])
            found.append(
                Demand(
                    id=f"d{n + len(found) + 1}",
                    start=place.start,
                    end=place.end,
                    direction=direction,
                    issue=issue,
                    issuers=[issuer] if issuer else [],
                )
            )
        return found

    def _complement(self, text: str, sentence: Sentence, cue: Cue) -> Span | None:
        """What follows a cue, behind its `to` or `that`, up to a comma, a clause opener or the sentence's end."""
        following = [n for n, span in enumerate(sentence.spans) if span.start >= cue.span.end]
        if len(following) < 2:
            return None
        first = following[0]
        window = [sentence.words[n].lower() for n in following[:12]]
        for opener in ("to", "that"):
            if opener in window:
                first = following[window.index(opener)] + 1
                break
        last = first
        while last < len(sentence.words) and not self._stops(sentence, last, first):
            last += 1
        return sentence.between(first, last) if last - first >= 2 else None

    def _stops(self, sentence: Sentence, n: int, first: int) -> bool:
        word = sentence.words[n].lower()
        return word in '.!?;:,—”"' or (n > first + 1 and word in self.lexicon.words["stop"])

    def _stances(
        self, text: str, sentence: Sentence, actors: list[Entity], demands: list[Demand], events: list[Outcome], n: int
    ) -> list[Stance]:
        found: list[Stance] = []
        for cue in self.lexicon.cues("stance", text, sentence.span):
            holder = _party(text, actors, cue.span)
            after: list[Any] = [item for item in [*events, *demands] if item.span.start >= cue.span.end]
            target = min(after, key=lambda item: item.span.start, default=None)
            if holder is None or target is None or (isinstance(target, Demand) and holder in target.issuers):
                continue
            polarity: Any = self._settled(cue.label, text, Span(cue.span.end, sentence.span.end))
            found.append(
                Stance(
                    id=f"s{n + len(found) + 1}",
                    start=cue.span.start,
                    end=cue.span.end,
                    holder=holder,
                    target=target.id,
                    polarity=polarity,
                )
            )
        return found


def _gates(demands: Sequence[Demand], event: Outcome, cue: Span, n: int) -> list[Gate]:
    """Every demand of a sentence with a marker gates its first event."""
    return [
        Gate(id=f"g{n + i}", start=cue.start, end=cue.end, demand=d.id, outcome=event.id)
        for i, d in enumerate(demands, 1)
    ]


_FIRST_PERSON = re.compile(r"\b(?:We|we|I)\b[^.!?]{0,40}$")


def _party(text: str, actors: list[Entity], cue: Span) -> str | None:
    """Who a cue belongs to: the speaker behind a first person, else whoever was named last."""
    if _FIRST_PERSON.search(text, max(0, cue.start - 60), cue.start):
        return SPEAKER
    return nearest_before([actor for actor in actors if actor.id != SPEAKER], cue)


def _with_speaker(text: str, actors: list[Entity]) -> list[Entity]:
    """Where a text says "we" or "I", a speaker for the first state that it names."""
    if not re.search(r"\b(?:We|we|I)\b", text):
        return actors
    states = [e for e in actors if e.type == "state"]
    first = min(states, key=lambda e: e.mentions[0].span, default=None)
    return [*actors, Entity(id=SPEAKER, type="person", principal=first.id if first else None)]


def _with_principals(actors: list[Entity]) -> list[Entity]:
    """A person or body whose name holds a state's name speaks for that state ("President of Orsava")."""
    import msgspec

    states = {key(e.name or ""): e.id for e in actors if e.type == "state"}
    found = []
    for entity in actors:
        words = (
            {w.lower() for w in re.findall(r"\w+", entity.name or "")} if entity.type in ("person", "group") else set()
        )
        principal = next((states[w] for w in sorted(words) if w in states), None)
        found.append(msgspec.structs.replace(entity, principal=principal) if principal else entity)
    return found


def _conflicts(demands: list[Demand]) -> list[tuple[str, str]]:
    """Demands of different issuers on one issue, one required and one refused."""
    return [
        (a.id, b.id)
        for a, b in combinations(demands, 2)
        if a.issue == b.issue and a.direction != b.direction and a.issuers and b.issuers and a.issuers != b.issuers
    ]

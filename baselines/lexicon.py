"""The lexicon: hand-written cues for demands, stances, outcomes, gates and issues; what they say is read off the sentence.

Nothing is fitted; the word lists stand in ``lexicon.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any, NamedTuple

from ..annotations.labels import SPEAKER
from ..annotations.layers import Demand, Entity, Gate, Outcome, Record, Stance
from ..annotations.span import Span
from ..corpus.document import Document
from .base import numbered
from .names import capitalised, entities, key, nearest_before
from .text import Sentence, Text


class Cue(NamedTuple):
    """A cue in the text and what it signals."""

    span: Span
    label: str


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, whole, the longest first; sorted by first letters, so that most places are passed over at once."""
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    branches = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())
    return re.compile(rf"\b(?:{'|'.join(branches)})(?!\w)", re.I)


class Lexicon:
    """The word lists as patterns, longest cue first."""

    def __init__(self) -> None:
        text = files("parleybench.baselines").joinpath("lexicon.json").read_text(encoding="utf-8")
        words: dict[str, Any] = json.loads(text)
        self.stops = frozenset(words["stop"])
        self.gate = _pattern(words["gate"])
        """Markers that gate."""
        self.conditional = _pattern(words["conditional_markers"])
        """Markers that make a favourable predicate conditional."""
        layers = ("demand", "stance", "outcome")
        self._cues = {layer: [(label, _pattern(cues)) for label, cues in words[layer].items()] for layer in layers}
        self._kinds = [(kind, _pattern(words[kind])) for kind in ("person", "igo", "armed_group", "group")]
        self._issues = {issue: frozenset(keys) for issue, keys in words["issue"].items()}

    def cues(self, layer: str, text: str, within: Span) -> list[Cue]:
        """The cues of a layer inside a span, none overlapping another."""
        found: list[Cue] = []
        matches = [Cue(Span(*m.span()), label) for label, p in self._cues[layer] for m in p.finditer(text, *within)]
        for cue in sorted(matches, key=lambda c: (c.span.start, -c.span.end)):
            if not found or cue.span.start >= found[-1].span.end:
                found.append(cue)
        return found

    def issue(self, text: str) -> str:
        """The issue with most keywords in the text; `process` where none has any."""
        words = re.findall(r"\w+(?:-\w+)*", text.lower())
        scores = {issue: sum(w in keys for w in words) for issue, keys in self._issues.items()}
        best = max(scores, key=lambda issue: scores[issue])
        return best if scores[best] else "process"

    def kind(self, name: str) -> str:
        """The entity type that a name's words suggest; `state` where none does."""
        for kind, pattern in self._kinds:
            if pattern.search(name):
                return kind
        return "person" if len(name.split()) == 2 and all(w[0].isupper() for w in name.split()) else "state"


@cache
def lexicon() -> Lexicon:
    """The word lists, read once."""
    return Lexicon()


class System:
    """Cues and patterns over one sentence at a time."""

    def __init__(self) -> None:
        self.lexicon = lexicon()

    def fit(self, documents: Sequence[Document], gold: Sequence[Record]) -> None:
        """Nothing to learn: the knowledge is in the word lists."""

    def parameters(self) -> int:
        return 0

    def learnt(self) -> dict[str, Any]:
        return {}

    def recall(self, learnt: Mapping[str, Any]) -> None:
        if learnt:
            raise ValueError("a lexicon that learnt something")

    def polarities(self, document: Document, cues: Sequence[Span]) -> list[str]:
        text = Text.of(document)
        return [self._polarity(text, cue) for cue in cues]

    def _polarity(self, text: Text, cue: Span) -> str:
        found = self.lexicon.cues("stance", text.text, cue)
        label = found[0].label if found else "support"
        return self._settled(label, text.text, Span(cue.end, text.around(cue).end))

    def _settled(self, label: str, text: str, rest: Span) -> str:
        """A favourable cue is conditional where a marker follows it, and plain support where none does."""
        if label == "oppose":
            return label
        return "conditional" if self.lexicon.conditional.search(text, *rest) else "support"

    def predict(self, documents: Sequence[Document]) -> list[Record]:
        return [numbered(self._record(Text.of(document))) for document in documents]

    def _record(self, text: Text) -> Record:
        actors = self._actors(text)
        demands: list[Demand] = []
        outcomes: list[Outcome] = []
        gates: list[Gate] = []
        stances: list[Stance] = []
        for sentence in text.sentences:
            events = self._outcomes(text.text, sentence)
            cue = self.lexicon.gate.search(text.text, *sentence.span) if events else None
            made = self._demands(text.text, sentence, actors)
            tied = _gates(made, events[0], Span(*cue.span())) if cue else []
            taken = self._stances(text.text, sentence, actors, made, events)
            used = {gate.outcome for gate in tied} | {s.target for s in taken}
            demands += made
            gates += tied
            stances += taken
            outcomes += [event for event in events if event.id in used]
        return Record(text.doc, actors, demands, outcomes, gates, stances, _conflicts(demands))

    def _actors(self, text: Text) -> list[Entity]:
        places = [sentence.between(*run) for sentence in text.sentences for run in capitalised(sentence)]
        names = [text.text[span.start : span.end] for span in places]
        mentions = [(span, name, self.lexicon.kind(name)) for span, name in zip(places, names, strict=True)]
        return _with_speaker(text.text, _with_principals(entities(mentions)))

    def _outcomes(self, text: str, sentence: Sentence) -> list[Outcome]:
        found = []
        for cue in self.lexicon.cues("outcome", text, sentence.span):
            kind: Any = cue.label
            found.append(Outcome(*cue.span, id=f"o{cue.span.start}", kind=kind))
        return found

    def _demands(self, text: str, sentence: Sentence, actors: list[Entity]) -> list[Demand]:
        found: list[Demand] = []
        end = 0
        for cue in self.lexicon.cues("demand", text, sentence.span):
            place = self._complement(sentence, cue)
            if place is None or place.start < end:
                continue
            end = place.end
            issuer = _party(text, actors, cue.span)
            direction: Any = cue.label
            issue: Any = self.lexicon.issue(text[place.start : place.end])
            issuers = [issuer] if issuer else []
            found.append(Demand(*place, id=f"d{place.start}", direction=direction, issue=issue, issuers=issuers))
        return found

    def _complement(self, sentence: Sentence, cue: Cue) -> Span | None:
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
        return word in '.!?;:,—”"' or (n > first + 1 and word in self.lexicon.stops)

    def _stances(
        self, text: str, sentence: Sentence, actors: list[Entity], demands: list[Demand], events: list[Outcome]
    ) -> list[Stance]:
        found: list[Stance] = []
        for cue in self.lexicon.cues("stance", text, sentence.span):
            holder = _party(text, actors, cue.span)
            after: list[Any] = [item for item in [*events, *demands] if item.span.start >= cue.span.end]
            target = min(after, key=lambda item: item.span.start, default=None)
            if holder is None or target is None or (isinstance(target, Demand) and holder in target.issuers):
                continue
            polarity: Any = self._settled(cue.label, text, Span(cue.span.end, sentence.span.end))
            found.append(Stance(*cue.span, id=f"s{cue.span.start}", holder=holder, target=target.id, polarity=polarity))
        return found


def _gates(demands: Sequence[Demand], event: Outcome, cue: Span) -> list[Gate]:
    """Every demand of a sentence with a marker gates its first event."""
    return [Gate(*cue, id=f"g{d.start}", demand=d.id, outcome=event.id) for d in demands]


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

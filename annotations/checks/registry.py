"""What a rule is, and the register that all rules enter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from ...corpus.document import Document, Stratum
from ..layers import Mention, Record, sides
from ..span import Span

Kind = Literal["gold", "pass", "earlier", "prediction", "shipped"]
"""What is checked: gold, an annotator's pass, a pass of an earlier round (when gates had no cues), somebody's prediction,
or a prediction that the project itself ships."""
Predictions = Literal["refused", "warned", "free"]
"""What a rule is to predictions that break it."""


class Placed(NamedTuple):
    """A span record that has both offsets: the layer and id that it belongs to, itself, and its offsets."""

    layer: str
    id: str
    mention: Mention
    span: Span

    @property
    def where(self) -> str:
        """How messages name it."""
        return f"{self.layer} {self.id}"


@dataclass(frozen=True)
class Case:
    """One record under examination; `document` is None where the text is not at hand.

    Its spans are walked once and shared by all rules.
    """

    record: Record
    document: Document | None
    stratum: Stratum | None
    kind: Kind

    @property
    def labelled(self) -> bool:
        """Whether people labelled it, so that it must be whole and keep the guidelines."""
        return self.kind in ("gold", "pass", "earlier")

    @cached_property
    def spans(self) -> list[tuple[str, str, Mention]]:
        """Every span of the record as (layer, id of its record, span)."""
        return list(self.record.spans())

    @cached_property
    def placed(self) -> list[Placed]:
        """The spans that have both offsets."""
        return [
            Placed(layer, name, mention, Span(mention.start, mention.end))
            for layer, name, mention in self.spans
            if mention.start is not None and mention.end is not None
        ]

    @cached_property
    def sides(self) -> dict[str, str | None]:
        """Entity id -> its side."""
        return sides(self.record)


@dataclass(frozen=True, slots=True)
class Corpus:
    """All texts at hand, the strata and splits of all documents: for the rules that look across documents."""

    documents: dict[str, Document]
    strata: dict[str, Stratum]
    splits: dict[str, str]


RecordRule = Callable[[Case], Iterator[str]]
CorpusRule = Callable[[Corpus], Iterator[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule over records (messages) or over the corpus (document, message)."""

    id: str
    what: str
    predictions: Predictions = "refused"
    record: RecordRule | None = None
    corpus: CorpusRule | None = None


RULES: dict[str, Rule] = {}


def record_rule(name: str, what: str, *, predictions: Predictions = "refused") -> Callable[[RecordRule], RecordRule]:
    """Register a rule over one record; `predictions` says what it is to them."""

    def register(function: RecordRule) -> RecordRule:
        RULES[name] = Rule(name, what, predictions, record=function)
        return function

    return register


def corpus_rule(name: str, what: str) -> Callable[[CorpusRule], CorpusRule]:
    """Register a rule over all texts and splits together."""

    def register(function: CorpusRule) -> CorpusRule:
        RULES[name] = Rule(name, what, "free", corpus=function)
        return function

    return register


def named(name: str, what: str) -> None:
    """Register a rule that is kept while reading, where no record stands yet."""
    RULES[name] = Rule(name, what)

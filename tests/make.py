"""Short ways to write records in tests."""

from __future__ import annotations

import json
from typing import Any

from parleybench.annotations.layers import Demand, Entity, Gate, Mention, Outcome, Record, Stance
from parleybench.corpus.document import Document, sha256
from parleybench.eval.diagnosis import Diagnosis
from parleybench.eval.tasks import TASKS
from parleybench.eval.who import Both

CARD: dict[str, Any] = {
    "system": "mine",
    "version": "1.0",
    "date": "2026-11-23",
    "licence": "MIT",
    "training_data": "train",
    "used_real_texts": False,
    "parameters": None,
    "link": None,
}
"""A system's card without a fault."""


def entity(id: str, *spans: tuple[int, int], type: Any = "state", principal: str | None = None) -> Entity:
    return Entity(id=id, type=type, principal=principal, mentions=[Mention(*span) for span in spans])


def demand(id: str, start: int, end: int, **labels: Any) -> Demand:
    given = {"direction": "require", "issue": "forces", "issuers": []} | labels
    return Demand(id=id, start=start, end=end, **given)


def outcome(id: str, start: int, end: int, kind: Any = "talks") -> Outcome:
    return Outcome(id=id, start=start, end=end, kind=kind)


def gate(id: str, demand: str, outcome: str, *span: int) -> Gate:
    """A gate, with its cue where a span is given."""
    return Gate(*span, id=id, demand=demand, outcome=outcome)


def stance(id: str, start: int, end: int, holder: str, target: str, polarity: Any = "support") -> Stance:
    return Stance(id=id, start=start, end=end, holder=holder, target=target, polarity=polarity)


def record(doc: str = "x", **layers: Any) -> Record:
    given: dict[str, Any] = {"entities": [], "demands": [], "outcomes": [], "gates": [], "stances": [], "conflicts": []}
    return Record(doc=doc, **given | layers)


def broken_lines() -> list[str]:
    """Ten lines of a prediction file, each broken in a way of its own."""
    good = {
        "doc": "article",
        "demands": [{"id": "d1", "start": 0, "end": 5, "direction": "require", "issue": "forces", "issuers": []}],
    }

    def changed(doc: str = "article", **labels: Any) -> str:
        return json.dumps({"doc": doc, "demands": [good["demands"][0] | labels]})  # type: ignore[index]

    return [
        "{not json",
        changed(direction="maybe"),
        changed("camp-david-01", start=9, end=3),
        changed("camp-david-02", end=10**6),
        changed("dayton-01", issuers=["nobody"]),
        changed("no-such-document"),
        changed("dayton-02", quote="not what stands there"),
        changed("aceh-01", same_as="d1"),
        changed("aceh-02", end=None),
        changed("aceh-02"),
    ]


def document(text: str, id: str = "x") -> Document:
    """A text as a document of no corpus."""
    return Document(
        id=id,
        title=None,
        text=text,
        date=None,
        genre="news",
        conflict=id,
        stratum="fictional",
        licence="",
        source="",
        sha256=sha256(text),
    )


def diagnosed(gold: Record, pred: Record, *tasks: str, keep: bool = False) -> Diagnosis:
    """The diagnosis of one document for some tasks."""
    both, found = Both(gold, pred), Diagnosis(tasks, keep=keep)
    found.add(both, {name: TASKS[name].settle(both) for name in tasks})
    return found

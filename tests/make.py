"""Short ways to write records in tests."""

from __future__ import annotations

from typing import Any

from parleybench.annotations.layers import Demand, Entity, Mention, Outcome, Record, Stance


def entity(id: str, *spans: tuple[int, int], type: Any = "state", principal: str | None = None) -> Entity:
    return Entity(id=id, type=type, principal=principal, mentions=[Mention(*span) for span in spans])


def demand(id: str, start: int, end: int, **labels: Any) -> Demand:
    given = {"direction": "require", "issue": "forces", "issuers": []} | labels
    return Demand(id=id, start=start, end=end, **given)


def outcome(id: str, start: int, end: int, kind: Any = "talks") -> Outcome:
    return Outcome(id=id, start=start, end=end, kind=kind)


def stance(id: str, start: int, end: int, holder: str, target: str, polarity: Any = "support") -> Stance:
    return Stance(id=id, start=start, end=end, holder=holder, target=target, polarity=polarity)


def record(doc: str = "x", **layers: Any) -> Record:
    given: dict[str, Any] = {"entities": [], "demands": [], "outcomes": [], "stances": [], "conflicts": []} | layers
    return Record(doc=doc, **given)

"""A document with its spans as HTML: nested and overlapping layers in one text, every string escaped."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from html import escape

from ..annotations.layers import Demand, Record, sides, with_quotes
from ..annotations.span import Span

Placed = tuple[Span, str, str]
"""A span, its layer, and the id that is shown at its start."""


def text(body: str, record: Record) -> str:
    """The text in pieces between span borders; each piece carries the layers that cover it."""
    placed = sorted(_placed(record), key=lambda p: (p[0].start, -p[0].end))
    borders = sorted({0, len(body), *(edge for span, _, _ in placed for edge in span)})
    pieces = []
    for start, end in itertools.pairwise(borders):
        cover = [p for p in placed if p[0].start <= start and end <= p[0].end]
        tags = "".join(
            f'<sup class="{layer}">{escape(name)}</sup>' for s, layer, name in cover if s.start == start and name
        )
        layers = " ".join(sorted({layer for _, layer, _ in cover}))
        inner = escape(body[start:end]).replace("\n", "<br>")
        pieces.append(f'{tags}<span class="{layers}">{inner}</span>' if cover else inner)
    return "".join(pieces)


def _placed(record: Record) -> Iterator[Placed]:
    for layer, name, span in record.spans():
        yield span.span, layer, "" if layer == "entities" else name


def notes(body: str, record: Record) -> str:
    """What the labels say, as lists: demands with issuers and gates, stances, conflicts."""
    full = with_quotes(record, body)
    names = {e.id: e.name or e.id for e in full.entities or ()}
    side = sides(full)
    people = [f"{names[e.id]}" + _for(names.get(side[e.id] or "", ""), names[e.id]) for e in full.entities or ()]
    demands = [_demand(d, names) for d in full.demands or ()]
    stances = [
        f"{s.id}: {names.get(s.holder, s.holder)} · {s.polarity} · {names.get(s.target, s.target)}"
        for s in full.stances or ()
    ]
    conflicts = [f"{a} excludes {b}" for a, b in full.conflicts or ()]
    blocks = (("Actors", people), ("Demands", demands), ("Stances", stances), ("Conflicts", conflicts))
    return "".join(_list(title, items) for title, items in blocks)


def _for(root: str, name: str) -> str:
    return f" → {root}" if root and root != name else ""


def _demand(demand: Demand, names: dict[str, str]) -> str:
    who = ", ".join(names.get(i, i) for i in demand.issuers) or "?"
    whom = ", ".join(names.get(i, i) for i in demand.addressees)
    gates = f" · before {', '.join(demand.gates)}" if demand.gates else ""
    return f"{demand.id}: {who} {demand.direction}s{' of ' + whom if whom else ''} · {demand.issue}{' · vague' if demand.vague else ''}{gates}"


def _list(title: str, items: list[str]) -> str:
    lines = "".join(f"<li>{escape(item)}</li>" for item in items) or "<li class=none>none</li>"
    return f"<h4>{title}</h4><ul>{lines}</ul>"

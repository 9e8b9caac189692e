"""One document with its labels, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from ..corpus.document import Document
from ..corpus.printable import printable
from .deadlocks import End, deadlocks
from .layers import Gate, Record, with_quotes
from .markers import marker
from .quotes.fold import HITS, exactly

COLOURS = {"entities": "34", "demands": "31", "outcomes": "32", "gates": "33", "stances": "35"}
MARKS = {"entities": "", "demands": "[]", "outcomes": "{}", "gates": "<>", "stances": "**"}


def render(document: Document, record: Record | None, *, colour: bool) -> str:
    """The text with its spans marked, then each layer as a list; what would trouble a terminal is spelled out.

    Spans without offsets are in the lists alone.
    """
    head = f"{document.id}  ({document.stratum}, {document.genre}, {document.conflict})"
    if record is None:
        return f"{printable(head)}\n\n{printable(document.text, lines=True)}\n"
    full = with_quotes(record, document.text)
    return "\n\n".join([printable(head), _marked(document.text, full, colour), *_lists(full), _locks(full)]) + "\n"


def _marked(text: str, record: Record, colour: bool) -> str:
    """The text with an opening and closing mark around each span; inner spans close first."""
    inserts: list[tuple[int, int, int, str]] = []
    placed = [spot for spot in record.spans() if spot[2].start is not None]
    for layer, name, span in sorted(placed, key=lambda s: (s[2].span.start, -s[2].span.end)):
        if not MARKS[layer] and not colour:
            continue
        opening, closing = _marks(layer, printable(name), colour)
        place, width = span.span, span.span.end - span.span.start
        inserts.append((place.start, 1, -width, opening))
        inserts.append((place.end, 0, width, closing))
    parts, at = [], 0
    for where, _, _, mark in sorted(inserts, key=lambda i: i[:3]):
        parts += [printable(text[at:where], lines=True), mark]
        at = where
    return "".join([*parts, printable(text[at:], lines=True)])


def _marks(layer: str, name: str, colour: bool) -> tuple[str, str]:
    left, right = (MARKS[layer] or "  ")[0].strip(), (MARKS[layer] or "  ")[1].strip()
    tag = "" if layer == "entities" else f"{name} "
    if not colour:
        return left + tag, right
    return f"\x1b[{COLOURS[layer]}m{left}{tag}", f"{right}\x1b[0m"


def _lists(record: Record) -> Iterator[str]:
    """Each layer as a heading and its lines."""
    names = {e.id: e.name or e.id for e in record.entities or ()}
    quotes = {x.id: f"{x.id} “{x.quote}”" for x in [*(record.demands or ()), *(record.outcomes or ())]}
    layers = {
        "Actors": _actors(record, names),
        "Demands": _demands(record, names, quotes),
        "Stances": _stances(record, names, quotes),
        "Conflicts": (f"{quotes.get(a, a)} ⟂ {quotes.get(b, b)}" for a, b in record.conflicts or ()),
    }
    for title, lines in layers.items():
        yield "\n".join([title, *(f"  {printable(line)}" for line in lines)])


def _actors(record: Record, names: dict[str, str]) -> Iterator[str]:
    for e in record.entities or ():
        principal = f", for {names.get(e.principal, e.principal)}" if e.principal else ""
        yield f"{names[e.id]} ({e.type}{principal}), {len(e.mentions)} mentions"


def _demands(record: Record, names: dict[str, str], quotes: dict[str, str]) -> Iterator[str]:
    gates: dict[str, list[Gate]] = {}
    for gate in record.gates or ():
        gates.setdefault(gate.demand, []).append(gate)

    def who(ids: list[str]) -> str:
        return ", ".join(names.get(i, i) for i in ids) or "nobody named"

    for d in record.demands or ():
        restated = f", as {d.same_as}" if d.same_as else ""
        label = f"({d.issue}{', vague' if d.vague else ''}){restated}"
        yield f"{quotes[d.id]}: {who(d.issuers)} {d.direction}s of {who(d.addressees)} {label}"
        yield from (f"    {_cue(gate)} before {quotes.get(gate.outcome, gate.outcome)}" for gate in gates.get(d.id, ()))


def _stances(record: Record, names: dict[str, str], quotes: dict[str, str]) -> Iterator[str]:
    for s in record.stances or ():
        target = quotes.get(s.target, names.get(s.target, s.target))
        yield f"{names.get(s.holder, s.holder)} “{s.quote}” → {target}: {s.polarity}"


def _locks(record: Record) -> str:
    """Who is stuck with whom, and in what: derived from the other layers."""
    names = {e.id: e.name or e.id for e in record.entities or ()}

    def told(end: End) -> str:
        who = " and ".join(sorted(names.get(side, side) for side in end.sides)) or "nobody named"
        what = " before ".join(name for name in (end.demand, end.outcome) if name)
        return f"{who} ({what or 'against it'})"

    found = (f"{lock.kind}: {told(lock.ends[0])} ⟂ {told(lock.ends[1])}" for lock in deadlocks(record))
    return "\n".join(["Deadlocks", *(f"  {printable(line)}" for line in found)])


def _cue(gate: Gate) -> str:
    return f"“{gate.quote}” ({marker(gate.quote)}):" if gate.quote else "(no cue)"


def places(text: str, quote: str) -> str:
    """Each occurrence of a quote with its number, offsets and surroundings."""
    lines = []
    stands = exactly(text, quote)
    for n, (start, end) in enumerate(stands.spans, 1):
        around = printable(text[max(0, start - 40) : end + 40].replace("\n", " "))
        lines.append(f"{n}\t{start}-{end}\t…{around}…")
    if stands.more:
        lines.append(f"only the first {HITS} places were looked at")
    return "\n".join(lines) or "not found"

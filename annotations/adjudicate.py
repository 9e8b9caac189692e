"""Two passes and the decisions on their differences make the gold, reproducibly.

A record is laid out flat, one key a label (``demands/d2/issue``, ``mentions/10-16``), the second pass in the ids of the
first. Where both passes say the same, that is gold; every difference needs a decision, which may also set right what
both got wrong. An item that only one pass has is one difference (``demands/b.d4``), not one for each of its labels.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from .align import OTHER, in_ids_of
from .layers import KINDS, Entity, Field, Mention, Record, fields, renamed

Flat = dict[str, dict[str, Any]]
SPANNED = ("demands", "outcomes", "gates", "stances")


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How one difference was settled: as pass a or b has it, or anew by `value` (null there: the item is dropped)."""

    doc: str
    key: str
    pick: Literal["a", "b", "new"]
    why: str
    value: Any = None


class Difference(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place where the passes part; None means that the pass has no such item."""

    doc: str
    key: str
    a: Any = None
    b: Any = None


def flatten(record: Record) -> Flat:
    """Item key (``demands/d2``) -> its labels. Mentions and conflicts are items with the one label `is`."""
    flat: Flat = {}
    for entity in record.entities or ():
        flat[f"entities/{entity.id}"] = {f.name: _label(entity, f) for f in fields("entities")}
        for mention in entity.mentions:
            flat[f"mentions/{mention.span.start}-{mention.span.end}"] = {"is": entity.id}
    for layer in SPANNED:
        for item in getattr(record, layer) or ():
            flat[f"{layer}/{item.id}"] = {"span": [item.start, item.end]} | {
                f.name: _label(item, f) for f in fields(layer)
            }
    for a, b in record.conflicts or ():
        flat[f"conflicts/{'+'.join(sorted((a, b)))}"] = {"is": True}
    return flat


def _label(item: Any, field: Field) -> Any:
    value = getattr(item, field.name)
    return sorted(value) if field.many else value


def unflatten(doc: str, flat: Flat) -> Record:
    """The record that a flat layout describes, items in order of the text, without quotes."""
    layers: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for key, labels in flat.items():
        layer, name = key.split("/", 1)
        layers.setdefault(layer, []).append((name, labels))
    mentions: dict[str, list[Mention]] = {}
    for name, labels in layers.get("mentions", []):
        start, end = map(int, name.split("-"))
        mentions.setdefault(labels["is"], []).append(Mention(start, end))
    homeless = mentions.keys() - {name for name, _ in layers.get("entities", [])}
    if homeless:
        raise ValueError(f"{doc}: mentions of entities that are not there: {', '.join(sorted(homeless))}")
    return Record(
        doc=doc,
        entities=[
            Entity(id=name, mentions=sorted(mentions.get(name, []), key=lambda m: m.span), **labels)
            for name, labels in layers.get("entities", [])
        ],
        **{layer: [_spanned(KINDS[layer], *item) for item in _placed(layers, layer)] for layer in SPANNED},
        conflicts=sorted(tuple(name.split("+", 1)) for name, _ in layers.get("conflicts", [])),  # type: ignore[misc]
    )


def _placed(layers: dict[str, list[tuple[str, dict[str, Any]]]], layer: str) -> list[tuple[str, dict[str, Any]]]:
    return sorted(layers.get(layer, []), key=lambda item: (item[1]["span"], item[0]))


def _spanned(kind: type, name: str, labels: dict[str, Any]) -> Any:
    start, end = labels["span"]
    return kind(id=name, start=start, end=end, **{k: v for k, v in labels.items() if k != "span"})


def differences(a: Record, b: Record) -> list[Difference]:
    """Every difference between two passes over one document, in order of layer and id."""
    left, right = flatten(a), flatten(in_ids_of(a, b))
    found: list[Difference] = []
    for item in sorted(left.keys() | right.keys()):
        mine, theirs = left.get(item), right.get(item)
        if mine is None or theirs is None or set(mine) == {"is"}:
            if mine != theirs:
                found.append(Difference(a.doc, item, mine, theirs))
            continue
        for label in mine:
            if label != "name" and mine[label] != theirs[label]:
                found.append(Difference(a.doc, f"{item}/{label}", mine[label], theirs[label]))
    return found


def undecided(a: Record, b: Record, decisions: Iterable[Decision]) -> list[Difference]:
    """The differences that no decision speaks of."""
    decided = {decision.key for decision in decisions if decision.doc == a.doc}
    return [difference for difference in differences(a, b) if difference.key not in decided]


def adjudicated(a: Record, b: Record, decisions: Iterable[Decision]) -> Record:
    """The gold record. Raises `ValueError` where a difference is undecided or a decision fits nothing."""
    own = [decision for decision in decisions if decision.doc == a.doc]
    open_ones = undecided(a, b, own)
    if open_ones:
        raise ValueError(f"{a.doc}: undecided: {', '.join(d.key for d in open_ones)}")
    flat, other = flatten(a), flatten(in_ids_of(a, b))
    for decision in sorted(own, key=lambda d: d.key.count("/")):  # items first, then single labels
        _apply(flat, other, decision)
    return tidy(unflatten(a.doc, flat))


def _apply(flat: Flat, other: Flat, decision: Decision) -> None:
    """Carry one decision out on the first pass's layout."""
    layer, name, *label = decision.key.split("/")
    item = f"{layer}/{name}"
    if decision.pick == "a":
        return
    if label:
        if item not in flat:
            raise ValueError(f"{decision.doc}: {decision.key}: no such item to change")
        flat[item][label[0]] = other[item][label[0]] if decision.pick == "b" else decision.value
        return
    value = other.get(item) if decision.pick == "b" else decision.value
    if value is None:
        flat.pop(item, None)
    else:
        flat[item] = value if isinstance(value, dict) else {"is": value}


def tidy(record: Record) -> Record:
    """The record with ids in order of the text: d1, d2 ..., and no prefix left of the pass that an item came from."""
    names = {item.id: f"{letter}{n}" for letter, items in _numbered(record) for n, item in enumerate(items, 1)}
    taken = {entity.id for entity in record.entities or ()}
    for name in sorted(taken):
        if name.startswith(OTHER):
            plain = name.removeprefix(OTHER)
            names[name] = plain if plain not in taken else f"{plain}-2"
    done = renamed(record, names)
    ordered = sorted(tuple(sorted(pair, key=_number)) for pair in done.conflicts or ())
    return msgspec.structs.replace(done, conflicts=ordered)


def _numbered(record: Record) -> list[tuple[str, list[Any]]]:
    return [(layer[0], getattr(record, layer) or []) for layer in SPANNED]


def _number(name: str) -> tuple[int, str]:
    digits = name.lstrip("abcdefghijklmnopqrstuvwxyz.-")
    return (int(digits) if digits.isdigit() else 0, name)

"""Generated inputs for tests of properties."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

from hypothesis import strategies as st
from make import demand, entity, gate, outcome, record, stance
from msgspec.structs import replace

from parleybench.annotations.labels import POLARITIES
from parleybench.annotations.layers import LAYERS, Record

KINDS = ("talks", "ceasefire", "other")


@st.composite
def spans(draw: st.DrawFn, limit: int = 60) -> tuple[int, int]:
    start = draw(st.integers(0, limit))
    return start, start + draw(st.integers(1, 12))


@st.composite
def records(draw: st.DrawFn, vague: bool = True) -> Record:
    """A small record: entities on far-apart mentions, so that who is who is never in doubt, and anything else."""
    names = ["a", "b", "c"][: draw(st.integers(1, 3))]
    people = [entity(name, (1000 + 20 * n, 1010 + 20 * n)) for n, name in enumerate(names)]
    events = [
        outcome(f"o{n}", *place, draw(st.sampled_from(KINDS)))
        for n, place in enumerate(draw(st.lists(spans(), max_size=3, unique=True)))
    ]
    places = draw(st.lists(spans(), max_size=4, unique=True))
    demands = [
        demand(
            f"d{n}",
            *place,
            direction=draw(st.sampled_from(("require", "refuse"))),
            issue=draw(st.sampled_from(("forces", "territory"))),
            issuers=[draw(st.sampled_from(names))],
            vague=vague and draw(st.booleans()),
        )
        for n, place in enumerate(places)
    ]
    tied = [(d.id, o.id) for d in demands for o in events if draw(st.booleans())]
    gates = [
        gate(f"g{n}", *ends, *(draw(spans()) if draw(st.booleans()) else ()))  # a prediction may leave the cue out
        for n, ends in enumerate(tied)
    ]
    targets = [*names, *(o.id for o in events), *(d.id for d in demands)]
    stances = [
        stance(
            f"s{n}",
            *draw(spans()),
            draw(st.sampled_from(names)),
            draw(st.sampled_from(targets)),
            draw(st.sampled_from(POLARITIES)),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    pairs = [(a.id, b.id) for n, a in enumerate(demands) for b in demands[n + 1 :] if draw(st.booleans())]
    return record(entities=people, demands=demands, outcomes=events, gates=gates, stances=stances, conflicts=pairs)


IDS = ("a", "b", "c", "d0", "d1", "o0", "speaker", "nobody")
QUOTES = (None, "", " ", "talks", "peace", "a", "bc de", "nowhere")
AMISS: dict[str, st.SearchStrategy[Any]] = {
    "start": st.none() | st.integers(-2, 80),
    "end": st.none() | st.integers(-2, 80),
    "quote": st.sampled_from(QUOTES),
    "nth": st.none() | st.integers(1, 3),
    "id": st.sampled_from(IDS),
    **dict.fromkeys(("principal", "same_as"), st.none() | st.sampled_from(IDS)),
    **dict.fromkeys(("issuers", "addressees"), st.lists(st.sampled_from(IDS), max_size=2)),
    **dict.fromkeys(("demand", "outcome", "holder", "target"), st.sampled_from(IDS)),
}
"""Values of a record's fields, sound and unsound alike."""


@st.composite
def bent(draw: st.DrawFn, record: Record) -> Record:
    """The record with one of its layers changed: left out, an item doubled, a field of an item or a mention set anew."""
    layer = draw(st.sampled_from(LAYERS))
    items = list(getattr(record, layer) or ())
    if layer == "conflicts":
        pair = draw(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)))
        return replace(record, conflicts=draw(st.sampled_from([None, [*items, pair]])))
    if not items or draw(st.integers(0, 9)) == 0:
        return replace(record, **{layer: None})
    at = draw(st.integers(0, len(items) - 1))
    items[at] = _amiss(draw, items[at])
    doubled = [items[at]] if draw(st.integers(0, 4)) == 0 else []
    return replace(record, **{layer: items + doubled})


def _amiss(draw: st.DrawFn, item: Any) -> Any:
    """A copy of an item or of one of its mentions with up to four fields set anew."""
    if getattr(item, "mentions", None) and draw(st.booleans()):
        return replace(item, mentions=[*item.mentions, _amiss(draw, item.mentions[0])])
    names = [name for name in item.__struct_fields__ if name in AMISS]
    chosen = draw(st.lists(st.sampled_from(names), max_size=4, unique=True))
    return replace(item, **{name: draw(AMISS[name]) for name in chosen})


ODD: tuple[Any, ...] = (
    None, True, 0, -1, 7, 10**9, 2**63, 10**30, 1.5, 1e300, "", " ", "a", "speaker", "d1", "article", "\ud800", "\x1b[2J\n", "x" * 3000,
    [], [[]], {}, {"id": "d1"}, ["a", "a"], [{"start": 5, "end": 3}], {"start": 0, "end": 5, "quote": "Putin"},
)  # fmt: skip
WORDS = (b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"null", b"1e999", b"\xff", b"\xed\xa0\x80", b"\n", b"\0", b'"doc"', b"\xef\xbb\xbf", b"\x1f\x8b")  # fmt: skip


def mutated(draw: Random, line: bytes) -> bytes:
    """A line of JSON with some of its parts set anew, taken out or doubled, and at times with its bytes spoilt."""
    value = json.loads(line)
    for _ in range(draw.randint(1, 3)):
        _mutate(draw, value)
    made = json.dumps(value, ensure_ascii=draw.random() < 0.5).encode("utf-8", "surrogatepass")
    return spoilt(draw, made) if draw.random() < 0.2 else made


def _mutate(draw: Random, value: Any) -> None:
    """One change somewhere within a mapping or a list, in place."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    if not keys:
        return
    key = draw.choice(keys)
    if isinstance(value[key], dict | list) and draw.random() < 0.8:
        _mutate(draw, value[key])
    elif draw.random() < 0.25:
        del value[key]
    elif isinstance(value, list) and draw.random() < 0.3:
        value.insert(key, deepcopy(value[key]))
    elif draw.random() < 0.5:
        value[key] = _likely(draw, value[key])
    elif isinstance(value, dict) and draw.random() < 0.2:
        value[str(draw.choice(ODD))] = deepcopy(draw.choice(ODD))
    else:
        value[key] = deepcopy(draw.choice(ODD))


def _likely(draw: Random, value: Any) -> Any:
    """Another value of the same type, such as may stand in its place."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + draw.choice((-300, -1, 1, 3000))
    return (
        draw.choice(("d1", "d2", "o1", "s1", "putin", "russia", "speaker", "require", "talks", "support"))
        if isinstance(value, str)
        else value
    )


def spoilt(draw: Random, data: bytes) -> bytes:
    """The bytes with some words of JSON and some that are none thrown in, cut off or doubled."""
    for _ in range(draw.randint(1, 4)):
        at, end = sorted(draw.randrange(len(data) + 1) for _ in range(2))
        part = draw.choice((draw.choice(WORDS), b"", data[at:end] * 2, draw.randbytes(3)))
        data = data[:at] + part + data[end if draw.random() < 0.3 else at :]
    return data


def random_json(draw: Random, depth: int = 4) -> Any:
    """Any JSON value, its keys often those of records."""
    kind = draw.randrange(4) if depth else 0
    if kind == 1:
        return [random_json(draw, depth - 1) for _ in range(draw.randrange(4))]
    if kind > 1:
        names = ("doc", *LAYERS, "id", "start", "end", "quote", "mentions", "x")
        return {draw.choice(names): random_json(draw, depth - 1) for _ in range(draw.randrange(5))}
    return deepcopy(draw.choice(ODD))


def random_bytes(draw: Random) -> bytes:
    """Bytes of no meaning, at times behind what a file of some form begins with."""
    head = draw.choice(
        (b"", b"", *WORDS, b"\xff\xfe", b"PAR1", b"PK\x03\x04", b"doc,start\n", b"```json\n", b"[" * 2000)
    )
    return head + draw.randbytes(draw.randrange(60))

"""The one pass and the rules say the same of every record, and neither takes long over a hostile one."""

from __future__ import annotations

import time
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make import demand, entity, gate, outcome, record, stance
from strategies import bent, records

from parleybench.annotations.checks.registry import RULES, Case
from parleybench.annotations.checks.run import check_record
from parleybench.annotations.checks.sound import sound
from parleybench.annotations.layers import Entity, Gate, Mention, Record, sides
from parleybench.corpus.document import Document
from parleybench.corpus.jsonl import Row
from parleybench.corpus.library import authored

TEXT = " a bc de\nfgh" * 6 + " talks and more talks for peace "


def document(text: str | None) -> Document | None:
    return None if text is None else msgspec.structs.replace(authored()["article"], text=text)


def spoken(case: Case) -> list[str]:
    """The rules for predictions that speak, asked one by one."""
    asked = [rule for rule in RULES.values() if rule.record is not None and rule.predictions != "free"]
    return [rule.id for rule in asked if rule.record and list(rule.record(case))]


@settings(max_examples=400, deadline=None)
@given(records(), st.sampled_from([None, TEXT, TEXT * 20]), st.data())
def test_both_agree_on_records_bent_in_any_way(made: Record, text: str | None, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(0, 2))):
        made = data.draw(bent(made))
    case = Case(made, document(text), None, "prediction")
    assert sound(case) == (spoken(case) == []), spoken(case)


PERSON, TALKS = entity("a", (0, 1)), outcome("o", 0, 5)
WAITING: dict[str, Any] = {"start": None, "end": None}


def changed(item: Any, **labels: Any) -> Any:
    return msgspec.structs.replace(item, **labels)


@pytest.mark.parametrize(
    ("layers", "rules"),
    [
        ({}, []),
        ({"entities": None, "gates": None, "conflicts": None}, []),
        ({"entities": [PERSON, PERSON]}, ["id-unique"]),
        ({"entities": [entity("o")], "outcomes": [TALKS]}, ["id-unique"]),
        ({"gates": [gate("g", "d", "o"), gate("g", "d", "o")], "outcomes": [TALKS], "demands": [demand("d", 0, 5)]}, ["id-unique"]),
        ({"stances": [stance("s", 0, 5, "a", "a")]}, ["reference"]),
        ({"stances": [stance("s", 0, 5, "speaker", "speaker")]}, []),
        ({"demands": [demand("d", 0, 5, issuers=["o"])], "outcomes": [TALKS]}, ["reference"]),
        ({"demands": [demand("d", 0, 5, same_as="o")], "outcomes": [TALKS]}, ["reference"]),
        ({"demands": [demand("d", 0, 5)], "conflicts": [("d", "e")]}, ["reference"]),
        ({"entities": [entity("a", principal="b"), entity("b", principal="a")]}, ["cycle-principal"]),
        ({"entities": [entity("a", principal="b"), entity("b", principal="c"), entity("c")]}, []),
        ({"demands": [demand("d", 0, 5, same_as="d")]}, ["cycle-same-as"]),
        ({"outcomes": [outcome("o", -1, 5)]}, ["span-order"]),
        ({"outcomes": [outcome("o", 5, 5)]}, ["span-order"]),
        ({"outcomes": [outcome("o", 0, 5), outcome("p", 9, 7)]}, ["span-order"]),
        ({"outcomes": [changed(TALKS, start=None)]}, ["anchored"]),
        ({"outcomes": [changed(TALKS, end=None)]}, ["anchored"]),
        ({"outcomes": [changed(TALKS, **WAITING)]}, ["anchored"]),
        ({"outcomes": [changed(TALKS, **WAITING, quote="")]}, ["anchored"]),
        ({"outcomes": [changed(TALKS, **WAITING, quote="peace")]}, ["anchor"]),
        ({"outcomes": [TALKS], "demands": [demand("d", 0, 5)], "gates": [gate("g", "d", "o")]}, []),
        ({"outcomes": [TALKS], "demands": [demand("d", 0, 5)], "gates": [Gate(quote="", id="g", demand="d", outcome="o")]}, ["anchored"]),
        ({"entities": [Entity(id="a", type="state", mentions=[Mention(0, 1), Mention(0, None)])]}, ["anchored"]),
    ],
)  # fmt: skip
def test_what_each_says_without_a_text(layers: dict[str, Any], rules: list[str]) -> None:
    case = Case(record(**layers), None, None, "prediction")
    assert spoken(case) == rules and sound(case) == (not rules)


@pytest.mark.parametrize(
    ("span", "rules"),
    [
        (Mention(1, 2), []),
        (Mention(1, 2, "a"), []),
        (Mention(1, 2, "b"), ["quote"]),
        (Mention(1, len(TEXT) + 1), ["span-bounds"]),
        (Mention(0, 2), ["span-edge"]),
        (Mention(1, 3), ["span-edge"]),
        (Mention(6, 9), ["span-edge"]),
        (Mention(None, None, "peace"), []),
        (Mention(None, None, "talks"), ["anchor"]),
        (Mention(None, None, "talks", 2), []),
        (Mention(None, None, "talks", 3), ["anchor"]),
        (Mention(None, None, "nowhere"), ["anchor"]),
        (Mention(None, None, " "), ["anchor"]),
    ],
)
def test_what_each_says_with_a_text(span: Mention, rules: list[str]) -> None:
    made = record(entities=[Entity(id="a", type="state", mentions=[Mention(1, 2), span])])
    case = Case(made, document(TEXT), None, "prediction")
    assert spoken(case) == rules and sound(case) == (not rules)


def hostile(number: int = 5_000) -> dict[str, Record]:
    chain = [entity(f"e{n}", (0, 5), principal=f"e{n + 1}") for n in range(number)] + [entity(f"e{number}", (0, 5))]
    one = [entity(f"e{n}", (74, 98)) for n in range(number)]
    crossing = [demand(f"d{n}", n, n + number, issuers=["e0"]) for n in range(number)]
    nested = [demand(f"d{n}", n, 3 * number - n, issuers=["e0"]) for n in range(number)]
    told = [demand(f"d{n}", 0, 5, same_as=f"d{n + 1}") for n in range(number)] + [demand(f"d{number}", 0, 5)]
    return {
        "chain": record("article", entities=chain),
        "one mention": record("article", entities=one),
        "crossing": record("article", entities=one[:1], demands=crossing),
        "nested": record("article", entities=one[:1], demands=nested),
        "restated": record("article", demands=told),
        "quotes": record("article", entities=[Entity(id="a", type="state", mentions=[Mention(0, 5, "x" * 9)] * number)]),
        "waiting": record("article", outcomes=[changed(TALKS, id=f"o{n}", **WAITING, quote="the") for n in range(number)]),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["gold", "prediction"])
@pytest.mark.parametrize("name", hostile(1))
def test_hostile_records_take_a_moment(name: str, kind: Any) -> None:
    row = Row("some.jsonl", 1, hostile()[name])
    began = time.process_time()
    found = check_record(row, kind)
    assert time.process_time() - began < 3
    assert len(found) <= 21


def walked(links: dict[str, str | None], name: str) -> str | None:
    """The side of one entity, step by step."""
    for _ in links:
        principal = links.get(name)
        if name not in links or principal in (None, name):
            break
        name = principal  # type: ignore[assignment]
    return name if name in links and links[name] in (None, name) else None


@given(st.dictionaries(st.sampled_from("abcdef"), st.none() | st.sampled_from("abcdefgh")))
def test_sides_follow_principals_to_their_end(links: dict[str, str | None]) -> None:
    made = [entity(name, principal=principal) for name, principal in links.items()]
    wanted = {"speaker": "speaker"} | {name: walked(links, name) for name in links}
    assert sides(record(entities=made)) == wanted


def test_sides_of_a_long_chain_take_a_moment() -> None:
    began = time.process_time()
    assert set(sides(hostile()["chain"]).values()) == {"e5000", "speaker"}
    assert time.process_time() - began < 1

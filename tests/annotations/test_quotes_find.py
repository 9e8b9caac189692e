"""Quotes to offsets: found exactly, never guessed, on texts with characters of every width; one shape for what became."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make import entity, record

from parleybench.annotations.layers import Entity, Mention, Outcome
from parleybench.annotations.quotes.find import EXACT, NO_TEXT, SHOWN, TOLD, find, resolve
from parleybench.annotations.quotes.fold import HITS, exactly
from parleybench.annotations.sentences import sentences
from parleybench.annotations.span import Span

WIDE = "𝔘𝔫 said: the “UN” met UNITED partners 🕊️ before Ørsava’s UN envoy—a UN man."
TEXT = "𝔘𝔫 envoys said: “The UN’s plan needs a cease-fire.” Tolva’s army would not leave. “A plan,” they said."


def test_offsets_count_code_points() -> None:
    for nth, (start, end) in enumerate(exactly(WIDE, "UN").spans, 1):
        assert WIDE[start:end] == "UN"
        assert find(WIDE, "UN", nth, EXACT).span == (start, end)


def test_an_occurrence_is_a_whole_word() -> None:
    assert len(exactly(WIDE, "UN").spans) == 3
    assert exactly("Sun and UNO", "UN").spans == []


def test_a_quote_that_stands_once_needs_no_number() -> None:
    assert find(WIDE, "Ørsava’s", None, EXACT).start == WIDE.index("Ørsava’s")


@pytest.mark.parametrize(
    "quote, nth, message",
    [
        ("UN", None, "quote occurs 3 times, give `nth`: 'UN': (1) …"),
        ("UN", 4, "quote occurs 3 times, not 4: 'UN': (1) …"),
        ("NATO", None, "quote not found: 'NATO'"),
        ("", 1, "a span has neither offsets nor a quote"),
        (None, None, "a span has neither offsets nor a quote"),
        (" \n", None, "a span has neither offsets nor a quote"),
    ],
)
def test_nothing_is_guessed(quote: str | None, nth: int | None, message: str) -> None:
    made = find(WIDE, quote, nth, EXACT)
    assert (made.how, made.span, made.found, made.score) == ("refused", None, None, None)
    assert (made.quote, made.nth) == (quote, nth)
    assert (made.message or "").startswith(message)


def test_what_is_found_says_all_of_its_place() -> None:
    made = msgspec.to_builtins(find(WIDE, "partners"))
    assert made == {
        "doc": "",
        "layer": "",
        "id": "",
        "quote": "partners",
        "nth": None,
        "how": "exact",
        "score": 100.0,
        "start": 29,
        "end": 37,
        "found": "partners",
        "message": None,
    }


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab \u0301é…“𝔘🕊ﬁ\n", min_size=1, max_size=40), st.data())
def test_what_was_cut_from_a_text_is_found_where_it_was_cut(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote, places = text[start:end], exactly(text, text[start:end]).spans
    assert all(text[slice(*place)] == quote for place in places)
    if quote.strip() and Span(start, end) in places:
        assert find(text, quote, places.index(Span(start, end)) + 1).span == (start, end)
        assert (find(text, quote).span == (start, end)) == (len(places) == 1)


# -- records


def test_every_quote_of_a_record_is_answered_for() -> None:
    spans: dict[str, dict[str, Any]] = {
        "o1": {"quote": "leave"},
        "o2": {"quote": "Tolva's army"},
        "o3": {"quote": "they sayd"},
        "o4": {"quote": "nowhere at all"},
        "o5": {"start": 0, "end": 2},
    }
    outcomes = [Outcome(id=name, kind="talks", **span) for name, span in spans.items()]
    made, anchors = resolve(record(outcomes=outcomes), TEXT)
    assert [(a.doc, a.layer, a.id, a.how) for a in anchors] == [
        ("x", "outcomes", "o1", "exact"),
        ("x", "outcomes", "o2", "normalised"),
        ("x", "outcomes", "o3", "refused"),
        ("x", "outcomes", "o4", "refused"),
    ]
    told = [a.finding("f", 7) for a in anchors]
    assert [t and (t.path, t.line, t.rule, t.doc, t.message[:11]) for t in told] == [
        None,
        ("f", 7, "anchor-normalised", "x", "outcomes o2"),
        ("f", 7, "anchor", "x", "outcomes o3"),
        ("f", 7, "anchor", "x", "outcomes o4"),
    ]
    assert [o.quote for o in made.outcomes or ()] == ["leave", "Tolva’s army", "they sayd", "nowhere at all", None]
    assert [a.how for a in resolve(record(outcomes=outcomes[:2]), TEXT, EXACT)[1]] == ["exact", "refused"]


@pytest.mark.parametrize(
    "span, message",
    [
        ({"start": 0, "end": 2, "quote": "no"}, "quote is 'no', the text has '𝔘𝔫' at its offsets"),
        ({"start": 3}, "one offset without the other"),
        ({"end": 3}, "one offset without the other"),
        ({"start": -5, "end": 2}, f"[-5, 2) is no span of the text's {len(TEXT)} characters"),
        ({"start": 2, "end": 2}, f"[2, 2) is no span of the text's {len(TEXT)} characters"),
        ({"start": 0, "end": 10**6}, f"[0, 1000000) is no span of the text's {len(TEXT)} characters"),
    ],
)
def test_offsets_are_not_taken_on_trust(span: dict[str, Any], message: str) -> None:
    made, anchors = resolve(record(outcomes=[Outcome(id="o", kind="talks", **span)]), TEXT)
    assert [(a.how, a.message) for a in anchors] == [("refused", message)]
    assert (made.outcomes or [])[0] == Outcome(id="o", kind="talks", **span)


def test_without_a_text_only_offsets_stand() -> None:
    outcomes = [Outcome(id="o1", kind="talks", quote="a"), Outcome(id="o2", kind="talks", start=4, end=9)]
    made, anchors = resolve(record(outcomes=outcomes), None)
    assert made == record(outcomes=outcomes)
    assert [(a.id, a.how, a.message) for a in anchors] == [("o1", "refused", NO_TEXT)]
    assert str(anchors[0].finding("f", 1)) == f"f:1: [anchor] x: {NO_TEXT}"


def test_mentions_of_entities_keep_their_entities() -> None:
    names = [
        msgspec.structs.replace(entity(name), mentions=[Mention(quote=q) for q in quotes])
        for name, quotes in {"a": ["army"], "b": ["leave", "envoys"]}.items()
    ]
    made, _ = resolve(record(entities=names), TEXT)
    assert [[TEXT[m.start : m.end] for m in e.mentions] for e in made.entities or ()] == [["army"], ["leave", "envoys"]]


def test_every_fault_of_a_record_is_told() -> None:
    mentions = [Mention(quote="UN"), Mention(quote="NATO"), Mention(quote="partners")]
    _, anchors = resolve(record(entities=[Entity(id="e", type="igo", mentions=mentions)]), WIDE, EXACT)
    assert [a.how for a in anchors] == ["refused", "refused", "exact"]


# -- messages and work have bounds


def test_of_many_places_a_message_tells_five() -> None:
    made = find("peace talks. " * 40, "peace talks")
    assert (made.message or "").count("…") == 2 * TOLD
    assert (made.message or "").endswith("  and 35 more")
    assert "more" not in (find("peace talks. " * TOLD, "peace talks").message or "")


@pytest.mark.parametrize("steps", [EXACT, ("exact", "normalised", "ellipsis", "fuzzy")])
def test_messages_are_bounded(steps: Any) -> None:
    page = "word " * 20_000
    for quote in ("nowhere " * 7_000, "word " * 5_000, "word " * 10_001, "word x [...] " * 2_000):
        _, anchors = resolve(
            record(entities=[Entity(id="e" * 9_000, type="igo", mentions=[Mention(quote=quote)])]), page, steps
        )
        assert anchors[0].how == "refused"
        assert len(str(anchors[0].finding("f", 1))) < (TOLD + 3) * (SHOWN + 100)
        assert anchors[0].quote == quote


def test_numbers_without_end_are_bounded_too() -> None:
    big = 10**4_000
    assert find(WIDE, "UN", big).message == f"`nth` counts from 1, and the text has {len(WIDE)} characters"
    assert [find(WIDE, "UN", nth).how for nth in (-1, 0)] == ["refused", "refused"]
    _, anchors = resolve(record(outcomes=[Outcome(id="o", kind="talks", start=0, end=big)]), WIDE)
    assert len(anchors[0].message or "") < SHOWN + 100


def test_no_more_than_so_many_places_are_looked_at() -> None:
    page = "a " * (HITS + 50)
    stands = exactly(page, "a")
    assert (len(stands.spans), stands.more) == (HITS, True)
    assert find(page, "a", HITS).start == 2 * (HITS - 1)
    assert find(page, "a", HITS + 1).message == f"quote stands in more than {HITS} places: 'a'"
    assert find(page, "a").message == f"quote stands in more than {HITS} places: 'a'"
    assert exactly("a " * HITS, "a").more is False
    assert find("ab " * (HITS + 1) + "a", "a").message == f"quote stands in more than {HITS} places: 'a'"


def test_sentences_cover_the_text_without_its_spaces() -> None:
    text = "Mr. Orsk met the U.N. envoy. “It is late.” He left.\n\nA heading\nNext line"
    found = [text[s.start : s.end] for s in sentences(text)]
    assert found == ["Mr. Orsk met the U.N. envoy.", "“It is late.”", "He left.", "A heading", "Next line"]


def test_iou() -> None:
    assert Span(0, 10).iou(Span(5, 15)) == pytest.approx(5 / 15)
    assert Span(0, 10).iou(Span(10, 15)) == 0.0
    assert Span(0, 10).iou(Span(0, 10)) == 1.0

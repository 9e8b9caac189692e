"""Words that are never taken for others: a quote that says the opposite is refused, however like it looks."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parleybench.annotations.gold import all_gold
from parleybench.annotations.quotes.differ import DATES, NEGATIONS, NUMBERS, differing
from parleybench.annotations.quotes.find import find
from parleybench.corpus import library

PLAIN = [
    "ministers",
    "agreed",
    "that",
    "withdrawal",
    "should",
    "begin",
    "before",
    "winter",
    "while",
    "observers",
    "return",
]


@pytest.mark.parametrize(
    "quote, stands, kind",
    [
        ("the government would accept", "the government would not accept", "negation"),
        ("they don't withdraw", "they do withdraw", "negation"),
        ("terms acceptable to us", "terms unacceptable to us", "negation"),
        ("terms acceptable to us", "terms uncceptable to us", "negation"),
        ("armed groups", "non-armed groups", "negation"),
        ("de-escalate now", "escalate now", "negation"),
        ("lawless men", "lawful men", "negation"),
        ("with conditions", "without conditions", "negation"),
        ("is now here", "is nowhere", "negation"),
        ("a pause of 10 days", "a pause of 16 days", "number"),
        ("ten days", "two days", "number"),
        ("1,000 men", "1.000 men", "number"),
        ("5% of it", "5 of it", "number"),
        ("١ day", "٢ day", "number"),
        ("twenty-one men", "twenty-two men", "number"),
        ("on monday", "on sunday", "date"),
        ("leave tomorrow", "leave today", "date"),
        ("in May", "in June", "date"),
        ("in May", "in may", "date"),
        ("since the March", "since the march", "date"),
        ("Serbia accepts", "Croatia accepts", "name"),
        ("the Serb army", "the Serbian army", "name"),
        ("US forces must go", "us forces must go", "name"),
        ("the Government accepts", "the government accepts", "name"),
    ],
)
def test_what_says_another_thing(quote: str, stands: str, kind: str) -> None:
    for ours, theirs in ((quote, stands), (stands, quote)):
        assert (differing(ours, theirs) or "").startswith(f"differs in a {kind}: ")


@pytest.mark.parametrize(
    "quote, stands",
    [
        ("withdrwal of forces", "withdrawal of forces"),
        ("The government accepts", "the government accepts"),
        ('"The plan" stands', '"the plan" stands'),
        ("stands. The plan", "stands; the plan"),
        ("Tolva army", "Tolva's army"),
        ("ten men in May, not more", "ten man in May, not more"),
        ("the the the", "the the"),
        ("interim rule", "interm rule"),
        ("under it", "uder it"),
    ],
)
def test_what_says_the_same(quote: str, stands: str) -> None:
    assert differing(quote, stands) is None and differing(stands, quote) is None


def test_a_capital_within_a_sentence_is_a_name() -> None:
    assert differing("march on", "March on") is None
    assert differing("march on", "March on", before="they said. ") is None
    assert differing("march on", "March on", before="since the ") is not None


def test_a_telling_word_keeps_its_place() -> None:
    for quote, stands in [("not go but stay", "go but not stay"), ("withdraw now not then", "withdraw not now then")]:
        assert "another order" in (differing(quote, stands) or "")
    assert differing("go now and stay then", "now go and stay then") is None


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_telling_word_comes_goes_or_turns_into_another(data: st.DataObject) -> None:
    """Whatever stands around it, on whichever side."""
    words = data.draw(st.lists(st.sampled_from(PLAIN), min_size=6, max_size=20))
    telling = st.sampled_from([*sorted(NEGATIONS | NUMBERS | DATES), "Serbia", "NATO", "14", "2,5", "isn't"])
    at = data.draw(st.integers(1, len(words)))
    one, other = data.draw(telling), data.draw(st.one_of(telling, st.just("")))
    a, b = (" ".join([*words[:at], word, *words[at:]]).replace("  ", " ") for word in (one, other))
    assert (differing(a, b) is None) == (one == other)
    assert (differing(b, a) is None) == (one == other)
    assert differing(a, a) is None


def test_the_opposite_of_what_stands_there_is_refused() -> None:
    text = "The ministers said that they would not withdraw from the northern valleys before 16 March."
    for quote, reason in [
        ("they would withdraw from the northern valleys before 16 March", "a negation: the text has 'not'"),
        ("they would not withdraw from the northern valleys before 10 March", "a number: the text has '16'"),
        ("they would not withdraw from the northern valleys before 16 April", "a date: "),
    ]:
        made = find(text, quote)
        assert made.how == "refused"
        assert f"the place like it differs in {reason}" in (made.message or "")
    assert find(text, "they would not withdaw from the northern valleys before 16 March").how == "fuzzy"


def test_no_gold_quote_is_found_with_its_negations_turned() -> None:
    """Every quote of the gold with "not" left out or put before its second word."""
    tried = 0
    for name, record in all_gold().items():
        document = library.text_or_none(name)
        for layer, _, span in record.spans() if document is not None else ():
            words = document.text[span.start : span.end].split() if document is not None else []
            if layer == "entities" or len(words) < 5:
                continue
            turned = [w for w in words if w != "not"] if "not" in words else [words[0], "not", *words[1:]]
            made = find(document.text if document is not None else "", " ".join(turned))
            tried += 1
            assert made.how in ("refused", "exact", "normalised"), json.dumps([name, made.message])
            assert made.how == "refused" or "not" in words
    assert tried > 250

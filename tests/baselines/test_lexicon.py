"""The lexicon: its patterns find what plain ones do, and a sentence is read as its cues say."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

import pytest
from make import document

from parleybench.annotations.layers import Record
from parleybench.annotations.span import Span
from parleybench.baselines.lexicon import System, lexicon
from parleybench.corpus import library

WORDS: dict[str, Any] = json.loads(files("parleybench.baselines").joinpath("lexicon.json").read_text(encoding="utf-8"))


def plain(words: list[str]) -> re.Pattern[str]:
    """Any of the words, the longest first, one behind the other."""
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)", re.I)


@pytest.mark.parametrize("layer", ["demand", "stance", "outcome"])
def test_cues_are_those_of_plain_patterns(layer: str) -> None:
    patterns = {label: plain(words) for label, words in WORDS[layer].items()}
    for text in (d.text for d in library.authored().values()):
        every = [(m.start(), -m.end(), label) for label, p in patterns.items() for m in p.finditer(text)]
        expected: list[tuple[int, int, str]] = []
        for start, end, label in sorted(every, key=lambda cue: cue[:2]):
            if not expected or start >= expected[-1][1]:
                expected.append((start, -end, label))
        assert [(*c.span, c.label) for c in lexicon().cues(layer, text, Span(0, len(text)))] == expected


def test_markers_are_those_of_plain_patterns() -> None:
    for text in (d.text for d in library.authored().values()):
        for pattern, words in ((lexicon().gate, "gate"), (lexicon().conditional, "conditional_markers")):
            assert [m.span() for m in pattern.finditer(text)] == [m.span() for m in plain(WORDS[words]).finditer(text)]


def test_of_two_cues_at_one_place_the_longer_wins_and_cues_stay_inside_their_span() -> None:
    said = "Orsava will not accept it and will not leave"
    cues = lexicon().cues("demand", said, Span(0, len(said)))
    assert [(said[slice(*c.span)], c.label) for c in cues] == [("will not accept", "refuse"), ("will not", "refuse")]
    assert lexicon().cues("demand", said, Span(0, 15)) == [(Span(7, 15), "refuse")]


@pytest.mark.parametrize(
    ("said", "issue"),
    [
        ("the withdrawal of all troops from the islands", "forces"),
        ("aid for refugees", "humanitarian"),
        ("it", "process"),
    ],
)
def test_the_issue_has_most_keywords(said: str, issue: str) -> None:
    assert lexicon().issue(said) == issue


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("President of Orsava", "person"),
        ("U.N.", "igo"),
        ("Southern Front", "armed_group"),
        ("Ana Brill", "person"),
        ("Orsava", "state"),
    ],
)
def test_the_kind_of_a_name(name: str, kind: str) -> None:
    assert lexicon().kind(name) == kind


def read(said: str) -> Record:
    (found,) = System().predict([document(said)])
    return found


def test_a_gate_has_its_marker_for_cue() -> None:
    said = "The envoy of Orsava demanded that Tolva withdraw its troops before talks begin."
    found = read(said)
    (gate,), (demand,), (outcome,) = found.gates or [], found.demands or [], found.outcomes or []
    assert said[slice(*gate.span)] == "before" and said[slice(*outcome.span)] == "talks"
    assert said[slice(*demand.span)] == "Tolva withdraw its troops"
    assert (gate.demand, gate.outcome, demand.direction, demand.issue) == ("d1", "o1", "require", "forces")
    assert [(e.id, e.name) for e in found.entities or ()] == [("e1", "Orsava"), ("e2", "Tolva")]
    assert demand.issuers == ["e1"]


def test_a_first_person_is_the_speaker_of_the_first_state_named() -> None:
    found = read("Ana Brill spoke for Orsava. We urge the council to send aid to the valley.")
    assert [(e.id, e.principal) for e in found.entities or ()][-1] == ("speaker", "e2")
    assert [d.issuers for d in found.demands or ()] == [["speaker"]]


@pytest.mark.parametrize(
    ("said", "polarity"),
    [
        ("The state of Orsava supports talks.", "support"),
        ("The state of Orsava rejects talks.", "oppose"),
        ("The state of Orsava supports talks, but only with guarantees.", "conditional"),
        ("The state of Orsava rejects talks, but only with guarantees.", "oppose"),
        ("The state of Orsava is open to talks.", "support"),  # no marker follows
    ],
)
def test_a_stance_depends_on_what_follows(said: str, polarity: str) -> None:
    (stance,) = read(said).stances or []
    assert (stance.holder, stance.target, stance.polarity) == ("e1", "o1", polarity)
    assert System().polarities(document(said), [stance.span]) == [polarity]


def test_demands_of_two_sides_conflict() -> None:
    found = read(
        "The envoy of Orsava demanded the withdrawal of troops. The envoy of Tolva rules out the withdrawal of troops."
    )
    assert [(d.direction, d.issue) for d in found.demands or ()] == [("require", "forces"), ("refuse", "forces")]
    assert found.conflicts == [("d1", "d2")]


def test_a_lexicon_learns_nothing() -> None:
    assert System().learnt() == {} and System().parameters() == 0
    System().recall({})
    with pytest.raises(ValueError, match="learnt something"):
        System().recall({"x": 1})

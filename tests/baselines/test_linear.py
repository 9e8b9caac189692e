"""The linear system: equal to the bit however documents are put together, refused where its file does not fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from make import document

from parleybench.annotations.layers import sides
from parleybench.baselines import base, linear, pairs
from parleybench.baselines.features import of_tokens
from parleybench.baselines.linear import System
from parleybench.baselines.text import Text
from parleybench.corpus import library
from parleybench.eval.board import card, entries
from parleybench.eval.score import score


@pytest.fixture(scope="module")
def system(models: Path) -> System:
    found = base.fitted("linear", models)
    assert isinstance(found, System)
    return found


@pytest.mark.parametrize("size", [1, 3, 64])
def test_what_is_predicted_does_not_hang_on_the_shard(
    size: int, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [*library.split_documents("test"), document("")]
    expected = system.predict(documents)
    monkeypatch.setattr(linear, "SHARD", size)
    assert system.predict(documents) == expected


def test_scores_are_equal_to_the_bit_alone_and_in_company(system: System) -> None:
    texts = [Text.of(d) for d in library.split_documents("validation")]
    together = system.words["token"].encode([row for text in texts for row in of_tokens(text)])
    for tagger in system.taggers.values():
        alone = [tagger.scores(system.words["token"].encode(of_tokens(text))) for text in texts]
        assert np.vstack(alone).tobytes() == tagger.scores(together).tobytes()


def test_two_fits_are_equal_to_the_bit(system: System) -> None:
    documents = library.split_documents("train")
    again = System()
    again.fit(documents, [base.all_gold()[d.id] for d in documents])
    for name, value in again.learnt().items():
        other = system.learnt()[name]
        assert value.tobytes() == other.tobytes() if isinstance(value, np.ndarray) else value == other


def test_every_gate_shows_a_cue_and_every_outcome_is_used(system: System) -> None:
    found = system.predict(library.split_documents("train"))
    assert sum(len(r.gates or ()) for r in found) > 10
    for one in found:
        assert all(gate.start is not None for gate in one.gates or ())
        used = {g.outcome for g in one.gates or ()} | {s.target for s in one.stances or ()}
        assert {o.id for o in one.outcomes or ()} <= used
        assert all(sides(one).values())


def test_it_beats_the_floor_on_its_own_training_texts(models: Path) -> None:
    found = {name: base.predict(base.fitted(name, models), "train") for name in ("floor", "linear")}
    tasks = {name: score("train", records, rounds=0).to_dict()["tasks"] for name, records in found.items()}
    for task in ("actors", "demands", "preconditions", "stance"):
        assert tasks["linear"][task]["f1"] > tasks["floor"][task]["f1"] + 0.1


@pytest.mark.parametrize("name", base.SYSTEMS)
def test_the_parameters_on_a_card_are_counted(name: str, models: Path) -> None:
    assert card.read(entries.RESULTS / name / card.NAME).parameters == base.fitted(name, models).parameters()


def _without(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda learnt: {key: value for key, value in learnt.items() if key != name}


SPOILT: dict[str, tuple[Callable[[dict[str, Any]], dict[str, Any]], str]] = {
    "a model is missing": (_without("issuer"), "'issuer'"),
    "the words are missing": (_without("words"), "words"),
    "one too many": (lambda learnt: learnt | {"evil": np.zeros(3)}, "evil"),
    "a model in words": (lambda learnt: learnt | {"issuer": [[1.0, 2.0]]}, "'issuer'"),
    "words of another kind": (lambda learnt: learnt | {"words": {**learnt["words"], "token": [1]}}, "words"),
    "nothing seen": (lambda learnt: learnt | {"words": {}}, "others than these"),
    "no classes": (lambda learnt: learnt | {"classes": {}}, "others than these"),
    "classes of another": (
        lambda learnt: learnt | {"classes": {**learnt["classes"], "kind": ["peace", "war"]}},
        "'kind': its classes",
    ),
    "words cut off": (
        lambda learnt: learnt | {"words": {**learnt["words"], "party": learnt["words"]["party"][:-1]}},
        "'issuer': its weights",
    ),
    "infinite weights": (lambda learnt: learnt | {"gate": learnt["gate"] * np.inf}, "'gate': its weights"),
}


@pytest.mark.parametrize("case", SPOILT)
@pytest.mark.filterwarnings("ignore:invalid value")
def test_a_model_that_does_not_fit_is_refused_by_name(case: str, system: System) -> None:
    spoil, why = SPOILT[case]
    with pytest.raises((ValueError, msgspec.ValidationError), match=why):
        System().recall(spoil(system.learnt()))


def test_who_issues_is_sought_in_the_whole_text_where_nobody_is_near(system: System) -> None:
    said = "The Republic of Orsava sent an envoy. It rained. It was cold. The meeting began late. They demanded that the siege of the city be lifted."
    (found,) = system.predict([document(said)])
    assert found.entities and found.demands
    assert found.demands[-1].start > 80 and set(found.demands[-1].issuers) & {e.id for e in found.entities}


def test_the_models_that_are_asked_are_those_that_there_are() -> None:
    assert sorted(name for models in pairs.SEEN.values() for name in models) == sorted(System().parts)

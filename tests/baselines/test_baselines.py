"""Baselines: full records from bare text, deterministic, saved without pickle, and clean by the project's own rules."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from parleybench.annotations.checks import check_rows
from parleybench.annotations.labels import POLARITIES
from parleybench.annotations.span import Span
from parleybench.baselines import base
from parleybench.baselines.learn import Classifier, best_path
from parleybench.baselines.tagger import bio
from parleybench.baselines.text import tokenised
from parleybench.corpus import library
from parleybench.corpus.document import Document, sha256
from parleybench.corpus.jsonl import Row
from parleybench.eval.board import card, entries
from parleybench.eval.score import score


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fitted")
    for name in base.SYSTEMS:
        base.fit(name, folder)
    return folder


@pytest.mark.parametrize("name", base.SYSTEMS)
def test_predictions_are_full_clean_and_repeatable(name: str, fitted: Path) -> None:
    records = base.predict(base.fitted(name, fitted), "validation")
    assert check_rows([Row("memory", n, r) for n, r in enumerate(records)], "prediction") == []
    assert all(
        getattr(r, layer) is not None
        for r in records
        for layer in ("entities", "demands", "outcomes", "gates", "stances", "conflicts")
    )
    assert records == base.predict(base.fitted(name, fitted), "validation")


@pytest.mark.parametrize("name", base.SYSTEMS)
def test_the_parameters_on_a_card_are_counted(name: str, fitted: Path) -> None:
    assert card.read(entries.RESULTS / name / card.NAME).parameters == base.fitted(name, fitted).parameters()


@pytest.mark.parametrize("name", base.SYSTEMS)
def test_fitting_twice_gives_the_same_predictions(name: str, fitted: Path, tmp_path: Path) -> None:
    base.fit(name, tmp_path)
    assert base.predict(base.fitted(name, tmp_path), "test") == base.predict(base.fitted(name, fitted), "test")


@pytest.mark.parametrize("name", base.SYSTEMS)
def test_labels_of_the_document_are_not_seen(name: str, fitted: Path) -> None:
    text = "The Republic of Orsava demanded that Tolva withdraw. 𝔘 Orsava said that Tolva must leave the valley before talks.\n"
    document = Document(
        id="unseen",
        title=None,
        text=text,
        date=None,
        genre="news",
        conflict="unseen",
        stratum="fictional",
        licence="",
        source="",
        sha256=sha256(text),
    )
    record = base.fitted(name, fitted).predict(document)
    assert record.entities and record.demands
    placed = [span for layer, _, span in record.spans() if layer != "gates" or span.start is not None]
    assert all(0 <= span.span.start < span.span.end <= len(text) for span in placed)


@pytest.mark.parametrize("name", base.SYSTEMS)
def test_an_empty_text_gives_an_empty_record(name: str, fitted: Path) -> None:
    document = library.authored()["article"]
    import msgspec

    bare = msgspec.structs.replace(document, text="")
    assert not list(base.fitted(name, fitted).predict(bare).spans())


@pytest.mark.parametrize("name", base.SYSTEMS)
def test_the_given_track(name: str, fitted: Path) -> None:
    said = base.predict_given(base.fitted(name, fitted), "test")
    assert {s["polarity"] for d in said for s in d["stances"]} <= set(POLARITIES)


def test_nothing_is_pickled(fitted: Path) -> None:
    assert sorted(p.name for p in fitted.rglob("*") if p.is_file()) == ["README", "labels.json", "linear.skops"]


def test_a_system_that_was_not_fitted_says_so(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="not fitted"):
        base.fitted("linear", tmp_path)


def test_linear_beats_the_floor_on_its_own_training_texts(fitted: Path) -> None:
    scores = {
        name: score("train", base.predict(base.fitted(name, fitted), "train"), rounds=0).to_dict()["tasks"]
        for name in ("floor", "linear")
    }
    for task in ("actors", "demands", "stance"):
        assert scores["linear"][task]["f1"] > scores["floor"][task]["f1"] + 0.1


def test_viterbi_finds_the_best_legal_path() -> None:
    scores = np.log(np.array([[0.1, 0.8, 0.1], [0.2, 0.2, 0.6]]))  # B, I, O
    legal = np.zeros((3, 3))
    assert best_path(scores, legal) == [1, 2]
    legal[1, 2] = -1e9
    assert best_path(scores, legal) == [1, 0] or best_path(scores, legal) == [1, 1]


def test_bio_of_nested_spans_is_the_longest() -> None:
    sentence = tokenised("They must leave the valley now.")[0]
    assert bio(sentence, [Span(10, 30), Span(20, 26)]) == ["O", "O", "B", "I", "I", "I", "O"]


def test_one_class_in_training_is_answered_always() -> None:
    model = Classifier()
    model.fit([{"a": 1.0}, {"a": 2.0}], ["no", "no"])
    assert model.yes([{"b": 1.0}]) == [0.0]

"""Tagging: spans to tags and back, and the best legal path against trying all."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make import document

from parleybench.annotations.gold import all_gold
from parleybench.annotations.span import Span
from parleybench.baselines.tagger import Tagger, _legal, _spans, best_path, bio
from parleybench.baselines.text import Text
from parleybench.corpus import library

SENTENCE = Text.of(document("They must leave the valley now. Talks wait."))


def test_bio_of_nested_spans_is_the_longest() -> None:
    assert bio(SENTENCE, [Span(10, 30), Span(20, 26)])[:7] == ["O", "O", "B", "I", "I", "I", "O"]


def test_a_span_over_two_sentences_begins_anew_in_each() -> None:
    assert bio(SENTENCE, [Span(27, 37)])[5:] == ["B", "I", "B", "O", "O"]


@pytest.mark.parametrize("name", sorted(library.authored()))
def test_tags_give_the_mentions_back(name: str) -> None:
    text = Text.of(library.authored()[name])
    spans = sorted(m.span for e in all_gold()[name].entities or () for m in e.mentions)
    whole = [s for s in spans if text.around(s) in {one.span for one in text.sentences}]
    made = list(_spans(text, bio(text, whole)))
    assert [text.tokens(s) for s in made] == [text.tokens(s) for s in whole]


def brute(scores: np.ndarray, opening: np.ndarray, steps: np.ndarray) -> float:
    """The best sum over all paths through one sentence."""
    return max(worth(scores, path, opening, steps) for path in product(range(scores.shape[1]), repeat=len(scores)))


def worth(scores: np.ndarray, path: tuple[int, ...], opening: np.ndarray, steps: np.ndarray) -> float:
    own = sum(scores[n, label] for n, label in enumerate(path))
    return float(own + opening[path[0]] + sum(steps[a, b] for a, b in pairwise(path)))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(1, 5), max_size=6), st.integers(0, 2**32 - 1))
def test_the_best_path_of_each_sentence_is_the_best_of_all(lengths: list[int], seed: int) -> None:
    draw = np.random.default_rng(seed)
    scores, opening, steps = draw.normal(size=(sum(lengths), 3)), draw.normal(size=3), draw.normal(size=(3, 3))
    path, at = best_path(scores, lengths, opening, steps), 0
    for length in lengths:
        own, found = scores[at : at + length], tuple(path[at : at + length].tolist())
        assert worth(own, found, opening, steps) == pytest.approx(brute(own, opening, steps))
        assert found == tuple(best_path(own, [length], opening, steps).tolist())  # alone or in company
        at += length
    assert at == len(path)


def test_of_equal_paths_the_first_label_wins() -> None:
    assert best_path(np.zeros((3, 3)), [3], np.zeros(3), np.zeros((3, 3))).tolist() == [0, 0, 0]


def test_no_i_opens_a_sentence_or_follows_an_o() -> None:
    scores = np.log([[0.01, 0.98, 0.01], [0.01, 0.01, 0.98], [0.01, 0.98, 0.01], [0.01, 0.98, 0.01]])
    tags = ["BIO"[n] for n in best_path(scores, [1, 3], *_legal(["B", "I", "O"]))]
    assert tags[0] != "I" and tags[1] != "I" and "OI" not in "".join(tags[1:])


def tagger(boost: float) -> Tagger:
    """A tagger that takes the word `valley` for a span at even odds."""
    made = Tagger(boost=boost)
    made.recall(["B", "O"], np.array([[-1.0, 1.0], [1.0, -1.0], [0.0, 0.0]]) * 0.5, 2)
    return made


def test_a_boost_weighs_spans_up() -> None:
    from scipy.sparse import csr_array

    rows = csr_array([[0.0, 0.0]] * 3 + [[1.0, 0.0]] + [[1.0, 0.0]] * (len(SENTENCE.words) - 4))
    assert tagger(2.0).spans([SENTENCE], rows) == [[Span(0, 4), Span(5, 9), Span(10, 15)]]
    assert len(tagger(3.0).spans([SENTENCE], rows)[0]) == len(SENTENCE.words)
    assert tagger(0.5).spans([SENTENCE], rows) == [[]]


def test_no_texts_have_no_spans() -> None:
    from scipy.sparse import csr_array

    assert tagger(1.0).spans([], csr_array((0, 2))) == []
    assert tagger(1.0).spans([Text.of(document(""))], csr_array((0, 2))) == [[]]

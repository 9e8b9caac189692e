"""Coverage and detectable differences: known answers, and the table that the page shows."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from parleybench.corpus import tables as cards
from proof import power

PAGE = Path(__file__).resolve().parents[2] / "eval" / "README.md"


def test_a_figure_without_spread_is_always_held() -> None:
    counts = np.tile([1.0, 2.0, 1.0, 2.0], (30, 1, 1))
    assert power.coverage(counts, 10, 20, 1) == (1.0, 0.0)
    assert power.detectable(counts, counts, 10, 20, 1) == 0.0


def test_coverage_comes_near_its_name_on_many_documents() -> None:
    # recall of one item a document, found in half of them: with 200 documents the normal approximation holds
    counts = np.array([[[n % 2, 1, n % 2, 1]] for n in range(1000)], dtype=float)
    held, width = power.coverage(counts, 200, 300, 2)
    assert 0.91 < held < 0.985
    assert abs(width - 2 * 1.96 * 0.5 / 200**0.5) < 0.01


def test_the_detectable_difference_is_that_of_independent_halves() -> None:
    # two systems right on independent halves: the difference of two means, sd sqrt(2 * .25 / n), times 2.8
    draw = np.random.default_rng(0)
    a, b = (np.array([[[x, 1, x, 1]] for x in draw.integers(0, 2, 2000)], dtype=float) for _ in range(2))
    assert abs(power.detectable(a, b, 200, 40, 3) - 2.8 * (0.5 / 200) ** 0.5) < 0.012


def test_the_page_shows_what_the_command_gives() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert cards.with_block(text, power.BLOCK, cards.markdown(power.HEADER, power.table())) == text

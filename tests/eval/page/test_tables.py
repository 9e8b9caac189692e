"""Results as tables for a terminal: every figure, its units, and what was not attempted."""

from __future__ import annotations

import msgspec

from parleybench.eval.compare import Comparison
from parleybench.eval.counts import Figure
from parleybench.eval.page import tables
from parleybench.eval.result import Result, TaskResult

FOUND = Result(
    "parleybench:1|data:x",
    "own",
    3,
    [],
    {
        "actors": TaskResult(0.5, 0.25, 1 / 3, (0.1, 0.456), None, {"exact": Figure(0.5, None, 0.0)}),
        "demands": TaskResult(None, None, None),
        "stance": None,
    },
    0.256,
    slices={
        "genre": {"news": {"documents": 2.0, "actors": 0.5}, "speech": {"documents": 1.0, "actors": None}},
        "issue": {"forces": {"gold": 4.0, "demands": 0.25}},
        "phenomenon": {"stance: against": {"gold": 2.0, "found": 1.0, "right": 0.5}},
    },
)


def cells(text: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("  ") if part.strip()] for line in text.splitlines()]


def test_a_result_shows_every_figure_and_says_what_is_counted() -> None:
    found = cells(tables.result(FOUND))
    assert found[0] == ["own, 3 documents"]
    assert found[2:7] == [
        ["figure", "P", "R", "F1", "95%"],
        ["actors: headline", "50.0", "25.0", "33.3", "[10.0, 45.6]"],
        ["actors: exact", "50.0", "–", "0.0"],
        ["demands: headline", "–", "–", "–"],
        ["stance: not attempted"],
    ]
    assert "demand-outcome pairs (preconditions)" in found[-3][0] and found[-1] == ["parleybench:1|data:x"]
    assert found[-2][0].startswith("26% of the gold demands are vague")
    plain = cells(tables.result(msgspec.structs.replace(FOUND, share_of_vague=0.0)))
    assert plain[-2] == found[-3]


def test_slices_head_their_counts_with_what_is_counted() -> None:
    genre, issue, phenomenon = tables.sliced(FOUND).split("\n\n")
    assert cells(genre) == [["genre", "documents", "actors"], ["news", "2", "50.0"], ["speech", "1", "–"]]
    assert cells(issue) == [["issue", "gold demands", "demands"], ["forces", "4", "25.0"]]
    assert cells(phenomenon)[0] == ["phenomenon", "gold items", "found", "right"]


def test_a_comparison_shows_differences_and_who_decides_them() -> None:
    found = {
        "actors": Comparison(0.5, 0.25, 0.25, (0.1, 0.4), 0.01234, 0.2, [("x", 0.125), ("y", -0.1)]),
        "demands": Comparison(0.5, None, None, None, None, None, []),
        "stance": None,
    }
    table, decided = tables.comparison(found).split("\n\n")
    assert cells(table)[1:] == [
        ["actors", "50.0", "25.0", "25.0", "[10.0, 40.0]", "0.0123", "20.0"],
        ["demands", "50.0", "–", "–", "–", "–"],
    ]
    assert cells(decided)[1:] == [["actors", "x", "+12.5"], ["actors", "y", "-10.0"]]


def test_losses_sum_to_the_whole() -> None:
    found = cells(tables.ladder({"actors": {"missed": 3.0, "spurious": 1.0}}))
    assert found[1:] == [
        ["actors", "missed", "3", "75.0%"],
        ["actors", "spurious", "1", "25.0%"],
        ["actors", "all", "4"],
    ]

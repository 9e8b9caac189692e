"""The figures of the page: marks, tables, and that nothing but numbers gets onto it as a figure."""

from __future__ import annotations

import copy
import re
from typing import Any

import pages
import pytest

from parleybench.eval.page import markup, reading, report


def test_the_board_marks_groups_by_a_sign_and_says_what_it_means() -> None:
    shown = pages.results("one", "two")
    page = report.page({"test": shown}, [], groups={"test": {"actors": ["two"]}})
    rows = dict(re.findall(r'<tr><th scope="row">(one|two)</th>(.*?)</tr>', page)[:2])
    assert f"<strong>50.0{markup.MARK}</strong> <small>[40, 60]</small>" in rows["two"]
    assert markup.MARK not in rows["one"] and rows["two"].count(markup.MARK) == 1
    assert "does not differ significantly" in page
    assert "does not differ significantly" not in report.page({"test": shown}, [])


def test_confusions_and_errors_are_shown_where_there_are_any() -> None:
    plain = report.page({"test": pages.results("one")}, [])
    assert "Confusions" not in plain and "Errors by kind" not in plain
    found = pages.results("one")
    found["one"] |= {
        "losses": {"stance": {"polarity": 1.0, "missed": 7.0}},
        "confusions": {"polarity": {"support": {"support": 41, "oppose": 3}}},
    }
    page = report.page({"test": found}, [])
    assert page.index(">missed<") < page.index(">polarity<")
    assert "<strong>41</strong>" in page and "<td>3</td>" in page


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [(3, "", "3"), (0, ".4g", "0"), (12.345, ".1f", "12.3"), (-1.5, ".0f", "-2"), (0.0, "", "0.0")],
)
def test_numbers_are_written_in_their_form(value: float, form: str, shown: str) -> None:
    assert reading.number(value, form) == shown


@pytest.mark.parametrize("value", ["1", "<b>", None, True, [1], float("nan"), float("inf"), 10**400, -(10**12)])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no number"):
        reading.number(value)


def test_shares_and_intervals_are_in_hundredths() -> None:
    assert (reading.percent(0.1234), reading.percent(None), reading.percent(1)) == ("12.3", "–", "100.0")
    assert (reading.interval([0.1, 0.25], 1), reading.interval(None, 1)) == ("[10.0, 25.0]", "")


def poisoned(*path: str | int) -> dict[str, Any]:
    """Results whose number at a path is a string of markup."""
    result = pages.results("one")["one"] | {
        "losses": {"stance": {"missed": 7.0}},
        "confusions": {"polarity": {"support": {"support": 41}}},
    }
    found: Any = copy.deepcopy(result)
    at = found
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = pages.HOSTILE
    return {"one": found}


@pytest.mark.parametrize(
    "path",
    [
        ("documents",),
        ("tasks", "demands", "f1"),
        ("tasks", "demands", "precision"),
        ("tasks", "stance", "interval", 1),
        ("tasks", "actors", "variants", pages.HOSTILE, "recall"),
        ("slices", "genre", pages.HOSTILE, "documents"),
        ("slices", "genre", pages.HOSTILE, "demands"),
        ("losses", "stance", "missed"),
        ("confusions", "polarity", "support", "support"),
    ],
    ids=lambda path: "-".join(str(step) for step in path if step != pages.HOSTILE),
)
def test_a_string_for_a_number_never_reaches_the_page(path: tuple[str | int, ...]) -> None:
    with pytest.raises(TypeError):
        report.page({"test": poisoned(*path)}, [])


def test_a_task_without_attempt_has_no_headline_and_a_long_heading_may_break() -> None:
    found = pages.results("one")
    silent = {"precision": None, "recall": None, "f1": None, "interval": None, "variants": {}, "attempted": False}
    found["one"]["tasks"] = found["one"]["tasks"] | {"stance": silent, "actors": None}
    assert [(task, name) for task, name, _ in reading.figures(found["one"]) if name == "headline"] == [
        ("demands", "headline"),
        ("preconditions", "headline"),
    ]
    page = report.page({"test": found}, [])
    row = re.findall(r'<tr><th scope="row">one</th>(.*?)</tr>', page)[0]
    assert re.findall(r"<td>([^<]*?) ?<", row) == ["–", "50.0", "50.0", "–", "–"]
    assert ">precon&shy;ditions</th>" in page and ">conflicts</th>" in page

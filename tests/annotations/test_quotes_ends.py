"""Quotes with their middle left out: found by their ends, told as such, or refused saying why."""

from __future__ import annotations

from pathlib import Path

import pytest

from parleybench import cli
from parleybench.annotations.quotes.ends import PARTS, REACH, TRIES, parts
from parleybench.annotations.quotes.find import find

TEXT = "The rebels said that they’d leave the town, the bridge and the mill once prisoners are freed. The town waits. They left."


@pytest.mark.parametrize("mark", ["[...]", "[…]", "…", "...", ". . .", "(…)", "....", "[ ... ]", " [...]  "])
def test_every_way_to_leave_out_a_middle(mark: str) -> None:
    for quote in (f"they'd leave {mark} prisoners are freed", f"they'd leave{mark}prisoners are freed"):
        made = find(TEXT, quote)
        assert (made.how, made.score) == ("ellipsis", 100.0)
        assert made.found == "they’d leave the town, the bridge and the mill once prisoners are freed"


@pytest.mark.parametrize(
    "quote, reason",
    [
        ("they'd leave ... prisoners are gone", "part 2 of 2 around its ellipses is not in the text"),
        ("they would leave ... prisoners are freed", "part 1 of 2 around its ellipses is not in the text"),
        ("prisoners are freed ... they'd leave", f"stand nowhere in order within {REACH} characters"),
        ("they'd leave ... the mill ... the bridge ... freed", f"stand nowhere in order within {REACH} characters"),
        ("the ... freed", "quote occurs 3 times, give `nth`"),
        (" ... ".join("abcdefghijk"), f"its ellipses leave more than {PARTS} parts"),
    ],
)
def test_why_not(quote: str, reason: str) -> None:
    made = find(TEXT, quote)
    assert made.how == "refused" and reason in (made.message or "")


def test_inner_parts_stand_between_the_ends_in_order() -> None:
    made = find(TEXT, "they'd leave ... bridge ... mill ... freed")
    assert (made.how, (made.found or "")[-5:]) == ("ellipsis", "freed")


def test_nth_counts_the_spans_between_ends() -> None:
    assert find(TEXT, "the ... freed", 2).found == "the bridge and the mill once prisoners are freed"
    assert "not 9" in (find(TEXT, "the ... freed", 9).message or "")


def test_ends_too_far_apart() -> None:
    for between, how in ((REACH - len("first  last"), "ellipsis"), (REACH - len("first  last") + 1, "refused")):
        assert find(f"first {'x' * between} last", "first ... last").how == how


def test_an_end_that_stands_everywhere() -> None:
    assert find("first " * TRIES + "last", "first ... last").how == "refused"
    made = find("first " * (TRIES + 1) + "last", "first ... last")
    assert f"part 1 of 2 around its ellipses stands in more than {TRIES} places" in (made.message or "")


def test_an_ellipsis_of_the_text_is_its_own() -> None:
    assert find("he said: wait… no, go on", "wait... no").how == "normalised"
    assert find("he said: wait… no, go on", "wait... no", None, ("exact", "normalised")).how == "normalised"


def test_an_ellipsis_at_an_edge_leaves_no_middle_out() -> None:
    assert [parts(quote) for quote in ("… the words", "the words ...", "...", "a.b. c.")] == [
        ["the words"],
        ["the words"],
        [],
        ["a.b. c."],
    ]


def test_scoring_and_exact_know_no_ellipsis() -> None:
    assert find(TEXT, "they'd leave ... freed", None, ("exact",)).how == "refused"


def test_the_command_tells_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "s.jsonl"
    sheet.write_text(
        '{"doc": "aceh-01", "outcomes": [{"id": "o1", "kind": "talks", '
        '"quote": "GAM had put aside its demand [...] establish local political parties"}]}'
    )
    assert cli.main(["anchor", str(sheet)]) == 0
    out, err = capsys.readouterr()
    assert f"{sheet}:1: [anchor-ellipsis] aceh-01: outcomes o1: 'GAM had put aside its demand [...] " in err
    assert "quotes: 0 exact, 0 normalised, 1 ellipsis, 0 fuzzy, 0 refused" in err
    assert '"start":1116,"end":1257' in out

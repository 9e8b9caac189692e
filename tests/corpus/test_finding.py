"""Findings print on one line, escaped, and not without end."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from parleybench.corpus.finding import COUNTED, LONGEST, MOST, BadInput, Finding, capped, refuse


def test_one_printed_form() -> None:
    assert str(Finding("a.jsonl", 3, "rule", "said", "doc")) == "a.jsonl:3: [rule] doc: said"
    assert str(Finding("a.jsonl", 0, "rule", "said")) == "a.jsonl: [rule] said"
    assert str(Finding("a.jsonl", 3, "rule", "said", warning=True)) == "a.jsonl:3: warning: [rule] said"


def test_foreign_text_forges_no_line_and_moves_no_cursor() -> None:
    printed = str(Finding("a\x1b[2J", 1, "rule", "x\ny\u202ez\ud800", "doc\r"))
    assert printed == r"a\x1b[2J:1: [rule] doc\r: x\ny\u202ez\ud800"
    assert str(BadInput([Finding("a", 1, "r", "x\ny")])).count("\n") == 0


def test_a_long_message_is_cut() -> None:
    assert len(str(Finding("a", 1, "r", "x" * 10**6))) < LONGEST + 30


def findings(number: int, warnings: int = 0) -> list[Finding]:
    return [Finding("a", 7, "r", f"{n:05}", "d", warning=n >= number - warnings) for n in range(number)]


@pytest.mark.parametrize("number", [0, 1, MOST])
def test_few_findings_are_all_told(number: int) -> None:
    assert capped(findings(number)) == findings(number)


def test_of_many_the_first_and_the_number_of_the_rest() -> None:
    told = capped(findings(MOST + 1))
    assert told[:-1] == findings(MOST) and told[-1] == Finding("a", 7, "more", "1 more findings on this line", "d")
    assert capped(findings(MOST + 999))[-1].message == "999 more findings on this line"
    endless = (Finding("a", 1, "r", str(n)) for n in count())
    assert capped(endless)[-1].message == f"at least {COUNTED:,} more findings on this line"


def test_what_is_not_told_refuses_where_it_would_have() -> None:
    assert capped(findings(MOST + 2, warnings=2))[-1].warning
    assert not capped(findings(MOST + 2, warnings=1))[-1].warning


def test_warnings_refuse_nothing() -> None:
    refuse(findings(3, warnings=3))
    with pytest.raises(BadInput) as caught:
        refuse(findings(3, warnings=1))
    assert caught.value.findings == findings(3, warnings=1)[:2]


def test_the_case_of_escapes_in_a_key(shared: Path) -> None:
    from parleybench.annotations.checks import check_file

    (found,) = check_file(shared / "cases" / "ansi_key.jsonl")
    assert str(found).endswith(r"unknown field `\x1b[2J\x1b]0;pwned\x07evil`")

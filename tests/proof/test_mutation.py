"""The table of mutation: rows of several runs in one, and a survivor told by the lines that it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import mutation, page


def test_a_mutant_is_placed_by_module_and_function() -> None:
    fates = {
        "parleybench.eval.tasks.actors.x_settle__mutmut_1": "killed",
        "parleybench.eval.tasks.actors.x__ledger__mutmut_2": "timeout",
        "parleybench.eval.scorer.xǁScorerǁadd__mutmut_12": "survived",
        "parleybench.eval.scorer.x_count__mutmut_1": "no tests",
    }
    assert [mutation._place(mutant) for mutant in fates] == [
        ("tasks/actors", "settle"),
        ("tasks/actors", "_ledger"),
        ("scorer", "Scorer.add"),
        ("scorer", "count"),
    ]
    assert mutation.table(fates) == [
        ("scorer", "2", "0", "2", "0.0"),
        ("tasks/actors", "2", "2", "0", "100.0"),
        ("all", "4", "2", "2", "50.0"),
    ]


def test_a_run_replaces_its_own_rows_and_sums_anew() -> None:
    kept = [["match", "10", "5", "5", "50.0"], ["who", "10", "9", "1", "90.0"], ["all", "20", "14", "6", "70.0"]]
    made = mutation.merged([("match", "12", "12", "0", "100.0"), ("all", "12", "12", "0", "100.0")], kept)
    assert made == [
        ("match", "12", "12", "0", "100.0"),
        ("who", "10", "9", "1", "90.0"),
        ("all", "22", "21", "1", "95.5"),
    ]


def test_a_table_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("# a page\n\n<!-- generated: one -->\n<!-- end -->\n\nmore\n", encoding="utf-8")
    assert page.rows("one", path) == []
    page.fill("one", ("module", "killed"), [("match", "5"), ("all", "5")], path)
    assert page.rows("one", path) == [["match", "5"], ["all", "5"]]


def test_a_survivor_is_told_by_what_it_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mutants/src/parleybench/eval/match.py"
    path.parent.mkdir(parents=True)
    path.write_text(
        "def x_f__mutmut_orig(a):\n    b = a + 1\n    return b\n\n\n"
        "def x_f__mutmut_1(a):\n    b = a - 1\n    return b\n"
    )
    mutation._tell(tmp_path, ["parleybench.eval.match.x_f__mutmut_1"])
    assert capsys.readouterr().err == "match\tf\t- b = a + 1 + b = a - 1\n"


def test_every_module_and_every_test_that_is_named_is_there() -> None:
    assert all((mutation.ROOT / "eval" / f"{module}.py").is_file() for module in mutation.CORE)
    assert all((mutation.ROOT / "tests" / test).exists() for test in mutation.TESTS)
    assert all((mutation.ROOT / "tests/eval" / f"test_{module}.py").is_file() for module in mutation.APART)

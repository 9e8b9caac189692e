"""The verbs that run the baselines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parleybench import bench, cli
from parleybench.baselines import base
from parleybench.commands import systems
from parleybench.corpus import library
from parleybench.corpus.splits import members


def run(*argv: str) -> int:
    return cli.main(argv)


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Models of these tests live in a folder of their own."""
    fit, fitted = base.fit, base.fitted
    monkeypatch.setattr(base, "fit", lambda name, **how: fit(name, tmp_path / "models", **how))
    monkeypatch.setattr(base, "fitted", lambda name: fitted(name, tmp_path / "models"))


def test_a_system_is_fitted_and_predicts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("predict", "floor") == 1
    assert "run `parley fit floor`" in capsys.readouterr().err
    assert run("fit", "floor", "lexicon") == 0
    assert capsys.readouterr().err.splitlines()[1].startswith("fitted lexicon in ")
    assert run("predict", "floor", "--split", "validation", "-o", str(tmp_path / "out.jsonl")) == 0
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["doc"] for line in lines] == members("validation")
    assert run("predict", "floor", "--split", "validation", "--given") == 0
    given = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["doc"] for row in given] == members("validation") and given[0].keys() == {"doc", "stances"}


def test_real_texts_are_learnt_from_where_asked(
    real_splits: dict[str, list[str]], real_texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("fit", "floor", "--with-real") == 0
    assert run("predict", "floor", "--split", "real_validation", "--open") == 0
    said = [json.loads(line)["doc"] for line in capsys.readouterr().out.splitlines()]
    assert said == [name for name in members("real_validation") if library.is_open(name)]


@pytest.mark.parametrize("words", [("fit", "floor", "oracle"), ("predict", "oracle")])
def test_a_system_that_is_not_there(words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words) == 1
    assert "unknown system 'oracle'" in capsys.readouterr().err
    assert not (tmp_path / "models").exists()


def test_help_names_the_systems_that_there_are() -> None:
    assert systems.NAME.settings["help"] == f"{', '.join(base.SYSTEMS[:-1])} or {base.SYSTEMS[-1]}"


def test_bench_prints_the_board(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "bench", lambda places: f"the board of {places.results}")
    assert run("bench", "-o", str(tmp_path)) == 0
    assert capsys.readouterr().out == f"the board of {tmp_path / 'results'}\n"

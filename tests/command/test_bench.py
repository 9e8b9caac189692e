"""The benchmark run: where it writes, and that it runs whole into a folder of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parleybench import bench, release
from parleybench.baselines import base
from parleybench.corpus.splits import members, splits
from parleybench.eval.board import board, card

ROOT = Path(__file__).resolve().parents[2]


def test_a_checkout_keeps_what_a_run_makes() -> None:
    places = bench.Places.of(None)
    assert places.results == board.RESULTS.resolve()
    assert (places.models, places.predictions) == (ROOT / "baselines/fitted", ROOT / "baselines/predictions")
    assert places.page == ROOT / "eval" / "report" / "index.html"


def test_elsewhere_a_folder_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "__file__", str(tmp_path / "lib" / "parleybench" / "release.py"))
    with pytest.raises(LookupError, match="-o DIR"):
        bench.Places.of(None)
    assert bench.Places.of(tmp_path).results == tmp_path / "results"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A run of the two light baselines, without the real texts: its folder, the board, and what was said."""
    folder = tmp_path_factory.mktemp("bench")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARLEYBENCH_CACHE", str(folder / "cache"))
        patch.setattr(base, "SYSTEMS", ("floor", "lexicon"))
        said: list[str] = []
        patch.setattr("parleybench.commands.say", lambda message: said.append(str(message)))
        printed = bench.bench(bench.Places.of(folder / "out"))
    return folder / "out", printed, "\n".join(said)


def test_everything_lies_in_the_folder(made: tuple[Path, str, str]) -> None:
    folder, _, _ = made
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    for name in ("floor", "lexicon"):
        splits = ("validation", "test")
        predicted = {f"predictions/{name}/{split}{end}.jsonl" for split in splits for end in ("", ".given")}
        assert predicted | {f"results/{name}/{split}.json" for split in splits} <= found
        assert card.read(folder / "results" / name / "card.json").system == name
        assert any(path.startswith(f"models/{name}") for path in found)
    assert {"report/index.html", "results/board.svg"} <= found
    assert not any("real_test" in path for path in found)


def test_the_board_is_that_of_the_folder(made: tuple[Path, str, str]) -> None:
    folder, printed, _ = made
    validation, test, legend = printed.split("\n\n")
    assert validation.startswith("validation\nsystem") and test.startswith("test\nsystem") and legend == board.LEGEND
    f1 = json.loads((folder / "results/floor/test.json").read_text(encoding="utf-8"))["tasks"]["actors"]["f1"]
    row = next(line for line in test.splitlines() if line.startswith("floor"))
    assert row.split()[1] == f"{100 * f1:.1f}"


def test_texts_that_are_not_here_are_told_once(made: tuple[Path, str, str]) -> None:
    _, _, said = made
    assert said.count("texts of real_test are not here") == 1
    assert "floor: fitted, predicted, scored" in said and "report: " in said


def test_the_page_shows_the_article_and_the_splits(made: tuple[Path, str, str]) -> None:
    folder, _, _ = made
    page = (folder / "report/index.html").read_text(encoding="utf-8")
    assert all(name in page for name in ("article", *members("validation"), *members("test")))
    assert not any(name in page for name in members("real_test"))


def test_every_split_of_the_board_with_documents_is_run(
    real_splits: dict[str, list[str]], real_texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = bench.Places.of(tmp_path)
    bench.run("floor", places)
    assert {path.stem for path in places.results.rglob("*.json")} == {"card", *board.SPLITS}
    for split in board.SPLITS:
        result = board.read(split, places.results)["floor"]
        assert result.docs == sorted(members(split))
    assert "not here" not in capsys.readouterr().err
    assert "real_train" not in board.SPLITS


def test_a_split_without_documents_is_passed_over(
    real_splits: dict[str, list[str]],
    no_real_texts: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for split in ("real_validation", "real_test"):
        for name in members(split):
            monkeypatch.setitem(splits(), name, "real_train")
    bench.run("floor", bench.Places.of(tmp_path))
    assert {path.stem for path in (tmp_path / "results").rglob("*.json")} == {"card", "validation", "test"}
    assert capsys.readouterr().err == ""

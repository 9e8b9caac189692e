"""A release: what is written, from where, and only from a checkout."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from parleybench import release
from parleybench.annotations import hub
from parleybench.corpus import tables
from parleybench.eval import agreement

ROOT = Path(__file__).resolve().parents[2]
AGREEMENT = [["actors, exact", "1.00 (1)"], ["actors, typed", "0.50 (1)"], ["stance, micro", "0.25 (4)"]]


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything of a release that is made elsewhere, made small."""

    def build(out: Path, *, article: bool, configs: list[str]) -> list[Path]:
        return [out / f"{configs[0]}-{article}"]

    monkeypatch.setattr(hub, "build", build)
    monkeypatch.setattr(agreement, "rows", lambda: AGREEMENT)
    monkeypatch.setattr("parleybench.eval.board.board.read", lambda split: {})


def test_the_front_matter_leaves_features_to_the_files() -> None:
    front = yaml.safe_load(release.front_matter().strip("-\n"))
    assert "dataset_info" not in front
    assert [config["config_name"] for config in front["configs"]] == list(hub.CONFIGS)
    assert [config["config_name"] for config in front["configs"] if config.get("default")] == ["documents"]
    for config in front["configs"]:
        for file in config["data_files"]:
            assert (ROOT / file["path"]).is_file() and Path(file["path"]).stem == file["split"]


def test_the_readme_keeps_a_few_figures_of_agreement(light: None) -> None:
    made = release.blocks()
    assert "actors, typed" in made["agreement"] and "actors, typed" not in made["consistency"]
    assert "actors, exact" in made["consistency"] and "stance, micro" in made["consistency"]
    assert made["board-test"] == "No results yet."


def test_figures_that_the_readme_keeps_are_there() -> None:
    assert set(release.CONSISTENCY) <= {row[0] for row in agreement.rows()} and len(release.CONSISTENCY) == 4


@pytest.mark.parametrize("name", release.CARDS)
def test_every_block_is_filled_by_something(name: str, light: None) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert tables.filled(text, release.blocks()).count("<!-- end -->") == text.count("<!-- generated: ")


def test_each_block_stands_in_one_document() -> None:
    marks = [
        line
        for name in release.CARDS
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if line.startswith("<!-- generated: ")
    ]
    assert sorted(marks) == sorted(set(marks))


def test_a_build_into_a_folder_takes_what_belongs_to_it(light: None, tmp_path: Path) -> None:
    written = release.build(tmp_path, article=False)
    names = {str(path.relative_to(tmp_path)) for path in written}
    assert names == {
        *(f"annotations/parquet/{config}-False" for config in hub.CONFIGS),
        *release.CARDS,
        *release.LICENCES,
        "annotations/schema/prediction.schema.json",
        "annotations/schema/card.schema.json",
    }
    assert (tmp_path / "README.md").read_text(encoding="utf-8").startswith(release.front_matter())


def test_the_checkout_keeps_the_article(light: None) -> None:
    with pytest.raises(ValueError, match="a folder of its own"):
        release.build(article=False)


def test_a_checkout_is_known_by_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert release.checkout("this") == ROOT
    monkeypatch.setattr(release, "__file__", str(tmp_path / "site-packages" / "parleybench" / "release.py"))
    with pytest.raises(LookupError, match="building a release needs a checkout"):
        release.build(tmp_path)
    assert list(tmp_path.iterdir()) == []

"""The data set as users load it: from the checkout with the network off, from the package, and rebuilt without change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from parleybench.corpus import library, splits

ROOT = Path(__file__).resolve().parents[2]
SPLITS = ("train", "validation", "test")
QUOTES = tuple(tuple(f"{of}{part}" for part in ("start", "end", "quote")) for of in ("", "outcome_", "cue_"))
NESTED = ("demands", "outcomes", "gates", "stances")


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize("config", ["documents", "actors", "demands", "preconditions", "stance"])
def test_load_dataset_on_the_checkout(config: str, tmp_path: Path) -> None:
    import datasets

    from parleybench.annotations import hub

    loaded = datasets.load_dataset(str(ROOT), config, cache_dir=str(tmp_path))
    assert tuple(loaded) == SPLITS
    for split in SPLITS:
        assert loaded[split].features == hub.FEATURES[config]
        assert loaded[split].to_list() == hub.load(split, config).to_list()


def test_the_default_config_is_documents(tmp_path: Path) -> None:
    import datasets

    assert "entities" in datasets.load_dataset(str(ROOT), cache_dir=str(tmp_path))["train"].column_names


def test_the_config_real_holds_no_text(tmp_path: Path) -> None:
    import datasets

    loaded = datasets.load_dataset(str(ROOT), "real", cache_dir=str(tmp_path))
    assert list(loaded) == [split for split in splits.REAL if split in splits.held()]
    for split, rows in loaded.items():
        assert rows["id"] == splits.members(split)
        assert not {"text", "title"} & set(rows.column_names) and "quote" not in str(rows.features)
        for row in rows:
            known = library.pointers()[row["id"]]
            assert rows.features["licence_class"].int2str(row["licence_class"]) == known.licence_class
            assert (row["blob"], row["outlet"]) == (known.blob, known.outlet)


def test_each_split_of_real_texts_is_a_file_of_its_own(real_splits: dict[str, list[str]], tmp_path: Path) -> None:
    import datasets
    import yaml

    from parleybench import release
    from parleybench.annotations import hub

    hub.build(tmp_path / "annotations" / "parquet", configs=["real"])
    configs = yaml.safe_load(release.front_matter().strip("-\n"))["configs"]
    front = [config for config in configs if config["config_name"] == "real"]
    (tmp_path / "README.md").write_text(f"---\n{yaml.safe_dump({'configs': front})}---\n")
    loaded = datasets.load_dataset(str(tmp_path), cache_dir=str(tmp_path / "cache"))
    assert {split: sorted(rows["id"]) for split, rows in loaded.items()} == {
        split: sorted(names) for split, names in real_splits.items()
    }


@pytest.mark.parametrize("config", ["documents", "stance"])
def test_a_split_without_documents_is_empty_and_has_no_file(config: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from parleybench.annotations import hub

    for name in splits.members("validation"):
        monkeypatch.setitem(splits.splits(), name, "train")
    for name in splits.members("real_train"):
        monkeypatch.setitem(splits.splits(), name, "real_test")
    assert "validation" not in hub.splits_of(config) and "real_train" not in hub.splits_of("real")
    for split, of in (("validation", config), ("real_train", config), ("real_train", "real")):
        assert len(hub.load(split, of)) == 0 and hub.load(split, of).features == hub.FEATURES[of]


@pytest.mark.parametrize("config", ["actors", "demands", "preconditions", "stance"])
@pytest.mark.parametrize("split", SPLITS)
def test_every_row_points_at_its_text(config: str, split: str) -> None:
    import parleybench

    for row in parleybench.load(split, config):
        for start, end, quote in QUOTES:
            if start in row:
                assert row["text"][row[start] : row[end]] == row[quote]
        if "sentence" in row:
            begin = row["sentence_start"]
            assert row["text"][begin : begin + len(row["sentence"])] == row["sentence"]
            assert row["quote"] in row["sentence"]


@pytest.mark.parametrize("split", SPLITS)
def test_every_nested_span_points_at_its_text(split: str) -> None:
    import parleybench

    for row in parleybench.load(split):
        mentions = [m for e in row["entities"] for m in e["mentions"]]
        for span in [*mentions, *(span for layer in NESTED for span in row[layer])]:
            assert row["text"][span["start"] : span["end"]] == span["quote"]


def test_a_rebuild_changes_nothing(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    from parleybench.annotations import hub

    for path in hub.build(tmp_path):
        committed = ROOT / "annotations" / "parquet" / path.relative_to(tmp_path)
        new, old = pq.read_table(path), pq.read_table(committed)
        assert new.equals(old) and new.schema.equals(old.schema, check_metadata=True), path.name


def test_building_without_the_article(tmp_path: Path) -> None:
    import datasets

    from parleybench import release

    release.build(tmp_path / "out", article=False)
    loaded = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))
    assert "article" not in loaded["train"]["id"] and len(loaded["train"]) > 10
    for config in ("actors", "demands", "preconditions", "stance"):
        assert (
            "article"
            not in datasets.load_dataset(str(tmp_path / "out"), config, cache_dir=str(tmp_path / "cache"))["train"][
                "doc"
            ]
        )
    with pytest.raises(ValueError, match="a folder of its own"):
        release.build(None, article=False)


@pytest.mark.parametrize("split", splits.REAL)
def test_real_splits_join_texts_and_labels(split: str, real_splits: dict[str, list[str]], real_texts: Path) -> None:
    import parleybench

    rows = parleybench.load(split)
    assert sorted(rows["id"]) == sorted(real_splits[split])
    for row in rows:
        for span in (span for layer in NESTED for span in row[layer]):
            assert row["text"][span["start"] : span["end"]] == span["quote"]
    assert len(parleybench.load(split, "stance")) == sum(len(row["stances"]) for row in rows)


def test_unknown_names_are_refused() -> None:
    import parleybench

    with pytest.raises(ValueError, match="configs are"):
        parleybench.load("train", "nothing")
    with pytest.raises(ValueError, match="splits are"):
        parleybench.load("dev")
    with pytest.raises(ValueError, match="splits of the config 'real' are real_train"):
        parleybench.load("train", "real")

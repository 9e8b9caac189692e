"""The data set as users load it: from the checkout with the network off, from the package, and rebuilt without change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

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
    assert list(loaded) == ["real_test"] and len(loaded["real_test"]) == 40
    assert not {"text", "title"} & set(loaded["real_test"].column_names)
    assert "quote" not in str(loaded["real_test"].features)


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


def test_real_test_joins_texts_and_labels(real_texts: Path) -> None:
    import parleybench

    rows = parleybench.load("real_test")
    assert len(rows) == 40
    for row in rows:
        for span in (span for layer in NESTED for span in row[layer]):
            assert row["text"][span["start"] : span["end"]] == span["quote"]
    assert len(parleybench.load("real_test", "stance")) == sum(len(row["stances"]) for row in rows)


def test_unknown_names_are_refused() -> None:
    import parleybench

    with pytest.raises(ValueError, match="configs are"):
        parleybench.load("train", "nothing")
    with pytest.raises(ValueError, match="splits are"):
        parleybench.load("dev")
    with pytest.raises(ValueError, match="one split"):
        parleybench.load("train", "real")

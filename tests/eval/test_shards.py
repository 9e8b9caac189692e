"""Counting whole sources: what is asked for reaches the scorer, and the parts of files add up to the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import numpy as np
import pytest
from make import demand, entity, record, stance

from parleybench.annotations.gold import gold_of
from parleybench.annotations.layers import Record
from parleybench.corpus.finding import BadInput
from parleybench.eval import inputs, scorer
from parleybench.eval.scorer import count, data_hash
from parleybench.eval.tasks import GIVEN

GOLD = [
    record(
        f"x{n}",
        entities=[entity("a", (0, 5))],
        demands=[demand("d", 10, 20, issuers=["a"]), demand("e", 30, 40, issuers=["a"])],
        stances=[stance("s", 6, 9, "a", "a")],
    )
    for n in range(6)
]
PRED = [msgspec.structs.replace(r, demands=(r.demands or [])[: n % 3]) for n, r in enumerate(GOLD[:5])]
"""Of the demands none, one, two, none, one; and the last document is not there."""
SAID = [{"doc": r.doc, "stances": [{"id": "s", "polarity": "oppose"}]} for r in GOLD]


class Pool:
    """Processes that are none; each is given copies, as real ones are."""

    sizes: ClassVar[list[int]] = []

    def __init__(self, workers: int) -> None:
        self.sizes.append(workers)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None: ...

    def map(self, work: Callable[..., Any], *given: Any) -> Iterator[Any]:
        return (work(*deepcopy(one)) for one in zip(*given, strict=True))


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many processes each pool was asked for, where every file is a large one."""
    monkeypatch.setattr(Pool, "sizes", [])
    monkeypatch.setattr(scorer, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr(inputs, "SMALL", 0)
    return Pool.sizes


def written(path: Path, rows: list[Any]) -> Path:
    path.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
    return path


def test_parts_of_files_add_up_to_the_whole(tmp_path: Path, pool: list[int]) -> None:
    files = written(tmp_path / "gold.jsonl", GOLD), written(tmp_path / "pred.jsonl", PRED)
    said = written(tmp_path / "said.jsonl", SAID)
    whole, parts = count(GOLD, PRED, given=SAID), count(*files, given=said, jobs=3)
    assert pool == [3]
    assert (parts.docs, parts.missing, parts.data) == (whole.docs, ("x5",), data_hash(GOLD))
    for task, table in whole.tables.items():
        assert np.array_equal(parts.tables[task], table), task  # type: ignore[arg-type]
    exact, given = whole.column("demands", ["exact"]), whole.column(GIVEN, ["given_support", "given_oppose"])
    assert exact is not None and exact.sum(axis=0).tolist() == [[4, 4, 4, 12]]
    assert given is not None and given.sum(axis=0).tolist() == [[0, 0, 0, 6], [0, 6, 0, 0]]


def test_one_job_and_records_start_no_process(tmp_path: Path, pool: list[int]) -> None:
    files = written(tmp_path / "gold.jsonl", GOLD), written(tmp_path / "pred.jsonl", PRED)
    assert count(*files).docs == count(*files, given=SAID, jobs=2).docs == count(GOLD, PRED, jobs=2).docs
    assert pool == []
    assert count(*files, jobs=2).split == "own" and pool == [2]


def test_what_is_asked_for_is_counted_and_diagnosed() -> None:
    plain, deep = count(GOLD, PRED, tasks=["demands"]), count(GOLD, PRED, tasks=["demands"], diagnose=True)
    kept = count(GOLD, PRED, tasks=["demands"], keep=True).diagnosis
    assert set(plain.tables) == {"demands", GIVEN} and plain.diagnosis is None and plain.warnings == ()
    assert deep.diagnosis is not None and deep.diagnosis.losses() == {"demands": {"missed": 8.0}}
    assert deep.diagnosis.kept == [] and kept is not None and len(kept.kept) == 8


def test_a_split_is_named_and_anything_else_is_ones_own() -> None:
    gold = gold_of("validation")
    assert count("validation", gold).split == "validation" and count(gold, gold).split == "own"


def test_what_is_of_another_split_is_told_with_the_split_that_was_asked_for() -> None:
    with pytest.raises(BadInput, match="these are documents of train, not of validation"):
        count("validation", gold_of("train"))
    other = [{"doc": r.doc, "stances": []} for r in gold_of("train")]
    with pytest.raises(BadInput, match="these are documents of train, not of validation"):
        count("validation", gold_of("validation"), given=other)


def test_silence_everywhere_is_silence_on_every_task() -> None:
    found = count(GOLD, list[Record]())
    assert found.missing == found.docs and all(found.tables[task] is not None for task in ("actors", "conflicts"))

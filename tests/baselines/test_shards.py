"""A split is predicted in shards, which change nothing and can be watched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from parleybench.baselines import base
from parleybench.corpus import library
from parleybench.corpus.document import Document


def test_shards_are_watched_and_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    system = base.make("lexicon")
    seen: list[int] = []

    def watch(shards: list[list[Document]]) -> Iterator[list[Document]]:
        for shard in shards:
            seen.append(len(shard))
            yield shard

    whole = base.predict(system, "validation")
    monkeypatch.setattr(base, "SHARD", 4)
    assert base.predict(system, "validation", watch=watch) == whole
    total = len(library.members("validation"))
    assert seen == [4] * (total // 4) + [total % 4] * bool(total % 4)

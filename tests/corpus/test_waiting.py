"""Real texts that were chosen and are not labelled yet: sound pointers, and none that the corpus holds already."""

from __future__ import annotations

from pathlib import Path

import msgspec

from parleybench.corpus import library
from parleybench.corpus.document import Pointer
from parleybench.corpus.jsonl import read
from parleybench.corpus.splits import SPLITS

WAITING = Path(__file__).resolve().parents[2] / "corpus" / "waiting.jsonl"


class Waiting(msgspec.Struct, frozen=True):
    """What a waiting pointer has besides: where it goes, and with which others."""

    id: str
    split: str
    batch: int


def test_what_waits_are_pointers_with_a_split_and_a_batch() -> None:
    kept = read(WAITING, Waiting)
    assert len({row.record.id for row in kept}) == len(kept)
    assert {row.record.split for row in kept} <= {split for split in SPLITS if split.startswith("real")}
    sizes = [row.record.batch for row in kept]
    assert max(map(sizes.count, sizes), default=0) <= 8


def test_what_waits_becomes_a_pointer_of_the_corpus_and_is_none_yet() -> None:
    for line in WAITING.read_bytes().splitlines():
        fields = msgspec.json.decode(line)
        pointer = msgspec.convert(
            {key: value for key, value in fields.items() if key not in ("split", "batch")}, Pointer
        )
        assert pointer.id not in library.pointers()

"""Who is in which split."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

Split = Literal["train", "validation", "test", "real_train", "real_validation", "real_test"]
SPLITS: tuple[Split, ...] = get_args(Split)
REAL: tuple[Split, ...] = ("real_train", "real_validation", "real_test")
"""The splits of third-party texts, and of nothing else."""
LEARNT: tuple[Split, ...] = ("train", "real_train")
"""The splits that a system may learn from."""


@cache
def splits() -> dict[str, Split]:
    """Document id -> split, from ``splits.tsv``."""
    with files("parleybench.corpus").joinpath("splits.tsv").open(encoding="utf-8") as file:
        return {row["doc"]: row["split"] for row in csv.DictReader(file, delimiter="\t")}  # type: ignore[misc]


def members(split: str) -> list[str]:
    """The ids of a split, in file order; none where nothing was put into it. Raises `ValueError` for an unknown split."""
    if split not in SPLITS:
        raise ValueError(f"unknown split {split!r}; the splits are {', '.join(SPLITS)}")
    return [doc for doc, where in splits().items() if where == split]


def held() -> tuple[Split, ...]:
    """The splits that hold documents."""
    return tuple(split for split in SPLITS if split in splits().values())

"""What must be equal for two results to be compared, in one line that reads back."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import Annotated

import msgspec

MATCH_RULE = "iou>=.5,one-to-one,most-pairs"
MOST_ROUNDS = 100_000
"""More resamples than these change no digit that anybody prints; whoever recomputes a result must afford them."""

Word = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """Version, hash of the gold, split and match rule; and the rounds and seed that its intervals were drawn with.

    Prints as ``parleybench:0.1.0|data:...|split:test|match:...|rounds:10000|seed:1``. Raises `ValueError` for rounds or
    a seed that nobody can draw with.
    """

    parleybench: Word = msgspec.field(default_factory=lambda: version("parleybench"))
    data: Word
    split: Word
    match: Word = MATCH_RULE
    rounds: int
    seed: int

    def __post_init__(self) -> None:
        for name, most in (("rounds", MOST_ROUNDS), ("seed", 2**63 - 1)):
            if not 0 <= getattr(self, name) <= most:
                raise ValueError(f"{name} {getattr(self, name)}: give a number from 0 to {most}")

    def __str__(self) -> str:
        return "|".join(f"{name}:{getattr(self, name)}" for name in self.__struct_fields__)

    @classmethod
    def parse(cls, text: str) -> Signature:
        """The record of a printed signature. Raises `ValueError` with all that is wrong with it."""
        said = [part.partition(":")[::2] for part in text.split("|")]
        faults = list(_faults([name for name, _ in said]))
        if not faults:
            try:
                return msgspec.convert(dict(said), cls, strict=False)
            except msgspec.ValidationError as error:
                faults = [str(error)]
        raise ValueError("; ".join(faults))


def _faults(names: list[str]) -> Iterator[str]:
    """What is wrong with the names of a signature's parts."""
    yield from (f"says no `{name}`" for name in Signature.__struct_fields__ if name not in names)
    yield from (f"says `{name}` twice" for name in Signature.__struct_fields__ if names.count(name) > 1)
    yield from (f"unknown part {name[:40]!r}" for name in names if name not in Signature.__struct_fields__)

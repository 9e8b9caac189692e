"""A property that is worked out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Made = TypeVar("Made")


class once(Generic[Made]):  # noqa: N801 - reads as what it does, like `property`
    """`functools.cached_property` without its lock, which in Python 3.11 costs more than most of these properties do."""

    def __init__(self, make: Callable[[Any], Made]) -> None:
        self.make, self.__doc__ = make, make.__doc__

    def __get__(self, owner: Any, kind: type) -> Made:
        made = owner.__dict__[self.make.__name__] = self.make(owner)
        return made

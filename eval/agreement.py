"""Agreement tables of the two passes, a row a figure and a column a stratum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..annotations import settle
from ..annotations.layers import Record
from ..corpus import library
from .agree import agree
from .alpha import Alpha, alphas

STRATA = ("seed", "historical", "fictional", "real")
HEADER = ("figure", *STRATA, "all")


def rows() -> list[Sequence[str]]:
    """F1 of pass b against pass a by stratum, with the number of items in pass a behind it; then the alphas of labels."""
    a, b = settle.independent()
    strata = library.strata()
    return table([(_of(a, s, strata), _of(b, s, strata)) for s in STRATA] + [(list(a.values()), list(b.values()))])


def table(parts: Sequence[tuple[Sequence[Record], Sequence[Record]]]) -> list[Sequence[str]]:
    """A row a figure or label, a column for each two passes."""
    columns, chance = [agree(a, b) for a, b in parts], [alphas(a, b) for a, b in parts]
    found: list[Sequence[str]] = []
    for task, figures in columns[-1].items():
        for name in figures:
            found.append([f"{task}, {name}", *(cell(column[task][name]) for column in columns)])
    return found + [[f"{name}, alpha", *(_alpha(column[name]) for column in chance)] for name in chance[-1]]


def _of(records: dict[str, Record], stratum: str, strata: Mapping[str, str]) -> list[Record]:
    return [record for record in records.values() if strata[record.doc] == stratum]


def cell(figure: Mapping[str, float | None]) -> str:
    value = figure["f1"]
    return "–" if value is None else f"{value:.2f} ({figure['a']:.0f})"


def _alpha(found: Alpha) -> str:
    return "–" if found.value is None else f"{found.value:.2f} ({found.items})"

"""System cards: what stands behind a row of the board, in ``results/<system>/card.json``."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from ...annotations.schemas import schema as json_schema
from ...corpus.files import atomic
from ...corpus.finding import BadInput, Finding
from ..result import decoded

NAME = "card.json"


def _is(description: str) -> msgspec.Meta:
    return msgspec.Meta(description=description)


Said = Annotated[str, msgspec.Meta(pattern=r"\S")]
"""A text that is not blank."""
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)"  # without the end of it, `$` would let a line end pass
Slug = Annotated[str, msgspec.Meta(pattern=SLUG, max_length=64)]
Https = Annotated[str, msgspec.Meta(pattern=r"^https://[^\s/]+\.[^\s]+$(?!\n)")]
Number = Annotated[int, msgspec.Meta(ge=0)]


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One system on the board."""

    system: Annotated[Slug, _is("Its name: lower-case letters, digits and hyphens; the name of its folder.")]
    version: Annotated[Said, _is("The version of the system, or of the model behind it.")]
    date: Annotated[datetime.date, _is("The day of the predictions, YYYY-MM-DD.")]
    licence: Annotated[Said, _is("The licence of the system: an SPDX expression, or what else it is under.")]
    training_data: Annotated[Said, _is("What it was trained and tuned on, splits of this corpus included.")]
    used_real_texts: Annotated[bool, _is("Whether texts of real_test, not only their kin, were in training or tuning.")]
    parameters: Annotated[Number | None, _is("The number of learnt values; null where it is not known.")]
    link: Annotated[Https | None, _is("Where the system or its paper is found; null where nowhere.")]
    description: Annotated[Said | None, _is("What it does, in a few sentences.")] = None
    authors: Annotated[list[Said], _is("Who made it.")] = []


def read(path: str | Path) -> Card:
    """The card in a file. Raises `BadInput` with every fault, each with its line."""
    return decoded(path, Card)


def faults(path: str | Path) -> list[Finding]:
    """Every fault of a card file."""
    try:
        read(path)
    except BadInput as error:
        return error.findings
    return []


def save(card: Card, folder: Path) -> Path:
    """Write a card into a system's folder, whole or not at all."""
    with atomic(folder / NAME) as file:
        file.write(msgspec.json.format(msgspec.json.encode(card), indent=1).decode() + "\n")
    return folder / NAME


def schema() -> str:
    """The JSON Schema of a card."""
    beyond = (
        "What stands behind a row of the board: the file `eval/results/<system>/card.json`. `system` names its folder."
    )
    return json_schema(Card, "card", "parleybench system card", beyond)

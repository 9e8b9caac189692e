"""System cards: what stands behind a row of the board, in ``results/<system>/card.json``."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Annotated

import msgspec

from ...annotations.schemas import schema as json_schema
from ...corpus.diagnose import diagnose
from ...corpus.files import atomic
from ...corpus.finding import BadInput, Finding

NAME = "card.json"


def _is(description: str) -> msgspec.Meta:
    return msgspec.Meta(description=description)


Said = Annotated[str, msgspec.Meta(pattern=r"\S")]
"""A text that is not blank."""
Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Https = Annotated[str, msgspec.Meta(pattern=r"^https://[^\s/]+\.[^\s]+$")]
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
    try:
        text = Path(path).read_bytes()
    except OSError as error:
        raise BadInput([Finding(str(path), 0, "file", error.strerror or str(error))]) from None
    try:
        return msgspec.json.decode(text, type=Card)
    except (msgspec.DecodeError, UnicodeDecodeError):
        found = diagnose(text, Card)
        raise BadInput(Finding(str(path), _line(text, said), rule, said) for rule, said, _ in found) from None


def _line(text: bytes, message: str) -> int:
    """The line of the field that a message is about, 1 where it names none that is there."""
    named = re.match(r"\$\.(\w+)", message) or re.search(r"unknown field `(.*)`$", message)
    at = text.find(f'"{named[1]}"'.encode()) if named else -1
    return text.count(b"\n", 0, max(at, 0)) + 1


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

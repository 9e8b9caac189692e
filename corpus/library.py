"""The texts by id and split: which documents there are, and which are at hand."""

from __future__ import annotations

from functools import cache

from . import sources
from .document import Document, Pointer, Stratum
from .jsonl import read
from .splits import LEARNT, Split, members, splits

__all__ = ["authored", "documents", "members", "pointers", "splits", "strata", "text_or_none"]


class TextsMissing(LookupError):
    """Real texts are asked for and not here; the message says how to get them."""


@cache
def authored() -> dict[str, Document]:
    """The texts that the project carries: the article and the authored ones."""
    return {row.record.id: row.record for row in read(sources.TEXTS / "documents.jsonl", Document)}


@cache
def pointers() -> dict[str, Pointer]:
    """The pointers to real texts."""
    return {row.record.id: row.record for row in read(sources.TEXTS / "real.jsonl", Pointer)}


def documents() -> dict[str, Document]:
    """Every document whose text is at hand: the authored ones, and the real ones that were fetched."""
    real = {name: text_or_none(name) for name in pointers()}
    return authored() | {name: document for name, document in real.items() if document is not None}


def text_or_none(name: str) -> Document | None:
    """The document with its text, or None where it is unknown or was not fetched."""
    if name in authored():
        return authored()[name]
    if name not in pointers():
        return None
    text = sources.cached(pointers()[name])
    return None if text is None else pointers()[name].document(text)


@cache
def strata() -> dict[str, Stratum]:
    """Document id -> stratum, in file order, for texts at hand or not."""
    return {d.id: d.stratum for d in authored().values()} | dict.fromkeys(pointers(), "real")


def line_of(name: str) -> int:
    """The line on which a document stands in its text file, from 1; 0 where it stands in none."""
    known = list(pointers() if name in pointers() else authored())
    return known.index(name) + 1 if name in known else 0


def split_documents(split: Split | str, *, only_open: bool = False) -> list[Document]:
    """The documents of a split, or those of it under an open licence. Raises `TextsMissing` where texts were not fetched."""
    names = [name for name in members(split) if not only_open or is_open(name)]
    found = [text_or_none(name) for name in names]
    missing = [name for name, document in zip(names, found, strict=True) if document is None]
    if missing:
        raise TextsMissing(
            f"{len(missing)} of {len(names)} texts of {split} are not here: they belong to third parties and are not shipped.\n"
            "Fetch and verify them with `parley real` (see the README, 'The real texts')."
        )
    return [document for document in found if document is not None]


def is_open(name: str) -> bool:
    """Whether a text is the project's own, or a third party's under an open licence."""
    return name not in pointers() or pointers()[name].licence_class == "open"


def meta(name: str) -> Document | Pointer | None:
    """What is known of a document without its text."""
    return authored().get(name) or pointers().get(name)


def conflict_of(name: str) -> str:
    """The conflict of a document; a document unknown to the corpus is its own."""
    known = meta(name)
    return known.conflict if known else name


@cache
def learnt_conflicts() -> frozenset[str]:
    """The conflicts of which a system may have learnt."""
    return frozenset(conflict_of(name) for split in LEARNT for name in members(split))


def length_of(name: str) -> int | None:
    """Length of a document in characters, None where its text is not at hand."""
    document = text_or_none(name)
    return None if document is None else len(document.text)

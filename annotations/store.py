"""Joins layers to texts: which documents there are, which texts are at hand, what the gold says."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ..corpus import sources
from ..corpus.document import Document, Pointer, Stratum
from ..corpus.records import Row, read
from ..corpus.splits import Split, members, splits
from .layers import Record, with_quotes, without_quotes

HERE = Path(__file__).resolve().parent

__all__ = ["authored", "documents", "gold", "members", "pointers", "splits", "strata", "text_or_none"]


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


def split_documents(split: Split | str) -> list[Document]:
    """The documents of a split. Raises `TextsMissing` where real texts were not fetched."""
    names = members(split)
    found = [text_or_none(name) for name in names]
    missing = [name for name, document in zip(names, found, strict=True) if document is None]
    if missing:
        raise TextsMissing(
            f"{len(missing)} of {len(names)} texts of {split} are not here: they belong to third parties and are not shipped.\n"
            "Fetch and verify them with `parley real` (see the README, 'The real texts')."
        )
    return [document for document in found if document is not None]


@cache
def gold() -> dict[str, Record]:
    """Document id -> adjudicated record."""
    return records(sorted((HERE / "gold").glob("*.jsonl")))


def gold_of(split: Split | str) -> list[Record]:
    """The gold of a split, in its order."""
    return [gold()[name] for name in members(split) if name in gold()]


def records(paths: Iterable[str | Path]) -> dict[str, Record]:
    """Document id -> record, over several layer files."""
    return {row.record.doc: row.record for path in paths for row in read(path, Record)}


def placed(rows: Iterable[Row[Record]]) -> list[Record]:
    """The records with offsets for quotes. Raises `BadInput` for quotes that are not found."""
    from .quotes import sheets

    return sheets.placed(rows)


def bare(record: Record) -> Record:
    """The record by labels and offsets alone."""
    return without_quotes(record)


def meta(name: str) -> Document | Pointer | None:
    """What is known of a document without its text."""
    return authored().get(name) or pointers().get(name)


def conflict_of(name: str) -> str:
    """The conflict of a document; a document unknown to the corpus is its own."""
    known = meta(name)
    return known.conflict if known else name


def length_of(name: str) -> int | None:
    """Length of a document in characters, None where its text is not at hand."""
    document = text_or_none(name)
    return None if document is None else len(document.text)


def quoted(record: Record) -> Record:
    """The record with its quotes, where its text is at hand."""
    document = text_or_none(record.doc)
    return record if document is None else with_quotes(record, document.text)

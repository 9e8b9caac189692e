"""Running the rules over records and files of records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import msgspec

from ...corpus import library
from ...corpus.diagnose import decoder
from ...corpus.finding import Finding, capped, refuse
from ...corpus.forms import lines
from ...corpus.jsonl import Row, read, scan, stream
from ..gold import lifted
from ..layers import Record
from ..quotes.sheets import placed
from . import leakage, links, places, shape, wording  # noqa: F401 - importing them registers their rules
from .registry import RULES, Case, Kind
from .sound import ready, sound


class _Doc(msgspec.Struct, frozen=True):
    """A layer record of which only the document counts."""

    doc: str


def check_file(path: str | Path, kind: Kind = "prediction", *, known: Collection[str] | None = None) -> list[Finding]:
    """Every fault of one layer file, in order of its lines; the file is read record by record and never held whole.

    `known` names the documents of a gold of the user's own; of these no texts are at hand, so that what needs a text
    (whether offsets lie inside it, whether quotes equal it) is not looked at. Without it they are the corpus's.
    """
    mend = None if kind in ("gold", "pass") else lifted
    found = check_rows(stream(path, Record, mend=mend), kind, known=known)
    if kind == "earlier":
        found = [finding for finding in found if not finding.warning]  # that its shape is old is well known
    return sorted(found)


def check_rows(
    rows: Iterable[Row[Record] | Finding],
    kind: Kind = "prediction",
    *,
    known: Collection[str] | None = None,
    text: bool | None = None,
) -> list[Finding]:
    """Every fault of decoded records, with the findings that stand among them; `known` as in `check_file`.

    `text` says whether what needs the text is looked at, by default where the documents are the corpus's.
    """
    found: list[Finding] = []
    first: dict[str, int] = {}
    names = library.strata() if known is None else known
    text = known is None if text is None else text
    for row in rows:
        if isinstance(row, Finding):
            found.append(row)
        else:
            found += _named(row, names, first)
            found += check_record(row, kind, text=text)
    return found


def check_record(row: Row[Record], kind: Kind = "prediction", *, text: bool = True) -> list[Finding]:
    """The faults of one decoded record by itself; without `text` nothing that needs the text is looked at.

    Predictions are warned of what would be a fault in gold and costs them points. Of very many findings the first are
    given, and how many more there are.
    """
    name = row.record.doc
    document = library.text_or_none(name) if text else None
    if kind == "prediction" and ready(row.record, None if document is None else document.text):
        return []
    case = Case(row.record, document, library.strata().get(name), kind)
    return [] if kind == "prediction" and sound(case) else capped(_spoken(row, case))


def _spoken(row: Row[Record], case: Case) -> Iterator[Finding]:
    """What the rules say of a record, those that refuse it first."""
    for predictions in ("refused", "warned", "free"):
        for rule in RULES.values():
            if rule.record is not None and rule.predictions == predictions and (case.labelled or predictions != "free"):
                warning = predictions == "warned" and not case.labelled
                yield from (
                    Finding(row.path, row.line, rule.id, message, row.record.doc, warning)
                    for message in rule.record(case)
                )


def _named(row: Row[Record], known: Collection[str], first: dict[str, int]) -> Iterator[Finding]:
    """Whether the document is known and stands here for the first time; `first` keeps the lines."""
    name = row.record.doc
    if name not in known:
        yield Finding(row.path, row.line, "doc-known", "no such document in the corpus or the gold given", name)
    if name in first:
        yield Finding(row.path, row.line, "doc-duplicate", f"already on line {first[name]}", name)
    first.setdefault(name, row.line)


def sound_layers(path: str | Path) -> dict[str, Record]:
    """Document id -> record of somebody's layer file, whatever its documents, with offsets throughout.

    Raises `BadInput` with every fault.
    """
    rows, found = scan(path, Record, mend=lifted)
    refuse(found + check_rows(rows, known={row.record.doc for row in rows}, text=True))
    return {record.doc: record for record in placed(rows)}


def holds_records(path: str | Path) -> bool:
    """Whether a file begins with a record of a document, and is no result and no card."""
    _, first = next(lines(path))
    try:
        return isinstance(first, bytes) and bool(decoder(_Doc)(first).doc)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False


def documents_of(path: str | Path) -> set[str]:
    """The documents of a layer file, whatever its layers hold. Raises `BadInput` where it cannot be read."""
    return {row.record.doc for row in read(path, _Doc)}

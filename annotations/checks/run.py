"""Running the rules over a file, or over everything that the project ships."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from ...corpus import library
from ...corpus.document import Stratum
from ...corpus.finding import BadInput, Finding
from ...corpus.jsonl import Row, read, scan
from .. import settle
from ..gold import HERE, all_gold, bare, lifted
from ..layers import Record
from . import leakage, links, places, shape  # noqa: F401 - importing them registers their rules
from .registry import RULES, Case, Corpus, Kind

LAYER_FILES: dict[Kind, str] = {"gold": "gold/*.jsonl", "pass": f"passes/{settle.ROUNDS[-1]}/*/*.jsonl"}


class _Doc(msgspec.Struct, frozen=True):
    """A layer record of which only the document counts."""

    doc: str


def check_file(path: str | Path, kind: Kind = "prediction", *, known: Collection[str] | None = None) -> list[Finding]:
    """Every fault of one layer file, in order of its lines.

    `known` names the documents of a gold of the user's own; of these no texts are at hand, so that what needs a text
    (whether offsets lie inside it, whether quotes equal it) is not looked at. Without it they are the corpus's.
    """
    rows, faults = scan(path, Record, mend=lifted if kind in ("prediction", "shipped") else None)
    return sorted(faults + check_rows(rows, kind, known=known))


def check_rows(
    rows: Sequence[Row[Record]], kind: Kind = "prediction", *, known: Collection[str] | None = None
) -> list[Finding]:
    """Every fault of decoded records; `known` as in `check_file`."""
    strata: Mapping[str, Stratum | None] = library.strata() if known is None else dict.fromkeys(known)
    found = list(_documents(rows, strata))
    for row in rows:
        found += check_record(row, kind, text=known is None)
    return found


def check_record(row: Row[Record], kind: Kind = "prediction", *, text: bool = True) -> list[Finding]:
    """Every fault of one decoded record by itself; without `text` nothing that needs the text is looked at."""
    name = row.record.doc
    case = Case(row.record, library.text_or_none(name) if text else None, library.strata().get(name), kind)
    found = []
    for rule in RULES.values():
        if rule.record is not None and (rule.predictions or kind in ("gold", "pass")):
            found += [Finding(row.path, row.line, rule.id, message, name) for message in rule.record(case)]
    return found


def documents_of(path: str | Path) -> set[str]:
    """The documents of a layer file, whatever its layers hold. Raises `BadInput` where it cannot be read."""
    return {row.record.doc for row in read(path, _Doc)}


def _documents(rows: Sequence[Row[Record]], known: Collection[str]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for row in rows:
        name = row.record.doc
        if name not in known:
            yield Finding(row.path, row.line, "doc-known", "no such document in the corpus or the gold given", name)
        if first.setdefault(name, row.line) != row.line:
            yield Finding(row.path, row.line, "doc-duplicate", f"already on line {first[name]}", name)


def check_data() -> list[Finding]:
    """Every fault of the texts, the gold and the passes that the project ships."""
    faults = list(_corpus())
    for kind, pattern in LAYER_FILES.items():
        for path in sorted(HERE.glob(pattern)):
            faults += check_file(path, kind)
    for path in sorted(HERE.parent.glob("baselines/predictions/*/*.jsonl")):
        if not path.stem.endswith("given"):
            faults += check_file(path, "shipped")
    return sorted([*faults, *_missing(), *_adjudication()])


def _missing() -> Iterator[Finding]:
    gold = all_gold()
    for name, stratum in library.strata().items():
        if name not in gold:
            yield Finding(f"annotations/gold/{stratum}.jsonl", 0, "doc-missing", "no gold record", name)


def _adjudication() -> Iterator[Finding]:
    """Every difference of the passes is decided, and the gold is what passes and decisions make."""
    try:
        made = settle.settled()
    except BadInput as error:
        yield from error.findings
        return
    gold = all_gold()
    for record in made:
        if record.doc in gold and bare(record) != bare(gold[record.doc]):
            path = f"annotations/gold/{library.strata()[record.doc]}.jsonl"
            yield Finding(path, 0, "gold-current", "is not what passes and decisions make; run `make gold`", record.doc)


def _corpus() -> Iterator[Finding]:
    corpus = Corpus(library.documents(), library.strata(), dict(library.splits()))
    for rule in RULES.values():
        if rule.corpus:
            for name, message in rule.corpus(corpus):
                path = "corpus/texts/" + ("real.jsonl" if library.strata().get(name) == "real" else "documents.jsonl")
                yield Finding(path, library.line_of(name), rule.id, message, name)

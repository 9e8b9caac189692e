"""Running the rules over everything that the project ships."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...corpus import library
from ...corpus.finding import BadInput, Finding
from .. import settle
from ..gold import HERE, all_gold, bare
from .registry import RULES, Corpus, Kind
from .run import check_file


def layer_files() -> Iterator[tuple[Path, Kind]]:
    """Every layer file that is shipped, with what it is: the last round of passes makes the gold, earlier ones do not."""
    kinds: dict[str, Kind] = {"gold/*.jsonl": "gold"}
    kinds |= {f"passes/{number}/*/*.jsonl": "earlier" for number in settle.ROUNDS[:-1]}
    kinds |= {f"passes/{settle.ROUNDS[-1]}/*/*.jsonl": "pass"}
    yield from ((path, kind) for pattern, kind in kinds.items() for path in sorted(HERE.glob(pattern)))


def check_data() -> list[Finding]:
    """Every fault of the texts, the gold and the passes that the project ships."""
    faults = list(_corpus())
    for path, kind in layer_files():
        faults += check_file(path, kind)
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

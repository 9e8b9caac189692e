"""Verbs that read, check and make the data."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..corpus.finding import BadInput, Finding
from . import OUT, Args, WrongUse, argument, lines, read_once, say, seconds, tally, verb

if TYPE_CHECKING:
    from ..corpus.document import Document, Pointer


@verb(
    "parley check mine.jsonl",
    argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="predictions (- is standard input), a card.json, a result or a system's folder",
    ),
    argument(
        "--as",
        dest="kind",
        choices=["gold", "pass", "prediction", "card"],
        default="prediction",
        help="what the files are held to be",
    ),
    argument("--gold", metavar="FILE", help="gold of your own: its documents are the known ones"),
)
def check(args: Args) -> None:
    """Check prediction files, or with no file everything that is shipped.

    Each fault is told as `path:line: [rule] document: message`, all at once. Warnings refuse nothing.
    """
    from ..annotations.checks import documents_of

    read_once(*args.files, args.gold)
    known = documents_of(args.gold) if args.gold else None
    found = [finding for file in args.files for finding in _faults(file, args.kind, known)]
    if not args.files:
        found = _shipped()
    if any(not finding.warning for finding in found):
        raise BadInput(found)
    for finding in found:
        say(finding)
    say(tally(found))


def _faults(file: str, kind: str, known: set[str] | None) -> list[Finding]:
    """What is wrong with one file or folder, by what it is."""
    from ..annotations.checks import check_file, holds_records
    from ..eval.board import entries

    path = Path(file)
    if kind == "card" or path.is_dir() or (path.suffix == ".json" and not holds_records(path)):
        return entries.check(path, kind)
    return check_file(file, kind, known=known)  # type: ignore[arg-type]


def _shipped() -> list[Finding]:
    """What is wrong with the data, with the results on the board, and with predictions that `parley bench` left here."""
    from ..annotations.checks import check_data, check_file
    from ..baselines.base import HERE
    from ..eval.board import entries

    found = check_data() + entries.check_all()
    for path in sorted(HERE.glob("predictions/*/*.jsonl")):
        found += [] if path.stem.endswith("given") else check_file(path, "shipped")
    return found


@verb("parley stats", OUT)
def stats(args: Args) -> str:
    """Count what the corpus holds, by split and by stratum.

    A gate ties a demand to an outcome; a precondition is a demand with at least one gate.
    """
    from ..annotations import stats as counts
    from ..corpus import tables

    parts = [
        tables.plain((by, *counts.COUNTED), [(name, *row.values()) for name, row in counts.table(by).items()])
        for by in ("split", "stratum")
    ]
    used = [
        f"{name}: " + ", ".join(f"{label} {n}" for label, n in row.items()) for name, row in counts.labels().items()
    ]
    return "\n\n".join([*parts, "\n".join(used)])


@verb(
    "parley show aceh-01 --find ceasefire",
    argument("doc", metavar="DOC", help="the id of a document"),
    argument("--labels", metavar="FILE", help="a layer file instead of the gold; - is standard input"),
    argument("--find", metavar="QUOTE", help="list the places of a quote instead, numbered as `nth` numbers them"),
    argument("--colour", action="store_true", help="colour even into a pipe or a file"),
    OUT,
)
def show(args: Args) -> str:
    """Show one document with its labels in colour."""
    from ..annotations import show as view
    from ..annotations.checks import sound_layers
    from ..annotations.gold import all_gold

    document = _text(args.doc)
    if args.find:
        return view.places(document.text, args.find)
    record = (sound_layers(args.labels) if args.labels else all_gold()).get(args.doc)
    terminal = args.out is None and sys.stdout is not None and sys.stdout.isatty()
    return view.render(document, record, colour=terminal or args.colour)


def _text(name: str) -> Document:
    """The document of a name. Raises `LookupError` that says what to do where it is not at hand."""
    from difflib import get_close_matches

    from ..corpus import library

    document = library.text_or_none(name)
    if document is not None:
        return document
    if name in library.pointers():
        raise LookupError(f"the text of {name!r} is a third party's: fetch it with `parley real`")
    near = get_close_matches(name, library.strata(), n=3, cutoff=0.7)
    raise LookupError(f"no document {name!r}" + (f"; near: {', '.join(near)}" if near else ""))


@verb(
    "parley anchor quotes.jsonl -o mine.jsonl --report report.jsonl",
    argument(
        "sheets", nargs="+", metavar="SHEETS", help="JSON or JSON Lines, fenced or gzipped too; - is standard input"
    ),
    argument("--exact", action="store_true", help="take exact quotes only"),
    argument("--report", type=Path, metavar="FILE", help="write JSON Lines of what became of every quote"),
    OUT,
)
def anchor(args: Args) -> str:
    """Turn quotes into offsets, and say of each that is not found exactly how it was found.

    Where a quote cannot be placed nothing is written, and the exit code is 1.
    """
    from ..annotations.quotes.find import EXACT, STEPS
    from ..annotations.quotes.sheets import anchored
    from ..corpus.jsonl import write

    made = anchored(args.sheets, EXACT if args.exact else STEPS)
    if args.report:
        write(args.report, [row.record for row in made.anchors])
    for note in made.notes:
        say(note)
    say(f"quotes: {made.counts()}")
    if made.faults:
        raise BadInput(made.faults)
    return lines(made.records)


@verb(
    "parley adjudicate a.jsonl b.jsonl --decisions decisions.jsonl -o gold.jsonl",
    argument("a", nargs="?", metavar="A", help="a pass; without, both are those of the checkout"),
    argument("b", nargs="?", metavar="B", help="the other pass"),
    argument("--decisions", action="append", metavar="FILE", help="decisions as JSON Lines, given as often as needed"),
    argument("--open", action="store_true", help="list the undecided differences instead"),
    argument("--write", action="store_true", help="write the gold files of the checkout"),
    OUT,
)
def adjudicate(args: Args) -> str | None:
    """Make gold from two passes and the decisions on their differences."""
    from .. import release
    from ..annotations import settle

    if (args.a is None) != (args.b is None):
        raise WrongUse("give both passes, or neither")
    if args.write or args.a is None:
        release.checkout("adjudicating the project's own passes")
    if args.open:
        return lines(settle.open_differences(args.a, args.b, args.decisions))
    records = settle.settled(args.a, args.b, args.decisions)
    if not records:
        raise LookupError("no document has two passes")
    if not args.write:
        return lines(records)
    for path in settle.write_gold(records):
        say(f"wrote {path}")
    return None


@verb(
    "parley build -o release --no-article",
    argument("-o", "--out", dest="folder", type=Path, metavar="DIR", help="build there instead of in the checkout"),
    argument("--no-article", dest="article", action="store_false", help="leave the article out (needs -o)"),
)
def build(args: Args) -> None:
    """Write the Hugging Face files and the generated parts of the documents.

    Needs a checkout.
    """
    from .. import release

    if not args.article and args.folder is None:
        raise WrongUse("--no-article needs -o: the checkout itself keeps the article")
    for path in release.build(args.folder, article=args.article):
        say(f"wrote {path}")


@verb(
    "parley real --open --mirror ~/raw",
    argument(
        "--mirror",
        action="append",
        default=[],
        metavar="DIR|URL",
        help="where raw files are too, laid out as REPOSITORY/COMMIT/PATH; given as often as needed",
    ),
    argument("--open", action="store_true", help="texts under open licences alone"),
    argument("--deadline", type=seconds, default=600, metavar="SECONDS", help="what one file may take from one place"),
    argument(
        "--from", dest="files", nargs="+", action="extend", metavar="FILE", help="take normalised texts from JSON Lines"
    ),
)
def real(args: Args) -> None:
    """Fetch and verify the real texts.

    Each is asked for in its repository, then in mirrors, then in the archive of Software Heritage, and verified by its
    hash wherever it came from. Texts are kept in your cache folder ($PARLEYBENCH_CACHE, else that of your system) and
    nowhere else; what was fetched is not fetched again.
    """
    from ..corpus import library, sources
    from ..corpus.fetching import Limits

    pointers = [p for p in library.pointers().values() if not args.open or p.licence_class == "open"]
    addresses = (sources.REPOSITORY, *args.mirror, sources.ARCHIVE)
    try:
        if args.files:
            came = Counter({"your files": sources.take(pointers, args.files)})
        else:
            came = sources.fetch(pointers, addresses, Limits(deadline=args.deadline))
    except sources.Incomplete as error:
        say(_came(error.came, pointers))
        raise
    say(_came(came, pointers))


def _came(came: Counter[str], pointers: Sequence[Pointer]) -> str:
    """How many texts came from where, and how many are here."""
    from ..corpus import sources

    whence = "".join(f", {number} from {sources.called(address)}" for address, number in came.items())
    here = sum(sources.cached(pointer) is not None for pointer in pointers)
    return f"{came.total()} texts new{whence}; {here} of {len(pointers)} here, in {sources.home()}"

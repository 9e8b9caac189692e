"""The command `parley`: every verb, all printing, all exit codes (0 held, 1 findings, 2 wrong use)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import __version__


def main(argv: list[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    args = parser().parse_args(argv)
    from .corpus.finding import BadInput

    try:
        return int(args.run(args) or 0)
    except BadInput as error:
        for finding in error.findings:
            say(finding)
        say(f"{len(error.findings)} finding{'s'[: len(error.findings) != 1]}")
        return 1
    except LookupError as error:
        say(error.args[0] if error.args else error)
        return 1


def say(message: object) -> None:
    """A message for the reader, on standard error; results go to standard output."""
    print(message, file=sys.stderr)


def check(args: argparse.Namespace) -> int:
    from .annotations.checks import check_data, check_file
    from .corpus.finding import BadInput

    found = [f for path in args.files for f in check_file(path, args.kind)] if args.files else check_data()
    if found:
        raise BadInput(found)
    say("no findings")
    return 0


def anchor(args: argparse.Namespace) -> int:
    from .annotations.sheets import anchored

    write_records(args.out, anchored(args.sheets))
    return 0


def real(args: argparse.Namespace) -> int:
    from .annotations import store
    from .corpus import sources

    pointers = store.pointers().values()
    new = sources.take(pointers, args.files) if args.files else sources.fetch(pointers, args.mirror)
    here = sum(sources.cached(pointer) is not None for pointer in pointers)
    say(f"{new} texts new, {here} of {len(pointers)} here, in {sources.home()}")
    return 0


def show(args: argparse.Namespace) -> int:
    from .annotations import show, store

    document = store.text_or_none(args.doc)
    if document is None:
        raise LookupError(f"no text of {args.doc!r}: unknown, or a real text to fetch with `parley real`")
    if args.find:
        print(show.places(document.text, args.find))
        return 0
    record = store.records([args.labels]).get(args.doc) if args.labels else store.gold().get(args.doc)
    print(show.render(document, record, colour=sys.stdout.isatty() or args.colour))
    return 0


def write_records(out: Path | None, records: list) -> None:  # type: ignore[type-arg]
    """Records to a file, whole or not at all, or to standard output."""
    from .corpus.records import encode, write

    if out is not None:
        write(out, records)
        return
    for record in records:
        print(encode(record).decode())


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="parley", description="Read, check, predict and score the parleybench corpus.")
    top.add_argument("--version", action="version", version=f"parley {__version__}")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(run, help: str) -> argparse.ArgumentParser:  # type: ignore[no-untyped-def]
        made = verbs.add_parser(run.__name__, help=help, description=help)
        made.set_defaults(run=run)
        return made

    one = verb(check, "check prediction files, or with no file everything the project ships")
    one.add_argument("files", nargs="*", metavar="FILE")
    one.add_argument("--as", dest="kind", choices=["gold", "pass", "prediction"], default="prediction")

    one = verb(show, "show one document with its labels in colour")
    one.add_argument("doc")
    one.add_argument("--labels", metavar="FILE", help="a layer file instead of the gold")
    one.add_argument("--find", metavar="QUOTE", help="list the occurrences of a quote instead")
    one.add_argument("--colour", action="store_true", help="colour even into a pipe")

    one = verb(anchor, "turn quotes into offsets")
    one.add_argument("sheets", nargs="+", metavar="SHEETS")
    one.add_argument("-o", "--out", type=Path)

    one = verb(real, "fetch and verify the real texts")
    one.add_argument("--mirror", default="https://raw.githubusercontent.com", metavar="DIR|URL")
    one.add_argument("--from", dest="files", nargs="+", metavar="FILE", help="take normalised texts from JSONL files")
    return top


if __name__ == "__main__":
    sys.exit(main())

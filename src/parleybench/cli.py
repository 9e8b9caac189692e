"""The command `parley`: every verb, all printing, all exit codes (0 held, 1 findings, 2 wrong use)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import options

Verb = options.Verb


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    args = parser().parse_args(argv)
    from .corpus.finding import BadInput

    try:
        args.run(args)
    except BadInput as error:
        for finding in error.findings:
            say(finding)
        say(f"{len(error.findings)} finding" + "s" * (len(error.findings) != 1))
        return 1
    except (LookupError, ValueError, OSError) as error:
        say(f"parley {args.verb}: {error.args[0] if isinstance(error, LookupError) and error.args else error}")
        return 1
    return 0


def say(message: object) -> None:
    """A message for the reader, on standard error; results go to standard output."""
    print(message, file=sys.stderr)


# -- reading and checking


def check(args: argparse.Namespace) -> None:
    from .annotations.checks import check_data, check_file, documents_of
    from .corpus.finding import BadInput

    known = documents_of(args.gold) if args.gold else None
    found = []
    for path in map(Path, args.files):
        if args.kind == "card" or path.is_dir() or path.suffix == ".json":
            from .eval.board import entries

            found += entries.check(path, args.kind)
        else:
            found += check_file(path, args.kind, known=known)
    if not args.files:
        from .eval.board import entries

        found = check_data() + entries.check_all()
    if found:
        raise BadInput(found)
    say("no findings")


def stats(args: argparse.Namespace) -> None:
    from .annotations import stats as counts
    from .corpus import tables

    for by in ("split", "stratum"):
        print(
            tables.plain((by, *counts.COUNTED), [(name, *row.values()) for name, row in counts.table(by).items()]), "\n"
        )
    for name, labels in counts.labels().items():
        print(f"{name}: " + ", ".join(f"{label} {n}" for label, n in labels.items()))


def show(args: argparse.Namespace) -> None:
    from .annotations import show as view
    from .annotations.gold import all_gold, read_layers
    from .corpus import library

    document = library.text_or_none(args.doc)
    if document is None:
        raise LookupError(f"no text of {args.doc!r}: unknown, or a real text to fetch with `parley real`")
    if args.find:
        print(view.places(document.text, args.find))
        return
    record = read_layers([args.labels]).get(args.doc) if args.labels else all_gold().get(args.doc)
    print(view.render(document, record, colour=sys.stdout.isatty() or args.colour))


def anchor(args: argparse.Namespace) -> None:
    from .annotations.quotes.find import EXACT, STEPS
    from .annotations.quotes.sheets import anchored
    from .corpus.finding import BadInput
    from .corpus.jsonl import write

    made = anchored(args.sheets, EXACT if args.exact else STEPS)
    if args.report:
        write(args.report, [row.record for row in made.anchors])
    for note in made.notes:
        say(note)
    say(f"quotes: {made.counts()}")
    if made.faults:
        raise BadInput(made.faults)
    put(args.out, made.records)


def adjudicate(args: argparse.Namespace) -> None:
    from .annotations import settle

    if args.open:
        for difference in settle.open_differences(args.a, args.b, args.decisions):
            print(json.dumps(difference, ensure_ascii=False))
        return
    records = settle.settled(args.a, args.b, args.decisions)
    if not args.write:
        put(args.out, records)
        return
    for path in settle.write_gold(records):
        say(f"wrote {path}")


def agree(args: argparse.Namespace) -> None:
    from .annotations.gold import read_layers
    from .corpus import tables
    from .eval import agreement

    if not args.files:
        print(tables.plain(agreement.HEADER, agreement.rows()))
        return
    a, b = (list(read_layers([path]).values()) for path in args.files)
    print(tables.plain(("figure", "value (items)"), agreement.table([(a, b)])))


def real(args: argparse.Namespace) -> None:
    from .corpus import library, sources

    pointers = library.pointers().values()
    new = sources.take(pointers, args.files) if args.files else sources.fetch(pointers, args.mirror)
    here = sum(sources.cached(pointer) is not None for pointer in pointers)
    say(f"{new} texts new, {here} of {len(pointers)} here, in {sources.home()}")


def build(args: argparse.Namespace) -> None:
    from . import publish

    for path in publish.build(args.out, article=args.article):
        say(f"wrote {path}")


# -- systems and scores


def fit(args: argparse.Namespace) -> None:
    from .baselines import base

    say(f"fitted {args.name} in {base.fit(args.name)}")


def predict(args: argparse.Namespace) -> None:
    from .baselines import base

    system = base.fitted(args.name)
    put(args.out, base.predict_given(system, args.split) if args.given else base.predict(system, args.split))


def score(args: argparse.Namespace) -> None:
    from .corpus.jsonl import write
    from .eval.page import tables
    from .eval.score import BY, BY_DOCUMENT, report
    from .eval.scorer import count

    deep, asked = bool(args.errors or args.json or args.by), {"tasks": args.tasks, "given": args.given}
    counted = count(args.gold or args.split, args.pred, **asked, diagnose=deep, keep=bool(args.errors))
    by = args.by or (BY if deep else BY_DOCUMENT)
    result = report(counted, by=by, rounds=args.rounds, seed=args.seed)
    if result.missing:
        say(f"no prediction for {len(result.missing)} documents, scored as silence: {', '.join(result.missing)}")
    if args.errors and counted.diagnosis:
        write(args.errors, counted.diagnosis.kept)
    print(json.dumps(result.to_dict(), indent=1, ensure_ascii=False) if args.json else result)
    if args.by and not args.json:
        print("\n" + tables.sliced(result.to_dict()))
    if args.errors and not args.json:
        print("\n" + tables.ladder(result.losses))


def compare(args: argparse.Namespace) -> None:
    from .eval.compare import compare as compared
    from .eval.page import tables

    found = compared(args.gold or args.split, args.a, args.b, rounds=args.rounds, seed=args.seed)
    print(tables.comparison(found))


def board(args: argparse.Namespace) -> None:
    from .eval.page import tables

    print(tables.boards([args.split] if args.split else None))


def bench(args: argparse.Namespace) -> None:
    from . import publish

    publish.bench(say)


def put(out: Path | None, records: Sequence[Any]) -> None:
    """Records to a file, whole or not at all, or to standard output."""
    from .corpus.jsonl import encode, write

    if out is not None:
        write(out, records)
        return
    for record in records:
        print(encode(record).decode())


VERBS: tuple[Verb, ...] = (
    check,
    stats,
    show,
    anchor,
    adjudicate,
    agree,
    fit,
    predict,
    score,
    compare,
    board,
    build,
    real,
    bench,
)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    return options.parser({verb.__name__: verb for verb in VERBS})


if __name__ == "__main__":
    sys.exit(main())

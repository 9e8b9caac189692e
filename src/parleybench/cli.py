"""The command `parley`: every verb, all printing, all exit codes (0 held, 1 findings, 2 wrong use)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from . import __version__

Verb = Callable[[argparse.Namespace], None]


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
    from .annotations.checks import check_data, check_file
    from .corpus.finding import BadInput

    found = [f for path in args.files for f in check_file(path, args.kind)] if args.files else check_data()
    if found:
        raise BadInput(found)
    say("no findings")


def stats(args: argparse.Namespace) -> None:
    from .annotations import cards
    from .annotations import stats as counts

    for by in ("split", "stratum"):
        print(
            cards.plain((by, *counts.COUNTED), [(name, *row.values()) for name, row in counts.table(by).items()]), "\n"
        )
    for name, labels in counts.labels().items():
        print(f"{name}: " + ", ".join(f"{label} {n}" for label, n in labels.items()))


def show(args: argparse.Namespace) -> None:
    from .annotations import show as view
    from .annotations import store

    document = store.text_or_none(args.doc)
    if document is None:
        raise LookupError(f"no text of {args.doc!r}: unknown, or a real text to fetch with `parley real`")
    if args.find:
        print(view.places(document.text, args.find))
        return
    record = store.records([args.labels]).get(args.doc) if args.labels else store.gold().get(args.doc)
    print(view.render(document, record, colour=sys.stdout.isatty() or args.colour))


def anchor(args: argparse.Namespace) -> None:
    from .annotations.sheets import anchored

    put(args.out, anchored(args.sheets))


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
    from .annotations import cards, store
    from .eval import agreement

    if not args.files:
        print(cards.plain(agreement.HEADER, agreement.rows()))
        return
    a, b = (list(store.records([path]).values()) for path in args.files)
    print(cards.plain(("figure", "value (items)"), agreement.table([(a, b)])))


def real(args: argparse.Namespace) -> None:
    from .annotations import store
    from .corpus import sources

    pointers = store.pointers().values()
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
    from .eval import tables
    from .eval.score import score as scored

    result = scored(args.pred, args.split, gold=args.gold, given=args.given, rounds=args.rounds, seed=args.seed)
    if result["missing"]:
        say(f"no prediction for {len(result['missing'])} documents, scored as silence: {', '.join(result['missing'])}")
    print(json.dumps(result, indent=1, ensure_ascii=False) if args.json else tables.result(result))


def compare(args: argparse.Namespace) -> None:
    from .eval import tables
    from .eval.compare import compare as compared
    from .eval.tally import count

    a, b = (count(path, args.split) for path in (args.a, args.b))
    print(tables.comparison(compared(a, b, rounds=args.rounds, seed=args.seed)))


def board(args: argparse.Namespace) -> None:
    from .eval import tables

    print(tables.boards([args.split] if args.split else None))


def bench(args: argparse.Namespace) -> None:
    from . import publish

    publish.bench(say)


def differential(args: argparse.Namespace) -> None:
    from .annotations import cards
    from .eval.proof import differential as proof

    rows = proof.table(args.inputs, args.seed)
    print(cards.plain(proof.HEADER, [row.cells() for row in rows]))
    say(f"wrote {proof.write(rows)}")
    if faults := sum(row.fault for row in rows):
        raise ValueError(f"{faults} sound comparisons disagree")


def put(out: Path | None, records: Sequence[Any]) -> None:
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

    def verb(run: Verb, help: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(run.__name__, help=help, description=help[0].upper() + help[1:] + ".")
        made.set_defaults(run=run)
        return made

    splits = ("train", "validation", "test", "real_test")

    one = verb(check, "check prediction files, or with no file everything that the project ships")
    one.add_argument("files", nargs="*", metavar="FILE")
    one.add_argument("--as", dest="kind", choices=["gold", "pass", "prediction"], default="prediction")

    verb(stats, "count what the corpus holds, by split and stratum")

    one = verb(show, "show one document with its labels in colour")
    one.add_argument("doc")
    one.add_argument("--labels", metavar="FILE", help="a layer file instead of the gold")
    one.add_argument("--find", metavar="QUOTE", help="list the occurrences of a quote instead")
    one.add_argument("--colour", action="store_true", help="colour even into a pipe")

    one = verb(anchor, "turn quotes into offsets")
    one.add_argument("sheets", nargs="+", metavar="SHEETS")
    one.add_argument("-o", "--out", type=Path)

    one = verb(adjudicate, "make gold from two passes and the decisions on their differences")
    one.add_argument("a", nargs="?", metavar="A", help="a pass (default: those of the project)")
    one.add_argument("b", nargs="?", metavar="B")
    one.add_argument("--decisions", nargs="*", metavar="FILE", help="JSONL of decisions")
    one.add_argument("--open", action="store_true", help="list the undecided differences instead")
    one.add_argument("--write", action="store_true", help="write the project's gold files")
    one.add_argument("-o", "--out", type=Path)

    one = verb(agree, "score one pass against the other, by default those of the project")
    one.add_argument("files", nargs="*", metavar="A B")

    one = verb(fit, "fit a baseline on train")
    one.add_argument("name")

    one = verb(predict, "predict a split with a fitted baseline")
    one.add_argument("name")
    one.add_argument("--split", choices=splits, default="test")
    one.add_argument("--given", action="store_true", help="the given track: polarities of gold stances")
    one.add_argument("-o", "--out", type=Path)

    one = verb(score, "score a prediction file")
    one.add_argument("pred", metavar="PRED")
    one.add_argument("--split", choices=splits, default="test")
    one.add_argument("--gold", metavar="FILE", help="gold of your own instead of the split's")
    one.add_argument("--given", metavar="FILE", help="predictions of the given track")
    one.add_argument("--json", action="store_true")
    sampling(one, 1000)

    one = verb(compare, "compare two prediction files by paired approximate randomisation")
    one.add_argument("a", metavar="A")
    one.add_argument("b", metavar="B")
    one.add_argument("--split", choices=splits, default="test")
    sampling(one, 10_000)

    one = verb(board, "print the board from the results in this checkout")
    one.add_argument("--split", choices=splits[1:])

    one = verb(build, "write the Hugging Face files and the generated parts of the documents")
    one.add_argument("--out", type=Path, help="a folder to build into instead of this checkout")
    one.add_argument("--no-article", dest="article", action="store_false", help="leave the article out (needs --out)")

    one = verb(real, "fetch and verify the real texts")
    one.add_argument("--mirror", default="https://raw.githubusercontent.com", metavar="DIR|URL")
    one.add_argument("--from", dest="files", nargs="+", metavar="FILE", help="take normalised texts from JSONL files")

    one = verb(differential, "hold our figures against those of independent scorers (needs the extra `peers`)")
    one.add_argument("--inputs", type=int, default=1000, metavar="N", help="made-up inputs a comparison")
    one.add_argument("--seed", type=int, default=20240229)

    verb(bench, "fit, predict and score every baseline, print the board, write the report")
    return top


def sampling(one: argparse.ArgumentParser, rounds: int) -> None:
    """The options of everything that resamples."""
    one.add_argument("--rounds", type=int, default=rounds)
    one.add_argument("--seed", type=int, default=20240229)


if __name__ == "__main__":
    sys.exit(main())

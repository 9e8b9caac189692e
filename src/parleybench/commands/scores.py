"""Verbs that score: one system, two against each other, two passes, and all on the board."""

from __future__ import annotations

from pathlib import Path

from . import GOLD, OUT, SPLIT, SPLITS, Args, WrongUse, argument, say, values, verb

SAMPLING = (
    argument("--rounds", type=int, default=10_000, metavar="N", help="how often to resample"),
    argument("--seed", type=int, default=20240229, metavar="N", help="seed of the resampling"),
)


@verb(
    "parley score --tasks stance preconditions mine.jsonl",
    argument("pred", metavar="PRED", help="a prediction file; - is standard input"),
    SPLIT,
    GOLD,
    argument("--given", metavar="FILE", help="predictions of the given track"),
    argument(
        "--tasks", type=values, metavar="TASKS", help="these alone: actors demands preconditions stance conflicts"
    ),
    argument(
        "--by",
        type=values,
        metavar="SLICES",
        help="print slices: genre stratum conflict length issue phenomenon marker",
    ),
    argument("--errors", type=Path, metavar="FILE", help="write each miss and false alarm with its kind (JSON Lines)"),
    argument("--json", action="store_true", help="print everything, slices and confusion matrices included"),
    argument("--jobs", type=int, default=1, metavar="N", help="how many processes count"),
    *SAMPLING,
    OUT,
)
def score(args: Args) -> str:
    """Score a prediction file.

    --tasks and --by take many values, with spaces or commas between them.
    """
    from ..corpus.jsonl import write
    from ..eval.page import tables
    from ..eval.score import BY, BY_DOCUMENT, report
    from ..eval.scorer import count

    deep, options = bool(args.errors or args.json or args.by), {"tasks": args.tasks, "given": args.given}
    counted = count(
        args.gold or args.split, args.pred, **options, diagnose=deep, keep=bool(args.errors), jobs=args.jobs
    )
    by = args.by or (BY if deep else BY_DOCUMENT)
    result = report(counted, by=by, rounds=args.rounds, seed=args.seed)
    if result.missing:
        say(f"no prediction for {len(result.missing)} documents, scored as silence: {', '.join(result.missing)}")
    if args.errors and counted.diagnosis:
        write(args.errors, counted.diagnosis.kept)
    if args.json:
        return result.to_json()
    parts = [str(result)]
    parts += [tables.sliced(result)] if args.by else []
    parts += [tables.ladder(result.losses)] if args.errors else []
    return "\n\n".join(parts)


@verb(
    "parley compare mine.jsonl yours.jsonl --split validation",
    argument("a", metavar="A", help="a prediction file"),
    argument("b", metavar="B", help="another"),
    SPLIT,
    GOLD,
    *SAMPLING,
    OUT,
)
def compare(args: Args) -> str:
    """Compare two prediction files by paired approximate randomisation."""
    from ..eval.compare import compare as compared
    from ..eval.page import tables

    return tables.comparison(compared(args.gold or args.split, args.a, args.b, rounds=args.rounds, seed=args.seed))


@verb(
    "parley agree a.jsonl b.jsonl",
    argument("a", nargs="?", metavar="A", help="a pass; without, both are those of the checkout"),
    argument("b", nargs="?", metavar="B", help="the other pass"),
    OUT,
)
def agree(args: Args) -> str:
    """Score one pass against the other."""
    from .. import release
    from ..corpus import tables
    from ..eval import agreement

    if (args.a is None) != (args.b is None):
        raise WrongUse("give both passes, or neither")
    if args.a is None:
        release.checkout("comparing the project's own passes")
        return tables.plain(agreement.HEADER, agreement.rows())
    return tables.plain(("figure", "value (items)"), agreement.table([agreement.passes(args.a, args.b)]))


@verb("parley board --split test", argument("--split", choices=SPLITS[1:], help="one split; without, all"), OUT)
def board(args: Args) -> str:
    """Print the board from the results that are shipped.

    In a checkout these are the results in eval/results, a submission's too; those that do not fit its gold, or
    themselves, are refused, and the others stand.
    """
    from ..cli import put
    from ..corpus.finding import refuse
    from ..eval.page import tables

    shown, faults = tables.boards([args.split] if args.split else None)
    if faults:
        put(shown, args.out)
    refuse(faults)
    return shown

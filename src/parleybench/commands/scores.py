"""Verbs that score: one system, two against each other, two passes, and all on the board."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..corpus.finding import BadInput
from . import BOARD, GOLD, OUT, SPLIT, Args, WrongUse, argument, put, read_once, say, values, verb

if TYPE_CHECKING:
    from ..eval.scorer import Counted

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
        help="print slices: genre stratum conflict length licence selection source seen issue phenomenon marker",
    ),
    argument("--errors", type=Path, metavar="FILE", help="write each miss and false alarm with its kind (JSON Lines)"),
    argument("--json", action="store_true", help="print everything, slices and confusion matrices included"),
    argument("--jobs", type=int, default=1, metavar="N", help="processes that count; the result is the same"),
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

    read_once(args.pred, args.gold, args.given)
    deep, keep = bool(args.errors or args.json or args.by), bool(args.errors)
    gold, asked = args.gold or args.split, {"tasks": args.tasks, "given": args.given, "jobs": args.jobs}
    counted = count(gold, args.pred, diagnose=deep, keep=keep, **asked)
    warn(counted)
    result = report(counted, by=args.by or (BY if deep else BY_DOCUMENT), rounds=args.rounds, seed=args.seed)
    if args.errors and counted.diagnosis:
        write(args.errors, counted.diagnosis.kept)
    if args.json:
        return result.to_json()
    parts = [str(result)]
    parts += [tables.sliced(result)] if args.by else []
    parts += [tables.ladder(result.losses)] if args.errors else []
    return "\n\n".join(parts)


def warn(counted: Counted) -> None:
    """Say what was odd in the predictions and refused nothing."""
    for finding in counted.warnings:
        say(finding)
    if counted.missing:
        said = ", ".join(counted.missing)
        say(f"no prediction for {len(counted.missing)} documents, scored as silence: {said}")


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
    from ..eval.compare import compared
    from ..eval.page import tables
    from ..eval.scorer import count

    read_once(args.a, args.b, args.gold, args.gold)  # the gold once for each system
    a, b = (count(args.gold or args.split, pred) for pred in (args.a, args.b))
    for counted in (a, b):
        warn(counted)
    return tables.comparison(compared(a, b, rounds=args.rounds, seed=args.seed))


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


@verb("parley board --split test", BOARD, OUT)
def board(args: Args) -> str:
    """Print the board from the results that are shipped.

    In a checkout these are the results in eval/results, a submission's too; those that do not fit its gold are told and left out.
    """
    from ..eval.page import tables

    shown, faults = tables.boards([args.split] if args.split else None)
    if faults:
        put(shown, args.out)
        raise BadInput(faults)
    return shown

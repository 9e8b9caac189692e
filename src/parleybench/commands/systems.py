"""Verbs that run the baselines."""

from __future__ import annotations

from pathlib import Path

from . import OUT, SPLIT, Args, argument, bar, lines, say, verb

NAME = argument("name", metavar="NAME", help="floor, lexicon or linear")


@verb(
    "parley fit linear --with-real",
    argument("name", nargs="+", metavar="NAME", help="floor, lexicon or linear, or several"),
    argument("--with-real", action="store_true", help="on real_train too"),
)
def fit(args: Args) -> None:
    """Fit baselines on train.

    A checkout keeps them in baselines/fitted; elsewhere your cache folder does.
    """
    from ..baselines import base

    for name in args.name:
        base.make(name)
    for name in bar(args.name, "fit"):
        say(f"fitted {name} in {base.fit(name, with_real=args.with_real)}")


@verb(
    "parley predict linear --split test -o linear.jsonl",
    NAME,
    SPLIT,
    argument("--given", action="store_true", help="the given track: polarities of gold stances"),
    argument("--open", action="store_true", help="texts under open licences alone"),
    OUT,
)
def predict(args: Args) -> str:
    """Predict a split with a fitted baseline."""
    from ..baselines import base

    system = base.fitted(args.name)
    if args.given:
        return lines(base.predict_given(system, args.split, only_open=args.open))
    return lines(base.predict(system, args.split, only_open=args.open, watch=lambda shards: bar(shards, "predict")))


@verb(
    "parley bench -o bench",
    argument("-o", "--out", dest="folder", type=Path, metavar="DIR", help="write all there instead of in the checkout"),
)
def bench(args: Args) -> str:
    """Fit, predict and score every baseline, print the board, write the report.

    Predictions, results, models and the report go into the checkout, or into DIR. Splits whose texts are not here are
    left out.
    """
    from .. import bench as run

    return run.bench(run.Places.of(args.folder))

"""The options of every verb of the command `parley`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from . import __version__

Verb = Callable[[argparse.Namespace], None]


def parser(runs: Mapping[str, Verb]) -> argparse.ArgumentParser:
    """The whole command line, given what runs each verb."""
    top = argparse.ArgumentParser(prog="parley", description="Read, check, predict and score the parleybench corpus.")
    top.add_argument("--version", action="version", version=f"parley {__version__}")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, help: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
        made.set_defaults(run=runs[name])
        return made

    splits = ("train", "validation", "test", "real_test")

    one = verb("check", "check prediction files, or with no file everything that the project ships")
    one.add_argument("files", nargs="*", metavar="FILE", help="predictions, a card.json, a result or a system's folder")
    one.add_argument("--as", dest="kind", choices=["gold", "pass", "prediction", "card"], default="prediction")
    one.add_argument("--gold", metavar="FILE", help="gold of your own: its documents are the known ones")

    verb("stats", "count what the corpus holds, by split and stratum")

    one = verb("show", "show one document with its labels in colour")
    one.add_argument("doc")
    one.add_argument("--labels", metavar="FILE", help="a layer file instead of the gold")
    one.add_argument("--find", metavar="QUOTE", help="list the occurrences of a quote instead")
    one.add_argument("--colour", action="store_true", help="colour even into a pipe")

    one = verb("anchor", "turn quotes into offsets, and say of each that is not found exactly how it was found")
    one.add_argument("sheets", nargs="+", metavar="SHEETS")
    one.add_argument("--exact", action="store_true", help="take exact quotes only")
    one.add_argument("--report", type=Path, metavar="FILE", help="write JSONL of what became of every quote")
    one.add_argument("-o", "--out", type=Path)

    one = verb("adjudicate", "make gold from two passes and the decisions on their differences")
    one.add_argument("a", nargs="?", metavar="A", help="a pass (default: those of the project)")
    one.add_argument("b", nargs="?", metavar="B")
    one.add_argument("--decisions", nargs="*", metavar="FILE", help="JSONL of decisions")
    one.add_argument("--open", action="store_true", help="list the undecided differences instead")
    one.add_argument("--write", action="store_true", help="write the project's gold files")
    one.add_argument("-o", "--out", type=Path)

    one = verb("agree", "score one pass against the other, by default those of the project")
    one.add_argument("files", nargs="*", metavar="A B")

    one = verb("fit", "fit a baseline on train")
    one.add_argument("name")

    one = verb("predict", "predict a split with a fitted baseline")
    one.add_argument("name")
    one.add_argument("--split", choices=splits, default="test")
    one.add_argument("--given", action="store_true", help="the given track: polarities of gold stances")
    one.add_argument("-o", "--out", type=Path)

    one = verb("score", "score a prediction file")
    one.add_argument("pred", metavar="PRED")
    one.add_argument("--split", choices=splits, default="test")
    one.add_argument("--gold", metavar="FILE", help="gold of your own instead of the split's")
    one.add_argument("--given", metavar="FILE", help="predictions of the given track")
    one.add_argument("--tasks", nargs="+", metavar="TASK", help="only these tasks")
    one.add_argument(
        "--by", nargs="+", metavar="SLICE", help="print slices: genre stratum conflict length issue phenomenon"
    )
    one.add_argument(
        "--errors", type=Path, metavar="FILE", help="write each miss and false alarm with its kind (JSONL)"
    )
    one.add_argument("--json", action="store_true", help="everything, slices and confusion matrices included")
    one.add_argument("--jobs", type=int, default=1, metavar="N", help="processes that count (default: 1)")
    sampling(one)

    one = verb("compare", "compare two prediction files by paired approximate randomisation")
    one.add_argument("a", metavar="A")
    one.add_argument("b", metavar="B")
    one.add_argument("--split", choices=splits, default="test")
    one.add_argument("--gold", metavar="FILE", help="gold of your own instead of the split's")
    sampling(one)

    one = verb("board", "print the board from the results in this checkout")
    one.add_argument("--split", choices=splits[1:])

    one = verb("build", "write the Hugging Face files and the generated parts of the documents")
    one.add_argument("--out", type=Path, help="a folder to build into instead of this checkout")
    one.add_argument("--no-article", dest="article", action="store_false", help="leave the article out (needs --out)")

    one = verb("real", "fetch and verify the real texts")
    one.add_argument("--mirror", default="https://raw.githubusercontent.com", metavar="DIR|URL")
    one.add_argument("--from", dest="files", nargs="+", metavar="FILE", help="take normalised texts from JSONL files")

    verb("bench", "fit, predict and score every baseline, print the board, write the report")
    return top


def sampling(one: argparse.ArgumentParser) -> None:
    """The options of everything that resamples."""
    one.add_argument("--rounds", type=int, default=10_000)
    one.add_argument("--seed", type=int, default=20240229)

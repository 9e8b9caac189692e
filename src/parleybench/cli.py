"""The command `parley`: the verbs by use, where their words go, and exit codes (0 held, 1 findings, 2 wrong use)."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from .commands import Verb, WrongUse, data, gathered, put, say, scores, systems, tally, values
from .corpus.finding import BadInput

GROUPS: dict[str, tuple[Verb, ...]] = {
    "Look at the corpus": (data.show, data.stats, data.real),
    "Check and place labels": (data.check, data.anchor, data.adjudicate, scores.agree),
    "Score a system": (scores.score, scores.compare, scores.board),
    "Run the baselines": (systems.fit, systems.predict, systems.bench),
    "Make a release": (data.build,),
}
VERBS = tuple(verb for group in GROUPS.values() for verb in group)
MANY = frozenset(
    name
    for verb in VERBS
    for argument in verb.arguments
    for name in argument.names
    if argument.settings.get("type") is values
)
BROKEN_PIPE, INTERRUPTED = 141, 130
"""What a shell shows for a command that a signal ended."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        try:
            return _run(sys.argv[1:] if argv is None else argv)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()  # a reader that went or a full disk is met here, not when the interpreter ends
    except BrokenPipeError:
        return _cut_off(BROKEN_PIPE)
    except OSError as error:
        say(f"parley: standard output: {error.strerror or error}")
        return _cut_off(1)
    except KeyboardInterrupt:
        return INTERRUPTED


def _cut_off(code: int) -> int:
    """The exit code, after what standard output cannot take is let go."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _run(argv: Sequence[str]) -> int:
    if not argv:
        put(parser().format_help(), None)
        return 0
    args = parser().parse_args(gathered(argv, MANY))
    try:
        put(args.run(args), getattr(args, "out", None))
    except BadInput as error:
        for finding in error.findings:
            say(finding)
        say(tally(error.findings))
        return 1
    except BrokenPipeError:
        raise
    except (LookupError, ValueError, OSError) as error:
        say(f"parley {args.verb}: {error.args[0] if isinstance(error, LookupError) and error.args else error}")
        return 2 if isinstance(error, WrongUse) else 1
    return 0


class Parser(argparse.ArgumentParser):
    """Says wrong use with the way to the help."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\nTry `{self.prog} --help`.\n")


def parser() -> Parser:
    """The whole command line."""
    shape = argparse.RawDescriptionHelpFormatter
    top = Parser(
        prog="parley",
        usage="parley VERB ...",
        description="Read, check, predict and score the parleybench corpus.",
        epilog=f"{by_use()}\n\n`parley VERB --help` says all of a verb.",
        formatter_class=shape,
        allow_abbrev=False,
    )
    top.add_argument("--version", action=_Version, nargs=0, help="print the version")
    verbs = top.add_subparsers(dest="verb", prog="parley", required=True, metavar="VERB", help=argparse.SUPPRESS)
    for verb in VERBS:
        said = "\n\n".join(filter(None, (f"{verb.help}.", verb.more)))
        one = verbs.add_parser(
            verb.name,
            description=said,
            epilog=f"example:\n  {verb.example}",
            formatter_class=shape,
            allow_abbrev=False,
        )
        one.set_defaults(run=verb.run)
        for argument in verb.arguments:
            one.add_argument(*argument.names, **argument.settings)
    return top


def by_use() -> str:
    """Every verb with its help in a line, under what it is of use for."""
    width = max(len(verb.name) for verb in VERBS)
    parts = [
        "\n".join([title, *(f"  {verb.name:{width}}  {verb.help[0].lower()}{verb.help[1:]}" for verb in verbs)])
        for title, verbs in GROUPS.items()
    ]
    return "\n\n".join(parts)


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *rest: object) -> None:
        from . import __version__

        print(f"parley {__version__}")
        parser.exit()


if __name__ == "__main__":
    sys.exit(main())

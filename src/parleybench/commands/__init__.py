"""What a verb of the command is: its arguments, an example and what it prints, all declared beside its run."""

from __future__ import annotations

import argparse
import inspect
import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ..corpus.files import atomic
from ..corpus.finding import Finding
from ..corpus.printable import printable
from ..corpus.splits import LEARNT, SPLITS

T = TypeVar("T")
Args = argparse.Namespace
Run = Callable[[Args], str | None]
"""Does what the verb is for and returns what it prints; faults are raised, messages are said."""


class WrongUse(ValueError):
    """Arguments that do not go together."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument, as argparse takes it."""

    names: tuple[str, ...]
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: its help in a line and what there is to say beyond, an example, its arguments, and its run."""

    name: str
    help: str
    more: str
    example: str
    arguments: tuple[Argument, ...]
    run: Run


def argument(*names: str, help: str, **settings: Any) -> Argument:
    """An argument of a verb; its help tells the default, where there is one to tell."""
    told = settings.get("default") not in (None, True)
    return Argument(names, settings | {"help": help + " (default: %(default)s)" * told})


def verb(example: str, *arguments: Argument) -> Callable[[Run], Verb]:
    """Makes a function the verb of its name; its docstring is the help."""

    def made(run: Run) -> Verb:
        first, _, more = inspect.cleandoc(run.__doc__ or "").partition("\n\n")
        return Verb(run.__name__, first.rstrip("."), more, example, arguments, run)

    return made


OUT = argument("-o", "--out", type=Path, metavar="FILE", help="write UTF-8 there, whole or not at all")
BOARD = argument("--split", choices=[s for s in SPLITS if s not in LEARNT], help="one split; without, all")
SPLIT = argument("--split", choices=SPLITS, default="test", help="the split")
GOLD = argument("--gold", metavar="FILE", help="gold of your own instead of the split's; - is standard input")


def read_once(*files: str | None) -> None:
    """Raises `WrongUse` where standard input would be read more than once."""
    if files.count("-") > 1:
        raise WrongUse("standard input (-) can be read once: give files")


def values(word: str) -> list[str]:
    """The values of an option that takes many, out of one word."""
    return [value for value in word.split(",") if value]


def seconds(word: str) -> float:
    """A time in seconds. Raises `ValueError` for one that is none, or has no end."""
    value = float(word)
    if not 0 < value < float("inf"):
        raise ValueError
    return value


def gathered(words: Sequence[str], many: Collection[str]) -> list[str]:
    """The words of a command line, the values of each option that takes many joined to one word by commas.

    They end at the next option and where a file begins: at a word with a dot or a slash, or the name of a file.
    """
    found: list[str] = []
    taking = False
    for n, word in enumerate(words):
        if word == "--":
            return [*found, *words[n:]]
        taken = taking and not _begins_anew(word)
        if taken and found[-1] not in many:
            found[-1] += f",{word}"
        else:
            found.append(word)
        taking = taken or word in many
    return found


def _begins_anew(word: str) -> bool:
    return word.startswith("-") or "." in word or "/" in word or os.sep in word or os.path.isfile(word)


def say(message: object) -> None:
    """A message for the reader, on standard error; results go to standard output."""
    if sys.stderr is not None:
        print(printable(str(message), lines=True), file=sys.stderr)


def put(text: str | None, out: Path | None) -> None:
    """What a verb prints, to a file, whole or not at all, or to standard output. Raises `OSError` where that is closed."""
    if text is None:
        return
    ended = text if text.endswith("\n") or not text else f"{text}\n"
    if out is not None and str(out) != "-":
        with atomic(out) as file:
            file.write(ended)
    elif sys.stdout is None:
        raise OSError("standard output is closed")
    else:
        sys.stdout.write(ended)


def bar(items: Iterable[T], what: str) -> Iterable[T]:
    """The items behind a progress bar on a terminal, and behind none in a pipe."""
    from tqdm import tqdm

    yield from tqdm(list(items), desc=what, disable=None if sys.stderr is not None else True, leave=False)


def lines(records: Iterable[Any]) -> str:
    """Records as JSON Lines."""
    from ..corpus.jsonl import encode

    return "".join(f"{encode(record).decode()}\n" for record in records)


def tally(findings: Collection[Finding]) -> str:
    """How many findings there are, warnings told apart."""
    warnings = sum(finding.warning for finding in findings)
    faults = _number(len(findings) - warnings, "finding") or "no findings"
    return ", ".join(filter(None, (faults, _number(warnings, "warning"))))


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}" if count else ""

"""What the normalisers share. Each piece takes steps that grow with the length of its input and no faster."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Chosen = dict[str, Any] | None
"""Which part of a raw file is meant, in the words of its normaliser."""
FIELD_LIMIT = 4 * 1024 * 1024
_TAG = re.compile("<(?!>)")
_ELEMENT = re.compile("<(script|style|figure)")
_LINK = re.compile(r"\[([^\]\[]*)\]\((?:[^()]|\([^()]*\))*\)")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])")
_BOILERPLATE = re.compile(
    r"\(?(additional )?(reporting|writing|editing|reported|edited|written) by|read more|also read|related:|watch:|watch"
    r"|source:|share this|follow |sign up|subscribe|advertisement|image (source|caption|copyright)"
    r"|media (caption|playback)|figure caption|copyright|getty images|published$|most read|scroll down|click here"
    r"|click to|for more|view the discussion|our standards|the views expressed|listen to this"
    r"|this (article|story) (was|has been) |loading|_*\u2014 _*cnbc|.{0,200}published duration|mirror ai summary|\u23f3"
    r"|topshot|continue reading|related coverage",
    re.I,
)
"""How a paragraph begins that belongs to the page and not to the text."""


def paragraphs(text: str) -> list[str]:
    """Paragraphs parted by blank lines, each on one line; the hyphen of a hard-wrapped compound stays."""
    found = []
    for part in re.split(r"\n[ \t\u00a0]*\n+", text.replace("\r\n", "\n").replace("\r", "\n")):
        part = re.sub(r"(?<=\w)-\n(?=\w)", "-", part)
        part = re.sub(r"\s+", " ", part.replace("\u00a0", " ")).strip()
        if part:
            found.append(part)
    return found


def chosen_of(found: Iterable[str], chosen: Chosen) -> str:
    """The text of some paragraphs; ``{"paras": [a, b]}`` takes a slice of those that hold a letter or a digit."""
    worded = [paragraph for paragraph in found if re.search(r"\w", paragraph)]
    first, last = (chosen or {}).get("paras", (None, None))
    return "\n\n".join(worded[first:last])


def without_boilerplate(found: Iterable[str]) -> list[str]:
    """The paragraphs without credits, captions and invitations."""
    return [paragraph for paragraph in found if not _BOILERPLATE.match(paragraph)]


def strip_html(raw: str) -> list[str]:
    """The paragraphs of a piece of HTML."""
    text = without(_ELEMENT, of_element, raw)
    text = re.sub(r"</(p|li|h\d|div|ul|ol|blockquote)>|<br\s*/?>", "\n\n", text)
    return paragraphs(html.unescape(without_tags(text)))


def without_tags(text: str) -> str:
    """A text without whatever stands between angle brackets."""
    return without(_TAG, lambda _: ">", text)


def of_element(opened: re.Match[str]) -> str:
    """The end tag of the element that begins there."""
    return f"</{opened[1]}>"


def without(opener: re.Pattern[str], closer: Callable[[re.Match[str]], str], text: str, put: str = "") -> str:
    """A text with `put` for what stands from an opener to its next closer, both included; one without a closer stays.

    ``opener.*?closer`` would say the same in quadratic time: it looks for an absent closer from every opener anew.
    """
    kept: list[str] = []
    done = at = 0
    absent: set[str] = set()
    while opened := opener.search(text, at):
        at, words = opened.end(), closer(opened)
        end = -1 if words.lower() in absent else _end_of(words, text, at, opener.flags & re.I)
        if end < 0:
            absent.add(words.lower())
            continue
        kept += text[done : opened.start()], put
        done = at = end
    return "".join(kept) + text[done:]


def _end_of(words: str, text: str, at: int, any_case: int) -> int:
    """The end of the next occurrence, in any case where the flag is set, and -1 where there is none."""
    if any_case:
        found = re.compile(re.escape(words), re.I).search(text, at)
        return found.end() if found else -1
    start = text.find(words, at)
    return -1 if start < 0 else start + len(words)


def without_links(text: str) -> str:
    """Markdown with the words of its links in place of the links."""
    return _LINK.sub(r"\1", text)


def without_emphasis(text: str) -> str:
    """Markdown without the stars and doubled underlines of emphasis; a star between spaces or letters stays."""
    return _EMPHASIS.sub("", re.sub(r"\*\*|__", "", text))


def rows(raw: str, names: tuple[str, ...], *, delimiter: str = ",", newline: str | None = "\n") -> Iterator[list[str]]:
    """These columns of each row that has them all; `csv.DictReader` pads short rows, in rows times columns steps."""
    before = csv.field_size_limit(FIELD_LIMIT)  # of the whole process, so it is put back
    try:
        found = csv.reader(io.StringIO(raw, newline=newline), delimiter=delimiter)
        column = {name: n for n, name in enumerate(next(found, []))}
        wanted = [column[name] for name in names]
        yield from ([row[n] for n in wanted] for row in found if len(row) > max(wanted))
    except csv.Error as error:
        raise ValueError(f"not a table that can be read: {error}") from error
    finally:
        csv.field_size_limit(before)

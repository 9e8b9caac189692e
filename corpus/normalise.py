"""Raw third-party files to the texts that the labels were made on.

Each function is named by a pointer's `norm`. Input is hostile: XML goes through defusedxml, CSV fields are bounded,
work grows with the length of the input and no faster, and whatever does not parse raises `ValueError`. The sha256 of
the result decides in the end.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

Chosen = dict[str, Any] | None
FIELD_LIMIT = 4 * 1024 * 1024
FIGURE = re.compile("<figure>|<img")
BLOCK = re.compile("<script|<style|<figure")
TAG = re.compile("<(?!>)")


def _paragraphs(text: str) -> list[str]:
    """Paragraphs parted by blank lines, each on one line; the hyphen of a hard-wrapped compound stays."""
    found = []
    for part in re.split(r"\n[ \t\u00a0]*\n+", text.replace("\r\n", "\n").replace("\r", "\n")):
        part = re.sub(r"(?<=\w)-\n(?=\w)", "-", part)
        part = re.sub(r"\s+", " ", part.replace("\u00a0", " ")).strip()
        if part:
            found.append(part)
    return found


def wh_md(raw: str, chosen: Chosen = None) -> str:
    """Markdown with YAML front matter, un-wrapped and un-escaped; ``{"paras": [a, b]}`` takes a slice."""
    body = re.sub(r"\A---\n.*?\n---\n", "", raw, flags=re.S)
    body = _without(FIGURE, {"<figure>": "</figure>", "<img": ">"}, body)
    body = _without(TAG, {"<": ">"}, body)
    body = re.sub(r"\[([^\]\[]*)\]\((?:[^()]|\([^()]*\))*\)", r"\1", body)
    body = re.sub(r"\\([\\`*_{}\[\]()#+\-.!|>~$'\"&<])", r"\1", body)
    body = re.sub(r"\*\*|__", "", html.unescape(body))
    body = re.sub(r"(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])", "", body)
    paragraphs = [p for p in _paragraphs(body) if p not in ("###", "# # #", "##")]
    first, last = (chosen or {}).get("paras", (None, None))
    return "\n\n".join(paragraphs[first:last])


def state_rss(raw: str, chosen: Chosen) -> str:
    """One item of an RSS feed, by its guid, stripped of HTML."""
    from defusedxml import ElementTree

    wanted = (chosen or {})["guid"]
    encoded = "{http://purl.org/rss/1.0/modules/content/}encoded"
    try:
        items = list(ElementTree.fromstring(raw.encode("utf-8")).iter("item"))
    except Exception as error:  # defusedxml and expat raise unrelated types
        raise ValueError(f"not a feed that can be read: {error}") from error
    for item in items:
        if (item.findtext("guid") or item.findtext("link") or "").strip() == wanted:
            return _strip_html(item.findtext(encoded) or item.findtext("description") or "")
    raise ValueError(f"no item {wanted}")


def _strip_html(raw: str) -> str:
    text = _without(BLOCK, {"<script": "</script>", "<style": "</style>", "<figure": "</figure>"}, raw)
    text = re.sub(r"</(p|li|h\d|div|ul|ol|blockquote)>|<br\s*/?>", "\n\n", text)
    return "\n\n".join(_paragraphs(html.unescape(_without(TAG, {"<": ">"}, text))))


def _without(opener: re.Pattern[str], closers: dict[str, str], text: str) -> str:
    """A text without what stands from an opener to its next closer, both included; an opener without one stays.

    ``opener.*?closer`` would say the same in quadratic time: it looks for an absent closer from every opener anew.
    """
    kept: list[str] = []
    done = at = 0
    absent: set[str] = set()
    while opened := opener.search(text, at):
        at, closer = opened.end(), closers[opened[0]]
        end = -1 if closer in absent else text.find(closer, at)
        if end < 0:
            absent.add(closer)
            continue
        kept.append(text[done : opened.start()])
        done = at = end + len(closer)
    return "".join(kept) + text[done:]


def unsc_txt(raw: str, chosen: Chosen = None) -> str:
    """A plain text file, un-wrapped."""
    return "\n\n".join(_paragraphs(raw))


def congress_md(raw: str, chosen: Chosen = None) -> str:
    """Markdown of a floor speech behind its heading and rule."""
    body = re.sub(r"\A---\n---\n", "", raw).strip()
    body = body.split("\n---\n", 1)[1] if "\n---\n" in body else body
    return "\n\n".join(_paragraphs(body))


def wikinews_dexter(raw: str, chosen: Chosen) -> str:
    """The body paragraphs of one article in a JSONL dump, by its docId."""
    wanted = (chosen or {})["docId"]
    for line in filter(str.strip, raw.splitlines()):
        article = json.loads(line)
        if article["docId"] == wanted:
            bodies = [html.unescape(v["value"]) for v in article["document"] if v["name"].startswith("body_par")]
            return "\n\n".join(p for body in bodies for p in _paragraphs(body) if re.search(r"\w", p))
    raise ValueError(f"no article {wanted}")


def presrel_csv(raw: str, chosen: Chosen) -> str:
    """The body of one press release in a CSV, by its link; ``chars`` slices the collapsed body."""
    wanted = chosen or {}
    for row in _rows(raw, ("link", "body")):
        if row[0] == wanted["link"]:
            text = re.sub(r"\s+", " ", row[1]).strip()
            first, last = wanted.get("chars", (None, None))
            return text[first:last]
    raise ValueError(f"no row {wanted['link']}")


def _rows(raw: str, names: tuple[str, ...]) -> Iterator[list[str]]:
    """These columns of each row that has them all; `csv.DictReader` pads short rows, in rows times columns steps."""
    before = csv.field_size_limit(FIELD_LIMIT)  # of the whole process, so it is put back
    try:
        rows = csv.reader(io.StringIO(raw))
        column = {name: n for n, name in enumerate(next(rows, []))}
        wanted = [column[name] for name in names]
        yield from ([row[n] for n in wanted] for row in rows if len(row) > max(wanted))
    except csv.Error as error:
        raise ValueError(f"not a table that can be read: {error}") from error
    finally:
        csv.field_size_limit(before)


def conllu_text(raw: str, chosen: Chosen = None) -> str:
    """The running text of a CoNLL-U file, from its comments."""
    paragraphs: list[list[str]] = [[]]
    for line in raw.splitlines():
        if line.startswith("# newpar") and not line.startswith("# newpar_block") and paragraphs[-1]:
            paragraphs.append([])
        if line.startswith("# text = "):
            paragraphs[-1].append(line[9:])
    return "\n\n".join(" ".join(p) for p in paragraphs if p)


NORM: dict[str, Callable[[str, Chosen], str]] = {
    f.__name__: f for f in (wh_md, state_rss, unsc_txt, congress_md, wikinews_dexter, presrel_csv, conllu_text)
}


def normalise(norm: str, raw: bytes, chosen: Chosen) -> str:
    """The text that a pointer means. Raises `ValueError` where the raw file does not hold it, and nothing else."""
    if norm not in NORM:
        raise ValueError(f"unknown normaliser {norm!r}")
    try:
        text = NORM[norm](raw.decode("utf-8"), chosen)
        text.encode("utf-8")  # an escape in JSON may hide half of a character
    except (LookupError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ValueError(f"the raw file is not of the expected form: {str(error)[:200]!a}") from error
    return text

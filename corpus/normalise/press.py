"""Normalisers of reporters' texts and of commentary."""

from __future__ import annotations

import html
import json
import re
from itertools import pairwise

from .pieces import (
    Chosen,
    chosen_of,
    of_element,
    paragraphs,
    rows,
    strip_html,
    without,
    without_boilerplate,
    without_emphasis,
    without_links,
    without_tags,
)

_IMAGE = re.compile('<div class="contentImage')
_ELEMENT = re.compile(r"<(script|style|figure)\b")
_PHP = re.compile(r"<\?|<!--")
_HEADING = re.compile(r"<(script|style|title|h[0-9])\b", re.I)
_BLOCK = re.compile(r"</?(?:p|li|div|ul|ol|td|tr|table|blockquote)\b|<br\s*/?>", re.I)
_CREDIT = re.compile(r"[^|]{2,60}\|[^|]{2,60}(\|[^|]{2,60})?$")
_CAPTION = 400  # characters that a picture's caption stays below
_SENTENCE = 4  # words of a page's paragraph; what has no more is a label


def wikinews_dexter(raw: str, chosen: Chosen) -> str:
    """The body paragraphs of one article in a JSONL dump, by its docId."""
    wanted = (chosen or {})["docId"]
    for line in filter(str.strip, raw.splitlines()):
        article = json.loads(line)
        if article["docId"] == wanted:
            bodies = [html.unescape(v["value"]) for v in article["document"] if v["name"].startswith("body_par")]
            return "\n\n".join(p for body in bodies for p in paragraphs(body) if re.search(r"\w", p))
    raise ValueError(f"no article {wanted}")


def adpost(raw: str, chosen: Chosen = None) -> str:
    """A post between the marks of two advertisements, without credits and boilerplate."""
    body = raw.split("[ad_1]", 1)[1].split("[ad_2]", 1)[0]
    body = without(_IMAGE, lambda _: "</span></div>", body)
    return chosen_of(without_boilerplate(strip_html(body)), chosen)


def fm_md(raw: str, chosen: Chosen = None) -> str:
    """Markdown with YAML front matter: words alone, without images, their captions, and boilerplate."""
    body = re.sub(r"\A\ufeff?---[ \t]*\r?\n.*?\n---[ \t]*\r?\n", "", raw, flags=re.S)
    body = without(_ELEMENT, of_element, without_links(_without_images(body)))
    body = without_emphasis(html.unescape(re.sub(r"</?[A-Za-z][^<>]*>", "", body)))
    body = re.sub(r"(?<![\w_])_(?=\S)|(?<=\S)_(?![\w_])", "", body)
    body = re.sub(r"\\([\\`*_{}\[\]()#+\-.!|>~$])", r"\1", body)
    found = [re.sub(r"^(#+|>|[-*])\s+", "", p) for p in paragraphs(body)]
    return chosen_of(without_boilerplate(_without_credits(found)), chosen)


def _without_images(text: str) -> str:
    """Markdown without ``![...](...)``. Each bracket is looked for once, however many images begin before it."""
    kept: list[str] = []
    done = at = closed = 0
    while (at := text.find("![", at)) >= 0:
        closed = closed if closed >= at + 2 else text.find("]", at + 2)
        opened = text.startswith("(", closed + 1)
        end = text.find(")", closed + 2) if opened else 0
        if closed < 0 or end < 0:
            break
        if opened:
            kept.append(text[done:at])
            done = at = end + 1
        else:
            at += 2
    return "".join(kept) + text[done:]


def _without_credits(found: list[str]) -> list[str]:
    """Paragraphs without ``Name | Agency`` below a picture, and without the caption before that."""
    credits = [bool(_CREDIT.match(p)) for p in found]
    return [
        p
        for p, (own, next_) in zip(found, pairwise([*credits, False]), strict=True)
        if not own and not (next_ and len(p) < _CAPTION)
    ]


def daily_md(raw: str, chosen: Chosen = None) -> str:
    """What stands behind the line that links to the original article, as `fm_md`."""
    behind = re.search(r"^\[Original Article\]\(.*\)\s*$", raw, re.M)
    return fm_md(raw[behind.end() :] if behind else raw, chosen)


def newslk_md(raw: str, chosen: Chosen = None) -> str:
    """What stands behind the last line of date and time in italics, as `fm_md`; a summary stands above it."""
    end = 0
    for line in re.finditer(r"^\*\d\d:\d\d [AP]M, .*\*\s*$", raw, re.M):
        end = line.end()
    return fm_md(raw[end:], chosen)


def summ_md(raw: str, chosen: Chosen = None) -> str:
    """What stands behind the header block, as `fm_md`, with spaces and quotes that were encoded twice repaired."""
    body = re.split(r"\n\s*\n", raw, maxsplit=1)[1]
    try:
        body = body.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        body = body.replace("\u00c2\u00a0", " ").replace("\u00c2", "")
    return fm_md(body, chosen)


def newscomm_tok(raw: str, chosen: Chosen = None) -> str:
    """One tokenised sentence a line, put together again, a paragraph each; the title's line is left out."""
    return chosen_of(filter(None, map(_untokenised, raw.splitlines()[1:])), chosen)


_OPENS, _CLOSES = "\x01", "\x02"  # straight quotes on their way to the word that they belong to
_JOINS: tuple[tuple[str, str], ...] = (
    (r" (?=[,.;:!?%)\]])", ""),
    (r"(?<=[(\[$\u00a3\u20ac]) ", ""),
    (r" ('(?:s|re|ve|ll|d|m|S)\b)", r"\1"),
    (r"n 't\b", "n't"),
)


def _untokenised(line: str) -> str:
    line = re.sub(r"\\ ?u0027", "'", html.unescape(html.unescape(line)).strip())
    line = " ".join(_quoted(_mended(line.split())))
    for pattern, put in _JOINS:
        line = re.sub(pattern, put, line)
    if re.search(r"s '( |$)", line):  # a plural's apostrophe
        line = re.sub(r" (?='(?:[ ,.;:!?]|$))", "", line)
    line = line.replace(" @-@ ", "-").replace(f"{_OPENS} ", '"').replace(f" {_CLOSES}", '"')
    return re.sub(r"\s+", " ", line.replace(_OPENS, '"').replace(_CLOSES, '"')).strip()


def _mended(tokens: list[str]) -> list[str]:
    """Where quotes are odd, a plural's apostrophe had become one: the first behind an -s is turned back."""
    if tokens.count('"') % 2:
        for n, (before, token) in enumerate(pairwise(tokens)):
            if token == '"' and re.search(r"[a-z]s$", before):
                return [*tokens[:n], f"{before}'", *tokens[n + 2 :]]
    return tokens


def _quoted(tokens: list[str]) -> list[str]:
    """Straight double quotes open and close by turns."""
    found, opened = [], False
    for token in tokens:
        if token == '"':
            opened = not opened
            token = _OPENS if opened else _CLOSES
        found.append(token)
    return found


def reuters_nltk(raw: str, chosen: Chosen = None) -> str:
    """A newswire story without its headline; a paragraph begins at an indented line."""
    body = "\n".join(html.unescape(raw).splitlines()[1:])
    body = re.sub(r"\n +", "\n", re.sub(r"\n {4}(?=\S)", "\n\n", body))
    return chosen_of((re.sub(r"\s+", " ", p).strip() for p in re.split(r"\n\n+", body)), chosen)


def table_text(raw: str, chosen: Chosen) -> str:
    """The column `text` of the row whose column `key` holds `value`; `delim` parts columns, a line is a paragraph."""
    wanted = chosen or {}
    for key, text in rows(raw, (wanted["key"], wanted["text"]), delimiter=wanted["delim"], newline=""):
        if key == wanted["value"]:
            lines = re.split(r"[\r\n]+", html.unescape(without_tags(text)).replace("\u00a0", " "))
            found = filter(None, (re.sub(r"\s+", " ", line).strip() for line in lines))
            return chosen_of(without_boilerplate(found), chosen)
    raise ValueError(f"no row {wanted['value']}")


def page_php(raw: str, chosen: Chosen = None) -> str:
    """An old static page without code, headings, tags and labels."""
    body = without(_PHP, lambda opened: "?>" if opened[0] == "<?" else "-->", raw)
    body = without(_HEADING, of_element, body, put="\n\n")
    body = without(_BLOCK, _end_of_tag, body, put="\n\n")
    found = paragraphs(html.unescape(without_tags(body)))
    return chosen_of((p for p in found if len(p.split()) > _SENTENCE), chosen)


def _end_of_tag(opened: re.Match[str]) -> str:
    """A tag with attributes goes on to its bracket; a line break is whole."""
    return "" if opened[0].endswith(">") else ">"

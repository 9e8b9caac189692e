"""Normalisers of official texts: governments, parliaments, the United Nations."""

from __future__ import annotations

import html
import re

from .pieces import (
    Chosen,
    chosen_of,
    paragraphs,
    rows,
    strip_html,
    without,
    without_emphasis,
    without_links,
    without_tags,
)

_FIGURE = re.compile("<figure>|<img")
_RULES = ("###", "# # #", "##")
_TRANSCRIPT, _TRANSCRIPT_ENDS = "<content><![CDATA[", "]]>"
_TRANSCRIPT_FURNITURE = re.compile(r"E&OE|\W+$|\d+$|Transcript( ID)?:?$|ENDS?$")


def wh_md(raw: str, chosen: Chosen = None) -> str:
    """Markdown with YAML front matter, un-wrapped and un-escaped; ``{"paras": [a, b]}`` takes a slice."""
    body = re.sub(r"\A---\n.*?\n---\n", "", raw, flags=re.S)
    body = without(_FIGURE, lambda opened: ">" if opened[0] == "<img" else "</figure>", body)
    body = without_links(without_tags(body))
    body = re.sub(r"\\([\\`*_{}\[\]()#+\-.!|>~$'\"&<])", r"\1", body)
    found = [p for p in paragraphs(without_emphasis(html.unescape(body))) if p not in _RULES]
    first, last = (chosen or {}).get("paras", (None, None))
    return "\n\n".join(found[first:last])


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
            return "\n\n".join(strip_html(item.findtext(encoded) or item.findtext("description") or ""))
    raise ValueError(f"no item {wanted}")


def unsc_txt(raw: str, chosen: Chosen = None) -> str:
    """A plain text file, un-wrapped."""
    return "\n\n".join(paragraphs(raw))


def congress_md(raw: str, chosen: Chosen = None) -> str:
    """Markdown of a floor speech behind its heading and rule."""
    body = re.sub(r"\A---\n---\n", "", raw).strip()
    body = body.split("\n---\n", 1)[1] if "\n---\n" in body else body
    return "\n\n".join(paragraphs(body))


def presrel_csv(raw: str, chosen: Chosen) -> str:
    """The body of one press release in a CSV, by its link; ``chars`` slices the collapsed body."""
    wanted = chosen or {}
    for link, body in rows(raw, ("link", "body")):
        if link == wanted["link"]:
            text = re.sub(r"\s+", " ", body).strip()
            first, last = wanted.get("chars", (None, None))
            return text[first:last]
    raise ValueError(f"no row {wanted['link']}")


def pmt_xml(raw: str, chosen: Chosen = None) -> str:
    """The HTML in a prime minister's transcript, without numbers, notes and end marks that stand alone."""
    start = raw.index(_TRANSCRIPT) + len(_TRANSCRIPT)
    body = raw[start : raw.index(_TRANSCRIPT_ENDS, start)]
    return chosen_of((p for p in strip_html(body) if not _TRANSCRIPT_FURNITURE.match(p)), chosen)


def conllu_text(raw: str, chosen: Chosen = None) -> str:
    """The running text of a CoNLL-U file, from its comments."""
    found: list[list[str]] = [[]]
    for line in raw.splitlines():
        if line.startswith("# newpar") and not line.startswith("# newpar_block") and found[-1]:
            found.append([])
        if line.startswith("# text = "):
            found[-1].append(line[9:])
    return "\n\n".join(" ".join(p) for p in found if p)

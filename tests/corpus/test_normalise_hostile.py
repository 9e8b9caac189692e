"""Normalisers on hostile files: `ValueError` and nothing else, in time that grows with the length and no faster."""

from __future__ import annotations

import csv
import html
import json
import random
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw import CONLLU, CSV, DEXTER, PAGE, POST, RSS, TABLE, TRANSCRIPT, reference

from parleybench.corpus.normalise import NORM, normalise

ITEM = "<rss><channel><item><guid>g</guid><description>{}</description></item></channel></rss>"
TAGS = st.lists(
    st.sampled_from(["<", ">", "<>", "</", "<figure>", "</figure>", "<figure", "<img", "<img/>", "<script", "</script>", "<style>", "</style>", "<br", "<p>", "a", " ", "\n\n", "x"]),
    max_size=30,
).map("".join)  # fmt: skip
MARKDOWN = "---\na: b\n---\n![x](y)One [a](b) *c* <b>d</b>\n\nName | Agency\n\n# Two\n\nRead more\n"
VALID: dict[str, tuple[str, dict[str, Any] | None]] = {
    "wh_md": (
        "---\ntitle: x\n---\nOne [a](b) <b>c</b>\n\n<figure>x</figure>\n\nTwo &amp; \\* **x**\n",
        {"paras": [0, 2]},
    ),
    "state_rss": (RSS, {"guid": "one"}),
    "unsc_txt": ("One\ntwo\n\nthree-\nfour\n", None),
    "congress_md": ("---\n---\n\nHead\n\n---\n\nOne\n", None),
    "wikinews_dexter": (DEXTER, {"docId": 2}),
    "presrel_csv": (CSV, {"link": "u1", "chars": [2, 9]}),
    "conllu_text": (CONLLU, None),
    "pmt_xml": (TRANSCRIPT, {"paras": [0, 1]}),
    "adpost": (POST, None),
    "fm_md": (MARKDOWN, {"paras": [0, 2]}),
    "daily_md": (f"x\n[Original Article](y)\n{MARKDOWN}", None),
    "newslk_md": (f"x\n*10:30 AM, Monday*\n{MARKDOWN}", None),
    "summ_md": (f"Title: x\n\n{MARKDOWN}", None),
    "newscomm_tok": ('Title\nThe parties " demands .\nHe said " no " .\n', None),
    "reuters_nltk": ("HEAD\n    One\n  two\n    Three &lt;x>\n", None),
    "table_text": (TABLE, {"key": "n", "value": "2", "text": "text", "delim": "\t"}),
    "page_php": (PAGE, None),
}
SEEDS = [b"\xff", b"\xed\xa0\x80", b"\0", b"&#xD800;", b"\\ud800", b"[" * 3000, b"<a>" * 3000, b'"', b"&#" + b"9" * 5000 + b";", b"<!ENTITY a 'b'>", b"&a;", b"1e999", b"null", b"\xe2\x80\xa8", b"{", b",", b"\r", b"--- \n"]  # fmt: skip


def test_what_is_left_out_is_what_the_patterns_left_out() -> None:
    known = reference()

    @settings(max_examples=400, deadline=None)
    @given(TAGS)
    def same(raw: str) -> None:
        assert NORM["wh_md"](raw, None) == known["wh_md"](raw, None)
        feed = ITEM.format(html.escape(raw))
        assert NORM["state_rss"](feed, {"guid": "g"}) == known["state_rss"](feed, {"guid": "g"})

    same()


def mangled(name: str, seed: int) -> bytes:
    """A valid file of one normaliser with pieces cut out, doubled, turned and planted."""
    draw = random.Random(f"{name} {seed}")
    raw = bytearray(VALID[name][0].encode())
    for _ in range(draw.randint(1, 6)):
        a, b = sorted(draw.randrange(len(raw) + 1) for _ in range(2))
        piece = draw.choice([b"", raw[a:b] * 2, raw[a:b][::-1], draw.choice(SEEDS), draw.randbytes(3)])
        raw[a : draw.choice([a, b])] = piece
    return bytes(raw)


@pytest.mark.parametrize("name", NORM)
def test_mangled_files_are_value_errors_or_clean_texts(name: str) -> None:
    for seed in range(300):
        try:
            text = normalise(name, mangled(name, seed), VALID[name][1])
        except ValueError:
            continue
        assert text.encode().decode() == text


@pytest.mark.parametrize("name", NORM)
@pytest.mark.parametrize("chosen", [None, {}, {"guid": 1, "docId": [], "link": None, "paras": "abc", "chars": 7, "key": [], "text": None, "value": 1, "delim": "ab"}, {"guid": "one", "docId": 2, "link": "u1", "paras": [1.5, "x"], "chars": [None]}])  # fmt: skip
def test_pointers_that_choose_nonsense(name: str, chosen: dict[str, Any] | None) -> None:
    try:
        normalise(name, VALID[name][0].encode(), chosen)
    except ValueError as error:
        assert str(error)


@pytest.mark.parametrize(
    "name, raw, chosen",
    [
        ("wikinews_dexter", b"[" * 100_000, {"docId": 1}),
        ("wikinews_dexter", b'{"a":' * 100_000, {"docId": 1}),
        ("wikinews_dexter", json.dumps({"docId": 1, "document": [{"name": "body_par", "value": "a \ud800"}]}).encode(), {"docId": 1}),
        ("wikinews_dexter", b'{"docId": ' + b"9" * 5000 + b"}", {"docId": 1}),
        ("wh_md", b"&#" + b"9" * 5000 + b";", None),
        ("state_rss", b"<rss>" + b"<a>" * 200_000, {"guid": "g"}),
        ("state_rss", b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>', {"guid": "g"}),
        ("state_rss", b'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x">%p;]><rss/>', {"guid": "g"}),
        ("state_rss", b'<?xml version="1.0" encoding="no-such"?><rss/>', {"guid": "g"}),
        ("state_rss", b"<rss>&undefined;</rss>", {"guid": "g"}),
        ("presrel_csv", b"", {"link": "x"}),
        ("presrel_csv", b"link\nx\n", {"link": "x"}),
        ("presrel_csv", b'link,body\n"x', {"link": "x"}),
        ("presrel_csv", b"link,body\nx,y\n", {}),
    ],
)  # fmt: skip
def test_each_is_a_value_error(name: str, raw: bytes, chosen: dict[str, Any] | None) -> None:
    with pytest.raises(ValueError) as caught:
        normalise(name, raw, chosen)
    assert len(str(caught.value)) < 400


BIG = 400_000
WIDE = ",".join(["c"] * (BIG // 2)) + ",link,body\n" + "x\n" * (BIG // 2)
UNITS = ["<", "<figure>", "<img", "<br", "<br ", "[", "[a](", "[a](x", "[a](()", "[a]((", "](", "\n ", "\n\u00a0", "-\n", "- ", "\\", "*", "* ", "_", "&", "&#", "&a", "---\n", "\r", "\u00a0"]  # fmt: skip
FLOODS: list[tuple[str, Callable[[], str], dict[str, Any] | None]] = [
    *(("wh_md", lambda unit=unit: unit * (BIG // len(unit)), None) for unit in UNITS),
    *(("state_rss", lambda unit=unit: ITEM.format(html.escape(unit) * (BIG // len(unit))), {"guid": "g"}) for unit in ["<", "<script", "<style", "<figure", "<scriptstyle", "<br", "<br ", "</", "&"]),
    ("state_rss", lambda: "<rss>" + "<item>" * (BIG // 20) + "</item>" * (BIG // 20) + "</rss>", {"guid": "g"}),
    *(("congress_md", lambda unit=unit: unit * (BIG // len(unit)), None) for unit in ["---\n", "\n", "\n ", "-\n", " "]),
    *(("unsc_txt", lambda unit=unit: unit * (BIG // len(unit)), None) for unit in ["\n", "\n ", "-\n", "a-\n", "\r\n \t"]),
    ("presrel_csv", lambda: WIDE, {"link": "x"}),
    ("presrel_csv", lambda: 'link,body\n' + '"' * BIG, {"link": "x"}),
    ("conllu_text", lambda: "# newpar\n# text = \n" * (BIG // 20), None),
    ("wikinews_dexter", lambda: "[]\n" * (BIG // 3), {"docId": 1}),
    *(("fm_md", lambda unit=unit: unit * (BIG // len(unit)), None) for unit in [*UNITS, "![", "![]", "![](", "![x](y", "]", "<a", "</a ", "<script", "|", "a|", "# ", "Name | Agency\n\n"]),
    ("fm_md", lambda: "![" * (BIG // 2) + "]", None),
    ("fm_md", lambda: "---\n" + "\n--- " * (BIG // 5), None),
    *(("daily_md", lambda unit=unit: "[Original Article](" + unit * (BIG // len(unit)) + "x", None) for unit in [")", ") ", "\n[Original Article](", ")\n"]),
    *(("newslk_md", lambda unit=unit: "*10:30 AM, " + unit * (BIG // len(unit)) + "x", None) for unit in ["*", "* ", "\n*10:30 AM, ", "*\n"]),
    *(("summ_md", lambda unit=unit: unit * (BIG // len(unit)), None) for unit in ["\n ", " \n", " "]),
    ("summ_md", lambda: "\n" + " " * BIG + "x\n\n", None),
    *(("adpost", lambda unit=unit: "[ad_1]" + unit * (BIG // len(unit)), None) for unit in ['<div class="contentImage', "[ad_1]", "<", "<br "]),
    *(("pmt_xml", lambda unit=unit: "<content><![CDATA[" + unit * (BIG // len(unit)), None) for unit in ["<content><![CDATA[", "<", "]]"]),
    ("pmt_xml", lambda: "<content><![CDATA[" + "- " * (BIG // 2) + "x]]>", None),
    *(("newscomm_tok", lambda unit=unit: "\n" + unit * (BIG // len(unit)) + " x", None) for unit in ['" ', "' ", "s '", "n 't ", "&amp;", "\n", " ", "\\ u0027", "@-@ ", "xs \" "]),
    *(("reuters_nltk", lambda unit=unit: unit * (BIG // len(unit)), None) for unit in ["\n ", "\n    ", "\n", "&"]),
    *(("page_php", lambda unit=unit: unit * (BIG // len(unit)), None) for unit in ["<?", "<!--", "<p", "<p ", "<h1", "<h1>", "<TITLE", "<script>", "<br", "<br ", "</p>", "<", "<td ><?"]),
    ("table_text", lambda: "k\ttext\n" + "x\n" * (BIG // 2), {"key": "k", "value": "y", "text": "text", "delim": "\t"}),
    ("table_text", lambda: "k\ttext\ny\t" + "<" * (BIG // 2) + "\r" * (BIG // 2), {"key": "k", "value": "y", "text": "text", "delim": "\t"}),
]  # fmt: skip


@pytest.mark.parametrize("name, make, chosen", FLOODS)
def test_floods_end_soon(name: str, make: Callable[[], str], chosen: dict[str, Any] | None) -> None:
    """400 KB; what was quadratic took from ten seconds to minutes on these."""
    raw = make().encode()
    before = time.process_time()
    with suppress(ValueError):
        normalise(name, raw, chosen)
    assert time.process_time() - before < 4


def test_the_field_limit_of_the_process_stays() -> None:
    before = csv.field_size_limit(1000)
    try:
        normalise("presrel_csv", CSV.encode(), {"link": "u1"})
        with pytest.raises(ValueError):
            normalise("presrel_csv", b"link,body\nx", {"link": "absent"})
        assert csv.field_size_limit() == 1000
    finally:
        csv.field_size_limit(before)

"""The normalisers give what those gave that the labels were made on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw import CONLLU, CSV, DEXTER, PAGE, POST, RSS, TABLE, TRANSCRIPT, reference

from parleybench.corpus import library
from parleybench.corpus.normalise import NORM, excerpted, normalise

ROOT = Path(__file__).resolve().parents[2]
SCRAPS_OF = [
            "\n", "\n\n", "\r\n", " ", "\u00a0", "word", "two words", "hard-\nwrapped", "---\n", "\n---\n", "**bold**", "*it*", "__u__",
            "[a link](http://x.y/(z))", "\\*", "\\[", "&amp;", "&#8217;", "<p>para</p>", "<br/>", "<figure>gone</figure>", "###", "# # #", "“é”", "“",
]  # fmt: skip
AROUND = {
    "adpost": ("[ad_1]", "[ad_2]"),
    "pmt_xml": ("<content><![CDATA[", "]]>"),
    "summ_md": ("head\n\n", ""),
    "fm_md": ("---\na: b\n---\n", ""),
}
"""What a file has around its text: without it most made-up files are none."""


MARKDOWN = [
    *SCRAPS_OF,
    "![", "![x](y)", "](", "]", "(", ")", "![a[b](c)", "_it_", "_", "*", "# ", "> ", "- ", "<b>", "<script>", "</script>", "<scripty>", "<figure class='x'>", "A. Name | Agency", " | ", "Read more", "Published",
    "[Original Article](http://x)", "[Original Article](x) y)  \n", "*10:30 AM, Monday*", "*10:30 PM, Monday* \n\n", "Ã©", "Â\u00a0", "â€œ", "\ufeff---\n", "--- \r\n",
]  # fmt: skip
MARKUP = [
    *SCRAPS_OF,
    "[ad_1]", "[ad_2]", '<div class="contentImage', "</span></div>", "</div>", "<li>", "</LI>", "<?", "?>", "<!--", "-->", "<h2>", "</H2>", "<Title>", "</title>", "<td a='>'>", "<p ", ">", "<br ", "<BR/>", "one two three four five", "E&OE", "12", "ENDS",
    "<content><![CDATA[", "]]>", "Reporting by X",
]  # fmt: skip
TOKENS = ["\n", " ", "\r", '"', "'", "n't", "n 't", "'s", "talks", "parties", "&quot;", "&amp;quot;", "\\ u0027", "@-@", ",", ".", "(", ")", "%", "$", "€", "-", "A", "\x01", "\x02", "\u2028"]  # fmt: skip
WIRE = ["\n", "\n    ", "\n  ", "word", " ", "&lt;", "\r\n", "\t", "\x0c", "."]
FREE = [
    *((name, SCRAPS_OF) for name in ("wh_md", "unsc_txt", "congress_md")),
    *((name, MARKDOWN) for name in ("fm_md", "daily_md", "newslk_md", "summ_md")),
    *((name, MARKUP) for name in ("adpost", "pmt_xml", "page_php")),
    ("newscomm_tok", TOKENS),
    ("reuters_nltk", WIRE),
]


@pytest.mark.parametrize("name, scraps", FREE)
def test_free_text(name: str, scraps: list[str]) -> None:
    """Equal on whatever the reference takes; what it fails on fails here too, as `ValueError`."""
    known = reference()[name]
    texts = st.lists(st.sampled_from(scraps), max_size=25).map("".join)
    sides = st.none() | st.fixed_dictionaries({"paras": st.tuples(st.integers(0, 4), st.integers(0, 6))})
    before, behind = AROUND.get(name, ("", ""))

    @settings(max_examples=250, deadline=None)
    @given(texts, sides if name not in ("unsc_txt", "congress_md") else st.none())
    def same(raw: str, chosen: dict[str, Any] | None) -> None:
        for whole in (raw, before + raw + behind):
            try:
                expected = known(whole, chosen)
            except (LookupError, AttributeError):
                with pytest.raises(ValueError):
                    normalise(name, whole.encode(), chosen)
            else:
                assert normalise(name, whole.encode(), chosen) == expected

    same()


@pytest.mark.parametrize(
    "name, raw, chosen",
    [
        ("state_rss", RSS, {"guid": "one"}),
        ("state_rss", RSS, {"guid": "two"}),
        ("wikinews_dexter", DEXTER, {"docId": 2}),
        ("presrel_csv", CSV, {"link": "u1"}),
        ("presrel_csv", CSV, {"link": "u1", "chars": [2, 9]}),
        ("conllu_text", CONLLU, None),
        ("adpost", POST, None),
        ("adpost", POST, {"paras": [1, 2]}),
        ("pmt_xml", TRANSCRIPT, None),
        ("page_php", PAGE, None),
        ("table_text", TABLE, {"key": "url", "value": "u1", "text": "text", "delim": "\t"}),
        ("table_text", TABLE, {"key": "n", "value": "2", "text": "text", "delim": "\t", "paras": [0, 1]}),
        ("wh_md", "---\ntitle: x\n---\nOne\n\nTwo\n\nThree\n", {"paras": [1, 3]}),
    ],
)
def test_chosen_records(name: str, raw: str, chosen: dict[str, Any] | None) -> None:
    assert normalise(name, raw.encode(), chosen) == reference()[name](raw, chosen)


def test_every_pointer_names_a_normaliser() -> None:
    assert {pointer.norm for pointer in library.pointers().values()} <= set(NORM)


def test_each_new_example_is_what_it_should_be() -> None:
    table = {"key": "n", "value": "2", "text": "text", "delim": "\t"}
    assert normalise("adpost", POST.encode(), None) == "One & two\n\nThree"
    assert normalise("pmt_xml", TRANSCRIPT.encode(), None) == "One &amp; two\n\nThree"
    assert normalise("table_text", TABLE.encode(), table) == "Two words\n\nThree"
    assert normalise("page_php", PAGE.encode(), None) == "One two three four five.\n\nSix seven eight nine ten & more."


def test_an_excerpt_is_some_paragraphs_of_the_normalised_text() -> None:
    assert normalise("unsc_txt", b"One\n\nTwo\nlines\n\nThree", None, (1, 3)) == "Two lines\n\nThree"
    assert excerpted("One\n\nTwo", (0, 2)) == excerpted("One\n\nTwo", None) == "One\n\nTwo"


@pytest.mark.parametrize("excerpt", [(0, 3), (2, 2), (1, 0), (-1, 1), (5, 9)])
def test_an_excerpt_that_is_not_there_is_a_value_error(excerpt: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="none of the text's 2"):
        excerpted("One\n\nTwo", excerpt)

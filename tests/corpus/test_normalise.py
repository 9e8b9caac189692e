"""The normalisers give what those gave that the labels were made on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw import CONLLU, CSV, DEXTER, RSS, reference

from parleybench.corpus import library
from parleybench.corpus.normalise import NORM, normalise

ROOT = Path(__file__).resolve().parents[2]
SCRAPS = st.lists(
    st.sampled_from(
        [
            "\n", "\n\n", "\r\n", " ", "\u00a0", "word", "two words", "hard-\nwrapped", "---\n", "\n---\n", "**bold**", "*it*", "__u__",
            "[a link](http://x.y/(z))", "\\*", "\\[", "&amp;", "&#8217;", "<p>para</p>", "<br/>", "<figure>gone</figure>", "###", "# # #", "“é”", "“",
        ]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@pytest.mark.parametrize("name", ["wh_md", "unsc_txt", "congress_md"])
def test_free_text(name: str) -> None:
    known = reference()[name]

    @settings(max_examples=150, deadline=None)
    @given(SCRAPS)
    def same(raw: str) -> None:
        assert NORM[name](raw, None) == known(raw, None)

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
        ("wh_md", "---\ntitle: x\n---\nOne\n\nTwo\n\nThree\n", {"paras": [1, 3]}),
    ],
)
def test_chosen_records(name: str, raw: str, chosen: dict[str, Any] | None) -> None:
    assert normalise(name, raw.encode(), chosen) == reference()[name](raw, chosen)


def test_every_pointer_names_a_normaliser() -> None:
    assert {pointer.norm for pointer in library.pointers().values()} <= set(NORM)

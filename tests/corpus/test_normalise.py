"""The normalisers give what those gave that the labels were made on."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def reference() -> dict[str, Callable[..., str]]:
    path = ROOT.parent / "shared" / "real" / "normalise.py"
    if not path.exists():
        pytest.skip("the folder ../shared with the reference normalisers is not here; users do not have it")
    spec = importlib.util.spec_from_file_location("reference_normalise", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: dict[str, Callable[..., str]] = module.NORM
    return made


@pytest.mark.parametrize("name", ["wh_md", "unsc_txt", "congress_md"])
def test_free_text(name: str) -> None:
    known = reference()[name]

    @settings(max_examples=150, deadline=None)
    @given(SCRAPS)
    def same(raw: str) -> None:
        assert NORM[name](raw, None) == known(raw, None)

    same()


RSS = """<?xml version="1.0" encoding="UTF-8"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<item><guid>one</guid><content:encoded><![CDATA[<p>A &amp; B</p><p>Second<br/>line</p><script>x</script>]]></content:encoded></item>
<item><link>two</link><description>Plain &lt;b&gt;text&lt;/b&gt;</description></item></channel></rss>"""
DEXTER = "\n".join(
    json.dumps(
        {
            "docId": n,
            "document": [
                {"name": "title", "value": "T"},
                {"name": "body_par_1", "value": f"One &quot;{n}&quot;\n\n..."},
                {"name": "body_par_2", "value": "Two"},
            ],
        }
    )
    for n in (1, 2)
)
CSV = 'title,link,body\n"T","u1","A  long\n\nbody, with “quotes”"\n"T","u2",Other\n'
CONLLU = "# newpar\n# text = One.\n1\tOne\n\n# text = Two.\n# newpar_block\n# newpar\n# text = Three.\n"


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

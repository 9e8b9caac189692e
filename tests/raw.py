"""Raw files of several kinds, and the normalisers that the labels were made with."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable

import pytest
from conftest import SHARED


def reference() -> dict[str, Callable[..., str]]:
    path = SHARED / "real" / "normalise.py"
    if not path.exists():
        pytest.skip("the folder ../shared with the reference normalisers is not here; users do not have it")
    spec = importlib.util.spec_from_file_location("reference_normalise", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: dict[str, Callable[..., str]] = module.NORM
    return made


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
POST = '---\nx\n---\n[ad_1]<div><p>One &amp; <b>two</b></p><div class="contentImage x"><span>gone</span></div><p>Reporting by A</p><p>Three</p>[ad_2]<p>no</p>'
TRANSCRIPT = (
    "<t><content><![CDATA[<p>E&amp;OE</p><p>One &amp;amp; two</p><p>12</p><p>Three</p><p>ENDS</p>]]></content></t>"
)
TABLE = 'url\ttext\tn\nu1\t<p>One &amp; two</p>\\n\t1\nu2\t"Source: x\r\nTwo\u00a0 words\nThree"\t2\n'
PAGE = "<?php x ?><html><title>t</title><BODY><H1>gone</h1><p class='x'>One two three four five.<br>short one<br/>Six seven eight nine ten &amp; more.</P></html>"

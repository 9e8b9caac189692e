"""The page: self-contained, readable, and every string from data stays text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pages
import pytest

from parleybench.annotations.gold import all_gold, bare
from parleybench.corpus import library
from parleybench.eval.page import markup, plot, report, views

EVAL = Path(views.__file__).parent


class Tags(HTMLParser):
    """Every tag with its attributes, and what stands inside each script and style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:
            self.inside.append((self.cdata_elem, data))


@pytest.fixture(scope="module")
def hostile() -> str:
    found = pages.results()
    found[pages.HOSTILE] |= {
        "losses": {pages.HOSTILE: {pages.HOSTILE: 2.0}},
        "confusions": {pages.HOSTILE: {pages.HOSTILE: {pages.HOSTILE: 1}}},
    }
    shown = [pages.hostile(), pages.crossing()]
    groups = {pages.HOSTILE: {"actors": [pages.HOSTILE]}}
    return report.page({pages.HOSTILE: found}, shown, groups=groups)


def data_of(page: str) -> dict[str, object]:
    return json.loads(re.findall(r'<script type="application/json" id="data">(.*)</script>', page)[0])


def test_hostile_strings_stay_text(hostile: str) -> None:
    seen = Tags(hostile).seen
    harmless = report.page({"test": pages.results("plain")}, [])
    assert {tag for tag, _ in seen} - {tag for tag, _ in Tags(harmless).seen} <= {"strong", "rect"}
    assert [tag for tag, _ in seen].count("script") == 2
    assert not any(name.startswith("on") or name == "style" for _, attributes in seen for name in attributes)


def test_the_data_block_holds_no_markup_and_reads_back(hostile: str) -> None:
    inside = re.findall(r'id="data">(.*)</script>', hostile)[0]
    assert not set("<>&\u2028\u2029") & set(inside)
    data = data_of(hostile)
    document = data["documents"][0]  # type: ignore[index]
    assert document["id"] == document["title"] == document["split"] == pages.HOSTILE
    assert data["systems"] == [pages.HOSTILE, "plain"]


def test_records_read_back_from_the_data_block() -> None:
    names = [d.id for d in library.split_documents("validation")]
    shown = [report.View(library.authored()[name], {"gold": all_gold()[name]}) for name in names]
    data = json.loads(views.block(shown))
    for name, packed in zip(names, data["documents"], strict=True):
        gold = all_gold()[name]
        layers = {
            layer: [dict(zip(data["columns"][layer], row, strict=True)) for row in packed["records"][0][layer]]
            for layer in ("entities", "demands", "outcomes", "gates", "stances")
        }
        for entity in layers["entities"]:
            entity["mentions"] = [{"start": start, "end": end} for start, end in entity["mentions"]]
        read = msgspec.convert({"doc": name, **layers, "conflicts": packed["records"][0]["conflicts"]}, type(gold))
        alone = bare(gold)
        assert bare(read) == alone
        assert packed["text"] == library.authored()[name].text


def test_what_was_not_attempted_and_what_is_missing_stay_null() -> None:
    silent = pages.record("crossing", entities=None)
    view = pages.crossing()
    data = json.loads(views.block([report.View(view.document, {"gold": view.records["gold"], "silent": silent}), view]))
    first = data["documents"][0]
    assert data["systems"] == ["silent", "plain", pages.HOSTILE]
    assert first["records"][1]["entities"] is None and first["records"][1]["demands"] == []
    assert first["records"][2] is None and first["errors"] == [None, None, None]


def test_nothing_comes_from_elsewhere(hostile: str) -> None:
    tags = Tags(hostile)
    links = [
        value or "" for _, attributes in tags.seen for name, value in attributes.items() if name in ("src", "href")
    ]
    assert links and all(link.startswith("#") for link in links)
    styles = "".join(text for tag, text in tags.inside if tag == "style")
    assert styles and not re.search(r"@import|url\(|https?:", styles)
    script = (EVAL / "report.js").read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(|fetch\(|import\(", script
    )
    assert set(re.findall(r"https?://[^\"']+", script)) == {"http://www.w3.org/2000/svg"}


def test_the_policy_lets_nothing_run_but_the_pages_own_text(hostile: str) -> None:
    tags = Tags(hostile)
    policy = next(a["content"] or "" for tag, a in tags.seen if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    for kind, name in (("script-src", "report.js"), ("style-src", "report.css")):
        text = (EVAL / name).read_text(encoding="utf-8")
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
        assert f">{text}</" in hostile


def test_the_board_marks_groups_by_a_sign_and_says_what_it_means() -> None:
    shown = pages.results("one", "two")
    page = report.page({"test": shown}, [], groups={"test": {"actors": ["two"]}})
    rows = dict(re.findall(r'<tr><th scope="row">(one|two)</th>(.*?)</tr>', page)[:2])
    assert f"<strong>50.0{markup.MARK}</strong> <small>[40, 60]</small>" in rows["two"]
    assert markup.MARK not in rows["one"] and rows["two"].count(markup.MARK) == 1
    assert "does not differ significantly" in page
    assert "does not differ significantly" not in report.page({"test": shown}, [])


def test_confusions_and_errors_are_shown_where_there_are_any() -> None:
    plain = report.page({"test": pages.results("one")}, [])
    assert "Confusions" not in plain and "Errors by kind" not in plain
    found = pages.results("one")
    found["one"] |= {
        "losses": {"stance": {"polarity": 1.0, "missed": 7.0}},
        "confusions": {"polarity": {"support": {"support": 41, "oppose": 3}}},
    }
    page = report.page({"test": found}, [])
    assert page.index(">missed<") < page.index(">polarity<")
    assert "<strong>41</strong>" in page and "<td>3</td>" in page


def test_third_party_texts_stay_out_unless_asked_for(tmp_path: Path) -> None:
    real = report.View(pages.document("talk", "text", stratum="real"), {})
    with pytest.raises(ValueError, match="talk"):
        report.write({}, [real], tmp_path / "a.html")
    assert not list(tmp_path.iterdir())
    assert report.write({}, [real], tmp_path / "a.html", third_party=True).is_file()


def test_four_hundred_documents_and_ten_systems_fit(tmp_path: Path) -> None:
    path = report.write({}, pages.many(400, 10), tmp_path / "index.html")
    assert len(data_of(path.read_text(encoding="utf-8"))["documents"]) == 400  # type: ignore[arg-type]
    assert path.stat().st_size < 20e6


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` as WCAG 2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colours() -> dict[str, tuple[str, str]]:
    """Name -> (light, dark) of every custom property."""
    style = (EVAL / "report.css").read_text(encoding="utf-8")
    found = {n: (a, b) for n, a, b in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", style)}
    assert len(re.findall(r"#[0-9a-f]{3,8}\b(?=[,;)])", style)) == 2 * len(found), "a colour without a name"
    return found


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", (0, 1), ids=("light", "dark"))
def test_every_ink_can_be_read_on_every_ground(scheme: int) -> None:
    inks = {n: c[scheme] for n, c in colours().items() if n.startswith("ink")}
    grounds = {n: c[scheme] for n, c in colours().items() if n.startswith("ground")}
    assert len(inks) >= 6 and len(grounds) >= 6
    pairs = {(i, g): contrast(inks[i], grounds[g]) for i in inks for g in grounds}
    assert {pair: round(ratio, 2) for pair, ratio in pairs.items() if ratio < 4.5} == {}
    assert contrast(colours()["edge"][scheme], colours()["ground"][scheme]) >= 3
    assert all(contrast(colour, colours()["ground"][scheme]) >= 3 for colour in plot.COLOURS)


def test_the_plot_is_well_formed_and_tells_many_systems_apart() -> None:
    names = [pages.HOSTILE, *(f"system-{n}" for n in range(29))]
    tree = ET.fromstring(plot.dots(pages.results(*names), pages.HOSTILE))
    legend = [p for p in tree.iter() if p.tag.endswith("path") and not len(p)]
    assert len({(p.get("d"), p.get("fill")) for p in legend}) == len(names) == len(legend)
    width = float((tree.get("viewBox") or "").split()[2])
    assert all(float(t.get("x") or 0) < width for t in tree.iter() if t.tag.endswith("text"))

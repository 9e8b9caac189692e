"""The page: self-contained, readable, and every string from data stays text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pages
import pytest
from make import demand, gate, outcome

from parleybench.annotations.gold import all_gold, bare
from parleybench.corpus import library
from parleybench.eval.page import plot, report, views

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
    assert len(Tags(hostile).inside) == 2 + len(report.SCRIPTS)
    assert [tag for tag, _ in seen].count("script") == 1 + len(report.SCRIPTS)
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
            layer: [dict(zip(views.COLUMNS[layer], row, strict=False)) for row in packed["records"][0][layer]]
            for layer in ("entities", "demands", "outcomes", "gates", "stances")
        }
        for entity in layers["entities"]:
            entity["mentions"] = [{"start": start, "end": end} for start, end in entity["mentions"]]
        read = msgspec.convert({"doc": name, **layers, "conflicts": packed["records"][0]["conflicts"]}, type(gold))
        alone = bare(gold)
        assert bare(read) == alone
        assert packed["text"] == library.authored()[name].text


def test_a_gate_bears_the_marker_of_its_cue_and_a_record_its_deadlocks() -> None:
    data = json.loads(views.block([pages.answer(), pages.crossing()]))
    columns = data["columns"]["gates"]
    gold, plain, silent, _ = data["documents"][0]["records"]
    assert [dict(zip(columns, row, strict=True))["marker"] for row in gold["gates"]] == ["time"]
    assert gold["deadlocks"] == [["opposed", [["uno"], None, None], [["duo"], "d1", None]]]
    assert plain["deadlocks"] == silent["deadlocks"] == []
    assert data["documents"][1]["records"][0]["gates"][0][columns.index("marker")] == "if"


def test_a_gate_without_cue_has_no_marker() -> None:
    view = report.View(
        pages.document("x", "leave; talk"),
        {
            "gold": pages.record(
                "x", demands=[demand("d1", 0, 5)], outcomes=[outcome("o1", 7, 11)], gates=[gate("g1", "d1", "o1")]
            )
        },
    )
    assert json.loads(views.block([view]))["documents"][0]["records"][0]["gates"] == [
        ["g1", None, None, "d1", "o1", None]
    ]


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
    script = "".join((EVAL / f"{name}.js").read_text(encoding="utf-8") for name in report.SCRIPTS)
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(|fetch\(|import\(", script
    )
    assert set(re.findall(r"https?://[^\"']+", script)) == {"http://www.w3.org/2000/svg"}


def test_the_policy_lets_nothing_run_but_the_pages_own_text(hostile: str) -> None:
    tags = Tags(hostile)
    policy = next(a["content"] or "" for tag, a in tags.seen if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    allowed = {kind: set(re.findall(rf"{kind} ([^;]*)", policy)[0].split()) for kind in ("script-src", "style-src")}
    assert allowed == {
        "script-src": {_hash(f"{name}.js") for name in report.SCRIPTS},
        "style-src": {_hash("report.css")},
    }
    assert sorted(EVAL.glob("*.js")) == sorted(EVAL / f"{name}.js" for name in report.SCRIPTS)
    for name in (*(f"{name}.js" for name in report.SCRIPTS), "report.css"):
        assert f">{(EVAL / name).read_text(encoding='utf-8')}</" in hostile


def _hash(name: str) -> str:
    digest = hashlib.sha256((EVAL / name).read_bytes()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def test_the_best_system_by_demands_is_named_for_each_split_and_for_all() -> None:
    def split(**f1: float | None) -> dict[str, Any]:
        found = pages.results(*f1)
        return {
            n: r | {"tasks": r["tasks"] | {"demands": r["tasks"]["demands"] | {"f1": f1[n]}}} for n, r in found.items()
        }

    crossing, answer = pages.crossing(), pages.answer()
    results = {
        "test": split(plain=0.5, silent=0.7),
        "validation": split(plain=0.5, silent=0.5),
        "train": split(plain=None, silent=None),
    }
    data = data_of(report.page(results, [answer, crossing, crossing]))
    assert data["systems"] == ["plain", "silent", pages.HOSTILE]
    assert data["best"] == {"test": 1, "validation": 0, "": 1}
    assert data_of(report.page({}, [answer]))["best"] == {}


def test_third_party_texts_stay_out_unless_asked_for(tmp_path: Path) -> None:
    real = report.View(pages.document("talk", "text", stratum="real"), {})
    with pytest.raises(ValueError, match="talk"):
        report.write({}, [real], tmp_path / "a.html")
    assert not list(tmp_path.iterdir())
    assert report.write({}, [real], tmp_path / "a.html", third_party=True).is_file()


def test_four_hundred_documents_and_ten_systems_fit(tmp_path: Path) -> None:
    path = report.write({}, pages.many(400, 10), tmp_path / "index.html")
    assert len(data_of(path.read_text(encoding="utf-8"))["documents"]) == 400  # type: ignore[arg-type]
    assert path.stat().st_size < 10e6


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


def blended(one: str, other: str, opacity: float) -> str:
    """The colour that shows where `one` lies over `other`."""
    parts = [(int(one[n : n + 2], 16), int(other[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(opacity * a + (1 - opacity) * b):02x}" for a, b in parts)


@pytest.mark.parametrize("scheme", (0, 1), ids=("light", "dark"))
def test_arrows_out_of_focus_still_stand_out(scheme: int) -> None:
    style = (EVAL / "report.css").read_text(encoding="utf-8")
    opacity = float(re.findall(r"\.faint \{ opacity: ([\d.]+);", style)[0])
    inks = re.findall(r"--arrow: var\(--([\w-]+)\)", style)
    assert len(inks) == 3
    ground = colours()["ground"][scheme]
    assert all(contrast(blended(colours()[ink][scheme], ground, opacity), ground) >= 3 for ink in inks)

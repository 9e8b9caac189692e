"""The page: self-contained, and every string from data stays text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import msgspec

from parleybench.annotations import store
from parleybench.eval import board, plot, report

HOSTILE = '<script>alert("x")</script>&\'"><img src=x onerror=alert(1)>'


def results() -> board.Results:
    figure = {
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
        "interval": [0.4, 0.6],
        "variants": {HOSTILE: {"precision": None, "recall": 0, "f1": 0}},
    }
    tasks = dict.fromkeys(("actors", "demands", "preconditions", "stance"), figure) | {"conflicts": None}
    slices = {"genre": {HOSTILE: {"documents": 3} | dict.fromkeys(tasks, 0.5)}}
    return {HOSTILE: {"tasks": tasks, "documents": 3, "slices": slices, "signature": HOSTILE}}


def page() -> str:
    document = msgspec.structs.replace(store.authored()["article"], id=HOSTILE, genre=HOSTILE, text=HOSTILE * 40)  # type: ignore[arg-type]
    gold = store.gold()["article"]
    entities = [msgspec.structs.replace(e, name=HOSTILE) for e in gold.entities or ()]
    return report.page({HOSTILE: results()}, [(document, {HOSTILE: msgspec.structs.replace(gold, entities=entities)})])


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_hostile_strings_stay_text() -> None:
    tags = Tags()
    tags.feed(page())
    names = {tag for tag, _ in tags.seen}
    assert "details" in names and "svg" in names
    assert not names & {"script", "img", "iframe", "object"}
    assert not any(name.startswith("on") for _, attributes in tags.seen for name in attributes)


def test_nothing_comes_from_elsewhere() -> None:
    tags = Tags()
    tags.feed(page())
    assert not any({"src", "href"} & set(attributes) for _, attributes in tags.seen)
    assert not re.search(r"@import|url\(", page())


def test_the_plot_is_well_formed() -> None:
    assert ET.fromstring(plot.dots(results(), HOSTILE)).tag.endswith("svg")


def test_undefined_and_not_attempted_are_dashes() -> None:
    assert board.cell(None) == "–"
    assert board.cell({"f1": None, "interval": None}) == "–"
    assert board.cell({"f1": 0.123, "interval": [0.1, 0.2]}) == "12.3 [10, 20]"

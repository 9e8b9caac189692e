"""The picture of the board: any number of systems, long names, figures that are not there, broad and narrow."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pages
import pytest

from parleybench.eval.page import plot
from parleybench.eval.tasks import TASKS

SVG = "{http://www.w3.org/2000/svg}"


def drawn(results: dict[str, Any], frame: plot.Frame = plot.FRAMES["broad"]) -> ET.Element:
    return ET.fromstring(plot.dots(results, "title", frame))


def test_the_plot_is_well_formed_and_tells_many_systems_apart() -> None:
    names = [pages.HOSTILE, *(f"system-{n}" for n in range(29))]
    tree = ET.fromstring(plot.dots(pages.results(*names), pages.HOSTILE))
    legend = [p for p in tree.iter() if p.tag.endswith("path") and not len(p)]
    assert len({(p.get("d"), p.get("fill")) for p in legend}) == len(names) == len(legend)
    width = float((tree.get("viewBox") or "").split()[2])
    assert all(float(t.get("x") or 0) < width for t in tree.iter() if t.tag.endswith("text"))


@pytest.mark.parametrize("frame", plot.FRAMES.values(), ids=plot.FRAMES)
@pytest.mark.parametrize("systems", [0, 1, 2, 40])
def test_any_number_of_systems_with_long_names_stays_within_the_picture(frame: plot.Frame, systems: int) -> None:
    tree = drawn(pages.results(*(f"system-{n}-{'x' * 60}" for n in range(systems))) if systems else {}, frame)
    _, _, width, height = map(float, (tree.get("viewBox") or "").split())
    assert width == frame.width
    texts = tree.findall(f"{SVG}text")
    assert set(TASKS) <= {text.text for text in texts}
    assert all(0 <= float(text.get("y") or -1) <= height for text in texts)
    assert all(float(t.get("x") or 0) + len(t.text or "") * 7 <= width for t in texts if t.get("text-anchor") is None)
    dots = [path for path in tree.iter(f"{SVG}path") if len(path)]
    assert len(dots) == 4 * systems  # conflicts are null


def test_what_has_no_figure_has_no_dot_and_what_has_no_interval_no_line() -> None:
    found = pages.results("one")["one"]
    figure = found["tasks"]["actors"]
    tasks = dict.fromkeys(TASKS) | {"actors": figure | {"interval": None}, "demands": figure | {"f1": None}}
    tree = drawn({"one": found | {"tasks": tasks}})
    dots = [path for path in tree.iter(f"{SVG}path") if len(path)]
    assert [dot[0].text for dot in dots] == ["one: 50.0"]
    assert not [line for line in tree.iter(f"{SVG}line") if line.get("stroke-width")]
    assert len(list(drawn({"one": found | {"tasks": {}}}).iter(f"{SVG}path"))) == 1  # the sign in the legend


def test_a_dot_stands_where_its_figure_is() -> None:
    tree = drawn(pages.results("one"))
    dot = next(path for path in tree.iter(f"{SVG}path") if len(path))
    assert dot.get("transform") == f"translate({130 + (760 - 130 - 24) / 2:.1f} 52.0)"


def test_the_caption_follows_the_results() -> None:
    assert plot.caption("test", pages.results("one")) == "F1 on test, 3 documents, 1 system"
    assert plot.caption("test", pages.results("one", "two")) == "F1 on test, 3 documents, 2 systems"
    assert plot.caption("test", {}) == "F1 on test, 0 systems"

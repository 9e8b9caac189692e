"""Clicks through the texts of the page in Chromium: spans, arrows, right and wrong, choosing, keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pages
import pytest
from chromium import Page, column, opened

from parleybench.eval.page import report

HANG = 1.5  # seconds; against a page that hangs, not a measure of speed


def test_spans_nest_and_the_text_stays_whole(page: Page) -> None:
    text = pages.crossing().document.text
    assert [page.run("return document.querySelector(arguments[0]).textContent", column(n)) for n in (1, 2)] == [
        text
    ] * 2
    assert page.texts(column(1, ".demands .entities")) == ["𝔇uo army"]
    pieces = page.texts(column(1, ".demands[data-id=d2]"))
    assert pieces == ["leaves all", " of the valley"]  # cut where the span that it crosses ends
    assert page.texts(column(2, ".demands")) == ["𝔇uo army leaves"]


def test_paragraphs_of_both_columns_stand_level(page: Page) -> None:
    tops = "return [...document.querySelectorAll(arguments[0])].map((n) => n.getBoundingClientRect().top)"
    one, other = (page.run(tops, column(n, ".paragraph")) for n in (1, 2))
    assert len(one) == 2 and one == other


def test_layers_are_shown_and_hidden(page: Page) -> None:
    for layer in ("entities", "demands", "outcomes", "gates", "stances"):
        assert page.all(column(1, f".{layer}"))
        page.click(f"#layers input[value={layer}]")
        assert not page.all(column(1, f".{layer}"))
        page.click(f"#layers input[value={layer}]")
        assert page.all(column(1, f".{layer}"))


def arrows(page: Page, n: int, rest: str = "") -> list[int]:
    return [len(page.all(f".column:nth-child({n}) .arrows .{kind}{rest}")) for kind in ("gate", "conflict", "stance")]


def test_arrows_are_drawn_from_the_start_and_those_in_focus_alone_where_they_are_put_away(page: Page) -> None:
    assert arrows(page, 1) == [1, 1, 1] and arrows(page, 2) == [0, 0, 0]
    page.one(column(1, "[data-id=s1]")).send_keys("")
    assert arrows(page, 1, ".faint") == [1, 1, 0]
    page.click("#arrows")
    assert arrows(page, 1) == [0, 0, 1]


def test_a_gate_shows_its_cue_and_its_arrow_bears_the_marker(page: Page) -> None:
    assert page.texts(column(1, ".gates")) == ["only if"]
    assert page.texts(".arrows .gate text") == ["if"]
    page.one(column(1, "[data-id=g1]")).send_keys("")
    assert {n.get_attribute("data-id") for n in page.all(".partner")} == {"g1", "d1", "o1"}
    words = page.one("#details").text
    assert all(word in words for word in ("marker", "must be met", "“the 𝔇uo army leaves all”", "“talk”"))
    assert arrows(page, 1, ":not(.faint)") == [1, 0, 0]


def test_a_span_in_focus_shows_its_labels_and_partners(page: Page) -> None:
    page.one(column(1, "[data-id=d1]")).send_keys("")
    words = page.one("#details").text
    known = (
        "require",
        "forces",
        "𝔘no",
        "𝔇uo army",
        "“talk” [if: “only if”]",
        "≠ boundary",
        "conflict with d2 (𝔇uo army)",
    )
    assert all(word in words for word in known)
    assert {n.get_attribute("data-id") for n in page.all(".partner")} == {"uno", "duo", "o1", "g1", "d2", "d1"}


def test_all_labels_are_listed_where_they_are_opened(page: Page) -> None:
    for n in (0, 1):
        page.click(".labels summary", n)
    assert "d1 excludes d2" in page.one(".labels").text and "marker if" in page.one(".labels").text
    assert "not attempted" not in page.one("#reading").text
    page.click("#list li", 1)
    assert not page.all(".labels li")


def test_right_and_wrong_are_told_by_sign_and_line(page: Page) -> None:
    def drawn(n: int, name: str) -> tuple[str, str]:
        node = page.one(column(n, f"[data-id='{name}']"))
        line = page.run("return getComputedStyle(arguments[0]).textDecorationStyle", node)
        return (node.get_attribute("data-badge") or "")[-1:], line

    assert drawn(1, "d1") == drawn(2, "d1") == ("≠", "wavy")
    assert drawn(1, "d2") == drawn(1, "uno") == ("✗", "dashed")
    assert drawn(1, "duo") == ("✓", "solid")
    assert "demand d2, missed" in page.one(column(1, "[data-id=d2]")).get_attribute("aria-label")
    assert page.one(column(1, "[data-id=o1]")).get_attribute("data-badge") == "o1"  # outcomes are not scored alone
    assert page.texts(".arrows .conflict text") == ["× ✗"]  # no words stand for a conflict: its arrow bears the sign
    page.click("#signs")
    assert page.texts(".arrows .conflict text") == ["×"]
    assert drawn(1, "duo") == ("", "solid") and drawn(1, "d2") == ("t", "solid")


def test_arrow_keys_move_from_span_to_span(page: Page) -> None:
    from selenium.webdriver.common.keys import Keys

    page.one(column(1, "[tabindex='0']")).send_keys("")
    seen = []
    for _ in range(5):
        seen.append(page.driver.switch_to.active_element.get_attribute("data-id"))
        page.press(Keys.ARROW_RIGHT)
    page.press(Keys.ARROW_LEFT)
    seen.append(page.driver.switch_to.active_element.get_attribute("data-id"))
    assert seen == ["uno", "o1", "g1", "d1", "duo", "duo"]
    assert len(page.all(column(1, "[tabindex='0']"))) == 1


def test_errors_are_filtered_by_kind_and_point_into_both_texts(page: Page) -> None:
    assert len(page.all("#error-list li")) == 5
    page.click("#kinds input[value=missed]")
    assert len(page.all("#error-list li")) == 2 and "missed" not in page.one("#error-list").text
    assert "2 of 5" in page.one("#errors-title").text
    page.click("#kinds input[value=missed]")
    page.click("#error-list button")
    assert "".join(page.texts(column(1, ".hit"))) == "the 𝔇uo army leaves all"
    assert "".join(page.texts(column(2, ".hit"))) == "𝔇uo army leaves"
    page.click("#error-list button", 1)  # missed: the place in gold is shown in both
    assert ["".join(page.texts(column(n, ".hit"))) for n in (1, 2)] == ["leaves all of the valley"] * 2
    assert page.run(
        "const b = document.querySelector('.hit').getBoundingClientRect(); return b.top > 0 && b.bottom < innerHeight"
    )
    page.click("#error-list button", 3)  # a conflict stands at the first of its demands
    assert "".join(page.texts(column(1, ".hit"))) == "the 𝔇uo army leaves all"
    page.click("#error-list button", 4)  # a mention is named by its place
    assert page.texts(column(1, ".hit")) == ["𝔘no"]


def test_documents_are_found_by_words_split_and_errors(page: Page) -> None:
    assert len(page.shown("#list li")) == 2
    page.one("#search").send_keys("VALLEY")
    assert [n.text.split("\n")[0] for n in page.shown("#list li")] == ["crossing"]
    page.one("#search").clear()
    page.choose("#kind", "missed (3)")
    assert len(page.shown("#list li")) == 1 and "1 of 2" in page.one("#found").text
    page.choose("#kind", "with or without")
    page.choose("#split", "test")
    assert len(page.shown("#list li")) == 1


def test_keys_go_from_document_to_document(page: Page) -> None:
    from selenium.webdriver.common.keys import Keys

    assert page.one("#title").text == "crossing"
    page.one("#list [tabindex='0']").send_keys(Keys.ARROW_DOWN)
    assert page.driver.switch_to.active_element.get_attribute("aria-selected") == "true"
    page.press(Keys.ARROW_UP)
    assert page.one("#title").text == "crossing"
    page.one("body").send_keys("j")
    assert page.one("#title").get_property("textContent") == pages.HOSTILE
    page.one("body").send_keys("k")
    assert page.one("#title").text == "crossing"
    page.press("/")
    page.press("j")  # in the search field a letter is a letter
    assert page.one("#search").get_property("value") == "j" and page.one("#title").text == "crossing"


def test_every_control_is_reached_by_tab(page: Page) -> None:
    from selenium.webdriver.common.keys import Keys

    page.run("document.activeElement.blur()")
    reached = set()
    for _ in range(70):
        page.press(Keys.TAB)
        at = page.driver.switch_to.active_element
        reached |= {at.get_attribute(name) for name in ("id", "value", "data-id", "class")} | {at.tag_name}
        if at.tag_name != "body":
            style = page.run("return getComputedStyle(document.activeElement).outlineStyle")
            assert style != "none", at.get_attribute("outerHTML")
    chosen = {"theme", "search", "system", "split", "kind", "labels", "documents"}
    shown = {"arrows", "signs", "demands", "gates", "missed", "uno", "summary", "jump", "save", "wide"}
    assert chosen | shown <= reached


def test_every_control_has_a_name(page: Page) -> None:
    nodes = page.all("button, input, select, summary, [tabindex='0']")
    assert len(nodes) > 20
    assert [n.get_attribute("outerHTML") for n in nodes if n.is_displayed() and not n.accessible_name] == []


def test_hostile_strings_stay_text(page: Page) -> None:
    from selenium.common.exceptions import NoAlertPresentException

    page.choose("#system", " ".join(pages.HOSTILE.split()))
    for by in ("actors", "conflicts", "documents"):
        page.click(f"#by [value={by}]")
    page.click("#list li", 1)
    page.click("#error-list button")
    for selector in (
        "#title",
        "#name-1",
        "#list li[aria-selected=true]",
        ".rows td",
        "#system",
        "#kinds",
        "#error-list",
        ".figures th",
    ):
        assert any(pages.HOSTILE in text for text in page.texts(selector)), selector
    assert page.texts(column(1)) == [pages.hostile().document.text]
    assert not page.all("img") and len(page.all("script")) == 1 + len(report.SCRIPTS)
    with pytest.raises(NoAlertPresentException):
        page.driver.switch_to.alert.accept()


def test_markup_from_data_would_be_refused_by_the_policy(page: Page) -> None:
    with pytest.raises(Exception, match="TrustedHTML"):
        page.run("document.body.innerHTML = '<img src=x onerror=alert(1)>'")
    page.complaints()  # the refusal itself, which this test has brought about


def test_light_and_dark(page: Page) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"
    before = page.run(ground)
    page.click("#theme")
    assert page.run(ground) != before
    page.click("#theme")
    assert page.run(ground) == before


def test_four_hundred_documents_and_ten_systems_do_not_lag(driver: Any, tmp_path: Path) -> None:
    page = opened(driver, report.write({}, pages.many(400, 10), tmp_path / "big.html"))
    page.click("#arrows")
    chosen = """const [selector, value] = arguments, start = performance.now();
        const node = document.querySelector(selector);
        if (value === null) node.click();
        else { node.value = value; node.dispatchEvent(new Event("change")); node.dispatchEvent(new Event("input")); }
        document.body.offsetHeight;
        return (performance.now() - start) / 1000"""
    took = [page.run(chosen, f"#list li:nth-child({n})", None) for n in (400, 200, 2)]
    took += [
        page.run(chosen, "#system", "9"),
        page.run(chosen, "#kind", ":issue"),
        page.run(chosen, "#search", "000399"),
    ]
    assert len(page.shown("#list li")) == 1
    assert page.one("#name-1").text == "system-9" and page.one("#title").text == "made-000001"
    assert max(took) < HANG, took
    assert page.complaints() == []

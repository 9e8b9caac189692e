"""Clicks through the tables of the page in Chromium: of a document, by actor, by conflict, as files, on a telephone."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pages
import pytest
from chromium import Page, column, opened

from parleybench.eval.page import report

HEADS = ["scored", "demand", "who", "direction, issue", "what", "of whom", "before what", "others", "deadlock"]
ASKED = ["require, forces", "“-disarm”", "𝔘no", "✓ “talks” [time: “before”]"]
ROWS = [
    ["gold", "✓ right", "d1", "𝔇uo army", *ASKED, "𝔘no opposes", "⊘ opposed by 𝔘no"],
    ["plain", "✓ right", "d1", "𝔇uo army", *ASKED, "", ""],
]


@pytest.fixture
def page(driver: Any, tmp_path: Path) -> Iterator[Page]:
    """Two turns of one conflict in two splits, of which each has a best system of its own."""
    found = {split: pages.results("plain", "silent") for split in ("validation", "test")}
    better = pages.results("silent")["silent"]
    better["tasks"] |= {"demands": better["tasks"]["demands"] | {"f1": 0.7}}
    found["test"]["silent"] = better
    page = opened(driver, report.write(found, [pages.answer(), pages.crossing()], tmp_path / "index.html"))
    yield page
    driver.set_window_size(1400, 1000)
    assert page.complaints() == []


def cells(page: Page, table: int = 0) -> list[list[str]]:
    rows = """return [...document.querySelectorAll("#tables details")[arguments[0]].querySelectorAll("tbody tr")]
        .map((row) => [...row.children].map((cell) => cell.textContent))"""
    return page.run(rows, table)


def heads(page: Page, table: int = 0) -> list[str]:
    return page.texts(f"#tables details:nth-child({table + 1}) th")


def file(page: Page, folder: Path, n: int = 0) -> bytes:
    """What a click on a table's button saves."""
    before = set(folder.iterdir())
    page.run("document.querySelectorAll('.save')[arguments[0]].click()", n)
    for _ in range(100):
        fresh = {path for path in set(folder.iterdir()) - before if path.suffix == ".csv"}
        if fresh:
            return fresh.pop().read_bytes()
        time.sleep(0.1)
    raise AssertionError("nothing was saved")


def test_a_document_tells_who_demands_what_of_whom_before_what(page: Page) -> None:
    assert page.one("#title").text == "An answer"
    assert heads(page) == ["labels of", *HEADS]
    assert cells(page) == ROWS


def test_a_column_without_a_word_is_not_drawn(page: Page) -> None:
    page.choose("#labels", "system")
    assert heads(page) == HEADS[:-2]
    assert cells(page) == [ROWS[1][1:-2]]


def test_gold_and_the_prediction_meant_for_it_stand_together_and_the_wrong_label_is_marked(page: Page) -> None:
    page.click("#list li", 1)
    groups = "return [...document.querySelectorAll('.rows')[0].tBodies].map((body) => body.rows.length)"
    assert page.run(groups) == [2, 1]
    assert [row[:3] for row in cells(page)] == [
        ["gold", "≠ boundary", "d1"],
        ["plain", "≠ boundary", "d1"],
        ["gold", "✗ missed", "d2"],
    ]
    assert page.texts("td.wrong") == ["≠ “the 𝔇uo army leaves all”", "≠ “𝔇uo army leaves”"]
    assert [row[-1] for row in cells(page)] == ["⊘ conflict with d2 (𝔇uo army)", "", "⊘ conflict with d1 (𝔘no)"]


def test_stances_and_deadlocks_have_tables_of_their_own(page: Page) -> None:
    assert cells(page, 1) == [["gold", "✗ missed", "s1", "𝔘no", "oppose", "“opposes”", "d1 “-disarm”"]]
    assert cells(page, 2) == [["gold", "opposed", "𝔘no", "opposes it", "𝔇uo army", "d1 “-disarm”"]]


def test_no_two_columns_have_one_name(page: Page) -> None:
    columns = page.run(
        "return ['demands', 'stances', 'deadlocks'].map((kind) => Views.table(kind, [], { system: 0, sides: [0, 1] }).heads)"
    )
    assert [len(set(names)) for names in columns] == [len(names) for names in columns] == [10, 7, 8]


def test_what_was_not_attempted_is_told_as_such(page: Page) -> None:
    assert "Not attempted" not in page.one("#tables").text
    page.choose("#system", "silent")
    assert "Not attempted by silent." in page.one("#tables").text


def test_the_view_by_actor_goes_over_documents(page: Page) -> None:
    page.click("#by [value=actors]")
    assert [text.split("demand")[0] for text in page.texts("#list li")] == ["𝔇uo army3 ", "𝔘no2 "]
    page.click("#list li", 1)
    assert page.one("#title").text == "𝔘no" and "2 documents" in page.one("#meta").text
    assert [row[0] for row in cells(page)] == ["=1+1", "=1+1", "crossing", "crossing"]
    page.choose("#split", "test")
    assert {row[0] for row in cells(page)} == {"crossing"}


def test_the_view_by_conflict_goes_over_documents(page: Page) -> None:
    page.click("#by [value=conflicts]")
    assert page.texts("#list li") == ["made3 demands · 2 documents"]
    assert [row[0] for row in cells(page)] == ["=1+1", "=1+1", "crossing", "crossing", "crossing"]
    assert [row[2] for row in cells(page, 2)] == ["opposed", "conflict"]


def test_a_row_leads_to_its_place_in_the_text(page: Page) -> None:
    page.click("#by [value=conflicts]")
    page.click(".rows .prediction [data-head=demand] button", 1)
    assert page.one("#title").text == "crossing"
    assert page.texts(column(2, ".lit")) == ["𝔇uo army leaves"] and not page.all(column(1, ".lit"))
    assert page.run("return document.activeElement.textContent") == "𝔇uo army leaves"
    assert page.one("#by [value=documents]").is_selected()


def test_a_view_is_saved_as_csv_without_a_request(page: Page, saved: Path) -> None:
    found = file(page, saved)
    assert found.startswith(b"\xef\xbb\xbf") and found.count(b"\r\n") == 3
    assert list(csv.reader(found.decode("utf-8-sig").splitlines())) == [["labels of", *HEADS], *ROWS]


def test_no_field_of_a_file_is_a_formula(page: Page, saved: Path) -> None:
    page.click("#by [value=conflicts]")
    rows = list(csv.reader(file(page, saved).decode("utf-8-sig").splitlines()))
    assert [row[0] for row in rows[1:]] == ["'=1+1", "'=1+1", "crossing", "crossing", "crossing"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("plain", "plain"),
        ('a "b", c', '"a ""b"", c"'),
        ("two\nlines", '"two\nlines"'),
        ("-1", "'-1"),
        ("@a,b", '"\'@a,b"'),
        ("\tx", "'\tx"),
    ],
)
def test_fields_are_quoted_by_rfc_4180(page: Page, words: str, field: str) -> None:
    assert page.run("return Csv.text([arguments[0]], [])", words) == f"\ufeff{field}\r\n"


def test_the_best_system_of_the_split_is_shown_until_the_reader_chooses(page: Page) -> None:
    def system() -> str:
        return page.one("#name-1").get_property("textContent")

    assert system() == "plain"
    page.choose("#split", "test")
    assert system() == "silent"
    page.choose("#split", "validation")
    assert system() == "plain"
    page.choose("#system", "silent")
    page.choose("#split", "every split")
    assert system() == "silent"


def test_the_list_shows_titles_with_split_and_stratum(page: Page) -> None:
    assert page.texts("#list li") == [
        "An answer=1+1 · validation · historical · 1 error",
        "crossingtest · fictional · 5 errors",
    ]


def test_everything_can_be_read_at_390_pixels(page: Page) -> None:
    page.driver.set_window_size(390, 900)
    page.driver.refresh()
    assert page.run("return [document.documentElement.scrollWidth <= innerWidth, innerWidth]") == [True, 390]
    assert [len(page.shown(f".plot.{frame}")) for frame in ("broad", "narrow")] == [0, 2]
    sizes = """return [...document.querySelectorAll(".plot.narrow text")].map((text) =>
        parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
    assert min(page.run(sizes)) >= 10
    fits = "const box = document.querySelector('.figures .wide'); return box.scrollWidth <= box.clientWidth"
    assert page.run(fits), "the board scrolls"
    assert page.run("return getComputedStyle(document.querySelector('.rows [data-head=what]'), '::before').content")
    assert not page.shown(".rows thead")
    assert len({node.location["x"] for node in page.all(".column")}) == 1


SIGNED = """const wrong = [], task = { demands: "demands", gates: "preconditions", entities: "actors", stances: "stance" };
const bad = (verdict) => verdict !== null && verdict.shape !== "right";
for (const doc of Records.documents) for (const system of Records.systems.keys()) {
  const verdicts = Verdicts.of(doc, system), errors = Records.errors(doc, system);
  for (const { gold, pred } of verdicts.pairs) {
    if (gold && pred && gold.id !== pred.id && !bad(verdicts.of(0, gold))) wrong.push(`${doc.id} pair ${gold.id} ${pred.id}`);
  }
  verdicts.records.forEach((record, side) => record.spans().concat(record.gates.map((item) => ({ item }))).forEach((span) => {
    if (!task[span.item.layer]) return;
    const names = verdicts.names(side, span.item, span);
    const told = errors.some((e) => e.task === task[span.item.layer] && names.includes(side ? e.pred : e.gold));
    if (told !== bad(verdicts.of(side, span.item, span))) wrong.push(`${doc.id} ${side} ${names}`);
  }));
  for (const error of errors) for (const [side, name] of [[0, error.gold], [1, error.pred]]) {
    if (name !== null && !verdicts.records[side].named(error.task, name)) wrong.push(`${doc.id} nothing is named ${name}`);
  }
}
return wrong"""


def test_signs_pairs_and_places_agree_with_the_errors_of_made_up_systems(driver: Any, tmp_path: Path) -> None:
    views = pages.many(30, 3)
    assert sum(len(found) for view in views for found in view.errors.values()) > 500
    assert opened(driver, report.write({}, views, tmp_path / "index.html")).run(SIGNED) == []

"""A document in a terminal: marks at their places, lists by layer, and nothing that could take the terminal over."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from make import demand, entity, gate, outcome, record, stance

from parleybench import cli
from parleybench.annotations.layers import Outcome
from parleybench.annotations.show import places, render
from parleybench.corpus.library import authored

TEXT = "Tolva may talk\nonly if Orsava leaves."
DOCUMENT = msgspec.structs.replace(authored()["article"], id="ferry", text=TEXT)
RECORD = record(
    "ferry",
    entities=[entity("tolva", (0, 5)), entity("orsava", (23, 29), principal="tolva"), entity("lost")],
    demands=[demand("d1", 23, 36, issuers=["tolva"], addressees=["orsava"]), demand("d2", 30, 36, same_as="d1", vague=True)],
    outcomes=[outcome("o1", 10, 14)],
    gates=[gate("g1", "d1", "o1", 15, 22), gate("g2", "d2", "o1")],
    stances=[stance("s1", 6, 9, "tolva", "o1", "conditional")],
    conflicts=[("d1", "d2")],
)  # fmt: skip


def test_the_whole_view() -> None:
    assert render(DOCUMENT, RECORD, colour=False) == (
        f"ferry  (seed, news, {DOCUMENT.conflict})\n\n"
        "Tolva *s1 may* {o1 talk}\n<g1 only if> [d1 Orsava [d2 leaves]].\n\n"
        "Actors\n  Tolva (state), 1 mentions\n  Orsava (state, for Tolva), 1 mentions\n  lost (state), 0 mentions\n\n"
        "Demands\n  d1 “Orsava leaves”: Tolva requires of Orsava (forces)\n      “only if” (if): before o1 “talk”\n"
        "  d2 “leaves”: nobody named requires of nobody named (forces, vague), as d1\n      (no cue) before o1 “talk”\n\n"
        "Stances\n  Tolva “may” → o1 “talk”: conditional\n\n"
        "Conflicts\n  d1 “Orsava leaves” ⟂ d2 “leaves”\n\n"
        "Deadlocks\n  conflict: nobody named (d1) ⟂ Tolva (d1)\n"
    )


def test_colours_open_and_close() -> None:
    shown = render(DOCUMENT, RECORD, colour=True)
    assert shown.count("\x1b[") == 2 * shown.count("\x1b[0m") and "\x1b[33m<g1 only if>\x1b[0m" in shown


@pytest.mark.parametrize("labelled", [True, False])
def test_foreign_text_is_spelled_out(labelled: bool) -> None:
    hostile = msgspec.structs.replace(DOCUMENT, text="Tolva\x1b[2J\u202e may talk\ud800\nand ...", conflict="\x9bx\n")
    made = record("ferry", entities=[entity("\x07e", (0, 8))], outcomes=[outcome("o\n1", 8, 14)]) if labelled else None
    shown = render(hostile, made, colour=False)
    assert r"\x1b[2J\u202e" in shown.replace("{o\\n1 ", "") and r"talk\ud800" + "\n" in shown.replace("}", "")
    assert not set(shown) & set("\x1b\x07\x9b\u202e\ud800")
    shown.encode()
    assert "\x1b" not in places(hostile.text, "Tolva")


def test_spans_without_offsets_are_listed_alone() -> None:
    waiting = Outcome(id="o1", kind="talks", quote="some talk")
    shown = render(DOCUMENT, record("ferry", outcomes=[waiting], stances=[]), colour=False)
    assert shown.startswith("ferry") and TEXT in shown


LAYERS = {
    "talks": '{"doc": "article", "outcomes": [{"id": "o1", "kind": "talks", "quote": "peace negotiations"}]}',
    "nowhere": '{"doc": "article", "outcomes": [{"id": "o1", "kind": "talks", "quote": "nowhere"}]}',
    "half": '{"doc": "article", "outcomes": [{"id": "o1", "kind": "talks", "start": 4}]}',
    "outside": '{"doc": "article", "outcomes": [{"id": "o1", "kind": "talks", "start": 4, "end": 99999}]}',
}


@pytest.mark.parametrize("verb", ["show", "agree"])
def test_labels_without_offsets_are_placed_or_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    for name, line in LAYERS.items():
        path = tmp_path / f"{name}.jsonl"
        path.write_text(line + "\n")
        code = cli.main(
            ["show", "article", "--labels", str(path)] if verb == "show" else ["agree", str(path), str(path)]
        )
        said = capsys.readouterr()
        assert code == (name != "talks"), said.err
        assert name == "talks" or f"{path}:1: [" in said.err
        assert verb == "agree" or name != "talks" or "{o1 peace negotiations}" in said.out


def test_a_mention_is_shown_where_it_stands() -> None:
    assert places(TEXT, "only if") == "1\t15-22\t…Tolva may talk only if Orsava leaves.…"
    assert places(TEXT, "nowhere") == "not found"

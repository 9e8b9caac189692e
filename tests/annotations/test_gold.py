"""Layer files by document, and gates of the older shape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from parleybench.annotations.gold import lifted, quoted, read_layers
from parleybench.annotations.layers import Mention, Outcome, Record
from parleybench.annotations.quotes.sheets import placed
from parleybench.corpus.finding import BadInput
from parleybench.corpus.jsonl import Row


def kept(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n")
    return path


def test_documents_that_stand_twice_are_refused_over_all_files(tmp_path: Path) -> None:
    one = kept(tmp_path / "one.jsonl", '{"doc": "a"}', '{"doc": "b"}')
    two = kept(tmp_path / "two.jsonl", '{"doc": "c"}', '{"doc": "b"}', '{"doc": "c"}')
    assert list(read_layers([one])) == ["a", "b"]
    with pytest.raises(BadInput) as caught:
        read_layers([one, two])
    told = [(finding.line, finding.rule, finding.doc, finding.message) for finding in caught.value.findings]
    assert told == [
        (2, "doc-duplicate", "b", f"already on line 2 of {one}"),
        (3, "doc-duplicate", "c", f"already on line 1 of {two}"),
    ]


def test_gates_of_the_older_shape_become_records_without_a_cue() -> None:
    value: dict[str, Any] = {"doc": "a", "demands": [{"id": "d1", "gates": ["o1", "o2"]}, {"id": "d2", "gates": []}]}
    assert "0.1.0" in str(lifted(value))
    assert value["gates"] == [
        {"id": "g1", "demand": "d1", "outcome": "o1"},
        {"id": "g2", "demand": "d1", "outcome": "o2"},
    ]
    assert value["demands"] == [{"id": "d1"}, {"id": "d2"}]


@pytest.mark.parametrize(
    "value",
    [7, None, [], {}, {"demands": 7}, {"demands": [7, {"id": "d"}]}, {"demands": [{"gates": ["o"]}], "gates": []}],
)
def test_other_shapes_are_left_alone(value: Any) -> None:
    before = repr(value)
    assert lifted(value) is None and repr(value) == before


def test_quotes_are_placed_and_filled_in() -> None:
    waiting = Record("article", outcomes=[Outcome(id="o", kind="talks", quote="peace negotiations")])
    (found,) = placed([Row("some", 1, waiting)])
    assert [outcome.span for outcome in found.outcomes or ()] == [(110, 128)]
    bare = Record("article", outcomes=[Outcome(110, 128, id="o", kind="talks")])
    assert [outcome.quote for outcome in quoted(bare).outcomes or ()] == ["peace negotiations"]
    unknown = Record("nowhere", outcomes=[Outcome(1, 2, id="o", kind="talks")])
    assert quoted(unknown) is unknown
    assert Mention(1, 2).span == (1, 2)

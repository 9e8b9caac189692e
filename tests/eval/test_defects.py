"""Defects of other scorers that this one must not have, each an attack that must not pay."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from make import demand, entity, gate, outcome, record, stance

from parleybench.annotations.layers import Record
from parleybench.corpus import library
from parleybench.corpus.finding import BadInput
from parleybench.corpus.jsonl import write
from parleybench.eval.score import score

GOLD = record(
    "article",
    entities=[entity("a", (0, 5), (20, 25)), entity("b", (30, 35))],
    demands=[
        demand("d1", 100, 160, issuers=["a"]),
        demand("d2", 110, 140, issuers=["a"], issue="ceasefire"),
        demand("d3", 200, 220, issuers=["b"], direction="refuse"),
    ],
    outcomes=[outcome("o1", 80, 85)],
    gates=[gate("g1", "d1", "o1", 86, 90)],
    stances=[stance("s1", 60, 65, "b", "o1", "conditional"), stance("s2", 230, 235, "a", "d3", "oppose")],
    conflicts=[("d1", "d3")],
)
EMPTY_GOLD = record("camp-david-01")


def scored(*pred: Record, gold: tuple[Record, ...] = (GOLD,)) -> dict[str, Any]:
    return score(list(gold), list(pred), rounds=0).to_dict()["tasks"]


def all_f1(tasks: dict[str, Any]) -> dict[str, float | None]:
    return {task: value["f1"] for task, value in tasks.items()}


def test_gold_against_itself_is_one_everywhere() -> None:
    for task, value in scored(GOLD).items():
        assert value["f1"] == 1.0, task
        for name, figure in value["variants"].items():
            assert figure["f1"] in (1.0, None), (task, name)


def test_five_copies_of_one_right_prediction_cost_precision() -> None:
    copies = [demand(f"x{n}", 200, 220, issuers=["q"], direction="refuse") for n in range(5)]
    mentions = [(30, 35)] * 5
    found = scored(record("article", entities=[entity("q", *mentions)], demands=copies))
    assert found["demands"]["variants"]["iou50"]["precision"] == pytest.approx(1 / 5)
    assert found["actors"]["precision"] == pytest.approx(1 / 5)


def test_one_character_overlaps_and_whole_documents_earn_nothing() -> None:
    whole = demand("x", 0, 1900, issuers=["q"])
    touch = demand("y", 219, 300, issuers=["q"])
    found = scored(record("article", entities=[entity("q", (4, 21))], demands=[whole, touch]))
    assert found["demands"]["f1"] == 0.0
    assert found["actors"]["variants"]["weighted"]["f1"] == 0.0


def test_off_token_offsets_are_scored_as_they_stand() -> None:
    found = scored(record("article", demands=[demand("x", 201, 220, direction="refuse")]))
    assert found["demands"]["variants"]["exact"]["f1"] == 0.0
    assert found["demands"]["variants"]["weighted"]["f1"] == pytest.approx(2 * (19 / 20) / 4)


def test_empty_documents_are_not_perfect() -> None:
    alone = scored(record("camp-david-01"), gold=(EMPTY_GOLD,))
    assert all(value is None for value in all_f1(alone).values())
    both = scored(GOLD, record("camp-david-01"), gold=(GOLD, EMPTY_GOLD))
    assert both["demands"]["f1"] == 1.0
    noisy = record("camp-david-01", demands=[demand("x", 0, 9)])
    assert scored(GOLD, noisy, gold=(GOLD, EMPTY_GOLD))["demands"]["f1"] < 1.0


def test_nested_gold_never_gives_more_hits_than_predictions() -> None:
    found = scored(record("article", demands=[demand("x", 105, 150)]))
    assert found["demands"]["variants"]["iou50"]["precision"] <= 1.0
    assert found["demands"]["variants"]["iou50"]["recall"] == pytest.approx(1 / 3)


def test_order_changes_nothing() -> None:
    made = [
        demand("x", 100, 150, issuers=["p"]),
        demand("y", 110, 150, issuers=["p"]),
        demand("z", 108, 160, issuers=["q"]),
    ]
    people = [entity("p", (0, 5)), entity("q", (30, 35))]
    results = []
    for demands in itertools.permutations(made):
        results.append(scored(record("article", entities=people, demands=list(demands))))
        results.append(scored(record("article", entities=people[::-1], demands=list(demands))))
    assert all(result == results[0] for result in results)


@pytest.mark.parametrize("start, end", [(20, 10), (-5, 3), (7, 7), (0, 10**6)])
def test_offsets_that_are_no_span_are_refused(start: int, end: int) -> None:
    with pytest.raises(BadInput, match=r"\[span-(order|bounds)\]"):
        scored(record("article", demands=[demand("x", start, end)]))


def test_unknown_labels_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "pred.jsonl"
    bad = {
        "doc": "article",
        "demands": [{"id": "d", "start": 0, "end": 5, "direction": "requir", "issue": "force", "issuers": []}],
    }
    path.write_text(json.dumps(bad) + "\n")
    with pytest.raises(BadInput) as caught:
        score([GOLD], path)
    assert [finding.rule for finding in caught.value.findings] == ["label", "label"]


def test_references_that_do_not_resolve_are_refused() -> None:
    with pytest.raises(BadInput, match="reference"):
        scored(record("article", stances=[stance("s", 0, 5, "nobody", "nothing")]))


def test_a_wrong_label_twin_neither_steals_nor_earns_a_pair() -> None:
    right = demand("x", 200, 220, direction="refuse", issuers=["q"])
    twin = demand("y", 200, 220, direction="require", issuers=["q"])
    people = [entity("q", (30, 35))]
    for order in ([right, twin], [twin, right]):
        found = scored(record("article", entities=people, demands=order))["demands"]["variants"]["direction"]
        assert found["recall"] == pytest.approx(1 / 3)
        assert found["precision"] == pytest.approx(1 / 2)


def test_a_layer_that_was_not_attempted_is_null_and_silence_is_zero() -> None:
    found = scored(Record("article", entities=[entity("p", (0, 5))]))
    assert found["demands"] is None and found["stance"] is None
    assert scored(record("article"))["demands"]["f1"] == 0.0


def test_a_missing_document_is_silence() -> None:
    result = score([GOLD, record("camp-david-01", demands=[demand("d", 0, 9)])], [GOLD], rounds=0).to_dict()
    assert result["missing"] == ["camp-david-01"]
    assert result["tasks"]["demands"]["recall"] == pytest.approx(3 / 4)


def test_quotes_serve_instead_of_offsets(tmp_path: Path) -> None:
    text = library.authored()["article"].text
    start = text.index("peace negotiations")
    gated = {"demands": [demand("d", 0, 5)], "gates": [gate("g", "d", "o")]}
    gold = record("article", outcomes=[outcome("o", start, start + 18)], **gated)
    pred = record("article", **gated)
    plain = json.loads(str(pred))
    plain["outcomes"] = [{"id": "o", "quote": "peace negotiations", "nth": 1, "kind": "talks"}]
    path = tmp_path / "pred.jsonl"
    path.write_text(json.dumps(plain) + "\n")
    found = score([gold], path, rounds=0).to_dict()["tasks"]["preconditions"]["variants"]
    assert found["outcome_span"]["f1"] == 1.0


def test_a_file_and_records_score_alike(tmp_path: Path) -> None:
    write(tmp_path / "pred.jsonl", [GOLD])
    assert score([GOLD], tmp_path / "pred.jsonl") == score([GOLD], [GOLD])

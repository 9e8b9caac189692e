"""Our figures against independent scorers: where both are sound they agree, and where they part the example stands here."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from make import entity, outcome, record

from parleybench.corpus import tables as cards
from parleybench.eval.alpha import alpha, alphas
from proof import differential, inputs, ours, peers, textbook
from proof.differential import COMPARISONS, Comparison
from proof.peers import Doc

README = Path(__file__).resolve().parents[2] / "eval" / "README.md"
X = (0, 10, "person")


def peer(call: Callable[[], object]) -> object:
    """What a peer gives; the test is skipped, with the reason, where it is not installed."""
    try:
        return call()
    except ImportError as missing:
        pytest.skip(f"{missing.name} is not installed: it comes with the extra `peers`")


def f1_of(name: str, gold: list[peers.Labelled], pred: list[peers.Labelled]) -> float:
    value = ours.figure(name)([Doc(gold, pred)])[2]
    assert value is not None
    return value


def nervaluate(gold: list[peers.Labelled], pred: list[peers.Labelled], figure: str) -> peers.Prf:
    found: dict[str, peers.Prf] = peer(lambda: peers.nervaluate([Doc(gold, pred)]))  # type: ignore[assignment]
    return found[figure]


# -- the table


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda c: f"{c.ours}/{c.theirs}/{c.inputs.__name__}")
def test_comparison(comparison: Comparison) -> None:
    """Sound ones never differ; the others still do, else their remark is out of date."""
    row = differential.run(comparison, 150, seed=7)
    if not row.inputs:
        pytest.skip(row.remark)
    assert not row.fault, (row.disagreements, row.greatest)
    assert comparison.sound or row.disagreements


def test_the_readme_holds_these_comparisons() -> None:
    """The figures come from the command, which takes a minute; the rows must be those of the code."""
    block = README.read_text(encoding="utf-8").split("<!-- generated: differential -->\n")[1].split("<!-- end -->")[0]
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")[:3]) for line in block.splitlines()[2:]]
    assert rows == [(c.ours, c.theirs, c.inputs.__name__) for c in COMPARISONS]


def test_writing_touches_its_own_block_only(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "a\n<!-- generated: speed -->\nkept\n<!-- end -->\n<!-- generated: differential -->\n<!-- end -->\nb\n"
    )
    row = differential.run(next(c for c in COMPARISONS if c.theirs == "scipy, full matrix"), 1)
    differential.write([row], page)
    text = page.read_text()
    assert text.startswith("a\n<!-- generated: speed -->\nkept\n<!-- end -->\n") and text.endswith("<!-- end -->\nb\n")
    assert "| scipy, full matrix |" in text
    with pytest.raises(KeyError):
        cards.with_block(text, "no-such-block", "")


def test_a_table_with_a_peer_missing_is_not_written(tmp_path: Path) -> None:
    def absent(_: object) -> list[float]:
        raise ImportError("gone", name="gone")

    row = differential.run(Comparison("a", "b", inputs.flat, lambda _: [0.0], absent), 3)
    assert (row.inputs, row.remark, row.fault) == (0, "not run: gone is not installed", False)
    with pytest.raises(ValueError, match="gone is not installed"):
        differential.write([row], tmp_path / "page.md")


def test_a_disagreement_is_counted() -> None:
    row = differential.run(Comparison("a", "b", inputs.flat, lambda _: [0.5, None], lambda _: [0.25, None]), 3)
    assert (row.disagreements, row.greatest, row.fault) == (3, 0.25, True)
    assert differential.distance([None], [0.0]) == math.inf


# -- the slow definitions, by hand


def test_iou_and_assignment_by_hand() -> None:
    assert textbook.iou((0, 10), (5, 15)) == 5 / 15 and textbook.iou((0, 10), (10, 20)) == 0
    weights = {("a", "x"): 3.0, ("a", "y"): 2.0, ("b", "x"): 2.0}
    assert textbook.best_assignment("ab", "xy", lambda p, g: weights.get((p, g), 0.0)) == 4.0


def test_lea_by_hand() -> None:
    """The example of the paper: K1 = {a b c}, K2 = {d e f g}; R1 = {a b}, R2 = {c d}, R3 = {f g h i}."""
    key, response = [{1, 2, 3}, {4, 5, 6, 7}], [{1, 2}, {3, 4}, {6, 7, 8, 9}]
    assert textbook.lea(key, response) == pytest.approx((3 * 1 / 3 + 4 * 1 / 6) / 7)
    assert textbook.lea(response, key) == pytest.approx((2 * 1 + 2 * 0 + 4 * 1 / 6) / 8)
    assert textbook.lea([{1}, {2}], [{1}, {2, 3}]) == 1 / 2


# -- alpha


def test_alpha_by_hand() -> None:
    """Krippendorff 2011, example A (two observers, ten units, 14 zeros, 6 ones): 1 - 19 * 4 / (14 * 6) = 0.095."""
    one, other = "0100000000", "1110010010"
    assert alpha(zip(one, other, strict=True)) == (pytest.approx(1 - 19 * 4 / 84), 10)


def test_missing_values_pair_with_nothing() -> None:
    units = [("a", "a"), ("b", "a"), ("b", "b")]
    assert alpha([*units, ("a", None), (None, "c")]) == alpha(units)


def test_alpha_is_undefined_without_variation() -> None:
    """The package refuses it; ours says None, as every figure does where there is nothing to divide by."""
    assert alpha([("a", "a")] * 5) == (None, 5) and alpha([]) == (None, 0)
    with pytest.raises(ValueError, match="more than one value"):
        peer(lambda: peers.krippendorff([("a", "a")] * 5))


def test_alphas_of_two_passes() -> None:
    """Items meet by their places, not by ids or labels; what one pass lacks counts for nothing."""
    places = [(0, 10), (20, 30), (40, 50)]
    kinds = ("talks", "ceasefire", "talks")
    a = record(outcomes=[outcome(f"o{n}", *p, k) for n, (p, k) in enumerate(zip(places, kinds, strict=True))])
    b = record(outcomes=[outcome("x", 20, 30, "talks"), outcome("o1", 1, 10, "talks")], entities=[entity("e", (0, 4))])
    found = alphas([a], [b])
    assert found["outcome kind"] == alpha([("talks", "talks"), ("ceasefire", "talks")])
    assert found["outcome kind"].items == 2 and found["entity type"] == (None, 0)


# -- defects of peers, as observed


def test_nervaluate_pays_by_order() -> None:
    """A prediction that only touches the gold takes it from the exact one behind it."""
    touching = (0, 4, "person")
    assert nervaluate([X], [X, touching], "exact").f1 == pytest.approx(2 / 3)
    assert nervaluate([X], [touching, X], "exact").f1 == 0
    assert f1_of("exact", [X], [X, touching]) == f1_of("exact", [X], [touching, X]) == pytest.approx(2 / 3)


def test_nervaluate_lets_a_wrong_label_steal() -> None:
    twin = (0, 10, "state")
    assert nervaluate([X], [twin, X], "strict").f1 == 0
    assert nervaluate([X], [X, twin], "strict").f1 == pytest.approx(2 / 3)
    assert f1_of("typed", [X], [twin, X]) == pytest.approx(2 / 3)


def test_nervaluate_pays_copies_on_nested_gold() -> None:
    """Five copies of one answer on flat gold earn nothing more (this version), but a copy earns the gold nested inside."""
    assert nervaluate([X], [X] * 5, "exact").precision == 1 / 5 == ours.figure("exact")([Doc([X], [X] * 5)])[0]
    gold = [X, (2, 9, "person")]
    assert nervaluate(gold, [X, X], "ent_type") == (1, 1, 1)
    assert nervaluate(gold, [X, X], "partial") == (3 / 4, 3 / 4, 3 / 4)
    assert ours.figure("issue", "demands")([Doc(gold, [X, X])]) == (1 / 2, 1 / 2, 1 / 2)


@pytest.mark.parametrize("pred", [(0, 100_000, "person"), (9, 500, "person")], ids=["whole text", "one character"])
def test_nervaluate_pays_any_overlap(pred: peers.Labelled) -> None:
    assert nervaluate([X], [pred], "ent_type").f1 == 1 and nervaluate([X], [pred], "partial").f1 == 1 / 2
    assert f1_of("weighted", [X], [pred]) == 0


def test_nervaluate_drops_unknown_labels_and_takes_reversed_offsets() -> None:
    from parleybench.annotations.layers import Entity, Mention
    from parleybench.corpus.finding import BadInput
    from parleybench.eval.score import score

    pytest.importorskip("nervaluate", reason="nervaluate is not installed: it comes with the extra `peers`")
    from nervaluate import Evaluator

    place = {"label": "person", "start": 10, "end": 0}
    other = place | {"label": "no such label"}
    found = Evaluator([[place]], [[place, other]], tags=["person"], loader="dict").evaluate()["overall"]["strict"]
    assert (found.precision, found.recall) == (1, 1)
    backwards = record("x", entities=[Entity(id="e", type="person", mentions=[Mention(10, 0)])])
    with pytest.raises(BadInput):
        score([record("x")], [backwards], rounds=0)


def test_nervaluate_cannot_tell_its_format_from_an_empty_document() -> None:
    pytest.importorskip("nervaluate", reason="nervaluate is not installed: it comes with the extra `peers`")
    from nervaluate import Evaluator

    with pytest.raises(IndexError):
        Evaluator([[], [{"label": "a", "start": 0, "end": 1}]], [[], []], tags=["a"])


def test_seqeval_has_no_tags_for_nested_spans() -> None:
    with pytest.raises(ValueError, match="overlaps another span"):
        peers.tags(Doc([X, (2, 5, "person")], []))


def test_seqeval_drops_what_does_not_begin() -> None:
    """Strict, a run of I- tags is nothing at all, neither right nor wrong; by default it is a span."""
    pytest.importorskip("seqeval", reason="seqeval is not installed: it comes with the extra `peers`")
    from seqeval.metrics import precision_score
    from seqeval.scheme import IOB2

    gold, pred = [["B-a", "O", "O"]], [["B-a", "O", "I-a"]]
    assert precision_score(gold, pred, mode="strict", scheme=IOB2) == 1
    assert precision_score(gold, pred) == 1 / 2


def test_seqeval_gives_zero_where_nothing_is_defined() -> None:
    found: peers.Prf = peer(lambda: peers.seqeval([Doc([], [])]))  # type: ignore[assignment]
    assert found == (0, 0, 0)


def test_metametric_counts_an_empty_side_as_an_item() -> None:
    """Two empty sides are a perfect document; one empty side is a false alarm or a miss that nobody made."""
    perfect: peers.Prf = peer(lambda: peers.metametric_exact([Doc([], [])]))  # type: ignore[assignment]
    assert perfect == (1, 1, 1)
    wrong = Doc([X], [(20, 30, "person")])
    assert peers.metametric_exact([wrong, Doc([], [])]) == (1 / 2, 1 / 2, 1 / 2)
    assert f1_of("exact", *wrong) == 0
    silent = [Doc([X], [X]), Doc([X], [])]
    assert peers.metametric_exact(silent).precision == 1 / 2
    assert ours.figure("exact")(silent)[0] == 1


def test_metametric_never_matches_copies_in_full() -> None:
    found: peers.Prf = peer(lambda: peers.metametric_exact([Doc([X, X], [X, X])]))  # type: ignore[assignment]
    assert found == (1 / 2, 1 / 2, 1 / 2)
    assert f1_of("exact", [X, X], [X, X]) == 1
    assert peers.for_metametric([Doc([X, X], [X, X]), Doc([], [X])]) == [Doc([X], [X])]


def test_metametric_lists_pairs_that_weigh_nothing() -> None:
    pytest.importorskip("metametric", reason="metametric is not installed: it comes with the extra `peers`")
    from metametric import dsl

    metric = dsl.set_matching[tuple, "<->"](dsl.from_func(differential.iou_alone))
    score, found = metric.compute([X, (20, 30, "a")], [X, (50, 60, "a")])
    assert score == 1 and [match.score for match in found][1:] == [1, 0]


def test_most_pairs_come_first_with_us() -> None:
    """Three pairs of IoU 1/2 against two of IoU 1: metametric takes the greater sum, we take the three."""
    gold = [(0, 10, "person"), (0, 20, "person"), (0, 5, "person")]
    pred = [(0, 10, "person"), (0, 20, "person"), (0, 40, "person")]
    doc = Doc(gold, pred)
    assert peer(lambda: peers.metametric_overlap([doc], differential.iou_alone)) == 2
    assert ours.matching([doc]) == [pytest.approx(3 * 100 + 3 / 2)]
    assert peers.assignment([doc], differential.pairs_first) == pytest.approx(3 * 100 + 3 / 2)

"""A random search for edits that carry no information and yet pay, over the whole gold and the baselines' predictions."""

from __future__ import annotations

from random import Random

import pytest
from edits import BLIND, DRAWN, Edit, confused, dim, half, merge_sides, rename, split_within

from parleybench.annotations.gold import all_gold
from parleybench.annotations.layers import Record
from parleybench.baselines import base
from parleybench.corpus.splits import SPLITS
from parleybench.eval.counts import Count, figure
from parleybench.eval.tasks import TASKS
from parleybench.eval.who import Both

Pairs = list[tuple[Record, Record]]
WATCHED = (
    *(("stance", "micro"), ("preconditions", "issuer"), ("conflicts", "pairs"), ("conflicts", "deadlocks")),
    *(("demands", "issuer"), ("demands", "addressee"), ("actors", "principals")),
)


def scores(pairs: Pairs) -> dict[tuple[str, str], float]:
    """F1 of the watched figures over all documents."""
    totals = dict.fromkeys(WATCHED, Count())
    for gold, pred in pairs:
        both = Both(gold, pred)
        settled = {task: TASKS[task].settle(both).counts for task in TASKS}
        for task, name in WATCHED:
            totals[task, name] += settled[task][name]
    return {key: figure(total).f1 or 0.0 for key, total in totals.items()}


def gains(pairs: Pairs, edit: Edit, seed: int) -> dict[tuple[str, str], float]:
    """What an edit of every document adds to each figure, where it adds anything."""
    before = scores(pairs)
    after = scores([(gold, edit(pred, Random(f"{seed} {gold.doc}"))) for gold, pred in pairs])
    return {key: after[key] - before[key] for key in before if after[key] > before[key] + 1e-12}


@pytest.mark.parametrize("edit", [*BLIND, *DRAWN], ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("made", [half, dim], ids=lambda made: made.__name__)
def test_nothing_gains_where_who_is_who_is_right(made: Edit, edit: Edit) -> None:
    pairs = [(gold, made(gold, Random(gold.doc))) for gold in all_gold().values()]
    for seed in range(4 if edit in DRAWN else 1):
        assert gains(pairs, edit, seed) == {}, seed


@pytest.mark.parametrize("edit", BLIND, ids=lambda edit: edit.__name__)
def test_no_blind_edit_gains_where_who_is_who_is_wrong(edit: Edit) -> None:
    pairs = [(gold, confused(gold, Random(gold.doc))) for gold in all_gold().values()]
    assert gains(pairs, edit, 0) == {}


@pytest.fixture(scope="module", params=["floor", "lexicon"])
def predicted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pairs:
    folder = tmp_path_factory.mktemp("fitted")
    base.fit(request.param, folder)
    system, gold = base.fitted(request.param, folder), all_gold()
    found = [record for split in SPLITS if not split.startswith("real") for record in base.predict(system, split)]
    return [(gold[record.doc], record) for record in found]


@pytest.mark.parametrize("edit", BLIND, ids=lambda edit: edit.__name__)
def test_no_blind_edit_of_a_baseline_gains(predicted: Pairs, edit: Edit) -> None:
    assert gains(predicted, edit, 0) == {}


def test_gold_keeps_its_whole_score_under_edits_that_change_nothing() -> None:

    for gold in all_gold().values():
        for edit in (merge_sides, rename, split_within):
            for task, name in WATCHED:
                count = TASKS[task].settle(Both(gold, edit(gold, Random(0)))).counts[name]
                assert count.hit_p == count.predicted and count.hit_r == count.gold, (gold.doc, edit.__name__, name)


def test_the_search_finds_what_pays() -> None:
    """Had false alarms collapsed with their actors, merging would pay: the search must see an edit that helps."""

    def mend(found: Record, draw: Random) -> Record:
        return next(gold for gold in all_gold().values() if gold.doc == found.doc)

    pairs = [(gold, half(gold, Random(gold.doc))) for gold in all_gold().values()]
    assert set(gains(pairs, mend, 0)) >= {("stance", "micro"), ("demands", "issuer")}

"""Errors to the letter."""

from __future__ import annotations

from examples import GOLD, PRED

from parleybench.eval.counts import Count
from parleybench.eval.tasks import TASKS, errors
from parleybench.eval.tasks.ledger import Error, Item, Ledger, Settled
from parleybench.eval.who import Both


def test_every_error_to_the_letter() -> None:
    assert errors(Both(GOLD, PRED)) == [
        Error("doc", "actors", "boundary", "20-30", "22-30", (20, 30), (22, 30), 2.0),
        Error("doc", "actors", "spurious", None, "300-310", None, (300, 310), 1.0),
        Error("doc", "demands", "direction", "d", "x", (40, 60), (40, 60), 2.0),
        Error("doc", "demands", "missed", "e", None, (70, 80), None, 1.0),
        Error("doc", "demands", "spurious", None, "y", None, (200, 210), 1.0),
        Error("doc", "preconditions", "direction", "d>o", "x>p", (40, 60), (40, 60), 2.0),
        Error("doc", "stance", "polarity", "s", "u", (100, 105), (100, 105), 2.0),
        Error("doc", "stance", "missed", "t", None, (106, 109), None, 1.0),
        Error("doc", "conflicts", "demand", None, "x+y", None, (40, 60), 1.0),
        Error("doc", "conflicts", "missed", "d+e", None, (40, 60), None, 1.0),
    ]
    assert [e.task for e in errors(Both(GOLD, PRED), ["conflicts", "actors"])] == ["actors"] * 2 + ["conflicts"] * 2


def test_gold_against_itself_has_no_error() -> None:
    assert errors(Both(GOLD, GOLD)) == []


def test_a_ledger_is_drawn_up_once_and_only_where_it_is_read() -> None:
    drawn: list[Ledger] = []

    def draw() -> Ledger:
        drawn.append(Ledger("doc", "task", [], []))
        return drawn[-1]

    made = Settled(["exact"], [Count()], draw)
    assert not drawn
    assert made.ledger is made.ledger and made.errors == [] and len(drawn) == 1


def items(*places: tuple[int, int]) -> list[Item]:
    return [Item(f"i{start}", (start, end)) for start, end in places]


def test_what_is_settled_is_not_settled_again() -> None:
    found = Ledger("doc", "task", items((0, 9), (20, 29)), items((0, 9), (20, 29), (40, 49), (60, 69)))
    found.right([(0, 0, 1.0)])
    found.drop([3])
    found.false("copy", [0, 2, 2, 3])
    found.wrong("label", [(0, 1, 1.0), (1, 0, 1.0), (1, 1, 0.5)])
    assert [(e.kind, e.gold, e.pred, e.loss) for e in found.errors] == [
        ("copy", None, "i40", 1.0),
        ("label", "i20", "i20", 2.0),
    ]
    assert found.close() is found and len(found.errors) == 2 and found.dropped == {3}


def test_what_is_left_out_stays_left_out() -> None:
    found = Ledger("doc", "task", [], items((0, 9), (20, 29), (40, 49)))
    found.drop([0])
    found.drop([2])
    assert found.dropped == {0, 2} and [e.pred for e in found.close().errors] == ["i20"]


def test_of_several_that_may_be_meant_the_best_are_chosen() -> None:
    found = Ledger("doc", "task", items((0, 9), (20, 29)), items((0, 9), (20, 29)))
    found.wrong("label", [(0, 0, 0.6), (0, 1, 0.9), (1, 0, 0.9), (1, 1, 0.6)])
    assert [(e.gold, e.pred) for e in found.errors] == [("i20", "i0"), ("i0", "i20")]


def test_spans_that_touch_are_of_one_kind_and_the_rest_missed_and_spurious() -> None:
    made = items((0, 9), (20, 29), (50, 59)), items((8, 12), (21, 40), (59, 62))
    told = [(e.kind, e.gold, e.pred) for e in Ledger("doc", "task", *made).close().errors]
    assert told == [
        ("boundary", "i0", "i8"),
        ("boundary", "i20", "i21"),
        ("missed", "i50", None),
        ("spurious", None, "i59"),
    ]
    apart = [e.kind for e in Ledger("doc", "task", *made).close(touching=None).errors]
    assert apart == ["missed"] * 3 + ["spurious"] * 3


def test_tasks_say_what_their_errors_sum_to() -> None:
    assert {name: task.strict for name, task in TASKS.items()} == {
        "actors": "exact",
        "demands": "addressee",
        "preconditions": "issuer",
        "stance": "micro",
        "conflicts": "pairs",
    }
    for name, task in TASKS.items():
        assert task.name == name and task.headline in task.figures and task.strict in task.figures
        assert set(task.shown) | set(task.optional) <= set(task.figures)
        assert set(task.settle(Both(GOLD, PRED)).counts) == set(task.figures)

"""Work grows with the size of a file, not with its square: four times the records take about four times the time."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec
import pytest
from make import demand, entity, gate, outcome, record, stance

from parleybench.annotations.layers import Record
from parleybench.eval.tasks import TASKS
from parleybench.eval.who import Both

SMALL, TIMES, ALLOWED = 500, 4, 10
"""Quadratic work would take 16 times as long."""
GOLD = record(
    entities=[entity("a", (0, 5)), entity("b", (10, 15))],
    demands=[demand("d", 20, 40, issuers=["a"]), demand("e", 20, 42, issuers=["b"])],
    outcomes=[outcome("o", 50, 60)],
    gates=[gate("g", "d", "o", 62, 66)],
    stances=[stance("s", 70, 75, "b", "o"), stance("t", 80, 85, "b", "d", "oppose")],
    conflicts=[("d", "e")],
)


def with_(**layers: list[object]) -> Record:
    return msgspec.structs.replace(GOLD, **layers)  # type: ignore[arg-type]


def chain(size: int) -> Record:
    return with_(
        entities=[entity(f"e{n}", (n, n + 1), principal=f"e{n + 1}") for n in range(size)] + [entity(f"e{size}")]
    )


def silent_chain(size: int) -> Record:
    return with_(entities=[entity(f"e{n}", principal=f"e{n + 1}") for n in range(size)] + [entity(f"e{size}", (0, 5))])


def one_mention(size: int) -> Record:
    return with_(entities=[entity(f"e{n}", (0, 5)) for n in range(size)])


def silent_sides(size: int) -> Record:
    named = [msgspec.structs.replace(entity(f"e{n}"), name=f"name {n % 50}") for n in range(size)]
    return with_(entities=[*(GOLD.entities or ()), *named])


def copied_demands(size: int) -> Record:
    return with_(
        demands=[demand(f"d{n}", 20, 40, issuers=["a"]) for n in range(size)], stances=[], gates=[], conflicts=[]
    )


def restatements(size: int) -> Record:
    made = [
        demand(f"d{n}", 5 * n, 5 * n + 4, issuers=["a"], same_as=f"d{n + 1}" if n < size else None)
        for n in range(size + 1)
    ]
    return with_(demands=made, stances=[], gates=[], conflicts=[(f"d{n}", "d0") for n in range(1, size)])


def copied_gates(size: int) -> Record:
    return with_(gates=[gate(f"g{n}", "d", "o", 62, 66) for n in range(size)])


def nested_gates(size: int) -> Record:
    demands = [demand(f"d{n}", 50 - n, 60 + n, issuers=["a" if n % 2 else "b"]) for n in range(size)]
    return with_(demands=demands, gates=[gate(f"g{n}", f"d{n}", "o") for n in range(size)], stances=[], conflicts=[])


def repeated_stances(size: int) -> Record:
    return with_(stances=[stance(f"s{n}", n, n + 5, "b", "o") for n in range(size)])


def all_pairs(size: int) -> Record:
    made = [demand(f"d{n}", 20, 40, issuers=["a"]) for n in range(size)]
    return with_(demands=made, stances=[], gates=[], conflicts=[(f"d{n}", f"d{n + 1}") for n in range(size - 1)])


MADE = (
    *(chain, silent_chain, one_mention, silent_sides, copied_demands, restatements),
    *(copied_gates, nested_gates, repeated_stances, all_pairs),
)


def spent(made: Record) -> float:
    """The least CPU seconds of three runs over all tasks."""
    times = []
    for _ in range(3):
        began = time.process_time()
        for task in TASKS.values():
            task.settle(Both(GOLD, made))
        times.append(time.process_time() - began)
    return min(times)


@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
def test_work_grows_with_the_size(make: Callable[[int], Record]) -> None:
    assert spent(make(SMALL * TIMES)) <= ALLOWED * max(spent(make(SMALL)), 1e-3)


@pytest.mark.parametrize("make", [chain, silent_chain, one_mention, silent_sides], ids=lambda make: make.__name__)
def test_a_record_of_many_entities_against_itself(make: Callable[[int], Record]) -> None:
    def spent_alone(size: int) -> float:
        made, times = make(size), []
        for _ in range(3):
            began = time.process_time()
            for task in TASKS.values():
                task.settle(Both(made, made))
            times.append(time.process_time() - began)
        return min(times)

    assert spent_alone(SMALL * TIMES) <= ALLOWED * max(spent_alone(SMALL), 1e-3)

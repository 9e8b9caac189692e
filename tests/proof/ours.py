"""The scorer's own figures on the small inputs of the comparisons: the one place that turns these into records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from parleybench.annotations.labels import ENTITY_TYPES, ISSUES, POLARITIES
from parleybench.annotations.layers import Demand, Entity, Mention, Record, Stance
from parleybench.eval import alpha as reliability
from parleybench.eval.counts import Count
from parleybench.eval.counts import figure as figure_of
from parleybench.eval.resample import macro
from parleybench.eval.tasks import TASKS
from parleybench.eval.tasks import given as given_track
from parleybench.eval.who import Both

from .inputs import Clusters, Said
from .peers import Doc, Labelled

Values = Sequence[float | None]


def both(doc: Doc) -> Both:
    """Every span as a mention of the entity of its label, and as a demand whose issue stands for the label."""
    return Both(_record(doc.gold), _record(doc.pred))


def _record(items: list[Labelled]) -> Record:
    entities = [
        Entity(id=label, type=label, mentions=[Mention(s, e) for s, e, own in items if own == label])
        for label in ENTITY_TYPES
    ]
    demands = [
        Demand(s, e, id=f"d{n}", direction="require", issue=ISSUES[ENTITY_TYPES.index(label)], issuers=[])  # type: ignore[arg-type]
        for n, (s, e, label) in enumerate(items)
    ]
    return Record("made", entities, demands)


def total(docs: Sequence[Doc], name: str, room: str = "actors") -> Count:
    """The summed count of one figure."""
    return sum((TASKS[room].settle(both(doc)).counts[name] for doc in docs), Count())


def _prf(count: Count) -> Values:
    found = figure_of(count)
    return found.precision or 0.0, found.recall or 0.0, found.f1 or 0.0  # peers write 0 where a figure is undefined


def figure(name: str, room: str = "actors") -> Callable[[Sequence[Doc]], Values]:
    """Precision, recall and F1 of one figure."""
    return lambda docs: _prf(total(docs, name, room))


def figure_hits(name: str, room: str = "demands") -> Callable[[Sequence[Doc]], Values]:
    """The summed credit of one figure."""
    return lambda docs: [total(docs, name, room).hit_p]


def partial(docs: Sequence[Doc]) -> Values:
    """A point for an exact pair, half a point for another eligible one."""
    exact, eligible = total(docs, "exact", "demands"), total(docs, "iou50", "demands")
    points = (exact.hit_p + eligible.hit_p) / 2
    return _prf(Count(points, exact.predicted, points, exact.gold))


def matching(docs: Sequence[Doc]) -> Values:
    """100 a pair and the summed IoU of the matching."""
    return [100 * total(docs, "iou50", "demands").hit_p + total(docs, "weighted", "demands").hit_p]


def labelled_pairs(docs: Sequence[Doc]) -> Values:
    """Number of pairs whose labels agree."""
    return [total(docs, "issue", "demands").hit_p]


def present(made: Said) -> list[str]:
    """The polarities that gold has, in the order of the label set."""
    return [polarity for polarity in POLARITIES if any(gold == polarity for gold, _ in made)]


def given(made: Said) -> Values:
    """The given track: P, R, F1, TP, FP, FN of each class present in gold, then the macro F1 over these."""
    stances = [Stance(id=f"s{n}", holder="a", target="b", polarity=right) for n, (right, _) in enumerate(made)]
    gold = Record("made", stances=stances)
    counts = given_track.counts(gold, {f"s{n}": said for n, (_, said) in enumerate(made) if said is not None})
    values: list[float | None] = []
    for name in present(made):
        c = counts[f"given_{name}"]
        found = figure_of(c)
        values += [found.precision, found.recall, found.f1, c.hit_p, c.predicted - c.hit_p, c.gold - c.hit_r]
    table = np.array([[counts[f"given_{name}"] for name in present(made)]], dtype=np.float64)
    return [*values, float(macro(table)[0])]


def principals(made: Clusters) -> Values:
    """LEA: each place is the one mention of an entity, and all of a cluster speak for its first."""

    def record(clusters: list[set[int]]) -> Record:
        return Record(
            "made",
            [
                Entity(
                    id=f"e{place}",
                    type="state",
                    principal=None if place == min(cluster) else f"e{min(cluster)}",
                    mentions=[Mention(10 * place, 10 * place + 5)],
                )
                for cluster in clusters
                for place in sorted(cluster)
            ],
        )

    found = figure_of(TASKS["actors"].settle(Both(record(made.gold), record(made.pred))).counts["principals"])
    return found.precision, found.recall, found.f1


def alpha(units: Sequence[tuple[str | None, str | None]]) -> Values:
    return [reliability.alpha(units).value]

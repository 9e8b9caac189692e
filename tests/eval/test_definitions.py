"""The lean pass against the definitions written plainly: every pair looked at, every chain walked, nothing shared or skipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import combinations
from math import fsum
from random import Random

import pytest
from make import entity, record
from proof import synthetic
from tangled import shuffled, tangled

from parleybench.annotations.labels import SPEAKER
from parleybench.annotations.layers import Demand, Gate, Mention, Outcome, Record
from parleybench.eval.match import Pair, Place, best, iou, match
from parleybench.eval.tasks import TASKS
from parleybench.eval.who import DEMANDS, OUTCOMES, Both, outcomes_agree

MADE = list(zip(synthetic.golds(25), synthetic.erring(synthetic.golds(25)), strict=True))


def crowded(draw: Random) -> tuple[Record, Record]:
    """Flat gold mentions of few entities, and predicted ones on and beside them, two for one and one for two sides."""
    gold: dict[str, list[Place]] = {name: [] for name in "abc"}
    pred: dict[str, list[Place]] = {name: [] for name in "pqr"}
    for start in range(0, 80, 10):
        gold[draw.choice("abc")].append((start, start + 6))
        for shift in draw.sample((0, 1, 2, 5), draw.randint(0, 3)):
            pred[draw.choice("pqr")].append((start + shift, start + 6))
    return tuple(record(entities=[entity(name, *spans) for name, spans in made.items()]) for made in (gold, pred))  # type: ignore[return-value]


def drawn(seed: int) -> tuple[Record, Record]:
    """Gold and a prediction: tangled, two orders of one record, made up as for tests of speed, or crowded."""
    draw = Random(seed)
    gold = tangled(draw)
    kinds = (gold, tangled(draw)), (gold, shuffled(gold, draw)), MADE[seed % len(MADE)], crowded(draw)
    return kinds[seed % 4]


pairs_of = pytest.mark.parametrize("seed", range(240))


def place(span: Mention) -> Place:
    assert span.start is not None and span.end is not None
    return span.start, span.end


def side(record: Record, name: str) -> str | None:
    """The root of an entity, its principals followed step by step."""
    links = {SPEAKER: None} | {entity.id: entity.principal for entity in record.entities or ()}
    for _ in range(len(links) + 1):
        if name not in links:
            return None
        to = links[name]
        if to is None or to == name:
            return name
        name = to
    return None


def clusters(record: Record) -> dict[Place, object]:
    """Each distinct mention span with its side; a span that several sides claim stands alone."""
    claims: dict[Place, set[object]] = {}
    for one in record.entities or ():
        for mention in one.mentions:
            claims.setdefault(place(mention), set()).add(side(record, one.id) or (one.id,))
    return {span: next(iter(sides)) if len(sides) == 1 else span for span, sides in claims.items()}


def links(size: int) -> int:
    return size * (size - 1) // 2 if size > 1 else 1


def lea(ours: dict[Place, object], others: dict[Place, object]) -> float:
    """The credit of our clusters: the share of its links, times its size, that others keep."""
    total = []
    for name in set(ours.values()):
        mine = {span for span, own in ours.items() if own == name}
        if len(mine) == 1:
            (span,) = mine
            kept = float(span in others and list(others.values()).count(others[span]) == 1)
        else:
            both = [(a, b) for a, b in combinations(mine, 2) if a in others and b in others]
            kept = float(sum(others[a] == others[b] for a, b in both))
        total.append(len(mine) * kept / links(len(mine)))
    return fsum(total)


@pairs_of
def test_actors(seed: int) -> None:
    gold, pred = drawn(seed)
    found = TASKS["actors"].settle(Both(gold, pred)).counts
    for figure, label in (("exact", lambda e: None), ("typed", lambda e: e.type)):
        theirs, ours = (
            Counter((place(m), label(e)) for e in r.entities or () for m in e.mentions) for r in (pred, gold)
        )
        hits = (theirs & ours).total()
        assert found[figure] == (hits, theirs.total(), hits, ours.total())
    said, there = clusters(pred), clusters(gold)
    assert found["weighted"].hit_p == fsum(weight for _, _, weight in match(sorted(said), sorted(there)))
    wanted = lea(said, there), len(said), lea(there, said), len(there)
    assert found["principals"] == pytest.approx(wanted, abs=1e-12)


@pairs_of
def test_who_is_who(seed: int) -> None:
    gold, pred = drawn(seed)
    resolved, said, there = Both(gold, pred).resolved, clusters(pred), clusters(gold)
    spans, golds = sorted(said), sorted(there)
    claims = {spans[p]: there[golds[g]] for p, g, _ in match(spans, golds)}
    for name, own in ((e.id, side(pred, e.id)) for e in pred.entities or ()):
        votes = Counter(claims.get(span) for span, cluster in said.items() if own is not None and cluster == own)
        named = Counter({claim: number for claim, number in votes.items() if isinstance(claim, str)})
        first = [claim for claim, number in named.items() if number == max(named.values())]
        if votes:
            sure = len(first) == 1 and named[first[0]] >= votes.total() - named.total()
            assert resolved[name] == (first[0] if sure else None)


def eligible(pred: list[Demand], gold: list[Demand], agree: Callable[[Demand, Demand], bool]) -> list[Pair]:
    every = [(p, g, iou(place(d), place(e))) for p, d in enumerate(pred) for g, e in enumerate(gold) if agree(d, e)]
    return [pair for pair in every if pair[2] >= 0.5]


def steps(both: Both) -> list[Callable[[Demand, Demand], bool]]:
    """What each rung of the demands asks for, one after the other."""

    def named(pred: list[str], gold: list[str]) -> bool:
        theirs, ours = {both.resolved.get(name) for name in pred}, {both.gold_sides.get(name) for name in gold}
        return bool(theirs) and None not in theirs and theirs <= ours

    return [
        lambda d, e: True,
        lambda d, e: d.direction == e.direction,
        lambda d, e: d.issue == e.issue,
        lambda d, e: named(d.issuers, e.issuers),
        lambda d, e: (
            named(d.addressees, e.addressees) if d.addressees and e.addressees else d.addressees == e.addressees
        ),
    ]


@pairs_of
def test_demands(seed: int) -> None:
    gold, pred = drawn(seed)
    both = Both(gold, pred)
    found = TASKS["demands"].settle(both).counts
    theirs, ours = (sorted(record.demands or (), key=DEMANDS) for record in (pred, gold))
    spans, asked = [place(d) for d in theirs], steps(both)
    for n, figure in enumerate(("iou50", "direction", "issue", "issuer", "addressee"), 1):
        pairs = eligible(theirs, ours, lambda d, e, n=n: all(step(d, e) for step in asked[:n]))  # type: ignore[misc]
        right = best([pair for pair in pairs if not ours[pair[1]].vague], spans)
        taken = {p for p, _, _ in right}
        dropped = best([pair for pair in pairs if ours[pair[1]].vague and pair[0] not in taken], spans)
        plain = sum(not demand.vague for demand in ours)
        assert found[figure] == (len(right), len(theirs) - len(dropped), len(right), plain)
        if n == 1:
            assert found["weighted"].hit_p == fsum(weight for _, _, weight in right)
            assert found["with_vague"].hit_p == fsum(weight for _, _, weight in best(pairs, spans))
    homes = Both(gold, pred).homes
    golds = sorted({place(d) for d in ours})
    at = {p: g for p, g, _ in match(sorted(set(spans)), golds)}
    for demand, span in zip(theirs, spans, strict=True):
        g = at.get(sorted(set(spans)).index(span))
        assert homes[demand.id] == {both.gold_classes[d.id] for d in ours if g is not None and place(d) == golds[g]}


Ends = tuple[Demand, Outcome]


def ends(record: Record) -> list[Ends]:
    demands, outcomes = ({item.id: item for item in items or ()} for items in (record.demands, record.outcomes))
    found = [(demands[gate.demand], outcomes[gate.outcome]) for gate in record.gates or ()]  # type: ignore[index]
    return sorted(found, key=lambda pair: (DEMANDS(pair[0]), OUTCOMES(pair[1])))  # type: ignore[arg-type,return-value]


@pairs_of
def test_preconditions(seed: int) -> None:
    gold, pred = drawn(seed)
    both = Both(gold, pred)
    found = TASKS["preconditions"].settle(both).counts
    theirs, ours, asked = ends(pred), ends(gold), steps(both)
    copies = [(place(demand), place(outcome), outcome.kind) for demand, outcome in theirs]
    rungs: list[Callable[[Ends, Ends], bool]] = [
        lambda d, e: True,
        lambda d, e: asked[1](d[0], e[0]),
        lambda d, e: outcomes_agree(d[1], e[1]),
        lambda d, e: asked[3](d[0], e[0]),
    ]
    for n, figure in enumerate(("span", "direction", "outcome", "issuer"), 1):
        pairs = [
            (p, g, weight)
            for p, d in enumerate(theirs)
            for g, e in enumerate(ours)
            if (weight := iou(place(d[0]), place(e[0]))) >= 0.5 and all(step(d, e) for step in rungs[:n])
        ]
        hits = len(best(pairs, copies))
        assert found[figure] == (hits, len(theirs), hits, len(ours))
    cues = [sorted({place(g) for g in gates or () if g.start is not None}) for gates in (pred.gates, gold.gates)]
    assert found["cue"] == (hits := len(match(*cues)), len(cues[0]), hits, len(cues[1]))


def test_gates_show_cues_somewhere() -> None:
    shown: list[Gate] = [gate for seed in range(30) for gate in drawn(seed)[0].gates or () if gate.start is not None]
    assert len(shown) > 20

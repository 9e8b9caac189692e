"""Pages for tests: results, made-up documents, and strings that would do harm were they taken for markup."""

from __future__ import annotations

import itertools
from typing import Any

from make import demand, entity, gate, outcome, record, stance
from proof import synthetic

from parleybench.annotations.gold import all_gold
from parleybench.annotations.layers import Record
from parleybench.corpus.document import Document
from parleybench.eval.page.report import View
from parleybench.eval.tasks import Error

HOSTILE = '<script>alert("x")</script>&\'"</style>]]><!--<img src=x onerror=alert(1)>\u2028$policy'
TASKS = ("actors", "demands", "preconditions", "stance")


def results(*systems: str) -> dict[str, Any]:
    figure = {
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
        "interval": [0.4, 0.6],
        "interval_conflicts": None,
        "variants": {HOSTILE: {"precision": None, "recall": 0, "f1": 0}},
    }
    tasks = dict.fromkeys(TASKS, figure) | {"conflicts": None}
    slices = {"genre": {HOSTILE: {"documents": 3} | dict.fromkeys(tasks, 0.5)}}
    one = {"tasks": tasks, "documents": 3, "slices": slices, "signature": HOSTILE}
    return dict.fromkeys(systems or (HOSTILE,), one)


def document(id: str, text: str, **fields: Any) -> Document:
    given: dict[str, Any] = {"title": None, "date": None, "genre": "news", "conflict": "made", "stratum": "fictional"}
    return Document(id=id, text=text, **given | {"licence": "x", "source": "x", "sha256": "x"} | fields)


def crossing() -> View:
    """A text with signs beyond the BMP; nested and crossing spans; a gate, a stance and a conflict on each side."""
    text = (
        "𝔘no 🕊 will talk only if the 𝔇uo army leaves all of the valley.\nIt also refuses to leave; uno hopes for talks."
    )

    def at(quote: str) -> tuple[int, int]:
        return text.index(quote), text.index(quote) + len(quote)

    gold = record(
        "crossing",
        entities=[entity("uno", at("𝔘no")), entity("duo", at("𝔇uo army"))],
        demands=[
            demand("d1", *at("the 𝔇uo army leaves all"), issuers=["uno"], addressees=["duo"]),
            demand("d2", *at("leaves all of the valley"), direction="refuse", issuers=["duo"]),
        ],
        outcomes=[outcome("o1", *at("talk"))],
        gates=[gate("g1", "d1", "o1")],
        stances=[stance("s1", *at("hopes for"), "uno", "o1")],
        conflicts=[("d1", "d2")],
    )
    errors = [
        Error("crossing", "demands", "boundary", "d1", "d1", at("the 𝔇uo army leaves all"), at("𝔇uo army leaves"), 2),
        Error("crossing", "demands", "missed", "d2", None, at("leaves all of the valley")),
        Error("crossing", "stance", HOSTILE, "s1", "s1", at("hopes for"), at("hopes for"), 2),
    ]
    pred = record("crossing", demands=[demand("d1", *at("𝔇uo army leaves"), issuers=["nobody"])], stances=gold.stances)
    return View(document("crossing", text), {"gold": gold, "plain": pred, HOSTILE: pred}, {"plain": errors}, "test")


def hostile() -> View:
    """The article's labels over a text, a title, names and errors that are nothing but markup."""
    gold = all_gold()["article"]
    names = [entity(HOSTILE, (0, 20)), entity("e2", (5, 90))]
    marked = Record(HOSTILE, names, gold.demands, gold.outcomes, gold.gates, gold.stances, gold.conflicts)
    errors = [Error(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, (0, 20), (5, 30))]
    about = document(HOSTILE, HOSTILE * 60, title=HOSTILE, conflict=HOSTILE, date=HOSTILE)
    return View(about, {"gold": marked, HOSTILE: marked}, {HOSTILE: errors}, HOSTILE)


def many(documents: int, systems: int) -> list[View]:
    """Made-up documents of forty spans, with as many systems that err each in its own way."""
    golds = list(synthetic.golds(documents))
    names = [f"system-{n}" for n in range(systems)]
    guesses = {name: list(synthetic.erring(iter(golds), n + 1)) for n, name in enumerate(names)}
    words = itertools.cycle(
        ["talks", "cannot", "begin", "before", "the", "last", "of", "the", "troops", "has", "left", "the", "valley"]
    )
    text = " ".join(itertools.islice(words, 600))[: synthetic.SPANS * synthetic.STEP]
    return [
        View(
            document(gold.doc, text),
            {"gold": gold} | {name: guesses[name][n] for name in names},
            {name: errors(gold, guesses[name][n]) for name in names},
            ("validation", "test")[n % 2],
        )
        for n, gold in enumerate(golds)
    ]


def errors(gold: Record, pred: Record) -> list[Error]:
    """An error for each demand whose labels or borders differ."""
    said = {demand.id: demand for demand in pred.demands or ()}
    pairs = [(demand, said[demand.id]) for demand in gold.demands or () if demand.id in said]
    return [
        Error(gold.doc, "demands", "boundary" if g.span != p.span else "issue", g.id, p.id, g.span, p.span, 2.0)
        for g, p in pairs
        if g != p
    ]

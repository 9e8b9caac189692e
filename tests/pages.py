"""Pages for tests: results, made-up documents, and strings that would do harm were they taken for markup."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import msgspec
from make import demand, entity, gate, outcome, record, stance
from proof import synthetic

from parleybench.annotations.gold import all_gold
from parleybench.annotations.layers import Record
from parleybench.corpus.document import Document
from parleybench.eval.page.report import View
from parleybench.eval.tasks import Error, errors
from parleybench.eval.who import Both

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
        gates=[gate("g1", "d1", "o1", *at("only if"))],
        stances=[stance("s1", *at("hopes for"), "uno", "o1")],
        conflicts=[("d1", "d2")],
    )
    errors = [
        Error("crossing", "demands", "boundary", "d1", "d1", at("the 𝔇uo army leaves all"), at("𝔇uo army leaves"), 2),
        Error("crossing", "demands", "missed", "d2", None, at("leaves all of the valley")),
        Error("crossing", "stance", HOSTILE, "s1", "s1", at("hopes for"), at("hopes for"), 2),
        Error("crossing", "conflicts", "missed", "d1+d2"),
        Error("crossing", "actors", "missed", "0-3", None, at("𝔘no")),
    ]
    pred = record("crossing", demands=[demand("d1", *at("𝔇uo army leaves"), issuers=["nobody"])], stances=gold.stances)
    return View(document("crossing", text), {"gold": gold, "plain": pred, HOSTILE: pred}, {"plain": errors}, "test")


def answer() -> View:
    """The other side's turn in the same conflict: a gated demand that its addressee opposes, which `plain` does not see."""
    text = "𝔇uo army: -disarm, 𝔘no, before talks.\n\n𝔘no opposes this, says 𝔘no."

    def at(quote: str) -> tuple[int, int]:
        return text.index(quote), text.index(quote) + len(quote)

    gold = record(
        "=1+1",
        entities=[entity("uno", at("𝔘no")), entity("duo", at("𝔇uo army"))],
        demands=[demand("d1", *at("-disarm"), issuers=["duo"], addressees=["uno"])],
        outcomes=[outcome("o1", *at("talks"))],
        gates=[gate("g1", "d1", "o1", *at("before"))],
        stances=[stance("s1", *at("opposes"), "uno", "d1", "oppose")],
    )
    pred = msgspec.structs.replace(gold, stances=[])
    about = document("=1+1", text, title="An answer", stratum="historical")
    silent = record("=1+1", demands=None, stances=None)
    records = {"gold": gold, "plain": pred, "silent": silent}
    return View(about, records, {"plain": errors(Both(gold, pred))}, "validation")


def hostile() -> View:
    """The article's labels over a text, a title, names and errors that are nothing but markup."""
    gold = all_gold()["article"]
    names = [entity(HOSTILE, (0, 20)), entity("e2", (5, 90))]
    marked = Record(HOSTILE, names, gold.demands, gold.outcomes, gold.gates, gold.stances, gold.conflicts)
    errors = [Error(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, (0, 20), (5, 30))]
    about = document(HOSTILE, HOSTILE * 60, title=HOSTILE, conflict=HOSTILE, date=HOSTILE)
    return View(about, {"gold": marked, HOSTILE: marked}, {HOSTILE: errors}, HOSTILE)


@cache
def many(documents: int, systems: int) -> list[View]:
    """Made-up documents of forty spans, with as many systems that err each in its own way; made once."""
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
            {name: errors(Both(gold, guesses[name][n])) for name in names},
            ("validation", "test")[n % 2],
        )
        for n, gold in enumerate(golds)
    ]

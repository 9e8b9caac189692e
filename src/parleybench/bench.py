"""The benchmark run: every baseline fitted, predicted and scored, then the board and the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .annotations.layers import Record
    from .corpus.document import Document
    from .eval.board import board
    from .eval.page.views import View

Predictions = Mapping[str, Mapping[str, "Record"]]
"""System -> document -> record."""
SHOWN = ("validation", "test")
"""The splits of which the page shows every document; of train it shows the article."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a run writes what."""

    models: Path
    predictions: Path
    results: Path
    page: Path

    @classmethod
    def of(cls, folder: Path | None) -> Places:
        """The places in a folder, or in the checkout. Raises `LookupError` without a folder where there is none."""
        if folder is not None:
            return cls(folder / "models", folder / "predictions", folder / "results", folder / "report" / "index.html")
        from .release import checkout

        root = checkout("`parley bench` without -o DIR")
        home, own = root / "eval", root / "baselines"
        return cls(own / "fitted", own / "predictions", home / "results", home / "report" / "index.html")


def bench(places: Places) -> str:
    """Run every baseline on every split whose texts are here, write the page; returns the board."""
    from .baselines import base
    from .commands import bar, say
    from .corpus.files import atomic
    from .eval.board import board
    from .eval.page import plot, tables

    for name in bar(base.SYSTEMS, "systems"):
        run(name, places)
        say(f"{name}: fitted, predicted, scored")
    results: dict[str, board.Results] = {split: board.read(split, places.results) for split in board.SPLITS}
    title = f"Headline F1 on test ({_documents('test')} documents), 95% intervals"
    with atomic(places.results / "board.svg") as file:
        file.write(plot.dots(plain(results["test"]), title) + "\n")
    say(f"report: {page(results, places)}")
    return tables.boards(folder=places.results)[0]


def _documents(split: str) -> int:
    from .corpus import library

    return len(library.members(split))


def run(name: str, places: Places) -> None:
    """Fit one baseline; predict and score each split whose texts are here; bring its card up to date."""
    from .baselines import base
    from .commands import say
    from .corpus import library
    from .corpus.jsonl import write
    from .corpus.splits import held
    from .eval.board import board

    base.fit(name, places.models)
    system = base.fitted(name, places.models)
    for split in (split for split in board.SPLITS if split in held()):
        try:
            records = base.predict(system, split)
        except library.TextsMissing as missing:
            say(missing) if name == base.SYSTEMS[0] else None
            continue
        write(places.predictions / name / f"{split}.jsonl", records)
        write(places.predictions / name / f"{split}.given.jsonl", base.predict_given(system, split))
        score(name, split, places)
    update_card(name, system.parameters(), places.results)


def score(name: str, split: str, places: Places) -> None:
    """Score what was predicted, from its files, and write the result."""
    from .eval.board import board
    from .eval.score import BY, report
    from .eval.scorer import count

    pred, given = (places.predictions / name / f"{split}{ending}.jsonl" for ending in ("", ".given"))
    board.save(name, report(count(split, pred, given=given, diagnose=True), by=BY), places.results)


def update_card(name: str, parameters: int, folder: Path) -> None:
    """What code can tell of a baseline's card: its version is the project's, its parameters are counted."""
    import msgspec

    from . import __version__
    from .eval.board import board, card

    old = card.read(board.RESULTS / name / card.NAME)
    card.save(msgspec.structs.replace(old, version=__version__, parameters=parameters), folder / name)


def page(results: Mapping[str, board.Results], places: Places) -> Path:
    """Write the HTML page with the article and every document of `SHOWN`; never a third party's text."""
    from .corpus import library
    from .eval.board import board
    from .eval.page import report

    said = _predictions(places)
    chosen = [("train", library.split_documents("train")[:1])]
    chosen += [(split, library.split_documents(split)) for split in SHOWN]
    views = [_view(document, said, split) for split, documents in chosen for document in documents]
    groups = {split: board.groups(found) for split, found in results.items()}
    shown = {split: plain(found) for split, found in results.items()}
    return report.write(shown, views, places.page, groups=groups)


def plain(results: board.Results) -> dict[str, dict[str, Any]]:
    """Results as the page and the picture read them."""
    return {name: result.to_dict() for name, result in results.items()}


def _predictions(places: Places) -> Predictions:
    """What each system says of the documents on the page; the article is predicted anew with the rest of train."""
    from .annotations.gold import read_layers
    from .baselines import base

    said = {}
    for name in base.SYSTEMS:
        files = [places.predictions / name / f"{split}.jsonl" for split in SHOWN]
        train = base.predict(base.fitted(name, places.models), "train")
        said[name] = read_layers(files) | {record.doc: record for record in train}
    return said


def _view(document: Document, said: Predictions, split: str) -> View:
    """One document with the gold, what each system says of it, and where each errs."""
    from .annotations.gold import all_gold
    from .eval.page.views import View
    from .eval.tasks import errors
    from .eval.who import Both

    gold = all_gold()[document.id]
    records = {name: records[document.id] for name, records in said.items()}
    wrong = {name: errors(Both(gold, record)) for name, record in records.items()}
    return View(document, {"gold": gold} | records, wrong, split)

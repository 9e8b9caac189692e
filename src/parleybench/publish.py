"""What takes more than one room: the benchmark run, and the generated parts of README and datasheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .baselines.base import System
    from .corpus.document import Document
    from .eval.page.views import View

ROOT = Path(__file__).resolve().parents[2]
CARDS = ("README.md", "DATASHEET.md")


def bench(say: Callable[[object], None]) -> None:
    """Fit, predict and score every baseline on every split whose texts are here; print the board, write the report."""
    from .baselines import base
    from .corpus import library
    from .corpus.jsonl import write
    from .eval.board import board
    from .eval.page import plot, tables
    from .eval.score import BY, report
    from .eval.scorer import count

    home = base.HERE / "predictions"
    for name in base.SYSTEMS:
        base.fit(name)
        system = base.fitted(name)
        for split in board.SPLITS:
            try:
                records = base.predict(system, split)
            except library.TextsMissing as missing:
                say(missing) if name == base.SYSTEMS[0] else None
                continue
            write(home / name / f"{split}.jsonl", records)
            write(home / name / f"{split}.given.jsonl", base.predict_given(system, split))
            given = home / name / f"{split}.given.jsonl"
            counted = count(split, home / name / f"{split}.jsonl", given=given, diagnose=True)
            board.save(name, report(counted, by=BY))
        _update_card(name, system.parameters())
        say(f"{name}: fitted, predicted, scored")
    results = {split: board.read(split) for split in board.SPLITS}
    print(tables.boards())
    say(f"report: {_report(results)}")
    picture = board.RESULTS / "board.svg"
    picture.write_text(plot.dots(results["test"], _title(results["test"])) + "\n", encoding="utf-8")


def _update_card(name: str, parameters: int) -> None:
    """What code can tell of a baseline's card: its version is the project's, its parameters are counted."""
    import msgspec

    from . import __version__
    from .eval.board import board, card

    old = card.read(board.RESULTS / name / card.NAME)
    card.save(msgspec.structs.replace(old, version=__version__, parameters=parameters), board.RESULTS / name)


def _title(results: Mapping[str, Any]) -> str:
    return f"Headline F1 on test ({next(iter(results.values()))['documents']} documents), 95% intervals"


def _report(results: Mapping[str, Any]) -> Path:
    """The HTML report with the article and every document of validation and test; never a third party's text."""
    from .baselines import base
    from .corpus import library
    from .eval.board import board
    from .eval.page import report

    chosen = [("train", library.split_documents("train")[:1])]
    chosen += [(split, library.split_documents(split)) for split in ("validation", "test")]
    systems = {name: base.fitted(name) for name in base.SYSTEMS}
    views = [_view(document, systems, split) for split, documents in chosen for document in documents]
    groups = {split: board.groups(found) for split, found in results.items()}
    return report.write(results, views, groups=groups)


def _view(document: Document, systems: Mapping[str, System], split: str) -> View:
    """One document with the gold, what each system says of it, and where each errs."""
    from .annotations.gold import all_gold
    from .eval.page.views import View
    from .eval.tasks import errors
    from .eval.who import Both

    gold = all_gold()[document.id]
    said = {name: system.predict(document) for name, system in systems.items()}
    wrong = {name: errors(Both(gold, record)) for name, record in said.items()}
    return View(document, {"gold": gold} | said, wrong, split)


def build(out: Path | None = None, *, article: bool = True) -> list[Path]:
    """Write parquet files, front matter and generated blocks, into this checkout or another folder.

    Raises `ValueError` for `article=False` without a folder: the checkout itself always holds the article.
    """
    from .annotations import hub
    from .corpus import tables

    if not article and out is None:
        raise ValueError("--no-article needs --out: the checkout itself keeps the article")
    target = out or ROOT
    written = hub.build(target / "annotations" / "parquet", article=article)
    filled = blocks()
    for name in CARDS:
        text = tables.filled((ROOT / name).read_text(encoding="utf-8"), filled)
        if name == "README.md":
            text = tables.with_front_matter(text, hub.front_matter())
        written.append(_write(target / name, text))
    for name, text in schemas().items():
        written.append(_write(target / "annotations" / "schema" / name, text))
    for name in ("LICENSE", "LICENSE-DATA") if out else ():
        written.append(_write(target / name, (ROOT / name).read_text(encoding="utf-8")))
    return written


def _write(path: Path, text: str) -> Path:
    from .corpus.files import atomic

    with atomic(path) as file:
        file.write(text)
    return path


def schemas() -> dict[str, str]:
    """The JSON Schemas that are shipped: file name -> text."""
    from .annotations import schemas as made
    from .eval.board import card

    return {"prediction.schema.json": made.prediction(), "card.schema.json": card.schema()}


def blocks() -> dict[str, str]:
    """The generated blocks of README and datasheet, by name."""
    from .annotations import stats
    from .corpus import tables
    from .eval import agreement
    from .eval.board import board

    found = {
        f"counts-{by}": tables.markdown(
            (by, *stats.COUNTED), [(n, *row.values()) for n, row in stats.table(by).items()]
        )
        for by in ("split", "stratum")
    }
    found["labels"] = tables.markdown(
        ("label set", "labels"),
        [(n, ", ".join(f"{k} {v}" for k, v in row.items())) for n, row in stats.labels().items()],
    )
    found["agreement"] = tables.markdown(agreement.HEADER, agreement.rows())
    for split in board.SPLITS:
        results = board.read(split)
        found[f"board-{split}"] = tables.markdown(board.HEADER, board.rows(results)) if results else "No results yet."
    return found

"""What takes more than one room: the benchmark run, and the generated parts of README and datasheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CARDS = ("README.md", "DATASHEET.md")


def bench(say: Callable[[object], None]) -> None:
    """Fit, predict and score every baseline on every split whose texts are here; print the board, write the report."""
    from .annotations import store
    from .baselines import base
    from .corpus.records import write
    from .eval import board, plot, tables
    from .eval.score import score

    home = base.HERE / "predictions"
    for name in base.SYSTEMS:
        base.fit(name)
        system = base.fitted(name)
        for split in board.SPLITS:
            try:
                records = base.predict(system, split)
            except store.TextsMissing as missing:
                say(missing) if name == base.SYSTEMS[0] else None
                continue
            write(home / name / f"{split}.jsonl", records)
            write(home / name / f"{split}.given.jsonl", base.predict_given(system, split))
            board.save(name, score(home / name / f"{split}.jsonl", split, given=home / name / f"{split}.given.jsonl"))
        say(f"{name}: fitted, predicted, scored")
    results = {split: board.read(split) for split in board.SPLITS}
    print(tables.boards())
    say(f"report: {_report(results)}")
    picture = board.RESULTS / "board.svg"
    picture.write_text(plot.dots(results["test"], _title(results["test"])) + "\n", encoding="utf-8")


def _title(results: Mapping[str, Any]) -> str:
    return f"Headline F1 on test ({next(iter(results.values()))['documents']} documents), 95% intervals"


def _report(results: Mapping[str, Any]) -> Path:
    """The HTML report with the article and every document of validation and test; never a third party's text."""
    from .annotations import store
    from .baselines import base
    from .eval import report

    chosen = [("train", store.split_documents("train")[:1])]
    chosen += [(split, store.split_documents(split)) for split in ("validation", "test")]
    systems = {name: base.fitted(name) for name in base.SYSTEMS}
    views = [
        report.View(d, {"gold": store.gold()[d.id]} | {n: s.predict(d) for n, s in systems.items()}, split=split)
        for split, documents in chosen
        for d in documents
    ]
    return report.write(results, views)


def build(out: Path | None = None, *, article: bool = True) -> list[Path]:
    """Write parquet files, front matter and generated blocks, into this checkout or another folder.

    Raises `ValueError` for `article=False` without a folder: the checkout itself always holds the article.
    """
    from .annotations import cards, hub

    if not article and out is None:
        raise ValueError("--no-article needs --out: the checkout itself keeps the article")
    target = out or ROOT
    written = hub.build(target / "annotations" / "parquet", article=article)
    filled = blocks()
    for name in CARDS:
        text = cards.filled((ROOT / name).read_text(encoding="utf-8"), filled)
        if name == "README.md":
            text = cards.with_front_matter(text, hub.front_matter())
        written.append(_write(target / name, text))
    for name in ("LICENSE", "LICENSE-DATA") if out else ():
        written.append(_write(target / name, (ROOT / name).read_text(encoding="utf-8")))
    return written


def _write(path: Path, text: str) -> Path:
    from .corpus.records import atomic

    with atomic(path) as file:
        file.write(text)
    return path


def blocks() -> dict[str, str]:
    """The generated blocks of README and datasheet, by name."""
    from .annotations import cards, stats
    from .eval import agreement, board

    found = {
        f"counts-{by}": cards.markdown((by, *stats.COUNTED), [(n, *row.values()) for n, row in stats.table(by).items()])
        for by in ("split", "stratum")
    }
    found["labels"] = cards.markdown(
        ("label set", "labels"),
        [(n, ", ".join(f"{k} {v}" for k, v in row.items())) for n, row in stats.labels().items()],
    )
    found["agreement"] = cards.markdown(agreement.HEADER, agreement.rows())
    for split in board.SPLITS:
        results = board.read(split)
        found[f"board-{split}"] = cards.markdown(board.HEADER, board.rows(results)) if results else "No results yet."
    return found

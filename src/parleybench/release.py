"""A release: parquet files, schemas, and the generated parts of README and datasheet. All of it needs a checkout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

CARDS = ("README.md", "DATASHEET.md")
LICENCES = ("LICENSE", "LICENSE-DATA")
PARQUET = "annotations/parquet"
CONSISTENCY = ("actors, exact", "demands, weighted", "preconditions, issuer", "stance, micro")
"""The figures of agreement that the README keeps; the datasheet has them all."""
CARD = {
    "language": ["en"],
    "license": "other",
    "license_name": "mixed",
    "license_link": "LICENSE-DATA",
    "pretty_name": "parleybench",
    "task_categories": ["token-classification", "text-classification"],
    "tags": [
        "peace negotiations",
        "international conflict",
        "information extraction",
        "stance detection",
        "preconditions",
    ],
    "size_categories": ["n<1K"],
    "annotations_creators": ["machine-generated"],
    "source_datasets": ["original"],
}
"""What the Hugging Face hub asks of a data card, but for the configs."""


def checkout(what: str) -> Path:
    """The root of the checkout that this package runs from. Raises `LookupError` where it runs from a wheel."""
    root = Path(__file__).resolve().parents[2]
    if not (root / "pyproject.toml").is_file() or not (root / "annotations" / "GUIDELINES.md").is_file():
        raise LookupError(f"{what} needs a checkout of the repository, and this is an installed package")
    return root


def build(out: Path | None = None, *, article: bool = True) -> list[Path]:
    """Write parquet files, front matter, generated blocks and schemas, into the checkout or another folder.

    Each file appears whole or not at all; returns their paths. Raises `LookupError` outside a checkout, and `ValueError`
    for `article=False` without a folder: the checkout itself always holds the article.
    """
    root = checkout("building a release")
    if not article and out is None:
        raise ValueError("a build without the article needs a folder of its own")
    return [*_parquet((out or root) / PARQUET, article), *_texts(root, out or root)]


def _parquet(folder: Path, article: bool) -> Iterator[Path]:
    from .annotations import hub
    from .commands import bar

    for config in bar(hub.CONFIGS, "parquet"):
        yield from hub.build(folder, article=article, configs=[config])


def _texts(root: Path, target: Path) -> Iterator[Path]:
    """The documents and schemas; into another folder the licences too."""
    from .corpus import tables
    from .corpus.files import atomic

    filled = blocks()
    texts = {name: tables.filled((root / name).read_text(encoding="utf-8"), filled) for name in CARDS}
    texts["README.md"] = tables.with_front_matter(texts["README.md"], front_matter())
    texts |= {f"annotations/schema/{name}": text for name, text in schemas().items()}
    if target != root:
        texts |= {name: (root / name).read_text(encoding="utf-8") for name in LICENCES}
    for name, text in texts.items():
        with atomic(target / name) as file:
            file.write(text)
        yield target / name


def front_matter() -> str:
    """The README's YAML front matter: card data and configs. The features stand in the parquet files themselves."""
    import yaml

    from .annotations import hub

    data = CARD | {"configs": [_config(config, hub.splits_of(config)) for config in hub.CONFIGS]}
    text: str = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120)
    return f"---\n{text}---\n"


def _config(config: str, splits: Iterable[str]) -> dict[str, Any]:
    files = [{"split": split, "path": f"{PARQUET}/{config}/{split}.parquet"} for split in splits]
    return {"config_name": config, "data_files": files} | ({"default": True} if config == "documents" else {})


def schemas() -> dict[str, str]:
    """The JSON Schemas that are shipped: file name -> text."""
    from .annotations import schemas as made
    from .eval.board import card

    return {"prediction.schema.json": made.prediction(), "card.schema.json": card.schema()}


def blocks() -> dict[str, str]:
    """The generated blocks of README and datasheet, by name."""
    from .corpus import tables
    from .eval import agreement
    from .eval.board import board

    rows = agreement.rows()
    found = _counts() | {
        "verbs": verbs(),
        "agreement": tables.markdown(agreement.HEADER, rows),
        "consistency": tables.markdown(agreement.HEADER, [row for row in rows if row[0] in CONSISTENCY]),
    }
    for split in board.SPLITS:
        results = board.read(split)
        found[f"board-{split}"] = tables.markdown(board.HEADER, board.rows(results)) if results else "No results yet."
    return found


def _counts() -> dict[str, str]:
    """What the corpus holds, by split and by stratum, and which labels it uses how often."""
    from .annotations import stats
    from .corpus import tables

    found = {
        f"counts-{by}": tables.markdown(
            (by, *stats.COUNTED), [(n, *row.values()) for n, row in stats.table(by).items()]
        )
        for by in ("split", "stratum")
    }
    used = [(name, ", ".join(f"{label} {n}" for label, n in row.items())) for name, row in stats.labels().items()]
    return found | {"labels": tables.markdown(("label set", "labels"), used)}


def verbs() -> str:
    """Every verb by use, as a bare `parley` prints them."""
    from .cli import by_use

    return f"```\n{by_use()}\n```"

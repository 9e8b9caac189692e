"""The Hugging Face face of the corpus: declared features, parquet files, and loading. The only file that imports datasets."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import datasets
import pyarrow.parquet as pq
from datasets import ClassLabel, Features, List, Value

from ..corpus import library
from ..corpus.document import Genre, LicenceClass, Selection, SourceClass, Stratum
from ..corpus.files import atomic
from ..corpus.splits import REAL, Split, held, members
from . import rows
from .gold import all_gold
from .labels import DIRECTIONS, ENTITY_TYPES, ISSUES, OUTCOME_KINDS, POLARITIES
from .markers import MARKERS

CONFIGS = (*rows.CONFIGS, "real")
PARQUET = Path(str(files("parleybench.annotations").joinpath("parquet")))

STRING, INT = Value("string"), Value("int32")
STRINGS = List(STRING)
PLACE = {"start": INT, "end": INT}
QUOTED = PLACE | {"quote": STRING}
DEMAND = {
    "direction": ClassLabel(names=list(DIRECTIONS)),
    "issue": ClassLabel(names=list(ISSUES)),
    "issuers": STRINGS,
    "addressees": STRINGS,
    "vague": Value("bool"),
    "same_as": STRING,
}
OUTCOME_KIND, POLARITY = ClassLabel(names=list(OUTCOME_KINDS)), ClassLabel(names=list(POLARITIES))
ENTITY_TYPE, GENRE = ClassLabel(names=list(ENTITY_TYPES)), ClassLabel(names=list(get_args(Genre)))


def _layers(place: dict[str, Any]) -> dict[str, Any]:
    """The nested layers, their spans with or without quotes."""
    return {
        "entities": List(
            {"id": STRING, "name": STRING, "type": ENTITY_TYPE, "principal": STRING, "mentions": List(place)}
        ),
        "demands": List({"id": STRING} | place | DEMAND),
        "outcomes": List({"id": STRING} | place | {"kind": OUTCOME_KIND}),
        "gates": List({"id": STRING} | place | {"demand": STRING, "outcome": STRING}),
        "stances": List({"id": STRING} | place | {"holder": STRING, "target": STRING, "polarity": POLARITY}),
        "conflicts": List(STRINGS),
    }


ROW = {"doc": STRING, "text": STRING} | QUOTED
FEATURES: dict[str, Features] = {
    "documents": Features(
        dict.fromkeys(("id", "title", "text", "date"), STRING)
        | {"genre": GENRE, "conflict": STRING, "stratum": ClassLabel(names=list(get_args(Stratum)))}
        | dict.fromkeys(("licence", "source", "sha256"), STRING)
        | _layers(QUOTED)
    ),
    "actors": Features(
        ROW | {"entity": STRING, "name": STRING, "type": ENTITY_TYPE, "principal": STRING, "side": STRING}
    ),
    "demands": Features(ROW | {"demand": STRING} | DEMAND),
    "preconditions": Features(
        ROW
        | {"demand": STRING}
        | DEMAND
        | {
            "outcome": STRING,
            "outcome_kind": OUTCOME_KIND,
            "outcome_start": INT,
            "outcome_end": INT,
            "outcome_quote": STRING,
            "gate": STRING,
            "cue_start": INT,
            "cue_end": INT,
            "cue_quote": STRING,
            "marker": ClassLabel(names=list(MARKERS)),
        }
    ),
    "stance": Features(
        ROW
        | {"stance": STRING, "sentence": STRING, "sentence_start": INT, "holder": STRING, "target": STRING}
        | {"target_layer": ClassLabel(names=["demand", "outcome", "entity"]), "polarity": POLARITY}
    ),
    "real": Features(
        {"id": STRING, "date": STRING, "genre": GENRE, "conflict": STRING, "licence": STRING}
        | dict.fromkeys(("source_repo", "commit", "path", "record", "norm"), STRING)
        | {"paragraphs": List(INT), "sha256": STRING, "blob": STRING}
        | {"licence_class": ClassLabel(names=list(get_args(LicenceClass)))}
        | {"selection": ClassLabel(names=list(get_args(Selection))), "outlet": STRING}
        | {"source_class": ClassLabel(names=list(get_args(SourceClass)))}
        | _layers(PLACE)
    ),
}


def load(split: str = "train", config: str = "documents") -> datasets.Dataset:
    """One split of one config, from the installed package alone (no network, no cache).

    Splits are train, validation, test, and of real texts real_train, real_validation, real_test; these are joined with
    the texts in the user's cache and raise `TextsMissing` (a `LookupError`) saying how to get them where they are not
    there. The config ``real`` holds their pointers, offsets and labels without text. A split that holds no documents yet
    is empty. Raises `ValueError` for unknown names.
    """
    if config not in CONFIGS:
        raise ValueError(f"unknown config {config!r}; the configs are {', '.join(CONFIGS)}")
    members(split)
    if config == "real" and split not in REAL:
        raise ValueError(f"the splits of the config 'real' are {', '.join(REAL)}")
    if split not in splits_of(config):  # made here: of texts in the cache, or empty
        return table(config, split)
    return _read(PARQUET / config / f"{split}.parquet")


def _read(path: Path) -> datasets.Dataset:
    return datasets.Dataset(datasets.table.InMemoryTable(pq.read_table(path)))


def table(config: str, split: str, *, article: bool = True) -> datasets.Dataset:
    """One split of one config, made from texts and gold."""
    gold = all_gold()
    if config == "real":
        found = [rows.real(library.pointers()[name], gold[name]) for name in members(split)]
    else:
        texts = [d for d in library.split_documents(split) if article or d.stratum != "seed"]
        found = [row for d in texts for row in rows.CONFIGS[config](d, gold[d.id])]
    columns = {name: [row[name] for row in found] for name in FEATURES[config]}  # of no rows too
    return datasets.Dataset.from_dict(columns, features=FEATURES[config])


def splits_of(config: str) -> tuple[Split, ...]:
    """The splits whose files are shipped for a config."""
    return tuple(split for split in held() if (split in REAL) == (config == "real"))


def build(out: Path = PARQUET, *, article: bool = True, configs: Iterable[str] = CONFIGS) -> list[Path]:
    """Write the parquet files of every config; each appears whole or not at all. Returns their paths."""
    written = []
    datasets.disable_progress_bars()
    for config in configs:
        for split in splits_of(config):
            path = out / config / f"{split}.parquet"
            with atomic(path, binary=True) as file:
                table(config, split, article=article).to_parquet(file)
            written.append(path)
    return written

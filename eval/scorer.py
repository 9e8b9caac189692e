"""From records to counts: the tasks, the counts of one system document by document, and adding them up.

Counting is additive: `Scorer`s that saw different documents can be added, so the workers of a cluster can each count a
shard. The order in which documents came changes nothing, to the last digit.
"""

from __future__ import annotations

import hashlib
import operator
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain
from struct import pack

import msgspec
import numpy as np

from ..annotations.labels import POLARITIES
from ..annotations.layers import LAYERS, Record
from ..corpus.finding import Finding
from . import inputs
from .counts import Count, Floats
from .diagnosis import Diagnosis
from .pairing import Pairs, Polarities, Read, judge
from .resample import Statistic, macro, micro
from .tasks import GIVEN, TASKS, chosen, figures_of
from .tasks import given as given_track
from .tasks.demands import share_of_vague
from .who import Both


@dataclass(frozen=True)
class Counted:
    """The counts of one system: per task an array (documents, figures, 4), None where not attempted.

    Documents are in order of their ids. `split` is a split's name, or ``own`` for gold that is none of the splits.
    `diagnosis` is there where the scorer was asked for one, of what was attempted; `warnings` tell what was odd in the
    files and refused nothing.
    """

    split: str
    docs: tuple[str, ...]
    tables: Mapping[str, Floats | None]
    classes: tuple[str, ...]
    missing: tuple[str, ...]
    data: str
    diagnosis: Diagnosis | None = None
    warnings: tuple[Finding, ...] = ()

    def column(self, task: str, names: Sequence[str]) -> Floats | None:
        """The counts of some figures of a task, shape (documents, len(names), 4)."""
        table = self.tables.get(task)
        if table is None:
            return None
        order = figures_of(task)
        return table[:, [order.index(name) for name in names], :]

    def headline(self, task: str) -> tuple[Floats | None, Statistic]:
        """Counts and statistic of a task's headline figure."""
        if task == GIVEN:
            return self.column(GIVEN, [f"given_{c}" for c in self.classes]), macro
        return self.column(task, [TASKS[task].headline]), micro

    @property
    def share_of_vague(self) -> float | None:
        """How much of the gold's demands is vague; None without demands, or where the task was not attempted."""
        table = self.tables.get("demands")
        if table is None:
            return None
        return share_of_vague(
            dict(zip(figures_of("demands"), map(Count._make, table.sum(axis=0).tolist()), strict=True))
        )


class Scorer:
    """Counts documents one by one; scorers of different documents add up with ``+``.

    What it keeps of a document is its counts (some 900 bytes), not its records. `diagnose` asks for a `Diagnosis`
    beside the counts, `keep` for every single error in it.
    """

    def __init__(self, tasks: Iterable[str] | None = None, *, diagnose: bool = False, keep: bool = False) -> None:
        self.tasks = chosen(tasks)
        self.diagnosis = Diagnosis(self.tasks, keep=keep) if diagnose or keep else None
        self.rows = bytearray()  # of doubles, for each document the four numbers of each figure of each task
        self.docs: list[str] = []
        self.seen: set[str] = set()
        self.digests: list[bytes] = []
        self.missing: list[str] = []
        self.layers: set[str] = set()
        self.classes: set[str] = set()
        self.given = False

    def add(self, gold: Record, pred: Record | None = None, given: Mapping[str, str] | None = None) -> None:
        """Count one document: its gold, the prediction (None is silence) and gold stance id -> predicted polarity.

        Raises `ValueError` where the prediction is of another document, or the document was counted before.
        """
        if gold.doc in self.seen:
            raise ValueError(f"{gold.doc!r} was counted before")
        if pred is not None and pred.doc != gold.doc:
            raise ValueError(f"a prediction of {pred.doc!r} cannot be counted against gold of {gold.doc!r}")
        both = Both(gold, pred or Record(doc=gold.doc))
        settled = {task: TASKS[task].settle(both) for task in self.tasks}
        numbers = chain.from_iterable([made.numbers for made in settled.values()])
        flat = [*chain.from_iterable(numbers), *chain.from_iterable(given_track.numbers(gold, given or {}))]
        self.rows += pack(f"{len(flat)}d", *flat)
        if self.diagnosis is not None:
            self.diagnosis.add(both, settled)
        self.given |= given is not None
        self.seen.add(gold.doc)
        self.docs.append(gold.doc)
        self.digests.append(digest(gold))
        if len(self.classes) < len(POLARITIES):
            self.classes |= {s.polarity for s in gold.stances or ()}
        if pred is None:
            self.missing.append(gold.doc)
        elif len(self.layers) < len(LAYERS):
            self.layers.update([layer for layer in LAYERS if getattr(pred, layer) is not None])

    def __add__(self, other: Scorer) -> Scorer:
        """Both scorers' documents together. Raises `ValueError` for documents that both counted, or for other tasks."""
        if self.tasks != other.tasks:
            raise ValueError("scorers of different tasks cannot be added")
        both = self.seen & other.seen
        if both:
            raise ValueError(f"counted by both scorers: {', '.join(sorted(both))}")
        total = Scorer(self.tasks)
        if self.diagnosis and other.diagnosis:
            total.diagnosis = self.diagnosis + other.diagnosis
        for name in ("docs", "digests", "missing"):
            setattr(total, name, getattr(self, name) + getattr(other, name))
        total.seen = self.seen | other.seen
        total.layers, total.classes = self.layers | other.layers, self.classes | other.classes
        total.given = self.given or other.given
        total.rows = self.rows + other.rows
        return total

    def counted(self, split: str = inputs.OWN) -> Counted:
        """The counts so far, documents in order of their ids."""
        order = sorted(range(len(self.docs)), key=self.docs.__getitem__)
        attempted = [task for task in self.tasks if self._attempted(task)]
        tables = dict.fromkeys(self.tasks) | {task: self._table(task, order) for task in attempted}
        tables[GIVEN] = self._table(GIVEN, order) if self.given else None
        return Counted(
            split=split,
            docs=tuple(self.docs[n] for n in order),
            tables=tables,
            classes=tuple(p for p in POLARITIES if p in self.classes),
            missing=tuple(sorted(self.missing)),
            data=_hash(self.digests),
            diagnosis=self.diagnosis and self.diagnosis.of(attempted),
        )

    def _table(self, task: str, order: Sequence[int]) -> Floats:
        figures, widths = figures_of(task), [len(figures_of(name)) for name in (*self.tasks, GIVEN)]
        begin = sum(widths[: (*self.tasks, GIVEN).index(task)])
        table = np.frombuffer(self.rows).reshape(len(self.docs), sum(widths), 4)[order, begin : begin + len(figures)]
        for name in () if task == GIVEN else TASKS[task].optional:
            counts = table[:, figures.index(name)]
            if not counts[:, 1].any():
                counts[:] = 0.0  # the system gives none anywhere: undefined, and no silence
        return table

    def _attempted(self, task: str) -> bool:
        """Whether the predictions have the layers; where there is no prediction at all, that is silence on every task."""
        silent = bool(self.docs) and len(self.missing) == len(self.docs)
        return silent or set(TASKS[task].needs) <= self.layers


def count(
    gold: inputs.Source,
    pred: inputs.Source,
    *,
    tasks: Iterable[str] | None = None,
    given: inputs.Source | None = None,
    diagnose: bool = False,
    keep: bool = False,
    jobs: int = 1,
) -> Counted:
    """The counts of one system on a split, or on gold of your own; `diagnose` and `keep` as for `Scorer`.

    With `jobs` above 1, as many processes each count a shard of the documents, where each of them can read both sides
    (files, splits). Raises `BadInput` with every fault.
    """
    empty = Scorer(tasks, diagnose=diagnose, keep=keep)
    parts = inputs.parts((gold, pred) if given is None else (gold, pred, given), jobs)
    if len(parts) == 1:
        shards = [_shard(gold, pred, given, empty, parts[0])]
    else:
        with ProcessPoolExecutor(len(parts)) as pool:
            shards = list(pool.map(_shard, *zip(*((gold, pred, given, empty, part) for part in parts), strict=True)))
    warnings = judge(chain.from_iterable(reads for _, reads in shards), inputs.split_of(gold))
    counted = reduce(operator.add, (scorer for scorer, _ in shards)).counted(inputs.split_of(gold) or inputs.OWN)
    return replace(counted, warnings=warnings)


def _shard(
    gold: inputs.Source, pred: inputs.Source, given: inputs.Source | None, scorer: Scorer, part: inputs.Part
) -> tuple[Scorer, list[Read]]:
    """One part of the documents counted, and what was found in reading each source."""
    said = None if given is None else Polarities(given, part)
    pairs = Pairs(gold, pred, part)
    for ours, theirs in pairs:
        scorer.add(ours, theirs, None if said is None else said.of(ours))
    return scorer, [pairs.read()] if said is None else [pairs.read(), said.read()]


def data_hash(gold: Iterable[Record]) -> str:
    """Hash of the gold over records, not bytes: order of documents and of keys, quotes and names change nothing."""
    return _hash(digest(record) for record in gold)


def _hash(digests: Iterable[bytes]) -> str:
    return hashlib.sha256(b"".join(sorted(digests))).hexdigest()[:12]


def digest(record: Record) -> bytes:
    """What the labels and offsets of one record hash to."""
    layers = [
        record.doc,
        [[e.id, e.type, e.principal, [(m.start, m.end) for m in e.mentions]] for e in record.entities or ()],
        [
            [d.id, d.start, d.end, d.direction, d.issue, d.issuers, d.addressees, d.vague, d.same_as]
            for d in record.demands or ()
        ],
        [[o.id, o.start, o.end, o.kind] for o in record.outcomes or ()],
        [[g.id, g.start, g.end, g.demand, g.outcome] for g in record.gates or ()],
        [[s.id, s.start, s.end, s.holder, s.target, s.polarity] for s in record.stances or ()],
        record.conflicts or (),
    ]
    return hashlib.sha256(msgspec.json.encode(layers)).digest()

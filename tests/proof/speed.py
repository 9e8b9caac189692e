"""Speed and memory: ours and the peers on the same made-up documents, each in a process of its own, medians of runs.

What is timed is the scoring of spans already in memory, but for the whole `parley score`, which reads both files, checks
them and resamples 1,000 times, in one process and in two; beside it stands the bare decoding of the same two files.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from parleybench.annotations.checks import check_file, documents_of
from parleybench.annotations.layers import Record
from parleybench.annotations.span import Span
from parleybench.corpus.finding import refuse
from parleybench.corpus.jsonl import decoder, write
from parleybench.eval.match import match
from parleybench.eval.score import score

from . import peers, synthetic

BLOCK = "speed"
HEADER = ("what", "who", "documents", "seconds", "CPU", "ratio", "peak MB")
ROUNDS = 1000
HOME = Path(__file__).resolve().parents[1]
CURVE = (1_000, 3_000, 10_000, 30_000, 100_000)


class Measured(NamedTuple):
    """Median seconds of the runs, the CPU seconds of all processes in them, and peak memory in MB, input included."""

    seconds: float
    cpu: float
    peak: float


class Job(NamedTuple):
    """Something to measure: `ratio_to` names the job whose seconds its own are given in."""

    what: str
    who: str
    ratio_to: str
    run: Callable[[Any], object]
    load: Callable[[Path, Path], Any]


def docs(gold: Path, pred: Path) -> list[peers.Doc]:
    """Every span of both files with its layer for a label."""
    return [peers.Doc(*sides) for sides in zip(_spans(gold), _spans(pred), strict=True)]


def _spans(path: Path) -> Iterator[list[peers.Labelled]]:
    decode = decoder(Record)
    with open(path, "rb") as file:
        for line in file:
            yield [(*span.span, layer) for layer, _, span in decode(line).spans() if span.start is not None]


def paths(gold: Path, pred: Path) -> tuple[Path, Path]:
    return gold, pred


def decode_both(files: tuple[Path, ...]) -> None:
    """The bare decoding of the files, record by record."""
    decode = decoder(Record)
    for path in files:
        with open(path, "rb") as file:
            for line in file:
                decode(line)


def alone(gold: Path, pred: Path) -> tuple[Path, set[str]]:
    """The prediction, and the documents that are known from the gold."""
    return pred, documents_of(gold)


def decode_one(given: tuple[Path, set[str]]) -> None:
    decode_both(given[:1])


def check_one(given: tuple[Path, set[str]]) -> None:
    """The prediction checked. Raises `BadInput` where it finds anything."""
    refuse(check_file(given[0], known=given[1]))


def whole(files: tuple[Path, Path]) -> object:
    return score(*files, rounds=ROUNDS)


def shared(files: tuple[Path, Path]) -> object:
    return score(*files, rounds=ROUNDS, jobs=2)


def ours_exact(docs: list[peers.Doc]) -> float:
    hits = sum((Counter(doc.pred) & Counter(doc.gold)).total() for doc in docs)
    return 2 * hits / sum(len(doc.pred) + len(doc.gold) for doc in docs)


def ours_overlap(docs: list[peers.Doc]) -> float:
    total = 0.0
    for doc in docs:
        pred, gold = ([Span(start, end) for start, end, _ in side] for side in (doc.pred, doc.gold))
        total += sum(iou for _, _, iou in match(pred, gold))
    return total


def iou(pred: peers.Labelled, gold: peers.Labelled) -> float:
    """The weight that metametric is given: the IoU of eligible spans."""
    value = Span(*pred[:2]).iou(Span(*gold[:2]))
    return value if value >= 0.5 else 0.0


def their_overlap(docs: list[peers.Doc]) -> float:
    return peers.metametric_overlap(docs, iou)


JOBS = {
    "exact": Job("exact spans", "parleybench", "exact", ours_exact, docs),
    "exact-metametric": Job("exact spans", "metametric", "exact", peers.metametric_exact, docs),
    "exact-nervaluate": Job("exact spans", "nervaluate", "exact", peers.nervaluate, docs),
    "exact-seqeval": Job("exact spans", "seqeval", "exact", peers.seqeval, docs),
    "overlap": Job("optimal overlap matching", "parleybench", "overlap", ours_overlap, docs),
    "overlap-metametric": Job("optimal overlap matching", "metametric", "overlap", their_overlap, docs),
    "decode-one": Job("one file decoded", "msgspec", "decode-one", decode_one, alone),
    "check": Job("the whole `parley check` of one file", "parleybench", "decode-one", check_one, alone),
    "decode": Job("both files decoded", "msgspec", "decode", decode_both, paths),
    "whole": Job(f"the whole `parley score`, {ROUNDS} resamples", "parleybench", "decode", whole, paths),
    "shared": Job("the same with `--jobs 2`", "parleybench", "decode", shared, paths),
}


def table(documents: int = 10_000, repeats: int = 5, curve: tuple[int, ...] = CURVE) -> list[tuple[str, ...]]:
    """Rows of the table: every job on one set of documents, then the whole scorer on growing sets."""
    with tempfile.TemporaryDirectory() as folder:
        files = _made(Path(folder), documents)
        found = {name: measured(name, *files, repeats) for name in JOBS}
        rows = [_row(JOBS[name], documents, found[name], found[JOBS[name].ratio_to].seconds) for name in JOBS]
        for size in curve:
            files = _made(Path(folder), size)
            base = measured("decode", *files, 1)
            rows += [_row(JOBS[name], size, measured(name, *files, 1), base.seconds) for name in ("whole", "shared")]
    return rows


def _made(folder: Path, documents: int) -> tuple[Path, Path]:
    gold, pred = folder / f"gold-{documents}.jsonl", folder / f"pred-{documents}.jsonl"
    if not gold.exists():
        write(gold, synthetic.golds(documents))
        write(pred, synthetic.erring(synthetic.golds(documents)))
    return gold, pred


def _row(job: Job, documents: int, found: Measured, base: float) -> tuple[str, ...]:
    ratio = f"{found.seconds / base:.1f}"
    return job.what, job.who, f"{documents:,}", f"{found.seconds:.2f}", f"{found.cpu:.2f}", ratio, f"{found.peak:.0f}"


def measured(name: str, gold: Path, pred: Path, repeats: int) -> Measured:
    """One job in a process of its own. Raises `CalledProcessError` where it fails."""
    command = [sys.executable, "-m", __name__, name, str(gold), str(pred), str(repeats)]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=HOME).stdout
    return Measured(*json.loads(said.splitlines()[-1]))


def main(name: str, gold: str, pred: str, repeats: str) -> None:
    """Measure one job in this process and print ``[seconds, CPU seconds, peak MB]``."""
    job = JOBS[name]
    given, seconds, cpu = job.load(Path(gold), Path(pred)), [], []
    for _ in range(int(repeats)):
        began, spent = time.perf_counter(), _spent()
        job.run(given)
        seconds.append(time.perf_counter() - began)
        cpu.append(_spent() - spent)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([statistics.median(seconds), statistics.median(cpu), peak]))


def _spent() -> float:
    """CPU seconds so far of this process and of those that it waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""What scoring gives: typed, printable, indexed by task, written and read back with its bounds checked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec
import numpy as np

from ..annotations.labels import POLARITIES
from ..corpus.diagnose import decoder, diagnose
from ..corpus.files import atomic
from ..corpus.finding import BadInput, Finding
from ..corpus.repeats import repeated
from .counts import Figure, Floats, Share
from .scorer import Counted
from .signature import Signature
from .tasks import GIVEN, TASKS, figures_of

if TYPE_CHECKING:
    import pandas

T = TypeVar("T")
Interval = tuple[Share, Share]
Number = Annotated[float, msgspec.Meta(ge=0.0, le=1e9)]
"""How many of something: no more than a thousand million."""
Whole = Annotated[int, msgspec.Meta(ge=0, le=10**9)]
Counts = tuple[Number, Number, Number, Number]
"""``(hit_p, predicted, hit_r, gold)`` of one figure in one document."""
OPTIONAL = ("share_of_vague", "slices", "confusions", "losses", "docs", "counts")
NUMBERS = re.compile(r"\[\n[-+\d.eE,\s\[\]]*\]")
"""A list of numbers in indented JSON; no string holds a line end, so nothing else looks like one."""


class TaskResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One task's headline figure with its 95% intervals, and the figures beside it.

    None stands where something is undefined (nothing was there and nothing predicted), never NaN; and everywhere where
    the system did not attempt the task. `interval` resamples documents; `interval_conflicts` whole conflicts, where the
    data have at least ten.
    """

    precision: Share | None
    recall: Share | None
    f1: Share | None
    interval: Interval | None = None
    interval_conflicts: Interval | None = None
    variants: dict[str, Figure] = {}
    attempted: bool = True

    def __str__(self) -> str:
        """F1 and its interval in hundredths."""
        if not self.attempted:
            return "not attempted"
        if self.f1 is None:
            return "–"
        spread = "" if self.interval is None else " [{:.0f}, {:.0f}]".format(*(100 * end for end in self.interval))
        return f"{100 * self.f1:.1f}{spread}"


SILENT = TaskResult(None, None, None, attempted=False)


class Result(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One system scored on one set of gold; ``result["demands"].f1`` is a headline, ``print(result)`` shows all.

    `tasks` holds None where nothing of a task was attempted; ``result[task]`` gives a `TaskResult` that says so.
    `share_of_vague` says how much of the gold's demands is vague; `slices` holds by -> value -> figures, `confusions` attribute -> gold label -> predicted label -> number, `losses`
    task -> kind of error -> what it adds to FP + FN. On a split, `counts` holds task -> figure -> the counts of each
    document in the order of `docs`: all the rest is made of them, and results are compared without the predictions.
    """

    signature: str
    split: str
    documents: Whole
    missing: list[str]
    tasks: dict[str, TaskResult | None]
    share_of_vague: Share | None = None
    slices: dict[str, dict[str, dict[str, Number | None]]] = {}
    confusions: dict[str, dict[str, dict[str, Whole]]] = {}
    losses: dict[str, dict[str, Number]] = {}
    docs: list[str] = []
    counts: dict[str, dict[str, list[Counts]]] = {}

    def __getitem__(self, task: str) -> TaskResult:
        if task not in self.tasks:
            raise KeyError(f"no task {task!r} in this result; its tasks are {', '.join(self.tasks)}")
        return self.tasks[task] or SILENT

    def __str__(self) -> str:
        from .page.tables import result

        return result(self)

    def figures(self) -> Iterator[tuple[str, str, TaskResult | Figure]]:
        """Every figure as (task, figure, precision, recall and F1), the headlines first; none of what was not attempted."""
        for name in self.tasks:
            task = self[name]
            if task.attempted:
                yield name, "headline", task
            yield from ((name, variant, figure) for variant, figure in task.variants.items())

    def to_dict(self) -> dict[str, Any]:
        """The object that ``parley score --json`` prints: plain lists, dicts, strings and numbers."""
        plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        plain["counts"] = _whole(plain["counts"])
        return {key: value for key, value in plain.items() if value or key not in OPTIONAL}

    def to_json(self) -> str:
        """The same as text, a list of numbers on a line."""
        text = json.dumps(self.to_dict(), indent=1, ensure_ascii=False)
        return NUMBERS.sub(lambda found: re.sub(r"\s+", "", found[0]), text)

    def to_frame(self) -> pandas.DataFrame:
        """A row for each figure: task, figure, precision, recall, f1, low, high (the headline's interval)."""
        import pandas

        columns = ("task", "figure", "precision", "recall", "f1", "low", "high")
        rows = [
            (task, name, f.precision, f.recall, f.f1, *(getattr(f, "interval", None) or (None, None)))
            for task, name, f in self.figures()
        ]
        return pandas.DataFrame(rows, columns=columns)

    def write(self, path: str | Path) -> None:
        """Write the result as JSON, whole or not at all."""
        with atomic(path) as file:
            file.write(self.to_json() + "\n")

    def counted(self) -> Counted:
        """The counts that the result was made of. Raises `ValueError` where it holds none that fit its tasks."""
        faults = list(shape_faults(self))
        if faults:
            raise ValueError("; ".join(f"{field}: {message}" for field, message in faults))
        tables = {task: _table(self.counts.get(task), task) for task in (*self.tasks, GIVEN)}
        return Counted(
            split=self.split,
            docs=tuple(self.docs),
            tables=tables,
            classes=_classes(tables),
            missing=tuple(self.missing),
            data=Signature.parse(self.signature).data,
        )


def shape_faults(result: Result) -> Iterator[tuple[str, str]]:
    """What in a result's counts is not of its tasks, figures and documents, as (field, message)."""
    for task in sorted(result.counts.keys() - {*TASKS, GIVEN}):
        yield "counts", f"holds {task!r}, which is none of the tasks"
    for task in (*TASKS, GIVEN):
        figures = result.counts.get(task)
        if figures is None:
            continue
        if set(figures) != set(figures_of(task)):
            yield f"counts.{task}", f"its figures are {', '.join(figures)}, and not {', '.join(figures_of(task))}"
        for name, rows in figures.items():
            if len(rows) != len(result.docs):
                yield f"counts.{task}.{name}", f"counts {len(rows)} documents; `docs` names {len(result.docs)}"
            for n, (hit_p, predicted, hit_r, gold) in enumerate(rows):
                if hit_p > predicted or hit_r > gold:
                    yield f"counts.{task}.{name}[{n}]", "hits more than there are"


def _table(figures: dict[str, list[Counts]] | None, task: str) -> Floats | None:
    """The count table of one task, shape (documents, figures, 4)."""
    if figures is None:
        return None
    return np.array([figures[name] for name in figures_of(task)]).reshape(len(figures), -1, 4).transpose(1, 0, 2)


def _classes(tables: dict[str, Floats | None]) -> tuple[str, ...]:
    """The polarities that the gold has: those of which some document counts one."""
    for task, prefix in (("stance", ""), (GIVEN, "given_")):
        table = tables.get(task)
        if table is not None:
            gold = dict(zip(figures_of(task), table[..., 3].sum(axis=0), strict=True))
            return tuple(polarity for polarity in POLARITIES if gold[prefix + polarity])
    return ()


def _whole(value: Any) -> Any:
    """Counts with whole numbers written as such."""
    if isinstance(value, dict):
        return {key: _whole(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_whole(part) for part in value]
    return int(value) if value == int(value) else value


def read(path: str | Path) -> Result:
    """The result in a file. Raises `BadInput` with every fault of its shape and bounds, each with its field."""
    return decoded(path, Result)


def decoded(path: str | Path, kind: type[T]) -> T:
    """The one JSON object in a file. Raises `BadInput` with every fault, each with its line."""
    text = b""
    try:
        text = Path(path).read_bytes()
        record: T = decoder(kind)(text)  # type: ignore[arg-type]
        twice = repeated(text, record)
    except OSError as error:
        raise BadInput([Finding(str(path), 0, "file", error.strerror or str(error))]) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        told = diagnose(text, kind)
        raise BadInput(Finding(str(path), _line(text, said), rule, said) for rule, said, _ in told) from None
    if twice:
        raise BadInput(Finding(str(path), 0, "key-twice", f"`{key}` stands twice in one object") for key in twice)
    return record


def _line(text: bytes, message: str) -> int:
    """The line of the field that a message is about, 1 where it names none that is there."""
    named = re.match(r"\$\.(\w+)", message) or re.search(r"unknown field `(.*)`$", message)
    at = text.find(f'"{named[1]}"'.encode("utf-8", "replace")) if named else -1
    return text.count(b"\n", 0, max(at, 0)) + 1

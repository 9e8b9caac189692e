"""Fetches the real texts for the user, verifies them, and keeps them in the user's cache folder, nowhere else."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from platformdirs import user_cache_path

from .document import Pointer, sha256
from .fetching import Limits, Unwritable, writing
from .files import atomic
from .finding import BadInput, Finding
from .jsonl import Row, scan
from .normalise import Range, excerpted, normalise
from .places import CONTENT, Place, content_id, kind_of, place, stray, where

TEXTS = Path(str(files("parleybench.corpus").joinpath("texts")))
REPOSITORY = "https://raw.githubusercontent.com"
ARCHIVE = f"https://archive.softwareheritage.org/api/1/content/sha1_git:{CONTENT}/raw/"
"""Keeps what public repositories held, by content id, when they are gone; it answers some hundred requests an hour."""
LIMITS = Limits()


class Text(msgspec.Struct, frozen=True):
    """A normalised text as a file may hand it over; other fields are passed over."""

    id: str
    text: str


def home() -> Path:
    """The cache folder: ``$PARLEYBENCH_CACHE``, else ``parleybench`` among the user's caches.

    Raises `OSError` where the environment tells of neither.
    """
    own = os.environ.get("PARLEYBENCH_CACHE")
    try:
        return (Path(own) if own else user_cache_path("parleybench", appauthor=False)).expanduser()
    except RuntimeError as error:
        raise FileNotFoundError("no home folder to keep texts in: set PARLEYBENCH_CACHE to a folder") from error


def cached(pointer: Pointer) -> str | None:
    """The verified text of a pointer, or None where it was not fetched (or was altered since)."""
    try:
        path = home() / "texts" / f"{pointer.sha256}.txt"
        seen = path.stat()
        return _read(path, (seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns), pointer.sha256)
    except (OSError, ValueError):
        return None


@cache
def _read(path: Path, stamp: tuple[int, ...], digest: str) -> str:
    """The text, read and hashed again whenever the file's stamp is another.

    An alteration that leaves even the time of change as it was goes unseen, and does no harm: what is remembered is the
    text that was verified. A failure is raised, never remembered.
    """
    text = path.read_bytes().decode("utf-8")
    if sha256(text) != digest:
        raise ValueError("altered")
    return text


def keep(pointer: Pointer, text: str) -> None:
    """Store a text. Raises `ValueError` where it does not hash to what the pointer says, `Unwritable` on a full disk."""
    if sha256(text) != pointer.sha256:
        raise ValueError(_unlike(pointer, text))
    with writing(), atomic(home() / "texts" / f"{pointer.sha256}.txt") as file:
        file.write(text)


def _unlike(pointer: Pointer, text: str) -> str:
    return f"the text's sha256 is {sha256(text)[:12]}…, the pointer's {pointer.sha256[:12]}…"


class Incomplete(BadInput):
    """Texts that could not be had, and beside them how many `came` from which address."""

    def __init__(self, findings: Iterable[Finding], came: Counter[str]) -> None:
        super().__init__(findings)
        self.came = came


def fetch(
    pointers: Iterable[Pointer], addresses: Sequence[str] = (REPOSITORY, ARCHIVE), limits: Limits = LIMITS
) -> Counter[str]:
    """Fetch, normalise, verify and keep every text that is not yet here; returns how many came from which address.

    Addresses are asked in their order until a text is had: folders or URLs laid out as ``<repository>/<commit>/<path>``,
    or URLs with ``{blob}`` for a file's content id. A raw file that several texts share comes once; a broken download
    goes on where it stopped, in this run or the next; runs side by side share the work. Raises `BadInput` with a finding
    for each text that could not be had, after all others were; a cache that cannot be written ends it at once.
    """
    faults: list[Finding] = []
    groups: dict[str, list[Pointer]] = {}
    for pointer in pointers:
        if stray(pointer):
            faults.append(Finding(where(pointer), 0, "pointer", "names that may lead out of the folder", pointer.id))
        elif cached(pointer) is None:
            groups.setdefault(where(pointer), []).append(pointer)
    came: Counter[str] = Counter()
    with _cache_faults(faults):
        with writing():
            places = [place(address, home() / "raw", limits) for address in addresses]
        for group in _progress(groups.values()):
            faults += _obtain(group, places, limits.deadline, came)
    if faults:
        raise Incomplete(faults, +came)
    return +came


@contextmanager
def _cache_faults(faults: list[Finding]) -> Iterator[None]:
    """Raises `BadInput` with `faults` and one more where the cache cannot be written."""
    try:
        yield
    except Unwritable as error:
        folder = os.environ.get("PARLEYBENCH_CACHE") or "the user's cache folder"
        raise BadInput([*faults, Finding(folder, 0, "cache", f"cannot be written: {error}")]) from error


def _progress(groups: Iterable[list[Pointer]]) -> Iterable[list[Pointer]]:
    from tqdm import tqdm

    yield from tqdm(list(groups), desc="real texts", unit="file", disable=None)  # None: a bar on a terminal alone


Fault = tuple[str, str]
"""A rule and a message."""


def _obtain(group: list[Pointer], places: Sequence[Place], patience: float, came: Counter[str]) -> Iterator[Finding]:
    """Keep the texts of one raw file, each from the first place that has it; gives what is wrong with the others."""
    name, left = where(group[0]), group
    faults: dict[str, list[Fault]] = {pointer.id: [] for pointer in group}
    try:
        with _alone(name, patience * len(places)):
            left = [pointer for pointer in group if cached(pointer) is None]  # another run may have been faster
            for source in places:
                wrong = _ask(left, source) if left else {}
                came[source.address] += len(left) - len(wrong)
                left = [pointer for pointer in left if pointer.id in wrong]
                for doc, (rule, message) in wrong.items():
                    faults[doc].append((rule, f"{called(source.address)}: {message}" if len(places) > 1 else message))
    except OSError as error:
        faults = {pointer.id: [("fetch", str(error)[:300])] for pointer in left}
    for pointer in left:
        rules, messages = zip(*faults[pointer.id], strict=True)
        rule = "hash" if "hash" in rules else "fetch"
        yield Finding(name, 0, rule, "; ".join(messages), pointer.id)


def _ask(left: list[Pointer], source: Place) -> dict[str, Fault]:
    """Keep what a place has of the texts of one raw file: document -> what is wrong with each of the others."""
    try:
        raw = source.read(left[0])
    except (OSError, ValueError) as error:
        return dict.fromkeys((pointer.id for pointer in left), ("fetch", str(error)[:300]))
    faults: dict[str, Fault] = {}
    for pointer in left:
        try:
            keep(pointer, _text(pointer, raw))
        except ValueError as error:
            faults[pointer.id] = ("hash", f"{error}; what came is {kind_of(raw)}")
    return faults


def _text(pointer: Pointer, raw: bytes) -> str:
    """The text of a pointer. Raises `ValueError` where the raw file is not its, or does not hold it."""
    if pointer.blob not in (None, content_id(raw)):
        raise ValueError(f"the raw file's content id is {content_id(raw)[:12]}…, the pointer's {pointer.blob[:12]}…")
    return normalise(pointer.norm, raw, pointer.record, pointer.paragraphs)


def called(address: str) -> str:
    """How messages name a place: by the host of a URL, by the folder itself."""
    return urlsplit(address).netloc if "://" in address else address


@contextmanager
def _alone(name: str, patience: float) -> Iterator[None]:
    """One process a raw file. The lock falls with its holder, so that what a killed run left is taken up by the next."""
    from filelock import FileLock, Timeout

    try:
        file = home() / "raw" / f"{hashlib.sha256(name.encode()).hexdigest()}.lock"
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(file, timeout=patience)
        lock.acquire()
    except Timeout as error:
        raise TimeoutError(f"another run has been at it for {patience:g} s") from error
    except OSError as error:
        raise Unwritable(error.strerror or str(error)) from error
    try:
        yield
    finally:
        lock.release()


def take(pointers: Iterable[Pointer], paths: Iterable[str | Path]) -> int:
    """Keep texts that are already normalised: JSONL files of objects with `id` and `text`; returns how many were kept.

    A text is known by its hash, whatever its `id`; a whole one serves the pointers to excerpts of it. Raises `BadInput`
    where one has the id of a pointer and holds no text of ours.
    """
    known = list(pointers)
    ids, by_hash = {p.id: p for p in known}, {p.sha256: p for p in known}
    ranges = {p.paragraphs for p in known if p.paragraphs}
    faults: list[Finding] = []
    kept = 0
    with _cache_faults(faults):
        for row in _rows(paths, faults):
            made = {sha256(text): text for text in _excerpts(row.record.text, ranges)}
            for digest in made.keys() & by_hash.keys():
                keep(by_hash[digest], made[digest])
                kept += 1
            if row.record.id in ids and not made.keys() & by_hash.keys():
                said = _unlike(ids[row.record.id], row.record.text)
                faults.append(Finding(row.path, row.line, "hash", said, row.record.id))
    if faults:
        raise BadInput(faults)
    return kept


def _excerpts(text: str, ranges: Iterable[Range]) -> Iterator[str]:
    """The text, and each of these ranges of its paragraphs that it has."""
    yield text
    for one in ranges:
        with suppress(ValueError):
            yield excerpted(text, one)


def _rows(paths: Iterable[str | Path], faults: list[Finding]) -> Iterator[Row[Text]]:
    for path in paths:
        rows, bad = scan(path, Text)
        faults += bad
        yield from rows

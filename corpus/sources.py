"""Fetches the real texts for the user, verifies them, and keeps them in the user's cache folder, nowhere else."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
from platformdirs import user_cache_path

from .document import Pointer, sha256
from .fetching import Limits, Place, Unwritable, place, stray, where, writing
from .files import atomic
from .finding import BadInput, Finding
from .jsonl import Row, scan
from .normalise import normalise

TEXTS = Path(str(files("parleybench.corpus").joinpath("texts")))
MIRROR = "https://raw.githubusercontent.com"
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
        raise ValueError(f"the text's sha256 is {sha256(text)[:12]}…, the pointer's {pointer.sha256[:12]}…")
    with writing(), atomic(home() / "texts" / f"{pointer.sha256}.txt") as file:
        file.write(text)


def fetch(pointers: Iterable[Pointer], mirror: str = MIRROR, limits: Limits = LIMITS) -> int:
    """Fetch, normalise, verify and keep every text that is not yet here; returns how many were new.

    `mirror` is a folder or a URL laid out as ``<repository>/<commit>/<path>``. A raw file that several texts share
    comes once; a broken download goes on where it stopped, in this run or the next; runs side by side share the work.
    Raises `BadInput` with a finding for each text that could not be had, after all others were; a cache that cannot be
    written ends it at once.
    """
    faults: list[Finding] = []
    groups: dict[str, list[Pointer]] = {}
    for pointer in pointers:
        if stray(pointer):
            faults.append(Finding(where(pointer), 0, "pointer", "names that may lead out of the folder", pointer.id))
        elif cached(pointer) is None:
            groups.setdefault(where(pointer), []).append(pointer)
    new = 0
    with _cache_faults(faults):
        with writing():
            source = place(mirror, home() / "raw", limits)
        for group in _progress(groups.values()):
            kept, bad = _obtain(group, source, limits.deadline)
            new += kept
            faults += bad
    if faults:
        raise BadInput(faults)
    return new


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


def _obtain(group: list[Pointer], source: Place, patience: float) -> tuple[int, list[Finding]]:
    """How many texts of one raw file were kept, and what is wrong with the others."""
    name = where(group[0])
    try:
        with _alone(name, patience):
            group = [pointer for pointer in group if cached(pointer) is None]  # another run may have been faster
            bad = list(_take(group, source(group[0]), name)) if group else []
    except (OSError, ValueError) as error:
        bad = [Finding(name, 0, "fetch", str(error)[:300], pointer.id) for pointer in group]
    return len(group) - len(bad), bad


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


def _take(group: list[Pointer], raw: bytes, name: str) -> Iterator[Finding]:
    for pointer in group:
        try:
            keep(pointer, normalise(pointer.norm, raw, pointer.record))
        except ValueError as error:
            yield Finding(name, 0, "hash", f"{error}; what came is {_kind(raw)}", pointer.id)


def _kind(raw: bytes) -> str:
    """What a raw file looks like that does not hold its text."""
    start = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    size = f"{len(raw)} bytes"
    if start.startswith(b"version https://git-lfs"):
        return f"a Git LFS pointer in place of the file ({size})"
    if start.startswith((b"<!doctype html", b"<html")):
        return f"an HTML page ({size})"
    if start.startswith(b"\x1f\x8b"):
        return f"gzip data ({size})"
    return size if raw else "empty"


def take(pointers: Iterable[Pointer], paths: Iterable[str | Path]) -> int:
    """Keep texts that are already normalised: JSONL files of objects with `id` and `text`; returns how many were kept.

    Raises `BadInput` where a text does not hash to what its pointer says.
    """
    known = {pointer.id: pointer for pointer in pointers}
    faults: list[Finding] = []
    kept = 0
    with _cache_faults(faults):
        for row in _rows(paths, faults):
            try:
                if row.record.id in known:
                    keep(known[row.record.id], row.record.text)
                    kept += 1
            except ValueError as error:
                faults.append(Finding(row.path, row.line, "hash", str(error), row.record.id))
    if faults:
        raise BadInput(faults)
    return kept


def _rows(paths: Iterable[str | Path], faults: list[Finding]) -> Iterator[Row[Text]]:
    for path in paths:
        rows, bad = scan(path, Text)
        faults += bad
        yield from rows

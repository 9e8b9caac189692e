"""Fetches the real texts for the user, verifies them, and keeps them in the user's cache folder, nowhere else."""

from __future__ import annotations

import hashlib
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator
from functools import cache
from http.client import HTTPException
from importlib.resources import files
from pathlib import Path

import msgspec

from .document import Pointer, sha256
from .files import atomic
from .finding import BadInput, Finding
from .jsonl import scan
from .normalise import normalise

TEXTS = Path(str(files("parleybench.corpus").joinpath("texts")))
MIRROR = "https://raw.githubusercontent.com"
MAX_BYTES = 256 * 1024 * 1024
CHUNK = 64 * 1024
TRIES = 4
TIMEOUT = 30


Group = tuple[tuple[str, str, str], list[Pointer]]


class Text(msgspec.Struct, frozen=True):
    """A normalised text as a file may hand it over; other fields are passed over."""

    id: str
    text: str


def home() -> Path:
    """The cache folder: ``$PARLEYBENCH_CACHE``, else ``parleybench`` in the user's cache folder."""
    own = os.environ.get("PARLEYBENCH_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(own) if own else Path(base) / "parleybench"


def cached(pointer: Pointer) -> str | None:
    """The verified text of a pointer, or None where it was not fetched (or was altered since)."""
    return _cached(home() / "texts" / f"{pointer.sha256}.txt", pointer.sha256)


@cache
def _read(path: Path, stamp: int, digest: str) -> str | None:
    text = path.read_bytes().decode("utf-8")
    return text if sha256(text) == digest else None


def _cached(path: Path, digest: str) -> str | None:
    try:
        return _read(path, path.stat().st_mtime_ns, digest)
    except (OSError, UnicodeDecodeError):
        return None


def keep(pointer: Pointer, text: str) -> None:
    """Store a text. Raises `ValueError` where it does not hash to what the pointer says."""
    if sha256(text) != pointer.sha256:
        raise ValueError(f"the text's sha256 is {sha256(text)[:12]}…, the pointer's {pointer.sha256[:12]}…")
    with atomic(home() / "texts" / f"{pointer.sha256}.txt") as file:
        file.write(text)


def fetch(pointers: Iterable[Pointer], mirror: str = MIRROR) -> int:
    """Fetch, normalise, verify and keep every text that is not yet here; returns how many were new.

    `mirror` is a folder or a URL laid out as ``<repository>/<commit>/<path>``. A raw file that several texts share
    comes once; a broken download goes on where it stopped, in this run or the next.
    Raises `BadInput` with a finding for each text that could not be had, after all others were.
    """
    groups: dict[tuple[str, str, str], list[Pointer]] = {}
    for pointer in pointers:
        if cached(pointer) is None:
            groups.setdefault((pointer.source_repo, pointer.commit, pointer.path), []).append(pointer)
    faults: list[Finding] = []
    new = 0
    for place, group in _progress(list(groups.items())):
        where = "/".join(place)
        try:
            raw = _raw(where, mirror)
        except (OSError, HTTPException, ValueError) as error:
            faults += (Finding(where, 0, "fetch", str(error), pointer.id) for pointer in group)
            continue
        bad = list(_take(group, raw, where))
        new += len(group) - len(bad)
        faults += bad
    if faults:
        raise BadInput(faults)
    return new


def _progress(groups: list[Group]) -> Iterable[Group]:
    from tqdm import tqdm

    yield from tqdm(groups, desc="real texts", unit="file", disable=None)  # None: a bar on a terminal, none in a pipe


def _take(group: list[Pointer], raw: bytes, where: str) -> Iterator[Finding]:
    for pointer in group:
        try:
            keep(pointer, normalise(pointer.norm, raw, pointer.record))
        except ValueError as error:
            yield Finding(where, 0, "hash", str(error), pointer.id)


def _raw(where: str, mirror: str) -> bytes:
    """The bytes of one raw file, from a folder or over HTTP."""
    if "://" not in mirror:
        return (Path(mirror) / where).read_bytes()
    part = home() / "raw" / hashlib.sha256(where.encode()).hexdigest()
    part.parent.mkdir(parents=True, exist_ok=True)
    url = f"{mirror.rstrip('/')}/{urllib.parse.quote(where)}"
    for left in reversed(range(TRIES)):
        try:
            _download(url, part)
            break
        except urllib.error.HTTPError:
            part.unlink(missing_ok=True)
            raise
        except (OSError, HTTPException):
            if not left:
                raise
    raw = part.read_bytes()
    part.unlink()
    return raw


def _download(url: str, part: Path) -> None:
    """Append what is missing of `url` to `part`. Raises `OSError` where the connection broke before the end."""
    have = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        resumed = answer.status == 206
        expected = int(answer.headers.get("Content-Length") or 0) + (have if resumed else 0)
        with open(part, "ab" if resumed else "wb") as file:
            while chunk := answer.read(CHUNK):
                file.write(chunk)
                if file.tell() > MAX_BYTES:
                    raise ValueError(f"larger than {MAX_BYTES} bytes")
    if part.stat().st_size < expected:
        raise ConnectionError(f"the connection broke after {part.stat().st_size} of {expected} bytes")


def take(pointers: Iterable[Pointer], paths: Iterable[str | Path]) -> int:
    """Keep texts that are already normalised: JSONL files of objects with `id` and `text`; returns how many were kept.

    Raises `BadInput` where a text does not hash to what its pointer says.
    """
    known = {pointer.id: pointer for pointer in pointers}
    faults: list[Finding] = []
    kept = 0
    for path in paths:
        rows, bad = scan(path, Text)
        faults += bad
        for row in rows:
            if row.record.id in known:
                try:
                    keep(known[row.record.id], row.record.text)
                    kept += 1
                except ValueError as error:
                    faults.append(Finding(row.path, row.line, "hash", str(error), row.record.id))
    if faults:
        raise BadInput(faults)
    return kept

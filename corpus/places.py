"""Where raw files lie: a folder, a server laid out by repository, or an archive that keeps files by their content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

from .document import Pointer
from .fetching import Closed, Limits, Refused, download
from .finding import BadInput, Finding

CONTENT = "{blob}"
"""Stands for a pointer's content id in the address of an archive that keeps files by it."""


def where(pointer: Pointer) -> str:
    """``<repository>/<commit>/<path>``, as any place is laid out."""
    return f"{pointer.source_repo}/{pointer.commit}/{pointer.path}"


def stray(pointer: Pointer) -> bool:
    """Whether its names could lead out of the folder that they are looked up in."""
    repository = re.fullmatch(r"[\w.-]+/[\w.-]+", pointer.source_repo, re.A)
    content = pointer.blob is None or re.fullmatch(r"[0-9a-f]{40}", pointer.blob)
    parts = [*pointer.source_repo.split("/"), *pointer.path.split("/")]
    odd = any(part in ("", ".", "..") or re.search(r"[\\\x00-\x1f\x7f]|^\w:", part) for part in parts)
    return odd or not (
        repository
        and content
        and re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", pointer.commit)
        and re.fullmatch(r"[0-9a-f]{64}", pointer.sha256)
    )


def content_id(raw: bytes) -> str:
    """The id by which git, and archives of software, keep a file's content."""
    return hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


@dataclass(slots=True)
class Place:
    """Where raw files may lie; once it is `closed`, for the reason given, it is not asked again."""

    address: str
    ask: Callable[[Pointer], bytes]
    closed: str = ""

    def read(self, pointer: Pointer) -> bytes:
        """The raw file of a pointer. Raises `Refused` or `OSError` where it is not to be had, `Unwritable` on a full disk."""
        if self.closed:
            raise Refused(f"not asked any more: {self.closed}")
        try:
            return self.ask(pointer)
        except Closed as error:
            self.closed = str(error)
            raise


def kind_of(raw: bytes) -> str:
    """What a raw file looks like that is not the one wanted."""
    start = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    size = f"{len(raw)} bytes"
    if start.startswith(b"version https://git-lfs"):
        return f"a Git LFS pointer in place of the file ({size})"
    if start.startswith((b"<!doctype html", b"<html")):
        return f"an HTML page ({size})"
    if start.startswith(b"\x1f\x8b"):
        return f"gzip data ({size})"
    return size if raw else "empty"


def place(address: str, parts: Path, limits: Limits) -> Place:
    """The place that a folder or a URL names; downloads on their way lie in `parts`. Raises `BadInput` for another.

    Files lie there as ``<repository>/<commit>/<path>``, or by content id where the URL has `CONTENT` in it.
    """
    if "://" not in address:
        folder = Path(address).expanduser()
        if not folder.is_dir():
            raise BadInput([Finding(address, 0, "mirror", "no such folder")])
        return Place(address, partial(_from_folder, folder, limits))
    if urlsplit(address).scheme not in ("http", "https"):
        raise BadInput([Finding(address, 0, "mirror", "neither a folder nor an http(s) address")])
    return Place(address, partial(_from_server, address, parts, limits))


def _from_folder(folder: Path, limits: Limits, pointer: Pointer) -> bytes:
    path = folder / where(pointer)
    if not path.is_file():  # a FIFO or a device would be read for ever
        raise Refused("no such file in the folder" if not path.exists() else "not a regular file")
    if path.stat().st_size > limits.size:
        raise Refused(f"larger than {limits.size} bytes")
    return path.read_bytes()


def _from_server(base: str, parts: Path, limits: Limits, pointer: Pointer) -> bytes:
    return download(_url(base, pointer), parts, limits)


def _url(base: str, pointer: Pointer) -> str:
    if CONTENT not in base:
        return f"{base.rstrip('/')}/{quote(where(pointer))}"
    if pointer.blob is None:
        raise Refused("its content id is not known")
    return base.replace(CONTENT, pointer.blob)

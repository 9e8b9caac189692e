"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_NUMBERED = re.compile(r"/(?:dev|proc/self)/fd/(\d+)")
_STANDARD = {"/dev/stdout": 1, "/dev/stderr": 2}


@contextmanager
def atomic(path: str | Path, *, binary: bool = False) -> Iterator[Any]:
    """A file that appears under its name only when its writing ended well, and then whole.

    A link is followed: what it leads to is replaced, beside that place. A file that stands there keeps its mode. What is
    no regular file (a device, a FIFO, standard output) is written straight into. Missing folders are made, but never
    those that a link leads to. Text is UTF-8 with LF line ends. Raises `OSError` for a folder, a file that may not be
    written, and a full disk; the old file is then as it was.
    """
    how: dict[str, Any] = {"mode": "wb"} if binary else {"mode": "w", "encoding": "utf-8", "newline": "\n"}
    path = Path(path)
    straight = _descriptor(str(path))
    mode = None if straight is not None else _mode(path)
    if straight is not None or not (mode is None or stat.S_ISREG(mode)):
        with open(path if straight is None else os.dup(straight), **how) as file:
            yield file
        return
    target = _target(path, mode)
    part, descriptor = _part(path, target, mode)
    try:
        with open(descriptor, **how) as file:
            yield file
            file.flush()
            os.fsync(descriptor)
        os.replace(part, target)
    except BaseException:
        os.unlink(part)
        raise


def _descriptor(path: str) -> int | None:
    """The open descriptor that a path names: opening its name anew would cut off what stands there."""
    numbered = _NUMBERED.fullmatch(path)
    return int(numbered[1]) if numbered else _STANDARD.get(path)


def _mode(path: Path) -> int | None:
    """What stands there, through links; None where nothing does."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "is a folder, not a file to write", str(path))
    return mode


def _target(path: Path, mode: int | None) -> str:
    """The regular file that is to be replaced, or the place where it will be."""
    if not path.is_symlink():
        path.parent.mkdir(parents=True, exist_ok=True)
    target = os.path.realpath(path)
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "may not be written", str(path))
    return target


def _part(path: Path, target: str, mode: int | None) -> tuple[str, int]:
    """A new file in the folder of the target, opened, with the target's mode or what the user's umask leaves."""
    part = os.path.join(os.path.dirname(target), f".parley-{secrets.token_hex(8)}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    if mode is not None:
        os.chmod(part, stat.S_IMODE(mode))
    return part, descriptor

"""The command as a shell runs it: a process with an environment, limits and standard streams of its own."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

END = "from parleybench.cli import main; sys.exit(main(sys.argv[1:]))"
DYING = f"import os, signal, sys; os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL); {END}"
"""The command, killed in the moment before it would put a file into its place."""
HOMELESS = f"import pwd, sys; pwd.getpwuid = lambda uid: {{}}[uid]; {END}"
"""The command, run by somebody of whom the system knows no home."""


def command(words: Sequence[str], start: str | None = None) -> list[str]:
    """The words of one run, from a program that starts the command in another way or from the module itself."""
    return [sys.executable, *(["-c", start] if start else ["-m", "parleybench.cli"]), *words]


def environment(package: Path | None = None, **own: str) -> dict[str, str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    known |= {"PYTHONDONTWRITEBYTECODE": "1", "HF_HUB_OFFLINE": "1", "COLUMNS": "100"}
    return known | ({"PYTHONPATH": str(package)} if package else {}) | own


def parley(
    *words: str, package: Path | None = None, start: str | None = None, own: dict[str, str] | None = None, **how: Any
) -> subprocess.CompletedProcess[bytes]:
    """One run of the command to its end; `how` goes to `subprocess.run`."""
    how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 300} | how
    return subprocess.run(command(words, start), **{"env": environment(package, **own or {})} | how)


def small_disk(size: int) -> Callable[[], None]:
    """For `preexec_fn`: no file of more than `size` bytes can be written, as where the disk is full."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit

"""What a page tells its reader to run, as a script that runs it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT = shutil.ignore_patterns(".*", "build", "*.egg-info", "fitted", "predictions", "report", "__pycache__")
NOT_HERE = ("make ", "python3 ", "pip ", "parley real", "parley build", "git ")
"""What needs the network, a repository or some minutes."""
Block = tuple[str, str]
"""The language of a block of code, and what is in it."""


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str) -> list[Block]:
    return re.findall(r"^```(\w+)\n(.*?)^```$", text, flags=re.M | re.S)


def of(language: str, text: str) -> list[str]:
    return [body for name, body in blocks(text) if name == language]


def commands(block: str) -> list[str]:
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


def copied(target: Path) -> Path:
    """A copy of the checkout without what is made in it."""
    shutil.copytree(ROOT, target, symlinks=True, ignore=LEFT)
    return target


def steps(found: Sequence[Block]) -> Iterator[str]:
    """Every block of a page that can be run, in order, as lines for a shell."""
    for language, body in found:
        if language == "python":
            yield f"{shlex.quote(sys.executable)} - <<'END_OF_BLOCK'\n{body}END_OF_BLOCK"
        elif language == "console":
            yield from (line for line in commands(body) if not line.startswith(NOT_HERE))


def run(lines: Sequence[str], package: Path, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run lines in a folder, with the package that lies in another; the first that fails ends it."""
    script = ["set -e", f'parley() {{ {shlex.quote(sys.executable)} -m parleybench.cli "$@"; }}', *lines]
    own = {
        "PYTHONPATH": str(package),
        "HF_HUB_OFFLINE": "1",
        "HF_HOME": str(folder / ".huggingface"),
        "PARLEYBENCH_CACHE": str(folder / ".parleybench"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    known = os.environ | own | environment
    return subprocess.run(
        ["bash", "-c", "\n".join(script)], cwd=folder, env=known, capture_output=True, text=True, timeout=300
    )

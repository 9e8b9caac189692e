"""Whatever a file holds, checking and scoring it raise nothing but `BadInput`, and both refuse the same files.

``PARLEY_FUZZ=10000`` tries so many files of each kind instead of a few.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from strategies import mutated, random_bytes, random_json, spoilt

import parleybench
from parleybench.annotations.checks import check_file
from parleybench.annotations.gold import HERE
from parleybench.corpus.finding import BadInput

NUMBER = int(os.environ.get("PARLEY_FUZZ", "150"))
GOLD = (HERE / "gold" / "seed.jsonl").read_bytes()
GIVEN = json.dumps({"doc": "article", "stances": [{"id": "s1", "polarity": "support"}]}).encode()


def layers(draw: Random) -> bytes:
    lines = [mutated(draw, GOLD) for _ in range(draw.choice((1, 1, 2)))]
    if draw.random() < 0.2:
        return b"[" + b", ".join(lines) + b"]"
    return draw.choice((b"\n", b"\r\n", b"")).join(lines) + b"\n"


def values(draw: Random) -> bytes:
    made = json.dumps(random_json(draw), indent=draw.choice((None, None, 1))).encode("utf-8", "surrogatepass")
    return spoilt(draw, made) if draw.random() < 0.3 else made


def given(draw: Random) -> bytes:
    return mutated(draw, GIVEN) + b"\n"


KINDS: dict[str, Callable[[Random], bytes]] = {"layers": layers, "json": values, "bytes": random_bytes, "given": given}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_bad_input(tmp_path: Path, kind: str) -> None:
    draw = Random(f"parley {kind}")
    gold, path = tmp_path / "gold.jsonl", tmp_path / "fuzz.jsonl"
    gold.write_bytes(GOLD)
    for n in range(NUMBER):
        content = KINDS[kind](draw)
        path.write_bytes(gzip.compress(content) if n % 10 == 0 else content)
        try:
            _tried(kind, gold, path)
        except Exception as error:
            pytest.fail(f"file {n} of {kind}: {type(error).__name__}: {error}\n{content[:2000]!r}")


def _tried(kind: str, gold: Path, path: Path) -> None:
    """Check the file and score it as what it may be; both must refuse it, or neither."""
    if kind == "given":
        _refused(lambda: parleybench.score(gold, gold, given=path, rounds=2))
        return
    found = check_file(path)
    assert all(str(finding).isprintable() and str(path) in str(finding) for finding in found)
    faulty = any(not finding.warning for finding in found)
    assert _refused(lambda: parleybench.score(gold, path, rounds=2)) == faulty, found
    _refused(lambda: parleybench.score(path, gold, rounds=2))


def _refused(run: Callable[[], object]) -> bool:
    try:
        run()
    except BadInput as error:
        assert all(finding.path for finding in error.findings) and str(error)
        return True
    return False

"""A system that may stand on the board, for tests that break it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from make import CARD

from parleybench.annotations.gold import gold_of
from parleybench.eval.score import score


@pytest.fixture(scope="module")
def fair() -> dict[str, Any]:
    """The result of a system that copies half of the gold: every other document in order of names."""
    gold = sorted(gold_of("test"), key=lambda record: record.doc)
    result = score("test", gold[::2], rounds=100)
    return dict(json.loads(json.dumps(result.to_dict())))


@pytest.fixture
def folder(tmp_path: Path, fair: dict[str, Any]) -> Path:
    """The folder of a system with a card and one result, both without fault."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "card.json").write_text(json.dumps(CARD, indent=1))
    (mine / "test.json").write_text(json.dumps(fair))
    return mine

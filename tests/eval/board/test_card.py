"""System cards: every fault told with its line, and written as they are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from make import CARD

from parleybench import cli
from parleybench.eval.board import card, entries


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The folder of a system with its card."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "card.json").write_text(json.dumps(CARD, indent=1))
    return tmp_path / "mine" / "card.json"


CARD_FAULTS: dict[str, Any] = {
    "system": "My System",
    "version": "",
    "date": "23.11.2026",
    "licence": "  ",
    "training_data": None,
    "used_real_texts": "no",
    "parameters": -1,
    "link": "http://example.org/mine",
    "authors": [""],
    "licenses": "MIT",
}


@pytest.mark.parametrize("field", CARD_FAULTS)
def test_a_card_with_a_fault_says_where(field: str, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = CARD | {field: CARD_FAULTS[field]}
    path.write_text(json.dumps(broken, indent=1))
    assert cli.main(["check", str(path)]) == 1
    line = list(broken).index(field) + 2
    assert capsys.readouterr().err.startswith(f"{path}:{line}: [shape] $")


def test_all_faults_of_a_card_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "any-name.txt"
    path.write_text(json.dumps(CARD | CARD_FAULTS, indent=1))
    assert len(entries.check(path, "card")) == len(CARD_FAULTS)
    path.write_text("{}")
    assert len(entries.check(path, "card")) == len(CARD)


def test_a_card_is_written_as_it_is_read(path: Path, tmp_path: Path) -> None:
    made = card.read(path)
    assert card.read(card.save(made, tmp_path / "again")) == made

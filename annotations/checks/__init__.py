"""The rules that data must keep: each has an id, one function, and a test case that breaks it alone."""

from __future__ import annotations

from .registry import RULES, Kind, Rule
from .run import check_file, check_record, check_rows, documents_of, holds_records, sound_layers
from .shipped import check_data

__all__ = [
    "RULES",
    "Kind",
    "Rule",
    "check_data",
    "check_file",
    "check_record",
    "check_rows",
    "documents_of",
    "holds_records",
    "sound_layers",
]

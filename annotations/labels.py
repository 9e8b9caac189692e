"""The closed label sets. What each label means stands in GUIDELINES.md."""

from __future__ import annotations

from typing import Literal, get_args

EntityType = Literal["person", "state", "igo", "armed_group", "group"]
Direction = Literal["require", "refuse"]
Issue = Literal[
    "ceasefire",
    "forces",
    "territory",
    "alignment",
    "governance",
    "sanctions",
    "humanitarian",
    "justice",
    "process",
    "nuclear",
    "other",
]
OutcomeKind = Literal["talks", "ceasefire", "settlement", "other"]
Polarity = Literal["support", "oppose", "conditional"]

ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
ISSUES: tuple[Issue, ...] = get_args(Issue)
OUTCOME_KINDS: tuple[OutcomeKind, ...] = get_args(OutcomeKind)
POLARITIES: tuple[Polarity, ...] = get_args(Polarity)

SPEAKER = "speaker"
"""Reserved id of a speaker or author who is never named."""

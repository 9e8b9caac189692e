"""The kind of condition that a cue states, from its words."""

from __future__ import annotations

import pytest

from parleybench.annotations.markers import MARKERS, marker


@pytest.mark.parametrize(
    ("cue", "kind"),
    [
        ("only if", "if"),
        ("as long as", "if"),
        ("Unless", "unless"),
        ("until", "time"),
        ("can only begin after", "time"),
        ("in exchange for", "exchange"),
        ("is a condition for", "condition"),
        ("depends on", "condition"),
        ("must", "modal"),
        ("any settlement", "modal"),  # none of the table's words
        ("not unless", "unless"),
        ("in return, if", "exchange"),  # the first row that has a word of it
        ("iffy", "modal"),
    ],
)
def test_markers(cue: str, kind: str) -> None:
    assert marker(cue) == kind and kind in MARKERS

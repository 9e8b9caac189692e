"""Generated blocks are replaced between their marks alone; tables are laid out for pages and terminals."""

from __future__ import annotations

import pytest

from parleybench.corpus.tables import filled, markdown, plain, with_block, with_front_matter

PAGE = "a\n<!-- generated: one -->\nold\n<!-- end -->\nb\n<!-- generated: two-2 -->\n<!-- end -->\n"


def test_blocks_are_filled_by_name() -> None:
    done = filled(PAGE, {"one": "\nnew\n", "two-2": "x"})
    assert done == PAGE.replace("old", "new").replace("two-2 -->\n", "two-2 -->\nx\n")
    assert filled(done, {"one": "old", "two-2": "x"}) == PAGE.replace("two-2 -->\n", "two-2 -->\nx\n")
    with pytest.raises(KeyError):
        filled(PAGE, {"one": ""})


def test_one_block_alone() -> None:
    assert with_block(PAGE, "one", "new") == filled(PAGE, {"one": "new", "two-2": ""})
    with pytest.raises(KeyError, match="three"):
        with_block(PAGE, "three", "")


def test_front_matter_is_replaced() -> None:
    assert with_front_matter("---\nold: 1\n---\ntext\n---\n", "---\nnew: 2\n---\n") == "---\nnew: 2\n---\ntext\n---\n"
    assert with_front_matter("text", "---\n---\n") == "---\n---\ntext"


def test_both_layouts() -> None:
    rows = [("first", 1.5, None), ("b", 22, "x")]
    assert markdown(("name", "n", "m"), rows) == (
        "| name | n | m |\n| :-- | --: | --: |\n| first | 1.5 | None |\n| b | 22 | x |"
    )
    assert plain(("name", "n", "m"), rows) == "name     n     m\nfirst  1.5  None\nb       22     x"
    assert plain(("only",), []) == "only"

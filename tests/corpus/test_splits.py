"""Who is in which split, and what real texts say of themselves."""

from __future__ import annotations

import pytest

from parleybench.corpus import library, splits


def test_every_split_is_known_and_those_with_documents_are_held() -> None:
    assert splits.SPLITS == ("train", "validation", "test", "real_train", "real_validation", "real_test")
    assert set(splits.held()) == set(splits.splits().values()) <= set(splits.SPLITS)
    assert all(bool(splits.members(split)) == (split in splits.held()) for split in splits.SPLITS)
    with pytest.raises(ValueError, match="real_validation"):
        splits.members("dev")


def test_real_texts_stand_in_splits_of_their_own() -> None:
    assert {name for split in splits.REAL for name in splits.members(split)} == set(library.pointers())


def test_a_conflict_is_learnt_of_where_a_system_may_train(real_splits: dict[str, list[str]]) -> None:
    known = library.learnt_conflicts()
    assert {library.conflict_of(name) for name in [*splits.members("train"), *real_splits["real_train"]]} == known
    assert "russia-ukraine" in known, "the article's"


def test_one_war_has_one_name() -> None:
    old = {"israel-gaza", "israel-iran", "iraq", "dr-congo", "russia-georgia", "kosovo"}
    assert not old & {pointer.conflict for pointer in library.pointers().values()}


def test_pointers_say_how_their_texts_may_be_had() -> None:
    for pointer in library.pointers().values():
        assert pointer.blob and pointer.outlet
        assert not (pointer.licence.startswith("unclear") and pointer.licence_class == "open")


def test_texts_by_licence(real_texts: object) -> None:
    names = [d.id for split in splits.REAL for d in library.split_documents(split, only_open=True)]
    assert set(names) == {p.id for p in library.pointers().values() if p.licence_class == "open"}
    assert library.is_open("article")

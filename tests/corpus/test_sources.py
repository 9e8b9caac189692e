"""Fetching real texts from a local server that serves the right file, a wrong one, none, and one cut in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import BODY, TEXT, Asked, Served, pointer, serving

from parleybench.corpus import sources
from parleybench.corpus.fetching import Limits
from parleybench.corpus.finding import BadInput
from parleybench.corpus.normalise import normalise

QUICK = Limits(deadline=20, silence=5, pause=0.01)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARLEYBENCH_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def mirror() -> Iterator[Served]:
    """right.txt is served whole, with ranges; wrong.txt is another text; cut.txt breaks off the first time; the rest is 404."""

    def answer(asked: Asked, n: int) -> None:
        name = asked.path.rsplit("/", 1)[-1]
        if name == "wrong.txt":
            asked.give(200, b"Something else.")
        elif name in ("right.txt", "cut.txt"):
            asked.serve(cut=len(BODY) // 2 if name == "cut.txt" and n == 0 else None)
        else:
            asked.give(404)

    with serving(answer) as served:
        yield served


def test_the_right_file_is_kept_and_not_asked_for_again(mirror: Served) -> None:
    assert sources.fetch([pointer("right.txt")], [mirror.url], QUICK).total() == 1
    assert sources.cached(pointer("right.txt")) == TEXT
    assert sources.fetch([pointer("right.txt")], [mirror.url], QUICK).total() == 0
    assert len(mirror.asked) == 1


def test_a_wrong_file_is_a_finding_and_nothing_is_kept(mirror: Served) -> None:
    with pytest.raises(BadInput, match=r"\[hash\] wrong.txt"):
        sources.fetch([pointer("wrong.txt")], [mirror.url], QUICK)
    assert sources.cached(pointer("wrong.txt")) is None
    assert not [p for p in sources.home().rglob("*") if p.is_file() and p.suffix != ".lock"]


def test_all_faults_come_together_and_the_good_ones_are_kept(mirror: Served) -> None:
    with pytest.raises(BadInput) as caught:
        sources.fetch([pointer("wrong.txt"), pointer("absent.txt"), pointer("right.txt")], [mirror.url], QUICK)
    assert sorted(f.rule for f in caught.value.findings) == ["fetch", "hash"]
    assert sources.cached(pointer("right.txt")) == TEXT


def test_a_cut_connection_is_resumed_where_it_broke(mirror: Served) -> None:
    assert sources.fetch([pointer("cut.txt")], [mirror.url], QUICK).total() == 1
    assert sources.cached(pointer("cut.txt")) == TEXT
    assert mirror.ranges == [None, f"bytes={len(BODY) // 2}-"]


def test_a_run_that_gave_up_goes_on_in_the_next(mirror: Served) -> None:
    with pytest.raises(BadInput, match="broke after"):
        sources.fetch([pointer("cut.txt")], [mirror.url], Limits(tries=1))
    assert sources.fetch([pointer("cut.txt")], [mirror.url], QUICK).total() == 1
    assert mirror.ranges[-1] == f"bytes={len(BODY) // 2}-"


def test_nothing_is_touched_outside_the_cache(mirror: Served, tmp_path: Path) -> None:
    sources.fetch([pointer("right.txt")], [mirror.url], QUICK)
    assert {p.name for p in tmp_path.iterdir()} == {"cache"}


BOMB = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss><channel><item><guid>g</guid><description>&b;</description></item></channel></rss>"""


@pytest.mark.parametrize(
    "norm, raw, record",
    [
        ("state_rss", BOMB.encode(), {"guid": "g"}),
        ("state_rss", b"<rss><channel>", {"guid": "g"}),
        ("state_rss", b"<rss></rss>", {"guid": "g"}),
        ("presrel_csv", b'link,body\n"x,' + b"y" * (5 * 1024 * 1024) + b'"\n', {"link": "x"}),
        ("presrel_csv", b"other,columns\n1,2\n", {"link": "x"}),
        ("wikinews_dexter", b"not json\n", {"docId": 1}),
        ("wikinews_dexter", b"[1, 2]\n", {"docId": 1}),
        ("unsc_txt", b"\xff\xfe\xfa", None),
        ("no_such_norm", b"text", None),
    ],
)
def test_hostile_files_are_value_errors(norm: str, raw: bytes, record: dict[str, object] | None) -> None:
    with pytest.raises(ValueError):
        normalise(norm, raw, record)


def test_the_shared_texts_fit_their_pointers(real_texts: Path) -> None:
    from parleybench.corpus import library

    assert all(sources.cached(pointer) is not None for pointer in library.pointers().values())


def test_texts_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"id": "right.txt", "text": "another"}\n{"id": "unknown", "text": "passed over"}\n')
    with pytest.raises(BadInput, match=r"texts.jsonl:1: \[hash\]"):
        sources.take([pointer("right.txt")], [path])

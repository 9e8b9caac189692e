"""Texts outlive their repositories: a repository that is gone, a mirror that lies, an archive that is asked too often."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from servers import BODY, QUICK, TEXT, Asked, pointer, serving

from parleybench.corpus import places, sources
from parleybench.corpus.document import sha256
from parleybench.corpus.fetching import Limits
from parleybench.corpus.finding import BadInput

BLOB = places.content_id(BODY)
KNOWN = pointer(blob=BLOB)
HURRIED = Limits(deadline=20, silence=5, tries=2, pause=0.01, longest=0.05)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARLEYBENCH_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def gone(asked: Asked, _: int) -> None:
    asked.give(404)


def lies(asked: Asked, _: int) -> None:
    asked.give(200, b"<!DOCTYPE html><title>This domain is for sale</title>")


def busy(asked: Asked, _: int) -> None:
    asked.give(429, Retry_After="3600")


def holds(asked: Asked, _: int) -> None:
    asked.serve()


def archive(url: str) -> str:
    return f"{url}/content/sha1_git:{places.CONTENT}/raw/"


def test_a_content_id_is_gits() -> None:
    assert places.content_id(b"") == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
    assert places.content_id(b"hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a"


def test_what_the_repository_has_no_other_place_is_asked_for() -> None:
    with serving(holds) as repository, serving(gone) as other:
        came = sources.fetch([KNOWN], [repository.url, other.url, archive(other.url)], QUICK)
    assert came == {repository.url: 1} and not other.asked


def test_a_text_outlives_its_repository_and_a_mirror_that_lies() -> None:
    paths: list[str] = []

    def kept(asked: Asked, n: int) -> None:
        paths.append(asked.path)
        asked.serve()

    with serving(gone) as repository, serving(lies) as mirror, serving(kept) as store:
        came = sources.fetch([KNOWN], [repository.url, mirror.url, archive(store.url)], QUICK)
    assert came == {archive(store.url): 1} and sources.cached(KNOWN) == TEXT
    assert paths == [f"/content/sha1_git:{BLOB}/raw/"]
    assert len(repository.asked) == len(mirror.asked) == 1


def test_a_text_without_a_content_id_is_taken_from_a_mirror_by_its_hash_and_from_no_archive() -> None:
    with serving(gone) as repository, serving(lies) as mirror, serving(holds) as store:
        with pytest.raises(BadInput, match="its content id is not known"):
            sources.fetch([pointer()], [repository.url, mirror.url, archive(store.url)], QUICK)
        assert not store.asked
        assert sources.fetch([pointer()], [repository.url, mirror.url, store.url], QUICK)[store.url] == 1


def test_a_raw_file_of_another_content_is_refused_though_its_text_would_do() -> None:
    """Two raw files may normalise to one text; the pointer names one of them."""
    with serving(lambda asked, n: asked.give(200, BODY + b"\n")) as served:
        assert sources.fetch([pointer("other.txt")], [served.url], QUICK).total() == 1
        (sources.home() / "texts" / f"{KNOWN.sha256}.txt").unlink()
        with pytest.raises(BadInput, match=r"\[hash\] right.txt: the raw file's content id is \w{12}…, the pointer's"):
            sources.fetch([KNOWN], [served.url], QUICK)
    assert sources.cached(KNOWN) is None


def test_an_archive_that_is_asked_too_often_is_let_alone_for_the_rest_of_the_run() -> None:
    others = [KNOWN, pointer("b.txt", blob=BLOB), pointer("c.txt", blob=BLOB)]
    others = [msgspec.structs.replace(p, sha256=sha256(p.id)) if p is not KNOWN else p for p in others]
    with serving(gone) as repository, serving(busy) as store, pytest.raises(sources.Incomplete) as caught:
        sources.fetch(others, [repository.url, archive(store.url)], HURRIED)
    first, *rest = caught.value.findings
    assert len(store.asked) == HURRIED.tries and len(repository.asked) == 3
    assert [finding.doc for finding in (first, *rest)] == ["b.txt", "c.txt", "right.txt"]
    said = sorted(str(finding) for finding in caught.value.findings)
    assert sum("not asked any more: HTTP 429 Too Many Requests" in line for line in said) == 2
    assert all("[fetch]" in line and "127.0.0.1" in line and "HTTP 404 Not Found; " in line for line in said)
    assert not caught.value.came


def test_a_place_where_nobody_is_is_asked_once(tmp_path: Path) -> None:
    with serving(gone) as nobody:
        pass
    with pytest.raises(BadInput) as caught:
        sources.fetch([pointer("a.txt"), pointer("b.txt")], [nobody.url], QUICK)
    assert ["not asked any more" in finding.message for finding in caught.value.findings] == [False, True]


def test_what_was_had_is_counted_though_others_are_missing() -> None:
    def half(asked: Asked, _: int) -> None:
        asked.serve() if asked.path.endswith("right.txt") else asked.give(404)

    with serving(half) as served, pytest.raises(sources.Incomplete) as caught:
        sources.fetch([KNOWN, pointer("absent.txt", sha256="0" * 64)], [served.url], QUICK)
    assert caught.value.came == {served.url: 1} and len(caught.value.findings) == 1


def test_texts_of_one_file_come_from_the_places_that_have_them(tmp_path: Path) -> None:
    """A mirror may hold another version of a file, and with it some texts of it."""
    old, new = b'{"docId":1,"document":[{"name":"body_par","value":"One"}]}\n', b'{"docId":2,"document":[{"name":"body_par","value":"Two"}]}\n'  # fmt: skip
    both = [
        pointer("a.jsonl", id=str(n), norm="wikinews_dexter", record={"docId": n}, sha256=sha256(text))
        for n, text in ((1, "One"), (2, "Two"))
    ]
    with (
        serving(lambda asked, n: asked.give(200, old)) as here,
        serving(lambda asked, n: asked.give(200, new)) as there,
    ):
        assert sources.fetch(both, [here.url, there.url], QUICK) == {here.url: 1, there.url: 1}
    assert [sources.cached(one) for one in both] == ["One", "Two"]


@pytest.mark.parametrize("blob", ["", "../x", "a" * 39, "A" * 40, "a" * 64, "a" * 40 + "\n"])
def test_content_ids_that_stray_are_never_looked_up(blob: str) -> None:
    with serving(holds) as served, pytest.raises(BadInput, match=r"\[pointer\]"):
        sources.fetch([pointer(blob=blob)], [archive(served.url)], QUICK)
    assert not served.asked


# -- excerpts, and texts from elsewhere


def test_an_excerpt_is_fetched_by_its_own_hash() -> None:
    excerpt = TEXT.split("\n\n")[0]
    part = pointer(paragraphs=(0, 1), sha256=sha256(excerpt), blob=BLOB)
    with serving(holds) as served:
        assert sources.fetch([part, KNOWN], [served.url], QUICK).total() == 2
        assert len(served.asked) == 1
        with pytest.raises(BadInput, match="are none of the text's 2"):
            sources.fetch([pointer(paragraphs=(1, 3), sha256="0" * 64)], [served.url], QUICK)
    assert sources.cached(part) == excerpt and sources.cached(KNOWN) == TEXT


def test_a_whole_text_serves_its_excerpts_whatever_its_name(tmp_path: Path) -> None:
    halves = [pointer(f"{n}.txt", paragraphs=(n, n + 1), sha256=sha256(TEXT.split("\n\n")[n])) for n in (0, 1)]
    path = tmp_path / "texts.jsonl"
    path.write_text(json.dumps({"id": "my own name", "text": TEXT}) + "\n" + json.dumps({"id": "y", "text": "another"}))
    assert sources.take([*halves, pointer(paragraphs=(7, 9), sha256="0" * 64)], [path]) == 2
    assert [sources.cached(half) for half in halves] == TEXT.split("\n\n")

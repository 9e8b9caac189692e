"""Fetching real texts from a local server that serves the right file, a wrong one, none, and one cut in the middle."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from parleybench.corpus import sources
from parleybench.corpus.document import Pointer
from parleybench.corpus.finding import BadInput
from parleybench.corpus.normalise import normalise

BODY = ("First paragraph of the right file.\n\nSecond one,\nhard-\nwrapped, " + "word " * 30_000 + "end.\n").encode()
TEXT = normalise("unsc_txt", BODY, None)


def pointer(path: str, norm: str = "unsc_txt", record: dict[str, str] | None = None, text: str = TEXT) -> Pointer:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Pointer(
        id=path,
        date=None,
        genre="speech",
        conflict="x",
        licence="public domain",
        source_repo="owner/repo",
        commit="c" * 40,
        path=path,
        record=record,
        norm=norm,
        sha256=digest,
    )


class Handler(BaseHTTPRequestHandler):
    """right.txt is served whole, with ranges; wrong.txt is another text; cut.txt breaks off the first time; the rest is 404."""

    asked: ClassVar[list[tuple[str, str | None]]] = []
    breaks = 1

    def do_GET(self) -> None:
        name = self.path.rsplit("/", 1)[-1]
        wanted = self.headers.get("Range")
        Handler.asked.append((name, wanted))
        if name == "wrong.txt":
            self.answer(200, b"Something else.")
        elif name == "right.txt" or (name == "cut.txt" and Handler.breaks <= 0):
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
            self.answer(206 if wanted else 200, BODY[start:])
        elif name == "cut.txt":
            Handler.breaks -= 1
            self.answer(200, BODY, cut=len(BODY) // 2)
        else:
            self.send_error(404)

    def answer(self, status: int, body: bytes, cut: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body[:cut])
        if cut is not None:
            self.connection.close()

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("PARLEYBENCH_CACHE", str(tmp_path / "cache"))
    Handler.asked, Handler.breaks = [], 1
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_right_file_is_kept_and_not_asked_for_again(mirror: str) -> None:
    assert sources.fetch([pointer("right.txt")], mirror) == 1
    assert sources.cached(pointer("right.txt")) == TEXT
    assert sources.fetch([pointer("right.txt")], mirror) == 0
    assert len(Handler.asked) == 1


def test_a_wrong_file_is_a_finding_and_nothing_is_kept(mirror: str) -> None:
    with pytest.raises(BadInput, match=r"\[hash\] wrong.txt"):
        sources.fetch([pointer("wrong.txt")], mirror)
    assert sources.cached(pointer("wrong.txt")) is None
    assert not [p for p in sources.home().rglob("*") if p.is_file()]


def test_all_faults_come_together_and_the_good_ones_are_kept(mirror: str) -> None:
    with pytest.raises(BadInput) as caught:
        sources.fetch([pointer("wrong.txt"), pointer("absent.txt"), pointer("right.txt")], mirror)
    assert sorted(f.rule for f in caught.value.findings) == ["fetch", "hash"]
    assert sources.cached(pointer("right.txt")) == TEXT


def test_a_cut_connection_is_resumed_where_it_broke(mirror: str) -> None:
    assert sources.fetch([pointer("cut.txt")], mirror) == 1
    assert sources.cached(pointer("cut.txt")) == TEXT
    assert [ranged is not None for _, ranged in Handler.asked] == [False, True]


def test_a_run_that_gave_up_goes_on_in_the_next(mirror: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "TRIES", 1)
    with pytest.raises(BadInput, match="broke after"):
        sources.fetch([pointer("cut.txt")], mirror)
    assert sources.fetch([pointer("cut.txt")], mirror) == 1
    assert Handler.asked[-1][1] is not None


def test_a_folder_serves_as_mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEYBENCH_CACHE", str(tmp_path / "cache"))
    place = tmp_path / "mirror" / "owner" / "repo" / ("c" * 40)
    place.mkdir(parents=True)
    (place / "right.txt").write_bytes(BODY)
    assert sources.fetch([pointer("right.txt")], str(tmp_path / "mirror")) == 1


def test_nothing_is_touched_outside_the_cache(mirror: str, tmp_path: Path) -> None:
    sources.fetch([pointer("right.txt")], mirror)
    assert {p.name for p in tmp_path.iterdir()} == {"cache"}


def test_an_altered_text_in_the_cache_is_not_believed(mirror: str) -> None:
    sources.fetch([pointer("right.txt")], mirror)
    path = next((sources.home() / "texts").iterdir())
    path.write_text("altered")
    assert sources.cached(pointer("right.txt")) is None


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


def test_texts_that_do_not_fit_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEYBENCH_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "texts.jsonl"
    path.write_text('{"id": "right.txt", "text": "another"}\n{"id": "unknown", "text": "passed over"}\n')
    with pytest.raises(BadInput, match=r"texts.jsonl:1: \[hash\]"):
        sources.take([pointer("right.txt")], [path])

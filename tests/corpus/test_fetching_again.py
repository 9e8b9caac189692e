"""Busy servers are asked again, and a download goes on from what is left of it, if that is a part of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from types import SimpleNamespace

import pytest
from servers import BODY, HASTY, QUICK, TEXT, Asked, name_of, parts, pointer, refusal, serving

from parleybench.corpus import fetching, sources
from parleybench.corpus.fetching import Limits
from parleybench.corpus.finding import BadInput


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARLEYBENCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(fetching, "SLACK", 0.2)
    return tmp_path / "cache"


# -- busy servers


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits that the fetcher asked for; none is waited."""
    made: list[float] = []
    clock = SimpleNamespace(sleep=made.append, monotonic=time.monotonic, time=time.time)
    monkeypatch.setattr(fetching, "time", clock)
    return made


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 599])
def test_a_busy_server_is_asked_again(status: int) -> None:
    with serving(lambda asked, n: asked.serve() if n == 2 else asked.give(status)) as served:
        assert sources.fetch([pointer()], [served.url], QUICK).total() == 1
    assert len(served.asked) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 416, 204, 304, 999])
def test_any_other_status_is_final(status: int) -> None:
    assert f"HTTP {status}" in refusal(lambda asked, n: asked.give(status), asked=1 if status < 500 else 4)


@pytest.mark.parametrize(
    "said, waited",
    [
        (lambda: "7", 7.0),
        (lambda: "0", 0.0),
        (lambda: "100000", 30.0),
        (lambda: formatdate(time.time() + 10, usegmt=True), 10.0),
        (lambda: formatdate(time.time() - 1000, usegmt=True), 0.0),
        (lambda: formatdate(time.time() + 10**8, usegmt=True), 30.0),
        *((lambda said=said: said, 1.0) for said in ("soon", "-5", "nan", "²", "", "9" * 5000, "Mon, 99 Foo")),
    ],
)
def test_the_wait_that_a_server_asks_for_is_kept_within_bounds(
    said: Callable[[], str], waited: float, waits: list[float]
) -> None:
    def busy(asked: Asked, n: int) -> None:
        asked.serve() if n else asked.give(429, Retry_After=said().encode().decode("latin-1"))

    with serving(busy) as served:
        assert sources.fetch([pointer()], [served.url], Limits(longest=30)).total() == 1
    assert waits == [pytest.approx(waited, abs=1.5)]


def test_without_a_word_from_the_server_the_pauses_double(waits: list[float]) -> None:
    assert "HTTP 503 Service Unavailable" in refusal(lambda asked, n: asked.give(503), Limits(), asked=4)
    assert waits == [1, 2, 4]


def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    said = refusal(lambda asked, n: asked.give(429, Retry_After=60), Limits(deadline=5), asked=1)
    assert "HTTP 429 Too Many Requests; a wait of 60 s would outlast the deadline" in said


# -- parts


def test_a_complete_part_is_taken_as_whole() -> None:
    refusal(lambda asked, n: asked.serve(cut=1000), Limits(tries=1))
    (part,) = parts()
    with serving(lambda asked, n: asked.serve()) as served:
        part = part.rename(part.with_name(name_of(served.url)))
        part.write_bytes(BODY)
        assert sources.fetch([pointer()], [served.url]).total() == 1
    assert served.ranges == [f"bytes={len(BODY)}-"]


@pytest.mark.parametrize("left", [BODY + b"too much", b"another file" * 100_000])
def test_a_part_longer_than_the_file_is_dropped(left: bytes) -> None:
    with serving(lambda asked, n: asked.serve()) as served:
        (sources.home() / "raw").mkdir(parents=True)
        (sources.home() / "raw" / name_of(served.url)).write_bytes(left)
        assert sources.fetch([pointer()], [served.url], QUICK).total() == 1
    assert served.ranges[-1] is None and not parts()


def test_a_part_of_something_else_is_dropped_with_its_finding() -> None:
    with serving(lambda asked, n: asked.serve()) as served:
        (sources.home() / "raw").mkdir(parents=True)
        (sources.home() / "raw" / name_of(served.url)).write_bytes(b"x" * 1000)
        with pytest.raises(BadInput, match="sha256"):
            sources.fetch([pointer()], [served.url], QUICK)
        assert sources.fetch([pointer()], [served.url], QUICK).total() == 1


@pytest.mark.parametrize("told", ["bytes 5-9/10", None, "bytes x-y/z", "items 0-1/2"])
def test_another_range_than_asked_for_is_not_added(told: str | None) -> None:
    def odd(asked: Asked, n: int) -> None:
        if n == 0:
            asked.serve(cut=1000)
        elif asked.start:
            asked.give(206, b"odds", Content_Range=told)
        else:
            asked.serve()

    with serving(odd) as served:
        assert sources.fetch([pointer()], [served.url], QUICK).total() == 1
    assert len(served.asked) == 3


def test_a_server_without_ranges_sends_all_again() -> None:
    with serving(lambda asked, n: asked.give(200, BODY, cut=None if n else 1000)) as served:
        assert sources.fetch([pointer()], [served.url], QUICK).total() == 1
    assert sources.cached(pointer()) == TEXT


def test_a_server_that_gives_a_piece_at_a_time_is_asked_for_the_rest() -> None:
    half = len(BODY) // 2

    def pieces(asked: Asked, n: int) -> None:
        end = min(asked.start + half, len(BODY))
        asked.give(206, BODY[asked.start : end], Content_Range=f"bytes {asked.start}-{end - 1}/{len(BODY)}")

    with serving(pieces) as served:
        assert sources.fetch([pointer()], [served.url], QUICK).total() == 1


def test_an_answer_that_comes_behind_the_deadline_touches_nothing() -> None:
    def late(asked: Asked, n: int) -> None:
        for letter in "HTTP/1.1 200 OK\r\nX: " + "x" * 20:
            asked.wfile.write(letter.encode())
            time.sleep(0.04)
        asked.wfile.write(b"\r\n\r\nanother file")
        asked.close_connection = True

    with serving(late) as served:
        (sources.home() / "raw").mkdir(parents=True)
        part = sources.home() / "raw" / name_of(served.url)
        part.write_bytes(BODY[:1000])
        with pytest.raises(BadInput, match="not here after"):
            sources.fetch([pointer()], [served.url], HASTY)
        time.sleep(1.5)
    assert part.read_bytes() == BODY[:1000]

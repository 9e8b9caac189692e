"""Servers that are slow, endless, compressed, wrong or busy, and redirects; each ends in a text or in one clear finding."""

from __future__ import annotations

import gzip
import random
import time
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from types import SimpleNamespace

import pytest
from servers import BODY, TEXT, Asked, pointer, serving

from parleybench.corpus import fetching, sources
from parleybench.corpus.fetching import Limits
from parleybench.corpus.finding import BadInput

QUICK = Limits(deadline=20, silence=5, pause=0.01, longest=0.05)
HASTY = Limits(deadline=0.6, silence=0.3, tries=9, pause=0.01)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARLEYBENCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(fetching, "SLACK", 0.2)
    return tmp_path / "cache"


def refusal(answer: Callable[[Asked, int], None], limits: Limits = QUICK, asked: int | None = None) -> str:
    """The one finding that fetching from such a server gives; nothing is kept."""
    with serving(answer) as served, pytest.raises(BadInput) as caught:
        sources.fetch([pointer()], served.url, limits)
    assert sources.cached(pointer()) is None and not list((sources.home() / "texts").glob("*"))
    assert asked is None or len(served.asked) == asked
    (finding,) = caught.value.findings
    return str(finding)


def parts() -> list[Path]:
    return list((sources.home() / "raw").glob("*.part"))


# -- time


def drip_body(asked: Asked, _: int) -> None:
    asked.send_response(200)
    asked.send_header("Content-Length", "1000000")
    asked.end_headers()
    for _ in range(100):
        asked.wfile.write(b"x")
        time.sleep(0.05)


def drip_head(asked: Asked, _: int) -> None:
    for _ in range(100):
        asked.wfile.write(b"H")
        time.sleep(0.05)


def drip_chunks(asked: Asked, _: int) -> None:
    asked.give(200, Content_Length=None, Transfer_Encoding="chunked")
    for _ in range(100):
        asked.wfile.write(b"0")
        time.sleep(0.05)


@pytest.mark.parametrize("answer", [drip_body, drip_head, drip_chunks])
def test_a_server_that_sends_a_byte_now_and_then_ends_at_the_deadline(answer: Callable[[Asked, int], None]) -> None:
    before = time.monotonic()
    assert "not here after 0.6 s" in refusal(answer, HASTY)
    assert time.monotonic() - before < 3


def test_what_came_before_the_deadline_is_gone_on_with() -> None:
    refusal(drip_body, HASTY)
    (part,) = parts()
    size = part.stat().st_size
    assert 0 < size < 20
    time.sleep(0.3)
    assert part.stat().st_size == size, "nothing writes behind the deadline"


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
            sources.fetch([pointer()], served.url, HASTY)
        time.sleep(1.5)
    assert part.read_bytes() == BODY[:1000]


def test_a_silent_server_is_given_up_after_all_tries() -> None:
    said = refusal(lambda asked, n: time.sleep(2), Limits(silence=0.1, tries=2, pause=0.01), asked=2)
    assert "nothing came for 0.1 s" in said


def test_nobody_there_is_said_at_once() -> None:
    with serving(lambda asked, n: None) as served:
        pass
    before = time.monotonic()
    with pytest.raises(BadInput, match="no connection"):
        sources.fetch([pointer()], served.url)
    assert time.monotonic() - before < 1


# -- size and coding


def test_an_endless_body_ends_at_the_size() -> None:
    def endless(asked: Asked, _: int) -> None:
        asked.give(200, Content_Length=None)
        while True:
            asked.wfile.write(b"x" * 10_000)

    assert "larger than 50000 bytes" in refusal(endless, Limits(size=50_000), asked=1)
    assert not parts()


def test_a_body_that_says_it_is_huge_is_not_read() -> None:
    said = refusal(lambda asked, n: asked.give(200, Content_Length=10**12), Limits(size=50_000), asked=1)
    assert "larger than 50000 bytes" in said


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "\x1b[31mgzip"])
def test_compressed_answers_are_refused_and_never_unpacked(coding: str) -> None:
    bomb = gzip.compress(b"\0" * 1_000_000)
    said = refusal(lambda asked, n: asked.give(200, bomb, Content_Encoding=coding), asked=1)
    assert "came compressed" in said and "\x1b" not in said and not parts()


def test_the_file_is_asked_for_as_it_lies() -> None:
    with serving(lambda asked, n: asked.serve()) as served:
        assert sources.fetch([pointer()], served.url) == 1
    assert served.asked[0]["Accept-Encoding"] == "identity"


# -- redirects


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/plain,x", "FILE:/etc/passwd", "gopher://x/"])  # fmt: skip
def test_redirects_to_other_schemes_are_refused(target: str) -> None:
    said = refusal(lambda asked, n: asked.give(302, b"x", Location=target), asked=1)
    assert "redirected from http to" in said


def test_redirects_are_followed() -> None:
    def once(asked: Asked, n: int) -> None:
        asked.give(301, b"x", Location="/else where/ü.txt".encode().decode("latin-1")) if n == 0 else asked.serve()

    with serving(once) as served:
        assert sources.fetch([pointer()], served.url) == 1


def test_redirects_are_counted() -> None:
    assert "redirected more than 5 times" in refusal(lambda asked, n: asked.give(307, Location="/x"), asked=6)


def test_the_body_of_a_redirect_is_not_read() -> None:
    def endless(asked: Asked, n: int) -> None:
        if n:
            return asked.serve()
        asked.give(302, Content_Length=None, Location="/x")
        while True:
            asked.wfile.write(b"x" * 10_000)

    with serving(endless) as served:
        assert sources.fetch([pointer()], served.url, QUICK) == 1


def test_https_is_never_left(monkeypatch: pytest.MonkeyPatch) -> None:
    class Redirect:
        status, headers = 302, {"Location": "http://127.0.0.1/x"}

        def close(self) -> None: ...

    class Opener:
        def open(self, *_: object, **__: object) -> Redirect:
            return Redirect()

    monkeypatch.setattr(fetching, "_opener", Opener)
    with pytest.raises(BadInput, match="redirected from https to 'http'"):
        sources.fetch([pointer()], "https://127.0.0.1")


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
        assert sources.fetch([pointer()], served.url, QUICK) == 1
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
        assert sources.fetch([pointer()], served.url, Limits(longest=30)) == 1
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
        assert sources.fetch([pointer()], served.url) == 1
    assert served.ranges == [f"bytes={len(BODY)}-"]


def name_of(url: str) -> str:
    """The name that a download of the pointer's file has under `url`."""
    return fetching.hashlib.sha256(f"{url}/{fetching.where(pointer())}".encode()).hexdigest() + ".part"


@pytest.mark.parametrize("left", [BODY + b"too much", b"another file" * 100_000])
def test_a_part_longer_than_the_file_is_dropped(left: bytes) -> None:
    with serving(lambda asked, n: asked.serve()) as served:
        (sources.home() / "raw").mkdir(parents=True)
        (sources.home() / "raw" / name_of(served.url)).write_bytes(left)
        assert sources.fetch([pointer()], served.url, QUICK) == 1
    assert served.ranges[-1] is None and not parts()


def test_a_part_of_something_else_is_dropped_with_its_finding() -> None:
    with serving(lambda asked, n: asked.serve()) as served:
        (sources.home() / "raw").mkdir(parents=True)
        (sources.home() / "raw" / name_of(served.url)).write_bytes(b"x" * 1000)
        with pytest.raises(BadInput, match="sha256"):
            sources.fetch([pointer()], served.url, QUICK)
        assert sources.fetch([pointer()], served.url, QUICK) == 1


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
        assert sources.fetch([pointer()], served.url, QUICK) == 1
    assert len(served.asked) == 3


def test_a_server_without_ranges_sends_all_again() -> None:
    with serving(lambda asked, n: asked.give(200, BODY, cut=None if n else 1000)) as served:
        assert sources.fetch([pointer()], served.url, QUICK) == 1
    assert sources.cached(pointer()) == TEXT


def test_a_server_that_gives_a_piece_at_a_time_is_asked_for_the_rest() -> None:
    half = len(BODY) // 2

    def pieces(asked: Asked, n: int) -> None:
        end = min(asked.start + half, len(BODY))
        asked.give(206, BODY[asked.start : end], Content_Range=f"bytes {asked.start}-{end - 1}/{len(BODY)}")

    with serving(pieces) as served:
        assert sources.fetch([pointer()], served.url, QUICK) == 1


# -- what came instead


@pytest.mark.parametrize(
    "body, said",
    [
        (b"\n<!DOCTYPE html><title>\x1b[31mSign in</title>", "an HTML page (43 bytes)"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
            "a Git LFS pointer in place of the file",
        ),
        (b"short", "what came is 5 bytes"),
        (b"", "what came is empty"),
        (gzip.compress(b"x"), "gzip data"),
    ],
)
def test_what_came_instead_is_told(body: bytes, said: str) -> None:
    told = refusal(lambda asked, n: asked.give(200, body))
    assert said in told and "[hash]" in told and "\x1b" not in told and not parts()


def test_a_head_that_is_no_http_is_a_finding() -> None:
    said = refusal(lambda asked, n: asked.wfile.write(b"\x1b[31m" + b"x" * 60_000 + b"\n"))
    assert "no HTTP" in said and len(said) < 400 and "\x1b" not in said


# -- anything at all

HEADS = [
    b"HTTP/1.1 200 OK",
    b"HTTP/1.1 206 Partial",
    b"HTTP/1.1 416 No",
    b"HTTP/1.1 302 There",
    b"HTTP/9 x y",
    b"HTTP/1.1 100 Continue",
    b"\xff",
]
FIELDS = [b"Content-Length: 5", b"Content-Length: -1", b"Content-Length: 9" + b"9" * 5000, b"Content-Range: bytes */0", b"Content-Range: bytes 0-4/5", b"Content-Range: bytes 9" + b"9" * 50 + b"-1/1", b"Transfer-Encoding: chunked", b"Location: http://[", b"Location: //", b"Location: \xff\x00", b"Location: ?x", b"Location: https://127.0.0.1:1/", b"Retry-After: \xff", b"Content-Encoding: \x1b", b": ", b"x" * 70_000, b" folded"]  # fmt: skip
BODIES = [b"", b"5\r\nhello\r\n0\r\n\r\n", b"-5\r\n", b"ffffffffffffffffffff\r\nx", b"hello", BODY[1:], b"\r\n" * 200]


def test_made_up_answers_end_in_findings_alone() -> None:
    draw = random.Random(20240229)

    def anything(asked: Asked, _: int) -> None:
        fields = draw.choices(FIELDS, k=draw.randint(0, 4))
        asked.wfile.write(b"\r\n".join([draw.choice(HEADS), *fields, b"", draw.choice(BODIES)]))
        asked.close_connection = True

    with serving(anything) as served:
        for _ in range(150):
            with pytest.raises(BadInput) as caught:
                sources.fetch([pointer()], served.url, Limits(deadline=5, silence=0.2, tries=2, pause=0, size=10**6))
            assert len(caught.value.findings) == 1 and len(str(caught.value)) < 600

"""Servers that are slow, endless, compressed, wrong or busy, and redirects; each ends in a text or in one clear finding."""

from __future__ import annotations

import gzip
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from servers import BODY, HASTY, QUICK, Asked, parts, pointer, refusal, serving

from parleybench.corpus import fetching, sources
from parleybench.corpus.fetching import Limits
from parleybench.corpus.finding import BadInput


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARLEYBENCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(fetching, "SLACK", 0.2)
    return tmp_path / "cache"


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


def test_a_silent_server_is_given_up_after_all_tries() -> None:
    said = refusal(lambda asked, n: time.sleep(2), Limits(silence=0.1, tries=2, pause=0.01), asked=2)
    assert "nothing came for 0.1 s" in said


def test_nobody_there_is_said_at_once() -> None:
    with serving(lambda asked, n: None) as served:
        pass
    before = time.monotonic()
    with pytest.raises(BadInput, match="no connection"):
        sources.fetch([pointer()], [served.url])
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
        assert sources.fetch([pointer()], [served.url]).total() == 1
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
        assert sources.fetch([pointer()], [served.url]).total() == 1


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
        assert sources.fetch([pointer()], [served.url], QUICK).total() == 1


def test_https_is_never_left(monkeypatch: pytest.MonkeyPatch) -> None:
    class Redirect:
        status, headers = 302, {"Location": "http://127.0.0.1/x"}

        def close(self) -> None: ...

    class Opener:
        def open(self, *_: object, **__: object) -> Redirect:
            return Redirect()

    monkeypatch.setattr(fetching, "_opener", Opener)
    with pytest.raises(BadInput, match="redirected from https to 'http'"):
        sources.fetch([pointer()], ["https://127.0.0.1"])


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
                sources.fetch([pointer()], [served.url], Limits(deadline=5, silence=0.2, tries=2, pause=0, size=10**6))
            assert len(caught.value.findings) == 1 and len(str(caught.value)) < 600

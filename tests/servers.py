"""A server on 127.0.0.1 that answers as a test wants it to, and the pointer to a file on it."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from parleybench.corpus import places, sources
from parleybench.corpus.document import Pointer
from parleybench.corpus.fetching import Limits
from parleybench.corpus.finding import BadInput
from parleybench.corpus.normalise import normalise

BODY = ("First paragraph of the right file.\n\nSecond one,\nhard-\nwrapped, " + "word " * 30_000 + "end.\n").encode()
TEXT = normalise("unsc_txt", BODY, None)
QUICK = Limits(deadline=20, silence=5, pause=0.01, longest=0.05)
HASTY = Limits(deadline=0.6, silence=0.3, tries=9, pause=0.01)


def pointer(path: str = "right.txt", /, **changes: object) -> Pointer:
    """A pointer to `TEXT`, normalised from a file that holds `BODY`."""
    fields: dict[str, object] = {
        "id": path, "date": None, "genre": "speech", "conflict": "x", "licence": "public domain",
        "source_repo": "owner/repo", "commit": "c" * 40, "path": path, "record": None, "norm": "unsc_txt",
        "paragraphs": None, "sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "blob": None, "licence_class": "open",
        "selection": None, "outlet": "x", "source_class": "official",
    }  # fmt: skip
    return Pointer(**fields | changes)  # type: ignore[arg-type]


class Asked(BaseHTTPRequestHandler):
    """One request, with short ways to answer it."""

    protocol_version = "HTTP/1.1"

    @property
    def start(self) -> int:
        """The offset that the request asks for."""
        return int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))

    def give(self, status: int, body: bytes = b"", *, cut: int | None = None, **headers: object) -> None:
        """An answer with its length; `cut` breaks it off. Header names are spelled with ``_`` for ``-``."""
        self.send_response(status)
        for name, value in ({"Content_Length": len(body)} | headers).items():
            if value is not None:
                self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body[:cut])
        self.close_connection = True

    def serve(self, body: bytes = BODY, cut: int | None = None) -> None:
        """The file as a sound server gives it, with ranges."""
        start, size = self.start, len(body)
        if start >= size:
            self.give(416, Content_Range=f"bytes */{size}")
        elif "Range" in self.headers:
            self.give(206, body[start:], cut=cut, Content_Range=f"bytes {start}-{size - 1}/{size}")
        else:
            self.give(200, body, cut=cut)

    def log_message(self, *_: object) -> None:
        """Silent."""


@dataclass
class Served:
    """The address, and the headers of every request so far."""

    url: str
    asked: list[dict[str, str]] = field(default_factory=list)

    @property
    def ranges(self) -> list[str | None]:
        return [headers.get("Range") for headers in self.asked]


@contextlib.contextmanager
def serving(answer: Callable[[Asked, int], None]) -> Iterator[Served]:
    """A server that calls `answer` with each request and its number, from 0."""

    class Handler(Asked):
        def do_GET(self) -> None:
            served.asked.append(dict(self.headers.items()))
            with contextlib.suppress(ConnectionError):
                answer(self, len(served.asked) - 1)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    served = Served(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def refusal(answer: Callable[[Asked, int], None], limits: Limits = QUICK, asked: int | None = None) -> str:
    """The one finding that fetching from such a server gives; nothing is kept."""
    with serving(answer) as served, pytest.raises(BadInput) as caught:
        sources.fetch([pointer()], [served.url], limits)
    assert sources.cached(pointer()) is None and not list((sources.home() / "texts").glob("*"))
    assert asked is None or len(served.asked) == asked
    (finding,) = caught.value.findings
    return str(finding)


def parts() -> list[Path]:
    return list((sources.home() / "raw").glob("*.part"))


def name_of(url: str) -> str:
    """The name that a download of the pointer's file has under `url`."""
    return hashlib.sha256(f"{url}/{places.where(pointer())}".encode()).hexdigest() + ".part"

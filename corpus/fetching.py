"""Downloads from HTTP servers, which are not trusted with time, size, coding or addresses."""

from __future__ import annotations

import hashlib
import re
import string
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from threading import Thread
from urllib.error import URLError
from urllib.parse import quote, urljoin, urlsplit

CHUNK = 64 * 1024
REDIRECTS = 5
SLACK = 1.0  # seconds that the thread of a download has, past the deadline, to see it for itself


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Times are in seconds."""

    deadline: float = 600  # for the whole file from one place, with all tries and waits
    silence: float = 30  # until a connection without a byte counts as broken
    tries: int = 4
    pause: float = 1  # before the second try; doubles from try to try
    longest: float = 120  # the most that is waited because a server asks for it
    size: int = 256 * 1024 * 1024  # bytes


class Refused(ValueError):
    """What a place holds or answers is not to be had or not to be taken; asking again changes nothing."""


class Closed(ConnectionError):
    """Nobody is there, or asks to be left alone after all tries: no other file is to be had there in this run."""


class Unwritable(Exception):
    """The cache cannot be written, so that no further file can be kept either."""


class _Broken(ConnectionError):
    """A try that failed and may succeed later, after `wait` seconds where the server says so."""

    def __init__(self, message: str, wait: float | None = None, *, busy: bool = False) -> None:
        super().__init__(message)
        self.wait = wait
        self.busy = busy


@contextmanager
def writing() -> Iterator[None]:
    """Faults of the user's disk, told apart from those of the network. Raises `Unwritable` instead of `OSError`."""
    try:
        yield
    except OSError as error:
        raise Unwritable(error.strerror or str(error)) from error


def download(url: str, parts: Path, limits: Limits) -> bytes:
    """What lies behind a URL; on its way it lies in `parts`, and the next run goes on with what is left there.

    Raises `Refused`, `Closed` or another `OSError` where it is not to be had, `Unwritable` on a full disk.
    """
    part = parts / f"{hashlib.sha256(url.encode()).hexdigest()}.part"
    until = time.monotonic() + limits.deadline
    try:
        _in_time(lambda: _persist(url, part, limits, until), limits.deadline)
        raw = part.read_bytes()
    except OSError as error:  # what broke a connection is kept, to go on with
        if time.monotonic() < until:
            raise
        raise TimeoutError(f"not here after {limits.deadline:g} s; the next run goes on where it stopped") from error
    except (Refused, Unwritable):
        part.unlink(missing_ok=True)
        raise
    part.unlink()
    return raw


def _in_time(work: Callable[[], None], seconds: float) -> None:
    """Run `work` on a thread, left behind where it does not end: no socket timeout stops a head sent byte by byte.

    Such a thread does no harm: the work looks at the clock before it writes. Raises `TimeoutError`, or what it raises.
    """
    outcome: Future[None] = Future()

    def run() -> None:
        try:
            work()
            outcome.set_result(None)
        except BaseException as error:
            outcome.set_exception(error)

    Thread(target=run, daemon=True).start()
    outcome.result(seconds + SLACK)


def _persist(url: str, part: Path, limits: Limits, until: float) -> None:
    """Download, again after a pause where the connection breaks or the server says: later."""
    for tried in range(1, limits.tries + 1):
        try:
            return _append(url, part, limits, until)
        except URLError as error:  # nobody there: asking again, for every file, only makes the user wait
            raise Closed(f"no connection: {error.reason}") from error
        except TimeoutError:
            broken: OSError = _Broken(f"nothing came for {limits.silence:g} s")
        except HTTPException as error:  # its words are the server's
            broken = _Broken(f"the answer is cut or no HTTP: {str(error)[:60]!a}")
        except OSError as error:
            broken = error
        wait, busy = getattr(broken, "wait", None), getattr(broken, "busy", False)
        if tried == limits.tries:
            raise Closed(str(broken)) if busy else broken
        pause = limits.pause * 2 ** (tried - 1) if wait is None else min(wait, limits.longest)
        if time.monotonic() + pause >= until:
            late = f"{broken}; a wait of {pause:.0f} s would outlast the deadline"
            raise (Closed if busy else ConnectionError)(late) from broken
        time.sleep(pause)


def _append(url: str, part: Path, limits: Limits, until: float) -> None:
    """Add to `part` what it lacks of `url`. Raises `Refused`, or `OSError` where it broke before the end."""
    have = part.stat().st_size if part.exists() else 0
    with _ask(url, have, min(limits.silence, max(until - time.monotonic(), SLACK))) as answer:
        _in_play(until)
        if have and answer.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return _settle(answer, part, have)
        _check(answer)
        first, whole = _extent(answer)
        if first not in (0, have):
            part.unlink(missing_ok=True)
            raise _Broken("the server sent another range than it was asked for")
        if whole is not None and whole > limits.size:
            raise Refused(f"larger than {limits.size} bytes")
        got = _copy(answer, part, first, limits.size, until)
    if whole is not None and got < whole:
        raise _Broken(f"the connection broke after {got} of {whole} bytes")


def _copy(answer: HTTPResponse, part: Path, first: int, size: int, until: float) -> int:
    """Write the body from the offset `first` and return where it ended; whatever stops it, a sound beginning is left."""
    end = first
    if not first:
        _write(part, b"", "wb")
    while chunk := answer.read1(CHUNK):
        _in_play(until)
        end += len(chunk)
        if end > size:
            raise Refused(f"larger than {size} bytes")
        _write(part, chunk, "ab")
    return end


def _in_play(until: float) -> None:
    """Raises `TimeoutError` past the deadline: the part may be another run's by now."""
    if time.monotonic() >= until:
        raise TimeoutError


def _write(part: Path, chunk: bytes, mode: str) -> None:
    """Opened and closed for each chunk: nothing is left in a buffer to be written behind the deadline."""
    with writing(), open(part, mode) as file:
        file.write(chunk)


def _settle(answer: HTTPResponse, part: Path, have: int) -> None:
    """Nothing behind what is here: it is the whole file where the server says so, else it is not trusted."""
    if (answer.headers.get("Content-Range") or "").replace(" ", "") != f"bytes*/{have}":
        part.unlink(missing_ok=True)
        raise _Broken("what an earlier run left does not belong to this file", wait=0)


def _check(answer: HTTPResponse) -> None:
    """Raises `Refused` for an answer that is not the file as it lies, `_Broken` for one that says: later."""
    busy = answer.status == HTTPStatus.TOO_MANY_REQUESTS
    if busy or answer.status >= 500:
        raise _Broken(_status(answer), _retry_after(answer.headers), busy=busy)
    if answer.status not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
        raise Refused(_status(answer))
    coding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise Refused(f"came compressed ({coding[:20]!a}) though asked for as it lies")


def _status(answer: HTTPResponse) -> str:
    with suppress(ValueError):
        return f"HTTP {answer.status} {HTTPStatus(answer.status).phrase}"
    return f"HTTP {answer.status}"


def _extent(answer: HTTPResponse) -> tuple[int, int | None]:
    """The offset at which an answer starts (-1 where a part does not say), and the size of the file where it is told."""
    if answer.status == HTTPStatus.OK:
        return 0, answer.length
    found = re.match(r"bytes\s+(\d{1,18})-\d{1,18}/(\d{1,18}|\*)$", answer.headers.get("Content-Range") or "", re.A)
    if not found:
        return -1, None
    return int(found[1]), None if found[2] == "*" else int(found[2])


def _retry_after(headers: HTTPMessage) -> float | None:
    """Seconds to wait, from seconds or a date; None where the header is absent or says nothing that can be read."""
    said = (headers.get("Retry-After") or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", said):
        return float(said)
    with suppress(ValueError, TypeError, OverflowError):
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    return None


@cache
def _opener() -> urllib.request.OpenerDirector:
    """HTTP and HTTPS through the proxies of the environment: no files, no FTP, and every status is an answer."""
    opener = urllib.request.OpenerDirector()
    for handler in (urllib.request.ProxyHandler, urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
        opener.add_handler(handler())
    return opener


def _ask(url: str, have: int, timeout: float) -> HTTPResponse:
    """The answer behind all redirects; these may lead from http to https, to no other scheme."""
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    for _ in range(REDIRECTS + 1):
        answer: HTTPResponse = _opener().open(urllib.request.Request(url, headers=headers), timeout=timeout)
        target = answer.headers.get("Location") if answer.status in (301, 302, 303, 307, 308) else None
        if target is None:
            return answer
        answer.close()  # unread: it may have no end
        before = urlsplit(url).scheme
        url = urljoin(url, quote(target, safe=string.punctuation, encoding="iso-8859-1", errors="replace"))
        if urlsplit(url).scheme not in (before, "https"):
            raise Refused(f"redirected from {before} to {urlsplit(url).scheme[:20]!a}")
    raise Refused(f"redirected more than {REDIRECTS} times")

"""The cache: where it lies, who may write it at once, what a kill, a full disk or a hand leaves in it; names that stray."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from servers import BODY, TEXT, Asked, pointer, serving

from parleybench.corpus import fetching, places, sources
from parleybench.corpus.document import Pointer
from parleybench.corpus.fetching import Limits
from parleybench.corpus.finding import BadInput

HERE = Path(__file__).resolve().parents[1]
RUN = "import sys; from servers import pointer; from parleybench.corpus import sources; print(sources.fetch([pointer()], [sys.argv[1]]).total())"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARLEYBENCH_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    """A folder that holds right.txt."""
    place = tmp_path / "mirror" / "owner" / "repo" / ("c" * 40)
    place.mkdir(parents=True)
    (place / "right.txt").write_bytes(BODY)
    return tmp_path / "mirror"


def file_of(pointer: Pointer) -> Path:
    return sources.home() / "texts" / f"{pointer.sha256}.txt"


def run(url: str, **environment: str) -> subprocess.Popen[str]:
    """A fetch of the pointer in a process of its own."""
    known = os.environ | {"PYTHONPATH": str(HERE)} | environment
    return subprocess.Popen([sys.executable, "-c", RUN, url], env=known, stdout=subprocess.PIPE, text=True)


# -- folders


def test_a_folder_serves_as_mirror(mirror: Path) -> None:
    assert sources.fetch([pointer()], [str(mirror)]).total() == 1


def test_the_tilde_is_the_home(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(mirror.parent))
    monkeypatch.setenv("PARLEYBENCH_CACHE", "~/other")
    assert sources.fetch([pointer()], ["~/mirror"]).total() == 1
    assert (mirror.parent / "other" / "texts").is_dir()


@pytest.mark.parametrize("mirror", ["/absent", "file:///etc", "ftp://127.0.0.1/", "data://x"])
def test_a_mirror_that_is_none_is_one_finding(mirror: str) -> None:
    with pytest.raises(BadInput, match=r"\[mirror\]") as caught:
        sources.fetch([pointer(), pointer("other.txt")], [mirror])
    assert len(caught.value.findings) == 1


def test_a_folder_is_not_trusted_with_size_and_kind(mirror: Path) -> None:
    file = next(mirror.rglob("right.txt"))
    with pytest.raises(BadInput, match="larger than 1000 bytes"):
        sources.fetch([pointer()], [str(mirror)], Limits(size=1000))
    os.mkfifo(file.with_name("fifo.txt"))
    (file.with_name("zero.txt")).symlink_to("/dev/zero")
    for name in ("fifo.txt", "zero.txt"):
        with pytest.raises(BadInput, match="not a regular file"):
            sources.fetch([pointer(name)], [str(mirror)])
    with pytest.raises(BadInput, match="no such file"):
        sources.fetch([pointer("absent.txt")], [str(mirror)])


@pytest.mark.parametrize(
    "changes",
    [
        *({"path": path} for path in ("../right.txt", "a/../../x", "/etc/passwd", "a//b", "./x", "a\\..\\b", "C:/x", "a\0b", "a\nb", "")),
        *({"source_repo": repo} for repo in ("..", "owner", "../..", "/etc/x", "owner/repo/more", "owner/..", "owner\\x/r", "o/r\n")),
        *({"commit": commit} for commit in ("..", "main", "../" * 13 + "x", "C" * 40, "c" * 39, "c" * 40 + "\n")),
        *({"sha256": digest} for digest in ("../../etc/passwd", "", "0" * 63)),
    ],
)  # fmt: skip
def test_names_that_stray_are_findings_and_are_never_looked_up(
    changes: dict[str, str], mirror: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked_up(*_: object) -> bytes:
        raise AssertionError("looked up")

    monkeypatch.setattr(places, "_from_folder", looked_up)
    with pytest.raises(BadInput, match=r"\[pointer\]") as caught:
        sources.fetch([pointer("right.txt", **changes)], [str(mirror)])
    assert len(caught.value.findings) == 1


def test_no_pointer_of_ours_strays() -> None:
    from parleybench.corpus import library

    assert not [known.id for known in library.pointers().values() if places.stray(known)]


# -- where the cache lies


def test_the_cache_folder_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARLEYBENCH_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert sources.home() == tmp_path / "xdg" / "parleybench"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    if sys.platform == "linux":
        assert sources.home() == tmp_path / ".cache" / "parleybench"


def test_without_a_home_nothing_is_here_and_fetching_says_why(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    def unknown(_: int) -> None:
        raise KeyError

    for name in ("PARLEYBENCH_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.chdir(mirror)
    assert sources.cached(pointer()) is None
    with pytest.raises(BadInput, match="no home folder to keep texts in: set PARLEYBENCH_CACHE"):
        sources.fetch([pointer()], [str(mirror)])
    assert {path.name for path in mirror.iterdir()} == {"owner"}, "no folder named ~"


# -- by hand


def test_an_altered_text_is_not_believed_and_fetched_anew(mirror: Path) -> None:
    sources.fetch([pointer()], [str(mirror)])
    file_of(pointer()).write_text("altered")
    assert sources.cached(pointer()) is None
    assert sources.fetch([pointer()], [str(mirror)]).total() == 1
    assert sources.cached(pointer()) == TEXT


def test_an_alteration_of_equal_size_and_time_never_becomes_the_text(mirror: Path) -> None:
    sources.fetch([pointer()], [str(mirror)])
    assert sources.cached(pointer()) == TEXT
    file, seen = file_of(pointer()), file_of(pointer()).stat()
    time.sleep(0.02)  # beyond the grain of the file system's clock
    file.write_bytes(b"X" + file.read_bytes()[1:])
    os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert file.stat().st_size == seen.st_size and file.stat().st_mtime_ns == seen.st_mtime_ns
    assert sources.cached(pointer()) is None


def test_even_an_alteration_that_cannot_be_seen_gives_the_verified_text(
    mirror: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources.fetch([pointer()], [str(mirror)])
    assert sources.cached(pointer()) == TEXT
    seen = file_of(pointer()).stat()
    file_of(pointer()).write_text("altered")
    monkeypatch.setattr(Path, "stat", lambda *_, **__: seen)
    assert sources.cached(pointer()) == TEXT


def test_a_repaired_text_is_believed_again(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources.fetch([pointer()], [str(mirror)])
    seen = file_of(pointer()).stat()
    monkeypatch.setattr(Path, "stat", lambda *_, **__: seen)  # the clock may stand still
    file_of(pointer()).write_bytes(b"\xff")
    assert sources.cached(pointer()) is None
    file_of(pointer()).write_text(TEXT)
    assert sources.cached(pointer()) == TEXT


def test_a_verified_text_is_read_once(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources.fetch([pointer()], [str(mirror)])
    sources.cached(pointer())
    monkeypatch.setattr(Path, "read_bytes", None)
    assert sources.cached(pointer()) == TEXT


# -- side by side, and killed


def test_two_runs_on_one_cache_share_the_work() -> None:
    def slow(asked: Asked, _: int) -> None:
        time.sleep(1)
        asked.serve()

    with serving(slow) as served:
        runs = [run(served.url) for _ in range(3)]
        said = sorted(one.communicate(timeout=60)[0].strip() for one in runs)
    assert said == ["0", "0", "1"] and len(served.asked) == 1
    assert sources.cached(pointer()) == TEXT
    assert not list(sources.home().rglob("*.part"))


def test_a_run_that_waits_too_long_for_another_says_so(mirror: Path) -> None:
    with sources._alone(places.where(pointer()), 1), pytest.raises(BadInput, match=r"another run .* for 0.1 s"):
        sources.fetch([pointer()], [str(mirror)], Limits(deadline=0.1))
    assert sources.fetch([pointer()], [str(mirror)]).total() == 1


def test_a_killed_run_is_gone_on_with() -> None:
    half = len(BODY) // 2

    def stops(asked: Asked, n: int) -> None:
        if n:
            return asked.serve()
        asked.give(200, BODY, cut=half)
        asked.wfile.flush()
        time.sleep(30)

    with serving(stops) as served:
        victim = run(served.url)
        parts = sources.home() / "raw"
        for _ in range(1000):
            if any(part.stat().st_size == half for part in parts.glob("*.part")):
                break
            time.sleep(0.02)
        victim.send_signal(signal.SIGKILL)
        victim.communicate()
        assert sources.fetch([pointer()], [served.url]).total() == 1
    assert served.ranges == [None, f"bytes={half}-"]
    assert sources.cached(pointer()) == TEXT


# -- a disk that is full or may not be written


def test_a_full_disk_while_downloading_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        with fetching.writing():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(fetching, "_write", full)
    with serving(lambda asked, n: asked.serve()) as served, pytest.raises(BadInput) as caught:
        sources.fetch([pointer(), pointer("more.txt")], [served.url])
    (finding,) = caught.value.findings
    assert finding.rule == "cache" and finding.message == "cannot be written: No space left on device"
    assert len(served.asked) == 1
    assert not [path for path in sources.home().rglob("*") if path.is_file() and path.suffix != ".lock"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_device_that_takes_nothing(cache: Path) -> None:
    with pytest.raises(fetching.Unwritable, match="No space left"):
        fetching._write(Path("/dev/full"), b"x", "wb")


def test_a_limit_on_file_size_leaves_no_half_text(mirror: Path) -> None:
    """The system's own refusal, in the middle of a write, in a process of its own."""
    limited = f"import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)); {RUN}"
    done = subprocess.run(
        [sys.executable, "-c", limited, str(mirror)], env=os.environ | {"PYTHONPATH": str(HERE)}, capture_output=True, text=True
    )  # fmt: skip
    assert "[cache] cannot be written: File too large" in done.stderr
    assert not list((sources.home() / "texts").iterdir()) and sources.cached(pointer()) is None
    assert sources.fetch([pointer()], [str(mirror)]).total() == 1


def test_a_cache_that_is_no_folder_is_one_finding(cache: Path, mirror: Path, tmp_path: Path) -> None:
    cache.write_text("a file")
    with pytest.raises(BadInput, match=r"\[cache\] cannot be written"):
        sources.fetch([pointer()], [str(mirror)])
    texts = tmp_path / "texts.jsonl"
    texts.write_bytes(b'{"id": "right.txt", "text": ' + json.dumps(TEXT).encode() + b"}\n")
    with pytest.raises(BadInput, match=r"\[cache\] cannot be written"):
        sources.take([pointer()], [texts])

"""Files appear whole or not at all, where they were asked for, and replace nothing that is no file."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from parleybench.corpus.files import atomic


def put(path: Path | str, text: str = "new") -> None:
    with atomic(path) as file:
        file.write(text)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_with_its_folders_as_utf8_with_lf(tmp_path: Path) -> None:
    put(tmp_path / "a" / "b" / "new.txt", "é\n")
    assert (tmp_path / "a" / "b" / "new.txt").read_bytes() == b"\xc3\xa9\n"
    assert names(tmp_path / "a" / "b") == ["new.txt"]


def test_bytes(tmp_path: Path) -> None:
    with atomic(tmp_path / "new.bin", binary=True) as file:
        file.write(b"\xff\r\n")
    assert (tmp_path / "new.bin").read_bytes() == b"\xff\r\n"


@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_a_new_file_keeps_to_the_umask(tmp_path: Path, umask: int) -> None:
    old = os.umask(umask)
    try:
        put(tmp_path / "new.txt")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "new.txt").stat().st_mode) == 0o666 & ~umask


def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text("old")
    path.chmod(0o640)
    put(path)
    assert path.read_text() == "new" and stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "target.txt").write_text("old")
    (tmp_path / "between").symlink_to("there/target.txt")
    (tmp_path / "link").symlink_to(tmp_path / "between")
    put(tmp_path / "link")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "between").is_symlink()
    assert (tmp_path / "there" / "target.txt").read_text() == "new"
    assert names(tmp_path / "there") == ["target.txt"]


def test_a_link_to_a_file_not_yet_there_makes_it_but_no_folder(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target.txt")
    put(tmp_path / "link")
    assert (tmp_path / "target.txt").read_text() == "new"
    (tmp_path / "lost").symlink_to(tmp_path / "unmounted" / "target.txt")
    with pytest.raises(FileNotFoundError, match="lost"):
        put(tmp_path / "lost")
    assert not (tmp_path / "unmounted").exists()


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(OSError, match="symbolic links"):
        put(tmp_path / "a")


def test_a_folder_is_refused_by_name_and_stays(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError, match=r"is a folder.*folder'"):
        put(tmp_path / "folder")
    with pytest.raises(NotADirectoryError):
        (tmp_path / "file").write_text("")
        put(tmp_path / "file" / "new.txt")
    assert names(tmp_path) == ["file", "folder"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(PermissionError, match=r"old\.txt"):
        put(path)
    assert path.read_text() == "old"


def test_devices_are_written_into() -> None:
    before = os.stat("/dev/null")
    put("/dev/null")
    assert os.stat("/dev/null") == before or stat.S_ISCHR(os.stat("/dev/null").st_mode)
    with pytest.raises(OSError, match="No space"):
        put("/dev/full")
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


def test_a_fifo_is_written_into(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    said: list[str] = []
    reader = threading.Thread(target=lambda: said.append((tmp_path / "pipe").read_text()))
    reader.start()
    put(tmp_path / "pipe")
    reader.join(10)
    assert said == ["new"] and stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_goes_on_where_it_was(tmp_path: Path, name: str) -> None:
    program = f"import sys; sys.path[:0] = {sys.path!r}\nfrom parleybench.corpus.files import atomic\n"
    program += f"print('one', flush=True)\nwith atomic({name!r}) as file: file.write('two\\n')\nprint('three')"
    with open(tmp_path / "out.txt", "w") as out:
        subprocess.run([sys.executable, "-c", program], check=True, stdout=out)
    assert (tmp_path / "out.txt").read_text() == "one\ntwo\nthree\n"


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        put(path, "\ud800")
    with pytest.raises(KeyboardInterrupt), atomic(path) as file:
        file.write("half")
        raise KeyboardInterrupt
    assert path.read_text() == "old" and names(tmp_path) == ["old.txt"]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        for text in ("x" * 5000, "y" * 500_000):  # fails where the file is closed, and where it is written
            with pytest.raises(OSError, match="too large"):
                put(path, text)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert path.read_text() == "old" and names(tmp_path) == ["old.txt"]


def test_a_kill_in_the_middle_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text("old")
    program = f"import os, sys; sys.path[:0] = {sys.path!r}\nfrom parleybench.corpus.files import atomic\n"
    program += f"with atomic({str(path)!r}) as file: file.write('x' * 100_000); file.flush(); os.kill(os.getpid(), 9)"
    assert subprocess.run([sys.executable, "-c", program]).returncode == -signal.SIGKILL
    assert path.read_text() == "old"
    assert all(
        name == "old.txt" or (name.startswith(".parley-") and name.endswith(".part")) for name in names(tmp_path)
    )
    put(path)
    assert path.read_text() == "new"

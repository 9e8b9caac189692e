"""Files as people have them are read, or named once with what to do."""

from __future__ import annotations

import gzip
import io
import re
import sys
from pathlib import Path

import msgspec
import pytest

from parleybench.corpus.finding import Finding
from parleybench.corpus.forms import lines
from parleybench.corpus.jsonl import scan


class Doc(msgspec.Struct):
    doc: str


RECORDS = b'{"doc":"a"}\n{"doc":"b"}\n'
ARRAY = b'\n[\n {"doc":\n "a"} ,\n\n {"doc":"b"}\n]\n'


def kept(tmp_path: Path, content: bytes, name: str = "some.jsonl") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def read(path: Path | str) -> list[tuple[int, str]]:
    """Line and document of each record, or line and message of each finding."""
    rows, found = scan(path, Doc)
    return [(row.line, row.record.doc) for row in rows] + [(f.line, f.message) for f in found]


@pytest.mark.parametrize(
    ("content", "numbers"),
    [
        (RECORDS, (1, 2)),
        (b"\xef\xbb\xbf" + RECORDS, (1, 2)),
        (b"\xef\xbb\xbf\n\n" + RECORDS, (3, 4)),
        (RECORDS.replace(b"\n", b"\r\n\r\n"), (1, 3)),
        (RECORDS.rstrip(), (1, 2)),
        (b'[{"doc":"a"},{"doc":"b"}]', (1, 1)),
        (ARRAY, (3, 6)),
        (b"\xef\xbb\xbf" + ARRAY, (3, 6)),
        (b'[{"doc":"a"}\n,{"doc":"b"}]', (1, 2)),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("stdin", [False, True])
def test_these_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, numbers: tuple[int, int], packed: bool, stdin: bool
) -> None:
    content = gzip.compress(content) if packed else content
    path: Path | str = kept(tmp_path, content, "some.jsonl.gz" if packed else "some.jsonl")
    if stdin:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content))))  # type: ignore[type-var]
        path = "-"
    assert read(path) == [(numbers[0], "a"), (numbers[1], "b")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (RECORDS.decode().encode("utf-16"), "UTF-16"),
        (RECORDS.decode().encode("utf-16-be"), "UTF-16"),
        (RECORDS.decode().encode("utf-16-le"), "UTF-16"),
        (b"PAR1\x15\x04\x15", "parquet"),
        (b"PK\x03\x04\x14", "zip"),
        (b"doc,start,end\na,1,2\n", "CSV"),
        (b'"doc";"start"\n"a";1\n', "CSV"),
        (b"doc\tlayer\na\tdemands\n", "CSV"),
        (b"```json\n" + RECORDS + b"```\n", "code fence"),
        (b"\n  ~~~\n" + RECORDS + b"  ~~~\n", "code fence"),
        (b'{\n "doc": "a"\n}\n{\n "doc": "b"\n}\n', "several lines"),
        (b"", "holds no record"),
        (b"\n \n", "holds no record"),
        (b"[]", "holds no record"),
        (b'[{"doc":"a"},\n{"doc":"b"]', "not valid JSON"),
        (b'[{"doc":"a"}', "not valid JSON"),
        (b'[{"doc":"a"},]', "not valid JSON"),
        (b'[{"doc":"a"} {"doc":"b"}]', "Expecting ',' delimiter"),
        (b"[" * 100_000, "nested too deeply"),
        (gzip.compress(RECORDS)[:-9], "end"),
        (b"\x1f\x8bnonsense", "gzip|method|decompress"),
    ],
)
def test_these_are_named_once(tmp_path: Path, content: bytes, said: str) -> None:
    _, (finding,) = scan(kept(tmp_path, content), Doc)
    assert re.search(said, finding.message), finding


@pytest.mark.parametrize("loose", [False, True])
@pytest.mark.parametrize(
    "content", [RECORDS.decode().encode("utf-16"), b"PAR1\x15", b"PK\x03\x04", b"doc, start\na, 1\n", b"", gzip.compress(b"\n")]
)  # fmt: skip
def test_another_form_is_a_fault_of_the_whole_file(tmp_path: Path, content: bytes, loose: bool) -> None:
    rows, (finding,) = scan(kept(tmp_path, content), Doc, loose=loose)
    assert not rows and finding.line == 0 and not finding.warning


def test_prose_is_not_taken_for_csv(tmp_path: Path) -> None:
    assert read(kept(tmp_path, b"Sure, here it is\n" + RECORDS))[2:] == [
        (1, "not valid JSON: Expecting value: line 1 column 1 (char 0)")
    ]


def test_a_broken_array_is_told_by_its_line(tmp_path: Path) -> None:
    assert read(kept(tmp_path, b'[{"doc":"a"},\n{"doc":"b"}\n{"doc":"c"}]')) == [
        (3, "not valid JSON: Expecting ',' delimiter")
    ]


def test_a_json_file_may_hold_one_record_over_many_lines(tmp_path: Path) -> None:
    record = b'{\n "doc": "a"\n}\n'
    assert read(kept(tmp_path, record, "some.json")) == [(1, "a")]
    assert read(kept(tmp_path, gzip.compress(record), "some.json.gz")) == [(1, "a")]
    assert read(kept(tmp_path, RECORDS, "more.json")) == [(1, "a"), (2, "b")]
    assert read(kept(tmp_path, record + record, "two.json")) == [
        (1, "a"),
        (4, "the file goes on behind its one value"),
    ]


def test_a_line_cut_off_is_a_fault_of_its_own(tmp_path: Path) -> None:
    found = read(kept(tmp_path, b'{"doc":"a\n' + RECORDS))
    assert [line for line, _ in found] == [2, 3, 1] and "not valid JSON" in found[2][1]
    assert read(kept(tmp_path, RECORDS + b'{"doc":'))[2][0] == 3


def test_a_line_too_long_ends_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parleybench.corpus.forms.LARGEST", 40)
    long = b'{"doc":"' + b"a" * 50 + b'"}\n'
    assert read(kept(tmp_path, RECORDS + long + RECORDS))[2:] == [
        (3, "is longer than 40 bytes; nothing behind it is read")
    ]
    assert "an array of more than 40 bytes" in read(kept(tmp_path, b"[" + long + b"]"))[0][1]


def test_what_cannot_be_opened_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [f.rule for _, f in lines(tmp_path / "none") if isinstance(f, Finding)] == ["file"]
    assert [f.message for _, f in lines(tmp_path) if isinstance(f, Finding)] == ["Is a directory"]
    monkeypatch.setattr(sys, "stdin", None)
    assert [f.message for _, f in lines("-") if isinstance(f, Finding)] == ["standard input is closed"]

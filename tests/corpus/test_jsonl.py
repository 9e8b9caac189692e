"""Rows in and out: a record or a finding for every line, an older shape brought up to date, files written whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from parleybench.corpus.finding import BadInput, Finding
from parleybench.corpus.jsonl import Row, encode, read, scan, stream, write


class Doc(msgspec.Struct, forbid_unknown_fields=True):
    doc: str
    n: int = 0


def kept(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "some.jsonl"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def lifted(value: Any) -> str | None:
    """An older shape, in which `n` was called `number`."""
    if "number" not in value:
        return None
    value["n"] = value.pop("number")
    return "was `number`"


def test_rows_and_findings_in_order_of_their_lines(tmp_path: Path) -> None:
    path = kept(tmp_path, '{"doc":"a"}\n\n{"doc":7}\n{"doc":"b","n":2}\n{\n')
    found = list(stream(path, Doc))
    assert found[0] == Row(str(path), 1, Doc("a")) and found[2] == Row(str(path), 4, Doc("b", 2))
    assert isinstance(found[1], Finding) and (found[1].line, found[1].rule, found[1].doc) == (3, "shape", "7")
    assert isinstance(found[3], Finding) and (found[3].line, found[3].rule) == (5, "json")
    rows, findings = scan(path, Doc)
    assert [row.line for row in rows] == [1, 4] and [finding.line for finding in findings] == [3, 5]


def test_reading_is_lazy(tmp_path: Path) -> None:
    found = stream(kept(tmp_path, '{"doc":"a"}\n' * 100_000 + "{"), Doc)
    assert isinstance(next(found), Row)


def test_read_raises_with_every_fault(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read(kept(tmp_path, '{"doc":7}\n{"doc":"a"}\n{}\n'), Doc)
    assert [finding.line for finding in caught.value.findings] == [1, 3]


def test_an_older_shape_is_mended_with_a_warning(tmp_path: Path) -> None:
    path = kept(tmp_path, '{"doc":"a","number":3}\n{"doc":"b","n":1}\n')
    found = list(stream(path, Doc, mend=lifted))
    assert found[0] == Finding(str(path), 1, "old-shape", "was `number`", "a", warning=True)
    assert found[1:] == [Row(str(path), 1, Doc("a", 3)), Row(str(path), 2, Doc("b", 1))]
    assert [row.record.n for row in read(path, Doc, mend=lifted)] == [3, 1]
    with pytest.raises(BadInput, match="unknown field `number`"):
        read(path, Doc)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ('{"doc":"a","number":"x"}', "shape"),
        ('{"doc":"a","number":1,"other":2}', "shape"),
        ('{"doc":"a","number":1,"number":2}', "key-twice"),
        ("7", "shape"),
        ("[1]", "shape"),
        ('{"doc":"a","number":' + "[" * 5000, "json"),
    ],
)
def test_what_cannot_be_mended_is_told_as_it_stands(tmp_path: Path, line: str, rule: str) -> None:
    found = list(stream(kept(tmp_path, line + "\n"), Doc, mend=lambda v: lifted(v) if isinstance(v, dict) else None))
    assert all(isinstance(item, Finding) and (item.line, item.rule) == (1, rule) for item in found) and found


def test_a_key_that_stands_twice_is_told(tmp_path: Path) -> None:
    path = kept(tmp_path, '{"doc":"a","n":1,"n":1}\n{"doc":"b" , "n" : 1}\n')
    found = list(stream(path, Doc))
    assert found[0] == Finding(str(path), 1, "key-twice", "keys that stand twice in one object: `n`", "a")
    assert found[1] == Row(str(path), 2, Doc("b", 1))


def test_written_and_read_back(tmp_path: Path) -> None:
    records = [Doc("é\u2028", 1), Doc("b")]
    write(tmp_path / "a" / "out.jsonl", records)
    assert (tmp_path / "a" / "out.jsonl").read_bytes() == b"".join(encode(record) + b"\n" for record in records)
    assert [row.record for row in read(tmp_path / "a" / "out.jsonl", Doc)] == records


def test_nothing_is_half_written(tmp_path: Path) -> None:
    path = kept(tmp_path, "old")
    with pytest.raises(TypeError):
        write(path, [Doc("a"), object()])
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]

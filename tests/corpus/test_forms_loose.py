"""What people and models hand over is read loosely: values over lines, arrays, code fences; and told where it cannot be."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import msgspec
import pytest

from parleybench.corpus.jsonl import read, scan, stream


class Doc(msgspec.Struct, forbid_unknown_fields=True):
    doc: str
    n: int = 0
    parts: list[int] = []


ONE, TWO = {"doc": "a", "parts": [1, 2]}, {"doc": "b"}
A, B = json.dumps(ONE), json.dumps(TWO)
PRETTY = json.dumps(ONE, indent=1)
ARRAY = json.dumps([ONE, TWO], indent=1)
PRETTY_LINES = PRETTY.count("\n") + 1


def kept(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".txt", ""])
@pytest.mark.parametrize(
    ("text", "where"),
    [
        (f"{A}\n{B}\n", (1, 2)),
        (f"{A}\n\n\n{B}", (1, 4)),
        (f"\n \n{A} {B}", (3, 3)),
        (f"{PRETTY}\n{B}", (1, 1 + PRETTY_LINES)),
        (f"{B}\n{PRETTY}", (2, 1)),
        (ARRAY, (2, 2 + PRETTY_LINES)),
        (f"[{A},{B}]", (1, 1)),
        (f"[{A}]\n[{B}]\n[]", (1, 2)),
        (f"[\n{A},\n{B},\n]", (2, 3)),
        (f"```json\n{A}\n{B}\n```", (2, 3)),
        (f"``` json\n{A}\n```\n~~~\n{B}\n~~~\n", (2, 5)),
        (f"  ```JSON\r\n{A}\r\n{B}\r\n  ```  \r\n", (2, 3)),
        (f"\n\n```\n{A}\n```\n{B}", (4, 6)),
        (f"\ufeff{A}\r\n{B}", (1, 2)),
        (f"\ufeff```\n{ARRAY}\n```", (3, 3 + PRETTY_LINES)),
    ],
)
def test_what_is_read(tmp_path: Path, text: str, where: tuple[int, int], suffix: str) -> None:
    fences = text.count("```") + text.count("~~~")
    told = [(0, "fence", f"{fences} lines of code fences (```) were taken off", True)] if fences else []
    for n, data in enumerate((text.encode(), gzip.compress(text.encode()))):
        path = kept(tmp_path / f"{n}{suffix}", data)
        rows, found = scan(path, Doc, loose=True)
        assert [(row.path, row.line, row.record.doc) for row in rows] == [
            (str(path), line, doc) for line, doc in sorted(zip(where, "ab", strict=True))
        ]
        assert [(f.line, f.rule, f.message, f.warning) for f in found] == told
        assert read(path, Doc, loose=True) == rows == [row for row in stream(path, Doc, loose=True) if row in rows]


DEEP = '{"doc": "a", "parts": ' + "[" * 100_000 + "]" * 100_000 + "}"
HUGE = '{"doc": "a", "n": ' + "9" * 10_000 + "}"


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (b"", [(0, "file", "holds no record")]),
        ("\ufeff \n", [(0, "file", "holds no record")]),
        ("[]", [(0, "file", "holds no record")]),
        ("```\n```", [(0, "file", "holds no record")]),
        (A.encode("utf-16"), [(0, "json", "is UTF-16, not UTF-8: save it as UTF-8")]),
        ("Here it is:\n" + PRETTY, [(1, "json", "not valid JSON: Expecting value")]),
        ("Sure, here it is\n" + PRETTY, [(1, "json", "not valid JSON: Expecting value")]),
        (PRETTY[:-4], [(6, "json", "not valid JSON: Expecting ',' delimiter")]),
        (f"[{A}\n{B}]", [(2, "json", "not valid JSON: Expecting ',' delimiter")]),
        (f"[{A},\n", [(2, "json", "not valid JSON: Expecting value")]),
        (f"\n\n[{A}\n,\n,{B}]", [(5, "json", "not valid JSON: Expecting value")]),
        (f"{A}\n{{not json\n{B}\nnor this", [(2, "json", "not valid JSON: "), (4, "json", "not valid JSON: ")]),
        (f"{A}\n{B}\n3\n", [(3, "shape", "$: Expected `object`")]),
        (f"{B}\n{DEEP}\n{A}", [(2, "json", "is nested too deeply")]),
        (f"\n{DEEP}", [(2, "json", "is nested too deeply")]),
        (f"{B}\n{HUGE}\n{A}", [(2, "", "")]),
        (f"[{B},\n{HUGE},\n{A}]", [(2, "", "")]),
        (f'{B}\n{{"doc": "\\ud800"}}', [(2, "shape", "")]),
        (f'{B}\n{{"\\ud800": 1, "doc": "a"}}', [(2, "shape", "$: half of a surrogate pair")]),
        (f'{A}\n{{"doc": "b",\n "doc": "c"}}', [(2, "key-twice", "keys that stand twice in one object: `doc`")]),
        (f"{A}\n".encode() + b'{"doc": "\xff\xfe"}', [(2, "json", "not valid JSON: 'utf-8' codec can't decode")]),
        (gzip.compress(A.encode())[:-9], [(0, "file", "")]),
        (gzip.compress(A.encode())[:12] + b"garbage of no use", [(0, "file", "")]),
    ],
    ids=range(23),
)
def test_what_is_not(tmp_path: Path, data: bytes | str, faults: list[tuple[int, str, str]]) -> None:
    _, found = scan(kept(tmp_path / "sheet", data), Doc, loose=True)
    told = [finding for finding in found if not finding.warning]
    for finding, (line, rule, message) in zip(told, faults, strict=True):
        assert finding.line == line and finding.message.startswith(message), finding
        assert rule in ("", finding.rule)
        assert str(finding).isprintable()


def test_lines_at_fault_take_none_of_the_others_along(tmp_path: Path) -> None:
    """Of a text that is mostly an object a line; of any other what stands before its fault is read."""
    rows, (fence, fault) = scan(kept(tmp_path / "lines", f"```\n{A}\n{{not json\n{B}\n```"), Doc, loose=True)
    assert (fence.rule, fault.rule) == ("fence", "json")
    assert [row.line for row in rows] == [2, 4] and fault.line == 3
    rows, (fault,) = scan(kept(tmp_path / "pretty", f"{PRETTY}\nand so on\n{PRETTY}"), Doc, loose=True)
    assert [row.line for row in rows] == [1] and fault.line == 1 + PRETTY_LINES


def test_files_that_are_none_and_those_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [str(f) for f in scan(tmp_path / "no", Doc, loose=True)[1]] == [
        f"{tmp_path / 'no'}: [file] No such file or directory"
    ]
    assert [f.rule for f in scan(tmp_path, Doc, loose=True)[1]] == ["file"]
    monkeypatch.setattr("parleybench.corpus.forms.LARGEST", 100)
    for data in (gzip.compress(b"[" + b" " * 10_000), f"{A}\n" * 10):
        (fault,) = scan(kept(tmp_path / "large", data), Doc, loose=True)[1]
        assert fault.message == "is more than 100 bytes: split it"
    assert len(scan(kept(tmp_path / "small", f"{B}\n" * 5), Doc, loose=True)[0]) == 5

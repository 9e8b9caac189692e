"""Sheets as people and models hand them over: whatever is in the file, records or findings with path and line."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from parleybench import cli
from parleybench.annotations.layers import Record
from parleybench.annotations.quotes import unwrap as module
from parleybench.annotations.quotes.sheets import anchored
from parleybench.annotations.quotes.unwrap import unwrap

ONE = {"doc": "aceh-01", "outcomes": [{"id": "o1", "kind": "talks", "quote": "talks", "nth": 1}]}
TWO = {"doc": "aceh-02", "demands": []}
A, B = json.dumps(ONE), json.dumps(TWO)
PRETTY = json.dumps(ONE, indent=1)
ARRAY = json.dumps([ONE, TWO], indent=1)


def lines(path: Path, data: bytes | str) -> tuple[list[tuple[int, str]], list[tuple[int, str, str]], list[str]]:
    """What is read of a sheet: (line, document) of records, (line, rule, message) of faults, and notes."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    rows, faults, notes = unwrap(path, Record)
    assert {row.path for row in rows} | {fault.path for fault in faults + notes} <= {str(path)}
    told = [(fault.line, fault.rule, fault.message) for fault in faults]
    return [(row.line, row.record.doc) for row in rows], told, [note.message for note in notes]


@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".txt", ""])
@pytest.mark.parametrize(
    "text, where",
    [
        (f"{A}\n{B}\n", (1, 2)),
        (f"{A}\n\n\n{B}", (1, 4)),
        (f"{PRETTY}\n{B}", (1, 1 + PRETTY.count("\n") + 1)),
        (f"{B}\n{PRETTY}", (2, 1)),
        (ARRAY, (2, 2 + PRETTY.count("\n") + 1)),
        (f"[{A},{B}]", (1, 1)),
        (f"[{A}]\n[{B}]\n[]", (1, 2)),
        (f"[\n{A},\n{B},\n]", (2, 3)),
        (f"```json\n{A}\n{B}\n```", (2, 3)),
        (f"``` json\n{A}\n```\n~~~\n{B}\n~~~\n".replace("``` json", "```"), (2, 5)),
        (f"  ```JSON\r\n{A}\r\n{B}\r\n  ```  \r\n", (2, 3)),
        (f"\ufeff{A}\r\n{B}", (1, 2)),
        (f"\ufeff```\n{ARRAY}\n```", (3, 3 + PRETTY.count("\n") + 1)),
    ],
)
def test_what_is_read(tmp_path: Path, text: str, where: tuple[int, int], suffix: str) -> None:
    wanted = sorted(zip(where, ("aceh-01", "aceh-02"), strict=True))
    for n, data in enumerate((text.encode(), gzip.compress(text.encode()))):
        rows, faults, notes = lines(tmp_path / f"{n}{suffix}", data)
        assert (rows, faults) == (wanted, [])
        fences = text.count("```") + text.count("~~~")
        assert notes == ([f"{fences} lines of code fences (```) were taken off"] if fences else [])


DEEP = '{"doc": "aceh-01", "demands": ' + "[" * 100_000 + "]" * 100_000 + "}"
HUGE = '{"doc": "aceh-01", "n": ' + "9" * 10_000 + "}"


@pytest.mark.parametrize(
    "data, faults",
    [
        (b"", [(0, "file", "holds no record")]),
        ("\ufeff \n", [(0, "file", "holds no record")]),
        ("[]", [(0, "file", "holds no record")]),
        ("```\n```", [(0, "file", "holds no record")]),
        (A.encode("utf-16"), [(0, "json", "is UTF-16; save it as UTF-8")]),
        ("Here it is:\n" + PRETTY, [(1, "json", "not valid JSON: Expecting value")]),
        (PRETTY[:-9], [(8, "json", "not valid JSON: Expecting ',' delimiter")]),
        (f"[{A}\n{B}]", [(2, "json", "not valid JSON: an array goes on without a comma or ends without ]")]),
        (f"[{A},\n", [(2, "json", "not valid JSON: Expecting value")]),
        (f"{A}\n{{not json\n{B}\nnor this", [(2, "json", "not valid JSON: "), (4, "json", "not valid JSON: ")]),
        (f"{A}\n{B}\n3\n", [(3, "shape", "$: Expected `object`")]),
        (f"{B}\n{DEEP}\n{A}", [(2, "json", "is nested too deeply")]),
        (f"\n{DEEP}", [(2, "json", "is nested too deeply")]),
        (f"{B}\n{HUGE}\n{A}", [(2, "", "")]),
        (f'{B}\n{{"doc": "\\ud800"}}', [(2, "shape", "")]),
        (f'{B}\n{{"\\ud800": 1, "doc": "aceh-01"}}', [(2, "shape", "$: half of a surrogate pair")]),
        (f"{A}\n".encode() + b'{"doc": "\xff\xfe"}', [(2, "json", "not valid JSON: 'utf-8' codec can't decode")]),
        (gzip.compress(A.encode())[:-9], [(0, "file", "")]),
        (gzip.compress(A.encode())[:12] + b"garbage of no use", [(0, "file", "")]),
    ],
    ids=range(19),
)
def test_what_is_not(tmp_path: Path, data: bytes | str, faults: list[tuple[int, str, str]]) -> None:
    _, found, _ = lines(tmp_path / "sheet", data)
    assert [(line, message[: len(told)]) for (line, _, message), (_, _, told) in zip(found, faults, strict=True)] == [
        (line, told) for line, _, told in faults
    ]
    assert all(rule in ("", made) for (_, made, _), (_, rule, _) in zip(found, faults, strict=True))
    "".join(message for *_, message in found).encode()


def test_files_that_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [str(f) for f in unwrap(tmp_path / "no", Record)[1]] == [
        f"{tmp_path / 'no'}: [file] No such file or directory"
    ]
    assert [f.rule for f in unwrap(tmp_path, Record)[1]] == ["file"]
    monkeypatch.setattr(module, "LARGEST", 100)
    assert "more than 100 bytes" in lines(tmp_path / "bomb", gzip.compress(b"[" + b" " * 10_000))[1][0][2]


def test_a_fence_is_told_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "answer.txt"
    sheet.write_text(f"```json\n{PRETTY}\n```\n")
    assert cli.main(["anchor", str(sheet)]) == 0
    out, err = capsys.readouterr()
    assert err.splitlines()[0] == f"{sheet}: [fence] 2 lines of code fences (```) were taken off"
    assert json.loads(out)["doc"] == "aceh-01"


PIECES = [
    *(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"',
        "\n",
        "\r\n",
        "```json\n",
        "~~~\n",
        "null",
        "1e999",
        "-0",
        "NaN",
        "\\ud800",
        "\x00",
    ),
    *(
        '"doc"',
        '"aceh-01"',
        '"outcomes"',
        '"quote"',
        '"nth"',
        '"start"',
        "\ufeff",
        "…",
        "𝔘",
        "[[[[" * 50,
        A,
        B,
        PRETTY,
        ARRAY,
    ),
    *('{"doc": "nowhere", "outcomes": [{"id": "o", "kind": "talks", "quote": "x"}]}', '"' + "x" * 999, "9" * 5_000),
]


def test_garbage_raises_nothing(tmp_path: Path) -> None:
    rng = random.Random(6)
    path = tmp_path / "sheet.jsonl"
    ended = set()
    for _ in range(400):
        data = "".join(rng.choices(PIECES, k=rng.randrange(1, 12))).encode("utf-8", "surrogatepass")
        if rng.random() < 0.3:
            at = rng.randrange(len(data))
            data = data[:at] + bytes(rng.choices(range(256), k=3)) + data[at:]
        path.write_bytes(gzip.compress(data) if rng.random() < 0.1 else data)
        made = anchored([path])
        assert made.faults or made.records
        assert all(str(f).startswith(str(path)) and len(str(f)) < 3_000 for f in made.faults + made.notes)
        "".join(map(str, made.faults + made.notes)).encode()
        ended.add(bool(made.faults))
    assert ended == {True, False}

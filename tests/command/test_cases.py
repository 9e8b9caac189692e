"""Each form of a file through `parley check` and `parley anchor`, as a file and on standard input."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from parleybench import cli

FENCE = "```"
READ = (0, "no findings")
CASES: dict[str, tuple[tuple[int, str], tuple[int, str]]] = {
    "array.json": (READ, (0, "")),
    "bom.jsonl": (READ, (0, "")),
    "plain.jsonl.gz": (READ, (0, "")),
    "pretty.jsonl": ((1, ":1: [json] a record runs over several lines"), (0, "")),
    "fence.jsonl": (
        (1, f":1: [json] stands in a code fence ({FENCE})"),
        (0, f": warning: [fence] 2 lines of code fences ({FENCE}) were taken off"),
    ),
    "deep.jsonl": ((1, ":1: [json] "), (1, ":1: [json] is nested too deeply")),
    "dupkey.jsonl": ((1, ":1: [key-twice] camp-david-02: "),) * 2,
    "surrkey.jsonl": ((1, ":1: [shape] camp-david-02: $: half of a surrogate pair"),) * 2,
}
"""For each file what `check` ends with and says of it, and what `anchor` does."""


@pytest.mark.parametrize("piped", [False, True], ids=["file", "stdin"])
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("verb", ["check", "anchor"])
def test_a_form(
    shared: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    verb: str,
    name: str,
    piped: bool,
) -> None:
    path = str(shared / "cases" / name)
    if piped:
        data = io.BytesIO(Path(path).read_bytes())
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(data)))  # type: ignore[type-var]
        path = "-"
    code, said = CASES[name][verb == "anchor"]
    assert cli.main([verb, path]) == code
    out, err = capsys.readouterr()
    if said != READ[1]:
        said = path + said if said else "quotes: 0 exact"
    assert said in err and "Traceback" not in err
    assert [json.loads(line)["doc"] for line in out.splitlines()] == ["aceh-01"] * (verb == "anchor" and code == 0)

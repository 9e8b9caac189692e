"""What may be scored: split names, files, records, dicts and tables read alike; anything else is told what is accepted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from make import demand, entity, outcome, record, stance

from parleybench.annotations.gold import bare, gold_of
from parleybench.annotations.layers import Record
from parleybench.corpus.finding import BadInput, Finding
from parleybench.corpus.jsonl import Row, write
from parleybench.eval import inputs
from parleybench.eval.inputs import WHOLE, Part
from parleybench.eval.result import Result
from parleybench.eval.score import score
from parleybench.eval.scorer import data_hash

MADE = record(
    "x",
    entities=[entity("a", (0, 5), type="igo")],
    demands=[demand("d", 6, 9, issuers=["a"], issue="nuclear", direction="refuse")],
    outcomes=[outcome("o", 20, 29, "settlement")],
    stances=[stance("s", 30, 35, "a", "o", "conditional")],
)
VALIDATION = gold_of("validation")


def plain(item: Record) -> dict[str, Any]:
    return dict(msgspec.to_builtins(item))


def read(source: object) -> list[Record]:
    found = list(inputs.rows(source, Record))
    assert all(isinstance(row, Row) or row.warning for row in found), found
    return [row.record for row in found if isinstance(row, Row)]


def faults(source: object) -> list[Finding]:
    return [row for row in inputs.rows(source, Record) if isinstance(row, Finding)]


class TestSources:
    def test_splits_are_known_by_name_alone(self) -> None:
        assert inputs.split_of("test") == "test" and inputs.split_of("train") == "train"
        assert inputs.split_of("test.jsonl") is None and inputs.split_of("./test") is None
        assert inputs.split_of(Path("test")) is None
        assert inputs.split_of([record("x")]) is None

    def test_records_dicts_files_and_iterators_are_one(self, tmp_path: Path) -> None:
        write(tmp_path / "x.jsonl", [MADE])
        sources = ([MADE], [plain(MADE)], (MADE,), iter([MADE]), (plain(r) for r in [MADE]), {MADE.doc: MADE}.values())
        for source in (*sources, tmp_path / "x.jsonl", str(tmp_path / "x.jsonl")):
            assert read(source) == [MADE], source

    def test_rows_say_where_they_stood(self, tmp_path: Path) -> None:
        assert list(inputs.rows([MADE], Record)) == [Row("records", 1, MADE)]
        assert next(iter(inputs.rows("validation", Record))) == Row("validation", 1, VALIDATION[0])

    def test_gates_of_the_older_shape_are_lifted_from_dicts_too(self) -> None:
        old = plain(MADE)
        del old["gates"]
        old["demands"] = [old["demands"][0] | {"gates": ["o"]}]
        found = list(inputs.rows([old], Record))
        assert isinstance(found[0], Finding) and found[0].warning and found[0].rule == "old-shape"
        assert isinstance(found[1], Row) and [(g.demand, g.outcome) for g in found[1].record.gates or ()] == [
            ("d", "o")
        ]

    @pytest.mark.parametrize(
        ("item", "rule"),
        [
            (plain(MADE) | {"demands": [{"id": "d"}]}, "shape"),
            (plain(MADE) | {"mood": 1}, "shape"),
            ({"doc": "x", "outcomes": [{"id": "o", "kind": "lunch", "start": 0, "end": 1}]}, "label"),
            ("x.jsonl", "shape"),
            (7, "shape"),
            (Path("x.jsonl"), "shape"),
            ({"doc": "\ud800"}, "shape"),
            ({"doc": object()}, "shape"),
            ({1j: "x"}, "shape"),
            (record("x", outcomes=[outcome("o", 0, 5, "lunch")]), "label"),
        ],
    )
    def test_an_item_that_is_no_record_is_a_finding(self, item: object, rule: str) -> None:
        found = faults([MADE, item])
        assert found and {(f.path, f.line, f.rule) for f in found} == {("records", 2, rule)}

    def test_a_dict_that_holds_itself_is_a_finding(self) -> None:
        circle: dict[str, Any] = {"doc": "x"}
        circle["entities"] = [circle]
        assert [f.rule for f in faults([circle])] == ["shape"]

    @pytest.mark.parametrize(
        ("source", "what"),
        [(7, "a int"), (None, "a NoneType"), (b"x", "a bytes"), (plain(MADE), "one record"), (MADE, "one record")],
    )
    def test_what_is_no_source_is_told_what_is_accepted(self, source: object, what: str) -> None:
        with pytest.raises(
            TypeError, match=rf"^{what} cannot be scored: give the name of a split, .* a datasets\.Dataset$"
        ):
            list(inputs.rows(source, Record))

    def test_an_iterator_used_twice_says_so(self) -> None:
        once = (record for record in [MADE])
        assert read(once) == [MADE]
        with pytest.raises(ValueError, match="was it used before"):
            list(inputs.rows(once, Record))
        assert read([]) == []

    def test_a_file_that_is_not_there_names_what_is_near(self, tmp_path: Path) -> None:
        (tmp_path / "mine.jsonl").write_text("")
        path = tmp_path / "mime.jsonl"
        (found,) = faults(path)
        assert (found.path, found.line, found.rule) == (str(path), 0, "file")
        assert found.message == f"no such file, and no split; near: {tmp_path / 'mine.jsonl'}"
        (found,) = faults("tset")
        assert found.message.startswith("no such file, and no split; near: test")
        assert faults("zzz")[0].message == "no such file, and no split"


class TestTables:
    def test_a_frame_of_dicts_or_of_json(self) -> None:
        import pandas

        row = plain(MADE)
        assert read(pandas.DataFrame([row])) == [MADE]
        text = {key: value if key == "doc" else json.dumps(value) for key, value in row.items()}
        assert read(pandas.DataFrame([text])) == [MADE]
        assert read(pandas.DataFrame([row | {"note": "left aside"}])) == [MADE]

    def test_an_empty_cell_is_not_attempted(self) -> None:
        import pandas

        rows = [plain(MADE), plain(record("y")) | {"stances": float("nan"), "gates": None}]
        found = read(pandas.DataFrame(rows))[1]
        assert (found.stances, found.gates, found.demands) == (None, None, [])

    def test_a_column_that_is_not_there_is_not_attempted(self) -> None:
        import pandas

        found = read(pandas.DataFrame([{"doc": "x", "demands": []}]))
        assert found == [Record("x", demands=[])]

    def test_a_dataset_in_the_layout_of_documents(self) -> None:
        from parleybench.annotations import hub

        gold = hub.load("validation", "documents")
        layers = ("entities", "demands", "outcomes", "stances", "conflicts")
        wanted = [{layer: plain(bare(r))[layer] for layer in layers} for r in VALIDATION]
        for table in (gold, gold.to_pandas()):
            assert [{layer: plain(bare(r))[layer] for layer in layers} for r in read(table)] == wanted
        assert data_hash(read(gold.to_pandas())) == data_hash(read(gold))
        assert score(gold, gold.to_pandas(), rounds=0)["stance"].f1 == 1.0

    @pytest.mark.parametrize("columns", [{"doc": ["x"]}, {"demands": ["[]"]}, {"id": ["x"], "text": ["y"]}])
    def test_a_table_of_other_columns_is_refused(self, columns: dict[str, list[str]]) -> None:
        import pandas

        with pytest.raises(ValueError, match=rf"this one has {', '.join(columns)}$"):
            list(inputs.rows(pandas.DataFrame(columns), Record))

    def test_a_config_that_is_not_of_documents_is_refused(self) -> None:
        from parleybench.annotations import hub

        with pytest.raises(ValueError, match="a column for each layer"):
            list(inputs.rows(hub.load("validation", "stance"), Record))

    def test_a_cell_that_is_no_json_is_a_finding(self) -> None:
        import pandas

        found = faults(pandas.DataFrame([{"doc": "x", "demands": "[{"}]))
        assert [(f.rule, f.line) for f in found] == [("shape", 1)]

    def test_numbers_beyond_the_labels_stay_and_are_refused(self) -> None:
        import pandas

        items = [{"id": "o", "start": 0, "end": 4, "kind": n} for n in (0, 3, 4, -1)]
        for n, item in enumerate(items):
            found = faults(pandas.DataFrame([{"doc": "x", "outcomes": [item]}]))
            assert bool(found) == (n > 1)

    def test_arrays_of_numpy_are_lists(self) -> None:
        row = plain(MADE) | {"conflicts": np.array([["d", "d"]]), "demands": np.array(plain(MADE)["demands"])}
        assert read([row]) == [msgspec.structs.replace(MADE, conflicts=[("d", "d")])]


class TestParts:
    def test_parts_are_apart_and_whole_together(self) -> None:
        names = [f"doc-{n}" for n in range(100)]
        homes = [[part.holds(name) for part in (Part(0, 3), Part(1, 3), Part(2, 3))] for name in names]
        assert all(sum(row) == 1 for row in homes)
        assert all(20 < sum(column) < 50 for column in zip(*homes, strict=True))
        assert all(WHOLE.holds(name) for name in names)

    def test_a_line_is_of_the_part_of_its_document_and_else_of_the_first(self) -> None:
        for name in ("doc-1", "dóc", 'a "doc"', "\\"):
            plain = {"doc": name, "mood": {"doc": "x"}}
            for made in (plain, {"entities": [], "doc": name}):
                for line in (json.dumps(made), json.dumps(made, ensure_ascii=False), " " + json.dumps(made, indent=1)):
                    homes = [Part(n, 3).holds(name) for n in range(3)]
                    assert [Part(n, 3).keeps(line.encode()) for n in range(3)] == homes
        for odd in (b"nonsense", b"[]", b'{"doc": 7}', b"\xff", b"[" * 100_000):
            assert [Part(n, 3).keeps(odd) for n in range(3)] == [True, False, False]

    def test_files_and_splits_are_cut_and_streams_are_not(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(inputs, "SMALL", 0)
        write(tmp_path / "x.jsonl", [MADE])
        assert inputs.parts(["test", tmp_path / "x.jsonl"], 2) == [Part(0, 2), Part(1, 2)]
        assert inputs.parts(["test", tmp_path / "x.jsonl"], 1) == [Part(0, 1)] == [WHOLE]
        for other in ([MADE], "-", tmp_path / "none", tmp_path):
            assert inputs.parts(["test", other], 2) == [WHOLE]
        with pytest.raises(ValueError, match=r"^0 jobs: give 1 or more$"):
            inputs.parts(["test"], 0)

    def test_each_part_reads_its_documents(self, tmp_path: Path) -> None:
        path = tmp_path / "x.jsonl"
        write(path, [record(f"doc-{n}") for n in range(20)])
        found = [[row.line for row in inputs.rows(path, Record, Part(n, 2)) if isinstance(row, Row)] for n in (0, 1)]
        assert sorted(found[0] + found[1]) == list(range(1, 21)) and all(found)
        assert len(list(inputs.rows("validation", Record, Part(0, 2)))) < len(VALIDATION)


class TestScoring:
    def test_silence_is_scored(self) -> None:
        found = score("test", [], rounds=10)
        assert all(found[task].f1 == 0.0 and found[task].attempted for task in found.tasks)
        assert len(found.missing) == found.documents == len(gold_of("test"))
        assert str(found["actors"]) == "0.0 [0, 0]"

    def test_frames_and_dicts_score_like_records(self) -> None:
        import pandas

        whole: Result = score("validation", VALIDATION, rounds=10)
        assert score("validation", (plain(r) for r in VALIDATION), rounds=10) == whole
        assert score("validation", pandas.DataFrame([plain(r) for r in VALIDATION]), rounds=10) == whole

    def test_swapped_arguments_are_noticed(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match=r"^the gold comes first: score\('test', predictions\)$"):
            score(VALIDATION, "test")
        assert score("validation", "validation", rounds=0)["actors"].f1 == 1.0

    def test_one_iterator_for_both_sides_is_refused(self) -> None:
        both = iter([MADE])
        with pytest.raises(ValueError, match="one iterator cannot be both"):
            score(both, both)

    def test_unknown_tasks_and_slices(self) -> None:
        with pytest.raises(ValueError, match="'sentiment'"):
            score([MADE], [MADE], tasks=["sentiment"])
        with pytest.raises(ValueError, match="'weather'"):
            score([MADE], [MADE], by=["weather"])
        with pytest.raises(ValueError, match="rounds -1"):
            score([MADE], [MADE], rounds=-1)

    def test_a_missing_file_is_a_finding(self) -> None:
        with pytest.raises(BadInput, match=r"tset: \[file\] no such file, and no split; near: test"):
            score("tset", [MADE])

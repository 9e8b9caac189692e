"""Gold beside predictions: read in step, each document once, everything that is wrong told at once."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from make import demand, entity, record, stance
from proof import synthetic

from parleybench import cli
from parleybench.annotations.gold import gold_of
from parleybench.annotations.layers import Record
from parleybench.corpus.finding import BadInput, Finding
from parleybench.corpus.jsonl import write
from parleybench.eval import inputs, pairing
from parleybench.eval.compare import compare
from parleybench.eval.inputs import Part
from parleybench.eval.pairing import Pairs, Polarities, Read, judge
from parleybench.eval.score import BY, score
from parleybench.eval.scorer import count
from parleybench.eval.tasks import GIVEN

GOLDS = list(synthetic.golds(12))
PREDS = list(synthetic.erring(iter(GOLDS)))
VALIDATION = gold_of("validation")


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "SMALL", 0)


def findings(*args: object, **options: object) -> list[Finding]:
    with pytest.raises(BadInput) as caught:
        count(*args, **options)  # type: ignore[arg-type]
    return caught.value.findings


class TestPairs:
    def test_documents_meet_whatever_their_order(self) -> None:
        shuffled = list(PREDS)
        random.Random(3).shuffle(shuffled)
        found = {gold.doc: pred for gold, pred in Pairs(GOLDS, shuffled)}
        assert found == {pred.doc: pred for pred in PREDS}

    def test_files_in_one_order_hold_nothing(self) -> None:
        pairs = Pairs(GOLDS, PREDS)
        assert [len(pairs.waiting[0]) + len(pairs.waiting[1]) for _ in pairs] == [0] * len(GOLDS)
        assert pairs.met == len(GOLDS)

    def test_what_waits_is_packed_and_let_go(self) -> None:
        pairs = Pairs(GOLDS, PREDS[::-1])
        most = max(len(pairs.waiting[0]) + len(pairs.waiting[1]) for _ in pairs)
        assert most <= len(GOLDS) and pairs.waiting == ({}, {}) and pairs.met == len(GOLDS)

    def test_a_side_ends_before_the_other(self) -> None:
        assert [(g.doc, p) for g, p in Pairs(GOLDS[:3], PREDS[:1])][1:] == [(g.doc, None) for g in GOLDS[1:3]]
        assert count(GOLDS, PREDS[:1]).missing == tuple(g.doc for g in GOLDS[1:])
        assert count(GOLDS[:1], GOLDS[:1]).docs == (GOLDS[0].doc,)
        assert {f.rule for f in findings(GOLDS[:1], PREDS)} == {"doc-known"}

    def test_read_says_what_was_found(self) -> None:
        pairs = Pairs([record("x")], [record("x"), *VALIDATION, record("y"), record("x")])
        list(pairs)
        found = pairs.read()
        assert (found.source, found.met, found.aside) == ("records", 1, Counter(validation=len(VALIDATION)))
        assert [(f.rule, f.doc) for f in found.faults] == [("doc-duplicate", "x"), ("doc-known", "y")]


class TestFaults:
    def test_messages_of_records_that_do_not_fit(self) -> None:
        bad = record("x", demands=[demand("d", 9, 2, issuers=[])])
        told = {
            (f.line, f.rule, f.doc): (f.path, f.message)
            for f in findings(
                [record("x"), record("y"), record("y")], [bad, record("y"), record("z"), record("z"), bad]
            )
        }
        assert told[3, "doc-known", "z"] == ("records", "no such document in the corpus or the gold")
        assert told[3, "doc-duplicate", "y"] == ("records", "already on line 2")
        assert told[4, "doc-duplicate", "z"] == ("records", "already on line 3")
        assert (1, "span-order", "x") in told and (5, "span-order", "x") in told

    def test_near_names_of_documents_are_told(self) -> None:
        (found,) = findings("validation", [*VALIDATION, record("iran-irak-01")])
        assert found.message == "no such document in the corpus or the gold; near: iran-iraq-01"
        (found,) = findings([record("mine-0001")], [record("mine-0002")])
        assert found.message.endswith("; near: mine-0001")

    def test_near_names_are_looked_up_for_a_few_only(self) -> None:
        names = [f"mine-{n:04}" for n in range(pairing.SUGGESTED + 5)]
        found = findings([record("mine-0")], [record(name) for name in names])
        assert sum("near" in f.message for f in found) == pairing.SUGGESTED and len(found) == len(names)

    def test_quotes_without_a_text_are_faults_each(self) -> None:
        rows = [{"doc": n, "outcomes": [{"id": "o", "kind": "talks", "quote": "talks"}]} for n in ("x", "y")]
        found = findings([record("x"), record("y")], rows)
        assert [(f.line, f.rule) for f in found] == [(1, "anchor"), (2, "anchor")]

    def test_faults_of_both_files_come_all_at_once(self, tmp_path: Path) -> None:
        (tmp_path / "gold.jsonl").write_text('{"doc": "x", "demands": [{"id": 1}]}\n{"doc": "y"}\n{"doc": "y"}\n')
        (tmp_path / "pred.jsonl").write_text('{"doc": "y"}\nnonsense\n{"doc": "z"}\n{"doc": "aceh-01"}\n')
        for jobs in (1, 2):
            found = findings(tmp_path / "gold.jsonl", tmp_path / "pred.jsonl", jobs=jobs)
            rules = Counter((Path(f.path).stem, f.line, f.rule) for f in found)
            told = ("gold", 3, "doc-duplicate"), ("pred", 2, "json"), ("pred", 3, "doc-known")
            assert [rules[one] for one in told] == [1, 1, 1]
            assert rules[("gold", 1, "shape")] >= 1
            assert not any(line == 4 for _, line, _ in rules)  # a document of the corpus that this gold has not

    @pytest.mark.parametrize("side", [0, 1])
    def test_a_document_twice_is_refused_in_every_form(self, side: int, tmp_path: Path) -> None:
        import pandas

        once, twice = GOLDS, [*GOLDS, GOLDS[3]]
        write(tmp_path / "twice.jsonl", twice)
        rows = [msgspec.to_builtins(r) for r in twice]
        (tmp_path / "array.json").write_text(json.dumps(rows))
        both = [once, once]
        both[side] = tmp_path / "array.json"  # type: ignore[call-overload]
        assert [(f.line, f.rule, f.doc) for f in findings(*both)] == [(1, "doc-duplicate", GOLDS[3].doc)]
        for source in (twice, rows, iter(twice), tmp_path / "twice.jsonl", pandas.DataFrame(rows)):
            both = [once, once]
            both[side] = source  # type: ignore[call-overload]
            (found,) = findings(*both)
            assert (found.line, found.rule, found.doc) == (13, "doc-duplicate", GOLDS[3].doc)
            assert found.message == "already on line 4"


class TestOtherSplits:
    message = "these are documents of validation, not of test"

    def test_predictions_of_another_split_are_told_as_such(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "wrong.jsonl"
        write(path, VALIDATION)
        assert findings("test", path) == [Finding(str(path), 0, "split", self.message)]
        assert findings("test", path, jobs=2) == [Finding(str(path), 0, "split", self.message)]
        with pytest.raises(BadInput, match=self.message):
            compare("test", gold_of("test"), path)
        for argv in (["score", str(path)], ["compare", str(path), str(path)]):
            assert cli.main([*argv, "--split", "test"]) == 1
            assert self.message in capsys.readouterr().err

    def test_two_splits_are_both_named(self) -> None:
        (found,) = findings("test", [*VALIDATION, *gold_of("train")])
        assert found.message == "these are documents of train and validation, not of test"

    def test_a_gold_of_ones_own_is_named_too(self) -> None:
        (found,) = findings([record("x")], VALIDATION)
        assert found.message == "these are documents of validation, and none of them is in the gold given"

    def test_some_of_another_split_are_left_aside(self) -> None:
        found = count("test", [*VALIDATION, *gold_of("test")])
        assert found.missing == () and len(found.docs) == len(gold_of("test"))

    def test_a_given_track_of_another_split_is_told(self) -> None:
        rows = [{"doc": r.doc, "stances": []} for r in VALIDATION]
        (found,) = findings("test", gold_of("test"), given=rows)
        assert found.message == self.message
        assert judge([Read("records", (), 1, Counter()), Read("records", (), 1, Counter(test=3), True)], "test") == ()


def given_file(path: Path, **other: str) -> Path:
    """The right polarity of every stance of validation, but where `other` says another."""
    rows = [
        {"doc": r.doc, "stances": [{"id": s.id, "polarity": other.get(r.doc, s.polarity)} for s in r.stances or ()]}
        for r in VALIDATION
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


class TestGiven:
    gold = record(
        "x",
        entities=[entity("a", (0, 5))],
        stances=[stance("s1", 6, 9, "a", "a", "oppose"), stance("s2", 10, 14, "a", "a", "support")],
    )

    def test_it_is_read_and_asked_by_document(self) -> None:
        said = Polarities([{"doc": "x", "stances": [{"id": "s1", "polarity": "oppose"}]}])
        assert said.of(self.gold) == {"s1": "oppose"} and said.of(record("y")) == {}
        assert said.read() == Read("records", (), 1, Counter(), given=True)

    @pytest.mark.parametrize(
        ("rows", "told"),
        [
            (["s1", "s2", "s1"], [("id-unique", "stance 's1' stands 2 times")]),
            (["s1", "no"], [("reference", "no gold stance 'no'")]),
            (["s3", "s3"], [("id-unique", "stance 's3' stands 2 times"), ("reference", "no gold stance 's3'")]),
        ],
    )
    def test_ids_that_repeat_or_are_unknown_are_refused(self, rows: list[str], told: list[tuple[str, str]]) -> None:
        given = [{"doc": "x", "stances": [{"id": name, "polarity": "oppose"} for name in rows]}]
        found = findings([self.gold], [self.gold], given=given)
        assert [(f.rule, f.message[: len(message)]) for f, (_, message) in zip(found, told, strict=True)] == told
        assert {(f.path, f.line, f.doc) for f in found} == {("records", 1, "x")}

    def test_documents_that_repeat_or_are_unknown_are_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "given.jsonl"
        rows = [{"doc": name, "stances": []} for name in ("x", "y", "x", "dayton-01")]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        for jobs, gold in ((1, [self.gold]), (2, tmp_path / "gold.jsonl")):
            write(tmp_path / "gold.jsonl", [self.gold])
            found = findings(gold, gold, given=path, jobs=jobs)
            assert [(f.line, f.rule, f.doc) for f in found] == [(2, "doc-known", "y"), (3, "doc-duplicate", "x")]

    def test_all_faults_come_at_once(self, tmp_path: Path) -> None:
        docs = [r.doc for r in VALIDATION][:2]
        path = tmp_path / "given.jsonl"
        path.write_text(
            "".join(json.dumps({"doc": d, "stances": [{"id": "no", "polarity": "oppose"}]}) + "\n" for d in docs)
        )
        wanted = [Finding(str(path), n, "reference", "no gold stance 'no'", doc) for n, doc in enumerate(docs, 1)]
        assert findings("validation", VALIDATION, given=path) == sorted(wanted)

    def test_a_split_is_scored_by_its_name(self, tmp_path: Path) -> None:
        found = score("validation", VALIDATION, given=given_file(tmp_path / "given.jsonl"), rounds=20)
        assert (found.split, found.documents, found.missing) == ("validation", len(VALIDATION), [])
        assert found.docs == sorted(r.doc for r in VALIDATION) and len(found.counts["actors"]["exact"]) == len(
            VALIDATION
        )
        said = found["stance"]
        assert said.variants["given_macro"].f1 == 1.0 and said.variants["given_support"].recall == 1.0
        assert said.interval == (1.0, 1.0)

    def test_a_wrong_polarity_lowers_the_given_track_alone(self, tmp_path: Path) -> None:
        doc = next(r.doc for r in VALIDATION if any(s.polarity == "support" for s in r.stances or ()))
        path = given_file(tmp_path / "given.jsonl", **{doc: "oppose"})
        said = score("validation", VALIDATION, given=path, rounds=0)["stance"]
        assert said.f1 == 1.0 and (said.variants["given_support"].recall or 1) < 1.0
        assert said.variants["given_support"].precision == 1.0
        assert score("validation", VALIDATION, rounds=0)["stance"] != said
        counted = count("validation", VALIDATION, given=path)
        table, _ = counted.headline(GIVEN)
        assert table is not None and table.shape == (len(VALIDATION), len(counted.classes), 4)


class TestShards:
    def test_processes_are_started_for_large_files_alone(
        self, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert inputs.parts(files, 2) == [Part(0, 2), Part(1, 2)]
        monkeypatch.setattr(inputs, "SMALL", files[0].stat().st_size + 1)
        assert inputs.parts(files, 2) == inputs.parts(("test", "validation"), 2) == [inputs.WHOLE]
        monkeypatch.setattr(inputs, "SMALL", files[0].stat().st_size)
        assert inputs.parts((files[0], files[0]), 2) == inputs.parts(("test", files[0]), 2) == [Part(0, 2), Part(1, 2)]
        assert inputs.parts((files[0], GOLDS), 2) == [inputs.WHOLE]

    @pytest.fixture
    def files(self, tmp_path: Path) -> tuple[Path, Path]:
        gold, pred = tmp_path / "gold.jsonl", tmp_path / "pred.jsonl"
        shuffled = list(PREDS[1:])
        random.Random(1).shuffle(shuffled)
        write(gold, GOLDS)
        write(pred, shuffled)
        return gold, pred

    @pytest.mark.parametrize("jobs", [2, 3])
    def test_processes_count_the_same_to_the_bit(self, jobs: int, files: tuple[Path, Path]) -> None:
        assert score(*files, by=BY, rounds=50, jobs=jobs) == score(*files, by=BY, rounds=50)

    def test_each_process_counts_a_part(self, files: tuple[Path, Path]) -> None:
        shards = [Pairs(*files, Part(n, 2)) for n in range(2)]
        docs = [[gold.doc for gold, _ in shard] for shard in shards]
        assert all(docs) and sorted(docs[0] + docs[1]) == [gold.doc for gold in GOLDS]
        assert [shard.read().met for shard in shards] == [
            len(docs[n]) - (GOLDS[0].doc in docs[n]) for n in range(2)
        ]  # the first document has no prediction

    def test_errors_are_kept_by_all_processes(self, files: tuple[Path, Path]) -> None:
        one, two = (count(*files, keep=True, jobs=n).diagnosis for n in (1, 2))
        assert one is not None and two is not None and one.kept and Counter(one.kept) == Counter(two.kept)
        assert count(*files).diagnosis is None

    def test_a_line_with_two_documents_is_a_fault_however_it_is_cut(self, tmp_path: Path) -> None:
        path, gold = tmp_path / "pred.jsonl", tmp_path / "gold.jsonl"
        path.write_text('{"doc": "a", "doc": "b"}\n{"doc": "c"}\n')
        write(gold, [record(name) for name in "abc"])
        told = [[(f.line, f.rule) for f in findings(gold, path, jobs=jobs)] for jobs in (1, 2, 3)]
        assert told == [[(1, "key-twice")]] * 3

    def test_a_split_and_a_given_track_are_cut_too(self, tmp_path: Path) -> None:
        write(tmp_path / "pred.jsonl", VALIDATION)
        given = given_file(tmp_path / "given.jsonl")
        one, two = (score("validation", tmp_path / "pred.jsonl", given=given, rounds=20, jobs=n) for n in (1, 2))
        assert one == two and one["stance"].variants["given_macro"].f1 == 1.0

    def test_the_command_takes_jobs(self, files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
        told = []
        for jobs in ("1", "2"):
            assert cli.main(["score", str(files[1]), "--gold", str(files[0]), "--rounds", "20", "--jobs", jobs]) == 0
            told.append(capsys.readouterr().out)
        assert told[0] == told[1] and "own, 12 documents" in told[0]


def test_a_record_without_offsets_is_placed_or_a_finding() -> None:
    rows = [{"doc": "article", "outcomes": [{"id": "o", "kind": "talks", "quote": "no such words"}]}]
    (found,) = findings("train", rows)
    assert (found.rule, found.doc) == ("anchor", "article")
    side = pairing.Side([{"doc": "article", "outcomes": [{"id": "o", "kind": "talks", "quote": "peace negotiations"}]}])
    (row,) = side
    assert isinstance(row.record, Record) and row.record.outcomes and row.record.outcomes[0].start is not None

"""Baselines as such: fitted whole or not at all, loaded only where they fit, ids numbered in order of the text."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from make import demand, document, entity, gate, outcome, record, stance
from strategies import records

from parleybench import cli
from parleybench.annotations.checks import check_rows
from parleybench.annotations.labels import POLARITIES
from parleybench.annotations.layers import KINDS, Record, renamed
from parleybench.baselines import base, floor
from parleybench.corpus import library
from parleybench.corpus.document import Document
from parleybench.corpus.jsonl import Row

EVERY = pytest.mark.parametrize("name", base.SYSTEMS)
UNSEEN = "The Republic of Orsava demanded that Tolva withdraw. 𝔘 Orsava said that Tolva must leave the valley before talks.\n"


@EVERY
def test_predictions_are_full_clean_and_repeatable(name: str, models: Path) -> None:
    found = base.predict(base.fitted(name, models), "validation")
    assert [r.doc for r in found] == library.members("validation")
    assert check_rows([Row("memory", n, r) for n, r in enumerate(found)], "prediction") == []
    assert all(getattr(r, layer) is not None for r in found for layer in (*KINDS, "conflicts"))
    assert found == base.predict(base.fitted(name, models), "validation")


@EVERY
def test_one_document_is_predicted_as_in_company(name: str, models: Path) -> None:
    system, documents = base.fitted(name, models), library.split_documents("validation")
    together = system.predict(documents)
    assert together == [one for d in documents for one in system.predict([d])]
    assert system.predict(documents[::-1]) == together[::-1]
    assert system.predict([]) == []


@EVERY
def test_ids_are_numbered_in_order_of_the_text(name: str, models: Path) -> None:
    for found in base.fitted(name, models).predict(library.split_documents("validation")):
        for layer in KINDS:
            ids = [item.id for item in getattr(found, layer) if item.id != "speaker"]
            assert ids == [f"{layer[0]}{n}" for n in range(1, len(ids) + 1)]
        for layer in ("demands", "outcomes", "stances"):
            starts = [item.start for item in getattr(found, layer)]
            assert starts == sorted(starts)


@EVERY
def test_fitting_twice_gives_the_same_model(name: str, models: Path, tmp_path: Path) -> None:
    base.fit(name, tmp_path)
    again, first = base.fitted(name, tmp_path), base.fitted(name, models)
    assert again.predict(library.split_documents("test")) == first.predict(library.split_documents("test"))
    assert again.parameters() == first.parameters()


@EVERY
def test_labels_of_the_document_are_not_seen(name: str, models: Path) -> None:
    (found,) = base.fitted(name, models).predict([document(UNSEEN)])
    assert found.entities and found.demands
    placed = [mention.span for layer, _, mention in found.spans() if layer != "gates" or mention.start is not None]
    assert all(0 <= span.start < span.end <= len(UNSEEN) for span in placed)


@EVERY
@pytest.mark.parametrize("text", ["", " \n", "."])
def test_a_text_without_words_gives_an_empty_record(name: str, text: str, models: Path) -> None:
    assert base.fitted(name, models).predict([document(text)]) == [record()]


@EVERY
def test_the_given_track(name: str, models: Path) -> None:
    said = base.predict_given(base.fitted(name, models), "test")
    assert [d["doc"] for d in said] == library.members("test")
    assert {s["polarity"] for d in said for s in d["stances"]} <= set(POLARITIES)
    assert sum(len(d["stances"]) for d in said) > 0


# -- models as files


def test_a_system_is_one_file(models: Path) -> None:
    assert sorted(str(p.relative_to(models)) for p in models.rglob("*")) == ["floor.npz", "lexicon.npz", "linear.npz"]


def test_unknown_and_unfitted_systems_say_so(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="the systems are floor, lexicon, linear"):
        base.make("nothing")
    with pytest.raises(LookupError, match=r"not fitted: run `parley fit linear`"):
        base.fitted("linear", tmp_path)


@EVERY
def test_a_file_that_fit_did_not_write_is_refused_by_name(name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.npz").write_bytes(pickle.dumps({"labels": 1}))
    with pytest.raises(ValueError, match=rf"{name}\.npz is no model of {name} .*run `parley fit {name}`"):
        base.fitted(name, tmp_path)


def test_the_command_tells_it_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(base, "models_home", lambda: tmp_path)
    (tmp_path / "floor.npz").write_bytes(b"PK\x03\x04 and nothing else")
    assert cli.main(["predict", "floor", "-o", str(tmp_path / "out.jsonl")]) == 1
    assert "is no model of floor" in capsys.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()


def test_another_systems_file_is_refused(models: Path, tmp_path: Path) -> None:
    shutil.copy(models / "floor.npz", tmp_path / "linear.npz")
    with pytest.raises(LookupError, match=r"fitted again .*system was 'floor', is 'linear'"):
        base.fitted("linear", tmp_path)


def test_another_version_of_scikit_learn_says_fit_again(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "version", lambda name: "0.0")
    with pytest.raises(
        LookupError, match=r"linear must be fitted again .*scikit-learn was .*, is '0\.0'.*parley fit linear"
    ):
        base.fitted("linear", models)


@pytest.mark.parametrize("split", ["train", "test"])
def test_other_labels_of_train_alone_say_fit_again(split: str, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gold = dict(base.all_gold())
    name = library.members(split)[0]
    gold[name] = msgspec.structs.replace(gold[name], conflicts=[], stances=[])
    monkeypatch.setattr(base, "all_gold", lambda: gold)
    if split == "test":
        base.fitted("floor", models)
        return
    with pytest.raises(LookupError, match=r"fitted again .*train was"):
        base.fitted("floor", models)


def test_real_texts_are_learnt_from_where_asked(
    real_splits: dict[str, list[str]], real_texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[list[str]] = []
    fit = floor.System.fit

    def watched(self: floor.System, documents: Sequence[Document], gold: Sequence[Record]) -> None:
        shown.append([d.id for d in documents])
        assert shown[-1] == [record.doc for record in gold]
        fit(self, documents, gold)

    monkeypatch.setattr(floor.System, "fit", watched)
    base.fit("floor", tmp_path, with_real=True)
    base.fit("floor", tmp_path / "plain")
    assert shown == [library.members("train") + library.members("real_train"), library.members("train")]
    both = base.fitted("floor", tmp_path)
    found = base.predict(both, "real_validation")
    assert sorted(record.doc for record in found) == sorted(real_splits["real_validation"])
    assert all(span.quote is None for record in found for _, _, span in record.spans())


def test_a_model_that_learnt_from_real_texts_hangs_on_them(
    real_splits: dict[str, list[str]], real_texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.fit("floor", tmp_path, with_real=True)
    base.fit("floor", tmp_path / "plain")
    monkeypatch.setitem(library.splits(), real_splits["real_train"][0], "real_test")
    base.fitted("floor", tmp_path / "plain")
    with pytest.raises(LookupError, match=r"fitted again .*train was"):
        base.fitted("floor", tmp_path)


def test_real_texts_that_are_not_here_are_not_learnt_from(
    real_splits: dict[str, list[str]], no_real_texts: None, tmp_path: Path
) -> None:
    with pytest.raises(LookupError, match=r"texts of real_train are not here"):
        base.fit("floor", tmp_path, with_real=True)
    assert not list(tmp_path.iterdir())


def test_texts_under_open_licences_are_predicted_alone(
    models: Path, real_texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = library.members("real_test")[3]
    pointers = dict(library.pointers())
    pointers[closed] = msgspec.structs.replace(pointers[closed], licence_class="unclear", sha256="0" * 64)
    monkeypatch.setattr(library, "pointers", lambda: pointers)
    system = base.fitted("floor", models)
    with pytest.raises(LookupError, match=f"1 of {len(library.members('real_test'))} texts"):
        base.predict(system, "real_test")
    said = [[record.doc for record in base.predict(system, "real_test", only_open=True)]]
    said.append([record["doc"] for record in base.predict_given(system, "real_test", only_open=True)])
    free = [name for name in library.members("real_test") if pointers[name].licence_class == "open"]
    assert closed not in free and said == [free] * 2


def test_a_fit_that_fails_leaves_the_old_model(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = shutil.copy(models / "floor.npz", tmp_path / "floor.npz").read_bytes()
    monkeypatch.setattr(base.learn, "json", None)
    with pytest.raises(AttributeError):
        base.fit("floor", tmp_path)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("floor.npz", old)]


@pytest.mark.parametrize("moment", ["write", "replace"])
def test_a_killed_fit_leaves_the_old_model(moment: str, models: Path, tmp_path: Path) -> None:
    old = shutil.copy(models / "floor.npz", tmp_path / "floor.npz").read_bytes()
    code = f"""
import os
from pathlib import Path
from parleybench.baselines import base, floor
from parleybench.corpus import files
def die(*given, **named): os._exit(9)
if {moment!r} == "replace":
    files.os.replace = die
else:
    files.os.chmod = files.os.fsync = die
base.fit("floor", Path({str(tmp_path)!r}))
"""
    assert subprocess.run([sys.executable, "-c", code]).returncode == 9
    assert (tmp_path / "floor.npz").read_bytes() == old
    base.fitted("floor", tmp_path)


def test_in_a_checkout_models_live_beside_the_code() -> None:
    assert base.models_home() == Path(__file__).resolve().parents[2] / "baselines" / "fitted"


def test_in_a_wheel_models_live_in_the_users_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "parleybench" / "baselines"
    package.mkdir(parents=True)
    monkeypatch.setattr(base, "HERE", package)
    monkeypatch.setenv("PARLEYBENCH_CACHE", str(tmp_path / "cache"))
    assert base.fit("floor") == tmp_path / "cache" / "models" / "floor.npz"
    assert isinstance(base.fitted("floor").predict([document(UNSEEN)])[0], Record)
    assert list((tmp_path / "site-packages").rglob("*.npz")) == []


def test_importing_a_baseline_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom parleybench.baselines import base\n[base.make(name) for name in base.SYSTEMS]\n"
        "print([m for m in ('numpy', 'scipy', 'sklearn', 'pandas', 'datasets') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=dict(os.environ))
    assert told.stdout.strip() == "[]", told.stderr


# -- numbering


def test_numbering_orders_renames_and_keeps_ties() -> None:
    made = base.numbered(
        record(
            entities=[
                entity("speaker"),
                entity("late", (90, 95), principal="early"),
                entity("early", (5, 9), (97, 99)),
            ],
            demands=[
                demand("y", 60, 70, issuers=["late", "speaker"], same_as="x"),
                demand("x", 20, 30, issuers=["early"]),
            ],
            outcomes=[outcome("b", 50, 55), outcome("a", 40, 45)],
            gates=[gate("g", "y", "b", 56, 58), gate("h", "x", "b"), gate("i", "x", "a")],
            stances=[stance("t", 80, 84, "late", "b"), stance("s", 10, 12, "early", "x")],
            conflicts=[("y", "x")],
        )
    )
    assert made == record(
        entities=[entity("e1", (5, 9), (97, 99)), entity("e2", (90, 95), principal="e1"), entity("speaker")],
        demands=[demand("d1", 20, 30, issuers=["e1"]), demand("d2", 60, 70, issuers=["e2", "speaker"], same_as="d1")],
        outcomes=[outcome("o1", 40, 45), outcome("o2", 50, 55)],
        gates=[gate("g1", "d1", "o1"), gate("g2", "d1", "o2"), gate("g3", "d2", "o2", 56, 58)],
        stances=[stance("s1", 10, 12, "e1", "d1"), stance("s2", 80, 84, "e2", "o2")],
        conflicts=[("d1", "d2")],
    )


@given(records(), st.randoms(use_true_random=False))
def test_numbering_forgets_order_and_names(one: Record, draw: random.Random) -> None:
    numbered = base.numbered(one)
    assert base.numbered(numbered) == numbered
    layers: dict[str, Any] = {
        layer: list(getattr(one, layer)) for layer in ("entities", "demands", "outcomes", "gates")
    }
    for items in layers.values():
        draw.shuffle(items)
    flipped = [(b, a) for a, b in one.conflicts or ()]
    shuffled = msgspec.structs.replace(one, **layers, conflicts=draw.sample(flipped, len(flipped)))
    names = {item.id: f"other {item.id}" for layer in KINDS for item in getattr(one, layer)}
    assert base.numbered(renamed(shuffled, names)) == numbered

"""Learners and their file: columns, logits, and nothing that can run."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from parleybench.baselines import learn
from parleybench.baselines.learn import Classifier, Vocabulary

ROWS = [["a", "b"], ["c"], [], ["b", "a"]]


def test_columns_come_in_the_order_of_the_rows() -> None:
    words = Vocabulary.of(ROWS)
    assert list(words.columns) == ["a", "b", "c"]
    assert words.encode(ROWS).toarray().tolist() == [[1, 1, 0], [0, 0, 1], [0, 0, 0], [1, 1, 0]]


def test_unknown_features_count_for_nothing() -> None:
    assert Vocabulary(["a"]).encode([["z", "a"], ["z"]]).toarray().tolist() == [[1], [0]]
    assert Vocabulary(["a"]).encode([]).shape == (0, 1)


def fitted(labels: list[str], rows: list[list[str]]) -> tuple[Classifier, Any]:
    encoded = Vocabulary.of(rows).encode(rows)
    model = Classifier(sorted(set(labels)))
    model.fit(encoded, labels)
    return model, encoded


@pytest.mark.parametrize("labels", [["x", "y"] * 10, ["x", "y", "z", "x"] * 5])
def test_the_likeliest_label_is_what_scikit_learn_says(labels: list[str]) -> None:
    from sklearn.linear_model import LogisticRegression

    draw = np.random.default_rng(0)
    rows = [[label, *(f"f{n}" for n in draw.integers(0, 8, 3))][draw.integers(0, 2) :] for label in labels]
    model, encoded = fitted(labels, rows)
    theirs = LogisticRegression(max_iter=1500, random_state=0).fit(encoded, labels)
    assert model.labels(encoded) == theirs.predict(encoded).tolist()
    logits = model.scores(encoded)
    made = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    assert np.allclose(made, theirs.predict_proba(encoded))
    assert model.parameters() == theirs.coef_.size + theirs.intercept_.size


def test_log_odds_of_yes() -> None:
    model, encoded = fitted(["yes", "no", "yes", "no"], [["a"], ["b"], ["a"], ["b"]])
    odds = model.yes(encoded)
    assert odds[0] > 0 > odds[1] and odds[:2] == odds[2:]


@pytest.mark.parametrize(("only", "odds"), [("no", float("-inf")), ("yes", float("inf"))])
def test_one_class_in_training_is_answered_always(only: str, odds: float) -> None:
    model, encoded = fitted([only, only], [["a"], ["b"]])
    assert model.yes(encoded) == [odds, odds] and model.labels(encoded) == [only, only] and model.parameters() == 1


def test_nothing_to_learn_from_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing to learn"):
        Classifier("BIO").fit(Vocabulary().encode([]), [])


@pytest.mark.parametrize(
    ("classes", "weights", "why"),
    [
        (["no", "maybe"], np.zeros((3, 2)), "classes"),
        (["yes", "no"], np.zeros((3, 2)), "classes"),
        ([], np.zeros((3, 0)), "classes"),
        (["no", "yes"], np.zeros((2, 2)), "another shape"),
        (["no", "yes"], np.zeros(6), "another shape"),
        (["no", "yes"], None, "another shape"),
        (["no", "yes"], np.full((3, 2), np.nan), "finite"),
    ],
)
def test_what_does_not_fit_is_refused(classes: list[str], weights: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Classifier(("no", "yes")).recall(classes, weights, 2)


def test_a_file_gives_back_what_went_in(tmp_path: Path) -> None:
    weights = np.random.default_rng(1).normal(size=(3, 2))
    learn.save(tmp_path / "m.npz", {"system": "x"}, {"weights": weights, "words": ["ä", "𝔘"]})
    origin, learnt = learn.load(tmp_path / "m.npz")
    assert origin == {"system": "x"} and learnt["words"] == ["ä", "𝔘"]
    assert learnt["weights"].tobytes() == weights.tobytes()
    assert [p.name for p in tmp_path.iterdir()] == ["m.npz"]


# -- hostile files


class Runs:
    """Unpickled, it would leave a file."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> Any:
        return Path.touch, (self.mark,)


def told(value: Any) -> np.ndarray:
    return np.frombuffer(json.dumps(value).encode(), dtype=np.uint8)


GOOD = told({"origin": {}, "learnt": {}})


def zipped(**entries: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in entries.items():
            file.writestr(name.replace("_", "."), content)
    return made.getvalue()


def npz(**arrays: Any) -> bytes:
    made = io.BytesIO()
    np.savez(made, **arrays)
    return made.getvalue()


def npy(array: Any) -> bytes:
    made = io.BytesIO()
    np.save(made, array, allow_pickle=True)
    return made.getvalue()


def endless() -> bytes:
    """An array that claims more numbers than any memory holds."""
    head = b"{'descr': '<f8', 'fortran_order': False, 'shape': (10000000000000,), }".ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head


HOSTILE: dict[str, tuple[Callable[[Runs], bytes], str]] = {
    "a pickle": (lambda runs: pickle.dumps(runs), "pickle"),
    "an object array": (lambda runs: npy(np.array([runs], dtype=object)), "[Oo]bject arrays"),
    "an object among arrays": (lambda runs: npz(json=GOOD, evil=np.array([runs], dtype=object)), "'evil'"),
    "a pickle in the archive": (lambda runs: zipped(json_npy=npy(GOOD), evil_pkl=pickle.dumps(runs)), "'evil.pkl'"),
    "a skops archive": (
        lambda runs: zipped(schema_json=b'{"__module__": "sklearn", "__class__": "x"}'),
        "'schema.json'",
    ),
    "an array of strings": (lambda runs: npz(json=GOOD, names=np.array(["x"])), "'names'"),
    "a bare array": (lambda runs: npy(np.zeros(3)), "bare array"),
    "no told values": (lambda runs: npz(weights=np.zeros(3)), "'json'"),
    "told values of another shape": (lambda runs: npz(json=told([1])), "'json'"),
    "told values without an end": (lambda runs: npz(json=np.frombuffer(b"[" * 10**6, dtype=np.uint8)), "'json'"),
    "told values that are no text": (lambda runs: npz(json=np.frombuffer(b"\xff\xfe\xfd", dtype=np.uint8)), "decode"),
    "a claim of 80 TB": (lambda runs: zipped(json_npy=npy(GOOD), w_npy=endless()), "."),
    "half a file": (lambda runs: npz(json=GOOD)[:-40], "."),
    "an empty file": (lambda runs: b"", "."),
    "words": (lambda runs: b"hello\n", "."),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_and_does_not_run(case: str, tmp_path: Path) -> None:
    make, why = HOSTILE[case]
    mark = tmp_path / "ran"
    (tmp_path / "m.npz").write_bytes(make(Runs(mark)))
    with pytest.raises(ValueError, match=why):
        learn.load(tmp_path / "m.npz")
    assert not mark.exists()


def test_the_trap_works(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Runs(tmp_path / "ran")))
    assert (tmp_path / "ran").exists()

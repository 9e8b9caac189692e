"""Rules over the whole corpus: texts are what they claim to be, and no split leaks into another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from itertools import combinations

from ...corpus.document import is_clean, sha256
from ...corpus.splits import REAL, SPLITS
from .registry import Corpus, corpus_rule

SHINGLE = 8
NEAR = 0.2
"""Two texts are near-duplicates where the shorter shares this part of its word 8-grams with the longer."""


@corpus_rule("nfc", "texts are NFC with LF line ends")
def nfc(corpus: Corpus) -> Iterator[tuple[str, str]]:
    for document in corpus.documents.values():
        if not is_clean(document.text):
            yield document.id, "the text is not NFC with LF line ends"


@corpus_rule("hash", "each text has its recorded sha256")
def text_hash(corpus: Corpus) -> Iterator[tuple[str, str]]:
    for document in corpus.documents.values():
        if sha256(document.text) != document.sha256:
            yield document.id, "the text does not hash to its sha256"


@corpus_rule("title", "a titled text begins with its title and a blank line")
def title(corpus: Corpus) -> Iterator[tuple[str, str]]:
    for document in corpus.documents.values():
        if document.title is not None and not document.text.startswith(document.title + "\n\n"):
            yield document.id, "the text does not begin with its title and a blank line"


@corpus_rule("split-known", "each document is in exactly one known split")
def split_known(corpus: Corpus) -> Iterator[tuple[str, str]]:
    for name in corpus.strata.keys() | corpus.splits.keys():
        if corpus.splits.get(name) not in SPLITS:
            yield name, f"its split is {corpus.splits.get(name)!r}"
        elif name not in corpus.strata:
            yield name, "in splits.tsv, but in no text file"


@corpus_rule("split-real", "the real texts, and they alone, stand in the splits of real texts")
def split_real(corpus: Corpus) -> Iterator[tuple[str, str]]:
    for name, stratum in corpus.strata.items():
        if (corpus.splits.get(name) in REAL) != (stratum == "real"):
            yield name, f"stratum {stratum} in split {corpus.splits.get(name)}"


@corpus_rule("split-conflict", "no conflict of authored texts stands in two splits")
def split_conflict(corpus: Corpus) -> Iterator[tuple[str, str]]:
    home: dict[str, str] = {}
    for document in corpus.documents.values():
        if document.stratum in ("historical", "fictional"):
            split = corpus.splits.get(document.id, "")
            if home.setdefault(document.conflict, split) != split:
                yield document.id, f"conflict {document.conflict} is in {home[document.conflict]} and {split}"


@corpus_rule("near-duplicate", "no two texts of different splits share their wording")
def near_duplicate(corpus: Corpus) -> Iterator[tuple[str, str]]:
    grams = {name: shingles(corpus.documents[name].text) for name in sorted(corpus.documents)}
    for (a, b), common in sorted(_common(grams).items()):
        shared = common / min(len(grams[a]), len(grams[b]))
        if shared >= NEAR and corpus.splits.get(a) != corpus.splits.get(b):
            yield b, f"shares {shared:.0%} of its word {SHINGLE}-grams with {a} of another split"


def _common(grams: Mapping[str, Set[tuple[str, ...]]]) -> Counter[tuple[str, str]]:
    """Pairs of documents -> how many word n-grams both have; only pairs that have any."""
    homes: dict[tuple[str, ...], list[str]] = {}
    for name, found in grams.items():
        for gram in found:
            homes.setdefault(gram, []).append(name)
    return Counter(pair for names in homes.values() for pair in combinations(names, 2))


def shingles(text: str) -> set[tuple[str, ...]]:
    """The text's word 8-grams, lower-cased."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)}

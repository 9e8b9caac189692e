"""What becomes of the gold's own quotes when each has one slip of the pen, and how long long things take."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from parleybench.annotations.gold import all_gold
from parleybench.annotations.quotes import near as module
from parleybench.annotations.quotes.find import find
from parleybench.annotations.quotes.fold import CLUSTER, fold
from parleybench.annotations.quotes.near import LONG, near
from parleybench.annotations.span import Span
from parleybench.corpus import library


def slipped(quote: str, rng: random.Random) -> str:
    """The quote with one letter inside it lost, put in, or put for another."""
    at, letter = rng.randrange(1, len(quote) - 1), rng.choice("abcdefghijklmnopqrstuvwxyz")
    after = rng.choice([quote[at + 1 :], letter + quote[at:], letter + quote[at + 1 :]])
    return quote[:at] + after


def slips(seed: int) -> Iterator[tuple[str, Span, str]]:
    """Every quote of several words of demands, outcomes and stances whose text is carried: the text, its span, and it with a slip."""
    rng = random.Random(seed)
    for name, document in sorted(library.authored().items()):
        for layer, _, mention in all_gold()[name].spans():
            quote = document.text[slice(*mention.span)]
            if layer not in ("entities", "gates") and " " in quote and (slip := slipped(quote, rng)) != quote:
                yield document.text, mention.span, slip


def test_gold_quotes_with_a_slip_are_found_in_place_or_refused() -> None:
    """Most in place, the rest refused, for a slip in a name or for two places alike; none anywhere else."""
    became: Counter[str] = Counter()
    for text, span, slip in slips(seed=0):
        made = find(text, slip)
        place = "refused" if made.span is None else "in place" if made.span == span else "elsewhere"
        became[place] += 1
        assert (made.how == "refused") == (made.message is not None)
    assert became["elsewhere"] == 0
    assert became["in place"] >= 0.78 * became.total()


def test_in_longer_texts_the_same_place_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every run of words is looked at there, and the likest is."""
    page = "\n\n".join(document.text for document in library.authored().values())
    rng = random.Random(1)
    chosen = rng.sample([slip for *_, slip in slips(seed=1) if len(slip) > 20], 6)
    long = fold(page).text[40_000 : 40_000 + LONG - 10]
    for quote in [*(fold(slip).text for slip in chosen), long[:500] + "qq" + long[500:]]:
        monkeypatch.setattr(module, "RUNS", 20_000)
        bounded = near(page, quote)
        monkeypatch.setattr(module, "RUNS", 10**9 if quote in chosen else 400_000)
        assert bounded[0] == near(page, quote)[0]


REPEATED = [
    ("a " * 1_000_000, "a " * 25_000),
    ("aab " * 500_000, "aab " * 12_500 + "a"),
    ("a" * 2_000_000, "a" * 50_000),
    ("a\u0301\u0323" * 600_000, "a\u0323\u0301" * 15_000),
    ("a" + "\u0301\u0323" * 900_000, "\u0323\u0301" * 25_000),
    ("word [...] " * 180_000, "word ... x " * 4_500),
    ("peace talks " * 170_000, "peace tallks peace"),
    ("not one " * 120_000, "not onne " * 110),
]


@pytest.mark.parametrize("text, quote", REPEATED, ids=range(len(REPEATED)))
def test_long_and_repeated_things_take_seconds(text: str, quote: str) -> None:
    """What is quadratic in either takes hours here."""
    assert took(lambda: find(text, quote)) < 60


def test_folding_takes_time_as_the_text_is_long() -> None:
    parts = "𝔘한é", "a\u0301\u0323", "’“—…", " \u200b", "plain words, "
    for part in parts:
        small, large = (min(took(lambda: fold(part * n)) for _ in range(3)) for n in (4_000, 32_000))  # noqa: B023
        assert large < 40 * small + 0.05, part


def took(work: Callable[[], object]) -> float:
    """CPU seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start


def test_marks_without_end_are_taken_in_clusters() -> None:
    made = fold("a" + "\u0323" * (3 * CLUSTER))
    assert {end - start for start, end in zip(made.starts, made.ends, strict=True)} <= {CLUSTER, 1}

"""The signature: prints, parses back, and says all that is wrong with a forged one."""

from __future__ import annotations

from importlib.metadata import version

import pytest

from parleybench.eval.signature import MATCH_RULE, MOST_ROUNDS, Signature

MADE = Signature(data="3edd5ef122d4", split="test", rounds=10_000, seed=7)
TEXT = f"parleybench:{version('parleybench')}|data:3edd5ef122d4|split:test|match:{MATCH_RULE}|rounds:10000|seed:7"


def test_it_prints_and_parses_back() -> None:
    assert str(MADE) == TEXT
    assert Signature.parse(TEXT) == MADE
    assert Signature.parse("|".join(reversed(TEXT.split("|")))) == MADE
    assert Signature.parse(TEXT.replace(MATCH_RULE, "iou:most")).match == "iou:most"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TEXT.replace("|seed:7", ""), "^says no `seed`$"),
        (TEXT + "|seed:8", "^says `seed` twice$"),
        (TEXT + "|mood:good", "^unknown part 'mood'$"),
        (TEXT + "|" + "m" * 50 + ":good", f"^unknown part '{'m' * 40}'$"),
        ("", "says no `parleybench`; says no `data`; .*; unknown part ''"),
        (TEXT.replace("rounds:10000", "rounds:many"), r"rounds"),
        (TEXT.replace("rounds:10000", "rounds:1.5"), r"rounds"),
        (TEXT.replace("rounds:10000", f"rounds:{MOST_ROUNDS + 1}"), "^rounds 100001: give a number from 0 to 100000"),
        (TEXT.replace("rounds:10000", "rounds:-1"), "^rounds -1: "),
        (TEXT.replace("seed:7", f"seed:{2**63}"), "seed"),
        (TEXT.replace("seed:7", "seed:" + "9" * 10_000), "seed"),
        (TEXT.replace("test", ""), "split"),
        (TEXT.replace("test", "x" * 81), "split"),
    ],
)
def test_what_is_wrong_is_said(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Signature.parse(text)


@pytest.mark.parametrize("rounds", [0, MOST_ROUNDS])
def test_the_bounds_themselves_are_allowed(rounds: int) -> None:
    assert Signature(data="x", split="own", rounds=rounds, seed=2**63 - 1).rounds == rounds
    with pytest.raises(ValueError, match="rounds"):
        Signature(data="x", split="own", rounds=MOST_ROUNDS + 1, seed=0)

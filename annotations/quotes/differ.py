"""Words that carry what a text claims: quotes that differ in one of them are never one, however like they look.

A closed list for English, kept by hand: negations, numbers, dates, and names, which are capitalised words. Antonyms and
modal verbs ("may" for "must") are not in it; whoever takes a quote that is not exact reads what was taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import Literal, NamedTuple

Kind = Literal["negation", "number", "date", "name"]


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


NEGATIONS = _listed(
    "no not never nor neither none nobody nothing nowhere without cannot cant dont wont isnt arent wasnt werent doesnt didnt "
    "hasnt havent hadnt couldnt shouldnt wouldnt mustnt neednt un non anti counter dis de hardly barely scarcely"
)
"""With every word in ``n't``; the last but three stand before a hyphen: "de-escalate"."""
PREFIXES = ("un", "non", "in", "im", "il", "ir", "dis", "de", "anti", "mis")
NUMBERS = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions "
    "billion billions trillion trillions dozen dozens first second third fourth fifth sixth seventh eighth ninth tenth "
    "eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth "
    "hundredth thousandth half halves quarter quarters once twice thrice both single double triple percent"
)
DATES = _listed(
    "january february march april june july august september october november december jan feb mar apr jun jul aug sep sept "
    "oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun mondays tuesdays "
    "wednesdays thursdays fridays saturdays sundays today tomorrow yesterday tonight"
)
"""With "May" where it is capitalised."""

_WORD = re.compile(r"\d+(?:[.,:/]\d+)+|[^\W_]+(?:'[^\W_]+)*|[%$€£]")
_OPENS = re.compile(r"""(?:^|[.!?:"(\[])[\s"'(\[\])]*$""")
"""What stands before a word that opens a sentence."""


class Word(NamedTuple):
    """A word as it is compared, and what it claims, if anything."""

    text: str
    kind: Kind | None


def differing(quote: str, stands: str, before: str = "") -> str | None:
    """What two folded strings claim differently, as words for a message; None where they claim the same.

    They claim the same where both have the same such words, each at its place among the others. `before` is what stands
    before the text's words: whether the first of them opens a sentence.
    """
    ours, theirs = _words(quote, stands), _words(stands, quote, before)
    for one, other, whose in ((theirs, ours, "the text"), (ours, theirs, "the quote")):
        for word, _ in (Counter(one) - Counter(other)).items():
            if word.kind:
                return f"differs in a {word.kind}: {whose} has {word.text[:40]!r}"
    return _negated(ours, theirs) or _moved(ours, theirs)


def _words(text: str, other: str, before: str = "") -> list[Word]:
    elsewhere = set(_WORD.findall(other))
    found = []
    for m in _WORD.finditer(text):
        ahead = (before + text[max(0, m.start() - 8) : m.start()])[-8:]
        found.append(_word(m.group(), bool(_OPENS.search(ahead)), elsewhere))
    return found


def _word(text: str, opens: bool, elsewhere: Collection[str]) -> Word:
    """`opens`: whether it opens a sentence, where a capital need not make a name; `elsewhere`: the other side's words."""
    small = text.casefold()
    if small in NEGATIONS or small.endswith("n't"):
        return Word(small, "negation")
    if small in NUMBERS or text in "%$€£" or any(character.isnumeric() for character in text):
        return Word(small, "number")
    opener = opens and text[1:] == small[1:] and text not in elsewhere and small in elsewhere
    if small in DATES or text == "May":
        return Word(small if opener else text, "date")
    if opener or not text[0].isupper():
        return Word(small if opener else text, None)
    return Word(text.removesuffix("'s"), "name")


def _negated(ours: list[Word], theirs: list[Word]) -> str | None:
    """A word on one side that is one of the other with a negation grown on to it: "acceptable", "unacceptable"."""
    left, right = Counter(ours) - Counter(theirs), Counter(theirs) - Counter(ours)
    for a in left:
        for b in right:
            if _opposed(a.text, b.text) or _opposed(b.text, a.text):
                return f"differs in a negation: the text has {b.text[:40]!r}, the quote has {a.text[:40]!r}"
    return None


def _opposed(word: str, bare: str) -> bool:
    """Whether the word without its prefix is liker the bare one than with it, so that slips of the pen hide nothing."""
    from rapidfuzz.fuzz import ratio

    if word.endswith("less") and bare in (word[:-4], word[:-4] + "ful"):
        return True
    rests = (word[len(prefix) :] for prefix in PREFIXES if word.startswith(prefix) and len(word) > len(prefix) + 2)
    return any(ratio(rest, bare) > max(80.0, ratio(word, bare)) for rest in rests)


def _moved(ours: list[Word], theirs: list[Word]) -> str | None:
    """Whether such a word stands at another place among the others: "not go but stay", "go but not stay".

    It does not where the longest common run of words is that of the plain ones with all such words in it.
    """
    from rapidfuzz.distance import LCSseq

    plain = LCSseq.similarity([w for w in ours if not w.kind], [w for w in theirs if not w.kind])
    telling = [word for word in ours if word.kind]
    if LCSseq.similarity(ours, theirs) == plain + len(telling):
        return None
    return f"has the same words in another order, and with them {telling[0].kind}s"

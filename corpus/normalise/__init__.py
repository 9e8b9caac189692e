"""Raw third-party files to the texts that the labels were made on.

Each normaliser is named by a pointer's `norm`. Input is hostile: XML goes through defusedxml, CSV fields are bounded,
work grows with the length of the input and no faster, and whatever does not parse raises `ValueError`. The sha256 of
the result decides in the end.
"""

from __future__ import annotations

from collections.abc import Callable

from .official import congress_md, conllu_text, pmt_xml, presrel_csv, state_rss, unsc_txt, wh_md
from .pieces import Chosen
from .press import (
    adpost,
    daily_md,
    fm_md,
    newscomm_tok,
    newslk_md,
    page_php,
    reuters_nltk,
    summ_md,
    table_text,
    wikinews_dexter,
)

OFFICIAL = (wh_md, state_rss, unsc_txt, congress_md, presrel_csv, pmt_xml, conllu_text)
PRESS = (
    wikinews_dexter,
    adpost,
    fm_md,
    daily_md,
    newslk_md,
    summ_md,
    newscomm_tok,
    reuters_nltk,
    table_text,
    page_php,
)
NORM: dict[str, Callable[[str, Chosen], str]] = {f.__name__: f for f in (*OFFICIAL, *PRESS)}
Range = tuple[int, int]
"""Paragraphs of a text, half-open, counted from 0 and parted by blank lines."""


def normalise(norm: str, raw: bytes, chosen: Chosen, excerpt: Range | None = None) -> str:
    """The text that a pointer means. Raises `ValueError` where the raw file does not hold it, and nothing else."""
    if norm not in NORM:
        raise ValueError(f"unknown normaliser {norm!r}")
    try:
        text = NORM[norm](raw.decode("utf-8"), chosen)
        text.encode("utf-8")  # an escape in JSON may hide half of a character
    except (LookupError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ValueError(f"the raw file is not of the expected form: {str(error)[:200]!a}") from error
    return excerpted(text, excerpt)


def excerpted(text: str, excerpt: Range | None) -> str:
    """These paragraphs of a text, or the whole for None. Raises `ValueError` where it has not as many."""
    if excerpt is None:
        return text
    found = text.split("\n\n")
    first, last = excerpt
    if not 0 <= first < last <= len(found):
        raise ValueError(f"paragraphs [{first}, {last}) are none of the text's {len(found)}")
    return "\n\n".join(found[first:last])

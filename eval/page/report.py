"""One self-contained HTML page: the board, plots, slices, and documents with gold and prediction side by side.

The figures are plain HTML; documents travel as one block of JSON that `report.js` draws from, one at a time. The page
may load and run nothing but the style and the script that are written into it here: its policy names their hashes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from ...corpus.files import atomic
from . import markup
from .views import View, block

__all__ = ["View", "page", "write"]

HOME = Path(__file__).resolve().parents[1] / "report" / "index.html"
Groups = Mapping[str, Mapping[str, Sequence[str]]]
"""Split -> task -> the systems that do not differ significantly from the best one."""


def write(
    results: Mapping[str, markup.Results],
    documents: Sequence[View],
    out: Path = HOME,
    *,
    groups: Groups | None = None,
    third_party: bool = False,
) -> Path:
    """Write the page: results by split and system, and documents with their records and errors.

    Raises `ValueError` for documents of the stratum ``real`` unless `third_party` says that the page stays private.
    """
    foreign = [view.document.id for view in documents if view.document.stratum == "real"]
    if foreign and not third_party:
        raise ValueError(f"texts of third parties do not go into the page: {', '.join(foreign)}")
    with atomic(out) as file:
        file.write(page(results, documents, groups=groups))
    return out


def page(results: Mapping[str, markup.Results], documents: Sequence[View], *, groups: Groups | None = None) -> str:
    """The page as text; every string that comes from data is escaped."""
    style, script = _own("report.css"), _own("report.js")
    shown = {split: found for split, found in results.items() if found}
    return Template(_own("report.html")).substitute(
        policy=_policy(style, script),
        style=style,
        script=script,
        nav="".join(f'<li><a href="#split-{n}">{escape(split)}</a></li>' for n, split in enumerate(shown)),
        splits="\n".join(
            markup.split(n, split, found, (groups or {}).get(split, {}))
            for n, (split, found) in enumerate(shown.items())
        ),
        data=block(documents),
    )


def _own(name: str) -> str:
    return files("parleybench.eval.page").joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """A content security policy under which only these two texts count, and no string may become markup or code."""
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")

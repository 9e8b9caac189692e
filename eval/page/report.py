"""One self-contained HTML page: the board, plots, slices, and documents with gold and prediction side by side.

The figures are plain HTML; documents travel as one block of JSON that the scripts draw from, one at a time. The page
may load and run nothing but the style and the scripts that are written into it here: its policy names their hashes.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from ...corpus.files import atomic
from . import markup, reading
from .views import View, block

__all__ = ["View", "page", "write"]

HOME = Path(__file__).resolve().parents[1] / "report" / "index.html"
SCRIPTS = ("dom", "records", "words", "verdicts", "text", "arrows", "csv", "views", "errors", "report")
"""The scripts in the order in which they run: each uses only what stands before it."""
Groups = Mapping[str, Mapping[str, Sequence[str]]]
"""Split -> task -> the systems that do not differ significantly from the best one."""


def write(
    results: Mapping[str, reading.Results],
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


def page(results: Mapping[str, reading.Results], documents: Sequence[View], *, groups: Groups | None = None) -> str:
    """The page as text; every string that comes from data is escaped. Raises `TypeError` for a figure that is no number."""
    style, scripts = _own("report.css"), [_own(f"{name}.js") for name in SCRIPTS]
    shown = {split: found for split, found in results.items() if found}
    return Template(_own("report.html")).substitute(
        policy=_policy(style, scripts),
        style=style,
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
        nav="".join(f'<li><a href="#split-{n}">{escape(split)}</a></li>' for n, split in enumerate(shown)),
        splits="\n".join(
            markup.split(n, split, found, (groups or {}).get(split, {}))
            for n, (split, found) in enumerate(shown.items())
        ),
        data=block(documents, _best(shown, documents)),
    )


def _best(results: Mapping[str, reading.Results], documents: Sequence[View]) -> dict[str, str]:
    """Split -> its best system by demands; under the empty name, of all splits, that of the one with most documents."""
    found = {split: name for split, systems in results.items() if (name := reading.best(systems))}
    for split, _ in Counter(view.split for view in documents if view.split in found).most_common(1):
        found[""] = found[split]
    return found


def _own(name: str) -> str:
    return files("parleybench.eval.page").joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, scripts: Sequence[str]) -> str:
    """A content security policy under which only these texts count, and no string may become markup or code."""
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src {_hash(style)}",
            f"script-src {' '.join(map(_hash, scripts))}",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"

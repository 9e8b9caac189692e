"""What a document is: a text of our own, or a pointer to somebody else's."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any, Literal

import msgspec

Stratum = Literal["seed", "historical", "fictional", "real"]
LicenceClass = Literal["open", "unclear"]
Selection = Literal["conditions", "width"]
SourceClass = Literal["journalism", "official", "us-official", "commentary"]
Genre = Literal["news", "analysis", "communique", "briefing", "speech", "readout", "interview", "commentary"]


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One text with its metadata. `text` is NFC with LF line ends; offsets into it count code points."""

    id: str
    title: str | None
    text: str
    date: str | None
    genre: Genre
    conflict: str
    stratum: Stratum
    licence: str
    source: str
    sha256: str


class Pointer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a third-party text is found and what it must hash to; it never carries the text.

    The text is ``NORM[norm](raw file at source_repo@commit:path, record)``, of that `paragraphs` where they are given:
    a half-open range, from 0, of what blank lines part. `sha256` is that of the text or its excerpt, `blob` the git id
    of the raw file. `licence_class` is open (public domain, Creative Commons, official record) or unclear (here by
    pointer, hash and offsets alone). `selection` says why it was chosen: for its explicit conditions, or for width by
    a draw; None where it was for width and by hand. `outlet` published it, one of a `source_class`.
    """

    id: str
    date: str | None
    genre: Genre
    conflict: str
    licence: str
    source_repo: str
    commit: str
    path: str
    record: dict[str, Any] | None
    norm: str
    paragraphs: tuple[int, int] | None
    sha256: str
    blob: str | None
    licence_class: LicenceClass
    selection: Selection | None
    outlet: str
    source_class: SourceClass

    def document(self, text: str) -> Document:
        """The document that this pointer becomes once its text is here."""
        return Document(
            id=self.id,
            title=None,
            text=text,
            date=self.date,
            genre=self.genre,
            conflict=self.conflict,
            stratum="real",
            licence=self.licence,
            source=f"{self.source_repo}@{self.commit}:{self.path}",
            sha256=self.sha256,
        )


def sha256(text: str) -> str:
    """Hex digest of the text's UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def is_clean(text: str) -> bool:
    """Whether a text is NFC with LF line ends only, as every offset assumes."""
    return "\r" not in text and unicodedata.is_normalized("NFC", text)

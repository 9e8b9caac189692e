"""Counts of what the corpus holds, by split and by stratum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..corpus import library
from ..corpus.splits import held, splits
from .deadlocks import deadlocks
from .gold import all_gold
from .layers import Record

STRATA = ("seed", "historical", "fictional", "real")
COUNTED = (
    "documents",
    "entities",
    "mentions",
    "demands",
    "refusals",
    "gates",
    "preconditions",
    "outcomes",
    "stances",
    "conflicts",
    "deadlocks",
)


def table(by: str) -> dict[str, dict[str, int]]:
    """Split (or stratum) -> how many of each thing; ``all`` sums them up. Splits without documents are left out."""
    home = dict(splits()) if by == "split" else dict(library.strata())
    names = held() if by == "split" else STRATA
    found = {name: counted(r for r in all_gold().values() if home[r.doc] == name) for name in names}
    return {**found, "all": counted(all_gold().values())}


def counted(records: Iterable[Record]) -> dict[str, int]:
    """How many of each thing some records hold; a precondition is a demand with a gate, deadlocks are derived."""
    total: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
    for record in records:
        demands, document = record.demands or [], library.text_or_none(record.doc)
        total["documents"] += 1
        total["entities"] += len(record.entities or ())
        total["mentions"] += sum(len(e.mentions) for e in record.entities or ())
        total["demands"] += len(demands)
        total["refusals"] += sum(d.direction == "refuse" for d in demands)
        total["gates"] += len(record.gates or ())
        total["preconditions"] += len({g.demand for g in record.gates or ()})
        total["outcomes"] += len(record.outcomes or ())
        total["stances"] += len(record.stances or ())
        total["conflicts"] += len(record.conflicts or ())
        total["deadlocks"] += len(deadlocks(record, document.text if document else None))
    return {name: total[name] for name in COUNTED}


def labels() -> dict[str, dict[str, int]]:
    """Label set -> label -> how often the gold uses it."""
    found: dict[str, Counter[str]] = {
        name: Counter() for name in ("entity type", "direction", "issue", "outcome kind", "polarity")
    }
    for record in all_gold().values():
        found["entity type"].update(e.type for e in record.entities or ())
        found["direction"].update(d.direction for d in record.demands or ())
        found["issue"].update(d.issue for d in record.demands or ())
        found["outcome kind"].update(o.kind for o in record.outcomes or ())
        found["polarity"].update(s.polarity for s in record.stances or ())
    return {name: dict(counts.most_common()) for name, counts in found.items()}


def words() -> dict[str, int]:
    """Stratum -> words of its texts at hand (white-space tokens)."""
    found: Counter[str] = Counter()
    for document in library.documents().values():
        found[document.stratum] += len(document.text.split())
    return dict(found)

"""Rules of shape: ids are unique, layers that gold needs are there, real texts stay unquoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..labels import SPEAKER
from ..layers import LAYERS
from .registry import Case, named, record_rule

named("file", "the file can be read")
named("json", "each line is one JSON object")
named("key-twice", "no key stands twice in one object")
named("old-shape", "the shape of an earlier version is read for one more, with a warning")
named("more", "of one line's findings the first are told, and how many more there are")
named("shape", "each field is known, present where required, and of its type")
named("label", "each label is in its closed set")
named("doc-known", "each record is of a document in the corpus")
named("doc-duplicate", "a document has one record in a file")
named("decided", "every difference of two passes has a decision that fits")
named("gold-current", "the gold is what passes and decisions make")
named("doc-missing", "each document of the stratum has a gold record")


@record_rule("layer-missing", "gold and passes attempt every layer", predictions="free")
def layer_missing(case: Case) -> Iterator[str]:
    for layer in LAYERS:
        late = layer == "gates" and case.kind == "earlier"  # once a list inside each demand
        if getattr(case.record, layer) is None and not late:
            yield f"layer `{layer}` is missing"


@record_rule("id-unique", "ids are unique within a layer")
def id_unique(case: Case) -> Iterator[str]:
    ids = {layer: [item.id for item in getattr(case.record, layer) or ()] for layer in LAYERS if layer != "conflicts"}
    for layer, names in ids.items():
        if len(set(names)) < len(names):
            yield from (f"{layer}: id {name!r} stands {n} times" for name, n in Counter(names).items() if n > 1)
    apart = [set(ids[layer]) for layer in ("entities", "demands", "outcomes")]
    if sum(map(len, apart)) > len(set().union(*apart)):
        shared = Counter(name for names in apart for name in names)
        yield from (f"id {name!r} is used by {n} layers" for name, n in sorted(shared.items()) if n > 1)


@record_rule("issuer-missing", "each demand has an issuer", predictions="free")
def issuer_missing(case: Case) -> Iterator[str]:
    for demand in case.record.demands or ():
        if not demand.issuers:
            yield f"demand {demand.id} has no issuer"


@record_rule("speaker-mention", "the reserved entity `speaker` has no mentions", predictions="free")
def speaker_mention(case: Case) -> Iterator[str]:
    for entity in case.record.entities or ():
        if entity.id == SPEAKER and entity.mentions:
            yield "the entity `speaker` has mentions"


@record_rule("entity-named", "an entity without mentions has a name", predictions="free")
def entity_named(case: Case) -> Iterator[str]:
    for entity in case.record.entities or ():
        if not entity.mentions and not entity.name:
            yield f"entity {entity.id} has neither mentions nor a name"


@record_rule("real-quote", "what the project keeps of real texts carries offsets and no quotes")
def real_quote(case: Case) -> Iterator[str]:
    if case.stratum != "real" or case.kind == "prediction":
        return
    for layer, name, span in case.spans:
        if span.quote is not None:
            yield f"{layer} {name}: a real text is quoted"
    for entity in case.record.entities or ():
        if entity.name is not None and entity.mentions and case.kind != "shipped":
            yield f"entity {entity.id}: a real text's entity with mentions is named"

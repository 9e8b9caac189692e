"""Why a row does not decode: every fault of its parts, where the decoder itself stops at the first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from .finding import COUNTED, MOST, more

T = TypeVar("T")
SHOWN = 80
"""Characters of a foreign value or name that a message shows."""
_HALF = "half of a surrogate pair is no character"


@cache
def decoder(kind: type[T]) -> Callable[[bytes], T]:
    """The decoder of one record type, made once."""
    return msgspec.json.Decoder(kind).decode


Said = tuple[str, str, str]
"""A rule, a message, and the document that it is about, empty where none is named."""


def diagnose(text: bytes, kind: type) -> list[Said]:
    """The faults of one undecodable line, at most `MOST` of them and how many more there are."""
    try:
        value = json.loads(text)
        doc = name_of(value)
        faults = list(islice(_faults(value, kind, "$"), MOST + COUNTED))
    except RecursionError:
        return [("json", "is nested too deeply", "")]
    except ValueError as error:
        return [("json", f"not valid JSON: {error}", "")]
    told = [(rule, message, doc) for rule, message in faults[:MOST]]
    if len(faults) > MOST:
        told.append(("more", more(len(faults) - MOST), doc))
    return told or [("shape", _refusal(text, value, kind), doc)]


def name_of(value: Any) -> str:
    """What a plain value or a record calls itself: its `doc`, else its `id`, else nothing."""
    fields = value if isinstance(value, dict) else {key: getattr(value, key, "") for key in ("doc", "id")}
    return str(fields.get("doc") or fields.get("id") or "")[:SHOWN]


def _refusal(text: bytes, value: Any, kind: type) -> str:
    """What no walk over the declared types shows, by the decoder's own words where it has any."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
        decoder(kind)(text)  # type: ignore[arg-type]
    except UnicodeEncodeError:
        return _HALF
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return str(error)
    return "cannot be read"


def _faults(value: Any, kind: Any, path: str) -> Iterator[tuple[str, str]]:
    """Walk a value beside its declared type, down to the smallest parts that do not fit; what fits is not entered."""
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        inner = _inner_faults(value, kind, path)
        first = next(inner, None)
        if first is not None:
            yield first
            yield from inner
            return
        rule = "label" if "enum" in str(error) else "shape"
        said = json.dumps(value, ensure_ascii=False)[:SHOWN]
        yield rule, f"{path}: {str(error).split(' - at')[0]}, got {said}"
    except UnicodeEncodeError:
        yield "shape", f"{path}: {_HALF}"


def _inner_faults(value: Any, kind: Any, path: str) -> Iterator[tuple[str, str]]:
    """The faults of the parts of a record, a mapping or a list; none for other values."""
    struct, item, entry = _parts(kind)
    if struct is not None and isinstance(value, dict):
        yield from _struct_faults(value, struct, path)
    elif item is not None and isinstance(value, list):
        for n, part in enumerate(value):
            yield from _faults(part, item, f"{path}[{n}]")
    elif entry is not None and isinstance(value, dict):
        for key, part in value.items():
            yield from _faults(part, entry, f"{path}.{key[:SHOWN]}")


def _struct_faults(value: dict[str, Any], struct: type, path: str) -> Iterator[tuple[str, str]]:
    hints, fields = _declared(struct)
    for field in fields:
        if field.encode_name in value:
            yield from _faults(value[field.encode_name], hints[field.name], f"{path}.{field.encode_name}")
        elif field.required:
            yield "shape", f"{path}: field `{field.encode_name}` is missing"
    extras = set(value) - {f.encode_name for f in fields} if struct.__struct_config__.forbid_unknown_fields else set()  # type: ignore[attr-defined]
    for extra in sorted(extras):
        yield "shape", f"{path}: unknown field `{extra[:SHOWN]}`"


@cache
def _declared(struct: type) -> tuple[dict[str, Any], tuple[msgspec.structs.FieldInfo, ...]]:
    """The types of a record's fields, with what is asked of their values, and the fields themselves."""
    return get_type_hints(struct, include_extras=True), msgspec.structs.fields(struct)


@cache
def _parts(kind: Any) -> tuple[type | None, Any, Any]:
    """What a declared type allows: a record type, the item type of a list, the value type of a mapping; or None."""
    struct: type | None = None
    item: Any = None
    entry: Any = None
    for option in _options(kind):
        if isinstance(option, type) and issubclass(option, msgspec.Struct):
            struct = option
        elif get_origin(option) is list:
            item = get_args(option)[0]
        elif get_origin(option) is dict:
            entry = get_args(option)[1]
    return struct, item, entry


def _options(kind: Any) -> Iterator[Any]:
    """A type itself, or the members of a union, without what is annotated to them."""
    if get_origin(kind) is Annotated:
        yield from _options(get_args(kind)[0])
    elif get_origin(kind) in (Union, UnionType):
        for option in get_args(kind):
            yield from _options(option)
    else:
        yield kind

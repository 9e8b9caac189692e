"""Why a row does not decode: every fault of its parts, where the decoder itself stops at the first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

T = TypeVar("T")


@cache
def decoder(kind: type[T]) -> Callable[[bytes], T]:
    """The decoder of one record type, made once."""
    return msgspec.json.Decoder(kind).decode


def diagnose(text: bytes, kind: type) -> list[tuple[str, str, str]]:
    """Every fault of one undecodable line as (rule, message, document)."""
    try:
        value = json.loads(text)
    except ValueError as error:
        return [("json", f"not valid JSON: {error}", "")]
    doc = str(value.get("doc", value.get("id", ""))) if isinstance(value, dict) else ""
    return [(rule, message, doc) for rule, message in _faults(value, kind, "$")] or [
        ("shape", _refusal(text, kind), doc)
    ]


def _refusal(text: bytes, kind: type) -> str:
    """What the decoder itself says, for the faults that no walk over plain values shows (a lone surrogate, say)."""
    try:
        decoder(kind)(text)  # type: ignore[arg-type]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return str(error)
    return "cannot be read"


def _faults(value: Any, kind: Any, path: str) -> Iterator[tuple[str, str]]:
    """Walk a value beside its declared type, down to the smallest parts that do not fit; what fits is not entered."""
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        inner = list(_inner_faults(value, kind, path))
        rule = "label" if "enum" in str(error) else "shape"
        said = json.dumps(value, ensure_ascii=False)[:80]
        yield from inner or [(rule, f"{path}: {str(error).split(' - at')[0]}, got {said}")]


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
            yield from _faults(part, entry, f"{path}.{key}")


def _struct_faults(value: dict[str, Any], struct: type, path: str) -> Iterator[tuple[str, str]]:
    hints, fields = _declared(struct)
    for field in fields:
        if field.encode_name in value:
            yield from _faults(value[field.encode_name], hints[field.name], f"{path}.{field.encode_name}")
        elif field.required:
            yield "shape", f"{path}: field `{field.encode_name}` is missing"
    extras = set(value) - {f.encode_name for f in fields} if struct.__struct_config__.forbid_unknown_fields else set()  # type: ignore[attr-defined]
    for extra in sorted(extras):
        yield "shape", f"{path}: unknown field `{extra}`"


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

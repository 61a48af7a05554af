"""Frozen values become JSON values and come back equal, checked against their types."""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from functools import lru_cache
from typing import Literal, Union, get_args, get_origin, get_type_hints

from translate_pipe.model import Span


class MismatchError(Exception):
    """A JSON value does not have the type that is wanted; the text says where and what."""


def encode(value: object) -> object:
    """Return the JSON value of a frozen value; members with their default value are left out."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if is_dataclass(value):
        members = ((member, getattr(value, member.name)) for member in fields(value))
        return {
            member.name: encode(held)
            for member, held in members
            if member.default is MISSING or held != member.default
        }
    return value


def decode(wanted: object, value: object, where: str) -> object:
    """Return the value of type `wanted` that a JSON value stands for; unknown members are passed over.

    Raises:
        MismatchError: the JSON value is of another shape.
    """
    if wanted is Span:
        return _decode_span(value, where)
    if isinstance(wanted, type) and is_dataclass(wanted):
        return _decode_members(wanted, value, where)
    origin = get_origin(wanted)
    if origin is tuple:
        return _decode_tuple(get_args(wanted), value, where)
    if origin is Literal:
        if isinstance(value, str) and value in get_args(wanted):
            return value
        raise MismatchError(f"{where or 'it'} is {value!r}, not one of {', '.join(get_args(wanted))}")
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        (inner,) = (kind for kind in get_args(wanted) if kind is not type(None))
        return decode(inner, value, where)
    return _decode_plain(wanted, value, where)


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, object]:
    return get_type_hints(kind)


def _decode_members(kind: type, value: object, where: str) -> object:
    if not isinstance(value, dict):
        raise MismatchError(f"{where or 'it'} is no object")
    members: dict[str, object] = {}
    for name, hint in _hints(kind).items():
        if name in value:
            members[name] = decode(hint, value[name], f"{where}.{name}" if where else name)
    try:
        return kind(**members)
    except TypeError:
        missing = [m.name for m in fields(kind) if m.default is MISSING and m.name not in members]
        raise MismatchError(f"{where or 'it'} has no {', '.join(missing)}") from None


def _decode_span(value: object, where: str) -> Span:
    if isinstance(value, list) and len(value) == 2 and all(type(end) is int for end in value):
        start, end = value
        if 0 <= start <= end:
            return Span(start, end)
    raise MismatchError(f"{where} is {value!r}, not [start, end]")


def _decode_tuple(kinds: tuple[object, ...], value: object, where: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise MismatchError(f"{where} is no list")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(decode(kinds[0], item, f"{where}[{place}]") for place, item in enumerate(value))
    if len(value) != len(kinds):
        raise MismatchError(f"{where} has {len(value)} items, not {len(kinds)}")
    return tuple(decode(kind, item, where) for kind, item in zip(kinds, value, strict=True))


def _decode_plain(wanted: object, value: object, where: str) -> object:
    if wanted is float and type(value) is int:
        return float(value)
    if type(value) is wanted:
        return value
    name = wanted.__name__ if isinstance(wanted, type) else str(wanted)
    raise MismatchError(f"{where} is {value!r}, not of type {name}")

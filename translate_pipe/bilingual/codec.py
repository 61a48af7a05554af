"""Frozen values become JSON values and come back equal, checked against their types."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import lru_cache
from typing import Literal, Union, get_args, get_origin, get_type_hints

from translate_pipe.model import Span

Decoder = Callable[[object, str], object]
"""Takes a JSON value and the words that say where it stands; returns the value it stands for."""


class MismatchError(Exception):
    """A JSON value does not have the type that is wanted; the text says where and what."""


_MEMBERS: dict[type, tuple[tuple[str, object], ...]] = {}


def member_defaults(kind: type) -> tuple[tuple[str, object], ...]:
    """Return the names and defaults (MISSING for none) of the members of a dataclass; () for other types."""
    found = _MEMBERS.get(kind)
    if found is None:
        members = fields(kind) if is_dataclass(kind) else ()
        found = _MEMBERS[kind] = tuple((member.name, member.default) for member in members)
    return found


def encode(value: object) -> object:
    """Return the JSON value of a frozen value; members with their default value are left out."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, Span):
        return [value.start, value.end]
    members = member_defaults(type(value))
    if not members:
        return value
    encoded: dict[str, object] = {}
    for name, default in members:
        held = getattr(value, name)
        if default is MISSING or held != default:
            encoded[name] = encode(held)
    return encoded


def decode(wanted: object, value: object, where: str) -> object:
    """Return the value of type `wanted` that a JSON value stands for; unknown members are passed over.

    Raises:
        MismatchError: the JSON value is of another shape.
    """
    return _decoder(wanted)(value, where)


@lru_cache(maxsize=256)
def _decoder(wanted: object) -> Decoder:
    if wanted is Span:
        return _decode_span
    if isinstance(wanted, type) and is_dataclass(wanted):
        return _members_decoder(wanted)
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin is tuple:
        return _tuple_decoder(arguments)
    if origin is Literal:
        return _literal_decoder(arguments)
    if origin in (Union, types.UnionType):
        (inner,) = (_decoder(kind) for kind in arguments if kind is not type(None))
        return lambda value, where: None if value is None else inner(value, where)
    return _plain_decoder(wanted)


def _members_decoder(kind: type) -> Decoder:
    decoders = {name: _decoder(hint) for name, hint in get_type_hints(kind).items()}
    needed = [name for name, default in member_defaults(kind) if default is MISSING]

    def decode_members(value: object, where: str) -> object:
        if not isinstance(value, dict):
            raise MismatchError(f"{where or 'it'} is no object")
        missing = [name for name in needed if name not in value]
        if missing:
            raise MismatchError(f"{where or 'it'} has no {', '.join(missing)}")
        prefix = f"{where}." if where else ""
        return kind(
            **{name: decoders[name](value[name], prefix + name) for name in decoders if name in value}
        )

    return decode_members


def _tuple_decoder(kinds: tuple[object, ...]) -> Decoder:
    decoders = [_decoder(kind) for kind in kinds if kind is not Ellipsis]
    any_length = len(kinds) == 2 and kinds[1] is Ellipsis

    def decode_tuple(value: object, where: str) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise MismatchError(f"{where} is no list")
        if any_length:
            return tuple(decoders[0](item, f"{where}[{place}]") for place, item in enumerate(value))
        if len(value) != len(decoders):
            raise MismatchError(f"{where} has {len(value)} items, not {len(decoders)}")
        return tuple(decoder(item, where) for decoder, item in zip(decoders, value, strict=True))

    return decode_tuple


def _literal_decoder(allowed: tuple[object, ...]) -> Decoder:
    def decode_literal(value: object, where: str) -> object:
        if isinstance(value, str) and value in allowed:
            return value
        raise MismatchError(f"{where or 'it'} is {value!r}, not one of {', '.join(map(str, allowed))}")

    return decode_literal


def _decode_span(value: object, where: str) -> Span:
    if isinstance(value, list) and len(value) == 2 and all(type(end) is int for end in value):
        start, end = value
        if 0 <= start <= end:
            return Span(start, end)
    raise MismatchError(f"{where} is {value!r}, not [start, end]")


def _plain_decoder(wanted: object) -> Decoder:
    name = wanted.__name__ if isinstance(wanted, type) else str(wanted)

    def decode_plain(value: object, where: str) -> object:
        if type(value) is wanted:
            return value
        if wanted is float and type(value) is int:
            return float(value)
        raise MismatchError(f"{where} is {value!r}, not of type {name}")

    return decode_plain

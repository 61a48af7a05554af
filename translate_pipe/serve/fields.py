"""The body of a request goes in; its fields, and what is asked for in them, come out checked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from translate_pipe.errors import UsageError
from translate_pipe.locales import parse_locale
from translate_pipe.serve.limits import Limits, Refusal

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

Fields = Mapping[str, object]

FORMATS = {"text": "txt", "html": "html"}
_MOST_FIELDS = 5_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a client wants translated.

    `texts` came as a list or, with `single`, as one. `source` None is for the server to detect. `glossary`
    None stands for all that are configured.
    """

    texts: tuple[str, ...]
    single: bool
    source: str | None
    target: str
    format: str
    alternatives: int
    glossary: tuple[str, ...] | None


async def read_fields(request: Request) -> Fields:
    """Return the fields of a JSON object or a form, with those of the address where the body lacks them.

    A field that comes several times in a form is a list.

    Raises:
        Refusal: it is neither.
    """
    kind = request.headers.get("content-type", "").lower()
    fields = _gather(request.query_params.multi_items())
    if kind.startswith("multipart/"):
        form = await read_form(request, files=0)
        return {**fields, **_unix_lines(_gather(form.multi_items()))}
    body = await request.body()
    if "json" in kind or body.lstrip()[:1] == b"{":
        return {**fields, **_read_json(body)}
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:
        raise Refusal(400, f"Invalid request: no form in UTF-8 ({error})") from None
    return {**fields, **_unix_lines(_gather(pairs))}


async def read_form(request: Request, *, files: int) -> FormData:
    """Return a form of several parts, with so many files at most.

    Raises:
        Refusal: it is none, or has more.
    """
    from starlette.exceptions import HTTPException
    from starlette.formparsers import MultiPartException

    try:
        return await request.form(max_files=files, max_fields=_MOST_FIELDS)
    except MultiPartException as error:
        raise Refusal(400, f"Invalid request: {error.message}") from None
    except HTTPException as error:
        raise Refusal(400, f"Invalid request: {error.detail}") from None


def _read_json(body: bytes) -> Fields:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        raise Refusal(400, "Invalid JSON format") from None
    if not isinstance(read, dict):
        raise Refusal(400, "Invalid JSON format")
    return read


def _gather(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    fields: dict[str, list[object]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}


def _unix_lines(fields: Fields) -> Fields:
    """Forms end lines with CR and LF whatever the text had."""
    return {
        name: value.replace("\r\n", "\n") if isinstance(value, str) else value
        for name, value in fields.items()
    }


def read_wanted(fields: Fields, limits: Limits) -> Wanted:
    """Return what a request to translate texts wants.

    Raises:
        Refusal: a field is missing or wrong, or it is more than a request may hold.
    """
    texts, single = read_texts(fields, limits)
    source, target = read_pair(fields)
    shown = str(fields.get("format") or "text")
    if shown not in FORMATS:
        raise Refusal(400, f"{shown[:80]} format is not supported")
    return Wanted(
        texts,
        single,
        source,
        target,
        FORMATS[shown],
        _alternatives(fields.get("alternatives"), limits),
        read_glossary(fields),
    )


def read_texts(fields: Fields, limits: Limits) -> tuple[tuple[str, ...], bool]:
    """Return the texts in `q`, and whether it was one that is no list."""
    q = fields.get("q")
    if not q:
        raise Refusal(400, "Invalid request: missing q parameter")
    given = q if isinstance(q, list) else [q]
    texts = [text for text in given if isinstance(text, str)]
    if len(texts) < len(given):
        raise Refusal(400, "Invalid request: q parameter must be a text or a list of texts")
    if len(texts) > limits.texts:
        raise Refusal(400, f"Invalid request: request ({len(texts)}) exceeds text limit ({limits.texts})")
    size = sum(map(len, texts))
    if limits.characters and size > limits.characters:
        raise Refusal(400, f"Invalid request: request ({size}) exceeds text limit ({limits.characters})")
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        raise Refusal(400, "Invalid request: q parameter holds half a character (a lone surrogate)") from None
    return tuple(texts), not isinstance(q, list)


def read_pair(fields: Fields) -> tuple[str | None, str]:
    """Return the source locale, None for `auto`, and the target locale."""
    for name in ("source", "target"):
        value = fields.get(name)
        if not isinstance(value, str) or not value.strip():
            raise Refusal(400, f"Invalid request: missing {name} parameter")
    source, target = str(fields["source"]).strip(), str(fields["target"])
    return None if source.lower() == "auto" else _locale(source), _locale(target)


def _locale(tag: str) -> str:
    try:
        return parse_locale(tag)
    except UsageError:
        raise Refusal(400, f"{tag[:80]} is not supported") from None


def read_glossary(fields: Fields) -> tuple[str, ...] | None:
    """Return the names of glossaries: a list, or names with commas between them."""
    value = fields.get("glossary")
    if value is None or value == "":
        return None
    names = value if isinstance(value, list) else str(value).split(",")
    return tuple(str(name).strip() for name in names)


def _alternatives(value: object, limits: Limits) -> int:
    try:
        count = max(0, int(str(value if value not in (None, "") else 0)))
    except ValueError:
        raise Refusal(400, "Invalid request: alternatives parameter is not a number") from None
    if count > limits.alternatives:
        raise Refusal(400, f"Invalid request: alternatives parameter must be <= {limits.alternatives}")
    return count

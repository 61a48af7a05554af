"""A source and what its target must and must not hold go in; what the model is asked comes out."""

from __future__ import annotations

from dataclasses import dataclass

from translate_pipe.engines.loaded import LoadedModel


@dataclass(frozen=True, slots=True)
class Request:
    """One distinct thing to decode: the pieces of a source, and what the target must and must not hold.

    `before` and `after` are characters at the ends of the source that the model does not know (an emoji);
    they are kept away from it and put back.
    """

    pieces: tuple[str, ...]
    prefix: str
    suppress: tuple[str, ...]
    has_unknown: bool
    before: str
    after: str


def prepare_request(
    model: LoadedModel, source: str, prefix: str, suppress: tuple[str, ...], *, annotated: bool
) -> Request:
    """Return the request for a source; with `annotated` its inline terms are left as they are."""
    text = source if annotated and model.package.annotation else model.escape(source)
    before, text, after = ("", text, "") if prefix else _part_unknown_ends(model, text.strip())
    pieces = model.tokenizer.encode(text)
    unknown = any(piece not in model.vocabulary for piece in pieces)
    return Request(tuple(pieces), prefix, suppress, unknown, before, after)


def _part_unknown_ends(model: LoadedModel, text: str) -> tuple[str, str, str]:
    """Part a text into unknown signs before it, the text, and unknown signs behind it."""
    if text.isascii():
        return "", text, ""
    start, end = 0, len(text)
    while start < end and _is_foreign_sign(model, text[start]):
        start += 1
    while end > start and _is_foreign_sign(model, text[end - 1]):
        end -= 1
    if start == end:
        return "", text, ""
    core = text[start:end].strip()
    at = text.index(core, start)
    return text[:at], core, text[at + len(core) :]


def _is_foreign_sign(model: LoadedModel, character: str) -> bool:
    if character.isascii() or character.isalnum():
        return False
    return character.isspace() or any(p not in model.vocabulary for p in model.tokenizer.encode(character))

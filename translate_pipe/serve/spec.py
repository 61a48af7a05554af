"""The API as OpenAPI describes it, for programs that make clients of such descriptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from translate_pipe.serve.limits import Limits
from translate_pipe.version import __version__

_TEXT = {"type": "string"}
_TERM = {
    "type": "object",
    "description": "What became of one occurrence of a term",
    "properties": dict.fromkeys(("term", "source", "state", "target", "form", "method", "reason"), _TEXT),
}
_DETECTED = {
    "type": "object",
    "properties": {"language": _TEXT, "confidence": {"type": "number", "minimum": 0, "maximum": 100}},
}


def describe_api(limits: Limits, glossaries: Sequence[str]) -> dict[str, Any]:
    """Return the description of the server's addresses, in the shape of OpenAPI 3.0."""
    shared = {
        "source": {**_TEXT, "example": "en", "description": "Source language, or auto"},
        "target": {**_TEXT, "example": "ru", "description": "Target language"},
        "glossary": {
            **_TEXT,
            "enum": [*glossaries, "none"],
            "description": "Name of a glossary; without it all that are configured",
        },
        "api_key": {**_TEXT, "description": "Key, where the server wants one"},
    }
    texts = {"oneOf": [_TEXT, {"type": "array", "items": _TEXT, "maxItems": limits.texts}]}
    return {
        "openapi": "3.0.3",
        "info": {"title": "translate-pipe", "version": __version__, "license": {"name": "MIT"}},
        "paths": {
            "/translate": _post(
                "Translate a text or a list of texts",
                {
                    "q": texts,
                    **shared,
                    "format": {**_TEXT, "enum": ["text", "html"], "default": "text"},
                    "alternatives": {"type": "integer", "minimum": 0, "maximum": limits.alternatives},
                },
                ["q", "source", "target"],
                _object(
                    {
                        "translatedText": texts,
                        "alternatives": _several(_TEXT),
                        "detectedLanguage": _DETECTED,
                        "terms": _several(_TERM),
                    }
                ),
            ),
            "/translate_file": _post(
                "Translate a file",
                {"file": {**_TEXT, "format": "binary"}, **shared},
                ["file", "source", "target"],
                _object({"translatedFileUrl": _TEXT, "terms": _several(_TERM)}),
                kinds=("multipart/form-data",),
            ),
            "/detect": _post(
                "Tell the language of a text",
                {"q": _TEXT, "api_key": shared["api_key"]},
                ["q"],
                _several(_DETECTED),
            ),
            "/languages": _get(
                "List languages",
                _several(_object({"code": _TEXT, "name": _TEXT, "targets": _several(_TEXT)})),
            ),
            "/glossaries": _get("List glossaries", _several(_object({"name": _TEXT}))),
            "/frontend/settings": _get("What a page needs to know", {"type": "object"}),
            "/health": _get("Tell whether the server lives", _object({"status": _TEXT})),
        },
    }


def _object(properties: Mapping[str, object]) -> dict[str, object]:
    return {"type": "object", "properties": dict(properties)}


def _several(items: object) -> dict[str, object]:
    return {"type": "array", "items": items}


def _get(summary: str, answer: object) -> dict[str, object]:
    return {"get": {"summary": summary, "responses": _responses(answer)}}


def _post(
    summary: str,
    properties: Mapping[str, object],
    required: Sequence[str],
    answer: object,
    *,
    kinds: Sequence[str] = ("application/json", "application/x-www-form-urlencoded"),
) -> dict[str, object]:
    schema = {**_object(properties), "required": list(required)}
    body = {"required": True, "content": {kind: {"schema": schema} for kind in kinds}}
    return {"post": {"summary": summary, "requestBody": body, "responses": _responses(answer)}}


def _responses(answer: object) -> dict[str, object]:
    return {
        "200": {"description": "Done", "content": {"application/json": {"schema": answer}}},
        "default": {
            "description": "Refused, and why",
            "content": {"application/json": {"schema": _object({"error": _TEXT})}},
        },
    }

"""Offline translation in which every glossary term is accounted for.

The names in `__all__` are what programs may rely on (docs/python.md); everything else is internal. They are
loaded when they are first asked for, so that `import translate_pipe` takes no time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from translate_pipe.version import __version__

if TYPE_CHECKING:
    from translate_pipe.api import apply_review, load_glossary, read_bitext, translate, translate_text
    from translate_pipe.errors import TranslatePipeError
    from translate_pipe.glossary.load import Glossary
    from translate_pipe.model import Bitext, TranslationUnit
    from translate_pipe.reports import ArticleReport, FaultyArticlesError
    from translate_pipe.review.apply import Applied

__all__ = [
    "Applied",
    "ArticleReport",
    "Bitext",
    "FaultyArticlesError",
    "Glossary",
    "TranslatePipeError",
    "TranslationUnit",
    "__version__",
    "apply_review",
    "load_glossary",
    "read_bitext",
    "translate",
    "translate_text",
]

_HOMES = {
    "Applied": "review.apply",
    "ArticleReport": "reports",
    "Bitext": "model",
    "FaultyArticlesError": "reports",
    "Glossary": "glossary.load",
    "TranslatePipeError": "errors",
    "TranslationUnit": "model",
    **dict.fromkeys(("apply_review", "load_glossary", "read_bitext", "translate", "translate_text"), "api"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

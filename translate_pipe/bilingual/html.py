"""A bitext becomes one self-contained side-by-side page; a saved page gives its rows back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path

from translate_pipe.bilingual import jsonl
from translate_pipe.bilingual.rows import BilingualFile
from translate_pipe.errors import BitextError, UsageError
from translate_pipe.locales import is_right_to_left, language_of, name_of
from translate_pipe.model import Bitext

UI_LOCALES = ("en", "de", "ru", "uk")

_DATA = re.compile(rb'<script type="application/json" id="bitext">(.*?)</script>', re.DOTALL)
_BITEXT = "{{ bitext_json }}"
_PLACE = re.compile(r"\{\{ (\w+) \}\}")
# What could end a script element, begin a comment in one, or end a line of JavaScript.
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def write_page(bitext: Bitext, ui_locale: str | None = None) -> bytes:
    """Return the page that `stream_page` yields."""
    return b"".join(stream_page(bitext, ui_locale))


def stream_page(bitext: Bitext, ui_locale: str | None = None) -> Iterator[bytes]:
    """Yield the page piece by piece; it asks nothing of any server and works from disk.

    Args:
        ui_locale: the language of the interface; None leaves the choice to the reader's browser.

    Raises:
        UsageError: the interface does not speak this language.
    """
    from markupsafe import Markup

    chosen = _check_ui_locale(ui_locale)
    source = name_of(bitext.source_locale, chosen or "en")
    target = name_of(bitext.target_locale, chosen or "en")
    values = {
        "ui_locale": chosen or "en",
        "title": f"{bitext.article}: {source} → {target}",
        "article": bitext.article,
        "provenance": bitext.provenance.signature(),
        "style": Markup(_part("page.css")),  # noqa: S704 - files of this package
        "script": Markup(_part("page.js")),  # noqa: S704
        "messages_json": _safe(json.dumps(_interface(bitext, chosen), ensure_ascii=False, sort_keys=True)),
    }
    head, tail = _part("page.html").split(_BITEXT)
    yield _fill(head, values).encode() + b"["
    for number, line in enumerate(jsonl.stream(bitext)):
        yield (",\n" if number else "").encode() + _safe(line.decode().rstrip("\n")).encode()
    yield b"]" + _fill(tail, values).encode()


def preload() -> None:
    """Read now, in the background perhaps, what every page holds: messages and names of languages."""
    for locale in UI_LOCALES:
        name_of(locale, locale)
        if locale != "en":
            read_messages(locale)


def read_page(content: bytes, path: Path) -> BilingualFile:
    """Return the rows that a page was made with; what is edited in a browser is in its download.

    Raises:
        BitextError: this is no such page.
    """
    found = _DATA.search(content)
    if found is None:
        raise BitextError(
            "this is no side-by-side page of this program",
            path=path,
            remedy="hand back the file that the page's download button gives",
        )
    try:
        lines = json.loads(found[1])
    except ValueError as error:
        raise BitextError(f"the data of the page are damaged: {error}", path=path) from None
    if not isinstance(lines, list):
        raise BitextError("the data of the page are damaged: no list", path=path)
    text = "".join(json.dumps(line) + "\n" for line in lines)
    return jsonl.read(text.encode(), path)


def _check_ui_locale(ui_locale: str | None) -> str | None:
    if ui_locale is None:
        return None
    language = language_of(ui_locale)
    if language not in UI_LOCALES:
        raise UsageError(
            f"the page does not speak {name_of(ui_locale)}", remedy=f"choose from {', '.join(UI_LOCALES)}"
        )
    return language


def _fill(template: str, values: Mapping[str, str]) -> str:
    """Put the values in the places of their names, escaped unless they are markup.

    The places are written as Jinja's, which is not loaded for them: it takes longer than making the page.
    """
    from markupsafe import escape

    return _PLACE.sub(lambda place: escape(values[place[1]]), template)


def _safe(text: str) -> str:
    from markupsafe import Markup

    for unsafe, escaped in _UNSAFE.items():
        text = text.replace(unsafe, escaped)
    return Markup(text)  # noqa: S704 - no character that means anything to HTML is left


@lru_cache(maxsize=8)
def _part(name: str) -> str:
    return (resources.files("translate_pipe.bilingual") / "page" / name).read_text(encoding="utf-8")


def _interface(bitext: Bitext, chosen: str | None) -> dict[str, object]:
    return {
        "chosen": chosen,
        "messages": {locale: read_messages(locale) for locale in UI_LOCALES if locale != "en"},
        "locales": {
            locale: [name_of(bitext.source_locale, locale), name_of(bitext.target_locale, locale)]
            for locale in UI_LOCALES
        },
        "names": {locale: name_of(locale, locale).capitalize() for locale in UI_LOCALES},
        "source_direction": _direction(bitext.source_locale),
        "target_direction": _direction(bitext.target_locale),
    }


def _direction(locale: str) -> str:
    return "rtl" if is_right_to_left(locale) else "ltr"


@lru_cache(maxsize=8)
def read_messages(locale: str) -> dict[str, str]:
    """Return the translated messages of the page's interface, by their English text."""
    from babel.messages.pofile import read_po

    place = resources.files("translate_pipe") / "i18n" / locale / "LC_MESSAGES" / "page.po"
    with place.open("rb") as stream:
        catalogue = read_po(stream, locale=locale)
    return {
        message.id: message.string
        for message in catalogue
        if isinstance(message.id, str) and message.id and isinstance(message.string, str) and message.string
    }

"""The stretches of a page go in; those that belong to its article come out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from translate_pipe.article.html_inline import Element, HtmlSlot

_AROUND = frozenset(("nav", "aside", "footer", "form", "dialog", "menu", "button", "header"))
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu"))
_BLANK = re.compile(r"\W+")
# Below this many letters a text is found in the extraction by chance.
_TELLING = 20
_SHORTEST_UNNAMED = 40


def choose_article(text: str, slots: Sequence[HtmlSlot]) -> list[bool]:
    """Tell for each of n slots whether it belongs to the article (or is the title or description of it).

    trafilatura says which texts do; headings, captions, cells and paragraphs that stand among these come
    along, navigation and the like do not. A page in which it finds nothing is taken without what its tags
    call navigation.
    """
    found = _match(text, slots)
    if not any(found):
        inside = [_is_body(slot) and slot.linked < 0.5 for slot in slots]
        return [kept or _names_page(slot) for kept, slot in zip(inside, slots, strict=True)]
    container = _container([slot for slot, hit in zip(slots, found, strict=True) if hit])
    chosen = [
        hit and slot.path[: len(container)] == container for slot, hit in zip(slots, found, strict=True)
    ]
    first = _first(slots, chosen, container)
    last = max(index for index, hit in enumerate(chosen) if hit)
    for index in range(first, last + 1):
        slot = slots[index]
        if slot.path[: len(container)] == container and _is_body(slot):
            chosen[index] = chosen[index] or _belongs(slot)
    for step, edge in ((1, last), (-1, first)):
        index = edge + step
        while 0 <= index < len(slots) and slots[index].attribute:
            chosen[index] = _stands_by(slots[index], slots[edge], container)
            index += step
    return [kept or _names_page(slot) for kept, slot in zip(chosen, slots, strict=True)]


def _match(text: str, slots: Sequence[HtmlSlot]) -> list[bool]:
    from trafilatura import bare_extraction

    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    extracted = bare_extraction(page, include_comments=False, include_tables=True)
    body = getattr(extracted, "body", None)
    if body is None:
        return [False] * len(slots)
    passages = {_letters("".join(element.itertext())) for element in body.iter()}
    whole = _letters("".join(body.itertext()))
    hits: list[bool] = []
    for slot in slots:
        letters = _letters(slot.text)
        inside = letters in passages or (len(letters) >= _TELLING and letters in whole)
        hits.append(inside and not slot.attribute and not _is_title(slot))
    return hits


def _letters(text: str) -> str:
    return _BLANK.sub("", text).casefold()


def _is_title(slot: HtmlSlot) -> bool:
    return bool(slot.path) and slot.path[-1].name == "title" and not slot.attribute


def _names_page(slot: HtmlSlot) -> bool:
    """Tell whether a slot is the title of the page or a description of it for search engines."""
    return _is_title(slot) or slot.attribute == "content"


def _is_body(slot: HtmlSlot) -> bool:
    """Tell whether no element around the slot says that it is navigation, a form, or hidden."""
    for place, element in enumerate(slot.path):
        if element.hidden or element.role in _ROLES or element.name == "head":
            return False
        inside_article = any(outer.name in ("article", "main") for outer in slot.path[:place])
        if element.name in _AROUND and not (element.name == "header" and inside_article):
            return False
    return True


def _container(slots: Sequence[HtmlSlot]) -> tuple[Element, ...]:
    """Return the deepest element that holds nine tenths of the text that was found."""
    total = sum(len(slot.text) for slot in slots)
    container: tuple[Element, ...] = ()
    while True:
        weights: dict[Element, int] = {}
        for slot in slots:
            if len(slot.path) > len(container) and slot.path[: len(container)] == container:
                child = slot.path[len(container)]
                weights[child] = weights.get(child, 0) + len(slot.text)
        heaviest = max(weights, key=lambda element: weights[element], default=None)
        # A paragraph or cell is no container of an article, even if it is all of it.
        if heaviest is None or weights[heaviest] < 0.9 * total or heaviest.name in ("p", "li", "ul", "table"):
            return container
        container = (*container, heaviest)


def _stands_by(caption: HtmlSlot, edge: HtmlSlot, container: tuple[Element, ...]) -> bool:
    """Tell whether a picture before the first or behind the last text of an article belongs to it."""
    path = caption.path
    around = len(path) >= len(container) and edge.path[: len(path)] == path
    return _is_body(caption) and (around or (bool(container) and path[: len(container)] == container))


def _first(slots: Sequence[HtmlSlot], chosen: Sequence[bool], container: tuple[Element, ...]) -> int:
    """Return the index of the headline before the first text that was found, or of that text."""
    first = chosen.index(True)
    page_headings = [
        index
        for index in range(first)
        if slots[index].path and slots[index].path[-1].name == "h1" and _is_body(slots[index])
    ]
    inside = [i for i in page_headings if slots[i].path[: len(container)] == container]
    return inside[-1] if inside else first


def _belongs(slot: HtmlSlot) -> bool:
    """Tell whether a slot among those of the article is a part of it, though the extraction lacks it."""
    if slot.attribute or slot.kind in ("heading", "caption", "table-cell", "quote", "list-item"):
        return slot.linked < 0.5
    return len(slot.text) >= _SHORTEST_UNNAMED and slot.linked < 0.5

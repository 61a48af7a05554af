"""The slot of a paragraph and its target go in; the paragraph holds the target."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import replace

from babel import Locale
from babel.core import get_global
from lxml import etree

from translate_pipe.article.docx_atoms import Container, empty_copy, local
from translate_pipe.article.docx_paragraph import ParagraphSlot
from translate_pipe.article.weave import BlockTarget, walk
from translate_pipe.locales import is_right_to_left, script_of
from translate_pipe.model import Mark

_SPACE = re.compile(r"[ \t\r\n]+")
# Source: XML 1.0, production 2 (Char).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
EAST_ASIAN = frozenset(("Hans", "Hant", "Jpan", "Kore"))
# What may come behind `bidi` in the properties of a paragraph. Source: ECMA-376 part 1, CT_PPrBase.
_BEHIND_BIDI = frozenset((
    "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap",
    "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr",
    "sectPr", "pPrChange",
))  # fmt: skip


def clean_text(text: str) -> str:
    """Return the text on one line, without what XML cannot hold."""
    return writable(_SPACE.sub(" ", text))


def writable(text: str) -> str:
    """Return the text without what XML cannot hold."""
    return _NOT_XML.sub("", text)


def word_locale(locale: str) -> str:
    """Return the tag as Word writes it, with a region: `ru` → `ru-RU`, `zh-Hant` → `zh-TW`."""
    parsed = Locale.parse(locale, sep="-")
    known = get_global("likely_subtags")
    likely = str(known.get(f"{parsed.language}_{parsed.script}") or known.get(parsed.language, "")).split("_")
    territory = parsed.territory or (likely[-1] if len(likely) > 1 else "")
    return f"{parsed.language}-{territory}" if territory else locale


class ParagraphWriter:
    """Fills the paragraph of a slot with its target, in runs formatted as the marks say."""

    def __init__(self, slot: ParagraphSlot, locale: str) -> None:
        self.slot = slot
        self.locale = locale
        self.prefix = "{" + (etree.QName(slot.paragraph).namespace or "") + "}"
        self.content: list[etree._Element] = []
        self.open: list[tuple[Mark, etree._Element | None]] = []

    def write(self, target: BlockTarget) -> None:
        """Replace the content of the paragraph by the target."""
        paragraph = self.slot.paragraph
        self.fill(target)
        properties = [child for child in paragraph if local(child) == "pPr"]
        if is_right_to_left(self.locale):
            properties = [self.right_to_left(properties[0] if properties else None)]
        self.replace_content(properties)

    def replace_content(self, properties: Sequence[etree._Element]) -> None:
        """Put the properties and what has been made of the target into the emptied paragraph."""
        paragraph = self.slot.paragraph
        for child in list(paragraph):
            paragraph.remove(child)
        before = [loose.place() for loose in self.slot.before]
        after = [loose.place() for loose in self.slot.after]
        paragraph.extend([*properties, *before, *self.content, *after])

    def run(self, text: str) -> etree._Element:
        """Return a run that holds the text, formatted as the open marks say."""
        run = etree.Element(self.prefix + "r")
        properties = self.properties()
        for child in list(properties):
            if local(child) in ("lang", "rtl"):
                properties.remove(child)
        if is_right_to_left(self.locale):
            properties.append(etree.Element(self.prefix + "rtl"))
        script = script_of(self.locale)
        side = "bidi" if is_right_to_left(self.locale) else "eastAsia" if script in EAST_ASIAN else "val"
        language = etree.SubElement(properties, self.prefix + "lang")
        language.set(self.prefix + side, word_locale(self.locale))
        run.append(properties)
        content = etree.SubElement(run, self.prefix + "t")
        content.text = clean_text(text)
        content.set(_XML_SPACE, "preserve")
        return run

    def right_to_left(self, properties: etree._Element | None) -> etree._Element:
        """Return the properties of the paragraph with its direction set."""
        changed = etree.Element(self.prefix + "pPr") if properties is None else properties
        if not any(local(child) == "bidi" for child in changed):
            place = next((i for i, child in enumerate(changed) if local(child) in _BEHIND_BIDI), len(changed))
            changed.insert(place, etree.Element(self.prefix + "bidi"))
        return changed

    def properties(self) -> etree._Element:
        """Return a copy of the properties that a run has under the open marks."""
        found = copy.deepcopy(self._properties())
        return etree.Element(self.prefix + "rPr") if found is None else found

    def fill(self, target: BlockTarget) -> None:
        """Make the content of the paragraph from the target."""
        spaced = self.slot.lead + target.text + self.slot.trail
        lead = len(self.slot.lead)
        marks = [replace(mark, span=mark.span.shift(lead)) for mark in target.marks]
        for event in walk(spaced, marks):
            if event.kind == "text":
                self._append(self.run(event.text))
            elif event.mark is None:
                continue
            elif event.kind == "open":
                self._enter(event.mark)
            elif event.kind == "close":
                self._leave()
            elif event.mark.id in self.slot.containers:
                self._enter(event.mark)
                self._leave()
            else:
                for loose in self.slot.points.get(event.mark.id, ()):
                    self._append(loose.place())

    def _append(self, element: etree._Element) -> None:
        parent = next((shell for _, shell in reversed(self.open) if shell is not None), None)
        if parent is None:
            self.content.append(element)
        else:
            parent.append(element)

    def _enter(self, mark: Mark) -> None:
        container = self.slot.containers.get(mark.id)
        inner = None
        if container is not None:
            for loose in container.openers:
                self._append(loose.place())
            if container.shell is not None:
                shell, inner = _hollow(container)
                self._append(shell)
        self.open.append((mark, inner))

    def _leave(self) -> None:
        mark, _ = self.open.pop()
        container = self.slot.containers.get(mark.id)
        for loose in container.closers if container is not None else ():
            self._append(loose.place())

    def _properties(self) -> etree._Element | None:
        for mark, _ in reversed(self.open):
            if mark.id in self.slot.formats:
                return self.slot.formats[mark.id]
            if mark.id in self.slot.base:
                return self.slot.base[mark.id]
        return self.slot.base[""]


def _hollow(container: Container) -> tuple[etree._Element, etree._Element]:
    """Return a copy of the container's element without its content, and where the content goes."""
    assert container.shell is not None
    shell = empty_copy(container.shell)
    inner = shell
    for child in container.shell:
        if local(child).endswith("Pr"):
            shell.append(copy.deepcopy(child))
        elif local(child) == "sdtContent":
            inner = empty_copy(child)
            shell.append(inner)
    return shell, inner

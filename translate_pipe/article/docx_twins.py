"""Drawings that say the same twice, for new and for old programs, go in; both say the same again."""

from __future__ import annotations

import copy
from collections.abc import Iterable

from lxml import etree

from translate_pipe.article.docx_atoms import local

Twins = list[tuple[etree._Element, etree._Element]]


def find_twins(roots: Iterable[etree._Element], vocabulary: str) -> Twins:
    """Pair the paragraphs of drawings with their copies for old programs, which ought to say the same.

    Args:
        vocabulary: a part of the namespace of these paragraphs.
    """
    twins: Twins = []
    for root in roots:
        for alternatives in root.iter("{*}AlternateContent"):
            sides = [
                [p for p in side.iter("{*}p") if vocabulary in (etree.QName(p).namespace or "")]
                for name in ("Choice", "Fallback")
                if (side := alternatives.find(f"{{*}}{name}")) is not None
            ]
            if len(sides) == 2 and [text_of(p) for p in sides[0]] == [text_of(p) for p in sides[1]]:
                twins += zip(sides[0], sides[1], strict=True)
    return twins


def text_of(paragraph: etree._Element) -> str:
    """Return the text of a paragraph without what stands in it."""
    return "".join(node.text or "" for node in paragraph.iter("{*}t"))


def copy_contents(twins: Twins) -> None:
    """Put into each copy what its original holds, but for the properties of the paragraph."""
    for original, twin in twins:
        for child in list(twin):
            if local(child) != "pPr":
                twin.remove(child)
        twin.extend(copy.deepcopy(child) for child in original if local(child) != "pPr")

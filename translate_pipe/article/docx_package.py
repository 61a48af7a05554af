"""A DOCX package goes in; the parts that hold its article come out."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from translate_pipe.article.package import Package, attribute


@dataclass(frozen=True, slots=True)
class TextParts:
    """The parts of a DOCX that hold the article, in reading order, and what its styles are called.

    `roots` maps the name of a part to its XML, `links` to the addresses of its hyperlinks by their ids;
    `styles` maps the id of a style to its English name.
    """

    roots: dict[str, etree._Element]
    links: dict[str, dict[str, str]]
    styles: dict[str, str]


def read_text_parts(package: Package) -> TextParts:
    """Return the main part, the notes, the headers and footers, the charts and the properties.

    Raises:
        ArticleError: a part is missing or no well-formed XML, or carries a document type.
    """

    def related(part: str, *kinds: str) -> list[str]:
        return [path for kind in kinds for path in package.related(part, kind).values()]

    main = related("", "/officeDocument")
    if not main:
        raise package.refuse("is a ZIP archive, but no DOCX")
    notes = related(main[0], "/footnotes", "/endnotes")
    frames = related(main[0], "/header", "/footer")
    charts = [chart for part in (main[0], *notes, *frames) for chart in related(part, "/chart")]
    found = dict.fromkeys((main[0], *notes, *frames, *charts, *related("", "/core-properties")))
    roots = {part: package.parse(part) for part in found}
    if etree.QName(roots[main[0]]).localname != "document":
        raise package.refuse("is an Office file, but no text document")
    styles: dict[str, str] = {}
    for part in related(main[0], "/styles"):
        for style in package.parse(part).iterfind("{*}style"):
            label = style.find("{*}name")
            styles[attribute(style, "styleId")] = attribute(label, "val").lower() if label is not None else ""
    return TextParts(roots, {part: package.links(part) for part in roots}, styles)

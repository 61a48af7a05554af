"""EPUB files made for tests: a package document, pages, a table of contents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)
NAV = (
    '<nav epub:type="toc" id="toc"><h1>Contents</h1><ol><li><a href="one.xhtml">The first boat</a></li>'
    '<li><a href="two.xhtml#end">The last boat</a></li></ol></nav>'
)


def page(body: str, *, title: str = "", attributes: str = ' xml:lang="en" lang="en"', head: str = "") -> str:
    """Return a page of EPUB 3."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f"{attributes}>\n<head><title>{title}</title>{head}</head>\n<body>{body}</body>\n</html>\n"
    )


def package_document(
    pages: Sequence[str],
    *,
    metadata: str = "<dc:title>Boats</dc:title><dc:language>en</dc:language>",
    items: str = "",
    spine: str = "",
    nav: bool = True,
) -> str:
    """Return the package document of a book with these pages."""
    listed = "".join(
        f'<item id="p{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(pages)
    )
    if nav:
        listed += '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    order = "".join(f'<itemref idref="p{number}"/>' for number in range(len(pages)))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:x:1</dc:identifier>'
        f'{metadata}<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta></metadata>\n'
        f"<manifest>{listed}{items}</manifest>\n<spine{spine}>{order}</spine>\n</package>\n"
    )


def make_epub(pages: Mapping[str, str], *, parts: Mapping[str, bytes] = {}, **document: object) -> bytes:
    """Return a book with these pages (names within OEBPS) and these other parts (names in the archive)."""
    held: dict[str, bytes] = {
        "META-INF/container.xml": CONTAINER.encode(),
        "OEBPS/book.opf": package_document(list(pages), **document).encode(),  # type: ignore[arg-type]
        **{f"OEBPS/{name}": content.encode() for name, content in pages.items()},
    }
    if document.get("nav", True):
        held["OEBPS/nav.xhtml"] = page(NAV, title="Contents").encode()
    held |= parts
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), b"application/epub+zip")
        for name, content in held.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()

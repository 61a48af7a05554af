"""The bytes of a DOCX file go in, its parts come out; and the way back with some parts replaced."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from translate_pipe.errors import ArticleError

_MOST_MEMBERS = 20_000
_LARGEST_WHOLE = 512 * 1024 * 1024
# Real documents compress about tenfold, drawings up to a hundredfold; a bomb a thousandfold.
_HIGHEST_RATIO = 400
_HARMLESS = 32 * 1024 * 1024
_DAMAGED = "open it in Word or LibreOffice and save it again as DOCX"


@dataclass(frozen=True, slots=True)
class TextParts:
    """The parts of a DOCX that hold the article, in reading order, and what its styles are called.

    `roots` maps the name of a part to its XML, `links` to the addresses of its hyperlinks by their ids;
    `styles` maps the id of a style to its English name.
    """

    roots: dict[str, etree._Element]
    links: dict[str, dict[str, str]]
    styles: dict[str, str]


def open_package(content: bytes, *, name: str) -> zipfile.ZipFile:
    """Return the archive, checked: no bomb, no password.

    Raises:
        ArticleError: it is no ZIP archive, damaged, protected, or suspiciously large when unpacked.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ArticleError(
            "is protected with a password, or an old .doc file",
            path=name,
            remedy="save it as DOCX without a password",
        )
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ArticleError(f"is no DOCX file ({error})", path=name, remedy=_DAMAGED) from None
    members = archive.infolist()
    whole = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    too_dense = whole > _HARMLESS and whole / packed > _HIGHEST_RATIO
    if len(members) > _MOST_MEMBERS or whole > _LARGEST_WHOLE or too_dense:
        raise ArticleError(
            f"unpacks to {whole // 2**20} MiB in {len(members)} parts, which no real article does",
            path=name,
            remedy="do not open it if you do not know where it comes from",
        )
    if any(member.flag_bits & 0x1 for member in members):
        raise ArticleError("is protected with a password", path=name, remedy="save it without one")
    return archive


def read_text_parts(archive: zipfile.ZipFile, *, name: str) -> TextParts:
    """Return the main part, the notes, the headers and footers, the charts and the properties.

    Raises:
        ArticleError: a part is missing or no well-formed XML, or carries a document type.
    """
    main = _related(archive, "", "/officeDocument", name)
    if not main:
        raise ArticleError("is a ZIP archive, but no DOCX", path=name, remedy=_DAMAGED)
    notes = _related(archive, main[0], "/footnotes", name) + _related(archive, main[0], "/endnotes", name)
    frames = _related(archive, main[0], "/header", name) + _related(archive, main[0], "/footer", name)
    charts = [
        chart for part in (main[0], *notes, *frames) for chart in _related(archive, part, "/chart", name)
    ]
    properties = _related(archive, "", "/core-properties", name)
    found = dict.fromkeys((main[0], *notes, *frames, *charts, *properties))
    roots = {part: _parse(archive, part, name) for part in found}
    if etree.QName(roots[main[0]]).localname != "document":
        raise ArticleError("is an Office file, but no text document", path=name, remedy=_DAMAGED)
    styles: dict[str, str] = {}
    for part in _related(archive, main[0], "/styles", name):
        for style in _parse(archive, part, name).iterfind("{*}style"):
            label = style.find("{*}name")
            styles[attribute(style, "styleId")] = attribute(label, "val").lower() if label is not None else ""
    links = {
        part: {
            relation.get("Id", ""): relation.get("Target", "")
            for relation in _relations(archive, part, name)
            if relation.get("Type", "").endswith("/hyperlink")
        }
        for part in roots
    }
    return TextParts(roots, links, styles)


def write_package(archive: zipfile.ZipFile, parts: Mapping[str, etree._Element]) -> bytes:
    """Return the archive with the given parts replaced; all others keep content, order, date and method."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as output:
        for member in archive.infolist():
            content = archive.read(member)
            if member.filename in parts:
                content = etree.tostring(
                    parts[member.filename].getroottree(),
                    encoding="UTF-8",
                    xml_declaration=True,
                    standalone=True,
                )
            copied = zipfile.ZipInfo(member.filename, member.date_time)
            copied.compress_type = member.compress_type
            copied.external_attr = member.external_attr
            copied.create_system = member.create_system
            output.writestr(copied, content)
    return buffer.getvalue()


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its local name, "" if there is none."""
    for key, value in element.attrib.items():
        if etree.QName(key).localname == name:
            return str(value)
    return ""


def _related(archive: zipfile.ZipFile, part: str, kind: str, name: str) -> list[str]:
    """Return the parts that `part` ("" for the package) relates to by a relationship of this kind."""
    folder = posixpath.dirname(part)
    members = set(archive.namelist())
    found = []
    for relation in _relations(archive, part, name):
        if not relation.get("Type", "").endswith(kind):
            continue
        target = relation.get("Target", "")
        path = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
        if path in members:
            found.append(path)
    return found


def _relations(archive: zipfile.ZipFile, part: str, name: str) -> list[etree._Element]:
    folder, file = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{file}.rels")
    if relations not in archive.namelist():
        return []
    return [relation for relation in _parse(archive, relations, name) if isinstance(relation.tag, str)]


def _parse(archive: zipfile.ZipFile, part: str, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(archive.read(part), parser)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, etree.XMLSyntaxError) as error:
        raise ArticleError(f"is damaged in {part} ({error})", path=name, remedy=_DAMAGED) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ArticleError(f"has a document type in {part}, which no DOCX has", path=name, remedy=_DAMAGED)
    return root

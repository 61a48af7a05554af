"""The bytes of a document that is a ZIP archive go in, its parts come out; and back with some replaced."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from types import TracebackType

from lxml import etree

from translate_pipe.article.weave import BlockTarget
from translate_pipe.errors import ArticleError
from translate_pipe.model import Document

_MOST_MEMBERS = 20_000
_LARGEST_WHOLE = 512 * 1024 * 1024
# Real documents compress about tenfold, drawings up to a hundredfold; a bomb a thousandfold.
_HIGHEST_RATIO = 400
_HARMLESS = 32 * 1024 * 1024
# By it programs tell an OpenDocument file or a book from its first bytes.
_KIND_PART = "mimetype"


@dataclass(frozen=True, slots=True)
class Package:
    """An archive that was checked; `kind` is what messages call the file, such as DOCX."""

    archive: zipfile.ZipFile
    name: str
    kind: str

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.archive.close()

    def refuse(self, problem: str) -> ArticleError:
        """Return the error that says what is wrong with the file, and how it may be mended."""
        return ArticleError(problem, path=self.name, remedy=_mend(self.kind))

    def read(self, part: str) -> bytes:
        """Return the content of a part.

        Raises:
            ArticleError: it is missing or damaged.
        """
        try:
            return self.archive.read(part)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise self.refuse(f"is damaged in {part} ({error})") from None

    def parse(self, part: str) -> etree._Element:
        """Return the root of a part in XML, read without entities, DTD and network.

        Raises:
            ArticleError: it is missing or no well-formed XML, or carries a document type.
        """
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self.read(part), parser)
        except etree.XMLSyntaxError as error:
            raise self.refuse(f"is damaged in {part} ({error})") from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise self.refuse(f"has a document type in {part}, which no {self.kind} has")
        return root

    def relations(self, part: str) -> list[etree._Element]:
        """Return the relationships of a part of an Office file ("" for those of the file)."""
        folder, file = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations not in self.archive.namelist():
            return []
        return [relation for relation in self.parse(relations) if isinstance(relation.tag, str)]

    def related(self, part: str, kind: str) -> dict[str, str]:
        """Return the parts to which a part ("" for the file) has a relationship of this kind, by its id.

        Args:
            kind: what the type of the relationship ends in.
        """
        folder = posixpath.dirname(part)
        members = set(self.archive.namelist())
        found = {}
        for relation in self.relations(part):
            target = relation.get("Target", "")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if relation.get("Type", "").endswith(kind) and path in members:
                found[relation.get("Id", "")] = path
        return found

    def links(self, part: str) -> dict[str, str]:
        """Return the addresses of the hyperlinks of a part of an Office file by their ids."""
        return {
            relation.get("Id", ""): relation.get("Target", "")
            for relation in self.relations(part)
            if relation.get("Type", "").endswith("/hyperlink")
        }

    def write(self, parts: Mapping[str, etree._Element | bytes], *, without: Collection[str] = ()) -> bytes:
        """Return the archive with some parts replaced; all others keep content, order, date and method.

        A part that says what the archive is (`mimetype`) comes first, and is not compressed.

        Args:
            without: parts that are left out.
        """
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as output:
            for member in sorted(self.archive.infolist(), key=lambda member: member.filename != _KIND_PART):
                if member.filename in without:
                    continue
                part = parts.get(member.filename)
                if part is None:
                    content = self.archive.read(member)
                elif isinstance(part, bytes):
                    content = part
                else:
                    content = etree.tostring(
                        part.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True
                    )
                copied = zipfile.ZipInfo(member.filename, member.date_time)
                told = member.filename == _KIND_PART
                copied.compress_type = zipfile.ZIP_STORED if told else member.compress_type
                copied.external_attr = member.external_attr
                copied.create_system = member.create_system
                output.writestr(copied, content)
        return buffer.getvalue()


def open_package(content: bytes, *, name: str, kind: str) -> Package:
    """Return the archive, checked: no bomb, no password.

    Args:
        kind: what messages call the file, such as DOCX.

    Raises:
        ArticleError: it is no ZIP archive, damaged, protected, or suspiciously large when unpacked.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ArticleError(
            f"is protected with a password, or an old Office file and no {kind}",
            path=name,
            remedy=f"save it as {kind} without a password",
        )
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ArticleError(f"is no {kind} file ({error})", path=name, remedy=_mend(kind)) from None
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
    return Package(archive, name, kind)


def check_blocks(
    result: bytes,
    document: Document,
    targets: Sequence[BlockTarget],
    *,
    read: Callable[[bytes], Document],
    kind: str,
) -> None:
    """Refuse a translated file that would not read back as the same blocks.

    Args:
        read: reads a file of this kind.

    Raises:
        ArticleError: it would not.
    """
    try:
        count = len(read(result).blocks)
    except zipfile.BadZipFile:
        count = -1
    blanks = any(not any(char.isalnum() for char in target.text) for target in targets)
    if count < 0 or (count != len(document.blocks) and not blanks):
        raise ArticleError(
            f"the translated {kind} would have another number of paragraphs than the original",
            path=document.name,
            remedy="please report it; the bilingual files hold the whole translation",
        )


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its local name, "" if there is none."""
    for key, value in element.attrib.items():
        if etree.QName(key).localname == name:
            return str(value)
    return ""


def _mend(kind: str) -> str:
    return f"open it in the program that wrote it, or in LibreOffice, and save it again as {kind}"

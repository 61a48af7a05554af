"""DOCX files made by hand: a body of WordprocessingML in the smallest package around it."""

from __future__ import annotations

import io
import re
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in (
        ("w", W),
        ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
        ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
        ("v", "urn:schemas-microsoft-com:vml"),
        ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
    )
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def make_docx(body: str, *, footnotes: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """Return a DOCX with this body; `footnotes` are `w:footnote` elements."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        + (
            f'<Override PartName="/word/footnotes.xml" ContentType="{_TYPE}.footnotes+xml"/>'
            if footnotes
            else ""
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r2" Type="{_OFFICE}/footnotes" Target="/word/footnotes.xml"/>'
        f'<Relationship Id="r3" Type="{_OFFICE}/hyperlink" Target="https://a.b/c" TargetMode="External"/>'
        "</Relationships>",
        "word/styles.xml": f'<w:styles {_NAMESPACES}><w:style w:type="paragraph" w:styleId="berschrift1">'
        '<w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="Code">'
        '<w:name w:val="Source Code"/></w:style></w:styles>',
    }
    if footnotes:
        parts["word/footnotes.xml"] = f"<w:footnotes {_NAMESPACES}>{footnotes}</w:footnotes>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), part)
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def run(text: str, properties: str = "") -> str:
    shown = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{shown}<w:t xml:space="preserve">{text}</w:t></w:r>'


def field(instruction: str, *runs: str) -> str:
    """Return a complex field with its result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{"".join(runs)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def body_of(content: bytes, part: str = "word/document.xml") -> str:
    """Return the inner XML of a part, namespaces and languages of runs left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(part).decode()
    xml = re.sub(r' xmlns:\w+="[^"]*"', "", re.sub(r"<\?xml[^>]*\?>\s*", "", xml))
    xml = re.sub(r"<w:lang [^>]*/>", "", xml).replace("<w:rPr/>", "").replace("<w:rPr></w:rPr>", "")
    return re.sub(r"</?w:(document|body|footnotes)>", "", xml)

"""ODT files made by hand: a body of OpenDocument text in the smallest package around it."""

from __future__ import annotations

import io
import zipfile

KIND = "application/vnd.oasis.opendocument.text"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(
    f'xmlns:{prefix}="{_ODF}{name}"'
    for prefix, name in (
        ("office", "office:1.0"), ("style", "style:1.0"), ("text", "text:1.0"), ("table", "table:1.0"),
        ("draw", "drawing:1.0"), ("fo", "xsl-fo-compatible:1.0"), ("svg", "svg-compatible:1.0"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip
_LANGUAGE = '<style:text-properties fo:language="en" fo:country="GB"/>'
DEFAULT = f'<style:default-style style:family="paragraph">{_LANGUAGE}</style:default-style>'


def make_odt(
    body: str,
    *,
    automatic: str = "",
    styles: str = DEFAULT,
    master: str = "",
    meta: str = "",
    extra: dict[str, str] | None = None,
) -> bytes:
    """Return a text document.

    Args:
        automatic: the styles of the body alone.
        styles: those of the document.
        master: what the master page holds: headers and footers.
        extra: further parts, or others in the place of those that are made here.
    """
    page = f'<style:master-page style:name="Standard">{master}</style:master-page>'
    parts = {
        "mimetype": KIND,
        "content.xml": f"<office:document-content {NAMES}>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {NAMES}><office:styles>{styles}</office:styles>"
        f"<office:master-styles>{page}</office:master-styles></office:document-styles>",
        "meta.xml": f"<office:document-meta {NAMES}><office:meta>{meta}</office:meta></office:document-meta>",
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_ODF}manifest:1.0"/>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in (parts | (extra or {})).items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), part, how)
    return buffer.getvalue()


def text_style(name: str, properties: str, *, parent: str = "") -> str:
    back = f' style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name}" style:family="text"{back}>'
        f"<style:text-properties {properties}/></style:style>"
    )


def paragraph_style(name: str, properties: str = "", *, parent: str = "", display: str = "") -> str:
    back = f' style:parent-style-name="{parent}"' if parent else ""
    shown = f' style:display-name="{display}"' if display else ""
    inner = f"<style:text-properties {properties}/>" if properties else ""
    return f'<style:style style:name="{name}" style:family="paragraph"{back}{shown}>{inner}</style:style>'


def paragraph(content: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def span(content: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{content}</text:span>'

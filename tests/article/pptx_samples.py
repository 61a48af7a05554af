"""PPTX files made by hand: slides of PresentationML in the smallest package around them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMES = (
    f'xmlns:a="{A}" xmlns:r="{_OFFICE}" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def make_pptx(
    *slides: str, relations: Sequence[tuple[str, str]] = (), extra: dict[str, str] | None = None
) -> bytes:
    """Return a presentation of these shape trees, the last one first in the folder and in the relationships.

    Args:
        relations: kind and target of what every slide relates to, with the ids x1, x2 and so on.
        extra: further parts.
    """
    numbers = range(1, len(slides) + 1)
    related = [_relation(f"x{n}", kind, target) for n, (kind, target) in enumerate(relations, start=1)]
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _relations(
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="ppt/p.xml"/>'
        ),
        "ppt/p.xml": f"<p:presentation {_NAMES}><p:sldIdLst>"
        + "".join(f'<p:sldId id="{255 + n}" r:id="r{n}"/>' for n in numbers)
        + "</p:sldIdLst></p:presentation>",
        "ppt/_rels/p.xml.rels": _relations(
            *(
                f'<Relationship Id="r{n}" Type="{_OFFICE}/slide" Target="s/{n}.xml"/>'
                for n in reversed(numbers)
            )
        ),
    }
    for number, slide in reversed([*enumerate(slides, start=1)]):
        parts[f"ppt/s/{number}.xml"] = (
            f"<p:sld {_NAMES}><p:cSld><p:spTree>{slide}</p:spTree></p:cSld></p:sld>"
        )
        parts[f"ppt/s/_rels/{number}.xml.rels"] = _relations(*related)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (parts | (extra or {})).items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _relation(name: str, kind: str, target: str) -> str:
    outside = ' TargetMode="External"' if "://" in target else ""
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"{outside}/>'


def _relations(*relations: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(relations)}</Relationships>'


def shape(*paragraphs: str, placeholder: str = "", description: str = "") -> str:
    held = f"<p:nvPr>{placeholder}</p:nvPr>"
    named = f'<p:cNvPr id="2" name="Box 1"{description}/>'
    return (
        f"<p:sp><p:nvSpPr>{named}<p:cNvSpPr/>{held}</p:nvSpPr><p:spPr/>"
        f"<p:txBody><a:bodyPr/>{''.join(paragraphs)}</p:txBody></p:sp>"
    )


def paragraph(*content: str) -> str:
    return f"<a:p>{''.join(content)}</a:p>"


def run(text: str, attributes: str = "", children: str = "") -> str:
    return f'<a:r><a:rPr lang="en-US"{attributes}>{children}</a:rPr><a:t>{text}</a:t></a:r>'

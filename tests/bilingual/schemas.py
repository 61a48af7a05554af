"""The official schemas of the XML formats, from `tests/schemas`, loaded without a network."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from lxml import etree

FOLDER = Path(__file__).parents[1] / "schemas"


@lru_cache
def xml_schema(name: str) -> etree.XMLSchema:
    """Return a schema; its import of xml.xsd is pointed at the copy beside it."""
    text = (FOLDER / name).read_text()
    text = re.sub(
        r'schemaLocation="[^"]*xml\.xsd"', f'schemaLocation="{(FOLDER / "xml.xsd").as_uri()}"', text
    )
    return etree.XMLSchema(etree.fromstring(text.encode()))


@lru_cache
def tmx_dtd() -> etree.DTD:
    """Return the DTD of TMX 1.4b."""
    return etree.DTD(str(FOLDER / "tmx14.dtd"))

"""XLIFF in the shapes in which programs write it: open units are filled, all else stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from tests.article.units import blocks_of, rewrite
from tests.bilingual.schemas import xml_schema
from translate_pipe.article import read_article

FOLDER = Path(__file__).parents[1] / "cases" / "xliff"
DRAFT = 'state="needs-review-translation" state-qualifier="leveraged-mt"'
MACHINE = 'state="translated" subState="tp:machine"'
TARGETS = {
    "A town.": "Город.",
    "A port.": "Порт.",
    "A sea.": "Море.",
    "Hello %@": "Привет, %@",
    "Hello {INTERPOLATION}!": "Привет, {INTERPOLATION}!",
    "Hello {0}!": "Привет, {0}!",
}
NAME = 'id="INTERPOLATION" equiv-text="{{ name }}"'
NAME_2 = 'id="0" equiv="INTERPOLATION" disp="{{ name }}"'
CHANGES = {
    "trados.sdlxliff": [
        ('mid="2"/>', 'mid="2">Порт.</mrk>'),
        ('<sdl:seg id="2"/>', '<sdl:seg id="2" conf="Draft"/>'),
    ],
    "trados-new.sdlxliff": [
        (
            "</seg-source>",
            '</seg-source>\n<target><g id="0"><mrk mtype="seg" mid="1">Город.</mrk> '
            '<mrk mtype="seg" mid="2">Порт.</mrk>\n<mrk mtype="seg" mid="3"></mrk></g></target>',
        ),
        ('<sdl:seg id="1" origin="interactive"/>', '<sdl:seg id="1" origin="interactive" conf="Draft"/>'),
        ('<sdl:seg id="2"/>', '<sdl:seg id="2" conf="Draft"/>'),
    ],
    "memoq.mqxliff": [
        ('id="1" mq:status="NotStarted"', 'id="1" mq:status="MachineTranslated"'),
        ('<target xml:space="preserve"></target>', '<target xml:space="preserve">Город.</target>'),
    ],
    "phrase.mxliff": [("A town.</source><target>", f"A town.</source><target {DRAFT}>Город.")],
    "matecat.xlf": [
        ('<target xml:lang="ru-RU">', f'<target xml:lang="ru-RU" {DRAFT}>'),
        ('<mrk mid="0" mtype="seg"></mrk>', '<mrk mid="0" mtype="seg">Город.</mrk>'),
        ('<mrk mid="1" mtype="seg"></mrk>', '<mrk mid="1" mtype="seg"> Порт.</mrk>'),
    ],
    "omegat.xlf": [
        ("</source>\n", f'</source>\n          <target {DRAFT}><g id="1">Город</g>.</target>\n'),
    ],
    "weblate.xlf": [('<target state="needs-translation"/>', f"<target {DRAFT}>Город.</target>")],
    "xcode.xliff": [
        ("A town.</source>\n", f"A town.</source>\n        <target {DRAFT}>Город.</target>\n"),
        ("%@</source>\n", f"%@</source>\n        <target {DRAFT}>Привет, %@</target>\n"),
    ],
    "angular.xlf": [
        ('source-language="en"', 'source-language="en" target-language="ru"'),
        ("!</source>\n", f"!</source>\n        <target {DRAFT}>Привет, <x {NAME}/>!</target>\n"),
    ],
    "angular2.xlf": [
        ('srcLang="en"', 'srcLang="en" trgLang="ru"'),
        ("<segment>", f"<segment {MACHINE}>"),
        ("!</source>\n", f"!</source>\n        <target>Привет, <ph {NAME_2}/>!</target>\n"),
    ],
    "symfony.xlf": [
        ("<target>__A town.</target>", f"<target {DRAFT}>Город.</target>"),
        ("<target/>", f"<target {DRAFT}><![CDATA[Порт.]]></target>"),
    ],
}


@pytest.mark.parametrize("name", CHANGES)
def test_file_of_a_program_comes_back_in_its_own_form(name: str) -> None:
    source = (FOLDER / name).read_bytes()
    expected = source.decode()
    for before, after in CHANGES[name]:
        assert expected.count(before) == 1, before
        expected = expected.replace(before, after)
    targets = {**TARGETS, "A town": "Город"}
    assert rewrite(source, targets, input_format="xliff").decode() == expected
    assert rewrite(source, {}, input_format="xliff") == source


@pytest.mark.parametrize("name", CHANGES)
def test_file_of_a_program_stays_valid(name: str) -> None:
    source = (FOLDER / name).read_bytes()
    schema = xml_schema("xliff-core-2.0.xsd" if b"document:2.0" in source else "xliff-core-1.2-strict.xsd")
    for content in (source, rewrite(source, TARGETS, input_format="xliff")):
        root = etree.fromstring(content)
        # The strict schema has no room for the attributes and elements of programs.
        for node in list(root.iter()):
            for key in [key for key in node.attrib if str(key).startswith("{") and "/XML/" not in str(key)]:
                del node.attrib[key]
            parent = node.getparent()
            if parent is not None and etree.QName(node).namespace != root.nsmap[None]:
                parent.remove(node)
        assert schema.validate(root), schema.error_log


@pytest.mark.parametrize("suffix", ["xlf", "xliff", "sdlxliff", "mqxliff", "mxliff", "XLF"])
def test_suffixes_of_programs_are_known(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes((FOLDER / "weblate.xlf").read_bytes())
    assert blocks_of(read_article(path)) == [("paragraph", "A town.")]

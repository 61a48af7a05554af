"""TMX and XLIFF from elsewhere: what CAT tools change, and what an attacker would."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bilingual.samples import sample
from translate_pipe.bilingual import write_bitext
from translate_pipe.bilingual.formats import parse_bilingual
from translate_pipe.bilingual.rows import BilingualFile
from translate_pipe.errors import BitextError
from translate_pipe.model import Mark, Span

X12 = 'xmlns="urn:oasis:names:tc:xliff:document:1.2"'
X20 = 'xmlns="urn:oasis:names:tc:xliff:document:2.0"'
HEAD = 'creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en"'


def read(text: str, name: str) -> BilingualFile:
    return parse_bilingual(text.encode(), Path(name))


def xliff12(unit: str) -> str:
    return (
        f'<xliff {X12} version="1.2"><file original="a" source-language="en" target-language="ru" '
        f'datatype="plaintext"><body>{unit}</body></file></xliff>'
    )


def xliff21(unit: str) -> str:
    return f'<xliff {X20} version="2.1" srcLang="en" trgLang="ru"><file id="f">{unit}</file></xliff>'


def tmx(unit: str) -> str:
    return f'<tmx version="1.4"><header {HEAD} datatype="x"/><body>{unit}</body></tmx>'


def test_entities_are_refused_however_they_come() -> None:
    bomb = '<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + tmx("").replace("<body>", "<body>&b;")
    with pytest.raises(BitextError, match="defines XML entities"):
        read(bomb, "x.tmx")
    outside = '<!DOCTYPE xliff [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + xliff12("")
    with pytest.raises(BitextError, match="defines XML entities"):
        read(outside, "x.xlf")


def test_a_doctype_that_names_a_dtd_is_read_past() -> None:
    unit = '<tu tuid="s1"><tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="ru"><seg>б</seg></tuv></tu>'
    assert (
        read('<!DOCTYPE tmx SYSTEM "http://example.invalid/tmx14.dtd">' + tmx(unit), "x.tmx").rows[0].target
        == "б"
    )


@pytest.mark.parametrize(
    ("text", "name", "problem"),
    [
        ("<tmx version='1.4'>\n<header>", "x.tmx", "x.tmx:2: no well-formed XML"),
        (xliff12(""), "x.tmx", "x.tmx: the root element is <xliff>, not <tmx>"),
        (xliff12("<trans-unit id='1'/>"), "x.xlf", "x.xlf:1: a trans-unit has no source"),
        (xliff12("").replace("</file>", "</file><file/>"), "x.xlf", "x.xlf: holds 2 XLIFF 1.2 <file>"),
        (xliff21("").replace("</file>", "</file><file/>"), "x.xlf", "x.xlf: holds 2 XLIFF 2 <file> elements"),
        ("", "x.xlf", "x.xlf"),
        (tmx("<tu><tuv xml:lang='fr'><seg>a</seg></tuv></tu>"), "x.tmx", "x.tmx:1: a unit has no text in en"),
    ],
)  # fmt: skip
def test_broken_xml_is_refused_with_its_place(text: str, name: str, problem: str) -> None:
    with pytest.raises(BitextError) as caught:
        read(text, name)
    assert str(caught.value).startswith(problem)


def test_tmx_of_another_tool_is_read_by_language() -> None:
    unit = (
        '<tu><note>nice</note><tuv xml:lang="ru-RU">'
        '<seg><bpt i="1">&lt;b&gt;</bpt>Да<ept i="1">&lt;/b&gt;</ept></seg></tuv>'
        '<tuv xml:lang="EN-us"><seg><hi>Yes</hi><ph>{1}</ph></seg></tuv></tu>'
    )
    row = read(tmx(unit), "x.tmx").rows[0]
    assert (row.id, row.source, row.target, row.comment) == ("", "Yes", "Да", "nice")
    assert row.marks == (Mark("1", "other", Span(0, 2)),)


@pytest.mark.parametrize(
    ("attributes", "state"),
    [
        ('state="final"', "reviewed"),
        ('state="signed-off"', "reviewed"),
        ('state="translated"', "reviewed"),
        ('state="translated" state-qualifier="exact-match"', "recalled"),
        ('state="needs-review-translation" state-qualifier="leveraged-mt"', "translated"),
        ('state="new"', "untranslated"),
        ("", None),
    ],
)
def test_xliff_12_states_of_other_tools(attributes: str, state: str | None) -> None:
    unit = f'<trans-unit id="1"><source>a</source><target {attributes}>b</target></trans-unit>'
    assert read(xliff12(unit), "x.xlf").rows[0].state == state


def test_approval_in_xliff_12_is_a_review() -> None:
    unit = '<trans-unit id="1" approved="yes"><source>a</source><target>b</target></trans-unit>'
    assert read(xliff12(unit), "x.xlf").rows[0].state == "reviewed"


def test_xliff_12_codes_are_read_as_marks_and_never_as_text() -> None:
    pair = '<bpt id="1" rid="7">&lt;i&gt;</bpt>Да<ept id="2" rid="7">&lt;/i&gt;</ept>'
    target = pair + '<it id="3" pos="open">[</it>!'
    unit = f'<trans-unit id="1"><source>Yes</source><target>{target}</target></trans-unit>'
    row = read(xliff12(unit), "x.xlf").rows[0]
    assert row.target == "Да!"
    assert row.marks == (Mark("7", "other", Span(0, 2)),)


def test_xliff_21_segments_that_a_tool_split_are_joined() -> None:
    unit = (
        '<unit id="s1"><segment state="final"><source>One. </source><target>Раз. </target></segment>'
        "<ignorable><source>\n</source><target> </target></ignorable>"
        '<segment state="reviewed"><source>Two.</source>'
        '<target><pc id="m-b" subType="xlf:b">Два</pc>.</target></segment></unit>'
    )
    row = read(xliff21(unit), "x.xliff").rows[0]
    assert (row.source, row.target, row.state) == ("One. \nTwo.", "Раз.  Два.", "reviewed")
    assert row.marks == (Mark("b", "bold", Span(6, 9)),)


def test_xliff_21_is_as_far_as_its_least_segment() -> None:
    unit = (
        '<unit id="s1"><segment state="final"><source>a</source><target>b</target></segment>'
        "<segment><source>c</source></segment></unit>"
    )
    assert read(xliff21(unit), "x.xliff").rows[0].state == "untranslated"


def test_terms_and_codes_are_inline_elements() -> None:
    written = write_bitext(sample(), "xliff").decode()
    assert '<mrk mtype="term" comment="applied: специальную военную операцию">' in written
    assert '<g id="b1" ctype="bold">Совет</g>' in written
    assert '<alt-trans match-quality="78%" origin="old.txt">' in written
    written = write_bitext(sample(), "xliff2").decode()
    assert '<mrk id="t1" type="term" value="applied: специальную военную операцию">' in written
    assert '<pc id="m-b1" type="fmt" subType="xlf:b">Совет</pc>' in written
    assert '<mtc:match ref="#s1" type="tm" similarity="78.0" origin="old.txt">' in written


@pytest.mark.parametrize("name", ["xliff", "xliff2"])
def test_targets_hold_no_annotations_for_tools_to_leave_behind(name: str) -> None:
    written = write_bitext(sample(), name).decode()
    targets = re.findall("<target.*?</target>", written)
    assert len(targets) == 4
    assert not any("<mrk" in target for target in targets)


@pytest.mark.parametrize("name", ["xliff", "xliff2"])
def test_the_version_of_xliff_is_told_by_its_content(name: str) -> None:
    text = write_bitext(sample(), name).decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    for path in ("x.xlf", "x.xliff"):
        found = parse_bilingual(text.encode("utf-16"), Path(path))
        assert (found.format, len(found.rows)) == (name, 4)

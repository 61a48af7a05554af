"""XLIFF as articles: what is open is filled in the file's own form, all else stays to the byte."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.article.units import blocks_of, check_laws, rewrite, segments_of, translate
from tests.bilingual.schemas import xml_schema
from translate_pipe.article import check_languages, describe_open, read_article, write_article
from translate_pipe.errors import ArticleError
from translate_pipe.model import Document, Mark, Segment, Span, TranslationUnit

OLD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
    ' <file original="a" source-language="en" target-language="ru" datatype="plaintext">\n  <body>\n{}'
    "  </body>\n </file>\n</xliff>\n"
)
NEW = (
    '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="ru">\n'
    ' <file id="f1">\n{} </file>\n</xliff>\n'
)
DRAFT = 'state="needs-review-translation" state-qualifier="leveraged-mt"'
MACHINE = 'state="translated" subState="tp:machine"'


def read(text: str) -> Document:
    return read_article(None, content=text.encode(), input_format="xliff")


def fill(text: str, targets: dict[str, str], locale: str = "ru") -> str:
    return rewrite(text.encode(), targets, input_format="xliff", locale=locale).decode()


def texts_of(text: str) -> list[str]:
    return [source for _, source in blocks_of(read(text))]


def unit(inside: str, attributes: str = "") -> str:
    return f'<trans-unit id="u1"{attributes}>{inside}</trans-unit>\n'


def segment(inside: str, attributes: str = "", around: str = "") -> str:
    return f'<unit id="u1"{around}><segment{attributes}>{inside}</segment></unit>\n'


PORT_12 = unit("<source>Port</source><target/>")
PORT_20 = segment("<source>Port</source>").replace("u1", "u9")


def test_missing_target_stands_behind_its_source_as_the_file_is_laid_out() -> None:
    source = OLD.format(
        '   <trans-unit id="u1">\n    <source>A port</source>\n    <note>n</note>\n   </trans-unit>\n'
    )
    assert fill(source, {"A port": "Порт"}) == source.replace(
        "</source>\n", f"</source>\n    <target {DRAFT}>Порт</target>\n"
    )


@pytest.mark.parametrize(
    ("target", "filled"),
    [
        ("<target/>", f"<target {DRAFT}>Порт</target>"),
        ("<target></target>", f"<target {DRAFT}>Порт</target>"),
        ("<target>\n </target>", f"<target {DRAFT}>Порт</target>"),
        (
            '<target state="new" xml:lang="ru"/>',
            f'<target {DRAFT.split()[0]} xml:lang="ru" {DRAFT.split()[1]}>Порт</target>',
        ),
        ('<target state="needs-translation">Port</target>', f"<target {DRAFT}>Порт</target>"),
        ('<target state="needs-review-translation"/>', f"<target {DRAFT}>Порт</target>"),
        ("<target>__Port</target>", f"<target {DRAFT}>Порт</target>"),
    ],
)
def test_empty_target_and_one_that_is_said_to_be_a_copy_are_filled(target: str, filled: str) -> None:
    source = OLD.format(unit(f"<source>Port</source>{target}"))
    assert fill(source, {"Port": "Порт"}) == OLD.format(unit(f"<source>Port</source>{filled}"))


@pytest.mark.parametrize(
    "entry",
    [
        unit("<source>Done</source><target>Готово</target>"),
        unit('<source>OK</source><target>OK</target>'),
        unit('<source>Done</source><target state="needs-translation">Гот</target>'),
        unit('<source>Done</source><target state="final"/>'),
        unit('<source>Done</source><target state="translated"/>'),
        unit("<source>Done</source><target/>", ' approved="yes"'),
        unit("<source>Done</source><target/>", ' translate="no"'),
        f'<group id="g" translate="no">{unit("<source>Done</source>")}</group>\n',
        unit("<source>7 / 100</source><target/>"),
        unit("<source>%d / {n}</source><target/>"),
        unit("<source>{n, plural, one {a file} other {files}}</source>"),
        unit("<source/><target/>"),
        '<bin-unit id="b" mime-type="a"><bin-source><external-file href="a"/></bin-source></bin-unit>\n',
    ],
)  # fmt: skip
def test_what_is_not_open_stays(entry: str) -> None:
    source = OLD.format(entry + PORT_12)
    assert texts_of(source) == ["Port"]
    filled = PORT_12.replace("<target/>", f"<target {DRAFT}>Порт</target>")
    assert fill(source, {"Port": "Порт"}) == OLD.format(entry + filled)


def test_unit_of_a_group_that_is_not_to_be_translated_may_say_otherwise() -> None:
    inner = unit("<source>Done</source>", ' translate="yes"')
    assert texts_of(OLD.format(f'<group id="g" translate="no">{inner}</group>')) == ["Done"]


@pytest.mark.parametrize(
    "entry",
    [
        segment("<source>Done</source><target>Готово</target>"),
        segment("<source>Done</source><target>Готово</target>", ' state="translated"'),
        segment("<source>Done</source>", ' state="final"'),
        segment("<source>Done</source>", around=' translate="no"'),
        f'<group id="g" translate="no">{segment("<source>Done</source>")}</group>\n',
        segment("<source>7</source>"),
    ],
)
def test_what_is_not_open_stays_in_version_2(entry: str) -> None:
    source = NEW.format(entry + PORT_20)
    assert texts_of(source) == ["Port"]
    filled = PORT_20.replace("<segment>", f"<segment {MACHINE}>")
    filled = filled.replace("</source>", "</source><target>Порт</target>")
    assert fill(source, {"Port": "Порт"}) == NEW.format(entry + filled)


def test_sub_state_of_another_tool_goes_with_the_state_it_belonged_to() -> None:
    source = NEW.format(segment("<source>Port</source>", ' state="initial" subState="x:new"'))
    assert f"<segment {MACHINE}>" in fill(source, {"Port": "Порт"})
    assert '<segment state="reviewed">' in _write(read(source), "Порт", "reviewed")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("translated", DRAFT),
        ("recalled", 'state="translated" state-qualifier="exact-match"'),
        ("reviewed", 'state="signed-off"'),
    ],
)
def test_state_says_whether_a_person_has_seen_the_target(state: str, said: str) -> None:
    assert f"<target {said}>Порт</target>" in _write(read(OLD.format(PORT_12)), "Порт", state)


def _write(document: Document, target: str, state: str) -> str:
    units = [TranslationUnit(s, target, state=state) for s in segments_of(document)]  # type: ignore[arg-type]
    return write_article(document, units, target_locale="ru").decode()


def test_draft_that_repeats_its_source_stays_open_and_the_file_as_it_was() -> None:
    source = OLD.format(PORT_12)
    document = read(source)
    assert _write(document, "Port", "translated") == source
    assert "<target state" in _write(document, "Port", "reviewed")
    units = [TranslationUnit(s, "Port") for s in segments_of(document)]
    assert describe_open(document, units, target_locale="ru") == "-: 1 segment stays without a translation"


def test_segments_of_version_2_are_filled_each_and_what_is_between_them_stays() -> None:
    source = NEW.format(
        '<unit id="u1"><originalData><data id="d1">x</data></originalData>'
        '<segment id="s1"><source>A town.</source></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment id="s2" state="final"><source>A port.</source><target>Порт.</target></segment>'
        "<segment><source>A sea.</source><target/></segment></unit>\n"
    )
    written = fill(source, {"A town.": "Город.", "A sea.": "Море."})
    assert written == source.replace(
        '<segment id="s1"><source>A town.</source>',
        f'<segment id="s1" {MACHINE}><source>A town.</source><target>Город.</target>',
    ).replace(
        "<segment><source>A sea.</source><target/>",
        f"<segment {MACHINE}><source>A sea.</source><target>Море.</target>",
    )


SEGMENTED = unit(
    "<source>A town. A port.</source><seg-source>"
    '<g id="1"><mrk mtype="seg" mid="1">A town.</mrk> <mrk mtype="seg" mid="2">A port.</mrk></g></seg-source>'
)


def test_target_is_made_after_the_segments_of_the_source() -> None:
    written = fill(OLD.format(SEGMENTED), {"A town.": "Город.", "A port.": "Порт."})
    assert written == OLD.format(
        SEGMENTED.replace(
            "</seg-source>",
            f'</seg-source><target {DRAFT}><g id="1"><mrk mtype="seg" mid="1">Город.</mrk> '
            '<mrk mtype="seg" mid="2">Порт.</mrk></g></target>',
        )
    )


def test_segment_without_a_translation_is_empty_and_the_unit_still_needs_one() -> None:
    written = fill(OLD.format(SEGMENTED), {"A town.": "Город."})
    assert (
        '<target state="needs-translation"><g id="1"><mrk mtype="seg" mid="1">Город.</mrk> '
        '<mrk mtype="seg" mid="2"></mrk></g></target>' in written
    )


def test_only_the_open_segments_of_a_target_are_filled() -> None:
    begun = SEGMENTED.replace(
        "</seg-source>",
        '</seg-source><target><g id="1"><mrk mtype="seg" mid="1">Мой город.</mrk> '
        '<mrk mtype="seg" mid="2"/></g></target>',
    )
    assert texts_of(OLD.format(begun)) == ["A port."]
    assert fill(OLD.format(begun), {"A port.": "Порт."}) == OLD.format(
        begun.replace('mid="2"/>', 'mid="2">Порт.</mrk>').replace("<target>", f"<target {DRAFT}>")
    )


def test_target_as_a_whole_for_a_source_in_segments_is_somebodys() -> None:
    whole = SEGMENTED.replace("</seg-source>", "</seg-source><target>Город и порт</target>")
    assert texts_of(OLD.format(whole + PORT_12)) == ["Port"]


CODES = [
    ('A <g id="1">grey</g> town', "A grey town", 'Серый <g id="1">город</g>', ("Серый город", "город")),
    ('<x id="1"/>A town<x id="2"/>', "A town", '<x id="1"/>Город<x id="2"/>', ("Город", "")),
    ('<g id="1"> A <g id="2">town</g> </g>', "A town",
     '<g id="1"> <g id="2">Город</g> </g>', ("Город", "Город")),
    ('A <bpt id="1">&lt;b&gt;</bpt>grey<ept id="1">&lt;/b&gt;</ept> town', "A grey town",
     'Серый <bpt id="1">&lt;b&gt;</bpt>город<ept id="1">&lt;/b&gt;</ept>', ("Серый город", "город")),
    ('A <bx id="1" rid="7"/>grey<ex id="2" rid="7"/> town', "A grey town",
     'Серый <bx id="1" rid="7"/>город<ex id="2" rid="7"/>', ("Серый город", "город")),
    ('A grey<it id="1" pos="open">&lt;b&gt;</it> town', "A grey town",
     'Серый<it id="1" pos="open">&lt;b&gt;</it> город', ("Серый город", 5)),
    ('From <ph id="1">%s</ph> to sea', "From %s to sea",
     'От <ph id="1">%s</ph> к морю', ("От %s к морю", "%s")),
    ('Is <x id="N" equiv-text="{{ n | x }}"/>', "Is {N}", 'Есть <x id="N" equiv-text="{{ n | x }}"/>',
     ("Есть {N}", "{N}")),
    ('Is <x id="N" equiv-text="{{ n | x }}"/> here', "Is {N} here",
     '<x id="N" equiv-text="{{ n | x }}"/> тут', ("{N} тут", "{N}")),
    ('Is <x id="3"/>, here', "Is {3}, here", 'Тут <x id="3"/>', ("Тут {3}", "{3}")),
    ('A<x id="LINE_BREAK" ctype="lb"/>town', "A\ntown",
     'Город<x id="LINE_BREAK" ctype="lb"/>тут', ("Город тут", 5)),
    ('A <x id="START_LINK_1"/>grey<x id="CLOSE_LINK"/> town', "A grey town",
     'Серый <x id="START_LINK_1"/>город<x id="CLOSE_LINK"/>', ("Серый город", "город")),
    ('A <mrk mtype="term">grey</mrk> town', "A grey town",
     'Серый <mrk mtype="term">город</mrk>', ("Серый город", "город")),
    ("<![CDATA[<b>A & B</b> town]]>", "<b>A & B</b> town",
     "<![CDATA[<b>Г & П</b> ]]]]><![CDATA[>]]>", ("<b>Г & П</b> ]]>", "")),
    ("A &amp; &lt;B&gt; town", "A & <B> town", "Г &amp; &lt;П>", ("Г & <П>", "")),
]  # fmt: skip


@pytest.mark.parametrize(("content", "text", "filled", "target"), CODES)
def test_inline_codes_come_back_complete(
    content: str, text: str, filled: str, target: tuple[str, str | int]
) -> None:
    source = OLD.format(unit(f"<source>{content}</source>"))
    document = read(source)
    assert [block for _, block in blocks_of(document)] == [text]
    said, marked = target

    def give(one: Segment) -> tuple[str, tuple[Mark, ...]]:
        start = marked if isinstance(marked, int) else said.index(marked)
        end = start + (0 if isinstance(marked, int) else len(marked))
        gap = {"break": Span(start, start + 1)}
        return said, tuple(Mark(m.id, m.kind, gap.get(m.kind, Span(start, end))) for m in one.marks)

    written = write_article(document, translate(document, give), target_locale="ru").decode()
    assert f"<target {DRAFT}>{filled}</target>" in written


CODES_2 = [
    ('A <pc id="1">grey</pc> town', "A grey town"),
    ('A <sc id="1"/>grey<ec startRef="1"/> town', "A grey town"),
    ('<ph id="1"/>A town<ph id="2" dataRef="d1"/>', "A town"),
    ('Hi <ph id="0" equiv="INTERPOLATION" disp="{{ name }}"/>, town', "Hi {0}, town"),
    ('A <mrk id="m1" type="term">grey</mrk> town', "A grey town"),
    ('A<cp hex="0007"/> town', "A town"),
    ('A <sm id="m1" type="comment"/>grey<em startRef="m1"/> town', "A grey town"),
    ('A<ph id="1" subType="xlf:lb" type="fmt"/>town', "A\ntown"),
]


@pytest.mark.parametrize(("content", "text"), CODES_2)
def test_inline_codes_of_version_2_come_back_complete(content: str, text: str) -> None:
    source = NEW.format(segment(f"<source>{content}</source>"))
    document = read(source)
    assert [block for _, block in blocks_of(document)] == [text]
    written = write_article(
        document, translate(document, lambda s: (s.source.replace("t", "т"), s.marks)), target_locale="ru"
    )
    assert f"<target>{content.replace('town', 'тown')}</target>" in written.decode()


@pytest.mark.parametrize("inner", ['<mrk mtype="protected">{}</mrk>', '<mrk id="m1" translate="no">{}</mrk>'])
def test_what_is_marked_as_not_to_be_translated_is_protected(inner: str) -> None:
    form = (OLD, unit) if "mtype" in inner else (NEW, segment)
    document = read(form[0].format(form[1](f"<source>The {inner.format('Red Gull')} sails</source>")))
    assert [span.of(document.text) for span in document.protected] == ["Red Gull"]


def test_codes_that_cross_stay_in_their_order_or_the_unit_stays_open() -> None:
    crossing = 'A <bx id="1"/>grey <bx id="2"/>old<ex id="1"/> town<ex id="2"/> here'
    document = read(OLD.format(unit(f"<source>{crossing}</source>")))
    check_laws(document)
    (one,) = segments_of(document)
    target = one.source.replace("here", "тут")
    good = write_article(document, [TranslationUnit(one, target, target_marks=one.marks)], target_locale="ru")
    assert f">{crossing.replace('here', 'тут')}</target>" in good.decode()
    places = [mark.span for mark in one.marks]
    turned = tuple(Mark(m.id, m.kind, span) for m, span in zip(one.marks, reversed(places), strict=True))
    bad = write_article(document, [TranslationUnit(one, target, target_marks=turned)], target_locale="ru")
    assert bad == document.origin


def test_code_that_ends_in_another_segment_needs_both() -> None:
    halves = (
        '<unit id="u1"><segment><source>A <sc id="1"/>grey town.</source></segment>'
        '<segment><source>A port<ec startRef="1"/> here.</source></segment></unit>\n'
    )
    source = NEW.format(halves)
    assert fill(source, {"A grey town.": "Город."}) == source
    both = fill(source, {"A grey town.": "Серый город.", "A port here.": "Порт тут."})
    assert both.count("<sc ") == both.count("<ec ") == 2


@pytest.mark.parametrize("target", ["Привет, {0} и {0}", "Привет", "Привет, { 0 }", "Привет \x07 {0}"])
def test_target_that_lacks_a_code_or_cannot_be_written_stays_open(target: str) -> None:
    source = NEW.format(segment('<source>Hi <ph id="0" disp="{{ n }}"/>, come</source>'))
    assert fill(source, {"Hi {0}, come": target}) == source


def test_codes_that_must_not_change_places() -> None:
    source = NEW.format(
        segment('<source>A <ph id="1" canReorder="firstNo"/>b <ph id="2" canReorder="no"/>c town</source>')
    )
    document = read(source)
    (one,) = segments_of(document)
    turned = tuple(Mark(m.id, m.kind, Span(7 - i, 7 - i)) for i, m in enumerate(one.marks))
    units = [TranslationUnit(one, "А б в город", target_marks=turned)]
    assert write_article(document, units, target_locale="ru").decode() == source


@pytest.mark.parametrize(
    ("space", "text"),
    [("", "A town and a port.\nA sea."), (' xml:space="preserve"', "A town\n  and a port.\nA sea.")],
)
def test_line_that_was_wrapped_is_one_unless_space_counts(space: str, text: str) -> None:
    assert texts_of(OLD.format(unit("<source>A town\n  and a port.\nA sea.</source>", space))) == [text]


def test_paragraphs_of_a_unit_are_blocks_and_the_space_around_stays() -> None:
    source = OLD.format(unit("<source>\n  A town\n\nA port\n </source>", ' xml:space="preserve"'))
    written = fill(source, {"A town": "Город", "A port": "Порт"})
    assert f"<target {DRAFT}>\n  Город\n\nПорт\n </target>" in written


def test_key_of_a_menu_goes_to_the_first_letter() -> None:
    source = OLD.format(unit("<source>&amp;File</source>"))
    assert f"<target {DRAFT}>&amp;Файл</target>" in fill(source, {"File": "Файл"})


def test_line_ends_and_byte_order_mark_stay() -> None:
    source = OLD.format(unit("<source>A town\nA port</source>\n ", ' xml:space="preserve"')).replace(
        "\n", "\r\n"
    )
    written = fill("\ufeff" + source, {"A town\nA port": "Город Порт"})
    assert written.startswith("\ufeff<?xml")
    assert "\n" not in written.replace("\r\n", "")


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-16", "Порт"), ("iso-8859-1", "&#1055;&#1086;&#1088;&#1090;")]
)
@pytest.mark.parametrize("held", ["Café", "<![CDATA[Café]]>"])
def test_encoding_stays_and_letters_that_it_lacks_become_numbers(encoding: str, said: str, held: str) -> None:
    source = OLD.format(unit(f"<source>{held}</source>")).replace("UTF-8", encoding)
    written = rewrite(source.encode(encoding), {"Café": "Порт"}, input_format="xliff").decode(encoding)
    said = f"<![CDATA[{said}]]>" if "CDATA" in held and "&" not in said else said
    assert written == source.replace("</source>", f"</source><target {DRAFT}>{said}</target>")


@pytest.mark.parametrize("prefix", ["x:", ""])
def test_target_has_the_prefix_of_its_source(prefix: str) -> None:
    source = (
        f'<{prefix}xliff version="1.2" xmlns{":x" if prefix else ""}="urn:oasis:names:tc:xliff:document:1.2">'
        f'<{prefix}file original="a" source-language="en" datatype="x"><{prefix}body>'
        f'<{prefix}trans-unit id="1">'
        f"<{prefix}source>Port</{prefix}source></{prefix}trans-unit>"
        f"</{prefix}body></{prefix}file></{prefix}xliff>"
    )
    written = fill(source, {"Port": "Порт"})
    assert f"<{prefix}target {DRAFT}>Порт</{prefix}target>" in written
    assert 'source-language="en" target-language="ru" datatype' in written


@pytest.mark.parametrize("version", ["2.0", "2.1", "2.2"])
def test_target_language_is_named_where_something_is_filled(version: str) -> None:
    source = NEW.format(PORT_20).replace(' trgLang="ru"', "").replace('"2.0"', f'"{version}"')
    source = source.replace("document:2.0", "document:2.2") if version == "2.2" else source
    assert 'srcLang="en" trgLang="pt-BR">' in fill(source, {"Port": "Porto"}, "pt-BR")
    assert fill(source, {}) == source


def test_only_files_in_which_something_is_filled_name_the_language() -> None:
    two = OLD.replace(' target-language="ru"', "").format(PORT_12)
    inner = re.search(r" <file.*</file>\n", two, re.DOTALL)
    assert inner is not None
    source = two.replace(inner[0], inner[0] + inner[0].replace("Port", "Town"))
    assert fill(source, {"Town": "Город"}).count("target-language") == 1


@pytest.mark.parametrize(
    ("languages", "problem"),
    [
        ('source-language="en-GB" target-language="ru-RU"', ""),
        ('source-language="en"', ""),
        ('source-language="en" target-language="de"', "target language is de, not ru; say --to de"),
        ('source-language="fr" target-language="ru"', "source language is fr, not en; say --from fr"),
    ],
)
def test_another_language_is_refused(languages: str, problem: str) -> None:
    document = read(OLD.replace('source-language="en" target-language="ru"', languages).format(PORT_12))
    if not problem:
        check_languages(document, "en", "ru")
        return
    with pytest.raises(ArticleError, match=problem):
        check_languages(document, "en", "ru")


BARE = OLD.partition("\n")[2]
FOREIGN = '<!DOCTYPE xliff SYSTEM "http://a/b.dtd">'
BOMB = '<!DOCTYPE xliff [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (OLD.format(PORT_12)[:-3], "no well-formed XML"),
        (OLD.format(unit("<source>&x;</source>")), "no well-formed XML: undefined entity"),
        (BOMB + BARE.format(unit("<source>&b;</source>")), "entities of its own"),
        (FOREIGN + BARE.format(unit("<source>&x;</source>")), "entities of its own"),
        ("<html/>", "is no XLIFF: its root element is <html>"),
        (OLD.replace('"1.2"', '"3.0"').format(PORT_12), "is XLIFF 3.0, which is not read"),
        ('<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', "is XLIFF of no version"),
        (OLD.format(unit("<source>" + "<g>" * 201 + "a" + "</g>" * 201 + "</source>")), "nests elements"),
        (OLD.format(unit("<source>a</source><target>b</target>")), "no unit left to translate"),
    ],
)  # fmt: skip
def test_bad_file_is_refused_in_words(text: str, problem: str) -> None:
    with pytest.raises(ArticleError, match=problem):
        read(text)


PIECES = st.recursive(
    st.sampled_from([
        "town ", " a", "port. ", "x", "&amp;", "\n", " ", '<x id="{}"/>', '<x id="{}"/> ', "<![CDATA[<b>]]>",
        '<ph id="{}">%s</ph>', '<bx id="{}" rid="9"/>', '<ex id="{}" rid="9"/>', '<g id="{}"/>',
    ]),
    lambda inner: st.lists(inner, max_size=4).map(lambda parts: f'<g id="{{}}">{"".join(parts)}</g>'),
    max_leaves=8,
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.tuples(PIECES, PIECES, st.booleans()), min_size=1, max_size=4), st.booleans(), st.booleans()
)
def test_without_its_targets_the_file_is_the_same_and_each_target_has_the_codes_of_its_source(
    contents: list[tuple[str, str, bool]], dos: bool, preserve: bool
) -> None:
    space = ' xml:space="preserve"' if preserve else ""
    units = [
        unit(f"<source>{a}{b}</source>{'<target>Д</target>' if done else ''}", space)
        for a, b, done in contents
    ]
    source, number = OLD.format("".join(units)).replace('"u1"', '"u{}"'), iter(range(1, 1000))
    source = re.sub(r"\{\}", lambda _: str(next(number)), source)
    source = source.replace("\n", "\r\n") if dos else source
    try:
        document = read(source)
    except ArticleError:
        return  # nothing is open
    check_laws(document)
    assert (
        write_article(document, translate(document, lambda s: (s.source, s.marks)), target_locale="ru")
        == source.encode()
    )
    written = write_article(
        document, translate(document, lambda s: (s.source + " Ж", s.marks)), target_locale="ru"
    ).decode()
    schema = xml_schema("xliff-core-1.2-strict.xsd")
    if schema.validate(etree.fromstring(source.encode())):
        assert schema.validate(etree.fromstring(written.encode())), schema.error_log
    new = re.compile(rf"<target {DRAFT}>(.*?)</target>", re.DOTALL)
    assert new.sub("", written) == source
    assert "Ж" in written
    for found in re.finditer(
        rf"<source>((?:(?!</source>).)*)</source><target {DRAFT}>(.*?)</target>", written, re.DOTALL
    ):
        codes = [sorted(re.findall(r'<\w+ id="\d+"', side)) for side in found.groups()]
        assert codes[0] == codes[1]


BOTH = "<source>((?:(?!</source>).)*)</source><target>(.*?)</target>"
PIECES_2 = st.recursive(
    st.sampled_from([
        "town ", " a", "port. ", "&lt;", "\n", '<ph id="{}"/>', ' <ph id="{}" disp="%s"/> ',
        '<cp hex="0001"/>',
        '<sc id="s{}" isolated="yes"/>', '<ec id="e{}" isolated="yes"/>', '<pc id="{}"/>',
    ]),
    lambda inner: st.tuples(
        st.lists(inner, max_size=4), st.sampled_from([("pc", ""), ("mrk", ""), ("mrk", ' translate="no"')])
    ).map(lambda made: f'<{made[1][0]} id="{{}}"{made[1][1]}>{"".join(made[0])}</{made[1][0]}>'),
    max_leaves=8,
)  # fmt: skip
PART = st.tuples(
    PIECES_2,
    st.sampled_from(["<segment>", '<segment state="initial">', '<segment state="final">', "<ignorable>"]),
).map(lambda made: f"{made[1]}<source>{made[0]}</source></{re.findall('[a-z]+', made[1])[0]}>")


@settings(deadline=None, max_examples=200)
@given(st.lists(st.lists(PART, min_size=1, max_size=3), min_size=1, max_size=3))
def test_without_its_targets_a_file_of_version_2_is_the_same_and_what_was_valid_stays_valid(
    units: list[list[str]],
) -> None:
    number = iter(range(1, 1000))
    source = NEW.format("".join(f'<unit id="u{{}}">{"".join(parts)}</unit>\n' for parts in units))
    source = re.sub(r"\{\}", lambda _: str(next(number)), source)
    try:
        document = read(source)
    except ArticleError:
        return  # nothing is open
    check_laws(document)
    copied = write_article(document, translate(document, lambda s: (s.source, s.marks)), target_locale="ru")
    assert copied == source.encode()
    written = write_article(
        document, translate(document, lambda s: (s.source + " Ж", s.marks)), target_locale="ru"
    ).decode()
    assert "Ж" in written
    initial = re.sub(r' state="initial"', "", source)
    assert re.sub(r' state="(translated|initial)"| subState="tp:machine"|<target>.*?</target>', "", written,
                  flags=re.DOTALL) == initial  # fmt: skip
    schema = xml_schema("xliff-core-2.0.xsd")
    if schema.validate(etree.fromstring(source)):
        assert schema.validate(etree.fromstring(written)), schema.error_log
    for said, filled in re.findall(BOTH, written, re.DOTALL):
        codes = [sorted(re.findall(r"<\w+ (?:id|hex)=\"\w+\"", side)) for side in (said, filled)]
        assert codes[0] == codes[1]

# ruff: noqa: E501 - the lines are those that programs write
"""Files as other programs save them, made by hand after their documentation, one of each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.bilingual.samples import make_bitext, make_unit
from translate_pipe.bilingual.formats import parse_bilingual
from translate_pipe.model import Bitext, Mark, Span
from translate_pipe.review.merge import MergeResult, merge_review

SOURCES = ("The council met. It was late.", "Ask the clerk now.", "The door is shut.", "Nobody came at all.")
TARGETS = (
    "Совет собрался. Было поздно.",
    "Спросите клерка сейчас.",
    "Дверь закрыта.",
    "Никто не пришёл совсем.",
)
XLIFF = 'xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"'


@pytest.fixture
def bitext() -> Bitext:
    units = [
        make_unit(number, source, target)
        for number, (source, target) in enumerate(zip(SOURCES, TARGETS, strict=True), start=1)
    ]
    bold = Mark("b1", "bold", Span(8, 13))
    segment = replace(units[1].segment, marks=(bold,))
    units[1] = replace(units[1], segment=segment, target_marks=(Mark("b1", "bold", Span(9, 15)),))
    return make_bitext(*units)


def merge(bitext: Bitext, name: str, text: str) -> MergeResult:
    return merge_review(bitext, [parse_bilingual(text.encode(), Path(name))])


def told(result: MergeResult) -> list[tuple[str, str]]:
    return [(unit.target, unit.state) for unit in result.bitext.units]


def test_omegat_copies_the_source_of_what_nobody_translated(bitext: Bitext) -> None:
    units = "".join(
        f'<trans-unit id="s{number}" xml:space="preserve"><source>{source}</source><target>{target}</target>'
        "</trans-unit>"
        for number, source, target in (
            (1, SOURCES[0], SOURCES[0]),
            (
                2,
                'Ask the <g id="b1" ctype="bold">clerk</g> now.',
                'Ask the <g id="b1" ctype="bold">clerk</g> now.',
            ),
            (3, SOURCES[2], "Дверь заперта."),
            (4, SOURCES[3], SOURCES[3]),
        )
    )
    result = merge(
        bitext,
        "news.ru.xlf",
        f'<xliff {XLIFF}><file original="news.txt" source-language="en" target-language="ru-RU" '
        f'datatype="plaintext"><body>{units}</body></file></xliff>',
    )
    assert told(result) == [
        (TARGETS[0], "translated"), (TARGETS[1], "translated"), ("Дверь заперта.", "reviewed"),
        (TARGETS[3], "translated"),
    ]  # fmt: skip
    assert [row.number for row in result.lacking] == [1, 2, 4]


def test_trados_parts_units_into_segments_and_gives_them_ids_of_its_own(bitext: Bitext) -> None:
    sdl = 'xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" sdl:version="1.0"'
    text = f"""<?xml version="1.0" encoding="utf-8"?>
<xliff {sdl} {XLIFF}>
<file original="C:\\work\\news.ru.xlf" datatype="x-sdlfilterframework2" source-language="en-US"
 target-language="ru-RU"><header><file-info xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"/></header><body>
<trans-unit id="0d5ea2c2-6a5b-4a34-9a0e-1b3c">
<source>The council met. It was late.</source>
<seg-source><mrk mtype="seg" mid="1">The council met.</mrk> <mrk mtype="seg" mid="2">It was late.</mrk></seg-source>
<target><mrk mtype="seg" mid="1">Совет заседал.</mrk> <mrk mtype="seg" mid="2">Было поздно.</mrk></target>
<sdl:seg-defs><sdl:seg id="1" conf="ApprovedTranslation" origin="interactive"/>
<sdl:seg id="2" conf="Translated" origin="tm" percent="100"/></sdl:seg-defs></trans-unit>
<trans-unit id="77"><source>Ask the <g id="4">clerk</g> now.</source>
<seg-source><mrk mtype="seg" mid="3">Ask the <g id="4">clerk</g> now.</mrk></seg-source>
<target><mrk mtype="seg" mid="3">Спросите <g id="4">писаря</g> сейчас.</mrk></target>
<sdl:seg-defs><sdl:seg id="3" conf="Draft"/></sdl:seg-defs></trans-unit>
<trans-unit id="78"><source>The door is shut.</source>
<seg-source><mrk mtype="seg" mid="4">The door is shut.</mrk></seg-source>
<target><mrk mtype="seg" mid="4"/></target>
<sdl:seg-defs><sdl:seg id="4"/></sdl:seg-defs></trans-unit>
<trans-unit id="79"><source>Nobody came at all.</source>
<seg-source><mrk mtype="seg" mid="5">Nobody came at all.</mrk></seg-source>
<sdl:seg-defs><sdl:seg id="5"/></sdl:seg-defs></trans-unit>
</body></file></xliff>"""
    result = merge(bitext, "news.ru.sdlxliff", text)
    assert not result.errors
    assert told(result) == [
        ("Совет заседал. Было поздно.", "reviewed"), ("Спросите писаря сейчас.", "reviewed"),
        (TARGETS[2], "translated"), (TARGETS[3], "translated"),
    ]  # fmt: skip
    assert [(row.number, row.empty) for row in result.lacking] == [(3, True), (4, False)]


def test_memoq_tells_how_far_a_unit_is_and_what_was_remarked(bitext: Bitext) -> None:
    text = f"""<?xml version="1.0" encoding="utf-8"?>
<xliff {XLIFF} xmlns:mq="MQXliff" mq:version="1.0"><file original="news.ru.xlf" source-language="en"
 target-language="ru" datatype="x-memoq"><body>
<trans-unit id="1" mq:status="ManuallyConfirmed"><source xml:space="preserve">The council met. It was late.</source>
<target xml:space="preserve">Совет собрался. Было поздно.</target></trans-unit>
<trans-unit id="2" mq:status="ManuallyConfirmed"><source xml:space="preserve">Ask the <bpt id="1" rid="1">{{}}</bpt>clerk<ept
 id="2" rid="1">{{}}</ept> now.</source><target xml:space="preserve">Спросите <bpt id="1" rid="1">{{}}</bpt>клерка<ept id="2"
 rid="1">{{}}</ept> же.</target><mq:comments><mq:comment author="A">not sure</mq:comment></mq:comments></trans-unit>
<trans-unit id="3" mq:status="NotStarted"><source xml:space="preserve">The door is shut.</source><target
 xml:space="preserve"></target></trans-unit>
<trans-unit id="4" mq:status="MachineTranslated"><source xml:space="preserve">Nobody came at all.</source><target
 xml:space="preserve">Никто не пришёл совсем.</target></trans-unit>
</body></file></xliff>"""
    result = merge(bitext, "news.ru.mqxliff", text)
    assert not result.errors
    assert told(result) == [
        (TARGETS[0], "reviewed"), ("Спросите клерка же.", "reviewed"), (TARGETS[2], "translated"),
        (TARGETS[3], "translated"),
    ]  # fmt: skip
    assert [unit.comment for unit in result.bitext.units] == ["", "not sure", "", ""]
    assert [row.number for row in result.lacking] == [3]


def test_matecat_keeps_ids_and_sets_states(bitext: Bitext) -> None:
    def unit(number: int, source: str, target: str, state: str) -> str:
        return (
            f'<trans-unit id="s{number}"><source>{source}</source>'
            f'<seg-source><mrk mid="0" mtype="seg">{source}</mrk></seg-source>'
            f'<target state="{state}"><mrk mid="0" mtype="seg">{target}</mrk></target></trans-unit>'
        )

    units = [
        unit(1, SOURCES[0], TARGETS[0], "final"),
        unit(2, 'Ask the <g id="b1">clerk</g> now.', 'Спросите клерка <g id="b1">сейчас</g>.', "translated"),
        unit(3, SOURCES[2], 'Дверь <g id="9">закрыта</g>.', "translated"),
        unit(4, SOURCES[3], "", "new"),
    ]
    result = merge(
        bitext,
        "news.ru.xlf",
        f'<xliff {XLIFF}><file original="news.txt" source-language="en-US" target-language="ru-RU" '
        f'datatype="plaintext"><body>{"".join(units)}</body></file></xliff>',
    )
    assert [unit.state for unit in result.bitext.units] == ["reviewed", "reviewed", "reviewed", "translated"]
    assert [unit.target for unit in result.bitext.units] == list(TARGETS)
    assert result.bitext.units[1].target_marks == (Mark("b1", "bold", Span(16, 22)),)
    # A tag that the source does not have says nothing to the article.
    assert result.bitext.units[2].target_marks == ()
    assert [row.number for row in result.lacking] == [4]


PO = r"""# Translation of an article.
msgid ""
msgstr ""
"Project-Id-Version: news\n"
"PO-Revision-Date: 2026-05-04 10:11+0000\n"
"Last-Translator: A. N. Other <a@example.org>\n"
"Language-Team: Russian\n"
"Language: ru\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : 2);\n"
"X-Generator: {generator}\n"

#: news.txt:1
msgctxt "s1"
msgid "The council met. It was late."
msgstr "Совет собрался. "
"Было поздно."

# please look again
#: news.txt:2
#, fuzzy
#| msgid "Ask the clerk."
msgctxt "s2"
msgid "Ask the clerk now."
msgstr "Спросите писаря сейчас."

#: news.txt:3
msgctxt "s3"
msgid "The door is shut."
msgstr ""

#: news.txt:4
#, fuzzy
msgctxt "s4"
msgid "Nobody came at all."
msgstr ""

#~ msgid "Gone."
#~ msgstr "Нет."
"""


@pytest.mark.parametrize("generator", ["Poedit 3.4", "Weblate 5.5"])
def test_catalogues_of_poedit_and_weblate(bitext: Bitext, generator: str) -> None:
    result = merge(bitext, "news.ru.po", PO.replace("{generator}", generator))
    assert not result.errors
    assert told(result) == [
        (TARGETS[0], "reviewed"), ("Спросите писаря сейчас.", "reviewed"), (TARGETS[2], "translated"),
        (TARGETS[3], "translated"),
    ]  # fmt: skip
    assert result.bitext.units[1].comment == "please look again"
    assert [row.number for row in result.lacking] == [3, 4]


def test_swordfish_parts_a_unit_and_marks_it_final(bitext: Bitext) -> None:
    text = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0"
 xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" srcLang="en-US" trgLang="ru" version="2.1">
<file id="1" original="news.txt"><unit id="s1"><mda:metadata><mda:metaGroup category="tool"><mda:meta
 type="k">v</mda:meta></mda:metaGroup></mda:metadata>
<segment id="1" state="final"><source xml:space="preserve">The council met.</source><target
 xml:space="preserve">Совет заседал.</target></segment><ignorable id="2"><source xml:space="preserve"> </source></ignorable>
<segment id="3" state="final"><source xml:space="preserve">It was late.</source><target
 xml:space="preserve">Было поздно.</target></segment></unit>
<unit id="s2"><notes><note id="n1">sounds old</note></notes><segment id="1" state="translated"><source>Ask the <pc
 id="m-b1">clerk</pc> now.</source><target>Спросите <sc id="m-b1"/>служащего<ec startRef="m-b1"/> сейчас.</target></segment></unit>
<unit id="s3"><segment id="1" state="initial"><source>The door is shut.</source></segment></unit>
<unit id="s4"><segment id="1" state="final"><source>Nobody came at all.</source><target/></segment></unit>
</file></xliff>"""
    result = merge(bitext, "news.ru.xliff", text)
    assert not result.errors
    assert [unit.target for unit in result.bitext.units] == [
        "Совет заседал. Было поздно.", "Спросите служащего сейчас.", TARGETS[2], "",
    ]  # fmt: skip
    assert result.bitext.units[1].target_marks == (Mark("b1", "bold", Span(9, 18)),)
    assert result.bitext.units[1].comment == "sounds old"
    assert [row.number for row in result.lacking] == [3]

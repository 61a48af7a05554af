"""PO catalogues as articles: what is open is filled in their own form, all else stays to the byte."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.article.units import blocks_of, check_laws, rewrite, segments_of
from translate_pipe.article import check_languages, describe_open, read_article, write_article
from translate_pipe.article.build import MarkNames
from translate_pipe.article.message import read_message
from translate_pipe.article.po_plural import find_count, parse_rule, representatives, take_number
from translate_pipe.article.po_scan import scan_po, unescape
from translate_pipe.errors import ArticleError
from translate_pipe.model import TranslationUnit

HEAD = 'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
RUSSIAN = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
)
FILES = 'msgid "%d file"\nmsgid_plural "%d files"\nmsgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n'
FILES_RU = {"1 file": "1 файл", "2 files": "2 файла", "5 files": "5 файлов"}


def fill(text: str, targets: dict[str, str], locale: str = "ru") -> str:
    return rewrite(text.encode(), targets, input_format="po", locale=locale).decode()


def test_open_message_is_filled_and_fuzzy() -> None:
    source = HEAD + '#: a.c:1\nmsgid "Close the port"\nmsgstr ""\n'
    assert fill(source, {"Close the port": "Закрыть порт"}) == (
        HEAD + '#: a.c:1\n#, fuzzy\nmsgid "Close the port"\nmsgstr "Закрыть порт"\n'
    )


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "Done"\nmsgstr "Готово"\n',
        '#, fuzzy\n#| msgid "Don"\nmsgid "Done"\nmsgstr "Гот"\n',
        '#~ msgid "Done"\n#~ msgstr ""\n',
        'msgid "%d / 100 %%"\nmsgstr ""\n',
        'msgid "{n, plural, one {a file} other {files}}"\nmsgstr ""\n',
        'msgid "%d file"\nmsgid_plural "%d files"\nmsgstr[0] "файл"\nmsgstr[1] ""\n',
    ],
    ids=["translated", "fuzzy", "obsolete", "no words", "ICU", "begun plural"],
)
def test_what_is_not_open_stays(entry: str) -> None:
    source = HEAD + entry + '\nmsgid "Port"\nmsgstr ""\n'
    assert [
        text for _, text in blocks_of(read_article(None, content=source.encode(), input_format="po"))
    ] == ["Port"]
    assert fill(source, {"Port": "Порт"}) == (HEAD + entry + '\n#, fuzzy\nmsgid "Port"\nmsgstr "Порт"\n')


def test_flag_joins_the_flags_that_are_there_and_stands_before_the_former_source() -> None:
    source = HEAD + '#, c-format\nmsgid "To %s"\nmsgstr ""\n\n#| msgid "Out"\nmsgid "Away"\nmsgstr ""\n'
    assert fill(source, {"To %s": "В %s", "Away": "Прочь"}) == (
        HEAD + '#, fuzzy, c-format\nmsgid "To %s"\nmsgstr "В %s"\n\n'
        '#, fuzzy\n#| msgid "Out"\nmsgid "Away"\nmsgstr "Прочь"\n'
    )


@pytest.mark.parametrize(("state", "fuzzy"), [("translated", True), ("recalled", False), ("reviewed", False)])
def test_only_what_nobody_reviewed_is_fuzzy(state: str, fuzzy: bool) -> None:
    document = read_article(None, content=(HEAD + 'msgid "Port"\nmsgstr ""\n').encode(), input_format="po")
    (segment,) = segments_of(document)
    unit = TranslationUnit(segment, "Порт", state=state)  # type: ignore[arg-type]
    assert ("#, fuzzy" in write_article(document, [unit], target_locale="ru").decode()) == fuzzy


@pytest.mark.parametrize(("state", "target"), [("translated", ""), ("reviewed", "Port")])
def test_draft_that_repeats_its_source_stays_open_and_a_reviewed_one_not(state: str, target: str) -> None:
    document = read_article(None, content=(HEAD + 'msgid "Port"\nmsgstr ""\n').encode(), input_format="po")
    (segment,) = segments_of(document)
    unit = TranslationUnit(segment, "Port", state=state)  # type: ignore[arg-type]
    written = write_article(document, [unit], target_locale="ru").decode()
    assert written.endswith(f'msgid "Port"\nmsgstr "{target}"\n')


def test_each_plural_form_is_translated_with_a_number_of_its_own() -> None:
    source = HEAD.replace("\n\n", f'\n"Plural-Forms: {RUSSIAN}\\n"\n\n') + FILES
    assert fill(source, FILES_RU).endswith(
        'msgstr[0] "%d файл"\nmsgstr[1] "%d файла"\nmsgstr[2] "%d файлов"\n'
    )


def test_singular_without_a_number_does_not_stand_for_twenty_one() -> None:
    source = HEAD + FILES.replace('"%d file"', '"One file"')
    targets = {"21 files": "21 файл", "2 files": "2 файла", "5 files": "5 файлов"}
    assert 'msgstr[0] "%d файл"' in fill(source, targets)


def test_plural_whose_number_is_lost_stays_open_as_a_whole_and_is_told() -> None:
    source = HEAD + FILES + '\nmsgid "Port"\nmsgstr ""\n'
    lost = {**FILES_RU, "2 files": "два файла", "Port": "Порт"}
    assert FILES in fill(source, lost)
    document = read_article(None, content=source.encode(), input_format="po")
    units = [TranslationUnit(segment, lost[segment.source]) for segment in segments_of(document)]
    said = describe_open(document, units, target_locale="ru")
    assert said == "-: 1 message stays without a translation"


@pytest.mark.parametrize(
    ("locale", "forms"),
    [
        ("ru", ["%d файл", "%d файла", "%d файлов"]),
        ("de", ["%d файл", "%d файлов"]),
        ("ja", ["%d файлов"]),
        ("ar", ["", ""]),
    ],
)
def test_template_takes_the_forms_of_the_target_language(locale: str, forms: list[str]) -> None:
    template = HEAD.replace("Language: ru", "Language: ") + FILES.replace('msgstr[2] ""\n', "")
    written = fill(template, FILES_RU, locale)
    assert re.findall(r'msgstr\[\d\] "(.*)"', written) == forms
    assert (f'"Language: {locale}\\n"' in written) == (locale != "ar")


def test_template_says_its_plural_rule_and_encoding_when_it_is_filled() -> None:
    template = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=CHARSET\\n"\n'
        '"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"\n\n' + FILES
    )
    written = fill(template, FILES_RU, "de")
    assert '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"' in written
    assert "charset=UTF-8" in written


def test_encoding_that_cannot_hold_the_target_becomes_utf8_and_the_header_says_so() -> None:
    source = HEAD.replace("UTF-8", "ISO-8859-1") + 'msgid "Café"\nmsgstr ""\n'
    written = rewrite(source.encode("latin-1"), {"Café": "Кафе"}, input_format="po").decode()
    assert written == HEAD + '#, fuzzy\nmsgid "Café"\nmsgstr "Кафе"\n'


def test_line_ends_and_breaks_of_a_message_stay() -> None:
    source = (HEAD + 'msgid ""\n"A town\\n"\n"\\n"\n"A port\\n"\nmsgstr ""\n').replace("\n", "\r\n")
    written = fill(source, {"A town": "Город", "A port": "Порт"})
    assert written.endswith('msgstr ""\r\n"Город\\n"\r\n"\\n"\r\n"Порт\\n"\r\n')
    assert "\n" not in written.replace("\r\n", "")


@pytest.mark.parametrize(
    ("source", "asked", "target"),
    [
        ("_File", "File", "_Файл"),
        ("Save &As…", "Save As…", "&Файл"),
        ("E&xit", "Exit", "&Файл"),
        ("AT&T", "AT&T", "Файл"),
        ("Salt &amp; pepper", "Salt &amp; pepper", "Файл"),
        ("the file_name", "the file_name", "Файл"),
    ],
)
def test_key_of_a_menu_goes_to_the_first_letter(source: str, asked: str, target: str) -> None:
    written = fill(HEAD + f'msgid "{source}"\nmsgstr ""\n', {asked: "Файл"})
    assert written.endswith(f'msgstr "{target}"\n')


def test_placeholders_are_protected() -> None:
    (paragraph,) = read_message("Moved %-5.2f of %(all)s to {place}, 100%% done", "0", MarkNames())
    held = [span.of(paragraph.content.text) for span in paragraph.content.protected]
    assert held == ["%-5.2f", "%(all)s", "{place}", "%%"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("%d files", "%d"), ("%(n)d of %(name)s", "%(n)d"), ("{count} files in {place}", "{count}"),
        ("{0} files", "{0}"), ("files", ""), ("%d of %d", None), ("%s in %s", None), ("100%% of %lu", "%lu"),
    ],
)  # fmt: skip
def test_placeholder_that_counts(text: str, count: str | None) -> None:
    assert find_count(text) == count


def test_numbers_that_stand_for_the_forms() -> None:
    rule = parse_rule(RUSSIAN)
    assert rule is not None
    assert representatives(rule, singular_counts=True) == [1, 2, 5]
    assert representatives(rule, singular_counts=False) == [21, 2, 5]


@pytest.mark.parametrize(
    "text", ["", "nplurals=0; plural=0;", "nplurals=2; plural=n;", "nplurals=2; plural=__import__('os');",
             "nplurals=2; plural=n/0;", "nplurals=9; plural=0;"],
)  # fmt: skip
def test_rule_that_is_none_is_not_followed(text: str) -> None:
    assert parse_rule(text) is None


@pytest.mark.parametrize(("target", "taken"), [("2 файла", "%d файла"), ("12 и 2,5", None), ("2 из 2", None)])
def test_number_gives_its_place_back_only_where_it_is_sure(target: str, taken: str | None) -> None:
    assert take_number(target, "%d", 2, source="%d files") == taken


@pytest.mark.parametrize(
    ("language", "locale"), [("ru", "ru"), ("ru_RU", "ru"), ("", "ru"), ("xx_lang", "ru")]
)
def test_language_of_the_header_that_suits(language: str, locale: str) -> None:
    check_languages(_po(language), "en", locale)


@pytest.mark.parametrize(("language", "locale"), [("de", "ru"), ("pt_BR", "pt-PT"), ("sr@latin", "ru")])
def test_another_language_in_the_header_is_refused(language: str, locale: str) -> None:
    with pytest.raises(ArticleError, match=f"target language is {language}, not {locale}; say --to"):
        check_languages(_po(language), "en", locale)


def test_another_source_language_in_the_header_is_refused() -> None:
    with pytest.raises(ArticleError, match="source language is de, not en; say --from de"):
        check_languages(_po('ru\\n"\n"X-Source-Language: de'), "en", "ru")


def _po(language: str):  # type: ignore[no-untyped-def]
    source = HEAD.replace("Language: ru", f"Language: {language}") + 'msgid "Port"\nmsgstr ""\n'
    return read_article(None, content=source.encode(), input_format="po")


@pytest.mark.parametrize(
    ("damage", "line", "problem"),
    [
        ('msgid "a"\nmsgstr "\n', 2, "no line of a PO"),
        ('msgid "a"\nmsgstr "a "b"\n', 2, "no line of a PO"),
        ('msgid "a"\nhello\nmsgstr ""\n', 2, "no line of a PO"),
        ('"a"\n', 1, "no line of a PO"),
        ('msgstr "a"\n', 1, "lacks its msgid"),
        ('msgid "a"\n', 1, "lacks its msgid or msgstr"),
        ('msgid "a"\nmsgid "b"\nmsgstr ""\n', 2, "twice"),
    ],
)
def test_damage_is_named_with_its_line(damage: str, line: int, problem: str) -> None:
    with pytest.raises(ArticleError, match=problem) as caught:
        read_article(None, content=damage.encode(), input_format="po")
    assert caught.value.line == line


def test_catalogue_without_an_open_message_is_said_to_be_done() -> None:
    with pytest.raises(ArticleError, match="no message left to translate"):
        read_article(None, content=(HEAD + 'msgid "a"\nmsgstr "b"\n').encode(), input_format="po")


TEXT = st.text(st.sampled_from("ab %s_&\n\\\"'{}дé\t"), max_size=30)


def _quoted(text: str) -> str:
    for char, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(char, escaped)
    return f'"{text}"'


@given(TEXT)
def test_unescaping_gives_back_what_was_quoted(text: str) -> None:
    assert unescape(_quoted(text)) == text


@settings(deadline=None)
@given(st.lists(st.tuples(TEXT.filter(bool), st.booleans()), min_size=1, max_size=5), st.booleans())
def test_without_what_was_filled_the_catalogue_is_the_same(
    messages: list[tuple[str, bool]], dos: bool
) -> None:
    entries = [
        f'msgctxt "{number}"\nmsgid {_quoted(text)}\nmsgstr "{"x" if done else ""}"\n'
        for number, (text, done) in enumerate(messages)
    ]
    source = HEAD + "\n".join(entries)
    source = source.replace("\n", "\r\n") if dos else source
    try:
        document = read_article(None, content=source.encode(), input_format="po")
    except ArticleError:
        return  # nothing is open
    check_laws(document)
    units = [TranslationUnit(segment, segment.source + "Ж") for segment in segments_of(document)]
    written = write_article(document, units, target_locale="ru").decode()
    assert _without_fills(written, "Ж") == _without_fills(source, "\0")
    assert "Ж" in written


def _without_fills(catalogue: str, sign: str) -> str:
    """Return the catalogue without fuzzy flags and without targets that are empty or end in a sign."""
    for entry in reversed(scan_po(catalogue, name="-")):
        if all(not form.strip() or sign in form for form in entry.forms):
            catalogue = catalogue[: entry.targets.start] + catalogue[entry.targets.end :]
    return re.sub(r"#, fuzzy\r?\n", "", catalogue)


@pytest.mark.long
def test_msgfmt_accepts_the_filled_sample(tmp_path: Path) -> None:
    if shutil.which("msgfmt") is None:
        pytest.skip("msgfmt of gettext is not installed")
    document = read_article(Path(__file__).parents[2] / "seeds" / "ferry.po")
    units = [TranslationUnit(s, s.source.replace("o", "о")) for s in segments_of(document)]
    path = tmp_path / "ferry.po"
    path.write_bytes(write_article(document, units, target_locale="ru"))
    subprocess.run(["msgfmt", "--check", "--use-fuzzy", "-o", str(tmp_path / "x.mo"), str(path)], check=True)

"""Encodings: which one is found, and that a file keeps its own."""

from __future__ import annotations

import codecs

import pytest

from tests.article.units import rewrite
from translate_pipe.article import read_article
from translate_pipe.errors import ArticleError, UsageError

RUSSIAN = (
    "Старый мост через реку снова открыт для движения. Работы шли три года и стоили городу четыре миллиона. "
    "Мэр сказал: «Это хороший день»."
)
ENGLISH = "He said “no” twice, and then left the café — for good."


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic"])
def test_cyrillic_encodings_are_found(encoding: str) -> None:
    text = RUSSIAN.replace("«", "").replace("»", "")
    document = read_article(None, content=text.encode(encoding))
    assert document.text == text


@pytest.mark.parametrize("text", ["Привет, мир", "Мост закрыт", "Да, конечно."])
@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_cyrillic_encodings_are_found_in_short_texts(text: str, encoding: str) -> None:
    assert read_article(None, content=text.encode(encoding)).text == text


def test_windows_quotes_in_english_text_are_found() -> None:
    document = read_article(None, content=ENGLISH.encode("cp1252"))
    assert (document.text, document.encoding) == (ENGLISH, "cp1252")


def test_valid_utf8_is_preferred_however_short() -> None:
    document = read_article(None, content="Да".encode())
    assert (document.text, document.encoding) == ("Да", "utf-8")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("text", [RUSSIAN, ENGLISH])
def test_unicode_encodings_are_found_and_kept_with_their_mark(mark: bytes, encoding: str, text: str) -> None:
    content = mark + text.encode(encoding)
    document = read_article(None, content=content)
    assert (document.text, document.encoding) == (text, encoding)
    assert rewrite(content, {text: "Новый текст"}, input_format="txt") == mark + "Новый текст".encode(
        encoding
    )


def test_output_keeps_a_legacy_encoding_that_holds_the_target() -> None:
    content = "Мост закрыт".encode("cp1251")
    assert rewrite(content, {"Мост закрыт": "Мост открыт"}, input_format="txt") == "Мост открыт".encode(
        "cp1251"
    )


def test_output_becomes_utf8_if_its_encoding_cannot_hold_the_target() -> None:
    content = ENGLISH.encode("cp1252")
    assert rewrite(content, {ENGLISH: "Нет"}, input_format="txt") == "Нет".encode()


def test_named_encoding_decides() -> None:
    document = read_article(None, content="Мост".encode("koi8-r"), encoding="KOI8-R")
    assert (document.text, document.encoding) == ("Мост", "koi8-r")


@pytest.mark.parametrize("name", ["utf-16", "UTF-16LE"])
def test_named_utf16_works_with_and_without_a_mark(name: str) -> None:
    for mark in (b"", codecs.BOM_UTF16_LE):
        assert read_article(None, content=mark + "Мост".encode("utf-16-le"), encoding=name).text == "Мост"


def test_utf8_sig_is_utf8() -> None:
    document = read_article(None, content=codecs.BOM_UTF8 + b"Text", encoding="utf-8-sig")
    assert (document.text, document.encoding) == ("Text", "utf-8")


def test_wrong_named_encoding_is_refused_with_the_place() -> None:
    with pytest.raises(
        ArticleError, match=r"standard input:2: byte 0xCC at offset 3 is not utf-8.*--encoding"
    ):
        read_article(None, content=b"ab\n\xcc\xee\xf1\xf2", encoding="utf-8")


def test_unknown_encoding_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="unknown encoding 'klingon'"):
        read_article(None, content=b"text", encoding="klingon")


def test_label_of_a_page_decides_and_latin1_means_windows() -> None:
    page = '<meta charset="ISO-8859-1"><p>“Text” — here</p>'.encode("cp1252")
    document = read_article(None, content=page, input_format="html")
    assert "“Text” — here" in document.text
    assert document.encoding == "cp1252"


def test_encoding_in_the_declaration_of_an_xhtml_page_is_used() -> None:
    page = '<?xml version="1.0" encoding="windows-1251"?><html><p>Мост закрыт</p></html>'.encode("cp1251")
    assert "Мост закрыт" in read_article(None, content=page, input_format="html").text


def test_page_that_is_not_in_the_encoding_it_names_is_refused() -> None:
    with pytest.raises(ArticleError, match="is not utf-8"):
        read_article(None, content=b"<meta charset=utf-8><p>caf\xe9 x</p>", input_format="html")

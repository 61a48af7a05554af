"""The page as a reviewer uses it: in a real browser, from disk."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.page.conftest import OpenPage
from tests.page.sample import HOSTILE, long_bitext, small_bitext
from translate_pipe.bilingual import read_bilingual
from translate_pipe.bilingual.html import read_page, write_page
from translate_pipe.errors import BitextError, UsageError

pytestmark = pytest.mark.long


def row(page: Page, number: int) -> Any:
    return page.locator(f"#s{number:08x}")


def edit(page: Page, number: int, text: str) -> None:
    row(page, number).locator(".target .text").click()
    page.locator("textarea").fill(text)
    page.locator("textarea").press("Control+Enter")


def download(page: Page, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.locator("#download").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_page_asks_nothing_of_any_server(open_page: OpenPage) -> None:
    page = open_page(small_bitext())
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []


def test_hostile_text_stays_text(open_page: OpenPage) -> None:
    page = open_page(small_bitext())
    assert row(page, 4).locator(".source .text").inner_text() == HOSTILE
    assert row(page, 4).locator(".target .text").inner_text() == HOSTILE
    assert page.locator("#segments script").count() == 0


def test_terms_are_marked_on_both_sides_and_say_what_was_done(open_page: OpenPage) -> None:
    page = open_page(small_bitext())
    assert row(page, 1).locator(".source .term").inner_text() == "Kremlin"
    target = row(page, 1).locator(".target .term")
    assert target.inner_text() == "Кремле"
    target.focus()
    tip = page.locator("#tip").inner_text()
    assert "Put in as the glossary says." in tip
    assert "locative singular" in tip
    assert "the institution" in tip


def test_issues_are_told_in_words(open_page: OpenPage) -> None:
    page = open_page(small_bitext())
    told = row(page, 2).locator(".issues").inner_text()
    assert "error: the source has 3, the target has 4" in told
    assert "district council → районный совет: Not in the target: please check." in told
    assert row(page, 1).locator(".issues").count() == 0


def test_edited_target_is_in_the_download_and_the_rest_is_not_touched(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(small_bitext())
    edit(page, 2, "Районный совет собрался 3 раза.")
    path = download(page, tmp_path)
    assert path.name == "news & more.ru.reviewed.jsonl"
    rows = read_bilingual(path).rows
    assert [one.target for one in rows] == [
        "В Кремле сказали нет.",
        "Районный совет собрался 3 раза.",
        "Жирное слово 😀 здесь.",
        HOSTILE,
    ]
    assert [one.state for one in rows] == ["translated", "reviewed", "translated", "translated"]


def test_marks_move_with_the_words_around_them(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(small_bitext())
    edit(page, 3, "Жирное, жирное слово 😀 здесь.")
    lines = download(page, tmp_path).read_text(encoding="utf-8").splitlines()
    mark = json.loads(lines[3])["target_marks"][0]
    start, end = mark["span"]
    assert "Жирное, жирное слово 😀 здесь."[start:end] == "здесь"


def test_undo_and_redo(open_page: OpenPage) -> None:
    page = open_page(small_bitext())
    edit(page, 1, "Кремль сказал нет.")
    text = row(page, 1).locator(".target .text")
    assert text.inner_text() == "Кремль сказал нет."
    page.locator("#undo").click()
    assert text.inner_text() == "В Кремле сказали нет."
    page.locator("#redo").click()
    assert text.inner_text() == "Кремль сказал нет."


def test_escape_leaves_the_target_as_it_was(open_page: OpenPage) -> None:
    page = open_page(small_bitext())
    row(page, 1).locator(".target .text").click()
    page.locator("textarea").fill("нечто другое")
    page.locator("textarea").press("Escape")
    assert row(page, 1).locator(".target .text").inner_text() == "В Кремле сказали нет."
    assert page.locator("#undo").is_disabled()


def test_work_survives_a_reload(open_page: OpenPage) -> None:
    page = open_page(small_bitext())
    edit(page, 1, "Кремль сказал нет.")
    expect(page.locator("#saved")).to_contain_text("Saved")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert row(page, 1).locator(".target .text").inner_text() == "Кремль сказал нет."
    assert "restored: 1" in page.locator("#saved").inner_text()


def test_reader_is_warned_where_nothing_can_be_saved(open_page: OpenPage) -> None:
    broken = "Storage.prototype.setItem = () => { throw new Error('full'); };"
    page = open_page(small_bitext(), before=broken)
    assert "Download the reviewed file" in page.locator("#warning").inner_text()


def test_no_warning_where_saving_works(open_page: OpenPage) -> None:
    assert open_page(small_bitext()).locator("#warning").is_hidden()


@pytest.mark.parametrize(
    ("name", "expected"), [("all", 4), ("open", 4), ("flagged", 1), ("terms", 2), ("changed", 0)]
)
def test_filters_show_what_they_say(open_page: OpenPage, name: str, expected: int) -> None:
    page = open_page(small_bitext())
    page.locator(f"input[value={name}]").check(force=True)
    assert page.locator("#segments > li:visible").count() == expected
    assert page.locator("#none").is_visible() == (expected == 0)


@pytest.mark.parametrize(("text", "number"), [("KREMLIN", 1), ("собрался", 2)])
def test_search_looks_in_both_columns(open_page: OpenPage, text: str, number: int) -> None:
    page = open_page(small_bitext())
    page.locator("#search").fill(text)
    expect(page.locator("#segments > li:not([hidden])")).to_have_count(1)
    assert row(page, number).is_visible()


def test_everything_can_be_done_from_the_keyboard(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(small_bitext())
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("n")
    assert "current" in (row(page, 2).get_attribute("class") or "")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("Районный совет собрался 3 раза.")
    page.keyboard.press("Control+Enter")
    assert "current" in (row(page, 3).get_attribute("class") or "")
    page.keyboard.press("a")
    page.keyboard.press("c")
    page.keyboard.type("seen")
    page.keyboard.press("Control+Enter")
    with page.expect_download() as waiting:
        page.keyboard.press("Control+s")
    path = tmp_path / "reviewed.jsonl"
    waiting.value.save_as(path)
    rows = read_bilingual(path).rows
    assert [one.state for one in rows] == ["translated", "reviewed", "reviewed", "translated"]
    assert rows[1].target == "Районный совет собрался 3 раза."
    assert rows[3].comment == "seen"
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()


def test_memory_offer_can_be_taken(open_page: OpenPage) -> None:
    page = open_page(small_bitext())
    offers = row(page, 3).locator(".offers")
    assert "87 %" in offers.inner_text()
    assert "".join(offers.locator("del").all_inner_texts()).strip() == "new"
    offers.locator("button").click()
    assert row(page, 3).locator(".target .text").inner_text() == "Жирное новое слово."


def test_browser_chooses_the_language_unless_told(open_page: OpenPage) -> None:
    page = open_page(small_bitext(), ui_locale=None, browser_locale="uk-UA")
    assert page.locator("#download").inner_text() == "Завантажити перевірений файл"
    page = open_page(small_bitext(), ui_locale="de", browser_locale="uk-UA")
    assert page.locator("#download").inner_text() == "Geprüfte Datei herunterladen"
    page = open_page(small_bitext(), ui_locale=None, browser_locale="fr-FR")
    assert page.locator("#download").inner_text() == "Download the reviewed file"


def test_right_to_left_target_runs_from_the_right(open_page: OpenPage) -> None:
    page = open_page(replace(small_bitext(), target_locale="he"))
    assert row(page, 1).locator(".target .text").get_attribute("dir") == "rtl"
    assert row(page, 1).locator(".source .text").get_attribute("dir") == "ltr"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1200])
def test_nothing_serious_stands_in_the_way_of_anyone(open_page: OpenPage, scheme: str, width: int) -> None:
    page = open_page(small_bitext(), scheme=scheme, width=width)
    edit(page, 1, "Кремль сказал нет.")
    found = Axe().run(page)
    serious = [
        (one["id"], [node["html"][:120] for node in one["nodes"]])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_thousands_of_segments_are_all_there(open_page: OpenPage) -> None:
    page = open_page(long_bitext(5000))
    assert page.locator("#segments > li").count() == 5000
    page.locator("input[value=terms]").check(force=True)
    assert page.locator("#segments > li:not([hidden])").count() == 2500


def test_page_gives_its_rows_back() -> None:
    rows = read_page(write_page(small_bitext()), Path("page.html")).rows
    assert [one.target for one in rows] == [unit.target for unit in small_bitext().units]


def test_another_page_is_refused() -> None:
    with pytest.raises(BitextError, match="no side-by-side page"):
        read_page(b"<html><body>hello</body></html>", Path("other.html"))


def test_same_bitext_gives_the_same_page() -> None:
    assert write_page(small_bitext(), "ru") == write_page(small_bitext(), "ru")


def test_name_of_the_article_is_text_even_if_it_looks_like_markup_or_a_place() -> None:
    named = replace(small_bitext(), article="<b> & {{ script }}.txt")
    page = write_page(named).decode()
    assert "<h1>&lt;b&gt; &amp; {{ script }}.txt</h1>" in page
    assert page.count("{{ ") == page.count("{{ script }}.txt")


def test_unknown_language_of_the_interface_is_refused() -> None:
    with pytest.raises(UsageError, match="does not speak"):
        write_page(small_bitext(), "fi")


def press_at(page: Page, key: str, code: str, **held: bool) -> None:
    """Press a key on a layout of other letters: what it types is `key`, where it lies is `code`."""
    page.evaluate(
        "options => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', options))",
        {"key": key, "code": code, "bubbles": True, "cancelable": True, **held},
    )


def test_keys_work_on_a_cyrillic_layout(open_page: OpenPage) -> None:
    page = open_page(small_bitext())
    press_at(page, "о", "KeyJ")
    assert "current" in (row(page, 2).get_attribute("class") or "")
    press_at(page, "ф", "KeyA")
    assert "reviewed" in (row(page, 2).get_attribute("class") or "")
    press_at(page, "я", "KeyZ", ctrlKey=True)
    assert "reviewed" not in (row(page, 2).get_attribute("class") or "")
    with page.expect_download():
        press_at(page, "ы", "KeyS", ctrlKey=True)


def test_latin_letters_count_as_typed_wherever_they_lie(open_page: OpenPage) -> None:
    page = open_page(small_bitext())
    press_at(page, "j", "KeyC")
    assert "current" in (row(page, 2).get_attribute("class") or "")
    assert page.locator("textarea").count() == 0


def test_text_that_is_being_typed_survives_a_reload(open_page: OpenPage) -> None:
    page = open_page(small_bitext())
    row(page, 1).locator(".target .text").click()
    page.locator("textarea").fill("Кремль сказал нет.")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert row(page, 1).locator(".target .text").inner_text() == "Кремль сказал нет."


def test_work_survives_a_page_that_is_made_anew(open_page: OpenPage) -> None:
    page = open_page(small_bitext())
    edit(page, 1, "Кремль сказал нет.")
    edit(page, 2, "Совет собрался 3 раза.")
    expect(page.locator("#saved")).to_contain_text("Saved")
    first, second, *others = small_bitext().units
    again = replace(small_bitext(), units=(first, replace(second, target="Совет заседал."), *others))
    Path(page.url.removeprefix("file://")).write_bytes(write_page(again, "en"))
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert row(page, 1).locator(".target .text").inner_text() == "Кремль сказал нет."
    assert row(page, 2).locator(".target .text").inner_text() == "Совет заседал."


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_current_segment_is_never_behind_the_header(open_page: OpenPage, width: int) -> None:
    page = open_page(long_bitext(60), ui_locale="ru", width=width)
    for _ in range(30):
        page.keyboard.press("j")
    for _ in range(15):
        page.keyboard.press("k")
    top = row(page, 16).evaluate("row => row.getBoundingClientRect().top")
    covered = page.evaluate("document.querySelector('header').getBoundingClientRect().bottom")
    assert top >= max(0, covered)


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("ru", "ошибка: в исходном тексте “3”, в переводе “4”"),
        ("de", "Fehler: Im Ausgangstext steht “3”, in der Übersetzung “4”"),
    ],
)
def test_issues_are_told_in_the_reviewers_language(open_page: OpenPage, locale: str, told: str) -> None:
    first, second, *others = small_bitext().units
    (issue,) = second.issues
    second = replace(second, issues=(replace(issue, message="the source says “3”, the target “4”"),))
    page = open_page(replace(small_bitext(), units=(first, second, *others)), ui_locale=locale)
    assert told in row(page, 2).locator(".issues").inner_text()


def test_an_issue_in_other_words_is_told_under_its_name(open_page: OpenPage) -> None:
    page = open_page(small_bitext(), ui_locale="ru")
    told = row(page, 2).locator(".issues").inner_text()
    assert "ошибка: числа различаются: the source has 3, the target has 4" in told

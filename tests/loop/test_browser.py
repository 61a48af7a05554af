"""A reviewer edits in the browser; the article, the memory and the next translation know it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.loop.conftest import run_command, units_of
from translate_pipe.memory import open_memory
from translate_pipe.model import TranslationUnit

pytestmark = pytest.mark.long

CHARGE = "Some asked the State Duma to charge him with high treason."
ANSWER = "The Kremlin's answer is brief: the invasion will go on until its original goals are achieved."
NEW_CHARGE = "Некоторые попросили Госдуму обвинить его в <госизмене> & «прочем»."
NEW_ANSWER = "Ответ Кремля краток: вторжение продолжится."


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    """The written page of the petition, open from disk."""
    context = browser.new_context(accept_downloads=True, locale="ru-RU")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto((folder / "translated" / "petition.ru.bitext.html").as_uri())
    page.wait_for_selector("html[data-ready]")
    yield page
    context.close()
    assert not problems


def type_target(page: Page, unit: TranslationUnit, text: str) -> None:
    page.locator(f"#{unit.segment.id} .target .text").click()
    page.locator("textarea").fill(text)
    page.locator("textarea").press("Control+Enter")


def review(page: Page, units: Sequence[TranslationUnit], folder: Path) -> Path:
    """Filter, edit three targets, take one edit back, reload, and return the download."""
    by_source = {unit.segment.source: unit for unit in units}
    flagged = [
        unit
        for unit in units
        if any(issue.severity != "info" for issue in unit.issues)
        or any(term.state == "unresolved" for term in unit.terms)
    ]
    page.locator("input[value=flagged]").check(force=True)
    assert page.locator("#segments > li:visible").count() == len(flagged)
    page.locator("input[value=all]").check(force=True)
    page.locator("#search").fill("high treason")
    expect(page.locator("#segments > li:not([hidden])")).to_have_count(1)
    type_target(page, by_source[CHARGE], NEW_CHARGE)
    page.locator("#search").fill("")
    type_target(page, by_source[ANSWER], NEW_ANSWER)
    type_target(page, units[1], "Это лишнее.")
    page.locator("#undo").click()
    expect(page.locator("#saved")).to_contain_text("Сохранено")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.locator(f"#{by_source[CHARGE].segment.id} .target .text").inner_text() == NEW_CHARGE
    assert page.locator(f"#{units[1].segment.id} .target .text").inner_text() == units[1].target
    page.locator("input[value=changed]").check(force=True)
    assert page.locator("#segments > li:visible").count() == 2
    with page.expect_download() as waiting:
        page.locator("#download").click()
    (folder / "downloads").mkdir()
    path = folder / "downloads" / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_what_is_edited_in_the_browser_is_in_the_article_the_memory_and_the_next_run(
    page: Page, folder: Path
) -> None:
    before = units_of(folder, "petition")
    old = {unit.segment.source: unit.target for unit in before}
    article = folder / "translated" / "petition.ru.txt"
    text = article.read_text(encoding="utf-8")
    assert (text.count(old[CHARGE]), text.count(old[ANSWER])) == (1, 1)

    path = review(page, before, folder)
    assert path.name == "petition.ru.reviewed.jsonl"
    result = run_command("review", "apply", path, "--memory", "memory.sqlite")
    assert result.exit_code == 0, result.output
    assert "2 edited, 0 approved" in result.stdout
    assert "2 reviewed units are in the translation memory" in result.stdout

    expected = text.replace(old[CHARGE], NEW_CHARGE).replace(old[ANSWER], NEW_ANSWER)
    assert article.read_text(encoding="utf-8") == expected
    after = units_of(folder, "petition")
    assert {u.segment.source: u.target for u in after if u.state == "reviewed"} == {
        CHARGE: NEW_CHARGE,
        ANSWER: NEW_ANSWER,
    }
    with open_memory(folder / "memory.sqlite") as memory:
        remembered = {unit.source: (unit.target, unit.article) for unit in memory.units()}
    assert remembered == {CHARGE: (NEW_CHARGE, "petition.txt"), ANSWER: (NEW_ANSWER, "petition.txt")}

    translate = ("translate", "petition.txt", "--to", "ru", "-g", "news.csv", "--memory", "memory.sqlite")
    again = run_command(*translate)
    assert "19 segments as in the earlier run, 0 translated anew" in again.output
    assert units_of(folder, "petition") == after
    assert run_command(*translate, "--fresh").exit_code == 0
    assert [u for u in units_of(folder, "petition") if u.state == "reviewed"] == [
        u for u in after if u.state == "reviewed"
    ]
    assert article.read_text(encoding="utf-8").count(NEW_CHARGE) == 1


def test_a_reviewed_sentence_is_recalled_in_another_article(folder: Path) -> None:
    path = folder / "translated" / "petition.ru.bitext.jsonl"
    old = next(unit.target for unit in units_of(folder, "petition") if unit.segment.source == CHARGE)
    edited = folder / "from-mail.jsonl"
    edited.write_text(
        path.read_text(encoding="utf-8").replace(old, "Некоторые требуют суда."), encoding="utf-8"
    )
    assert run_command("review", "apply", edited, "--memory", "memory.sqlite").exit_code == 0

    (folder / "other.txt").write_text(f"It was a Monday. {CHARGE} Nobody answered.\n", encoding="utf-8")
    close = CHARGE.replace("Some asked", "Many asked")
    (folder / "close.txt").write_text(close + "\n", encoding="utf-8")
    shown = ("translate", "other.txt", "close.txt", "--to", "ru", "--memory", "memory.sqlite")
    assert run_command(*shown, "--format", "tsv").exit_code == 0
    recalled = units_of(folder, "other")[1]
    assert (recalled.target, recalled.state) == ("Некоторые требуют суда.", "recalled")
    (fuzzy,) = units_of(folder, "close")
    assert fuzzy.state == "translated"
    assert [(match.source, match.target) for match in fuzzy.suggestions] == [
        (CHARGE, "Некоторые требуют суда.")
    ]
    assert 75 <= fuzzy.suggestions[0].score < 100
    offered = (folder / "translated" / "close.ru.tsv").read_text(encoding="utf-8")
    assert f"{fuzzy.suggestions[0].score} %: {CHARGE} → Некоторые требуют суда." in offered

    assert run_command("translate", "other.txt", "--to", "ru", "-o", "plain", "--no-memory").exit_code == 0
    assert "Некоторые требуют суда." not in (folder / "plain" / "other.ru.txt").read_text(encoding="utf-8")


def test_work_of_the_browser_is_not_taken_for_another_article(page: Page, folder: Path) -> None:
    path = review(page, units_of(folder, "petition"), folder)
    result = run_command("review", "apply", path, "--bitext", "translated/river-gauge.ru.bitext.jsonl")
    assert result.exit_code == 3
    assert "belongs to the article petition.txt, not river-gauge.md" in result.stderr

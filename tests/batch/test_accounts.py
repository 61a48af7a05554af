"""`batch status` and `batch report`: what they count, as text, as JSON and as a page."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser

from tests.batch.conftest import Batch

RUN = ("in", "--to", "ru", "-g", "terms.csv", "-o", "out")


def test_status_counts_articles_and_tells_why_they_failed(batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    batch(*RUN)
    values = json.loads(batch("status", "out", "--json").stdout)
    assert values["articles"] == {"done": 3, "failed": 1, "pending": 0, "gone": 0}
    assert (values["running"], values["segments"]) == (False, 4)
    assert values["failures"] == [
        {
            "kind": "is empty",
            "articles": 1,
            "example": "empty.txt",
            "reason": "in/empty.txt: is empty; give a file with text in it",
        }
    ]
    shown = batch("status", "out").stdout
    assert "articles    3 of 4 done, 1 failed, 0 to do" in shown
    assert "failed: 1 × is empty" in shown


def test_report_says_of_each_entry_where_it_occurs_and_what_became_of_it(batch: Batch) -> None:
    batch(*RUN)
    values = json.loads(batch("report", "out", "--json").stdout)
    assert values["targets"] == [{"target_locale": "ru", "articles": 3, "segments": 4}]
    assert values["terms"]["matches"] == 5
    found = {entry["source"]: entry for entry in values["entries"]["listed"]}
    assert (found["Kremlin"]["articles"], found["Kremlin"]["matches"]) == (3, 3)
    assert (found["petition"]["target"], found["petition"]["articles"]) == ("петиция", 2)
    assert {"article": "sub/c.md", "segments": [1]} in found["petition"]["places"]
    states = ("already", "applied", "kept", "overruled", "unresolved")
    assert sum(found["Kremlin"][state] for state in states) == 3


def test_report_of_one_entry_names_no_other(batch: Batch) -> None:
    batch(*RUN)
    values = json.loads(batch("report", "out", "--entry", "petition", "--json").stdout)
    assert [entry["source"] for entry in values["entries"]["listed"]] == ["petition"]
    assert batch("report", "out", "--entry", "parliament").exit_code == 2


def test_report_counts_an_article_that_was_changed_once(batch: Batch, tmp_path: Path) -> None:
    batch(*RUN)
    (tmp_path / "in" / "a.txt").write_text("The old woman criticised him.\n", encoding="utf-8")
    batch(*RUN)
    values = json.loads(batch("report", "out", "--json").stdout)
    found = {entry["source"]: entry["articles"] for entry in values["entries"]["listed"]}
    assert found == {"Kremlin": 2, "petition": 1}


def test_folder_without_a_batch_has_no_status(batch: Batch, tmp_path: Path) -> None:
    result = batch("status", "in")
    assert result.exit_code == 2
    assert "no batch was run into this folder" in result.stderr
    assert not (tmp_path / "in" / ".batch").exists()


def test_page_shows_entries_and_runs_nothing_of_an_article(
    batch: Batch, tmp_path: Path, browser: Browser
) -> None:
    name = "<img src=x onerror=document.title=1>.txt"
    (tmp_path / "in" / name).write_text("The petition was signed.\n", encoding="utf-8")
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    batch(*RUN)
    batch("report", "out", "--html", "report.html")
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "report.html").as_uri())
    assert page.title() == "Batch out"
    assert page.locator("#entries tbody tr").count() == 2
    page.fill("#find", "петиц")
    assert page.locator("#entries tbody tr:visible").count() == 1
    assert "is empty" in page.locator("body").inner_text()
    assert page.locator("img").count() == 0
    assert [url for url in asked if not url.startswith("file:")] == []
    page.close()

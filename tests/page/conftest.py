"""A real browser for the side-by-side page; absent, the tests that need it skip with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from translate_pipe.bilingual.html import write_page
from translate_pipe.model import Bitext

OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[OpenPage]:
    """Write a bitext as a page and open it from disk; page errors fail the test."""
    contexts = []
    problems: list[str] = []

    def open_one(
        bitext: Bitext,
        *,
        ui_locale: str | None = "en",
        browser_locale: str = "en-GB",
        before: str = "",
        width: int = 1200,
        scheme: str = "light",
    ) -> Page:
        path = tmp_path / "page.html"
        path.write_bytes(write_page(bitext, ui_locale))
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            locale=browser_locale,
            color_scheme="dark" if scheme == "dark" else "light",
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        if before:
            page.add_init_script(before)
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not problems

"""The side-by-side page of the sample article goes in; the pictures of README and documentation come out.

`make screenshots`. Take them again when the page, the sample or the starter package changes.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"


def main() -> None:
    """Translate the sample article and take its page in both themes."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        command = [sys.executable, "-m", "translate_pipe", "translate", "seeds/petition.txt", "--to", "ru"]
        options = ["-g", "glossaries/news.csv", "--out", folder, "--format", "html", "--no-memory"]
        subprocess.run([*command, *options, "--ui-locale", "en"], cwd=ROOT, check=True)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for theme in ("light", "dark"):
            page = browser.new_page(viewport={"width": 1200, "height": 760}, color_scheme=theme, locale="en")
            page.goto((Path(folder) / "petition.ru.bitext.html").as_uri())
            page.wait_for_selector("html[data-ready]")
            page.screenshot(path=IMAGES / f"side-by-side-{theme}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()

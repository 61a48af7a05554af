"""The side-by-side page with many segments: how long it takes to open and to scroll, in a real browser.

`python -m bench.page [--segments N]`
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

SCROLL = """new Promise((done) => {
  let frames = 0, worst = 0, before = performance.now();
  const step = () => {
    const now = performance.now();
    worst = Math.max(worst, now - before);
    before = now;
    window.scrollBy(0, 400);
    frames += 1;
    if (frames < 120) requestAnimationFrame(step); else done(worst);
  };
  requestAnimationFrame(step);
})"""


def main() -> None:
    """Open the page three times and print the best figures; a busy machine only makes them worse."""
    from playwright.sync_api import sync_playwright

    from tests.conftest import BROWSER_FLAGS
    from tests.page.sample import long_bitext
    from translate_pipe.bilingual.html import write_page

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--segments", type=int, default=5000)
    segments = parser.parse_args().segments
    chromium = shutil.which("chromium")
    if chromium is None:
        print("page: skipped, chromium is not installed")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        path.write_bytes(write_page(long_bitext(segments)))
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        opened, worst = [], []
        for _ in range(3):
            page = browser.new_page(viewport={"width": 1200, "height": 800})
            page.goto(path.as_uri())
            page.wait_for_selector("html[data-ready]")
            timing = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
            opened.append(float(page.evaluate(timing)) / 1000)
            worst.append(float(page.evaluate(SCROLL)))
            page.close()
        browser.close()
    print(f"page: {segments} segments open in {min(opened):.2f} s (wanted: under 2)")
    print(f"page: the longest of 120 scrolled frames takes {min(worst):.0f} ms")


if __name__ == "__main__":
    main()

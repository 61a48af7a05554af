"""What tests of every part share: a home of their own, the pocket packages, a browser."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from translate_pipe.model import Engine

# Nothing is timed: a busy machine is no fault. `quick` is what `make test` runs with.
settings.register_profile("thorough", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=25)
settings.load_profile("thorough")

POCKET = Path(__file__).parent / "pocket"
# A browser that runs as root without a screen and asks nothing of any network.
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep every test away from the packages, settings and caches of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name, folder in (("DATA", "data"), ("CONFIG", "config"), ("CACHE", "cache"), ("STATE", "state")):
            patch.setenv(f"XDG_{name}_HOME", str(home / folder))
        patch.delenv("ARGOS_PACKAGES_DIR", raising=False)
        patch.delenv("SNAP", raising=False)
        yield home


@pytest.fixture(autouse=True)
def no_default_memory(own_home: Path) -> Iterator[None]:
    """Fail a test that leaves a translation memory where every later test would find it."""
    yield
    left = own_home / "data" / "translate-pipe" / "memory.sqlite"
    if left.exists():
        shutil.rmtree(left.parent)
        pytest.fail("wrote the default translation memory; name one, or set a home of the test's own")


def pocket_archive(pair: str) -> Path:
    """Return the package file of a pair such as `en_ru`."""
    return POCKET / f"translate-{pair}-0_1.argosmodel"


def unpack_pocket(pair: str, folder: Path) -> Path:
    """Unpack a pocket package as an installed one and return its folder."""
    with zipfile.ZipFile(pocket_archive(pair)) as archive:
        archive.extractall(folder)
    return folder / f"translate-{pair}-0_1"


@pytest.fixture(scope="session")
def pocket_packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A packages folder with en→ru installed; do not change it."""
    folder = tmp_path_factory.mktemp("packages")
    unpack_pocket("en_ru", folder)
    return folder


@pytest.fixture(scope="session")
def pocket_package(pocket_packages: Path) -> Path:
    """The unpacked en→ru pocket package: a real model that knows the words of tests/pocket/sentences.py."""
    return pocket_packages / "translate-en_ru-0_1"


@pytest.fixture(scope="session")
def pivot_packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A packages folder with en→de and de→ru, and no direct way from en to ru; do not change it."""
    folder = tmp_path_factory.mktemp("pivots")
    for pair in ("en_de", "de_ru"):
        unpack_pocket(pair, folder)
    return folder


@pytest.fixture(scope="session")
def annotated_packages(tmp_path_factory: pytest.TempPathFactory, pocket_package: Path) -> Path:
    """A packages folder whose en→ru package declares the inline terms that it was trained for."""
    folder = tmp_path_factory.mktemp("annotated")
    package = folder / pocket_package.name
    shutil.copytree(pocket_package, package)
    metadata = json.loads((package / "metadata.json").read_text(encoding="utf-8"))
    metadata["translate_pipe"] = {
        "terminology": {
            "scheme": "inline-target-lemma",
            "template": "⟦ {source} ⇒ {target} ⟧",
            "marks": ["⟦", "⇒", "⟧"],
        }
    }
    (package / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def pocket_engine(pocket_packages: Path) -> Engine:
    """The engine on the en→ru pocket package."""
    from translate_pipe.engines.argos import load_engine

    return load_engine("en", "ru", packages_dir=pocket_packages)


@pytest.fixture(scope="session")
def annotated_engine(annotated_packages: Path) -> Engine:
    """The engine on the en→ru pocket package with inline terms declared."""
    from translate_pipe.engines.argos import load_engine

    return load_engine("en", "ru", packages_dir=annotated_packages)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser, one for the whole run; without one the tests that need it skip with a reason."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield browser
        browser.close()

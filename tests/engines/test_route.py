"""Which packages lead from one locale to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate_pipe.engines.packages import Package, serves
from translate_pipe.engines.route import find_route, find_routes
from translate_pipe.errors import EngineError


def package(source: str, target: str, version: str = "1.0") -> Package:
    return Package(Path("/nowhere"), version, source, target, source, target)


def names(source: str, target: str, *pairs: tuple[str, str]) -> list[tuple[str, ...]]:
    return [route.locales for route in find_routes(source, target, [package(*pair) for pair in pairs])]


def test_a_direct_package_comes_before_a_pivot() -> None:
    assert names("en", "ru", ("en", "de"), ("de", "ru"), ("en", "ru")) == [("en", "ru"), ("en", "de", "ru")]


def test_a_pivot_through_english_comes_before_others() -> None:
    pairs = [("de", "fr"), ("fr", "uk"), ("de", "en"), ("en", "uk")]

    assert names("de", "uk", *pairs) == [("de", "en", "uk"), ("de", "fr", "uk")]


def test_three_packages_are_the_longest_chain() -> None:
    chain = [("en", "de"), ("de", "fr"), ("fr", "es"), ("es", "it")]

    assert names("en", "es", *chain) == [("en", "de", "fr", "es")]
    assert names("en", "it", *chain) == []


def test_a_region_is_served_by_the_bare_language_but_its_own_package_comes_first() -> None:
    assert names("en-GB", "ru", ("en", "ru")) == [("en", "ru")]
    assert names("en", "pt-BR", ("en", "pt"), ("en", "pt-BR")) == [("en", "pt-BR"), ("en", "pt")]


@pytest.mark.parametrize(
    ("have", "want", "fit"),
    [
        ("ru", "ru", 0),
        ("en", "en-GB", 1),
        ("zh-Hant", "zh-TW", 1),
        ("zh", "zh-TW", None),
        ("zh-Hant", "zh", None),
        ("pt-BR", "pt", None),
        ("en", "de", None),
    ],
)
def test_a_package_serves_a_locale_in_its_script(have: str, want: str, fit: int | None) -> None:
    assert serves(have, want) == fit


def test_no_route_is_an_error_with_the_command() -> None:
    with pytest.raises(EngineError, match="models install en ru"):
        find_route("en", "ru", [package("en", "de")])

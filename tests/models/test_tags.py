"""Labels of models and releases become locales."""

from __future__ import annotations

import pytest

from translate_pipe.engines.packages import serves
from translate_pipe.engines.tags import find_tags, read_language


@pytest.mark.parametrize(
    ("label", "locale"),
    [
        ("rus", "ru"),
        ("en", "en"),
        ("zho_Hant", "zh-Hant"),
        ("srp_Latn", "sr-Latn"),
        ("srp_Cyrl", "sr-Cyrl"),
        ("pbt_Arab", "ps"),
        ("zle", None),
        ("multi", None),
    ],
)
def test_a_label_is_a_locale_with_the_script_that_it_says(label: str, locale: str | None) -> None:
    assert read_language(label) == locale


@pytest.mark.parametrize(
    ("wanted", "tag"),
    [("sr", "srp_Cyrl"), ("sr-Latn", "srp_Latn"), ("zh-TW", "zho_Hant"), ("en", "eng_Latn")],
)
def test_the_tag_of_the_wanted_script_is_found(wanted: str, tag: str) -> None:
    pieces = ["srp_Latn", "srp_Cyrl", "zho_Hans", "zho_Hant", "eng_Latn", "rus_Cyrl"]

    assert find_tags(pieces, "ru", wanted, "model").target_prefix == tag
    assert serves(str(read_language(tag)), wanted) is not None

"""What is said of a language: how terms are recognised, by what, and what would do more."""

from __future__ import annotations

import subprocess
import sys

import pytest

from translate_pipe.morphology import lemmas, load_morphology
from translate_pipe.morphology.support import support_of


@pytest.mark.parametrize(
    ("locale", "terms", "dictionary"),
    [
        ("ru", "forms", "pymorphy3-dicts-ru (OpenCorpora)"),
        ("uk", "forms", "pymorphy3-dicts-uk (LanguageTool)"),
        ("de-AT", "forms", "german-nouns (Wiktionary)"),
        ("pl", "forms", "morfeusz2 (SGJP)"),
        ("nl", "lemmas", "simplemma"),
        ("ja", "letters", "None"),
    ],
)
def test_each_language_names_its_dictionary(locale: str, terms: str, dictionary: str) -> None:
    support = support_of(locale)
    assert (support.terms, str(support.dictionary)) == (terms, dictionary)
    assert (support.extra, support.advice) == ("", "")


def test_what_to_install_is_said_where_it_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lemmas, "is_installed", lambda: False)
    monkeypatch.setattr("translate_pipe.morphology.polish.find_spec", lambda _: None)
    load_morphology.cache_clear()
    try:
        dutch, polish, japanese = (support_of(locale) for locale in ("nl", "pl", "ja"))
    finally:
        load_morphology.cache_clear()
    assert (dutch.terms, dutch.dictionary) == ("letters", None)
    assert dutch.advice == 'pip install "translate-pipe[lemmas]" recognises inflected terms'
    assert polish.advice == 'pip install "translate-pipe[polish]" inflects and recognises terms'
    assert japanese.advice == ""


def test_russian_imports_nothing_of_the_lemmas() -> None:
    code = (
        "import sys; from translate_pipe.morphology.support import support_of; support_of('ru')\n"
        "print([name for name in sys.modules if 'lemma' in name])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"

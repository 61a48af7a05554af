"""When dictionaries are loaded: on first use, and once."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pymorphy3
import pytest

from translate_pipe.morphology import preload_dictionary
from translate_pipe.morphology.default import DefaultMorphology
from translate_pipe.morphology.lexicon import Lexicon


def test_dictionary_is_loaded_with_the_first_word_only() -> None:
    code = (
        "import sys; from translate_pipe.morphology import load_morphology\n"
        "russian = load_morphology('ru'); print('pymorphy3' in sys.modules)\n"
        "russian.analyse('совет'); print('pymorphy3' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "True"]


def test_threads_load_a_dictionary_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []
    real = pymorphy3.MorphAnalyzer

    def load(**options: Any) -> Any:
        loaded.append(options)
        return real(**options)

    monkeypatch.setattr(pymorphy3, "MorphAnalyzer", load)
    lexicon = Lexicon("ru", frozenset())
    start = Barrier(4)

    def read() -> int:
        start.wait(60)
        return len(lexicon.readings("совет"))

    with ThreadPoolExecutor(4) as pool:
        found = [job.result() for job in [pool.submit(read) for _ in range(4)]]
    assert loaded == [{"lang": "ru"}]
    assert all(found)


def test_languages_without_a_dictionary_have_nothing_to_preload() -> None:
    preload_dictionary(DefaultMorphology("de"))

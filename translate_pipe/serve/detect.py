"""Texts go in; the languages that they are likely to be in come out, of those that the server knows."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from translate_pipe.locales import is_locale, language_of, name_of
from translate_pipe.serve.limits import Refusal

# More tells no more of a language.
_ENOUGH = 4_000
# From so much on another language is sure enough to say that it is none of ours.
# On sentences of news it is above 0.85, on single words of any language below 0.7.
_SURE = 0.8
# What the detector tells apart and packages do not.
_VARIETIES = {"yue": "zh", "wuu": "zh", "no": "nb", "nn": "nb", "ary": "ar", "arz": "ar", "uzs": "uz"}


@dataclass(frozen=True, slots=True)
class Detected:
    """A locale that a text may be in, and how likely, in percent."""

    locale: str
    confidence: int


class Detector:
    """Tells languages apart by their letters and bits of words; what it needs is loaded on first use.

    Args:
        locales: those that can be translated from or into; of two with one language the shorter counts.
    """

    def __init__(self, locales: Iterable[str]) -> None:
        self._locales: dict[str, str] = {}
        for locale in sorted(locales, key=lambda one: (len(one), one)):
            self._locales.setdefault(language_of(locale), locale)
        self._lock = threading.Lock()

    def rank(self, texts: Sequence[str]) -> tuple[Detected, ...]:
        """Return the likely locales of texts that are all in one language, likeliest first, three at most.

        Nothing is returned where none of the texts has a letter, and where they are surely in another
        language.
        """
        return () if self._find_other(texts) else self._rank_ours(texts)

    def settle(self, texts: Sequence[str]) -> Detected | None:
        """Return the locale to translate from, None where there is nothing to tell by.

        Raises:
            Refusal: the texts are surely in a language that is not translated here.
        """
        other = self._find_other(texts)
        if other:
            raise Refusal(400, f"{name_of(other)} ({other}) is not supported")
        return next(iter(self._rank_ours(texts)), None)

    def _find_other(self, texts: Sequence[str]) -> str:
        """Return the language that texts are surely in if it is none of ours, else nothing."""
        sample = _sample(texts)
        if not sample:
            return ""
        with self._lock:
            label, share = self._all.rank(sample)[0]
        language = _VARIETIES.get(label, label)
        return language if share >= _SURE and language not in self._locales and is_locale(language) else ""

    def _rank_ours(self, texts: Sequence[str]) -> tuple[Detected, ...]:
        sample = _sample(texts)
        with self._lock:
            found = self._ours.rank(sample) if sample and self._labels else ()
        return self._in_percent(found)[:3]

    @cached_property
    def _all(self) -> Any:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

    @cached_property
    def _labels(self) -> dict[str, str]:
        """The locale of ours that each label of the detector stands for."""
        languages = {label: _VARIETIES.get(label, label) for label in self._all.labels}
        return {label: self._locales[code] for label, code in languages.items() if code in self._locales}

    @cached_property
    def _ours(self) -> Any:
        identifier = copy(self._all)
        identifier.set_languages(list(self._labels))
        return identifier

    def _in_percent(self, found: Sequence[tuple[str, float]]) -> tuple[Detected, ...]:
        shares: dict[str, float] = {}
        for label, share in found:
            locale = self._labels[label]
            shares[locale] = shares.get(locale, 0.0) + share
        ranked = sorted(shares.items(), key=lambda one: (-one[1], one[0]))
        return tuple(Detected(locale, round(100 * share)) for locale, share in ranked if share >= 0.005)


def _sample(texts: Sequence[str]) -> str:
    """Return the beginnings of the texts, of each as much; nothing if no letter is among them."""
    each = max(1, _ENOUGH // max(1, len(texts)))
    sample = "\n".join(text[:each] for text in texts)[: 2 * _ENOUGH]
    return sample if any(map(str.isalpha, sample)) else ""

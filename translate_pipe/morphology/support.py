"""A locale goes in; what is done for terms in it, by which dictionary, and what would do more, comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from translate_pipe.locales import language_of
from translate_pipe.model import Morphology
from translate_pipe.morphology import inflects, load_morphology, missing_extra

Recognition = Literal["forms", "lemmas", "letters"]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A package of words, what it is made from, and its licence in its own words."""

    package: str
    origin: str
    licence: str

    def __str__(self) -> str:
        return f"{self.package} ({self.origin})" if self.origin else self.package


_DICTIONARIES: Mapping[str, Dictionary] = {
    "ru": Dictionary("pymorphy3-dicts-ru", "OpenCorpora", "MIT"),
    "uk": Dictionary("pymorphy3-dicts-uk", "LanguageTool", "GPL-3.0, or CC BY-SA 3.0 for the data"),
    "de": Dictionary("german-nouns", "Wiktionary", "CC BY-SA 4.0"),
    "pl": Dictionary("morfeusz2", "SGJP", "BSD-2-Clause"),
}
_LEMMAS = Dictionary("simplemma", "", "MIT, its data ODbL, CC BY-SA and others")
_RULES = Dictionary("rules", "", "MIT")


@dataclass(frozen=True, slots=True)
class Support:
    """What terms get in one locale.

    Attributes:
        terms: `forms`: inflected and recognised in any form; `lemmas`: recognised in any form, put in as the
            row gives them; `letters`: recognised and put in as the row gives them.
        dictionary: what knows the forms or lemmas, None for `letters`.
        extra: the extra of this package that would do more, "" if none would.
    """

    terms: Recognition
    dictionary: Dictionary | None
    extra: str

    @property
    def advice(self) -> str:
        """What to install, and what for; "" if there is nothing."""
        if not self.extra:
            return ""
        gain = "recognises inflected terms" if self.extra == "lemmas" else "inflects and recognises terms"
        return f'pip install "translate-pipe[{self.extra}]" {gain}'


def support_of(locale: str) -> Support:
    """Return what terms get in a locale, with the dictionaries that are installed; none is read."""
    morphology = load_morphology(locale)
    return Support(recognition_of(morphology), dictionary_of(morphology), missing_extra(locale))


def recognition_of(morphology: Morphology) -> Recognition:
    """Return how a morphology knows a term."""
    if inflects(morphology):
        return "forms"
    from translate_pipe.morphology.lemmas import LemmaMorphology

    return "lemmas" if isinstance(morphology, LemmaMorphology) else "letters"


def dictionary_of(morphology: Morphology) -> Dictionary | None:
    """Return what a morphology knows its words from, None if it knows none."""
    terms = recognition_of(morphology)
    if terms == "letters":
        return None
    return _LEMMAS if terms == "lemmas" else _DICTIONARIES.get(language_of(morphology.locale), _RULES)

"""Terms in their grammatical forms: one morphology per language, chosen by locale."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module

from translate_pipe.locales import language_of
from translate_pipe.model import Morphology

# Language → module, its loader (None where the dictionary is missing), and the extra that brings that.
_LOADERS: Mapping[str, tuple[str, str, str]] = {
    "ru": ("russian", "load_russian", ""),
    "uk": ("ukrainian", "load_ukrainian", "uk"),
    "pl": ("polish", "load_polish", "polish"),
    "de": ("german", "load_german", "german"),
    "es": ("romance", "load_romance", ""),
    "fr": ("romance", "load_romance", ""),
    "it": ("romance", "load_romance", ""),
    "pt": ("romance", "load_romance", ""),
}
# Languages whose words have one form; of those that are not here and have no dictionary it is not known.
_UNINFLECTED = frozenset(("zh", "yue", "ja", "ko", "th", "lo", "km", "my", "vi"))


@lru_cache(maxsize=64)
def load_morphology(locale: str) -> Morphology:
    """Return the morphology for a locale: its own, else the one by lemmas, else the default one.

    What needs a dictionary that is not installed is passed over. Dictionaries are loaded on first use; one
    morphology per locale serves the whole process.
    """
    module, loader, _ = _LOADERS.get(language_of(locale), ("", "", ""))
    if module:
        load = getattr(import_module(f"translate_pipe.morphology.{module}"), loader)
        found: Morphology | None = load(locale)
        if found is not None:
            return found
    from translate_pipe.morphology.default import DefaultMorphology
    from translate_pipe.morphology.lemmas import load_lemmas

    return load_lemmas(locale) or DefaultMorphology(locale)


def inflects(morphology: Morphology) -> bool:
    """Tell whether a morphology makes forms, and does not only find them."""
    from translate_pipe.morphology.default import DefaultMorphology

    return not isinstance(morphology, DefaultMorphology)


def lacks_forms(morphology: Morphology) -> bool:
    """Tell whether words of a language may take several forms, of which its morphology makes none."""
    return not inflects(morphology) and language_of(morphology.locale) not in _UNINFLECTED


def missing_extra(locale: str) -> str:
    """Return the extra that would do more for a locale than is done now, "" if there is none.

    For most languages that is `lemmas`, with which inflected terms are recognised; for some one of their own,
    which brings forms too.
    """
    if inflects(load_morphology(locale)):
        return ""
    from translate_pipe.morphology.lemmas import is_installed, knows

    own = _LOADERS.get(language_of(locale), ("", "", ""))[2]
    return own or ("lemmas" if knows(locale) and not is_installed() else "")


def preload_dictionary(morphology: Morphology) -> None:
    """Load now, in the background perhaps, the dictionary of a morphology that has one."""
    if hasattr(morphology, "preload"):
        morphology.preload()

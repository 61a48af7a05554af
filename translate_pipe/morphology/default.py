"""Languages without an analyser: the forms that a glossary row gives, else the term as it stands."""

from __future__ import annotations

import re
from functools import lru_cache

from translate_pipe.model import PhraseForm, Span, TermEntry, WordForm

# Scripts that put no space between words, so that a term cannot be told from part of a longer word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SPACES = re.compile(r"\s+")
_HANGUL = "\uac00-\ud7a3"
# What Korean joins to a noun, of which two may follow each other (정부에서는).
_PARTICLES = (
    "은|는|이|가|을|를|의|에|에서|에게|에게서|께|께서|한테|와|과|도|만|로|으로|로서|으로서|로부터|으로부터|까지|부터|보다|처럼|마저"
    "|조차|밖에|마다|이나|나|이며|며|이란|란|이라는|라는|이라고|라고|이다|입니다"
)
_PARTICLE = rf"(?=(?:{_PARTICLES}){{0,2}}(?!\w))"


class DefaultMorphology:
    """Implements `Morphology` for any language: the forms of the row are all there is."""

    def __init__(self, locale: str) -> None:
        self.locale = locale

    def analyse(self, word: str) -> tuple[WordForm, ...]:
        """Return the word as its own lemma."""
        return (WordForm(word, word.casefold(), "other"),)

    def dictionary_form(self, phrase: str) -> str:
        """Return the phrase as it stands."""
        return phrase

    def paradigm(self, entry: TermEntry, target: str | None = None) -> tuple[PhraseForm, ...]:
        """Return the target as it stands, then the explicit forms of the row if it is the first target."""
        first = entry.targets[0] if entry.targets else entry.source
        texts = [target or first]
        if target in (None, first):
            texts += entry.forms
        return tuple(PhraseForm(text, "", "") for text in dict.fromkeys(texts))

    def inflect_phrase(
        self,
        entry: TermEntry,
        case: str,  # noqa: ARG002 - the protocol's name
        number: str | None = None,  # noqa: ARG002
        target: str | None = None,
    ) -> str | None:
        """Return the target unchanged, or None where the row gives forms, among which nothing chooses."""
        if entry.forms and not entry.indeclinable and target in (None, *entry.targets[:1]):
            return None
        return target or (entry.targets[0] if entry.targets else entry.source)

    def inflect_with_numeral(
        self,
        entry: TermEntry,
        number: int,  # noqa: ARG002 - the protocol's name
        case: str = "nominative",
        target: str | None = None,
    ) -> str | None:
        """Return what `inflect_phrase` returns: nothing is known of numbers."""
        return self.inflect_phrase(entry, case, target=target)

    def head(self, entry: TermEntry, target: str | None = None) -> WordForm | None:
        """Return what the row says of the target's gender and number, or None if it says nothing."""
        if not entry.gender and not entry.number:
            return None
        text = target or (entry.targets[0] if entry.targets else entry.source)
        number = entry.number or "singular"
        return WordForm(text, text, "noun", "", number, entry.gender or "", entry.animate)

    def find_term(self, entry: TermEntry, text: str) -> tuple[tuple[Span, PhraseForm | None], ...]:
        """Return where a target or explicit form stands in `text` as whole words, whatever its capitals."""
        wanted = tuple(dict.fromkeys((*entry.targets, *entry.forms)))
        if not wanted:
            return ()
        return tuple(
            (Span(*found.span()), PhraseForm(found.group(), "", ""))
            for found in _pattern(wanted).finditer(text)
        )

    def agree(self, text: str, span: Span, entry: TermEntry | None = None) -> bool | None:  # noqa: ARG002
        """Return None: without an analyser nothing can be told."""
        return None


@lru_cache(maxsize=4096)
def _pattern(wanted: tuple[str, ...]) -> re.Pattern[str]:
    # Longer terms first, so that one of two that start at the same place does not hide the other.
    terms = sorted((term.strip() for term in wanted if term.strip()), key=len, reverse=True)
    return re.compile("|".join(_bounded(term) for term in terms) or r"(?!)", re.IGNORECASE)


def _bounded(term: str) -> str:
    body = r"\s+".join(re.escape(part) for part in _SPACES.split(term))
    before = rf"(?<![^\W{_UNSPACED}])" if re.match(r"\w", term) else ""
    after = rf"(?![^\W{_UNSPACED}])" if re.search(r"\w$", term) else ""
    if re.match(f"[{_UNSPACED}]", term):
        before = ""
    if re.search(f"[{_UNSPACED}]$", term):
        after = ""
    if re.search(f"[{_HANGUL}]$", term):
        after = _PARTICLE
    return before + body + after

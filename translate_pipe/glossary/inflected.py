"""A text and an entry go in; where its source term stands there, in whatever form, comes out."""

from __future__ import annotations

from functools import lru_cache

from translate_pipe.model import Morphology, PhraseForm, Span, TermEntry, WeighingMorphology
from translate_pipe.morphology import inflects

# A form of a source term: where it stands, and which form it is if that can be told.
Occurrence = tuple[Span, "PhraseForm | None"]


class SourceTerms:
    """Tells with the morphology of the source language whether a term stands where its lemmas do.

    The words of "президенту Российская Федерация" have the lemmas of "президент Российской Федерации", and
    "стали" has that of "сталь"; neither is the term. A morphology that only knows lemmas has no doubts.
    """

    def __init__(self, morphology: Morphology) -> None:
        self._morphology = morphology
        self.judges = inflects(morphology)
        # Asked once: the check of a protocol is slow.
        self._doubting = morphology if isinstance(morphology, WeighingMorphology) else None
        self._find = lru_cache(maxsize=1024)(self._find_all)

    def at(self, entry: TermEntry, text: str, place: Span) -> Occurrence | None:
        """Return the occurrence of the entry's source term in a place, None if there is none."""
        for span, form in self._find(_as_target(entry), text):
            if span.contains(place) or place.contains(span):
                return span, form
        return None

    def _find_all(self, sought: TermEntry, text: str) -> tuple[Occurrence, ...]:
        found = self._morphology.find_term(sought, text)
        several = " " in sought.targets[0].strip()
        return tuple(
            (span, form)
            for span, form in found
            if not (several and form is None) and not self._is_other_word(sought, text, span)
        )

    def _is_other_word(self, sought: TermEntry, text: str, span: Span) -> bool:
        return self._doubting is not None and self._doubting.is_other_word(sought, text, span)


def _as_target(entry: TermEntry) -> TermEntry:
    """Return an entry by which a morphology finds the source term; of its grammar only a name's sex holds."""
    gender = entry.gender if entry.pos == "name" else None
    return TermEntry(entry.source, (entry.source,), pos=entry.pos, gender=gender)

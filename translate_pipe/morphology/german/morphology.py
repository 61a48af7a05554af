"""German: terms are inflected, found in texts, checked for agreement and fitted into sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from translate_pipe.model import PhraseForm, Span, TermEntry, WordForm
from translate_pipe.morphology.core import NO_HINTS, hints_of
from translate_pipe.morphology.german.agreement import choose_cell, judge_agreement
from translate_pipe.morphology.german.context import SUFFIXES, LeftContext
from translate_pipe.morphology.german.endings import (
    CASES,
    GENDERS,
    adjective_lemma,
    adjective_stem,
    read_determiner,
)
from translate_pipe.morphology.german.fitting import fit_form
from translate_pipe.morphology.german.lexicon import NounLexicon
from translate_pipe.morphology.german.phrase import PhraseReader
from translate_pipe.morphology.german.plan import Plan, Slot
from translate_pipe.morphology.occurrences import same_punctuation, with_quotes, without_overlaps
from translate_pipe.morphology.words import Word, split_words

# A shorter term is too often part of a word that has nothing to do with it (Rat in Ratschlag).
_SHORTEST_IN_COMPOUND = 4
_LINKS = ("", "s", "es", "n", "en", "-", "s-")


class GermanMorphology:
    """Implements `Morphology` and `FittingMorphology` for German.

    German has four cases, and its adjectives three declensions, so that a term with an adjective has several
    forms in one case and number: the first is the one without article (Vereinigte Staaten), then come those
    with it (die Vereinigten Staaten). Explicit forms of a row win: four are the cases of the first target,
    nominative, genitive, dative, accusative; eight the singular and then the plural.
    """

    def __init__(self, locale: str, lexicon: NounLexicon) -> None:
        self.locale = locale
        self._lexicon = lexicon
        self._reader = PhraseReader(lexicon)
        self._paradigm = lru_cache(maxsize=4096)(self._paradigm_of)

    def preload(self) -> None:
        """Read the dictionary now, in the background perhaps."""
        self._lexicon.preload()

    def analyse(self, word: str) -> tuple[WordForm, ...]:
        """Return every reading of a word, likeliest first; an unknown word has one, its own lemma."""
        if read_determiner(word):
            return (WordForm(word, read_determiner(word)[0].stem or "der", "pronoun"),)
        nouns = list(self._noun_readings(word))
        adjective = self._adjective_reading(word, bool(nouns) and word[:1].isupper())
        other = WordForm(word, word.lower(), "other", known=bool(nouns))
        if word[:1].isupper():
            return tuple(dict.fromkeys((*nouns, *adjective))) or (other,)
        return tuple(dict.fromkeys((*adjective, other, *nouns)))

    def _noun_readings(self, word: str) -> Iterator[WordForm]:
        for noun in self._lexicon.find(word):
            cells = noun.cells(word)
            for number in ("singular", "plural"):
                for case in CASES:
                    if (case, number) in cells:
                        yield WordForm(word, noun.lemma, "noun", case, number, noun.gender)
            if not noun.forms and not noun.stem and noun.kinds:
                yield WordForm(word, noun.lemma, "noun", "", "singular", noun.gender)
        bare = word.removesuffix("s")
        if bare != word and len(bare) > 2 and not self._lexicon.find(word):
            known = bool(self._lexicon.look_up(bare))
            yield WordForm(word, bare, "noun", "genitive", "singular", known=known)

    def _adjective_reading(self, word: str, is_noun: bool) -> tuple[WordForm, ...]:
        stem = adjective_stem(word)
        if stem is None or len(stem) < 3:
            return ()
        stems = all(noun.stem for noun in self._lexicon.find(word))
        if is_noun and not stems and not stem.endswith(SUFFIXES):
            return ()
        return (WordForm(word, adjective_lemma(stem).lower(), "adjective", known=False),)

    def dictionary_form(self, phrase: str) -> str:
        """Return the phrase with its head in the nominative, in the number in which it stands."""
        plan = self._reader.read(phrase, NO_HINTS)
        if plan.kind != "noun":
            return phrase
        return next(plan.inflect(("nominative", plan.numbers[0], plan.declensions[0])), phrase)

    def paradigm(self, entry: TermEntry, target: str | None = None) -> tuple[PhraseForm, ...]:
        """Return the forms of a target (default: the first) of an entry in four cases.

        A case and number comes once for each declension that looks different.
        """
        target = self._target(entry, target)
        forms = entry.forms if entry.targets and target == entry.targets[0] else ()
        return self._paradigm(target, entry, forms)

    def _paradigm_of(self, target: str, entry: TermEntry, forms: tuple[str, ...]) -> tuple[PhraseForm, ...]:
        if len(forms) in (len(CASES), 2 * len(CASES)):
            cells = [(case, number) for number in ("singular", "plural") for case in CASES]
            return tuple(PhraseForm(form, *cell) for form, cell in zip(forms, cells, strict=False))
        plan = self._reader.read(target, hints_of(entry))
        found = dict.fromkeys(
            PhraseForm(text, case, number)
            for each in _by_gender(plan)
            for text, (case, number, _) in each.forms
        )
        if plan.kind == "adjective":
            found = {PhraseForm(target, "", ""): None, **found}
        if plan.kind == "fixed" and plan.head is None:
            found = {PhraseForm(target, "", ""): None}
        for text in forms:
            if all(form.text != text for form in found):
                found.setdefault(PhraseForm(text, "", ""))
        return tuple(found)

    def inflect_phrase(
        self, entry: TermEntry, case: str, number: str | None = None, target: str | None = None
    ) -> str | None:
        """Return the target in a case and number as it stands without article, or None if there is none."""
        for form in self.paradigm(entry, target):
            if form.case == case and number in (None, form.number):
                return form.text
        return None

    def inflect_with_numeral(
        self, entry: TermEntry, number: int, case: str = "nominative", target: str | None = None
    ) -> str | None:
        """Return the target as it stands after a whole number; the number is not part of the result."""
        wanted = "singular" if abs(number) == 1 else "plural"
        return self.inflect_phrase(entry, case, wanted, target)

    def head(self, entry: TermEntry, target: str | None = None) -> WordForm | None:
        """Return the head noun of a target with gender and number, or None if there is none."""
        return self._reader.read(self._target(entry, target), hints_of(entry)).head

    def find_term(self, entry: TermEntry, text: str) -> tuple[tuple[Span, PhraseForm | None], ...]:
        """Return where any target of the entry stands in `text`, in any inflected form.

        A noun counts as the first part of a compound too (Kreml-Sprecher, Kremlsprecher); no form is told.
        """
        words = split_words(text)
        found: list[tuple[Span, PhraseForm | None]] = []
        for target in dict.fromkeys((*entry.targets, *entry.forms)):
            plan = self._reader.read(target, hints_of(entry))
            for start in _starts(plan, words):
                end = start + len(plan.slots)
                if same_punctuation(plan, words, start, text):
                    span = with_quotes(plan, text, Span(words[start].span.start, words[end - 1].span.end))
                    found.append(self._occurrence(plan, text, words, start, span))
            found += [(span, None) for span in self._in_compounds(plan, words)]
        return without_overlaps(found)

    def _occurrence(
        self, plan: Plan, text: str, words: tuple[Word, ...], start: int, span: Span
    ) -> tuple[Span, PhraseForm | None]:
        """Return where a term stands and its form; the apostrophe of Scholz' belongs to it."""
        marked = any(key.endswith("'") for key in plan.slots[-1].keys)
        if (
            marked
            and text[span.end : span.end + 1] in ("'", "’")
            and not text[span.end + 1 : span.end + 2].isalnum()
        ):
            span = Span(span.start, span.end + 1)
            return span, PhraseForm(span.of(text), "genitive", "singular")
        return span, self._form_at(plan, words, start, span.of(text))

    def _form_at(self, plan: Plan, words: tuple[Word, ...], start: int, surface: str) -> PhraseForm | None:
        if plan.kind == "fixed" and plan.head is None:
            return PhraseForm(surface, "", "")
        phrase = tuple(word.text for word in words[start : start + len(plan.slots)])
        if plan.kind == "adjective":
            return PhraseForm(surface, "", "")
        cell = choose_cell(LeftContext(self._lexicon, words, start), plan, plan.cells(phrase))
        return PhraseForm(surface, *cell) if cell else None

    def _in_compounds(self, plan: Plan, words: tuple[Word, ...]) -> Iterator[Span]:
        slot = plan.slots[0] if len(plan.slots) == 1 else None
        if slot is None or plan.kind == "adjective" or not slot.text[0].isupper():
            return
        length = len(slot.text)
        for word in words:
            rest = word.text[length:]
            if not rest or not word.text.startswith(slot.text) or word.text.lower() in slot.keys:
                continue
            if rest[0] in "-‐‑" or (length >= _SHORTEST_IN_COMPOUND and self._is_compound(rest)):
                yield Span(word.span.start, word.span.start + length)

    def _is_compound(self, rest: str) -> bool:
        """Tell whether the letters after a term are a noun, perhaps after linking letters."""
        return any(
            rest.startswith(link)
            and len(rest) - len(link) > 2
            and any(not noun.proper for noun in self._lexicon.find(rest[len(link) :].capitalize()))
            for link in _LINKS
        )

    def agree(self, text: str, span: Span, entry: TermEntry | None = None) -> bool | None:
        """Tell whether article, adjectives and preposition agree with the phrase at `span`.

        None if nothing can be told; False only where a disagreement is sure.
        """
        words = split_words(text)
        inside = [i for i, word in enumerate(words) if span.overlaps(word.span)]
        if not inside:
            return None
        phrase = tuple(words[i].text for i in inside)
        plan = self._plan_of(entry, phrase) or self._reader.read(span.of(text), NO_HINTS)
        if len(plan.slots) != len(phrase):
            return None
        return judge_agreement(LeftContext(self._lexicon, words, inside[0]), plan, phrase)

    def fit_form(
        self, text: str, place: Span, entry: TermEntry, form: str, number: str = ""
    ) -> tuple[tuple[str, Span], ...]:
        """Return the texts with a form of the entry in a place, the words before made to agree with it."""
        found: dict[tuple[str, Span], None] = {}
        for target in entry.targets:
            plan = self._reader.read(target, hints_of(entry))
            if len(plan.numbers) > 1 and number in plan.numbers:
                plan = replace(plan, numbers=(number,))
            found |= dict.fromkeys(fit_form(self._lexicon, plan, text, place, form))
        return tuple(found)

    def _plan_of(self, entry: TermEntry | None, phrase: tuple[str, ...]) -> Plan | None:
        for target in entry.targets if entry else ():
            plan = self._reader.read(target, hints_of(entry) if entry else NO_HINTS)
            if len(plan.slots) == len(phrase) and _is_phrase(plan.slots, phrase):
                return plan
        return None

    def _target(self, entry: TermEntry, target: str | None) -> str:
        if target is not None:
            return target
        return entry.targets[0] if entry.targets else entry.source


def _by_gender(plan: Plan) -> Iterator[Plan]:
    if plan.kind != "adjective":
        yield plan
        return
    (slot,) = plan.slots
    for gender in GENDERS:
        own = Slot(slot.text, slot.before, slot.kind, stem=slot.stem, gender=gender)
        yield Plan(plan.target, plan.kind, (own,), plan.tail, numbers=plan.numbers)


def _is_phrase(slots: tuple[Slot, ...], phrase: tuple[str, ...]) -> bool:
    return all(slot.is_form(word) for slot, word in zip(slots, phrase, strict=True))


def _starts(plan: Plan, words: tuple[Word, ...]) -> Iterator[int]:
    """Yield where the words of the phrase follow each other."""
    length = len(plan.slots)
    for start in range(len(words) - length + 1) if length else ():
        same = plan.kind == "adjective" and words[start].text.lower() == plan.slots[0].text.lower()
        if same or all(slot.is_form(words[start + i].text) for i, slot in enumerate(plan.slots)):
            yield start

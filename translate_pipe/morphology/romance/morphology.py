"""Romance languages: terms have two numbers and a gender, to which articles and adjectives are fitted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from translate_pipe.model import PhraseForm, Span, TermEntry, WordForm
from translate_pipe.morphology.core import NO_HINTS, hints_of
from translate_pipe.morphology.occurrences import same_punctuation, with_quotes, without_overlaps
from translate_pipe.morphology.romance.agreement import judge_agreement
from translate_pipe.morphology.romance.context import Surroundings
from translate_pipe.morphology.romance.fitting import fit_form
from translate_pipe.morphology.romance.grammar import NUMBERS, Grammar
from translate_pipe.morphology.romance.phrase import PhraseReader
from translate_pipe.morphology.romance.plan import Plan
from translate_pipe.morphology.romance.words import capital_like, is_elided, key, split_words
from translate_pipe.morphology.words import Word


class RomanceMorphology:
    """Implements `Morphology` and `FittingMorphology` for languages without cases.

    Two explicit forms of a row are the singular and the plural of its first target; any other number of them
    are forms that count as the term.
    """

    def __init__(self, locale: str, grammar: Grammar) -> None:
        self.locale = locale
        self._grammar = grammar
        self._reader = PhraseReader(grammar)
        self._paradigm = lru_cache(maxsize=4096)(self._paradigm_of)

    def analyse(self, word: str) -> tuple[WordForm, ...]:
        """Return every reading of a word, likeliest first: as nouns, then as adjectives."""
        grammar = self._grammar
        if grammar.read_determiner(word) or grammar.contraction(word):
            readings = grammar.read_determiner(word)
            return (WordForm(word, readings[0].name if readings else key(word), "pronoun"),)
        if is_elided(word) or key(word) in grammar.words("prepositions") | grammar.words("function_words"):
            return (WordForm(word, key(word), "other"),)
        found = [*self._noun_readings(word)]
        if not word[:1].isupper():
            found += [
                WordForm(word, masculine, "adjective", "", number, gender, known=False)
                for masculine, gender, number in grammar.read_adjective(word)
                if grammar.is_adjective(masculine, word)
            ]
        return tuple(found)

    def _noun_readings(self, word: str) -> Iterator[WordForm]:
        grammar = self._grammar
        plurals = grammar.singulars(word)
        if not plurals:
            gender, _ = grammar.gender_of(word)
            yield WordForm(word, key(word), "noun", "", "singular", gender, known=False)
        for singular in plurals:
            gender, _ = grammar.gender_of(singular)
            yield WordForm(word, singular, "noun", "", "plural", gender, known=False)
        if not plurals and grammar.pluralise(word)[0] == word:
            gender, _ = grammar.gender_of(word)
            yield WordForm(word, key(word), "noun", "", "plural", gender, known=False)

    def dictionary_form(self, phrase: str) -> str:
        """Return the phrase in the singular, if it has one."""
        plan = self._reader.read(phrase, NO_HINTS)
        if plan.kind != "noun":
            return phrase
        return self._dressed(plan, next(plan.inflect("singular")), "singular")

    def paradigm(self, entry: TermEntry, target: str | None = None) -> tuple[PhraseForm, ...]:
        """Return the singular and the plural of a target (default: the first), as far as it has them."""
        target = self._target(entry, target)
        forms = entry.forms if entry.targets and target == entry.targets[0] else ()
        return self._paradigm(target, entry, forms)

    def _paradigm_of(self, target: str, entry: TermEntry, forms: tuple[str, ...]) -> tuple[PhraseForm, ...]:
        if len(forms) == len(NUMBERS):
            return tuple(PhraseForm(form, "", number) for form, number in zip(forms, NUMBERS, strict=True))
        plan = self._plan(entry, target)
        if plan.kind == "adjective":
            found = dict.fromkeys(
                PhraseForm(form, "", number) for form, _, number in self._adjectives(target)
            )
            found = {PhraseForm(target, "", "singular"): None, **found}
        elif plan.kind == "fixed" and plan.head is None:
            found = {PhraseForm(target, "", ""): None}
        else:
            found = dict.fromkeys(
                PhraseForm(self._dressed(plan, text, number), "", number) for text, number in plan.forms
            )
        for text in forms:
            if all(form.text != text for form in found):
                found.setdefault(PhraseForm(text, "", ""))
        return tuple(found)

    def _dressed(self, plan: Plan, text: str, number: str) -> str:
        """Return a form with the article that the glossary has before the term."""
        if not plan.article:
            return text
        onset = self._grammar.onset(split_words(text)[0].text)
        gender = plan.shown_gender(number)
        article = self._grammar.write_determiner("definite", gender, number, onset) or plan.article
        article = capital_like(article, plan.article)
        return article + text if is_elided(article) else f"{article} {text}"

    def _adjectives(self, target: str) -> Iterator[tuple[str, str, str]]:
        """Yield the forms of an adjective, or of a phrase whose last word is one, by gender and number."""
        head, _, last = target.rpartition(" ")
        for number in NUMBERS:
            for gender in "mf":
                written = self._grammar.inflect_adjective(last, gender, number)
                yield f"{head} {written}".strip(), gender, number

    def inflect_phrase(
        self,
        entry: TermEntry,
        case: str,  # noqa: ARG002 - there are none
        number: str | None = None,
        target: str | None = None,
    ) -> str | None:
        """Return the target in a number, the same in every case, or None if it lacks the number."""
        for form in self.paradigm(entry, target):
            if number in (None, form.number) or not form.number:
                return form.text
        return None

    def inflect_with_numeral(
        self, entry: TermEntry, number: int, case: str = "nominative", target: str | None = None
    ) -> str | None:
        """Return the target as it stands after a whole number; the number is not part of the result."""
        wanted = "singular" if self._grammar.is_singular(abs(number)) else "plural"
        return self.inflect_phrase(entry, case, wanted, target)

    def head(self, entry: TermEntry, target: str | None = None) -> WordForm | None:
        """Return the head noun of a target with gender and number, or None if there is none."""
        return self._plan(entry, self._target(entry, target)).head

    def find_term(self, entry: TermEntry, text: str) -> tuple[tuple[Span, PhraseForm | None], ...]:
        """Return where any target of the entry stands in `text`, in the singular or the plural.

        The article that the glossary has before a term is taken in where it stands; in `del Kremlin` it does
        not.
        """
        words = split_words(text)
        found: list[tuple[Span, PhraseForm | None]] = []
        for target in dict.fromkeys((*entry.targets, *entry.forms)):
            plan = self._plan(entry, target)
            for start in self._starts(plan, words):
                end = start + len(plan.slots)
                if not same_punctuation(plan, words, start, text):
                    continue
                span = with_quotes(plan, text, Span(words[start].span.start, words[end - 1].span.end))
                form = self._form_at(plan, words, start, span.of(text))
                if plan.article and start > 0 and key(words[start - 1].text) == self._article_of(plan, form):
                    span = Span(words[start - 1].span.start, span.end)
                    form = replace(form, text=span.of(text)) if form else None
                found.append((span, form))
        return without_overlaps(found)

    def _article_of(self, plan: Plan, form: PhraseForm | None) -> str:
        number = form.number if form else "singular"
        first = plan.slots[0].write(number)[0]
        gender = plan.shown_gender(number)
        onset = self._grammar.onset(split_words(first)[0].text)
        return self._grammar.write_determiner("definite", gender, number, onset) or ""

    def _starts(self, plan: Plan, words: tuple[Word, ...]) -> Iterator[int]:
        """Yield where the words of the phrase follow each other."""
        length = len(plan.slots)
        if plan.kind == "adjective":
            forms = {tuple(key(w.text) for w in split_words(f)) for f, _, _ in self._adjectives(plan.target)}
            forms.add(tuple(key(slot.text) for slot in plan.slots))
        for start in range(len(words) - length + 1) if length else ():
            phrase = tuple(word.text for word in words[start : start + length])
            if plan.kind == "adjective":
                if tuple(map(key, phrase)) in forms:
                    yield start
            elif plan.is_phrase(phrase):
                yield start

    def _form_at(self, plan: Plan, words: tuple[Word, ...], start: int, surface: str) -> PhraseForm | None:
        end = start + len(plan.slots)
        if plan.kind != "noun":
            return PhraseForm(surface, "", "")
        numbers = plan.numbers_of(tuple(word.text for word in words[start:end]))
        if len(numbers) > 1:
            shown = Surroundings(self._grammar, words, start, end).number()
            numbers = (shown,) if shown in numbers else numbers
        return PhraseForm(surface, "", numbers[0]) if numbers else None

    def agree(self, text: str, span: Span, entry: TermEntry | None = None) -> bool | None:
        """Tell whether articles, adjectives and prepositions agree with the phrase at `span`.

        None if nothing can be told; False only where a disagreement is sure.
        """
        words = split_words(text)
        inside = [i for i, word in enumerate(words) if span.overlaps(word.span)]
        if not inside:
            return None
        plan = self._plan_of(entry, tuple(words[i].text for i in inside), span.of(text))
        first = len(inside) - len(plan.slots)
        if first not in (0, 1) or (first and not plan.article):
            return None
        inside = inside[first:]
        phrase = tuple(words[i].text for i in inside)
        return judge_agreement(
            self._grammar, Surroundings(self._grammar, words, inside[0], inside[-1] + 1), plan, phrase
        )

    def fit_form(
        self, text: str, place: Span, entry: TermEntry, form: str, number: str = ""
    ) -> tuple[tuple[str, Span], ...]:
        """Return the texts with a form of the entry in a place, the words around made to agree with it."""
        found: dict[tuple[str, Span], None] = {}
        for target in entry.targets:
            plan = self._plan(entry, target)
            if target == entry.targets[0] and len(entry.forms) == len(NUMBERS):
                plan = _given(plan, entry.forms)
            if len(plan.numbers) > 1 and number in plan.numbers:
                plan = replace(plan, numbers=(number,))
            for bare, each in plan.forms:
                if form in (bare, self._dressed(plan, bare, each)):
                    found |= dict.fromkeys(fit_form(self._grammar, plan, text, place, bare))
        return tuple(found)

    def _plan_of(self, entry: TermEntry | None, phrase: tuple[str, ...], surface: str) -> Plan:
        for target in entry.targets if entry else ():
            plan = self._plan(entry, target) if entry else self._reader.read(target, NO_HINTS)
            rest = phrase[len(phrase) - len(plan.slots) :] if len(phrase) >= len(plan.slots) else ()
            if rest and len(phrase) - len(rest) <= bool(plan.article) and plan.is_phrase(rest):
                return plan
        return self._reader.read(surface, NO_HINTS)

    def _plan(self, entry: TermEntry, target: str) -> Plan:
        return self._reader.read(target, hints_of(entry))

    def _target(self, entry: TermEntry, target: str | None) -> str:
        if target is not None:
            return target
        return entry.targets[0] if entry.targets else entry.source


def _given(plan: Plan, forms: tuple[str, ...]) -> Plan:
    """Return a plan whose forms are those of the row."""
    if not plan.slots:
        return plan
    slot = replace(plan.slots[0], text=forms[0], singular=forms[:1], plural=forms[1:])
    return replace(plan, slots=(slot,), tail="", numbers=NUMBERS)

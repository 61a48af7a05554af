"""The morphology of an inflecting language: terms are inflected, found in texts and checked for agreement."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from translate_pipe.model import MORPHOLOGY_CASES, PhraseForm, Span, TermEntry, WordForm
from translate_pipe.morphology.agreement import judge_agreement
from translate_pipe.morphology.context import LeftContext, choose_cell
from translate_pipe.morphology.core import NO_HINTS, Hints, hints_of
from translate_pipe.morphology.homographs import is_other_word
from translate_pipe.morphology.language import Language
from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.occurrences import same_punctuation, with_quotes, without_overlaps
from translate_pipe.morphology.phrase import PhraseReader
from translate_pipe.morphology.plan import Plan
from translate_pipe.morphology.predicates import SubjectJudge, read_case, without_subjects
from translate_pipe.morphology.slots import OPENING, openings, text_keys, word_openings
from translate_pipe.morphology.variants import suit_preposition
from translate_pipe.morphology.words import Word, fold, split_words


class InflectingMorphology:
    """Implements `Morphology` for one language with a pymorphy3 dictionary.

    Explicit forms of a row win: six of them are the six cases of the first target in the order of
    `MORPHOLOGY_CASES`, twelve the singular and then the plural; any other number only adds occurrences.
    """

    def __init__(self, locale: str, lexicon: Lexicon, language: Language) -> None:
        self.locale = locale
        self._lexicon = lexicon
        self._language = language
        self._reader = PhraseReader(lexicon, language)
        self._paradigm = lru_cache(maxsize=4096)(self._paradigm_of)

    def preload(self) -> None:
        """Load the dictionary now, in the background perhaps, and not with the first word."""
        self._lexicon.preload()

    def analyse(self, word: str) -> tuple[WordForm, ...]:
        """Return every reading of a word, likeliest first; an unknown word has one, its own lemma."""
        readings = self._lexicon.readings(word)
        if not any(reading.case or reading.pos != "other" for reading in readings):
            return (WordForm(word, word.lower(), "other", known=False),)
        capital = word[:1].isupper()
        ordered = sorted(readings, key=lambda r: -r.score * (1.5 if capital and r.proper else 1.0))
        forms = (
            WordForm(
                word,
                r.lemma,
                r.pos,
                "" if r.case == "vocative" else r.case,
                r.number,
                r.gender,
                r.animate,
                r.known,
            )
            for r in ordered
        )
        return tuple(dict.fromkeys(forms))

    def dictionary_form(self, phrase: str) -> str:
        """Return the phrase with its head noun phrase in the nominative (singular unless plural-only)."""
        plan = self._reader.read(phrase, NO_HINTS)
        if plan.kind == "verb":
            return self._infinitive(phrase, plan)
        if plan.kind == "fixed":
            return phrase
        plural = fold(plan.inflect("nominative", "plural") or "") + " "
        by_nature = any(plural.startswith(phrase + " ") for phrase in self._language.plural_by_nature)
        number = "plural" if by_nature else "singular"
        return plan.inflect("nominative", number) or plan.inflect("nominative", "plural") or phrase

    def _infinitive(self, phrase: str, plan: Plan) -> str:
        for form in plan.words:
            for word in split_words(form):
                if any("INFN" in reading.tags for reading in self._lexicon.readings(word.text)):
                    return form
        return phrase

    def paradigm(self, entry: TermEntry, target: str | None = None) -> tuple[PhraseForm, ...]:
        """Return the forms of a target (default: the first) of an entry: distinct (case, number) pairs.

        The locative comes twice where there is a second one in use (о лесе, в лесу); an adjective's pairs
        come once for each gender and animacy. A Russian noun that can be counted has a nominative in the
        number `paucal`, its form after 2, 3, 4 (муниципальных совета). Forms of verbs, adverbs and short
        adjectives have neither case nor number.
        """
        target = self._target(entry, target)
        forms = entry.forms if entry.targets and target == entry.targets[0] else ()
        return self._paradigm(target, hints_of(entry), forms)

    def _paradigm_of(self, target: str, hints: Hints, forms: tuple[str, ...]) -> tuple[PhraseForm, ...]:
        explicit = _explicit_paradigm(forms)
        if explicit:
            return explicit
        plan = self._reader.read(target, hints)
        found: dict[PhraseForm, None] = {}
        for gender_plan in _by_gender(plan):
            for number in plan.numbers:
                for case in MORPHOLOGY_CASES:
                    text = gender_plan.inflect(case, number)
                    if text is not None:
                        found.setdefault(PhraseForm(text, case, number))
                second = self._second_locative(gender_plan, number)
                if second is not None:
                    found.setdefault(PhraseForm(second, "locative", number))
        paucal = self._paucal(plan)
        if paucal is not None:
            found.setdefault(PhraseForm(paucal, "nominative", "paucal"))
        if plan.kind == "fixed" and plan.head is None:
            found = {PhraseForm(target, "", ""): None}
        if plan.kind == "verb":
            found = {}
        for text in plan.words:
            found.setdefault(PhraseForm(text, "", ""))
        for text in forms:
            if all(form.text != text for form in found):
                found.setdefault(PhraseForm(text, "", ""))
        return tuple(found)

    def _paucal(self, plan: Plan) -> str | None:
        if plan.kind != "noun" or self._language.paucal_cell[1] == "plural" or len(plan.numbers) < 2:
            return None
        return plan.inflect_paucal()

    def _second_locative(self, plan: Plan, number: str) -> str | None:
        if plan.head is None or fold(plan.head.lemma) not in self._language.second_locatives:
            return None
        return plan.inflect("locative", number, second=True)

    def inflect_phrase(
        self, entry: TermEntry, case: str, number: str | None = None, target: str | None = None
    ) -> str | None:
        """Return the target in a case and number, or None where there is no such form."""
        for form in self.paradigm(entry, target):
            if form.case == case and number in (None, form.number):
                return form.text
        return None

    def inflect_with_numeral(
        self, entry: TermEntry, number: int, case: str = "nominative", target: str | None = None
    ) -> str | None:
        """Return the target as it stands after a whole number: 2 → новые операции, 5 → новых операций.

        The number itself is not part of the result. `case` is that of the whole expression.
        """
        target = self._target(entry, target)
        plan = self._reader.read(target, hints_of(entry))
        last, tens = abs(number) % 10, abs(number) % 100 // 10
        singular = last == 1 and tens != 1
        if singular or case not in ("nominative", "accusative"):
            return self.inflect_phrase(entry, case, "singular" if singular else "plural", target)
        if last not in (2, 3, 4) or tens == 1:
            return self._count_form(plan) or self.inflect_phrase(entry, "genitive", "plural", target)
        if self._language.paucal_cell[1] == "plural":
            return self.inflect_phrase(entry, "nominative", "plural", target)
        return plan.inflect_paucal()

    def _count_form(self, plan: Plan) -> str | None:
        head = plan.head
        form = self._language.count_forms.get(fold(head.lemma)) if head else None
        if form is None or head is None:
            return None
        genitive = plan.inflect("genitive", "plural") or ""
        return " ".join(
            form if any(r.lemma == head.lemma for r in self._lexicon.readings(word.text)) else word.text
            for word in split_words(genitive)
        )

    def head(self, entry: TermEntry, target: str | None = None) -> WordForm | None:
        """Return the head noun of a target with gender, number and animacy, or None if there is none."""
        return self._reader.read(self._target(entry, target), hints_of(entry)).head

    def find_term(self, entry: TermEntry, text: str) -> tuple[tuple[Span, PhraseForm | None], ...]:
        """Return where any target of the entry stands in `text`, in any inflected form, as whole words.

        Occurrences come in order and do not overlap; of two that overlap the longer counts.
        """
        words = split_words(text)
        begins = word_openings(text)
        hints = hints_of(entry)
        found: list[tuple[Span, PhraseForm | None]] = []
        for target in dict.fromkeys((*entry.targets, *entry.forms)):
            plan = self._reader.read(target, hints)
            for start in _starts(self._lexicon, plan, words, begins):
                end = start + len(plan.slots)
                if same_punctuation(plan, words, start, text):
                    span = with_quotes(plan, text, Span(words[start].span.start, words[end - 1].span.end))
                    found.append((span, self._form_at(plan, text, words, start, span)))
        return without_overlaps(found)

    def _form_at(
        self, plan: Plan, text: str, words: tuple[Word, ...], start: int, span: Span
    ) -> PhraseForm | None:
        if plan.kind == "verb" or (plan.kind == "fixed" and plan.head is None):
            return PhraseForm(span.of(text), "", "")
        phrase = tuple(word.text for word in words[start : start + len(plan.slots)])
        paucal = self._paucal(plan) is not None and plan.is_paucal(phrase, self._language.paucal_cell)
        if paucal and LeftContext(self._lexicon, self._language, words, start).after_paucal():
            return PhraseForm(span.of(text), "nominative", "paucal")
        cells = plan.cells(phrase)
        if plan.kind == "fixed":
            cells = tuple((case, number) for number in plan.numbers for case in MORPHOLOGY_CASES)
        judge = SubjectJudge(self._lexicon, self._language, plan, words, start, start + len(plan.slots))
        cells = without_subjects(judge, cells)
        cell = choose_cell(self._lexicon, self._language, plan, cells, words, start)
        return PhraseForm(span.of(text), *cell) if cell else None

    def is_other_word(self, entry: TermEntry, text: str, span: Span) -> bool:
        """Tell whether the word at `span` is likelier a form of another word than of the term.

        Only of terms of one word is there a doubt.
        """
        if " " in span.of(text):
            return False
        plan = self._plan_at(entry, text, span)
        if plan is None or plan.kind != "noun" or len(plan.slots) != 1:
            return False
        words = split_words(text)
        position = next(i for i, word in enumerate(words) if span.overlaps(word.span))
        return is_other_word(self._lexicon, self._language, plan, words, position)

    def case_at(self, text: str, span: Span) -> str:
        """Return the case of the one noun at `span`, whatever word it is; "" if it is none."""
        words = split_words(text)
        inside = [i for i, word in enumerate(words) if span.overlaps(word.span)]
        if len(inside) != 1:
            return ""
        return read_case(self._lexicon, self._language, words, inside[0])

    def suit_before(self, text: str, place: Span) -> tuple[str, Span]:
        """Return the text with the preposition before a place in its right shape (ze Stanów, об операции)."""
        return suit_preposition(self._language.variants, text, place)

    def agree(self, text: str, span: Span, entry: TermEntry | None = None) -> bool | None:
        """Tell whether the phrase at `span` agrees with the words around it; None if nothing can be told.

        False only where a disagreement is sure. With the entry that the phrase renders, its gender and
        forms are those of the entry; without it they are read from the phrase.
        """
        plan = self._plan_at(entry, text, span) or self._reader.read(span.of(text), NO_HINTS)
        return judge_agreement(self._lexicon, self._language, plan, text, span)

    def _plan_at(self, entry: TermEntry | None, text: str, span: Span) -> Plan | None:
        """Return the plan of the entry's target that stands at `span`."""
        words = tuple(word for word in split_words(text) if span.overlaps(word.span))
        begins = tuple(fold(word.text)[:OPENING] for word in words)
        for target in entry.targets if entry else ():
            plan = self._reader.read(target, hints_of(entry) if entry else NO_HINTS)
            if len(plan.slots) == len(words) and list(_starts(self._lexicon, plan, words, begins)):
                return plan
        return None

    def _target(self, entry: TermEntry, target: str | None) -> str:
        if target is not None:
            return target
        return entry.targets[0] if entry.targets else entry.source


def _explicit_paradigm(forms: tuple[str, ...]) -> tuple[PhraseForm, ...]:
    if len(forms) not in (len(MORPHOLOGY_CASES), 2 * len(MORPHOLOGY_CASES)):
        return ()
    cells = [(case, number) for number in ("singular", "plural") for case in MORPHOLOGY_CASES]
    return tuple(PhraseForm(form, case, number) for form, (case, number) in zip(forms, cells, strict=False))


def _by_gender(plan: Plan) -> Iterator[Plan]:
    yield from plan.for_every_gender() if plan.kind == "adjective" else (plan,)


def _starts(lexicon: Lexicon, plan: Plan, words: tuple[Word, ...], begins: tuple[str, ...]) -> Iterator[int]:
    """Yield where the words of the phrase follow each other; looks words up only where the first may be."""
    length = len(plan.slots)
    if not length:
        return
    wanted = openings(plan.slots[0].keys)
    for start in range(len(words) - length + 1):
        if begins[start] in wanted and all(
            plan.slots[i].keys & text_keys(lexicon, words[start + i].text) for i in range(length)
        ):
            yield start
